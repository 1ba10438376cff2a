"""The multi-picture index of JPEG: where further pictures stand behind the first one's end.

Source: CIPA DC-007, 5.2.3: an entry has attributes, size, offset and the numbers of two dependent
pictures; offsets count from the index itself, so they change when something behind it does.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from credits._bytes import Buffer
from credits._ifd import Tiff
from credits.errors import CreditsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from credits._ifd import Entry
    from credits.containers._parts import Part, Parts, Range

COUNT, PICTURES = 0xB001, 0xB002
# marker and length, then "MPF", then the index, from which offsets count
HEAD: Final = 8
LENGTH: Final = 16


class Picture(NamedTuple):
    """One entry: what it says of a picture."""

    attributes: int
    size: int
    offset: int
    one: int
    other: int


class Index:
    """The index in a segment, and its entries."""

    def __init__(self, segment: bytes) -> None:
        self.data = segment
        self.order = "<" if segment[HEAD : HEAD + 2] == b"II" else ">"
        self.count, self.list = (_field(segment[HEAD:], tag) for tag in (COUNT, PICTURES))
        self.pictures = list(self._read())

    def _read(self) -> Iterator[Picture]:
        if self.list is None or self.list.size > len(self.data) - HEAD - self.list.at:
            return
        for at in range(0, self.list.size - LENGTH + 1, LENGTH):
            form = f"{self.order}IIIHH"
            yield Picture(*struct.unpack_from(form, self.data, HEAD + self.list.at + at))

    def written(self, pictures: list[Picture]) -> bytes:
        """Write other entries, as many or fewer, into the segment."""
        data = bytearray(self.data)
        if self.list is None:
            return self.data
        rows = b"".join(struct.pack(f"{self.order}IIIHH", *picture) for picture in pictures)
        start = HEAD + self.list.at
        data[start : start + self.list.size] = rows.ljust(self.list.size, b"\0")
        if len(pictures) < len(self.pictures):
            number = f"{self.order}I"
            struct.pack_into(number, data, HEAD + self.list.place + 4, len(rows))
            if self.count is not None:
                struct.pack_into(number, data, HEAD + self.count.place + 8, len(pictures))
        return bytes(data)


def _field(index: bytes, tag: int) -> Entry | None:
    try:
        return Tiff.of(Buffer(index)).first().find(tag)
    except CreditsError:
        return None


def places(parts: Parts) -> list[Range]:
    """Say where the further pictures stand in the file."""
    return [
        (part.start + HEAD + picture.offset, part.start + HEAD + picture.offset + picture.size)
        for part in parts.of_kind("MPF")
        for picture in Index(parts.payload(part)).pictures[1:]
        if picture.offset and picture.size
    ]


def refitted(parts: Parts, listed: list[Part]) -> list[Part]:
    """Tell the index the new size of the first picture and where the others are in *listed*.

    Pictures that are not there any more are taken out of it; an index of one picture goes.
    """
    scan = next((place for place, part in enumerate(listed) if part.kind == "SOS"), None)
    if scan is None:
        return listed
    starts = [0, *accumulate(part.length for part in listed)]
    grown = starts[scan + 1] - listed[scan].stop
    moved = Move(parts.source.size, listed, starts)
    found: list[Part | None] = []
    for part, start in zip(listed, starts, strict=False):
        if part.kind != "MPF":
            found.append(part)
            continue
        index = Index(parts.payload(part))
        kept = dict(_kept(index, part.start + HEAD, start + HEAD, moved))
        if 0 in kept:
            kept[0] = kept[0]._replace(size=max(kept[0].size + grown, 0))
        found.append(_with(part, index, kept))
    return [part for part in found if part is not None]


class Move:
    """Says where a byte of the source is in the new file; None: it is not there any more."""

    def __init__(self, size: int, listed: list[Part], starts: list[int]) -> None:
        self.size = size
        pairs = zip(listed, starts, strict=False)
        self.held = sorted((p.start, p.stop, new) for p, new in pairs if p.data is None)

    def __call__(self, at: int) -> int | None:
        start, stop, new = self.held[max(bisect_right(self.held, (at, self.size + 1)) - 1, 0)]
        return new + at - start if start <= at < stop else None


def _kept(index: Index, old: int, new: int, moved: Move) -> Iterator[tuple[int, Picture]]:
    """Give the pictures that are there, by their place among all, with their new offsets."""
    for number, picture in enumerate(index.pictures):
        old_at = old + picture.offset
        if not number or not picture.offset or old_at >= moved.size:
            yield number, picture  # the first one, or one that never was there
        elif (at := moved(old_at)) is not None:
            yield number, picture._replace(offset=max(at - new, 0))


def _with(part: Part, index: Index, kept: dict[int, Picture]) -> Part | None:
    if len(kept) == 1 < len(index.pictures):
        return None
    new = dict.fromkeys(range(1, len(index.pictures) + 1), 0)
    new |= {old + 1: place for place, old in enumerate(kept, 1)}
    pictures = [
        one._replace(one=new.get(one.one, one.one), other=new.get(one.other, one.other))
        for one in kept.values()
    ]
    return part if pictures == index.pictures else part._replace(data=index.written(pictures))
