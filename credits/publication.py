"""Originals published: judged, and copied clean.

Laws: the image data of a copy is its original's, byte for byte; who is named in the original is
named in the copy; what says more of people and places than a photo has to is in none. What the
policy blocks is not copied. Each copy is written in one step, after it was read back, and replaces
nothing but the copy that was looked at.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple

from credits import _edit, _strip, traces
from credits._atomic import create_file
from credits._bytes import Buffer, File, Readable, Source, Stamp, file_at, source_of
from credits._opened import opened
from credits._stages import Stages
from credits._values import checked
from credits.baseline import load
from credits.checker import subject_of
from credits.errors import (
    Blocked,
    ChangedMeanwhile,
    CreditsError,
    InvalidValue,
    Unwritable,
)
from credits.fields import BY_NAME, present
from credits.folder import is_below, walk
from credits.photo import read
from credits.policy import Policy, policy_for
from credits.renditions import OWN
from credits.rules._model import Facts, Subject
from credits.traces import Found
from credits.verdict import Decision, Verdict, gate

# who it is for is asked, too: what is sent out is read by machines and people who cannot see
_PUBLIC: Final = Facts({"exported": True})


@dataclass(frozen=True, slots=True)
class Copy:
    """One clean copy: the original's *path*, the copy's place *target*, what was *removed*.

    *added* are properties that stood beside the original and stand in the copy; *changed* is False
    where the same copy was there already.
    """

    path: str
    target: str
    removed: Found
    added: tuple[str, ...] = ()
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of a run: the *verdict* on all copies, and those that were published."""

    verdict: Verdict
    copies: tuple[Copy, ...]


def publish(
    images: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    to: str | os.PathLike[str],
    *,
    policy: Policy | None = None,
    now: datetime | None = None,
    keep: Collection[str] = (),
    credentials: bool = False,
    keep_going: bool = False,
    dry_run: bool = False,
    durable: bool = False,
) -> Publication:
    """Judge photos, and write clean copies of those that may go out into the folder *to*.

    Credit, caption and rights stay, the pixels are untouched; place, serial numbers, maker notes,
    history, private contact data, the embedded thumbnail and what stands behind the end of a JPEG
    (`credits.traces.PRIVATE`, but for the kinds in *keep*) are in no copy. Judged is the copy, by
    the policy and at the path of its original. Folders keep their shape below *to*. All photos go
    out or none, unless *keep_going* lets those go that may. *credentials* takes Content Credentials
    out of signed files, which are refused otherwise where there is anything to take out.

    Raises:
        Blocked: a photo may not be published; ``error.verdict`` says why. Nothing was written.
        PolicyError: the policy is wrong, or a path does not exist.
        InvalidValue: no folder is named, a copy would take the place of an original or of another
            copy, or there is no such kind.
        Unwritable: another picture stands in a copy's place, or the disk does not allow it.
    """
    run = _Run(policy or policy_for(), _kinds(keep, credentials=credentials))
    going = _targets(images, os.fspath(to), run.policy)
    verdict = gate(run.subjects(path for path, _ in going), run.policy, now, run.baseline)
    passed = verdict.decision is Decision.PUBLISH
    if not passed and not keep_going:
        raise _blocked(verdict)
    may = [pair for pair in going if passed or _may(pair[0], verdict)]
    copies = tuple(run.put(*pair, dry_run=dry_run, durable=durable) for pair in may)
    return Publication(verdict, copies)


def clean(
    image: Readable,
    *,
    policy: Policy | None = None,
    now: datetime | None = None,
    keep: Collection[str] = (),
    credentials: bool = False,
) -> bytes:
    """Judge one photo (a path, bytes, a binary file object), and give its clean copy as bytes.

    It is `publish` for programs that keep their photos elsewhere than in files.

    Raises:
        Blocked: it may not be published; ``error.verdict`` says why.
        UnreadableImage: it is no photo.
        InvalidValue: there is no such kind.
        Unwritable: it is signed, or of a format that is not written.
    """
    path = os.fspath(image) if isinstance(image, (str, os.PathLike)) else None
    run = _Run(policy or policy_for(), _kinds(keep, credentials=credentials))
    with source_of(image) as source:
        now_clean = run.cleaned(source, path).stages.now
        data = now_clean.read(0, now_clean.size)
        subject = run.subject(source, Buffer(data), path or "<bytes>")
    verdict = gate([subject], run.policy, now, run.baseline)
    if verdict.decision is not Decision.PUBLISH:
        raise _blocked(verdict)
    return data


