"""The words of machine-made pictures: who makes them, and how readers are told.

A label is what a reader sees: "AI-generated", "Mit KI erstellt", "KI/Ann Lee". A caption that only
speaks of artificial intelligence ("Minister opens AI summit") has none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from credits.vocabulary import key

_FILE: Final = Path(__file__).with_name("generated.toml")
# scripts that put no blanks between words
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def table() -> dict[str, dict[str, list[str]]]:
    """Read the words, group by group."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def source_types() -> dict[str, str]:
    """Give the digital source types of machine-made pictures: code → ``made`` or ``partly``."""
    return {code: how for how, codes in table()["source-types"].items() for code in codes}


def generator(text: str) -> str | None:
    """Say which generator a program's name is, if it is one's."""
    folded = " ".join(text.casefold().split())
    return next(
        (
            name
            for name in table()["generators"]["names"]
            if folded.startswith(name) and not folded[len(name) : len(name) + 1].isalpha()
        ),
        None,
    )


def is_prompt(text: str) -> bool:
    """Tell whether a text holds the settings that a generator saves with its picture."""
    folded = text.casefold()
    return sum(mark in folded for mark in table()["generators"]["prompts"]) >= _ENOUGH


# one such word may stand in a caption; two are a prompt
_ENOUGH: Final = 2


@cache
def _labels(own: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str]]:
    every = {key(word) for words in table()["labels"].values() for word in words}
    every |= {key(word) for word in own}
    bare = {word for word in every if _UNSPACED.search(word)}
    spaced = sorted((re.escape(word) for word in every - bare), key=len, reverse=True)
    return frozenset(bare), re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)")


def label(texts: Iterable[str], own: tuple[str, ...] = ()) -> str | None:
    """Find what tells readers that a machine made a picture; *own* are the house's words for it."""
    bare, spaced = _labels(own)
    for text in texts:
        folded = key(text)
        found = spaced.search(folded)
        if found:
            return found[0]
        tight = folded.replace(" ", "")
        for word in bare:
            if word.replace(" ", "") in tight:
                return word
    return None


_MARKS: Final = re.compile(r"\s*[/:|,;()\[\]–—+&]\s*|\s+-\s+|\s+(?:via|and|und|et|y|e|by)\s+")


def credit_label(texts: Iterable[str]) -> str | None:
    """Find a word for it that stands by itself in a credit, as in "Ann Lee/AI"."""
    known = {key(word): word for word in table()["credits"]["words"]}
    for text in texts:
        for part in _MARKS.split(text):
            word = known.get(key(part))
            # "ai" is a river and a name; capitals make it the abbreviation
            if word is not None and (len(word) > 4 or part.strip(" .") == word.strip(" .")):
                return word
    return None
