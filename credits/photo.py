"""Reading a photo, and writing into it.

Reading forgives and lists what it forgave. Writing changes what it is asked to, brings every block
of the file in step with it, deletes nothing unasked, proves the result and replaces the file in
one step; an edit that changes nothing leaves the file untouched.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple, overload

from pydantic import ValidationError

from credits import containers
from credits._atomic import replace_file, same_ranges
from credits._bytes import Buffer, File, Readable, Source, source_of
from credits._kinds import Languages
from credits.blocks import exif, iim, photoshop, text, xmp
from credits.containers import Blocks, Container, Parts, Problem, Size, jpeg
from credits.errors import (
    CreditsError,
    InvalidValue,
    Truncated,
    UnreadableBlock,
    UnreadableImage,
    Unwritable,
    WouldBreakCredentials,
)
from credits.fields import (
    BY_NAME,
    EXIF_FIELDS,
    EXIF_WANTED,
    XMP_FIELDS,
    Claims,
    Field,
    Kind,
    claims,
    holds,
    iso_date,
    present,
    projected,
)
from credits.reconcile import Conflict, Precedence, Resolution, conflicts, reconcile
from credits.record import Record

LEGACY_DIGEST: Final = xmp.clark("photoshop:LegacyIPTCDigest")


class _Wanted(NamedTuple):
    """The addresses to read in each block; None: all of them."""

    xmp: frozenset[str]
    iim: frozenset[iim.Address] | None
    exif: frozenset[exif.Address]


EVERYTHING: Final = _Wanted(frozenset({*XMP_FIELDS, LEGACY_DIGEST}), None, EXIF_WANTED)


@cache
def _wanted(names: tuple[str, ...]) -> _Wanted:
    """Gather the addresses of some properties."""
    fields = [_known(name) for name in names]
    xmp_names, datasets = (
        frozenset(place for field in fields for place in projected(field, None, block))
        for block in ("xmp", "iim")
    )
    tags = frozenset[exif.Address]().union(*(EXIF_FIELDS.get(field, ()) for field in fields))
    return _Wanted(xmp_names, datasets, tags)


def _known(name: str) -> Field:
    if name not in BY_NAME:
        raise InvalidValue(f"there is no property {name!r}", help=_similar(name))
    return BY_NAME[name]


_CONTROLS: Final = dict.fromkeys((*range(32), 127, *range(0xFFFE, 0x10000)), "") | {
    ord(char): char for char in "\n\t"
}


@dataclass(frozen=True, slots=True)
class Photo:
    """What one file says: a reconciled record, and where every value comes from.

    *width* and *height* are pixels as stored; *sources* names the blocks that say so, the chosen
    one first; *conflicts* lists what the blocks disagree on, *problems* what was forgiven.
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

    @property
    def is_damaged(self) -> bool:
        """Tell whether viewers will not show it whole."""
        return any(problem.fatal for problem in self.problems)

    @property
    def sha256(self) -> str:
        """Hash the whole file (64 hexadecimal digits)."""
        with source_of(self.origin) as source:
            return _hashed(source, [(0, source.size)])

    @property
    def image_data_hash(self) -> str:
        """Hash the image data alone (SHA-256): no edit of metadata changes it."""
        with source_of(self.origin) as source:
            container, parts = containers.split(source)
            return _hashed(source, container.image_data(parts))


def _hashed(source: Source, ranges: list[containers.Range]) -> str:
    whole = hashlib.sha256()
    for start, stop in ranges:
        for chunk in source.chunks(start, stop):
            whole.update(chunk)
    return whole.hexdigest()


class _Opened(NamedTuple):
    """A file taken apart and decoded: all that reading and writing need."""

    source: Source
    container: Container
    parts: Parts
    blocks: Blocks
    decoded: dict[str, Any]
    claims: Claims
    resolutions: dict[str, Resolution]
    problems: tuple[Problem, ...]


def read(
    image: Readable,
    *,
    only: Sequence[str] | None = None,
    precedence: Precedence = "default",
) -> Photo:
    """Read what a photo says about itself.

    *image* is a path, bytes or a binary file object. *only* names the properties to look for,
    which is faster; the others stay empty. *precedence* says whose word counts first.

    Raises:
        UnreadableImage: it is none, or not to be opened.
        InvalidValue: *only* names no property.
    """
    path = _name(image)
    try:
        with source_of(image) as source:
            wanted = EVERYTHING if only is None else _wanted(tuple(only))
            opened = _open(source, precedence, wanted)
            size = opened.container.dimensions(opened.parts)
            signed = opened.container.is_signed(opened.parts)
    except CreditsError as error:
        raise error.located(path) from error.__cause__
    return _photo(opened, image, path, size, signed=signed)


