"""The ``meta`` box of HEIF and AVIF: items, where their data is, and how they refer to each other.

Sources: ISO/IEC 14496-12, 8.11 (meta, iinf, pitm, iref); ISO/IEC 23008-12, 6.5.3 (ispe) and 9.3
(ipma).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from credits._bytes import Buffer, Cursor, Source
from credits.containers import _boxes, _packed
from credits.containers._boxes import Box
from credits.containers._iloc import (
    IN_FILE,
    IN_IDAT,
    IN_ITEM,
    MOST_EXTENTS,
    Extent,
    Iloc,
    Place,
    uint,
)
from credits.containers._parts import Problem, Range, Size
from credits.errors import CreditsError, UnreadableBlock

# meta boxes, and lists in them, longer than any camera's
MOST_META: Final = 16 << 20
MOST_TARGETS: Final = 1 << 18
# items made of items made of items
DEEPEST: Final = 8
XMP_TYPE: Final = "application/rdf+xml"


class Item(NamedTuple):
    """An entry of iinf: *kind* is four letters, *content* and *encoding* those of a mime item."""

    id: int
    kind: str
    content: str = ""
    encoding: str = ""
    is_protected: bool = False

    @property
    def block(self) -> str | None:
        """Name the metadata block this item is, if it is one."""
        if self.kind == "Exif":
            return "exif"
        return "xmp" if self.kind == "mime" and self.content == XMP_TYPE else None


class Reference(NamedTuple):
    """An entry of iref: *source* refers to *targets*, as *kind* says."""

    kind: str
    source: int
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """A meta box: *data* are all its bytes, and its children stand in them from *first* on."""

    start: int
    data: bytes
    first: int
    children: tuple[Box, ...]
    primary: int | None
    items: Mapping[int, Item]
    iloc: Iloc | None
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def stop(self) -> int:
        """Where the box ends in the file."""
        return self.start + len(self.data)

    def child(self, kind: str) -> Box | None:
        """Give the first child of a kind."""
        return next((box for box in self.children if box.kind == kind), None)

    def places(self) -> dict[int, Place]:
        """Give the first place of each item."""
        found: dict[int, Place] = {}
        for place in self.iloc.places if self.iloc else ():
            found.setdefault(place.id, place)
        return found


def read(source: Source, box: Box) -> Meta:
    """Read a meta box; what is broken in it becomes a problem and hides nothing else.

    Raises:
        Truncated: it ends too early.
        UnreadableBlock: it is too long.
    """
    if box.stop - box.start > MOST_META:
        raise UnreadableBlock(f"meta box of more than {MOST_META >> 20} MiB")
    data = source.read(box.start, box.stop - box.start)
    first = box.body - box.start
    # QuickTime's meta box has no version and flags
    first += 0 if data[first + 4 : first + 8] == b"hdlr" else 4
    return _Reader(box.start, data, first).read()


class _Reader:
    """One reading of a meta box."""

    def __init__(self, start: int, data: bytes, first: int) -> None:
        self.start, self.data, self.first = start, data, first
        self.children: list[Box] = []
        self.primary: int | None = None
        self.items: dict[int, Item] = {}
        self.iloc: Iloc | None = None
        self.references: list[Reference] = []
        self.targets = 0

    def read(self) -> Meta:
        problems: list[str] = []
        inner = Buffer(self.data)
        try:
            for box in _boxes.boxes(inner, self.first, len(self.data)):
                self.children.append(box)
        except CreditsError as error:
            problems.append(f"meta: {error.message}")
        for box in self.children:
            decode = self.DECODERS.get(box.kind)
            try:
                if decode:
                    decode(self, self.data[box.body : box.stop])
            except CreditsError as error:
                problems.append(f"{box.kind}: {error.message}")
        return Meta(
            self.start, self.data, self.first, tuple(self.children), self.primary, self.items,
            self.iloc, tuple(self.references), tuple(Problem("file", text) for text in problems),
        )  # fmt: skip

    def _pitm(self, content: bytes) -> None:
        cursor = Cursor(content)
        number = cursor.u32() >> 24
        number = cursor.u32() if number else cursor.u16()
        self.primary = number if self.primary is None else self.primary

    def _iinf(self, content: bytes) -> None:
        for box in _boxes.boxes(Buffer(content), entries_at(content), len(content)):
            if box.kind == "infe":
                item = item_in(content[box.body : box.stop])
                self.items.setdefault(item.id, item)

    def _iloc(self, content: bytes) -> None:
        found = Iloc.decode(content)
        # AVIFs with a second box were made by an early muxer; the first is the one that counts
        self.iloc = self.iloc or found

    def _iref(self, content: bytes) -> None:
        width = wide_of(content)
        for box in _boxes.boxes(Buffer(content), 4, len(content)):
            found = reference_of(box.kind, content[box.body : box.stop], width)
            self.targets += len(found.targets)
            if self.targets > MOST_TARGETS:
                raise UnreadableBlock(f"more than {MOST_TARGETS} references")
            self.references.append(found)

    DECODERS: Final = {"pitm": _pitm, "iinf": _iinf, "iloc": _iloc, "iref": _iref}


def entries_at(content: bytes) -> int:
    """Say where the entries of iinf begin: behind a count of 16 bits, or 32 in later versions."""
    return 8 if content[:1] != b"\0" else 6


def wide_of(content: bytes) -> int:
    """Say how wide the ids in iref are."""
    return 4 if content[:1] != b"\0" else 2


def item_in(content: bytes) -> Item:
    """Read the content of an infe box."""
    cursor = Cursor(content)
    version = cursor.u32() >> 24
    number = cursor.u32() if version > 2 else cursor.u16()
    is_protected = cursor.u16() != 0
    # before version 2 every item was a mime item
    kind = cursor.take(4).decode("latin-1") if version > 1 else "mime"
    texts = cursor.take(cursor.left).split(b"\0", 3)
    if kind != "mime":
        return Item(number, kind, is_protected=is_protected)
    content_type, encoding = (
        texts[place].decode("latin-1") if place < len(texts) else "" for place in (1, 2)
    )
    return Item(number, kind, content_type, encoding, is_protected)


def reference_of(kind: str, content: bytes, width: int) -> Reference:
    """Read the content of an entry of iref, whose ids have *width* bytes."""
    cursor = Cursor(content)
    source = uint(cursor, width)
    amount = cursor.u16()
    targets = cursor.unpack(f"{amount}{'I' if width == 4 else 'H'}")
    return Reference(kind, source, targets)


# ── where data is ───────────────────────────────────────────────────────────────────────────────


class Resolver:
    """Turns the places of items into ranges of the file, whichever way they are told."""

    def __init__(self, meta: Meta, size: int) -> None:
        self.meta, self.size = meta, size
        self.places = meta.places()
        self.found: dict[int, list[Range]] = {}
        self.within: list[int] = []
        self.amount = 0

    def ranges(self, number: int) -> list[Range]:
        """List where the data of an item stands.

        Raises:
            UnreadableBlock: it stands nowhere in this file, or is made of itself.
        """
        place = self.places.get(number)
        if place is None:
            return []
        if number not in self.found:
            if number in self.within or len(self.within) > DEEPEST:
                raise UnreadableBlock(f"item {number} is made of items without end")
            self.within.append(number)
            try:
                self.found[number] = [
                    piece for extent in place.extents for piece in self._pieces(place, extent)
                ]
            finally:
                self.within.pop()
        return self.found[number]

    def _pieces(self, place: Place, extent: Extent) -> Iterator[Range]:
        method = place.method & 15
        if place.reference:
            raise UnreadableBlock(f"item {place.id} stands in another file")
        if method == IN_FILE:
            whole = [(0, self.size)]
        elif method == IN_IDAT:
            whole = [self._idat()]
        elif method == IN_ITEM:
            whole = self._other(place, extent)
        else:
            raise UnreadableBlock(f"item {place.id} is told by construction method {method}")
        yield from self._cut(whole, place.base + extent.offset, extent.length, place.id)

    def _idat(self) -> Range:
        box = self.meta.child("idat")
        if box is None:
            raise UnreadableBlock("no idat box, and an item in it")
        return self.meta.start + box.body, self.meta.start + box.stop

    def _other(self, place: Place, extent: Extent) -> list[Range]:
        targets = [
            number
            for reference in self.meta.references
            if reference.kind == "iloc" and reference.source == place.id
            for number in reference.targets
        ]
        place_of = max(extent.ordinal, 1) - 1
        if place_of >= len(targets):
            raise UnreadableBlock(f"item {place.id} is made of an item that is not there")
        return self.ranges(targets[place_of])

    def _cut(self, whole: list[Range], offset: int, length: int, number: int) -> Iterator[Range]:
        """Cut *length* bytes from *offset* on out of some ranges; 0: all that follows."""
        left = length
        for start, stop in whole:
            self.amount += 1
            if self.amount > 4 * MOST_EXTENTS:
                raise UnreadableBlock(f"item {number} is made of too many pieces")
            at, offset = start + offset, max(0, offset - (stop - start))
            if at >= stop:
                continue
            end = min(stop, at + left) if length else stop
            yield at, end
            left -= end - at
            if length and not left:
                return
        if length:
            raise UnreadableBlock(f"data of item {number} lies outside the file")


def data_of(resolver: Resolver, source: Source, item: Item) -> bytes:
    """Read the data of a metadata item, unpacked.

    Raises:
        UnreadableBlock: it is not there, encrypted, too long, or does not unpack.
        Unsupported: the package that unpacks it is not installed.
    """
    if item.is_protected:
        raise UnreadableBlock(f"item {item.id} is encrypted")
    pieces = resolver.ranges(item.id)
    if sum(stop - start for start, stop in pieces) > _boxes.MOST:
        raise UnreadableBlock(f"item {item.id} has more than {_boxes.MOST >> 20} MiB")
    data = b"".join(source.read(start, stop - start) for start, stop in pieces)
    return _packed.unpacked(data, item.encoding)


def item_of(meta: Meta, block: str) -> Item | None:
    """Find the item that holds a metadata block of the primary image.

    Items that describe another one (a depth map, a gain map) do not speak of the picture.
    """
    described: dict[int, set[int]] = {}
    for reference in meta.references:
        if reference.kind == "cdsc":
            described.setdefault(reference.source, set()).update(reference.targets)
    found = [item for item in meta.items.values() if item.block == block]
    mine = [item for item in found if meta.primary in described.get(item.id, ())]
    loose = [item for item in found if item.id not in described]
    return next(iter([*mine, *loose]), None)


def dimensions(meta: Meta) -> Size | None:
    """Read width and height of the primary image from its ispe property."""
    iprp = meta.child("iprp")
    if iprp is None or meta.primary is None:
        return None
    inner = Buffer(meta.data)
    try:
        inside = list(_boxes.boxes(inner, iprp.body, iprp.stop))
        ipco = next((box for box in inside if box.kind == "ipco"), None)
        properties = list(_boxes.boxes(inner, ipco.body, ipco.stop)) if ipco else []
        for box in inside:
            if box.kind == "ipma":
                indexes = _associated(meta.data[box.body : box.stop], meta.primary)
                for index in indexes:
                    if 0 < index <= len(properties) and properties[index - 1].kind == "ispe":
                        cursor = Cursor(meta.data, properties[index - 1].body + 4)
                        return Size(cursor.u32(), cursor.u32())
    except CreditsError:
        return None
    return None


def _associated(content: bytes, number: int) -> list[int]:
    """List the properties of one item: 7 or 15 bits an index, and one that says it is essential."""
    cursor = Cursor(content)
    head = cursor.u32()
    width = 2 if head & 1 else 1
    for _ in range(cursor.u32()):
        found = cursor.u32() if head >> 24 else cursor.u16()
        cells = cursor.take(cursor.u8() * width)
        if found == number:
            mask = 0x7FFF if width == 2 else 0x7F
            return [
                int.from_bytes(cells[at : at + width]) & mask for at in range(0, len(cells), width)
            ]
    return []
