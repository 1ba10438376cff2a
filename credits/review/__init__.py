"""The queue of photos that may not go out, for a person who decides: judged, shown, written.

Laws: nothing is written that a person did not send off, and only what that person changed; a photo
that changed since it was shown is shown again instead. Every write is verified, and kept for undo.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from threading import RLock
from typing import Any, Final, NamedTuple

from credits.baseline import Baseline
from credits.errors import ChangedMeanwhile, CreditsError, InvalidValue
from credits.fields import BY_NAME
from credits.finding import Finding, Fix, Judgement, Severity
from credits.inspection import inspect
from credits.journal import Journal
from credits.photo import embed, read, strip
from credits.policy import Policy
from credits.record import Record
from credits.reports._terminal import plain
from credits.verdict import Verdict, summed_up

# what a person fills in, in this order
ASKED: Final = (
    "caption", "alt_text", "creators", "credit_line", "source", "copyright_notice", "usage_terms",
)  # fmt: skip

Known = Mapping[str, Mapping[str, Any]]


class Field(NamedTuple):
    """One field of the form: the property, its label, and the text it holds."""

    name: str
    label: str
    text: str


class Waiting(NamedTuple):
    """One photo of the queue: why it may not go out, what it says, and the state it was seen in.

    *key* names it in addresses. Without *fields* it cannot be written.
    """

    key: str
    path: str
    findings: tuple[Finding, ...]
    fields: tuple[Field, ...]
    state: str

    @property
    def offers(self) -> tuple[Finding, ...]:
        """Give the findings that a rule can mend."""
        return tuple(finding for finding in self.findings if finding.fix is not None)


class Review:
    """The photos of one run; safe to ask from several threads.

    *known* is what others know of some photos, by path: see `credits.likeness.facts_of`.
    """

    def __init__(
        self,
        paths: Iterable[str],
        policy: Policy,
        now: datetime,
        *,
        baseline: Baseline | None = None,
        known: Known | None = None,
        journal: Journal | None = None,
    ) -> None:
        self.policy = policy
        self.now = now
        self.baseline = baseline
        self.known = known or {}
        self.journal = journal
        self._lock = RLock()
        judged = self._judge(dict.fromkeys(paths), jobs=None)
        self._judged = {one.checked.path: one for one in judged}
        self._paths = {key_of(path): path for path in self._judged}
        self._later: set[str] = set()

    def _judge(self, paths: Iterable[str], *, jobs: int | None = 1) -> Iterator[Judgement]:
        return inspect(
            paths, self.policy, self.now, hashed=self.baseline is not None, known=self.known,
            jobs=jobs,
        )  # fmt: skip

    @property
    def verdict(self) -> Verdict:
        """Decide on all photos, as they are now."""
        with self._lock:
            return summed_up(self._judged.values(), self.policy, self.now, self.baseline)

    def queue(self, most: int | None = None) -> list[Waiting]:
        """Give the photos that may not go out, *most* of them, as they are now."""
        return [_waiting(path, found, self.policy) for path, found in self.stopped()[:most]]

    def stopped(self) -> list[tuple[str, list[Finding]]]:
        """Give the paths of the photos that may not go out, and why; those put off come last."""
        verdict = self.verdict
        found: dict[str, list[Finding]] = {}
        for finding in verdict.findings:
            if not finding.suppression and finding.path in self._judged:
                found.setdefault(finding.path, []).append(finding)
        stopped = [
            (path, findings)
            for path, findings in found.items()
            if any(verdict.blocks(one) or one.severity is Severity.HOLD for one in findings)
        ]
        stopped.sort(key=lambda pair: pair[0] in self._later)
        return stopped

    def path_of(self, key: str) -> str | None:
        """Give the path of a photo of this run; None for a key that means none."""
        return self._paths.get(key)

    def put_off(self, key: str) -> None:
        """Let a photo come last."""
        self._later.add(self._path(key))

    def save(self, key: str, state: str, texts: Mapping[str, str]) -> tuple[str, ...]:
        """Write the fields whose texts differ from what was shown; give their names.

        Raises:
            ChangedMeanwhile: the photo changed since it was shown.
            InvalidValue: there is no such photo, or a property cannot hold that.
            Unwritable: the format, the file system or a signature forbids it.
        """
        with self._lock:
            path = self._as_shown(key, state)
            shown = {field.name: field.text for field in fields_of(_read(path, self.policy))}
            values = {
                name: _value(name, texts[name])
                for name in ASKED
                if name in texts and _lines(texts[name]) != _lines(shown[name])
            }
            self._write(path, Fix("safe", values))
            return tuple(values)

    def take(self, key: str, state: str, code: str) -> tuple[str, ...]:
        """Apply what a rule offers; give the names of what it changes.

        Raises:
            ChangedMeanwhile: the photo changed since it was shown.
            InvalidValue: there is no such photo, or nothing is offered any more.
            Unwritable: the format, the file system or a signature forbids it.
        """
        with self._lock:
            path = self._as_shown(key, state)
            found = (one.fix for one in self._judged[path].findings if one.code == code and one.fix)
            fix = next(found, None)
            if fix is None:
                raise InvalidValue(f"{code} offers nothing for it", path=path)
            self._as_compared(path)
            self._write(path, fix)
            return (*fix.changes, *fix.removes)

    def _path(self, key: str) -> str:
        path = self.path_of(key)
        if path is None:
            raise InvalidValue("is no photo of this run", path=key)
        return path

    def _as_shown(self, key: str, state: str) -> str:
        path = self._path(key)
        if state_of(path) != state:
            self._again(path)
            raise ChangedMeanwhile("was changed since it was shown: look again", path=path)
        return path

    def _as_compared(self, path: str) -> None:
        """Let nobody's credit come to another picture that took the place of the one compared."""
        compared = self.known.get(path, {}).get("compared")
        if compared and read(path).image_data_hash != compared:
            raise ChangedMeanwhile(
                "shows another picture since it was compared with others", path=path
            )

    def _write(self, path: str, fix: Fix) -> None:
        try:
            if fix.removes:
                strip(path, fix.removes, journal=self.journal)
            if fix.changes:
                embed(path, journal=self.journal, precedence=self.policy.precedence, **fix.changes)
        except CreditsError as error:
            raise error.located(path) from error.__cause__
        self._again(path)

    def _again(self, path: str) -> None:
        (self._judged[path],) = self._judge([path])


