"""The TIFF grammar that EXIF and TIFF files share: read it, and edit it by appending.

Sources: TIFF 6.0 section 2; BigTIFF (magic 43, 8-byte offsets); CIPA DC-008 (Exif 3.0) 4.6.
The law here: nothing that is not edited moves. A value that fits its old place is written there;
otherwise new values and a new directory go to the end and one pointer is patched, so that maker
notes, thumbnails and strips keep their absolute offsets (XMP Specification Part 3, 3.1.1). A
directory that already is the last thing in the block, with its own values behind it, is re-made
in place, so that editing again and again does not grow the block.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple, TypeAlias

from credits._bytes import Order, Source
from credits.errors import TooBig, Truncated, UnreadableBlock

Directory: TypeAlias = Literal["ifd0", "exif", "gps"]

# bytes in one value of each field type (TIFF 6.0 p. 15, BigTIFF 16-18, Exif 3.0 UTF-8 129)
SIZES: Final = {
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4,
    16: 8, 17: 8, 18: 8, 129: 1,
}  # fmt: skip
BYTE, ASCII, SHORT, LONG, UNDEFINED, LONG8, IFD8 = 1, 2, 3, 4, 7, 16, 18
# how numbers of a type are unpacked
NUMBERS: Final = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I",
                  16: "Q", 17: "q", 18: "Q"}  # fmt: skip
FLOATS: Final = frozenset("fd")
RATIONALS: Final = {5: "I", 10: "i"}

DNG_PRIVATE: Final = 0xC634
POINTERS: Final[dict[Directory, int]] = {"exif": 0x8769, "gps": 0x8825}


ORDERS: Final[dict[bytes, Order]] = {b"II": "<", b"MM": ">"}
ENDIAN: Final[dict[Order, Literal["little", "big"]]] = {"<": "little", ">": "big"}


class Layout(NamedTuple):
    """What differs between TIFF and BigTIFF."""

    magic: int
    header: int  # where the pointer to the first directory stands
    count_form: str
    entry_form: str
    offset_form: str
    inline: int  # bytes of a value that fit into the entry itself
    limit: int


CLASSIC: Final = Layout(42, 4, "H", "HHI4s", "I", 4, (1 << 32) - 1)
BIG: Final = Layout(43, 8, "Q", "HHQ8s", "Q", 8, (1 << 64) - 1)
# besides the two: the letters of Olympus ("RO", "RS") and Panasonic ("U") raw files
LAYOUTS: Final = {42: CLASSIC, 43: BIG, 0x4F52: CLASSIC, 0x5352: CLASSIC, 0x55: CLASSIC}


class Entry(NamedTuple):
    """One field: where its value stands (*at*), and where the entry itself does (*place*)."""

    tag: int
    type: int
    amount: int
    at: int
    size: int
    place: int


class Ifd(NamedTuple):
    """One directory; *stop* is the end of its pointer to the *following* one."""

    at: int
    entries: tuple[Entry, ...]
    following: int
    stop: int

    def find(self, tag: int) -> Entry | None:
        """Give the entry with *tag*, the last one if a broken writer stored several."""
        found = [entry for entry in self.entries if entry.tag == tag]
        return found[-1] if found else None


class Change(NamedTuple):
    """A field to write: *payload* in the block's byte order; None takes the field out."""

    directory: Directory
    tag: int
    type: int
    payload: bytes | None


class Patch(NamedTuple):
    """Bytes that replace *start* to *stop*."""

    start: int
    stop: int
    data: bytes


@cache
def _struct(form: str) -> struct.Struct:
    return struct.Struct(form)


