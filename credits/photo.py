"""Reading a photo, and writing into it.

Reading forgives and lists what it forgave. Writing changes what it is asked to, brings every block
of the file in step with it, deletes nothing unasked, proves the result and replaces the file in
one step; an edit that changes nothing leaves the file untouched. What only writers need is loaded
by the first write.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, overload

from credits import containers, traces
from credits._atomic import create_file, replace_file
from credits._bytes import Buffer, File, Readable, Source, file_at, held, source_of
from credits._form import complaints
from credits._kinds import DEFAULT, Languages
from credits._opened import (
    EVERYTHING,
    Opened,
    Wanted,
    of_sidecar,
    opened,
    wanted_of,
)
from credits.containers import Parts, Problem, Size
from credits.errors import CreditsError, Unwritable
from credits.fields import XMP_FIELDS, Claims, Kind, claims
from credits.reconcile import Conflict, Precedence, Resolution, Verdict, conflicts, reconcile
from credits.record import Record, record_of
from credits.sidecar import Beside, Naming, beside, existing, place_of
from credits.traces import Found

if TYPE_CHECKING:
    from credits._edit import Edit
    from credits.journal import Journal

Credentials = Literal["refuse", "strip", "sidecar"]


@dataclass(frozen=True, slots=True)
class Photo:
    """What one file says: a reconciled record, and where every value comes from.

    *width* and *height* are pixels as stored; *sources* names the blocks that say so, the chosen
    one first; *verdicts* tells of each property how its blocks agree; *conflicts* lists what they
    disagree on, *problems* what was forgiven.
    """

    path: str | None
    format: str
    width: int | None
    height: int | None
    record: Record
    sources: Mapping[str, tuple[str, ...]]
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]
    credentials: Mapping[str, str] | None
    origin: Readable = dataclasses.field(repr=False, compare=False)
    digest_stale: bool = False
    known_traces: Found | None = dataclasses.field(default=None, repr=False, compare=False)
    verdicts: Mapping[str, Verdict] = dataclasses.field(default_factory=dict)

    @property
    def traces(self) -> Found:
        """Say what the file tells beyond its record: kind → what was found, with its place.

        It is looked for on the first use, unless `read` was asked to.
        """
        if self.known_traces is None:
            with source_of(self.origin) as source:
                found = told_by(opened(source))
            object.__setattr__(self, "known_traces", found)
        return self.known_traces or {}

    @property
    def is_damaged(self) -> bool:
        """Tell whether viewers will not show it whole."""
        return any(problem.fatal for problem in self.problems)

    @property
    def sha256(self) -> str:
        """Hash the whole file (64 hexadecimal digits)."""
        with source_of(self.origin) as source:
            return source.sha256()

    @property
    def image_data_hash(self) -> str:
        """Hash the image data alone (SHA-256): no edit of metadata changes it."""
        with source_of(self.origin) as source:
            container, parts = containers.split(source)
            return source.sha256(container.image_data(parts))


def told_by(file: Opened) -> Found:
    """Find what a file tells beyond its record, and what the photo in a drawing does."""
    found: dict[str, tuple[traces.Trace, ...]] = {}
    for one in (file, file.framed):
        if one is not None:
            told = traces.traces(one.parts, one.blocks, one.container.NAME)
            found |= {kind: (*found.get(kind, ()), *those) for kind, those in told.items()}
    return found


class _Seen(NamedTuple):
    """What a photo and the files beside it say together."""

    opened: Opened
    beside: Beside
    claims: Claims
    resolutions: dict[str, Resolution]
    signed: bool


def read(
    image: Readable,
    *,
    only: Sequence[str] | None = None,
    precedence: Precedence = "default",
    beyond: bool = False,
) -> Photo:
    """Read what a photo says about itself, and what files beside it say of it.

    *image* is a path, bytes or a binary file object. *only* names the properties to look for,
    which is faster; the others stay empty. *precedence* says whose word counts first. Beside a path
    an XMP sidecar, a ``.license`` file and ``REUSE.toml`` are looked at. *beyond* looks at once for
    what the file tells beyond its record (`Photo.traces`).

    Raises:
        UnreadableImage: it is none, or not to be opened.
        InvalidValue: *only* names no property.
    """
    path, image = _name(image), held(image)
    try:
        with source_of(image) as source:
            wanted = EVERYTHING if only is None else wanted_of(tuple(only))
            seen = _seen(source, path, precedence, wanted)
            size = seen.opened.container.dimensions(seen.opened.parts)
            file = seen.opened
            found = told_by(file) if beyond else None
    except CreditsError as error:
        raise error.located(path) from error.__cause__
    return _photo(seen, path, image, size, found)


def _name(image: Readable) -> str | None:
    return os.fspath(image) if isinstance(image, (str, os.PathLike)) else None


_NOTHING: Final = Beside(None, {}, ())


def _seen(source: Source, path: str | None, precedence: Precedence, wanted: Wanted) -> _Seen:
    file = opened(source, precedence, wanted)
    signed = file.container.is_signed(file.parts)
    outside = beside(path, wanted.xmp, wanted.names) if path else _NOTHING
    said, first = claims(file.decoded, wanted.names), None
    if file.framed:
        said = _framed(file.framed, wanted.names) | said
    if outside.claims:
        said = _together(said, outside.claims)
        # what cannot be written into the file was written beside it, later
        last = not file.container.WRITES or signed or file.parts.sealed
        first = "sidecar" if last else None
    settled = reconcile(
        said, digest_stale=file.digest_stale, precedence=precedence, first=first
    )  # fmt: skip
    return _Seen(file, outside, said, settled, signed)


def _framed(photo: Opened, names: Collection[str]) -> Claims:
    """Say what the photo in a drawing says: it counts where the drawing says nothing itself."""
    settled = photo.resolved(names)
    return {name: {"framed": found.value} for name, found in settled.items() if found.sources}


def _together(inside: Claims, outside: Claims) -> Claims:
    """Add what is said outside; what REUSE says only where nobody else says anything."""
    together = {name: dict(blocks) for name, blocks in inside.items()}
    for name, blocks in outside.items():
        for block, value in blocks.items():
            if block != "reuse" or name not in together:
                together.setdefault(name, {})[block] = value
    return together


def _photo(
    seen: _Seen, path: str | None, image: Readable, size: Size | None, beyond: Found | None
) -> Photo:
    file = seen.opened
    values, sources, verdicts = {}, {}, {}
    for name, (value, _, blocks, verdict) in seen.resolutions.items():
        values[name], sources[name], verdicts[name] = value, blocks, verdict
    problems = [*file.problems, *seen.beside.problems]
    if file.framed:
        problems += file.framed.problems
    return Photo(
        path=path,
        format=file.container.NAME,
        width=size.width if size else None,
        height=size.height if size else None,
        record=_record(values, file.decoded.get("xmp", {}), problems),
        sources=sources,
        conflicts=conflicts(seen.resolutions, seen.claims),
        problems=tuple(problems),
        credentials={"kind": "c2pa"} if seen.signed else None,
        origin=image,
        digest_stale=file.digest_stale,
        known_traces=beyond,
        verdicts=verdicts,
    )


def _record(values: dict[str, Any], packet: Mapping[str, Any], problems: list[Problem]) -> Record:
    translations = _translations(packet, values)
    if translations:
        values = values | {"translations": translations}
    try:
        return record_of(values)
    except ValueError as error:
        # a value no reader of ours should have let through costs that value, not the others
        for one in complaints(error):
            name = one.place[0]
            problems.append(Problem("file", f"{name}: {one.message}"))
            values.pop(name, None)
        return Record.model_validate(values)


_ALONE: Final = {DEFAULT}


def _translations(
    packet: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, dict[str, str]]:
    return {
        field.name: others
        for name, value in packet.items()
        if type(value) is Languages
        and value.keys() != _ALONE
        and (field := XMP_FIELDS.get(name))
        and field.kind is Kind.LANGUAGES
        and (others := {
            language: text
            for language, text in value.items()
            if language != DEFAULT and text != values.get(field.name)
        })
    }  # fmt: skip


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a write: *changed* is False when the file already said all of it.

    *changes* gives the old and the new value of each property; *notes* what could not be stored
    whole, such as a text that IIM's limit cut. *removed* are the traces that `strip` took out.
    """

    path: str
    changed: bool
    changes: Mapping[str, tuple[Any, Any]]
    notes: tuple[str, ...] = ()
    removed: Found = dataclasses.field(default_factory=dict)