def _name(image: Readable) -> str | None:
    return os.fspath(image) if isinstance(image, (str, os.PathLike)) else None


def _photo(
    opened: _Opened, image: Readable, path: str | None, size: Size | None, *, signed: bool
) -> Photo:
    values = {name: found.value for name, found in opened.resolutions.items()}
    problems = list(opened.problems)
    return Photo(
        path=path,
        format=opened.container.NAME,
        width=size.width if size else None,
        height=size.height if size else None,
        record=_record(values, opened.decoded.get("xmp", {}), problems),
        sources={name: found.sources for name, found in opened.resolutions.items()},
        conflicts=conflicts(opened.resolutions, opened.claims),
        problems=tuple(problems),
        credentials={"kind": "c2pa"} if signed else None,
        origin=image,
    )


def _record(values: dict[str, Any], packet: Mapping[str, Any], problems: list[Problem]) -> Record:
    translations = _translations(packet, values)
    if translations:
        values = values | {"translations": translations}
    try:
        return Record.model_validate(values)
    except ValidationError as error:
        # a value no reader of ours should have let through costs that value, not the others
        for row in error.errors():
            name = str(row["loc"][0])
            problems.append(Problem("file", f"{name}: {row['msg']}"))
            values.pop(name, None)
        return Record.model_validate(values)


def _translations(
    packet: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, dict[str, str]]:
    return {
        field.name: others
        for name, value in packet.items()
        if isinstance(value, Languages)
        and (field := XMP_FIELDS.get(name))
        and field.kind is Kind.LANGUAGES
        and (others := {
            language: text
            for language, text in value.items()
            if language != "x-default" and text != values.get(field.name)
        })
    }  # fmt: skip


def _open(
    source: Source, precedence: Precedence = "default", wanted: _Wanted = EVERYTHING
) -> _Opened:
    container, parts = containers.split(source)
    blocks = container.blocks(parts)
    if container.NAME == "psd":
        blocks = _out_of_resources(blocks)
    problems = [*parts.problems, *blocks.problems]
    decoded = _decoded(blocks, wanted, problems)
    found = claims(decoded)
    stale = _digest_is_stale(decoded.get("photoshop", {}), _datastream(blocks, decoded))
    settled = reconcile(found, digest_stale=stale, precedence=precedence)
    return _Opened(source, container, parts, blocks, decoded, found, settled, tuple(problems))


def _out_of_resources(blocks: Blocks) -> Blocks:
    """Find EXIF and XMP among the image resources, where Photoshop's own format has them."""
    resources = photoshop.decode(blocks.photoshop or b"").values
    exif_block = resources.get(photoshop.EXIF)
    return dataclasses.replace(
        blocks,
        exif=None if exif_block is None else Buffer(exif_block),
        xmp=resources.get(photoshop.XMP),
    )


def _decoded(blocks: Blocks, wanted: _Wanted, problems: list[Problem]) -> dict[str, Any]:
    decoded: dict[str, Any] = {}
    if blocks.xmp is not None:
        packet = xmp.decode(blocks.xmp, wanted.xmp, blocks.extended)
        decoded["xmp"] = _kept(packet, "xmp", problems)
    if blocks.photoshop is not None:
        resources = photoshop.decode(blocks.photoshop)
        decoded["photoshop"] = _kept(resources, "photoshop", problems)
    datastream = _datastream(blocks, decoded)
    if datastream is not None:
        decoded["iim"] = _kept(iim.decode(datastream, wanted.iim), "iim", problems)
    if blocks.exif is not None:
        decoded["exif"] = _kept(exif.decode(blocks.exif, wanted.exif), "exif", problems)
    if blocks.text:
        decoded["text"] = _kept(text.decode(blocks.text), "text", problems)
    return decoded


def _kept(found: Any, block: str, problems: list[Problem]) -> Any:
    problems.extend(Problem(block, message) for message in found.problems)
    return found.values


def _datastream(blocks: Blocks, decoded: Mapping[str, Any]) -> bytes | None:
    """Find the IIM: by itself (TIFF tag 33723), else among the image resources."""
    found = blocks.iim or decoded.get("photoshop", {}).get(photoshop.IIM)
    return found if isinstance(found, bytes) and found else None


