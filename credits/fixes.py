"""Mending what rules found: fixes are data, and are written like every other edit.

What is to be written is worked out on what the photo says, without touching it: fix after fix, as
one may bring the next to light, until none is left. Then it is written once, verified, and kept
for undo. A credit is taken from another photo only where that one is directly like it, as it was
before the run.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from credits.baseline import Baseline
from credits.baseline import load as load_baseline
from credits.checker import Judge, moment, subject_of, told, walk
from credits.errors import ChangedMeanwhile, CreditsError
from credits.finding import Finding, Fix
from credits.folder import is_candidate
from credits.journal import Journal
from credits.ledger import settled
from credits.photo import Photo, embed, strip
from credits.policy import Policy, policy_for
from credits.reconcile import ORDERS, Conflict
from credits.record import Record
from credits.rules._model import Subject
from credits.traces import Found

if TYPE_CHECKING:
    from credits.duplicates import Archive

# facts about photos, by path
Known = Mapping[str, Mapping[str, Any]]

# the rules that know of other photos: one offers a lost credit, one reports those that differ
FROM_DUPLICATES: Final = ("SYN505", "DUP851")
# a fix that brings itself to light again would never end
ROUNDS: Final = 8


@dataclass(frozen=True, slots=True)
class Fixed:
    """What came of one photo.

    *changes* gives the old and the new value of each property, *removed* the traces that were
    taken out, *mended* the findings that were met; *remaining* are the findings that stay, without
    those somebody answers for; *error* says why something could not be written.
    """

    path: str
    changes: Mapping[str, tuple[Any, Any]]
    mended: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    removed: Found = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    error: CreditsError | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the rules that were met."""
        return _codes(self.mended)


class _Plan(NamedTuple):
    """What is to be written and taken out, the findings that ask for it, and what is left then."""

    changes: dict[str, Any]
    removes: tuple[str, ...]
    mended: tuple[Finding, ...]
    remaining: tuple[Finding, ...]


def _codes(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.code for finding in findings))


def fix(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    policy: Policy | None = None,
    *,
    unsafe: bool = False,
    dry_run: bool = False,
    now: datetime | None = None,
    baseline: Baseline | None = None,
    journal: Journal | None = None,
    from_duplicates: bool = False,
    archive: Archive | None = None,
) -> list[Fixed]:
    """Apply the fixes of the rules to photos and folders of photos.

    Safe fixes guess nothing; *unsafe* ones, too, are applied on request. What a waiver or the
    *baseline* (the policy's if None) lets pass is left alone. *dry_run* writes nothing. *journal*
    keeps what undo needs. *from_duplicates* applies one fix alone: a photo without a credit gets
    that of a photo of this run, or of the *archive* (a `credits.catalog.Catalog`), that shows the
    same picture; the level ``likely`` is *unsafe*.

    Raises:
        PolicyError: the policy is wrong, or a path does not exist.
        CatalogError: the archive cannot be used.
    """
    policy = policy or policy_for()
    if from_duplicates:
        policy = for_duplicates(policy)
    if baseline is None and policy.baseline_file:
        baseline = load_baseline(policy.baseline_file)
    named = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    names = [os.fspath(path) for path in named]
    photos = list(walk(names, policy))
    known = _compared(photos, policy, archive) if from_duplicates else {}
    fixer = Fixer(policy, moment(now), baseline, unsafe=unsafe, known=known)
    return list(fixer.fixed(photos, dry_run=dry_run, journal=journal))


def for_duplicates(policy: Policy) -> Policy:
    """Give the policy by which credits are taken from other photos, whatever it has on or off."""
    wishes = {"select": FROM_DUPLICATES, "extend_select": (), "ignore": ()}
    place = {"root": policy.root, "origin": policy.origin}
    return Policy.model_validate(policy.model_dump() | wishes | place)


def _compared(photos: Iterable[str], policy: Policy, archive: Archive | None) -> Known:
    from credits.likeness import facts_of  # noqa: PLC0415  (only where pixels are compared)

    return facts_of(filter(is_candidate, photos), archive, vocabulary=policy.words)


