"""Words that announce a credit, a caption or another part, by kind and by language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from credits.vocabulary._spelling import load

# a credit that says no more than such a word and a filler is still a filler
_BEFORE_FILLER: Final = ("photo", "image", "credit", "source", "rights")


@dataclass(frozen=True, slots=True)
class Label:
    """A word that announces a credit: what it announces (*kind*) and in which languages."""

    word: str
    kind: str
    langs: tuple[str, ...]


@cache
def shipped() -> Mapping[str, tuple[Label, ...]]:
    """Give every label by its first word, the longest first."""
    langs: dict[tuple[str, str], list[str]] = {}
    for kind, by_lang in load("labels").items():
        for lang, words in by_lang.items():
            for word in words:
                langs.setdefault((word, kind), []).append(lang)
    heads: dict[str, list[Label]] = {}
    for (word, kind), where in langs.items():
        head = re.match(r"\w+", word)
        heads.setdefault(head[0] if head else word, []).append(Label(word, kind, tuple(where)))
    return MappingProxyType(
        {head: tuple(sorted(all_, key=_longest_first)) for head, all_ in heads.items()}
    )


def _longest_first(label: Label) -> int:
    return -len(label.word)


def without_label(text: str) -> str:
    """Take one leading label or mark ("Photo:", "©", "Source =") off *text*, if it has one."""
    mark = _MARK.match(text)
    return text[mark.end() if mark else _behind_word(text) :]


_MARK: Final = re.compile(r"(?:©|\(c\)|℗)\s*", re.IGNORECASE)
# a word that is a label ends with one of these: most texts have none, and that is soon seen
_ANNOUNCES: Final = re.compile(r"(?:[:：=＝]|\bby\b)(?=(\s*))", re.IGNORECASE)
# so many blanks may stand between the two (characters)
_APART: Final = 20
# small letters of capitals that were made without care for the Turkish i
_SMALL_I: Final = str.maketrans({"ı": "i", "\u0307": ""})


def _behind_word(text: str) -> int:
    """Give where the text goes on behind its label, the longest it can have; 0: it has none."""
    behind = 0
    for sign in _ANNOUNCES.finditer(text):
        if sign.start() > _before_fillers()[1]:
            break
        if _small(text[: sign.start()].rstrip()) in _before_fillers()[0]:
            behind = sign.end(1)
    return behind


@cache
def _before_fillers() -> tuple[frozenset[str], int]:
    """Give the words, and how far from the start their sign can stand."""
    table = load("labels")
    words = {word for kind in _BEFORE_FILLER for all_ in table[kind].values() for word in all_}
    return frozenset(map(_small, words)), max(map(len, words)) + _APART


def _small(text: str) -> str:
    return text.lower().translate(_SMALL_I)