class Tiff(NamedTuple):
    """A TIFF structure: byte order, layout, and the source it stands in."""

    source: Source
    order: Order
    layout: Layout

    @classmethod
    def of(cls, source: Source) -> Tiff:
        """Read the header.

        Raises:
            UnreadableBlock: no TIFF header.
        """
        head = source.peek(0, 16)
        order = ORDERS.get(head[:2], ">")
        layout = LAYOUTS.get(int.from_bytes(head[2:4], ENDIAN[order]))
        if head[:2] not in ORDERS or layout is None or len(head) < layout.header + 4:
            raise UnreadableBlock("no TIFF header")
        return cls(source, order, layout)

    def number(self, at: int) -> int:
        """Read an offset as wide as this layout has them."""
        form = _struct(self.order + self.layout.offset_form)
        return int(form.unpack(self.source.read(at, form.size))[0])

    def first(self, tags: Collection[int] | None = None) -> Ifd:
        """Read the first directory (IFD0), or only its fields in *tags*."""
        return self.ifd(self.number(self.layout.header), tags)

    def ifd(self, at: int, tags: Collection[int] | None = None) -> Ifd:
        """Read the directory at *at*, or only its fields in *tags*.

        Raises:
            Truncated: the directory itself does not fit.
            UnreadableBlock: it is empty or points into the header.
        """
        if at < self.layout.header + self.layout.inline:
            raise UnreadableBlock(f"a directory at byte {at}")
        counted = _struct(self.order + self.layout.count_form)
        (count,) = counted.unpack(self.source.read(at, counted.size))
        form = _struct(self.order + self.layout.entry_form)
        if count >= 1 << 16:
            raise UnreadableBlock(f"a directory of {count} entries at byte {at}")
        start = at + counted.size
        raw = self.source.read(start, count * form.size)
        stop = start + len(raw)
        # the thumbnail's directory of some cameras ends without its pointer
        tail = self.source.peek(stop, self.layout.inline)
        whole = len(tail) == self.layout.inline
        following = int.from_bytes(tail, ENDIAN[self.order]) if whole else 0
        entries = self._entries(form, raw, start, tags)
        return Ifd(at, entries, following, stop + len(tail))

    def _entries(
        self, form: struct.Struct, raw: bytes, start: int, tags: Collection[int] | None
    ) -> tuple[Entry, ...]:
        inline, length = self.layout.inline, form.size
        unpack = _struct(self.order + self.layout.offset_form).unpack
        found = []
        here = start - length
        for tag, kind, count, value in form.iter_unpack(raw):
            here += length
            if tags is None or tag in tags:
                size = SIZES.get(kind, 0) * count
                at = here + length - inline if size <= inline else unpack(value)[0]
                found.append(Entry(tag, kind, count, at, size, here))
        return tuple(found)

    def sound(self, entry: Entry) -> bool:
        """Tell whether the value lies inside and its type is known."""
        return entry.type in SIZES and entry.at + entry.size <= self.source.size

    def raw(self, entry: Entry) -> bytes:
        """Read the bytes of a value.

        Raises:
            Truncated: it lies outside.
            UnreadableBlock: it has no known type.
        """
        if entry.type not in SIZES:
            raise UnreadableBlock(f"tag {entry.tag:#06x} has type {entry.type}")
        return self.source.read(entry.at, entry.size)

    def numbers(self, entry: Entry) -> tuple[float, ...]:
        """Read numbers; fractions without a denominator, infinity and what is none are left out."""
        data = self.raw(entry)
        if entry.type in RATIONALS:
            pairs = struct.iter_unpack(f"{self.order}2{RATIONALS[entry.type]}", data)
            return tuple(above / below for above, below in pairs if below)
        letter = NUMBERS.get(entry.type)
        if letter is None:
            return ()
        found = struct.unpack(f"{self.order}{entry.amount}{letter}", data)
        return tuple(filter(math.isfinite, found)) if letter in FLOATS else found

    def pack(self, layout: str, *values: int | bytes) -> bytes:
        """Write integers and bytes in this byte order."""
        return struct.pack(self.order + layout, *values)

    def directories(
        self, wanted: Mapping[Directory, Collection[int]] | None = None
    ) -> dict[Directory, Ifd]:
        """Read IFD0 and the Exif and GPS directories it points to, as far as they can be read.

        *wanted* names the fields to read in each directory; a directory without any is left out.
        """
        first = self.first(_with_pointers(frozenset(wanted.get("ifd0", ()))) if wanted else None)
        found: dict[Directory, Ifd] = {"ifd0": first}
        for name, tag in POINTERS.items():
            pointer = first.find(tag) if wanted is None or name in wanted else None
            if pointer is not None:
                try:
                    at = int(self.numbers(pointer)[0])
                    found[name] = self.ifd(at, wanted[name] if wanted else None)
                except (Truncated, UnreadableBlock, IndexError):
                    continue
        return found

    def chain(self, most: int = 1 << 12) -> Iterator[Ifd]:
        """Walk the pages; a loop or a broken page ends the walk."""
        at, seen = self.number(self.layout.header), set[int]()
        while at and at not in seen and len(seen) < most:
            seen.add(at)
            try:
                ifd = self.ifd(at)
            except (Truncated, UnreadableBlock):
                return
            yield ifd
            at = ifd.following