class Fixer:
    """Mends photos by one policy at one moment; *known* is what others know of some, by path."""

    def __init__(
        self,
        policy: Policy,
        now: datetime,
        baseline: Baseline | None = None,
        *,
        unsafe: bool,
        known: Known | None = None,
    ) -> None:
        self.policy = policy
        self.today = now.date()
        self.baseline = baseline
        self.judge = Judge(policy, now)
        self.allowed = {"safe", "unsafe"} if unsafe else {"safe"}
        self.known = known or {}

    def fixed(
        self, paths: Iterable[str], *, dry_run: bool, journal: Journal | None
    ) -> Iterator[Fixed]:
        """Mend photos, one after the other."""
        for path in paths:
            yield self._one(path, dry_run=dry_run, journal=journal)

    def _one(self, path: str, *, dry_run: bool, journal: Journal | None) -> Fixed:
        """Mend one photo; what was taken out of it may bring another fix to light."""
        done = Fixed(path, {}, (), ())
        for _ in range(ROUNDS):
            subject = subject_of(path, self.policy, hashed=self.baseline is not None)
            if path in self.known:
                subject = told(subject, self.known[path])
            found = self._findings(subject)
            done = replace(done, remaining=found)
            plan = self._plan(subject, found)
            if not (plan.changes or plan.removes) or {*_codes(plan.mended)} <= {*done.codes}:
                return done
            try:
                _as_compared(subject)
                done = self._written(done, plan, dry_run=dry_run, journal=journal)
            except CreditsError as error:
                return replace(done, error=error)
            if dry_run:
                return done
        return done

    def _written(
        self, done: Fixed, plan: _Plan, *, dry_run: bool, journal: Journal | None
    ) -> Fixed:
        removed, notes = dict(done.removed), done.notes
        if plan.removes:
            taken = strip(done.path, plan.removes, dry_run=dry_run, journal=journal)
            removed, notes = {**removed, **taken.removed}, (*notes, *taken.notes)
        changes = dict(done.changes)
        if plan.changes:
            written = embed(done.path, dry_run=dry_run, journal=journal,
                            precedence=self.policy.precedence, **plan.changes)  # fmt: skip
            # a value that stays was said otherwise by another block
            changes |= {n: written.changes.get(n, (v, v)) for n, v in plan.changes.items()}
            notes = (*notes, *written.notes)
        mended = (*done.mended, *plan.mended)
        return Fixed(done.path, changes, mended, plan.remaining, removed, notes)

    def _findings(self, subject: Subject) -> tuple[Finding, ...]:
        judgement = self.judge.judgement(subject)
        (done,) = settled([judgement], self.policy, self.today, self.baseline).judgements
        return tuple(finding for finding in done.findings if finding.suppression is None)

    def _plan(self, subject: Subject, found: tuple[Finding, ...]) -> _Plan:
        changes: dict[str, Any] = {}
        removes: dict[str, None] = {}
        mended: dict[tuple[str, str], Finding] = {}
        for _ in range(ROUNDS):
            offered = [finding for finding in found if self._applies(finding)]
            fixes = [finding.fix for finding in offered if finding.fix]
            removes |= dict.fromkeys(kind for fix in fixes for kind in fix.removes)
            mended |= {(finding.code, finding.message): finding for finding in offered}
            now = _first_changes(fixes)
            if not now or now.items() <= changes.items():
                break
            changes |= now
            subject = _as_if(subject, now)
            found = self._findings(subject)
        left = (one for one in found if not (self._applies(one) and _only_removes(one, removes)))
        return _Plan(changes, tuple(removes), tuple(mended.values()), tuple(left))

    def _applies(self, finding: Finding) -> bool:
        return finding.fix is not None and finding.fix.safety in self.allowed


def _as_compared(subject: Subject) -> None:
    """Let nobody's credit come to another picture that took the place of the one compared.

    Raises:
        ChangedMeanwhile: it did.
    """
    compared = subject.facts.values.get("compared")
    if compared and subject.photo and subject.photo.image_data_hash != compared:
        raise ChangedMeanwhile("shows another picture since it was compared with others",
                               help="run the command again")  # fmt: skip


def _first_changes(fixes: Iterable[Fix]) -> dict[str, Any]:
    """Gather changes; of two of one property the graver finding's comes first."""
    now: dict[str, Any] = {}
    for fix in fixes:
        if now.keys().isdisjoint(fix.changes):
            now |= fix.changes
    return now


def _only_removes(finding: Finding, removes: Collection[str]) -> bool:
    fix = finding.fix
    return fix is not None and not fix.changes and all(kind in removes for kind in fix.removes)


def _as_if(subject: Subject, changes: Mapping[str, Any]) -> Subject:
    """Give the subject as it will be: all blocks say the new values."""
    photo = subject.photo
    if photo is None:
        return subject
    kept = {name: value for name, value in photo.record if name not in changes}
    record = Record.model_validate(kept | {n: v for n, v in changes.items() if v is not None})
    conflicts = tuple(one for one in photo.conflicts if one.field not in changes)
    return replace(subject, photo=_with(photo, record, conflicts, changes), memory={})


def _with(
    photo: Photo, record: Record, conflicts: tuple[Conflict, ...], changes: Mapping[str, Any]
) -> Photo:
    there = {block for blocks in photo.sources.values() for block in blocks}
    there.update(block for one in photo.conflicts for block in one.values)
    inside = there - {"framed", "sidecar", "reuse"}
    blocks = tuple(block for block in ORDERS["default"] if block in inside) or ("xmp",)
    sources = {name: where for name, where in photo.sources.items() if name not in changes}
    sources |= {name: blocks for name, value in changes.items() if value}
    return replace(photo, record=record, conflicts=conflicts, sources=sources, digest_stale=False)