def _kinds(keep: Collection[str], *, credentials: bool) -> frozenset[str]:
    signed = frozenset({traces.CREDENTIALS} if credentials else ())
    return (frozenset(traces.PRIVATE) - traces.known(keep)) | signed


def _may(path: str, verdict: Verdict) -> bool:
    return not any(
        finding.path == path and (verdict.blocks(finding) or finding.severity == "hold")
        for finding in verdict.findings
        if finding.suppression is None
    )


def _blocked(verdict: Verdict) -> Blocked:
    counting = [finding for finding in verdict.findings if not finding.suppression]
    worst = min(counting, key=lambda finding: finding.severity.rank)
    return Blocked(f"{worst.code} {worst.message}", verdict, path=worst.path)


class _Going(NamedTuple):
    """A photo, and the *target* its copy goes to."""

    path: str
    target: str


# a name in a folder, by the numbers the system knows both by: however it is spelled, it is one
_Place = tuple[int, int, int, int]


def _targets(images: Any, to: str, policy: Policy) -> list[_Going]:
    """Say where each photo goes: below a folder that was named, as it stands there.

    Raises:
        InvalidValue: a copy would take the place of an original, or of another copy.
    """
    if not to:
        raise InvalidValue("the name of the folder to publish to is empty",
                           help="name a folder, such as public/")  # fmt: skip
    going = list(dict.fromkeys(_each_target(images, to, policy)))
    originals = {place: one.path for one in going for place in _places(one.path)}
    taken: dict[str, str] = {}
    for path, target in going:
        if (own := _place(target)) in originals:
            raise InvalidValue(f"its copy would take the place of {originals[own]}", path=path,
                               help="name another folder to publish to")  # fmt: skip
        before = taken.setdefault(_real(target), path)
        if before != path:
            raise InvalidValue(f"{before} has the same name", path=path,
                               help="publish them into different folders")  # fmt: skip
    return going


def _each_target(images: Any, to: str, policy: Policy) -> Iterator[_Going]:
    named = (images,) if isinstance(images, (str, os.PathLike)) else images
    tops = tuple(map(os.fspath, named))
    for top in tops:
        if is_below(top, to):
            raise InvalidValue(f"stands in {to} itself", path=top,
                               help="name another folder to publish to")  # fmt: skip
        # pages refer to a photo by each of its names
        for path in walk([top], policy, among=tops, every_name=True):
            if not is_below(path, to):  # what was published before is no original
                yield _Going(path, os.path.join(to, _inside(path, top)))


def _inside(path: str, top: str) -> str:
    return os.path.relpath(path, top) if os.path.isdir(top) else os.path.basename(path)


def _real(path: str) -> str:
    """Give the path of a name itself: its folder without links."""
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


def _places(path: str) -> Iterator[_Place]:
    """Give the places that are an original: its name, and where that is a link, the file's."""
    for one in {path, os.path.realpath(path)}:
        place = _place(one)
        if place is not None:
            yield place


def _place(path: str) -> _Place | None:
    """Give the place of a name, through all links on the way; None where there is no such name."""
    try:
        folder, file = os.stat(os.path.dirname(path) or os.curdir), os.lstat(path)
    except OSError:
        return None
    return folder.st_dev, folder.st_ino, file.st_dev, file.st_ino