class _Kept(NamedTuple):
    """What undo is to know of a write."""

    path: str
    old: File | None
    journal: Journal | None


class _How(NamedTuple):
    """The manner of a write."""

    dry_run: bool
    durable: bool
    preserve_mtime: bool
    journal: Journal | None


@overload
def embed(image: str | os.PathLike[str], **values: Any) -> Written: ...
@overload
def embed(image: Any, **values: Any) -> bytes: ...


def embed(
    image: Readable,
    *,
    dry_run: bool = False,
    durable: bool = False,
    preserve_mtime: bool = False,
    sidecar: Naming | bool = False,
    credentials: Credentials = "refuse",
    precedence: Precedence = "default",
    journal: Journal | None = None,
    **values: Any,
) -> Written | bytes:
    """Write properties into a photo, all its blocks in step; None takes a property out.

    A path is edited in place (`Written` tells what happened); bytes or a binary file object give
    new bytes. *values* are the properties of `Record` by name.

    *sidecar* writes into an XMP file beside the photo instead (``stem`` or ``full`` says how it is
    named where there is none; True is ``stem``). *credentials* says what to do with a file signed
    with C2PA: refuse it, ``strip`` the signature, or write into a ``sidecar``. *precedence* says
    whose word new blocks take over. *journal* keeps what undo needs; *durable* waits for the disk.

    Raises:
        UnreadableImage: it is no photo, or a damaged one, which is never edited.
        UnreadableBlock: its XMP is broken, and would have to be thrown away.
        InvalidValue: no such property, or a value it cannot hold.
        Unwritable: the format, the size, the file system or a signature forbids it.
    """
    from credits._edit import planned  # noqa: PLC0415  (as everything that only writers need)
    from credits._values import checked  # noqa: PLC0415

    path = _name(image)
    how = _How(dry_run, durable, preserve_mtime, journal)
    try:
        wanted = checked(values)
        with source_of(image) as source:
            file = opened(source, precedence)
            signed = credentials == "sidecar" and file.container.is_signed(file.parts)
            if sidecar or signed:
                return _embed_beside(
                    file, path, wanted, "full" if sidecar == "full" else "stem", how
                )
            edit = planned(file, wanted, strip=credentials == "strip")
            if not isinstance(source, File):
                return _in_memory(edit)
            written = _replace(edit, source, how)
            return dataclasses.replace(written, notes=written.notes + _told_otherwise(path, edit))
    except CreditsError as error:
        raise error.located(path) from error.__cause__


