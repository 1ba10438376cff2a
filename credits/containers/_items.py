"""The ``meta`` box of HEIF and AVIF: items, where their data is, and how they refer to each other.

Sources: ISO/IEC 14496-12, 8.11 (meta, iloc, iinf, pitm, iref); ISO/IEC 23008-12, 6.5.3 (ispe) and
9.3 (ipma). What is decoded here is encoded again byte for byte.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from credits._bytes import Buffer, Cursor, Source
from credits.containers import _boxes, _packed
from credits.containers._boxes import Box
from credits.containers._parts import Problem, Range, Size
from credits.errors import CreditsError, UnreadableBlock, Unwritable

# meta boxes, and lists in them, longer than any camera's
MOST_META: Final = 16 << 20
MOST_EXTENTS: Final = 1 << 16
MOST_TARGETS: Final = 1 << 18
# items made of items made of items
DEEPEST: Final = 8
IN_FILE, IN_IDAT, IN_ITEM = 0, 1, 2
# ids of 16 bits are used by every version
MOST_ID: Final = (1 << 16) - 1
XMP_TYPE: Final = "application/rdf+xml"
HIDDEN: Final = 1


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


class Extent(NamedTuple):
    """A stretch of an item's data; a *length* of 0 means all there is.

    *ordinal* says which of the items referred to it is cut from, 0 and 1 the first.
    """

    ordinal: int
    offset: int
    length: int


class Place(NamedTuple):
    """An entry of iloc; *method* as stored, with the reserved bits above it."""

    id: int
    method: int
    reference: int
    base: int
    extents: tuple[Extent, ...]


class Widths(NamedTuple):
    """Bytes that iloc spends on each kind of number."""

    offset: int
    length: int
    base: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class Iloc:
    """The item location box (8.11.3)."""

    version: int
    flags: int
    widths: Widths
    places: tuple[Place, ...]
    rest: bytes = b""

    @classmethod
    def decode(cls, content: bytes) -> Iloc:
        """Read the content of the box.

        Raises:
            Truncated: it ends too early.
            UnreadableBlock: a version or a size no specification has.
        """
        cursor = Cursor(content)
        head, sizes = cursor.u32(), cursor.u16()
        widths = Widths(*(sizes >> shift & 15 for shift in (12, 8, 4, 0)))
        version = head >> 24
        if version > 2:
            raise UnreadableBlock(f"iloc of version {version}")
        amount = cursor.u32() if version == 2 else cursor.u16()
        places: list[Place] = []
        extents = 0
        for _ in range(amount):
            places.append(_place(cursor, version, widths))
            extents += 1 + len(places[-1].extents)
            if extents > MOST_EXTENTS:
                raise UnreadableBlock(f"iloc with more than {MOST_EXTENTS} items and extents")
        return cls(version, head & 0xFFFFFF, widths, tuple(places), cursor.take(cursor.left))

    def encode(self) -> bytes:
        """Write the content of the box."""
        widths, wide = self.widths, 4 if self.version == 2 else 2
        sizes = widths.offset << 12 | widths.length << 8 | widths.base << 4 | widths.ordinal
        pieces = [
            (self.version << 24 | self.flags).to_bytes(4),
            sizes.to_bytes(2),
            len(self.places).to_bytes(wide),
        ]
        for place in self.places:
            pieces.append(place.id.to_bytes(wide))
            pieces += [place.method.to_bytes(2)] if self.version else []
            pieces += [place.reference.to_bytes(2), place.base.to_bytes(widths.base)]
            pieces.append(len(place.extents).to_bytes(2))
            for extent in place.extents:
                pieces += [extent.ordinal.to_bytes(widths.ordinal)] if self.version else []
                pieces.append(extent.offset.to_bytes(widths.offset))
                pieces.append(extent.length.to_bytes(widths.length))
        return b"".join([*pieces, self.rest])

    def fitting(self, places: Iterable[Place]) -> Iloc:
        """Give the box with other places, its numbers as wide as they then have to be."""
        places = tuple(places)
        extents = [extent for place in places for extent in place.extents]
        needed = Widths(
            max((_width(extent.offset) for extent in extents), default=0),
            max((_width(extent.length) for extent in extents), default=0),
            max((_width(place.base) for place in places), default=0),
            0,
        )
        widths = Widths(*map(max, self.widths, needed))
        return replace(self, widths=widths, places=places)


def _width(number: int) -> int:
    return 0 if not number else 4 if number < 1 << 32 else 8


def _place(cursor: Cursor, version: int, widths: Widths) -> Place:
    number = cursor.u32() if version == 2 else cursor.u16()
    method = cursor.u16() if version else 0
    reference, base = cursor.u16(), _wide(cursor, widths.base)
    amount, ordinal = cursor.u16(), widths.ordinal if version else 0
    if amount > 1 and not widths.offset + widths.length + ordinal:
        raise UnreadableBlock("iloc with extents of no size")
    extents = tuple(
        Extent(_wide(cursor, ordinal), _wide(cursor, widths.offset), _wide(cursor, widths.length))
        for _ in range(amount)
    )
    return Place(number, method, reference, base, extents)


def _wide(cursor: Cursor, width: int) -> int:
    return int.from_bytes(cursor.take(width))


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
                item = _item(content[box.body : box.stop])
                self.items.setdefault(item.id, item)

    def _iloc(self, content: bytes) -> None:
        found = Iloc.decode(content)
        # AVIFs with a second box were made by an early muxer; the first is the one that counts
        self.iloc = self.iloc or found

    def _iref(self, content: bytes) -> None:
        wide = wide_of(content)
        for box in _boxes.boxes(Buffer(content), 4, len(content)):
            found = _reference(box.kind, content[box.body : box.stop], wide)
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


def _item(content: bytes) -> Item:
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


def _reference(kind: str, content: bytes, wide: int) -> Reference:
    cursor = Cursor(content)
    source = _wide(cursor, wide)
    amount = cursor.u16()
    targets = cursor.unpack(f"{amount}{'I' if wide == 4 else 'H'}")
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


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


def refuse_odd(meta: Meta) -> None:
    """Refuse to write into a meta box that is not understood to the last byte.

    Raises:
        Unwritable: something in it is broken, missing, there twice, or means something unknown.
    """
    kinds = [box.kind for box in meta.children]
    wrong = next((problem.message for problem in meta.problems), None)
    for kind in ("pitm", "iinf", "iloc"):
        if kinds.count(kind) != 1:
            wrong = wrong or f"{kinds.count(kind)} {kind} boxes"
    if meta.iloc is not None and meta.iloc.encode() != _content(meta, "iloc"):
        wrong = wrong or "iloc cannot be re-made"
    if int.from_bytes(_content(meta, "iinf")[4 : entries_at(_content(meta, "iinf"))]) != len(
        meta.items
    ):
        wrong = wrong or "iinf counts wrong"
    if len(meta.places()) != len(meta.iloc.places if meta.iloc else ()):
        wrong = wrong or "an item is located twice"
    if wrong:
        raise Unwritable(f"its items are not in order ({wrong})", help=BESIDE)


BESIDE: Final = "write into a sidecar: credits embed --sidecar"


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
        number = _item(content[box.body : box.stop]).id if box.kind == "infe" else None
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
        if _reference(box.kind, content[box.body : box.stop], wide).source not in change.gone
    ]
    entries += [
        _boxes.made("cdsc", number.to_bytes(wide) + b"\0\1" + primary.to_bytes(wide))
        for number in change.added
    ]
    return _boxes.made("iref", b"".join([content[:4], *entries]))