def _digest_is_stale(resources: Mapping[int, bytes], datastream: bytes | None) -> bool:
    stored = resources.get(photoshop.DIGEST)
    # sixteen zeros: written by software that could not compute it
    if stored is None or datastream is None or not stored.strip(b"\0"):
        return False
    return stored != photoshop.digest(datastream)


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a write: *changed* is False when the file already said all of it.

    *changes* gives the old and the new value of each property; *notes* what could not be stored
    whole, such as a text that IIM's limit cut.
    """

    path: str
    changed: bool
    changes: Mapping[str, tuple[Any, Any]]
    notes: tuple[str, ...] = ()


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
    **values: Any,
) -> Written | bytes:
    """Write properties into a photo, all its blocks in step; None takes a property out.

    A path is edited in place (`Written` tells what happened); bytes or a binary file object give
    new bytes. *values* are the properties of `Record` by name. *durable* waits for the disk.

    Raises:
        UnreadableImage: it is no photo, or a damaged one, which is never edited.
        UnreadableBlock: its XMP is broken, and would have to be thrown away.
        InvalidValue: no such property, or a value it cannot hold.
        Unwritable: the format, the size, the file system or a signature forbids it.
    """
    path = _name(image)
    try:
        wanted = checked(values)
        with source_of(image) as source:
            opened = _open(source)
            edit = _edit(opened, wanted)
            if not isinstance(source, File):
                return _in_memory(edit)
            if edit.parts.edits() and not dry_run:
                replace_file(
                    source,
                    edit.parts.pieces(),
                    lambda temporary: _prove_file(edit, temporary),
                    durable=durable,
                    preserve_mtime=preserve_mtime,
                )
            return Written(source.path, edit.parts.edits(), _differences(edit), edit.notes)
    except CreditsError as error:
        raise error.located(path) from error.__cause__


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Check property names and values, and bring them into the form that is stored.

    Raises:
        InvalidValue: an unknown name, a wrong type, a date that is none, a control character.
    """
    unknown = [name for name in values if name not in BY_NAME or not BY_NAME[name].writable]
    if unknown:
        raise InvalidValue(
            f"there is no writable property {unknown[0]!r}", help=_similar(unknown[0])
        )
    lists = {
        name: [v] for name, v in values.items() if BY_NAME[name].is_list and isinstance(v, str)
    }
    given = {name: v for name, v in (dict(values) | lists).items() if present(v)}
    try:
        record = Record.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InvalidValue(f"{place}: {first['msg'].lower()}") from None
    clean = {name: _clean(BY_NAME[name], record) for name in given}
    return {name: clean.get(name) for name in values}


def _similar(name: str) -> str:
    import difflib  # noqa: PLC0415

    near = difflib.get_close_matches(name, BY_NAME, n=1)
    return f"did you mean {near[0]}?" if near else "credits show --all lists the properties"


def _clean(field: Field, record: Record) -> Any:
    value = record.model_dump(include={field.name}, exclude_none=True)[field.name]
    if field.kind is Kind.DATE:
        return iso_date(value)
    return _without_controls(value)