def _replace(edit: Edit, source: File, how: _How) -> Written:
    from credits._edit import differences, prove  # noqa: PLC0415

    notes = _put(edit.parts, partial(prove, edit), source, how)
    return Written(source.path, edit.parts.edits(), differences(edit), edit.notes + notes)


def _put(parts: Parts, proof: Callable[[Source], None], source: File, how: _How) -> tuple[str, ...]:
    """Put an edited file in the place of the one it comes from, once it is proved; gives notes."""
    if not parts.edits():
        return ()
    if not how.dry_run:
        replace_file(
            source,
            parts.pieces(),
            partial(_prove_file, parts, proof, _Kept(source.path, source, how.journal)),
            durable=how.durable,
            preserve_mtime=how.preserve_mtime,
        )
    others = source.links - 1
    told = f"{others} other name(s) of the file (hard links) keep the old version"
    return (told,) if others > 0 else ()


def _in_memory(edit: Edit) -> bytes:
    from credits._edit import prove  # noqa: PLC0415

    data = containers.join(edit.parts)
    if edit.parts.edits():
        prove(edit, Buffer(data))
    return data


def _prove_file(
    parts: Parts,
    proof: Callable[[Source], None],
    kept: _Kept,
    temporary: str,
) -> None:
    with File(temporary) as new:
        proof(new)
        if kept.journal is not None:
            kept.journal.keep(kept.path, kept.old, parts.pieces(), new)