class _Run:
    """One run: each photo is judged as it will be, and only as it was judged is it copied."""

    def __init__(self, policy: Policy, kinds: frozenset[str]) -> None:
        self.policy = policy
        self.kinds = kinds
        self.baseline = load(policy.baseline_file) if policy.baseline_file else None
        self._judged: dict[str, Stamp] = {}

    def subjects(self, paths: Iterable[str]) -> Iterator[Subject]:
        """Give the copies as they will be; what cannot be made one is a subject with an error."""
        for path in paths:
            try:
                with File(path) as source:
                    self._judged[path] = source.stamp
                    yield self.subject(source, self.cleaned(source, path).stages.now, path)
            except OSError:
                yield subject_of(path, self.policy)
            except CreditsError as error:
                yield Subject(path, None, error, *self.policy.role(path, None))

    def subject(self, original: Source, now: Source, path: str) -> Subject:
        """Read a clean copy for judgement, at the place of its original and by its SHA-256."""
        data = now.read(0, now.size)
        subject = subject_of(data, self.policy, path, hashed=self.baseline is not None)
        facts = Facts({**_PUBLIC.values, **subject.facts.values})
        if "sha256" in facts.values:
            facts = Facts({**facts.values, "sha256": original.sha256()})
        return dataclasses.replace(subject, facts=facts)

    def cleaned(self, source: Source, path: str | None) -> _Cleaned:
        """Plan a clean copy: what stands beside it taken in, what is private taken out."""
        stages = Stages(source)
        wanted = _beside(path) if path else {}
        if wanted:
            edit = _edit.planned(opened(source, self.policy.precedence), wanted)
            stages.take(edit.parts, partial(_edit.prove, edit))
        plan = _strip.planned(opened(stages.now), self.kinds)
        stages.take(plan.parts, partial(_strip.prove, plan))
        return _Cleaned(stages, plan.removed, tuple(wanted))

    def put(self, path: str, target: str, *, dry_run: bool, durable: bool) -> Copy:
        """Write one copy; the same picture in its place is replaced, another one is not."""
        with file_at(path) as source, _standing(target) as there:
            if source.stamp != self._judged[path]:
                raise ChangedMeanwhile("was changed after it was judged", path=path,
                                       help="run the command again")  # fmt: skip
            stages, removed, added = self.cleaned(source, path)
            changed = there is None or not _is_copy(there, source, stages)
            if changed and not dry_run:
                _make_room(target)
                create_file(
                    target, stages.pieces(), stages.verify, source=source,
                    durable=durable, replace=there or False,
                )  # fmt: skip
            return Copy(path, target, removed, added, changed)


class _Cleaned(NamedTuple):
    """A copy that was planned."""

    stages: Stages
    removed: Found
    added: tuple[str, ...]


def _make_room(target: str) -> None:
    folder = os.path.dirname(target) or os.curdir
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise Unwritable(f"cannot be made: {error.strerror}", path=folder) from error


@contextlib.contextmanager
def _standing(target: str) -> Iterator[File | None]:
    """Open what stands in a copy's place; None where nothing does.

    Raises:
        Unwritable: it cannot be looked at.
    """
    if not os.path.lexists(target):
        yield None
        return
    try:
        there = File(target)
    except (CreditsError, OSError) as error:
        raise _taken(target) from error
    with there:
        yield there


def _is_copy(there: File, original: File, stages: Stages) -> bool:
    """Tell whether what stands in a copy's place is it already, or an older one.

    Raises:
        Unwritable: it is another picture.
    """
    try:
        if stages.gives(there):
            return True
        same = read(there.path).image_data_hash == read(original.path).image_data_hash
    except (CreditsError, OSError):
        same = False
    if not same:
        raise _taken(there.path)
    return False


def _taken(target: str) -> Unwritable:
    return Unwritable("another picture stands there", path=target,
                      help="take it away, or publish into another folder")  # fmt: skip


def _beside(path: str) -> dict[str, Any]:
    """Give what only files beside a photo say of it: its copy will have none of them."""
    photo = read(path)
    outside = {"sidecar", "reuse"}
    names = {
        name
        for name, blocks in photo.sources.items()
        if blocks and set(blocks) <= outside and BY_NAME[name].writable and name not in OWN
    }
    said = photo.record.model_dump(include=names, exclude_none=True)
    return checked({name: value for name, value in said.items() if present(value)})