def _without_controls(value: Any) -> Any:
    """Drop control characters, which XML cannot hold, and blanks around."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()
    if isinstance(value, (list, tuple)):
        return [clean for item in value if present(clean := _without_controls(item))]
    if isinstance(value, dict):
        return {
            key: clean for key, item in value.items() if present(clean := _without_controls(item))
        }
    return value


class _Edit(NamedTuple):
    """A planned write: the new parts, and what each block must say afterwards."""

    opened: _Opened
    parts: Parts
    wanted: dict[str, Any]
    expected: Claims
    notes: tuple[str, ...]


def _edit(opened: _Opened, wanted: dict[str, Any]) -> _Edit:
    _refuse(opened)
    targets = _targets(opened)
    _refuse_homeless(opened, targets, wanted)
    stored = {block: values for block in targets if (values := _due(opened, block, wanted))}
    notes = _cuts(wanted) if "iim" in stored else []
    encoded = _encoded(opened, stored, notes)
    parts = opened.container.replaced(opened.parts, encoded) if encoded else opened.parts
    return _Edit(opened, parts, wanted, _expected(opened, stored), tuple(notes))


def _refuse(opened: _Opened) -> None:
    damage = next((problem for problem in opened.problems if problem.fatal), None)
    if damage is not None:
        raise Truncated(f"{damage.message}; a damaged photo is not edited")
    if not opened.container.WRITES:
        raise Unwritable(f"{opened.container.NAME} is read only here",
                         help="write into a sidecar: credits embed --sidecar")  # fmt: skip
    if opened.container.is_signed(opened.parts):
        raise WouldBreakCredentials(
            "is signed with Content Credentials (C2PA); any edit would invalidate them",
            help="edit the original before it is signed",
        )


def _targets(opened: _Opened) -> list[str]:
    """List the blocks to keep in step: what the format can hold, and what the file has."""
    can = opened.container.WRITES
    iim_too = bool(can & {"photoshop", "iim"}) or "iim" in opened.decoded
    blocks = {"xmp": "xmp" in can, "iim": iim_too, "photoshop": "photoshop" in can,
              "exif": "exif" in can, "text": "text" in opened.decoded}  # fmt: skip
    return [block for block, wanted in blocks.items() if wanted]


def _due(opened: _Opened, block: str, wanted: dict[str, Any]) -> dict[Any, Any]:
    """Work out what has to change in one block: address → value.

    A block that is new gets what editors have said so far. What was newer in IIM goes to XMP now,
    because the digest that tells so will be renewed.
    """
    if not wanted:
        return {}
    settled = opened.resolutions
    values = {}
    if block not in opened.decoded and block != "text":
        values = {n: found.value for n, found in settled.items() if _editorial(n, found, block)}
    elif block == "xmp":
        values = {n: found.value for n, found in settled.items() if found.verdict == "iim-newer"}
    due: dict[Any, Any] = {}
    for name, value in (values | wanted).items():
        field = BY_NAME[name]
        stored = projected(field, value, block)
        if block == "text" and opened.decoded["text"].keys().isdisjoint(stored):
            continue
        says = claims({block: _storable(stored)}).get(name, {}).get(block)
        if says != opened.claims.get(name, {}).get(block):
            due |= stored
    if block not in opened.decoded and not any(map(present, due.values())):
        return {}
    return due


def _editorial(name: str, found: Resolution, block: str) -> bool:
    """Tell what a new block takes over: a desk's words, not a camera's.

    What EXIF says in its own directory stays there, and is not made up from dates elsewhere. But
    Adobe's readers stop looking at EXIF's caption, names and copyright once there is XMP or IIM.
    """
    place = BY_NAME[name].exif
    shared = place is not None and place.directory == "ifd0" and BY_NAME[name].writable
    if block == "exif":
        return shared
    return found.chosen in {"xmp", "iim", "photoshop"} or (found.chosen == "exif" and shared)


def _storable(stored: dict[Any, Any]) -> dict[Any, Any]:
    return {address: value for address, value in stored.items() if present(value)}


def _refuse_homeless(opened: _Opened, targets: list[str], wanted: dict[str, Any]) -> None:
    for name, value in wanted.items():
        if present(value) and not any(holds(BY_NAME[name], block) for block in targets):
            raise InvalidValue(f"{opened.container.NAME} has no place for {name}")


def _cuts(wanted: dict[str, Any]) -> list[str]:
    """Tell of the texts that IIM's limits cut."""
    notes = []
    for name, value in wanted.items():
        field = BY_NAME[name]
        if field.iim is None or field.kind is Kind.DATE or not present(value):
            continue
        lengths = [len(item.encode()) for item in (value if field.is_list else [value])]
        notes += [
            f"{field.label} has {length} bytes, IIM holds {field.iim.most}: cut there, whole in XMP"
            for length in lengths
            if length > field.iim.most
        ]
    return notes


def _encoded(
    opened: _Opened, stored: dict[str, dict[Any, Any]], notes: list[str]
) -> dict[str, Any]:
    """Encode the blocks that change; the digest is right again after every write."""
    if not stored:
        return {}
    blocks, edits = opened.blocks, dict[str, Any]()
    datastream = _datastream(blocks, opened.decoded)
    resources: dict[int, bytes | None] = dict(stored.get("photoshop", {}))
    if "iim" in stored:
        datastream = iim.encode(stored["iim"], datastream)
        # TIFF pads it to whole words, and the digest is taken of what stands in the file
        datastream += bytes(-len(datastream) % 4) if opened.container.NAME == "tiff" else b""
        _place_iim(opened, datastream, resources, edits)
    if datastream is not None and "photoshop" in opened.container.WRITES:
        digest = photoshop.digest(datastream)
        if opened.decoded.get("photoshop", {}).get(photoshop.DIGEST) != digest:
            resources[photoshop.DIGEST] = digest
        if LEGACY_DIGEST in opened.decoded.get("xmp", {}):
            stored.setdefault("xmp", {})[LEGACY_DIGEST] = digest.hex().upper()
    if resources:
        edits["photoshop"] = photoshop.encode(resources, blocks.photoshop)
    if "xmp" in stored:
        room = xmp.JPEG_ROOM if opened.container.NAME == "jpeg" else None
        edits["xmp"], edits["extended"] = xmp.encode(
            stored["xmp"], blocks.xmp, room=room, extended=blocks.extended
        )
    if "exif" in stored:
        _encode_exif(opened, stored["exif"], edits, notes)
    if "text" in stored:
        edits["text"] = text.encode(stored["text"], blocks.text)
    return edits


