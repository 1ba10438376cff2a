"""The engine: subjects × rules × policy → findings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from credits import containers
from credits._bytes import Readable, source_of
from credits.errors import CreditsError, PolicyError, UnreadableImage
from credits.finding import Finding, Severity
from credits.photo import read
from credits.policy import Policy, policy_for
from credits.rules import RULES
from credits.rules._model import Desk, Remark, Subject

# endings that promise a picture: what has one and is none gets a finding, not silence
PROMISING: Final = frozenset(
    {suffix for container in containers.FORMATS.values() for suffix in container.SUFFIXES}
    | {
        ".avif", ".bmp", ".cr2", ".cr3", ".dng", ".gif", ".heic", ".heif", ".hif", ".jp2", ".jxl",
        ".nef", ".arw", ".orf", ".psd", ".raf", ".rw2", ".tga",
    }
)  # fmt: skip


def walk(paths: Iterable[str], policy: Policy) -> Iterator[str]:
    """Find the photos: files as they are named, folders by what is in them, in sorted order.

    Folders whose name begins with a dot are skipped, and links are not followed out of the tree.

    Raises:
        PolicyError: a path does not exist.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise PolicyError("there is no such file or folder", path=path)
        if os.path.isdir(path):
            yield from _below(path, policy)
        else:
            yield path


def _below(folder: str, policy: Policy) -> Iterator[str]:
    top = os.path.realpath(folder)
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(place, name)
            if _inside(path, top) and _is_candidate(path) and policy.covers(path):
                yield path


def _inside(path: str, top: str) -> bool:
    return not os.path.islink(path) or os.path.realpath(path).startswith(top + os.sep)


def _is_candidate(path: str) -> bool:
    if os.path.splitext(path)[1].lower() in PROMISING:
        return True
    try:
        with source_of(path) as source:
            return containers.is_image(source)
    except UnreadableImage:
        return False


def subject_of(image: Readable, policy: Policy, path: str | None = None) -> Subject:
    """Read one photo for judgement; what cannot be read is a subject too."""
    name = path or (os.fspath(image) if isinstance(image, (str, os.PathLike)) else "<bytes>")
    try:
        photo = read(image, precedence=policy.precedence)
    except CreditsError as error:
        role, reason = policy.role(name, None)
        return Subject(name, None, error, role, reason)
    role, reason = policy.role(name, photo)
    return Subject(name, photo, None, role, reason)


def judge(subject: Subject, policy: Policy, now: datetime) -> Iterator[Finding]:
    """Apply every rule that is on to one subject at a time, gravest findings first."""
    ignored = policy.ignored(subject.path) if policy.per_file_ignores else frozenset[str]()
    found = [
        _finding(code, level, subject, remark)
        for code, level in policy.levels.items()
        if code not in ignored and subject.role in RULES[code].ROLES
        for remark in RULES[code].check(subject, Desk(policy, now, policy.options[code]))
    ]
    yield from sorted(found, key=lambda finding: (finding.severity.rank, finding.code))


def _finding(code: str, level: Severity, subject: Subject, remark: Remark) -> Finding:
    return Finding(
        code=code,
        name=RULES[code].NAME,
        severity=level,
        path=subject.path,
        message=remark.message,
        help=remark.help,
        field=remark.field,
        fix=remark.fix,
    )


def fingerprinted(finding: Finding, subject: Subject) -> Finding:
    """Give the finding its fingerprint: SHA-256 over its rule, its field and the image data.

    A file that cannot be read is known by its path instead.
    """
    image = subject.photo.image_data_hash if subject.photo else subject.path
    text = f"{finding.code}\0{finding.field or ''}\0{image}"
    return replace(finding, fingerprint=sha256(text.encode()).hexdigest())


def check(
    images: Iterable[Readable] | Readable,
    policy: Policy | None = None,
    *,
    now: datetime | None = None,
    fingerprints: bool = False,
    on_subject: Callable[[Subject], None] | None = None,
) -> list[Finding]:
    """Judge photos and folders of photos; the findings come file by file, the gravest first.

    *policy* is the one found from the working directory if None, *now* the time that embargoes and
    expiry go by (the clock's if None; without a zone it is local time). *fingerprints* are worked
    out on request, because all image data has to be read for them. *on_subject* is told of each
    photo as it is judged.

    Raises:
        PolicyError: the policy is wrong, or a path does not exist.
    """
    policy = policy or policy_for()
    now = moment(now)
    findings: list[Finding] = []
    for subject in subjects(images, policy):
        if on_subject:
            on_subject(subject)
        found = judge(subject, policy, now)
        findings += (fingerprinted(one, subject) for one in found) if fingerprints else found
    return findings


def moment(now: datetime | None) -> datetime:
    """Give the time to judge by, with its zone: the clock's where none is given."""
    return (now or datetime.now(UTC)).astimezone()


def subjects(images: Iterable[Readable] | Readable, policy: Policy) -> Iterator[Subject]:
    """Read photos and folders of photos for judgement."""
    single = isinstance(images, (str, os.PathLike, bytes, bytearray, memoryview))
    for image in (images,) if single or hasattr(images, "read") else images:  # type: ignore[union-attr]
        if isinstance(image, (str, os.PathLike)):
            for path in walk([os.fspath(image)], policy):
                yield subject_of(path, policy)
        else:
            yield subject_of(image, policy)  # type: ignore[arg-type]
