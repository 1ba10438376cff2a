"""Globs, matched in one pass: no pattern and no path, however odd, costs more than their product.

Who writes a glob may be a stranger (the policy of a repository, a ``REUSE.toml``), and regular
expressions with several stars take exponential time to say no. So all places that a part of the
glob may end at are kept at once, as the bits of one number: bit *n* stands before character *n*.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import Final


class Wild(Enum):
    """What is no literal text in a glob."""

    ONE = "[^/]"
    NAME = "[^/]*"
    PATH = ".*"
    ABOVE = "(?:.*/)?"
    BELOW = "(?:/.*)?"


# with so few wild parts a regular expression is quick, whatever the path
FEW: Final = 2
_ENDLESS: Final = frozenset({Wild.NAME, Wild.PATH, Wild.ABOVE, Wild.BELOW})


class Glob:
    """A glob taken apart: literal texts and wild parts; it matches a whole path."""

    def __init__(self, parts: Iterable[str | Wild]) -> None:
        self.parts = tuple(part for part in parts if part)
        self._quick = None
        if sum(part in _ENDLESS for part in self.parts[:-1]) <= FEW:
            pattern = "".join(
                part.value if isinstance(part, Wild) else re.escape(part) for part in self.parts
            )
            self._quick = re.compile(pattern, re.DOTALL)

    def matches(self, path: str) -> bool:
        """Tell whether a path, with forward slashes, is meant."""
        if self._quick is not None:
            return self._quick.fullmatch(path) is not None
        return self._slowly(path)

    def _slowly(self, path: str) -> bool:
        text = _Text(path)
        places = 1
        for part in self.parts:
            places = text.after(part, places)
        return bool(places >> len(path) & 1)


class _Text:
    """A path, and where in it each character stands."""

    def __init__(self, path: str) -> None:
        self.end = (2 << len(path)) - 1
        self._at: dict[str, int] = {}
        for place, char in enumerate(path):
            self._at[char] = self._at.get(char, 0) | 1 << place
        self.slashes = self._at.get("/", 0)

    def after(self, part: str | Wild, places: int) -> int:
        """Say where a part may end that begins at one of *places*."""
        if isinstance(part, str):
            for char in part:
                places = (places & self._at.get(char, 0)) << 1
            return places
        if part is Wild.ONE:
            return (places & ~self.slashes) << 1 & self.end
        if part is Wild.NAME:
            return self._within_names(places)
        if part is Wild.PATH:
            return self._from(places)
        if part is Wild.ABOVE:
            return places | (self._from(places) & self.slashes) << 1
        return places | self._from((places & self.slashes) << 1)

    def _from(self, places: int) -> int:
        """Give every place from the first one on."""
        return self.end & -(places & -places)

    def _within_names(self, places: int) -> int:
        """Go on from every place up to the next slash: adding carries through a run of ones."""
        free = self.end >> 1 & ~self.slashes
        return places | ((free + (places & free)) ^ free)