def _place_iim(
    opened: _Opened, datastream: bytes, resources: dict[int, bytes | None], edits: dict[str, Any]
) -> None:
    """Put the datastream where the file has it; where it has none, where its format wants it."""
    alone = "iim" in opened.container.WRITES or opened.blocks.iim is not None
    inside = photoshop.IIM in opened.decoded.get("photoshop", {})
    if alone and (opened.blocks.iim is not None or not inside):
        edits["iim"] = datastream
    if inside or not alone:
        resources[photoshop.IIM] = datastream


def _encode_exif(
    opened: _Opened, values: dict[Any, Any], edits: dict[str, Any], notes: list[str]
) -> None:
    base = opened.blocks.exif
    if opened.container.NAME == "tiff":
        edits["exif"] = exif.changes(values)
        return
    if base is None and opened.container.NAME == "jpeg":
        base = Buffer(exif.mandatory(jpeg.density(opened.parts)))
    try:
        edits["exif"] = exif.encode(values, base)
    except UnreadableBlock as error:
        # nobody can read it, so it contradicts nothing; it stays as it is
        notes.append(f"{error.message}; left as it is")


def _expected(opened: _Opened, stored: dict[str, dict[Any, Any]]) -> Claims:
    """Say what every block must claim afterwards: the new values, and the old ones unharmed."""
    expected: Claims = {name: dict(blocks) for name, blocks in opened.claims.items()}
    for block, values in stored.items():
        owners = _owners(block)
        for address in values:
            if address in owners:
                expected.setdefault(owners[address], {}).pop(block, None)
        for name, blocks in claims({block: _storable(values)}).items():
            expected.setdefault(name, {}).update(blocks)
    return {name: blocks for name, blocks in expected.items() if blocks}


@cache
def _owners(block: str) -> dict[Any, str]:
    """Say which property every address of a block belongs to."""
    return {
        address: name
        for name, field in BY_NAME.items()
        for address in projected(field, None, block)
    }


def _differences(edit: _Edit) -> dict[str, tuple[Any, Any]]:
    before = {name: found.value for name, found in edit.opened.resolutions.items()}
    return {
        name: (before.get(name), value)
        for name, value in edit.wanted.items()
        if present(before.get(name) if not present(value) else value) and before.get(name) != value
    }


def _in_memory(edit: _Edit) -> bytes:
    data = containers.join(edit.parts)
    if edit.parts.edits():
        _prove(edit, Buffer(data))
    return data


def _prove_file(edit: _Edit, temporary: str) -> None:
    with File(temporary) as source:
        _prove(edit, source)


def _prove(edit: _Edit, source: Source) -> None:
    """Read the result back: the same image data, every block as planned, nothing else changed.

    Raises:
        Unwritable: it is not so; the original stays.
    """
    old = edit.opened
    try:
        new = _open(source)
    except UnreadableImage as error:
        raise Unwritable(f"the edited file cannot be read back: {error.message}") from error
    ranges, others = old.container.image_data(old.parts), new.container.image_data(new.parts)
    if not same_ranges(old.source, ranges, source, others):
        raise Unwritable("the edited file has other image data; the original is untouched")
    broken = {problem.message for problem in old.problems}
    if any(problem.fatal and problem.message not in broken for problem in new.problems):
        raise Unwritable("the edited file is damaged; the original is untouched")
    if not any("left as it is" in note for note in edit.notes) and new.claims != edit.expected:
        wrong = sorted(
            name
            for name in {*new.claims, *edit.expected}
            if new.claims.get(name) != edit.expected.get(name)
        )
        raise Unwritable(
            f"{', '.join(wrong)} cannot be read back as written; the original is untouched"
        )
