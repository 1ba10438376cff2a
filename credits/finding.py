"""What a rule has to say of a photo: a finding, how grave it is, and the change that mends it."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal, NamedTuple


class Severity(StrEnum):
    """How grave: an error blocks, a hold could not be decided, the others let it pass."""

    ERROR = "error"
    HOLD = "hold"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Give 0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of properties that removes the finding; *safe* if nothing is guessed.

    *changes* are what `credits.photo.embed` writes; *removes* are the kinds of traces that
    `credits.strip` takes out.
    """

    safety: Literal["safe", "unsafe"]
    changes: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    removes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding does not count: somebody answers for it, or it is older than the gate."""

    kind: Literal["waiver", "baseline"]
    reason: str
    owner: str | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with one file.

    *code* and *name* are the rule's; *field* is the property it is about; *message* says what was
    found, *help* is the command that mends it. *line* and *column* count from 1, in articles.
    *fingerprint* stays the same when the file is renamed or its metadata edited. A finding with a
    *suppression* is reported and counted apart, and decides nothing.
    """

    code: str
    name: str
    severity: Severity
    path: str
    message: str
    help: str | None = None
    field: str | None = None
    line: int | None = None
    column: int | None = None
    fix: Fix | None = dataclasses.field(default=None, compare=False)
    fingerprint: str | None = dataclasses.field(default=None, compare=False)
    suppression: Suppression | None = None


class Checked(NamedTuple):
    """What was judged: a photo or an article, and what role it has, for which reason."""

    path: str
    kind: Literal["photo", "article"] = "photo"
    role: str = "photo"
    role_reason: str = ""


class Judgement(NamedTuple):
    """What the rules say of one file, before anybody answers for letting it pass.

    *image* is the hash of its image data, *sha256* that of the whole file, where a run needs them.
    *dated*: a rule looked at the clock, so that it holds for that moment only. *known*: the file
    was read to its end, so that it is worth remembering. *uses* are the files an article shows.
    *bug* is the report of a failure of ours that left it undecided.
    """

    checked: Checked
    findings: tuple[Finding, ...]
    image: str | None = None
    sha256: str | None = None
    dated: bool = False
    known: bool = True
    uses: tuple[str, ...] = ()
    bug: str | None = None

    @property
    def path(self) -> str:
        """Give the path as it was given."""
        return self.checked.path


class Seen:
    """What a run has judged, and what its articles show besides."""

    def __init__(self) -> None:
        self._judged: set[str] = set()
        self._shown: dict[str, str] = {}

    def note(self, path: str, uses: Iterable[str] = ()) -> None:
        """Take down that a file was judged, and the files it shows."""
        self._judged.add(os.path.abspath(path))
        for use in uses:
            self._shown.setdefault(os.path.abspath(use), use)

    def further(self) -> Iterator[str]:
        """Give the files that were shown and not judged, in the order they were seen."""
        return (use for place, use in self._shown.items() if place not in self._judged)
