"""A write: planned from what a file says and what it shall say, and proved by reading it back.

Writing is strict: every block of the file is brought in step, nothing is deleted unasked, and what
cannot be read back as planned is thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from credits import _translated
from credits._bytes import Buffer, Source
from credits._opened import LEGACY_DIGEST, Opened, datastream_of, reopened
from credits.blocks import exif, iim, photoshop, text, xmp
from credits.containers import Parts, jpeg
from credits.errors import (
    InvalidValue,
    Truncated,
    UnreadableBlock,
    Unwritable,
    WouldBreakCredentials,
)
from credits.fields import BY_NAME, Claims, Kind, claims, holds, in_windows, present, projected
from credits.reconcile import Resolution

PROVENANCE: Final = xmp.clark("dcterms:provenance")


class Edit(NamedTuple):
    """A planned write: the new parts, and what changes in each block (*stored*)."""

    opened: Opened
    parts: Parts
    wanted: dict[str, Any]
    stored: dict[str, dict[Any, Any]]
    said: Claims
    notes: tuple[str, ...]
    translations: _translated.Texts


def planned(opened: Opened, values: dict[str, Any], *, strip: bool = False) -> Edit:
    """Plan a write of *values* into a file; *strip* takes Content Credentials out of a signed one.

    Raises:
        Truncated: the photo is damaged.
        InvalidValue: the format has no place for a property.
        UnreadableBlock: a block is broken, and would have to be thrown away.
        Unwritable: the format is read only, the file is signed, or it would become too big.
    """
    signed = opened.container.is_signed(opened.parts)
    refuse(opened, signed=signed and not strip)
    targets = _targets(opened)
    wanted = _translated.with_originals(opened, values)
    translations = values.get(_translated.NAME) or {}
    _refuse_homeless(opened, targets, wanted)
    said = opened.claimed(wanted)
    stored = _due(opened, targets, wanted, said)
    if others := _translated.due(opened, wanted, translations):
        stored.setdefault("xmp", {}).update(others)
    notes = _cuts(wanted) if "iim" in stored else []
    if signed:
        _drop_provenance(opened, stored)
    encoded = _encoded(opened, stored, notes)
    if signed:
        encoded["credentials"] = None
        notes.append("Content Credentials (C2PA) taken out")
    parts = opened.container.replaced(opened.parts, encoded) if encoded else opened.parts
    return Edit(opened, parts, wanted, stored, said, tuple(notes), translations)


def _drop_provenance(opened: Opened, stored: dict[str, dict[Any, Any]]) -> None:
    """Take out the address of a manifest that is none any more (C2PA 2.1, 11.5)."""
    if opened.blocks.xmp is not None and b"provenance" in opened.blocks.xmp:
        stored.setdefault("xmp", {})[PROVENANCE] = None


def refuse(opened: Opened, *, signed: bool) -> None:
    """Refuse to edit what is damaged, read only, or *signed*.

    Raises:
        Truncated: the photo is damaged.
        Unwritable: the format is read only.
        WouldBreakCredentials: it is signed.
    """
    damage = next((problem for problem in opened.problems if problem.fatal), None)
    if damage is not None:
        raise Truncated(f"{damage.message}; a damaged photo is not edited")
    if not opened.container.WRITES:
        raise Unwritable(f"{opened.container.NAME} is read only here",
                         help="write into a sidecar: credits embed --sidecar")  # fmt: skip
    if signed:
        raise WouldBreakCredentials(
            "is signed with Content Credentials (C2PA); any edit would invalidate them",
            help="credits embed --credentials sidecar keeps them, --credentials strip drops them",
        )


def _targets(opened: Opened) -> list[str]:
    """List the blocks to keep in step: what the format can hold, and what the file has."""
    can = opened.container.WRITES
    iim_too = bool(can & {"photoshop", "iim"}) or "iim" in opened.decoded
    blocks = {"xmp": "xmp" in can, "iim": iim_too, "photoshop": "photoshop" in can,
              "exif": "exif" in can, "text": "text" in opened.decoded}  # fmt: skip
    return [block for block, wanted in blocks.items() if wanted]


def _due(
    opened: Opened, targets: list[str], wanted: dict[str, Any], said: Claims
) -> dict[str, dict[Any, Any]]:
    """Work out what has to change in each block: block → address → value.

    *said* is what the blocks claim of *wanted* so far.
    """
    if not wanted:
        return {}
    stored = {
        block: {
            name: projected(BY_NAME[name], value, block)
            for name, value in (_taken_over(opened, block) | wanted).items()
        }
        for block in targets
    }
    if "text" in stored:
        there = opened.decoded["text"].keys()
        stored["text"] = {n: v for n, v in stored["text"].items() if not there.isdisjoint(v)}
    says = claims({block: _storable(_united(rows.values())) for block, rows in stored.items()})
    if any(len(rows) > len(wanted) for rows in stored.values()):
        said = opened.claims
    due = {
        block: _united(v for n, v in rows.items() if _differ(says, said, n, block))
        for block, rows in stored.items()
    }
    if "exif" in due:
        due["exif"] |= _windows(opened, wanted)
    return {block: values for block, values in due.items() if _worth(opened, block, values)}


def _windows(opened: Opened, wanted: dict[str, Any]) -> dict[Any, Any]:
    """Keep what Windows says in step, where it says something."""
    there = opened.decoded.get("exif", {})
    return {
        place: text
        for name, value in wanted.items()
        for place, text in in_windows(name, value).items()
        if place in there and there[place] != text
    }


def _taken_over(opened: Opened, block: str) -> dict[str, Any]:
    """Say what a block takes over: a new one what editors have said so far.

    What was newer in IIM goes to XMP now, because the digest that tells so will be renewed.
    """
    if block not in opened.decoded and block != "text":
        settled = opened.resolutions
        return {n: found.value for n, found in settled.items() if _editorial(n, found, block)}
    if block == "xmp" and opened.digest_stale:
        settled = opened.resolutions
        return {n: found.value for n, found in settled.items() if found.verdict == "iim-newer"}
    return {}


def _differ(one: Claims, other: Claims, name: str, block: str) -> bool:
    return one.get(name, {}).get(block) != other.get(name, {}).get(block)


def _worth(opened: Opened, block: str, values: dict[Any, Any]) -> bool:
    """Tell whether there is something to store: no block comes into being to be empty."""
    return bool(values) and (block in opened.decoded or any(map(present, values.values())))


def _united(rows: Iterable[dict[Any, Any]]) -> dict[Any, Any]:
    return {address: value for row in rows for address, value in row.items()}


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


def _refuse_homeless(opened: Opened, targets: list[str], wanted: dict[str, Any]) -> None:
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


def _encoded(opened: Opened, stored: dict[str, dict[Any, Any]], notes: list[str]) -> dict[str, Any]:
    """Encode the blocks that change; the digest is right again after every write."""
    if not stored:
        return {}
    blocks, edits = opened.blocks, dict[str, Any]()
    datastream = datastream_of(blocks, opened.decoded)
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
        stored["photoshop"] = resources
        edits["photoshop"] = photoshop.encode(resources, blocks.photoshop)
    if "xmp" in stored:
        room = xmp.JPEG_ROOM if opened.container.NAME == "jpeg" else None
        edits["xmp"], edits["extended"] = xmp.encode(
            stored["xmp"], blocks.xmp, room=room, extended=blocks.extended
        )
    if "exif" in stored:
        _encode_exif(opened, stored, edits, notes)
    if "text" in stored:
        edits["text"] = text.encode(stored["text"], blocks.text)
    return edits


def _place_iim(
    opened: Opened, datastream: bytes, resources: dict[int, bytes | None], edits: dict[str, Any]
) -> None:
    """Put the datastream where the file has it; where it has none, where its format wants it."""
    alone = "iim" in opened.container.WRITES or opened.blocks.iim is not None
    inside = photoshop.IIM in opened.decoded.get("photoshop", {})
    if alone and (opened.blocks.iim is not None or not inside):
        edits["iim"] = datastream
    if inside or not alone:
        resources[photoshop.IIM] = datastream


def _encode_exif(
    opened: Opened, stored: dict[str, dict[Any, Any]], edits: dict[str, Any], notes: list[str]
) -> None:
    values = stored["exif"]
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
        del stored["exif"]


@cache
def _owners(block: str) -> dict[Any, str]:
    """Say which property every address of a block belongs to."""
    return {
        address: name
        for name, field in BY_NAME.items()
        for address in projected(field, None, block)
    }


def differences(edit: Edit) -> dict[str, tuple[Any, Any]]:
    """Give the old and the new value of each property that changes."""
    before = {
        name: found.value for name, found in edit.opened.resolved(edit.wanted, edit.said).items()
    }
    return {
        name: (before.get(name), value)
        for name, value in edit.wanted.items()
        if present(before.get(name) if not present(value) else value) and before.get(name) != value
    } | _translated.differences(edit.opened, edit.translations)


def prove(edit: Edit, source: Source) -> None:
    """Read the result back: the same image data, every block as planned, nothing else changed.

    Raises:
        Unwritable: it is not so; the original stays.
    """
    old = edit.opened
    new = reopened(old, source)
    broken = {problem.message for problem in old.problems}
    if any(problem.fatal and problem.message not in broken for problem in new.problems):
        raise Unwritable("the edited file is damaged; the original is untouched")
    wrong = sorted(
        place
        for block in {*old.decoded, *new.decoded, *edit.stored}
        for place in _unlike(edit, new, block)
    ) + _translated.unlike(new, edit.translations)
    if not text.same(text.encode(edit.stored.get("text", {}), old.blocks.text), new.blocks.text):
        wrong.append("a text")
    if wrong:
        raise Unwritable(
            f"{', '.join(wrong)} cannot be read back as written; the original is untouched"
        )


def _unlike(edit: Edit, new: Opened, block: str) -> Iterator[str]:
    """Name what a block does not say as planned: what was written, and what was not to change."""
    before, after = edit.opened.decoded.get(block, {}), new.decoded.get(block, {})
    stored, owners = edit.stored.get(block, {}), _owners(block)
    for address in {*before, *after}.difference(stored):
        if before.get(address) != after.get(address):
            yield owners.get(address, f"{block} {address}")
    owned = {address: value for address, value in stored.items() if address in owners}
    due, there = _storable(owned), {place: after[place] for place in owned if place in after}
    if (
        due != there
    ):  # other languages stay, a container may be another: what counts is what it says
        planned, found = claims({block: due}), claims({block: there})
        yield from (name for name in {*planned, *found} if planned.get(name) != found.get(name))
    yield from (
        f"{block} {address}"
        for address, value in stored.items()
        if address not in owners and after.get(address) != value
    )
