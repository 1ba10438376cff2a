"""What stands behind the end of a JPEG: further pictures, videos, notes of makers and programs.

Sources: ITU-T T.81, B.1.1 (markers within a scan); CIPA DC-007 (further pictures); ISO 21496-1,
Ultra HDR Image Format 1.1 and Apple's HDRGainMap (gain maps). The law here: what a viewer needs to
show the picture as it is meant is part of it. That is a gain map, unless it tells of its camera.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from credits._bytes import CHUNK, View
from credits.containers import _mpf
from credits.containers._parts import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from credits._bytes import Source
    from credits.containers._parts import Parts, Range

GAIN_MAP, FILLER, TRAILER = "gain map", "padding", "trailer"
# where a mark stands, the mark, and what it is the mark of
MARKS: Final = ((4, b"ftyp", "video"), (0, b"\xff\xd8\xff", "picture"), (0, b"PK\3\4", "archive"))
KINDS: Final = (*(kind for *_, kind in MARKS), TRAILER)
# what stays, though it is not of the picture itself
STAYS: Final = frozenset({GAIN_MAP, FILLER})
_GAIN_MAPS: Final = (b"hdr-gain-map", b"hdrgainmap", b"urn:iso:std:iso:ts:21496")
# within a scan FF is followed by 00, a restart marker or, before a marker, by FF
_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
END: Final = 0xD9
# more markers than scans and tables of any picture
MOST: Final = 1 << 12


def end_of_image(source: Source, at: int) -> int | None:
    """Find where the picture ends whose first scan begins at *at*; None if that is nowhere."""
    place: int | None = at
    for _ in range(MOST):
        head = source.peek(place, 4) if place is not None else b""
        if place is None or len(head) < 2:
            return None
        if head[1] == END:
            return place + 2
        # tables stand between scans; other markers have no length there
        length = int.from_bytes(head[2:]) if 0xC0 <= head[1] < 0xFF and head[1] != 0xD8 else 0
        place = _marker(source, place + 2 + length)
    return None


def _marker(source: Source, at: int) -> int | None:
    while at < source.size:
        data = source.peek(at, CHUNK)
        found = _MARKER.search(data)
        if found:
            return at + found.start()
        at += max(len(data) - 1, 1)  # a marker may stand across
    return None


def apart(parts: Parts, split: Callable[[Source], Parts]) -> Parts:
    """Give the same file with what stands behind its picture as parts of their own.

    *split* takes the pictures there apart.
    """
    scan = parts.parts[-1]
    if scan.kind != "SOS":
        return parts
    end = end_of_image(parts.source, scan.start)
    if end is None or end == scan.stop:
        return parts
    behind = [
        _named(parts.source, place, split)
        for place in _pieces((end, scan.stop), _mpf.places(parts))
    ]
    return parts.with_parts((*parts.parts[:-1], scan._replace(stop=end), *behind))


def _pieces(room: Range, pictures: list[Range]) -> Iterator[Range]:
    """Cut what stands behind the picture where the index says that pictures begin and end."""
    at, end = room
    for start, stop in sorted(pictures):
        if at <= start < stop <= end:
            if at < start:
                yield at, start
            yield start, stop
            at = stop
    if at < end:
        yield at, end


def _named(source: Source, place: Range, split: Callable[[Source], Parts]) -> Part:
    start, stop = place
    head = source.peek(start, min(16, stop - start))
    kind = next((kind for at, mark, kind in MARKS if head.startswith(mark, at)), TRAILER)
    if kind == "picture" and _is_gain_map(split(View(source, start, stop - start))):
        kind = GAIN_MAP
    if kind == TRAILER and not any(any(data) for data in source.chunks(start, stop)):
        kind = FILLER
    return Part(kind, start, stop, None, kind in STAYS)


def _is_gain_map(parts: Parts) -> bool:
    """Tell by what its segments say; one with EXIF says more than that, and is none here."""
    heads = [parts.payload(part) for part in parts.parts if part.kind != "SOS"]
    told = any(mark in head for mark in _GAIN_MAPS for head in heads)
    whole = end_of_image(parts.source, parts.parts[-1].start) == parts.source.size
    return told and whole and not parts.of_kind("Exif")
