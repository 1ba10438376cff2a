"""Captions that nobody wrote: template text left where a caption should be."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from credits.vocabulary import key, load

_LONGEST = 60


@cache
def _table() -> Mapping[str, Any]:
    return load("captions")


@cache
def _whole() -> Mapping[str, str]:
    words = [word for words in _table()["whole"].values() for word in words]
    return MappingProxyType({key(word) or word.rstrip("…"): word for word in words})


@cache
def _starts() -> tuple[str, ...]:
    return tuple(word for words in _table()["start"].values() for word in words)


def caption_placeholder(text: str) -> str | None:
    """Give the template text that *text* is or begins with, None if it is none.

    >>> caption_placeholder("Caption here."), caption_placeholder("Lorem ipsum dolor sit amet")
    ('caption here', 'lorem ipsum')
    """
    bare = " ".join(text.split()).rstrip("…")
    if len(bare) <= _LONGEST and (found := _whole().get(key(bare) or bare)):
        return found
    small = bare.lower().lstrip("[(<{\"'„“«*# ")
    return next((start for start in _starts() if small.startswith(start)), None)
