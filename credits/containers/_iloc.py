"""The item location box of HEIF and AVIF: what is decoded here is encoded again byte for byte.

Source: ISO/IEC 14496-12, 8.11.3. Versions 0 to 2; numbers are as wide as the box says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from credits._bytes import Cursor
from credits.errors import UnreadableBlock

# more than any camera's
MOST_EXTENTS: Final = 1 << 16
# how data is found: from the start of the file, in the idat box, in another item
IN_FILE, IN_IDAT, IN_ITEM = 0, 1, 2


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
    reference, base = cursor.u16(), uint(cursor, widths.base)
    amount, ordinal = cursor.u16(), widths.ordinal if version else 0
    if amount > 1 and not widths.offset + widths.length + ordinal:
        raise UnreadableBlock("iloc with extents of no size")
    extents = tuple(
        Extent(uint(cursor, ordinal), uint(cursor, widths.offset), uint(cursor, widths.length))
        for _ in range(amount)
    )
    return Place(number, method, reference, base, extents)


def uint(cursor: Cursor, width: int) -> int:
    """Read a number of *width* bytes."""
    return int.from_bytes(cursor.take(width))
