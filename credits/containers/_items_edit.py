"""The ``meta`` box of HEIF and AVIF, made anew with items that come, go or stand elsewhere.

Source: ISO/IEC 14496-12, 8.11. Children that are not concerned keep their bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from credits._bytes import Buffer
from credits.containers import _boxes
from credits.containers._iloc import Iloc, Place, Widths
from credits.containers._items import XMP_TYPE, Meta, entries_at, item_in, reference_of, wide_of
from credits.errors import Unwritable

BESIDE: Final = "write into a sidecar: credits embed --sidecar"
# ids of 16 bits are used by every version
MOST_ID: Final = (1 << 16) - 1
HIDDEN: Final = 1


def fault(meta: Meta | None) -> str | None:
    """Say why a meta box is not written into: it is not understood to the last byte."""
    return "no meta box" if meta is None else next(_faults(meta), None)


def _faults(meta: Meta) -> Iterator[str]:
    yield from (problem.message for problem in meta.problems)
    kinds = [box.kind for box in meta.children]
    for kind in ("pitm", "iinf", "iloc"):
        if kinds.count(kind) != 1:
            yield f"{kinds.count(kind)} {kind} boxes"
    names = _content(meta, "iinf")
    if int.from_bytes(names[4 : entries_at(names)]) != len(meta.items):
        yield "iinf counts wrong"
    if meta.iloc is None or meta.iloc.encode() != _content(meta, "iloc"):
        yield "iloc cannot be made again"
    elif len(meta.places()) != len(meta.iloc.places):
        yield "an item is located twice"


def _content(meta: Meta, kind: str) -> bytes:
    box = meta.child(kind)
    return meta.data[box.body : box.stop] if box else b""


def free_id(meta: Meta, taken: Collection[int] = ()) -> int:
    """Find an id that no item, group or reference has, and that is not *taken*.

    Raises:
        Unwritable: there is none of 16 bits.
    """
    used = {*meta.items, *meta.places(), *_groups(meta), *taken}
    for reference in meta.references:
        used.update((reference.source, *reference.targets))
    largest = max(used, default=0)
    if largest < MOST_ID:
        return largest + 1
    number = next((number for number in range(1, MOST_ID) if number not in used), None)
    if number is None:
        raise Unwritable("has no item id left", help=BESIDE)
    return number


def _groups(meta: Meta) -> Iterator[int]:
    """Go through the ids of groups, which share their numbers with items (8.18)."""
    box = meta.child("grpl")
    if box is not None:
        for group in _boxes.boxes(Buffer(meta.data), box.body, box.stop):
            yield int.from_bytes(meta.data[group.body + 4 : group.body + 8])


class Change(NamedTuple):
    """What becomes of a meta box: new places, and items that come, go or lose their encoding."""

    places: Mapping[int, Place]
    added: Mapping[int, str] = {}
    gone: Collection[int] = ()
    plain: Collection[int] = ()


def remade(meta: Meta, data: bytes, change: Change) -> bytes:
    """Make the meta box anew from *data*, which are its bytes with any patches in them."""
    head = data[meta.first - 4 : meta.first] if _is_full(meta) else b""
    makers = {"iloc": _iloc_box, "iinf": _iinf_box, "iref": _iref_box}
    pieces = [head]
    for box in meta.children:
        make = makers.get(box.kind)
        pieces.append(make(meta, change) if make else data[box.start : box.stop])
        makers = {kind: make for kind, make in makers.items() if kind != box.kind}
    if meta.child("iref") is None and change.added:
        pieces.append(_iref_box(meta, change))
    content = b"".join(pieces)
    return _boxes.header("meta", len(content)) + content


def _is_full(meta: Meta) -> bool:
    return _boxes.box_at(Buffer(meta.data), 0, len(meta.data)).body < meta.first


def _iloc_box(meta: Meta, change: Change) -> bytes:
    iloc = meta.iloc or Iloc(0, 0, Widths(4, 4, 0, 0), ())
    kept = [
        change.places.get(place.id, place) for place in iloc.places if place.id not in change.gone
    ]
    new = [change.places[number] for number in change.added]
    return _boxes.made("iloc", iloc.fitting([*kept, *new]).encode())


def _iinf_box(meta: Meta, change: Change) -> bytes:
    content = _content(meta, "iinf")
    first = entries_at(content)
    entries: list[bytes] = []
    amount = int.from_bytes(content[4:first])
    for box in _boxes.boxes(Buffer(content), first, len(content)):
        entry = content[box.start : box.stop]
        number = item_in(content[box.body : box.stop]).id if box.kind == "infe" else None
        if number in change.gone:
            amount -= 1
        else:
            entries.append(_infe(number, "xmp") if number in change.plain and number else entry)
    for number, block in change.added.items():
        entries.append(_infe(number, block))
        amount += 1
    return _boxes.made("iinf", b"".join([content[:4], amount.to_bytes(first - 4), *entries]))


def _infe(number: int, block: str) -> bytes:
    wide = number > MOST_ID
    head = ((3 if wide else 2) << 24 | HIDDEN).to_bytes(4) + number.to_bytes(4 if wide else 2)
    names = {"exif": b"Exif\0", "xmp": b"mime\0" + XMP_TYPE.encode() + b"\0"}
    return _boxes.made("infe", head + b"\0\0" + names[block])


def _iref_box(meta: Meta, change: Change) -> bytes:
    primary = meta.primary or 0
    content = _content(meta, "iref") or (b"\1\0\0\0" if primary > MOST_ID else bytes(4))
    wide = wide_of(content)
    if primary >= 1 << 8 * wide:
        raise Unwritable("its references cannot name the primary image", help=BESIDE)
    entries = [
        content[box.start : box.stop]
        for box in _boxes.boxes(Buffer(content), 4, len(content))
        if reference_of(box.kind, content[box.body : box.stop], wide).source not in change.gone
    ]
    entries += [
        _boxes.made("cdsc", number.to_bytes(wide) + b"\0\1" + primary.to_bytes(wide))
        for number in change.added
    ]
    return _boxes.made("iref", b"".join([content[:4], *entries]))
