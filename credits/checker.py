"""The engine: subjects × rules × policy → findings.

A photo is judged by itself; then the run as a whole is: who answers for what passes (waivers, the
baseline), and whether they still have reason to.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

from credits._bytes import Readable
from credits.baseline import Baseline
from credits.errors import CreditsError
from credits.finding import Checked, Finding, Judgement, Seen, Severity
from credits.folder import is_judged, is_text, walk
from credits.ledger import Settled, commented, settled
from credits.pages import Album, page_of, role_of
from credits.photo import Photo, read
from credits.policy import Policy, policy_for
from credits.rules import ABOUT, ROOMS, RULES
from credits.rules._model import Desk, Facts, Remark, Rule, Subject

__all__ = [
    "Album",
    "Judge",
    "check",
    "file_of",
    "fingerprinted",
    "judge",
    "judged_as_a_whole",
    "moment",
    "subject_of",
    "subjects",
    "told",
    "walk",
]


class _Duty(NamedTuple):
    """A rule that is on, how grave it is, and the desk it judges at.

    *pinned* tells that the policy says how grave, and the rule itself cannot.
    """

    rule: Rule
    level: Severity
    desk: Desk
    pinned: bool


class Judge:
    """Applies every rule that a policy has on, at one moment."""

    def __init__(self, policy: Policy, now: datetime) -> None:
        self.policy = policy
        self.now = now
        self._duties: dict[str, _Duty | None] = {}
        self._known: dict[tuple[str, frozenset[str]], tuple[_Duty, ...]] = {}

    def _asked(self, subject: Subject) -> tuple[_Duty, ...]:
        """Give the rules that judge a subject, in the order of the table."""
        has = _has(subject)
        asked = self._known.get((subject.role, has))
        if asked is None:
            duties = (self._duty(code) for code in ROOMS if not has.isdisjoint(_about(code)))
            asked = tuple(duty for duty in duties if duty and subject.role in duty.rule.ROLES)
            self._known[subject.role, has] = asked
        return asked

    def _duty(self, code: str) -> _Duty | None:
        if code not in self._duties:
            self._duties[code] = self._made(code)
        return self._duties[code]

    def _made(self, code: str) -> _Duty | None:
        level = self.policy.level_of(code)
        if level is None:
            return None
        desk = Desk(self.policy, self.now, self.policy.options_of(code))
        return _Duty(RULES[code], level, desk, code in self.policy.pinned)

    def findings(self, subject: Subject) -> list[Finding]:
        """Apply the rules to one subject; the gravest findings come first."""
        return self._found(subject, self._asked(subject))

    def _found(self, subject: Subject, duties: tuple[_Duty, ...]) -> list[Finding]:
        policy, path = self.policy, subject.path
        ignored = policy.ignored(path) if policy.per_file_ignores else frozenset[str]()
        found = [
            _finding(duty, subject, remark)
            for duty in duties
            if duty.rule.CODE not in ignored
            for remark in duty.rule.check(subject, duty.desk)
        ]
        if len(found) > 1:
            found.sort(key=lambda finding: (finding.severity.rank, finding.code))
        return found

    def judgement(self, subject: Subject) -> Judgement:
        """Apply the rules to one photo or article, and say what a run needs to know of it."""
        if subject.role == "article":
            return self._of_article(subject)
        duties = self._asked(subject)
        for duty in duties:
            duty.desk.looked = False
        found = self._found(subject, duties)
        facts = subject.facts.values
        if "image" in facts:
            found = [fingerprinted(finding, subject) for finding in found]
        return Judgement(
            Checked(subject.path, "photo", subject.role, subject.role_reason),
            tuple(found),
            image=facts.get("image"),
            sha256=facts.get("sha256"),
            dated=any(duty.desk.looked for duty in duties),
            known=subject.photo is not None and not subject.photo.is_damaged,
        )

    def _of_article(self, subject: Subject) -> Judgement:
        """Judge an article and each photo it shows; comments in it may let something pass.

        What it rests on are more files than itself, so it is not remembered.
        """
        parts = [
            (part.use, one) for part in (subject, *subject.shown) for one in self.findings(part)
        ]
        found = [one for _, one in parts]
        if subject.article is not None and subject.article.waivers:
            today, most = self.now.date(), self.policy.max_waiver_days
            settled = commented(parts, subject.article, today, most)
            facts = Facts({"waivers": settled.tallies})
            book = Subject(subject.path, role="policy", facts=facts, article=subject.article)
            found = [*settled.findings, *self.findings(book)]
        found.sort(key=lambda one: (one.severity.rank, one.line or 0, one.column or 0, one.code))
        known = (replace(one, fingerprint=_of_text(one)) for one in found)
        checked = Checked(subject.path, "article", "article")
        return Judgement(checked, tuple(known), known=False, uses=tuple(used_in(subject)))


# how it is seen whether a subject has what rules are about, besides facts
_SEEN: Final[Mapping[str, Callable[[Subject], Any]]] = {
    "alt_text": lambda subject: subject.record.alt_text,
    "digest_stale": lambda subject: subject.photo and subject.photo.digest_stale,
    "problems": lambda subject: subject.photo and subject.photo.problems,
    "error": lambda subject: subject.error,
    "use": lambda subject: subject.use,
    "article": lambda subject: subject.article,
}
_ANYTHING: Final = "anything"


def _about(code: str) -> tuple[str, ...]:
    return ABOUT.get(code, (_ANYTHING,))


def _has(subject: Subject) -> frozenset[str]:
    """Name what a subject has of what rules are about; every one has anything."""
    seen = (name for name, look in _SEEN.items() if look(subject))
    return frozenset((_ANYTHING, *seen, *subject.facts.values))


def _of_text(finding: Finding) -> str:
    """Give the fingerprint of a finding in a text: SHA-256 over what it says, but not its line."""
    said = (finding.code, finding.field or "", os.path.basename(finding.path), finding.message)
    return sha256("\0".join(said).encode(errors="backslashreplace")).hexdigest()


def judge(subject: Subject, policy: Policy, now: datetime) -> Iterator[Finding]:
    """Apply every rule that is on to one subject; the gravest findings come first."""
    yield from Judge(policy, now).findings(subject)


def _finding(duty: _Duty, subject: Subject, remark: Remark) -> Finding:
    level = duty.level if duty.pinned else remark.severity or duty.level
    place = subject.use.place if subject.use else None
    held = remark.undecided and level is Severity.ERROR
    return Finding(
        code=duty.rule.CODE,
        name=duty.rule.NAME,
        severity=Severity.HOLD if held else level,
        path=subject.path,
        message=remark.message,
        help=remark.help,
        field=remark.field,
        line=remark.line or (place.line if place else None),
        column=None if remark.line or place is None else place.column,
        # what an article says is mended in the article
        fix=None if place else remark.fix,
    )


def fingerprinted(finding: Finding, subject: Subject) -> Finding:
    """Give the finding its fingerprint: SHA-256 over its rule, its field and the image data.

    A file that cannot be read is known by its path instead.
    """
    image = subject.facts.values.get("image") or (
        subject.photo.image_data_hash if subject.photo else subject.path
    )
    text = f"{finding.code}\0{finding.field or ''}\0{image}"
    return replace(finding, fingerprint=sha256(text.encode()).hexdigest())


# ── subjects ────────────────────────────────────────────────────────────────────────────────────


def subject_of(
    image: Readable, policy: Policy, path: str | None = None, *, hashed: bool = False
) -> Subject:
    """Read one photo for judgement; what cannot be read is a subject too.

    *hashed* works out its image-data hash, by which a baseline and fingerprints know it.
    """
    name = path or (os.fspath(image) if isinstance(image, (str, os.PathLike)) else "<bytes>")
    try:
        photo = read(image, precedence=policy.precedence, beyond=True)
        facts = _facts(photo, policy, hashed=hashed)
    except CreditsError as error:
        role, reason = policy.role(name, None)
        return Subject(name, None, error, role, reason)
    role, reason = role_of(name, photo, policy)
    return Subject(name, photo, None, role, reason, facts)


def told(subject: Subject, known: Mapping[str, Any]) -> Subject:
    """Give the subject with facts that others know, besides its own."""
    return replace(subject, facts=Facts({**subject.facts.values, **known}))


_NONE: Final = Facts()


def _facts(photo: Photo, policy: Policy, *, hashed: bool) -> Facts:
    facts = {"image": photo.image_data_hash} if hashed else {}
    if any(waiver.sha256 for waiver in policy.waiver):
        facts["sha256"] = photo.sha256
    return Facts(facts) if facts else _NONE


def file_of(
    path: str,
    policy: Policy,
    album: Album,
    *,
    hashed: bool = False,
    known: Mapping[str, Any] | None = None,
) -> Subject:
    """Read one file for judgement, an article or a photo; *known* are facts that others know.

    Of an article these are the ``originals`` of its photos, by the address they have in it.
    """
    if is_text(path):
        return page_of(path, policy, album, (known or {}).get("originals"))
    return subject_of(path, policy, hashed=hashed)


def subjects(
    images: Iterable[Readable] | Readable, policy: Policy, *, hashed: bool = False
) -> Iterator[Subject]:
    """Read photos, articles and folders of them for judgement; then what else the articles show."""
    album, known, named = Album(policy), Seen(), _named(images)
    for image in _each(images):
        if isinstance(image, (str, os.PathLike)):
            for path in walk([os.fspath(image)], policy, is_judged, among=named):
                subject = file_of(path, policy, album, hashed=hashed)
                known.note(path, used_in(subject))
                yield subject
        else:
            yield subject_of(image, policy, hashed=hashed)
    for path in known.further():
        yield file_of(path, policy, album, hashed=hashed)


def _named(images: Iterable[Readable] | Readable) -> tuple[str, ...]:
    """Give the paths among images that are given at once; a stream of them is read one by one."""
    several = images if isinstance(images, (list, tuple, set, frozenset)) else ()
    return tuple(os.fspath(one) for one in several if isinstance(one, (str, os.PathLike)))


def used_in(subject: Subject) -> Iterator[str]:
    """Give the files that an article shows, once each."""
    if subject.article is not None:
        yield from dict.fromkeys(use.file for use in subject.article.photos if use.file)


def _each(images: Iterable[Readable] | Readable) -> Iterable[Readable]:
    single = isinstance(images, (str, os.PathLike, bytes, bytearray, memoryview))
    return (images,) if single or hasattr(images, "read") else images  # type: ignore[return-value]


# ── runs ────────────────────────────────────────────────────────────────────────────────────────


def check(
    images: Iterable[Readable] | Readable,
    policy: Policy | None = None,
    *,
    now: datetime | None = None,
    baseline: Baseline | None = None,
    fingerprints: bool = False,
    on_subject: Callable[[Subject], None] | None = None,
) -> list[Finding]:
    """Judge photos, articles and folders; the findings come file by file, the gravest first.

    *policy* is the one found from the working directory if None, *now* the time that embargoes and
    expiry go by (the clock's if None; without a zone it is local time). What a waiver or the
    *baseline* lets pass is there, with its `Suppression`; what is wrong with these comes last.
    *fingerprints* are worked out on request, because all image data has to be read for them.
    *on_subject* is told of each file as it is judged.

    Raises:
        PolicyError: the policy is wrong, or a path does not exist.
    """
    policy = policy or policy_for()
    now = moment(now)
    judge = Judge(policy, now)
    judgements = []
    for subject in subjects(images, policy, hashed=fingerprints or baseline is not None):
        if on_subject:
            on_subject(subject)
        judgements.append(judge.judgement(subject))
    return judged_as_a_whole(settled(judgements, policy, now.date(), baseline), policy, now)


def judged_as_a_whole(run: Settled, policy: Policy, now: datetime) -> list[Finding]:
    """Add to the findings of a run what the rules say of its policy and its baseline."""
    judge = Judge(policy, now)
    findings = list(run.findings)
    if run.waivers:
        path = policy.origin.file or "credits.toml"
        facts = Facts({"waivers": run.waivers})
        findings += judge.findings(Subject(path, role="policy", facts=facts))
    if run.baseline is not None:
        facts = Facts({"leftovers": run.leftovers, "entries": run.baseline.count})
        findings += judge.findings(Subject(run.baseline.path, role="policy", facts=facts))
    return findings


def moment(now: datetime | None) -> datetime:
    """Give the time to judge by, with its zone: the clock's where none is given."""
    return (now or datetime.now(UTC)).astimezone()