def key_of(path: str) -> str:
    """Name a photo in addresses, which say nothing of where it is."""
    return sha256(os.fsencode(path)).hexdigest()[:20]


def state_of(path: str) -> str:
    """Tell the state of a file, in which a person saw it; empty if it is gone."""
    try:
        status = os.stat(path)
    except OSError:
        return ""
    return f"{status.st_ino}-{status.st_size}-{status.st_mtime_ns}"


def _waiting(path: str, findings: Iterable[Finding], policy: Policy) -> Waiting:
    state = state_of(path)
    try:
        fields = fields_of(_read(path, policy))
    except CreditsError:
        fields = ()
    return Waiting(key_of(path), path, tuple(findings), fields, state)


def _read(path: str, policy: Policy) -> Record:
    return read(path, precedence=policy.precedence).record


def fields_of(record: Record) -> tuple[Field, ...]:
    """Give the fields of the form with what a record says; names stand one on a line."""
    said = ((name, getattr(record, name)) for name in ASKED)
    return tuple(
        Field(name, BY_NAME[name].label, plain("\n".join(v) if isinstance(v, tuple) else v or ""))
        for name, v in said
    )


def _lines(text: str) -> str:
    """Bring the line ends of a form to those of a text."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _value(name: str, text: str) -> Any:
    text = _lines(text).strip()
    if not BY_NAME[name].is_list:
        return text or None
    return [line.strip() for line in text.split("\n") if line.strip()] or None