@cache
def _with_pointers(tags: frozenset[int]) -> frozenset[int]:
    return tags.union(POINTERS.values())


def edited(source: Source, changes: Iterable[Change]) -> tuple[Patch, ...]:
    """Work out the patches that carry *changes* out; what is appended is a patch at the end.

    Raises:
        UnreadableBlock, Truncated: the directories cannot be read, so nothing can be edited.
        TooBig: offsets would not fit any more.
    """
    return _Editor(Tiff.of(source)).run(tuple(changes))


def applied(data: bytes, patches: Iterable[Patch]) -> bytes:
    """Carry patches out in memory."""
    pieces, at = [], 0
    for patch in sorted(patches):
        pieces += [data[at : patch.start], patch.data]
        at = patch.stop
    return b"".join([*pieces, data[at:]])


class _Editor:
    """One edit: collects patches, and the bytes that go to the end.

    *end* is where the block ends once directories that are re-made at the tail are cut off.
    """

    def __init__(self, tiff: Tiff) -> None:
        self.tiff = tiff
        self.found = tiff.directories()
        self.patches: list[Patch] = []
        self.end = tiff.source.size
        self.tail = b""

    def run(self, changes: tuple[Change, ...]) -> tuple[Patch, ...]:
        for name, tag in POINTERS.items():
            at = self._directory(name, [change for change in changes if change.directory == name])
            if at is not None:
                changes += (self._pointer(tag, at),)
        top = self._directory("ifd0", [change for change in changes if change.directory == "ifd0"])
        if top is not None:
            place, value = (
                self.tiff.layout.header,
                self.tiff.pack(self.tiff.layout.offset_form, top),
            )
            self.patches.append(Patch(place, place + len(value), value))
        if self.tail or self.end < self.tiff.source.size:
            self.patches.append(Patch(self.end, self.tiff.source.size, self.tail))
        if self.end + len(self.tail) > self.tiff.layout.limit:
            raise TooBig("offsets beyond 4 GiB do not fit this TIFF structure")
        return tuple(sorted(self.patches))

    def _pointer(self, tag: int, at: int) -> Change:
        kind = LONG if self.tiff.layout is CLASSIC else IFD8
        return Change("ifd0", tag, kind, self.tiff.pack(self.tiff.layout.offset_form, at))

    def _directory(self, name: Directory, changes: list[Change]) -> int | None:
        """Change one directory; give its new place, or None if it stays where it is."""
        ifd = self.found.get(name)
        changes = [change for change in changes if change.payload is not None or _has(ifd, change)]
        if not changes:
            return None
        if ifd is None:
            return self._append([], changes, following=0)
        if not self._is_tail(ifd) and all(self._fits(ifd, change) for change in changes):
            self.patches += [patch for change in changes for patch in self._in_place(ifd, change)]
            return None
        return self._remade(ifd, changes)

    def _fits(self, ifd: Ifd, change: Change) -> bool:
        entry, inline = ifd.find(change.tag), self.tiff.layout.inline
        if entry is None or change.payload is None or not self.tiff.sound(entry):
            return False
        # a value that would move into the entry, or out of it, needs the entry re-made
        if len(change.payload) <= inline or entry.size <= inline:
            return len(change.payload) <= inline and entry.size <= inline
        return len(change.payload) <= entry.size and not self._shared(entry)

    def _in_place(self, ifd: Ifd, change: Change) -> Iterator[Patch]:
        entry = ifd.find(change.tag)
        if entry is None or change.payload is None:
            return
        count = len(change.payload) // SIZES[change.type]
        head = self.tiff.pack(self.tiff.layout.entry_form[:-2], change.tag, change.type, count)
        room = max(entry.size, self.tiff.layout.inline)
        yield Patch(entry.place, entry.place + len(head), head)
        yield Patch(entry.at, entry.at + room, change.payload.ljust(room, b"\0"))

    def _shared(self, entry: Entry) -> bool:
        """Tell whether another value lies in the same bytes, as thrifty writers arrange it."""
        return any(
            other.place != entry.place
            and other.at < entry.at + entry.size
            and entry.at < other.at + other.size
            for ifd in self.found.values()
            for other in ifd.entries
        )

    def _remade(self, ifd: Ifd, changes: list[Change]) -> int:
        kept: list[Entry | Change] = list(ifd.entries)
        if self._is_tail(ifd):
            self.end = ifd.at
            kept = [
                Change("ifd0", entry.tag, entry.type, self.tiff.raw(entry))
                if self._beyond(entry, ifd.at) else entry
                for entry in ifd.entries
            ]  # fmt: skip
        return self._append(kept, changes, ifd.following)

    def _beyond(self, entry: Entry, at: int) -> bool:
        return entry.size > self.tiff.layout.inline and entry.at >= at

    def _is_tail(self, ifd: Ifd) -> bool:
        """Tell whether the directory and its values, and nothing else, run to the very end.

        Opaque values (maker notes, DNG private data) may hold absolute offsets: they never move.
        """
        if self.tail or self.end < self.tiff.source.size:
            return False
        at = ifd.stop
        for entry in sorted(ifd.entries, key=lambda entry: entry.at):
            if self._beyond(entry, ifd.at):
                if (
                    entry.type == UNDEFINED
                    or entry.tag == DNG_PRIVATE
                    or not 0 <= entry.at - at <= 1
                ):
                    return False
                at = entry.at + entry.size
        return 0 <= self.end - at <= 1

    def _append(self, kept: list[Entry | Change], changes: list[Change], following: int) -> int:
        fields = _merged(kept, changes)
        layout, pack = self.tiff.layout, self.tiff.pack
        self.tail += b"\0" * ((self.end + len(self.tail)) % 2)
        at = self.end + len(self.tail)
        size = struct.calcsize(self.tiff.order + layout.entry_form)
        head = struct.calcsize(self.tiff.order + layout.count_form)
        values_at, values, entries = at + head + len(fields) * size + layout.inline, b"", b""
        for field in fields:
            if isinstance(field, Entry):
                # the entry as it stands, so that even odd ones survive
                entries += self.tiff.source.read(field.place, size)
                continue
            value = field.payload or b""
            count = len(value) // SIZES[field.type]
            if len(value) <= layout.inline:
                cell = value.ljust(layout.inline, b"\0")
            else:
                cell = pack(layout.offset_form, values_at + len(values))
                values += value + b"\0" * (len(value) % 2)
            entries += pack(layout.entry_form, field.tag, field.type, count, cell)
        self.tail += (
            pack(layout.count_form, len(fields)) + entries + pack(layout.offset_form, following)
        )
        self.tail += values
        return at


def _merged(kept: list[Entry | Change], changes: list[Change]) -> list[Entry | Change]:
    """Lay changes over the fields that are there.

    Fields stand in the order of tags; where a broken writer left one elsewhere, it stays there,
    because readers that skip it in the middle give up when it comes first.
    """
    changed = {change.tag for change in changes}
    fields = [field for field in kept if field.tag not in changed]
    for change in changes:
        if change.payload is not None:
            later = (index for index, field in enumerate(fields) if field.tag > change.tag)
            fields.insert(next(later, len(fields)), change)
    return fields


def _has(ifd: Ifd | None, change: Change) -> bool:
    return ifd is not None and ifd.find(change.tag) is not None
