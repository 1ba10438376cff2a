"""Words an alt text can do without: that there is a picture, a screen reader says by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from credits.vocabulary import key, load

_CONSONANT = "'’"


@cache
def _table() -> Mapping[str, Any]:
    return load("alternatives")


@cache
def _words(part: str) -> frozenset[str]:
    return frozenset(word for words in _table()[part].values() for word in words)


@cache
def _start() -> re.Pattern[str]:
    # "image d'enfants": nothing stands between the apostrophe and the word
    return re.compile(rf"(?:{_each(_words('start'))})(?:[\s:]+|(?<=['’]))", re.IGNORECASE)


@cache
def _end() -> re.Pattern[str]:
    apart = {word for word in _words("end") if word[0] < "\u2fff"}
    # in Japanese, Korean and Chinese nothing stands before it
    glued = _words("end") - apart
    return re.compile(
        rf"(?:(?:(?<!\s)\s+)?[,(–—-]\s*(?:{_each(apart)})|(?:{_each(glued)}))[.)]*$", re.IGNORECASE
    )


@cache
def _last_word() -> re.Pattern[str]:
    return re.compile(rf"(?<!\s)\s+(?:{_each(_words('end'))})[.)]*$", re.IGNORECASE)


_FEW = 4


def _without_end(text: str) -> str:
    """Take "..., photo" off; without a comma only of a few words, none of them an article."""
    words = text.lower().split()
    if len(words) <= _FEW and _words("determiner").isdisjoint(words):
        return _last_word().sub("", _end().sub("", text))
    return _end().sub("", text)


def _each(words: frozenset[str] | set[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def is_only_a_picture(text: str) -> bool:
    """Tell whether an alt text says nothing but that there is a picture."""
    return key(text) in _words("whole")


def without_redundant(text: str) -> str:
    """Leave out what says only that this is a picture; the text itself if there is nothing such.

    >>> without_redundant("A photo of a child in a boat")
    'A child in a boat'
    """
    bare = text.strip()
    if bare.casefold().startswith(tuple(_words("kept"))):
        return text
    rest = bare
    for _ in range(3):
        found = _start().match(rest)
        rest = _without_end(rest[found.end() :] if found else rest).strip()
    if not rest or rest == bare:
        return text
    return rest[0].upper() + rest[1:] if bare[0].isupper() else rest
