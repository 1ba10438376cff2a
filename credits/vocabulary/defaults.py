"""What devices and programs write into every picture by themselves, and names of files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from credits.vocabulary._spelling import key, load, trimmed
from credits.vocabulary.placeholders import LONGEST, Match


@dataclass(frozen=True, slots=True)
class _Defaults:
    words: frozenset[str]
    exact: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    reason: str
    group: str

    def match(self, text: str) -> Match | None:
        bare = trimmed(text) if len(text) <= LONGEST else ""
        if not bare:
            return None
        if bare in self.exact or key(bare) in self.words:
            return Match(bare, self.reason, self.group)
        whole = " ".join(text.split())
        for pattern in self.patterns:
            if pattern.fullmatch(bare) or pattern.fullmatch(whole):
                return Match(pattern.pattern, self.reason, self.group)
        return None


@cache
def _defaults(group: str) -> _Defaults:
    row = load("defaults")[group]
    return _Defaults(
        words=frozenset(map(key, row.get("words", ()))),
        exact=frozenset(row.get("exact", ())),
        patterns=tuple(re.compile(one, re.IGNORECASE) for one in row.get("patterns", ())),
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