def _told_otherwise(path: str | None, edit: Edit) -> tuple[str, ...]:
    """Tell when a sidecar, which is not written here, now says something else."""
    if path is None or existing(path) is None:
        return ()
    outside = beside(path)
    others = [
        name
        for name, value in edit.wanted.items()
        if outside.claims.get(name, {}).get("sidecar", value) != value
    ]
    if not others or outside.path is None:
        return ()
    name = os.path.basename(outside.path)
    return (f"{name} says otherwise of {', '.join(others)}: credits embed --sidecar",)


def _embed_beside(
    file: Opened, path: str | None, wanted: dict[str, Any], naming: Naming, how: _How
) -> Written:
    """Write into the sidecar of a photo, which comes into being where there is none."""
    from credits._edit import differences, planned, prove  # noqa: PLC0415

    if path is None:
        raise Unwritable("bytes have no place beside them for a sidecar",
                         help="give the path of the photo")  # fmt: skip
    place = place_of(path, naming)
    if os.path.lexists(place):
        with file_at(place) as source:
            return _replace(planned(of_sidecar(source, file), wanted), source, how)
    edit = planned(of_sidecar(Buffer(b""), file), wanted)
    data = containers.join(edit.parts)
    if data and not how.dry_run:
        create_file(
            place,
            iter((data,)),
            partial(_prove_file, edit.parts, partial(prove, edit), _Kept(place, None, how.journal)),
            durable=how.durable,
        )
    return Written(place, bool(data), differences(edit), edit.notes)


# ── taking out ──────────────────────────────────────────────────────────────────────────────────


@overload
def strip(
    image: str | os.PathLike[str],
    kinds: Collection[str] = ...,
    *,
    dry_run: bool = ...,
    durable: bool = ...,
    preserve_mtime: bool = ...,
    journal: Journal | None = ...,
) -> Written: ...
@overload
def strip(image: Any, kinds: Collection[str] = ...) -> bytes: ...


def strip(
    image: Readable,
    kinds: Collection[str] = traces.PRIVATE,
    *,
    dry_run: bool = False,
    durable: bool = False,
    preserve_mtime: bool = False,
    journal: Journal | None = None,
) -> Written | bytes:
    """Take out of a photo what it tells beyond its record; caption, credit and rights stay.

    *kinds* are those of `credits.traces`; besides, ``credentials`` takes Content Credentials out
    of a signed file, and ``stale-digest`` brings Photoshop's digest of the IIM up to date. A path
    is edited in place (``Written.removed`` tells what went); bytes or a binary file object give
    new bytes. What is taken out is nowhere in the file any more, and the pixels are as they were.

    Raises:
        UnreadableImage: it is no photo, or a damaged one, which is never edited.
        UnreadableBlock: a block is broken, and nothing can be taken out of it.
        InvalidValue: there is no such kind.
        Unwritable: the format, the size, the file system or a signature forbids it.
    """
    from credits import _strip  # noqa: PLC0415

    path = _name(image)
    how = _How(dry_run, durable, preserve_mtime, journal)
    try:
        with source_of(image) as source:
            plan = _strip.planned(opened(source), kinds)
            if isinstance(source, File):
                notes = plan.notes + _put(plan.parts, partial(_strip.prove, plan), source, how)
                return Written(source.path, plan.parts.edits(), {}, notes, plan.removed)
            data = containers.join(plan.parts)
            if plan.parts.edits():
                _strip.prove(plan, Buffer(data))
            return data
    except CreditsError as error:
        raise error.located(path) from error.__cause__
