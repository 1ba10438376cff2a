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
    if _ANNOUNCES.search(text) is None:
        return text
    label = _leading_label().match(text)
    return text[label.end() :] if label else text


# a label is a mark, or ends with one of these: most texts have none, and that is soon seen
_ANNOUNCES: Final = re.compile(r"[:：=＝©℗]|\(c\)|\bby\b", re.IGNORECASE)


@cache
def _leading_label() -> re.Pattern[str]:
    table = load("labels")
    words = {word for kind in _BEFORE_FILLER for all_ in table[kind].values() for word in all_}
    each = "|".join(re.escape(word) for word in sorted(words, key=_longest))
    mark = r"(?:©|\(c\)|℗)"
    return re.compile(rf"{mark}\s*|(?:{each})\s*(?:[:：=＝]|\bby\b)\s*", re.IGNORECASE)


def _longest(word: str) -> tuple[int, str]:
    return -len(word), word
