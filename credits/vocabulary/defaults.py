"""What devices and programs write into every picture by themselves, and names of files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from credits.vocabulary._spelling import key, load, trimmed
from credits.vocabulary.placeholders import LONGEST, Match


@dataclass(frozen=True, slots=True)
class _Defaults:
    words: frozenset[str]
    exact: frozenset[str]
    patterns: tuple[str, ...]
    each: re.Pattern[str]
    reason: str
    group: str

    def match(self, text: str) -> Match | None:
        bare = trimmed(text) if len(text) <= LONGEST else ""
        if not bare:
            return None
        if bare in self.exact or key(bare) in self.words:
            return Match(bare, self.reason, self.group)
        whole = " ".join(text.split())
        found = self.each.fullmatch(bare) or (whole != bare and self.each.fullmatch(whole))
        if not found:
            return None
        entry = self.patterns[int(str(found.lastgroup)[1:])]
        return Match(entry, self.reason, self.group)


@cache
def _table() -> Mapping[str, Any]:
    return load("defaults")


@cache
def _defaults(group: str) -> _Defaults:
    row = _table()[group]
    patterns = tuple(row.get("patterns", ()))
    return _Defaults(
        words=frozenset(map(key, row.get("words", ()))),
        exact=frozenset(row.get("exact", ())),
        patterns=patterns,
        # one pattern of all, for speed; the group that matched tells which it was
        each=re.compile(
            "|".join(f"(?P<n{at}>{one})" for at, one in enumerate(patterns)), re.IGNORECASE
        ),
        reason=row["reason"],
        group=group,
    )


def camera_default(text: str) -> Match | None:
    """Tell whether a camera, phone or scanner wrote *text* by itself."""
    return _defaults("camera").match(text)


def software_name(text: str) -> Match | None:
    """Tell whether *text* is the name of a program, generators included."""
    return _defaults("software").match(text)


def file_name(text: str) -> Match | None:
    """Tell whether *text* is the name of a file."""
    return _defaults("file_name").match(text)


def default_of(text: str) -> Match | None:
    """Tell whether a camera or a program wrote *text*, or it is the name of a file."""
    bare = trimmed(text) if len(text) <= LONGEST else ""
    whole = " ".join(text.split())
    if not bare or not (_is_listed(bare) or (whole != bare and _is_listed(whole))):
        return None
    return camera_default(text) or software_name(text) or file_name(text)


def _is_listed(text: str) -> bool:
    """Tell whether *text* is of any group: most texts are of none."""
    words, patterns = _every()
    return text in words or key(text) in words or patterns.fullmatch(text) is not None


@cache
def _every() -> tuple[frozenset[str], re.Pattern[str]]:
    """Give the words of all groups, and one pattern of all their patterns."""
    groups = [_defaults(name) for name in _table()]
    words = frozenset(word for one in groups for word in (*one.words, *one.exact))
    patterns = "|".join(each for one in groups for each in one.patterns)
    return words, re.compile(patterns, re.IGNORECASE)
