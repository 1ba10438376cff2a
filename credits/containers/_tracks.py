"""The ``moov`` box of image sequences: where samples stand, and the offsets that say so.

Source: ISO/IEC 14496-12, 8.3 to 8.7. Chunk offsets count from the start of the file, so they move
with what stands before them; boxes not listed here may hold offsets too, and are never moved.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final, NamedTuple

from credits._bytes import Buffer, Cursor, Source
from credits.containers import _boxes
from credits.containers._boxes import Box
from credits.containers._parts import Range, Size
from credits.errors import TooBig, UnreadableBlock

# longer than the tables of a sequence of hours
MOST_MOOV: Final = 4 << 20
MOST_SAMPLES: Final = 1 << 19
# trak, mdia, minf, stbl: nothing with tables lies deeper
DEEPEST: Final = 6
INSIDE: Final = frozenset({"trak", "mdia", "minf", "stbl", "dinf", "edts"})
OFFSETS: Final = {"stco": 4, "co64": 8}
# boxes that hold no offset into the file
STILL: Final = frozenset({
    "mvhd", "iods", "udta", "free", "skip", "tkhd", "tref", "trgr", "elst", "mdhd", "hdlr", "elng",
    "vmhd", "smhd", "hmhd", "nmhd", "sthd", "stsd", "stts", "ctts", "cslg", "stsc", "stsz", "stz2",
    "stss", "stsh", "sdtp", "sbgp", "sgpd", "subs", "padb", "stdp",
})  # fmt: skip


class Track(NamedTuple):
    """One track: its *chunks* (offsets, *width* bytes each, stored at *table*), their *lengths*."""

    table: int
    width: int
    chunks: tuple[int, ...]
    lengths: tuple[int, ...]

    @property
    def ranges(self) -> list[Range]:
        """List where the samples stand."""
        return [
            (at, at + length)
            for at, length in zip(self.chunks, self.lengths, strict=True)
            if length
        ]


class Movie(NamedTuple):
    """What a moov box says of the file; *strange* names a box that may hold other offsets."""

    tracks: tuple[Track, ...]
    size: Size | None
    strange: str | None = None


def read(source: Source, box: Box) -> Movie:
    """Read a moov box.

    Raises:
        Truncated: it ends too early.
        UnreadableBlock: it is too long, or its tables contradict each other.
    """
    if box.stop - box.start > MOST_MOOV:
        raise UnreadableBlock(f"moov box of more than {MOST_MOOV >> 20} MiB")
    data = source.read(box.start, box.stop - box.start)
    inner = Buffer(data)
    tracks: list[Track] = []
    size = strange = None
    for child in _boxes.boxes(inner, box.body - box.start, len(data)):
        if child.kind != "trak":
            strange = strange or _strange(child, data)
            continue
        leaves = _leaves(inner, child)
        strange = strange or next((odd for leaf in leaves if (odd := _strange(leaf, data))), None)
        tracks += _track(data, box.start, leaves)
        size = size or _size(data, leaves)
    return Movie(tuple(tracks), size, strange)


def _leaves(inner: Source, box: Box, depth: int = 0) -> list[Box]:
    """List the boxes within a track that hold no boxes, those of its tables among them."""
    if depth > DEEPEST:
        raise UnreadableBlock("boxes within boxes without end")
    found: list[Box] = []
    for child in _boxes.boxes(inner, box.body, box.stop):
        found += _leaves(inner, child, depth + 1) if child.kind in INSIDE else [child]
    return found


def _strange(box: Box, data: bytes) -> str | None:
    if box.kind == "dref":
        # every entry has to say that the data is in this file
        cursor = Cursor(data, box.body + 4)
        entries = list(_boxes.boxes(Buffer(data), cursor.at + 4, box.stop))
        own = all(data[entry.body + 3 : entry.body + 4] == b"\1" for entry in entries)
        return None if own else "dref"
    return None if box.kind in STILL or box.kind in OFFSETS else box.kind


def _track(data: bytes, start: int, leaves: list[Box]) -> list[Track]:
    by_kind = {box.kind: box for box in leaves}
    offsets = next((by_kind[kind] for kind in OFFSETS if kind in by_kind), None)
    if offsets is None:
        return []
    width = OFFSETS[offsets.kind]
    chunks = _table(data, offsets, "I" if width == 4 else "Q")
    try:
        lengths = _lengths(data, by_kind, len(chunks))
    except KeyError as error:
        raise UnreadableBlock(f"a track without {error.args[0]}") from error
    return [Track(start + offsets.body + 8, width, chunks, lengths)]


def _table(data: bytes, box: Box, form: str) -> tuple[int, ...]:
    cursor = Cursor(data[: box.stop], box.body + 4)
    amount = cursor.u32()
    if amount > MOST_SAMPLES:
        raise UnreadableBlock(f"{box.kind} with more than {MOST_SAMPLES} entries")
    return cursor.unpack(f"{amount}{form}")


def _lengths(data: bytes, boxes: dict[str, Box], amount: int) -> tuple[int, ...]:
    """Work out how long each chunk is, from samples a chunk (stsc) and bytes a sample (stsz)."""
    runs = list(struct.iter_unpack(">III", data[boxes["stsc"].body + 8 : boxes["stsc"].stop]))
    each, sizes = _sizes(data, boxes)
    lengths: list[int] = []
    run = sample = 0
    for chunk in range(1, amount + 1):
        while run + 1 < len(runs) and runs[run + 1][0] <= chunk:
            run += 1
        count = runs[run][1] if runs else 0
        lengths.append(count * each if each else sum(sizes[sample : sample + count]))
        sample += count
    return tuple(lengths)


def _sizes(data: bytes, boxes: dict[str, Box]) -> tuple[int, tuple[int, ...]]:
    """Read the size that all samples have, else (0) the size of each."""
    if "stz2" in boxes:
        return 0, _compact_sizes(data, boxes["stz2"])
    box = boxes["stsz"]
    each = int.from_bytes(data[box.body + 4 : box.body + 8])
    return each, () if each else _table(data, box._replace(body=box.body + 4), "I")


def _compact_sizes(data: bytes, box: Box) -> tuple[int, ...]:
    """Read sizes of 4, 8 or 16 bits (8.7.3.3)."""
    cursor = Cursor(data[: box.stop], box.body + 7)
    width, amount = cursor.u8(), cursor.u32()
    if width == 4:
        cells = cursor.take((amount + 1) // 2)
        return tuple(half for cell in cells for half in (cell >> 4, cell & 15))[:amount]
    return cursor.unpack(f"{amount}{'H' if width == 16 else 'B'}")


def _size(data: bytes, leaves: list[Box]) -> Size | None:
    """Read width and height of a visible track: 16.16 at the end of its header (8.3.2)."""
    for box in leaves:
        if box.kind == "tkhd" and box.stop - box.body >= 84:
            sides = struct.unpack(">II", data[box.stop - 8 : box.stop])
            return Size(sides[0] >> 16, sides[1] >> 16) if all(sides) else None
    return None


def packed(track: Track, chunks: Sequence[int]) -> bytes:
    """Write a table of offsets.

    Raises:
        TooBig: one has become too wide for it.
    """
    if any(chunk >= 1 << 8 * track.width for chunk in chunks):
        raise TooBig("a sample would stand beyond the reach of its offset (stco)")
    return struct.pack(f">{len(chunks)}{'I' if track.width == 4 else 'Q'}", *chunks)
