"""JPEG: marker segments up to the first scan, then everything else in one piece.

Sources: ITU-T T.81 annex B; XMP Specification Part 3, 1.1.3 (Exif, XMP, Photoshop, in this order,
right behind SOI and JFIF; ExtendedXMP); CIPA DC-007 (multi-picture format).
The law here: from SOS to the end nothing is ever looked into or moved. What grows stands before
the MPF segment, whose offsets count from its own place.
"""

from __future__ import annotations

import re
import struct
from hashlib import md5
from typing import TYPE_CHECKING, Final

from credits._bytes import WINDOW, Buffer, Source
from credits.containers import _behind, _mpf, _parts
from credits.containers._parts import Blocks, Part, Parts, Problem, Range, Size, crowded
from credits.errors import TooBig, Truncated

if TYPE_CHECKING:
    from collections.abc import Callable

    from credits.containers._parts import Edits

NAME: Final = "jpeg"
MEDIA_TYPE: Final = "image/jpeg"
SUFFIXES: Final = (".jpg", ".jpeg", ".jpe", ".jfif")
WRITES: Final = frozenset({"exif", "photoshop", "xmp"})

SOI: Final = b"\xff\xd8"
EOI: Final = b"\xff\xd9"
SOS: Final = 0xDA
APP0, APP1, APP2, APP11, APP13, COM = 0xE0, 0xE1, 0xE2, 0xEB, 0xED, 0xFE
# start of frame, in all its processes: baseline, progressive, lossless, arithmetic
FRAMES: Final = frozenset(f"{marker:02X}" for marker in range(0xC0, 0xD0)) - {"C4", "C8", "CC"}
# TEM and the restart markers have no length
STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})

MAX_PAYLOAD: Final = 65533
EXIF_HEADER: Final = b"Exif\x00\x00"
XMP_HEADER: Final = b"http://ns.adobe.com/xap/1.0/\x00"
EXTENDED_HEADER: Final = b"http://ns.adobe.com/xmp/extension/\x00"
PHOTOSHOP_HEADER: Final = b"Photoshop 3.0\x00"
# GUID, full length, offset
EXTENDED_HEAD: Final = len(EXTENDED_HEADER) + 32 + 4 + 4

# marker, what the payload begins with, the kind, and how much of the payload is header
SIGNATURES: Final = (
    (APP1, b"Exif\x00", "Exif", len(EXIF_HEADER)),
    (APP1, XMP_HEADER, "XMP", len(XMP_HEADER)),
    (APP1, EXTENDED_HEADER, "ExtendedXMP", 0),
    (APP13, PHOTOSHOP_HEADER, "Photoshop", len(PHOTOSHOP_HEADER)),
    (APP13, b"Adobe_Photoshop2.5:", "Photoshop", len(b"Adobe_Photoshop2.5:")),
    (APP2, b"MPF\x00", "MPF", 4),
    (APP2, b"ICC_PROFILE\x00", "ICC", 14),
    (APP11, b"JP", "JUMBF", 0),
)
LONGEST: Final = max(len(signature) for _, signature, *_ in SIGNATURES)
KINDS: Final = {
    marker: tuple((signature, kind) for its, signature, kind, _ in SIGNATURES if its == marker)
    for marker, *_ in SIGNATURES
}
HEADS: Final = {
    kind: tuple((signature, skip) for _, signature, its, skip in SIGNATURES if its == kind)
    for _, _, kind, _ in SIGNATURES
}
# kinds whose payload always begins alike, and what is before their block
LONE_HEADS: Final = {kind: 4 + heads[0][1] for kind, heads in HEADS.items() if len(heads) == 1}
APPLICATION: Final = frozenset({*range(APP0, 0xF0), COM})
# markers that a length follows: all but the standalone ones, SOI and EOI
SEGMENTS: Final = frozenset(range(0xC0, COM + 1)) - STANDALONE - {0xD8, 0xD9}
# 0xFF, the marker, the length with itself (B.1.1.4)
_HEAD: Final = struct.Struct(">BBH")
_SEGMENT: Final = re.compile(b"\xff[%s]" % re.escape(bytes(sorted(SEGMENTS))))
NAMES: Final = {
    marker: f"APP{marker - APP0}" if APP0 <= marker < 0xF0 else f"{marker:02X}"
    for marker in SEGMENTS
} | {COM: "COM"}
ORDER: Final = ("Exif", "XMP", "ExtendedXMP", "Photoshop")
BLOCKS: Final = frozenset(ORDER)


def recognises(head: bytes) -> bool:
    """Tell by SOI and the marker behind it."""
    return head[:3] == b"\xff\xd8\xff"


def split(source: Source) -> Parts:
    """Take a JPEG apart: SOI, the segments, then everything from SOS as one part."""
    parts = [Part("SOI", 0, 2)]
    problems: list[Problem] = []
    at, size, first = 2, source.size, 0
    head = _HEAD.unpack_from
    # one window holds all segments of nearly every file
    window, edge = _window(source, 0)
    for _ in range(1, _parts.MOST_PARTS):
        if at >= size:
            break
        here = at - first
        if here > edge:
            window, edge = _window(source, at)
            first, here = at, 0
        mark, marker, length = head(window, here)
        stop = at + 2 + length
        name = NAMES.get(marker) if mark == 0xFF else None
        if name is None:
            parts.append(_filler(source, at))
            stop = parts[-1].stop
        elif not at + 4 <= stop <= size:
            problems.append(Problem("file", f"truncated: segment {marker:02X} at byte {at}", True))
            parts.append(Part("broken", at, size))
            break
        elif marker == SOS:
            parts.append(Part("SOS", at, size, None, True))
            break
        elif marker in APPLICATION:
            parts.append(Part(_kind(marker, window, here + 4, stop - first), at, stop))
        else:
            parts.append(Part(name, at, stop, None, True))
        at = stop
    else:
        crowded(parts, at, size, problems)
    if parts[-1].kind != "SOS":
        problems.append(Problem("file", "no image data: it ends before the first scan", True))
    elif not _ends(source, parts[-1]):
        problems.append(Problem("file", "truncated: no end-of-image marker", True))
    return Parts(source, tuple(parts), tuple(problems))


def _window(source: Source, at: int) -> tuple[bytes, int]:
    """Read on from *at*; gives the bytes, and the last place where a segment's head is whole."""
    window = source.peek(at, min(source.size - at, WINDOW))
    return window.ljust(_HEAD.size, b"\0"), len(window) - LONGEST - _HEAD.size


def _kind(marker: int, data: bytes, at: int, stop: int) -> str:
    for signature, kind in KINDS.get(marker, ()):
        if data.startswith(signature, at, stop):
            return kind
    return NAMES[marker]


def _filler(source: Source, at: int) -> Part:
    """Take what stands between two segments: fill bytes (B.1.1.2), markers alone, garbage."""
    start, data = at, source.peek(at, 1 << 16)
    while data:
        if found := _SEGMENT.search(data, start == at):
            return Part("filler", at, start + found.start())
        start += len(data) - 1 if len(data) > 1 else 1
        data = source.peek(start, 1 << 16) if start < source.size else b""
    return Part("filler", at, source.size)


def _ends(source: Source, scan: Part) -> bool:
    # trailers (second pictures, videos, vendors' notes) may follow the end-of-image marker
    return source.last(2) == EOI or source.rfind(EOI, scan.start) >= 0


def blocks(parts: Parts) -> Blocks:
    """Gather the raw blocks; of several Exif or XMP segments the first is what readers use."""
    found: dict[str, list[Part]] = {}
    for part in [part for part in parts.parts if part.kind in BLOCKS]:
        found.setdefault(part.kind, []).append(part)
    problems = [
        Problem(block, f"{len(found[kind])} {kind} segments, the first is used")
        for block, kind in (("exif", "Exif"), ("xmp", "XMP"))
        if len(found.get(kind, ())) > 1
    ]
    first = {kind: _payload(parts, found[kind][0]) for kind in ("Exif", "XMP") if kind in found}
    resources = [_payload(parts, part) for part in found.get("Photoshop", ())]
    exif = first.get("Exif")
    return Blocks(
        exif=None if exif is None else Buffer(exif),
        xmp=first.get("XMP"),
        photoshop=b"".join(resources) if resources else None,
        extended=_extended(parts, problems) if "ExtendedXMP" in found else {},
        problems=tuple(problems),
    )


def _payload(parts: Parts, part: Part) -> bytes:
    skip = LONE_HEADS.get(part.kind)
    if skip is not None and part.length >= skip:
        return parts.payload(part, skip)
    data = parts.payload(part, skip=4)
    for signature, skip in HEADS[part.kind]:
        if data.startswith(signature):
            return data[skip:]
    return data


def _extended(parts: Parts, problems: list[Problem]) -> dict[str, bytes]:
    """Put ExtendedXMP together by GUID; segments may stand in any order (XMP Part 3, 1.1.3.1)."""
    pieces: dict[str, dict[int, bytes]] = {}
    lengths: dict[str, int] = {}
    for part in parts.of_kind("ExtendedXMP"):
        data = parts.payload(part, skip=4)
        if len(data) < EXTENDED_HEAD:
            problems.append(Problem("xmp", "an ExtendedXMP segment without its header"))
            continue
        guid, full, offset = struct.unpack_from(">32sII", data, len(EXTENDED_HEADER))
        name = guid.decode("latin-1")
        lengths[name] = full
        pieces.setdefault(name, {})[offset] = data[EXTENDED_HEAD:]
    whole = {
        name: b"".join(data for _, data in sorted(held.items())) for name, held in pieces.items()
    }
    for name in [name for name, data in whole.items() if len(data) != lengths[name]]:
        problems.append(Problem("xmp", f"ExtendedXMP {name} is incomplete, not read"))
        del whole[name]
    return whole


def replaced(parts: Parts, edits: Edits) -> Parts:
    """Put new blocks in the place of the old ones, or where the specification wants them.

    *edits* maps ``exif``, ``photoshop``, ``xmp`` (and ``extended`` beside it: the further XMP) to
    the new block, or to None to take it out.

    Raises:
        TooBig: a block does not fit its segment.
    """
    listed = list(parts.parts)
    if "credentials" in edits:
        boxes = _manifest_boxes(parts)
        listed = [part for part in listed if _box_of(parts, part) not in boxes]
    for kind, segments in _segments(edits).items():
        _put(listed, kind, segments)
    return parts.with_parts(tuple(_mpf.refitted(parts, listed)))


def _segments(edits: Edits) -> dict[str, list[bytes]]:
    made: dict[str, list[bytes]] = {}
    for block, kind in (("exif", "Exif"), ("xmp", "XMP"), ("photoshop", "Photoshop")):
        if block in edits:
            data = edits[block]
            made[kind] = _SPLITTERS[kind](data) if isinstance(data, bytes) else []
    if "xmp" in edits:
        further = edits.get("extended")
        made["ExtendedXMP"] = _split_extended(further) if isinstance(further, bytes) else []
    return {kind: made[kind] for kind in ORDER if kind in made}


def _segment(marker: int, payload: bytes) -> bytes:
    if len(payload) > MAX_PAYLOAD:
        raise TooBig(
            f"a block of {len(payload)} bytes does not fit a JPEG segment ({MAX_PAYLOAD})",
            help="shorten the longest texts",
        )
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _split_photoshop(data: bytes) -> list[bytes]:
    # a resource may straddle segments: readers put all of them together first
    room = MAX_PAYLOAD - len(PHOTOSHOP_HEADER)
    return [
        _segment(APP13, PHOTOSHOP_HEADER + data[at : at + room]) for at in range(0, len(data), room)
    ]


def _split_extended(data: bytes) -> list[bytes]:
    guid = md5(data, usedforsecurity=False).hexdigest().upper().encode()
    room = 65458 - 40  # as Adobe's own writer cuts it
    return [
        _segment(
            APP1,
            EXTENDED_HEADER + guid + struct.pack(">II", len(data), at) + data[at : at + room],
        )
        for at in range(0, len(data), room)
    ]


_SPLITTERS: Final[dict[str, Callable[[bytes], list[bytes]]]] = {
    "Exif": lambda data: [_segment(APP1, EXIF_HEADER + data)],
    "XMP": lambda data: [_segment(APP1, XMP_HEADER + data)],
    "Photoshop": _split_photoshop,
}


def _put(listed: list[Part], kind: str, segments: list[bytes]) -> None:
    """Replace the parts of *kind*; behind an MPF segment nothing may grow, so they move up."""
    barrier = next((i for i, part in enumerate(listed) if part.kind == "MPF"), len(listed))
    places = [index for index, part in enumerate(listed) if part.kind == kind]
    in_place = places and places[0] < barrier
    place = places[0] if in_place else _canonical_place(listed, kind)
    # readers use the first Exif and the first XMP packet; later ones are not ours to drop
    gone = set(places if kind in {"Photoshop", "ExtendedXMP"} or not segments else places[:1])
    kept = [part for index, part in enumerate(listed) if index not in gone]
    place -= sum(index < place for index in gone)
    at = listed[place].start if place < len(listed) else 0
    kept[place:place] = [Part(kind, at, at, data) for data in segments]
    listed[:] = kept


def _canonical_place(listed: list[Part], kind: str) -> int:
    place = 1
    while place < len(listed) and listed[place].kind == "APP0":
        place += 1
    before, barrier = ORDER[: ORDER.index(kind)], {"MPF", "SOS"}
    for index, part in enumerate(listed):
        if part.kind in barrier:
            break
        if part.kind in before:
            place = index + 1
    return place


def dimensions(parts: Parts) -> Size | None:
    """Read width and height from the frame header (B.2.2)."""
    for part in parts.parts:
        if part.kind in FRAMES:
            try:
                height, width = struct.unpack(">HH", parts.source.read(part.start + 5, 4))
            except Truncated:
                return None
            return Size(width, height)
    return None


def density(parts: Parts) -> tuple[int, int, int]:
    """Read the resolution from JFIF: across, down, and the unit as EXIF counts it (2: inch).

    Where it is not said it is 72 per inch, as Exif wants it (4.6.5.1.3).
    """
    for part in parts.of_kind("APP0"):
        data = parts.payload(part, skip=4)[:12]
        if data.startswith(b"JFIF\0") and len(data) == 12 and data[7] in {1, 2}:
            across, down = struct.unpack_from(">HH", data, 8)
            return across, down, data[7] + 1
    return 72, 72, 2


def image_data(parts: Parts) -> list[Range]:
    """List where the picture stands: not what stands behind its end."""
    return [
        (part.start, part.stop) for part in apart(parts).parts
        if part.image and part.kind not in _behind.STAYS
    ]  # fmt: skip


def apart(parts: Parts) -> Parts:
    """Give the same file with what stands behind its picture as parts of their own.

    That takes reading it to its end. What belongs to the picture is marked as its data.
    """
    return _behind.apart(parts, split)


def is_signed(parts: Parts) -> bool:
    """Tell whether a C2PA manifest store stands in the JUMBF segments."""
    return any(b"c2pa" in parts.payload(part) for part in parts.of_kind("JUMBF"))


def _manifest_boxes(parts: Parts) -> frozenset[bytes]:
    """Give the instance numbers of the JUMBF boxes that hold manifests: a box takes many segments.

    Source: ISO/IEC 19566-5 annex D: "JP", instance number, sequence number, then the box.
    """
    return frozenset(
        data[2:4]
        for part in parts.of_kind("JUMBF")
        if b"c2pa" in (data := parts.payload(part, skip=4))
    )


def _box_of(parts: Parts, part: Part) -> bytes | None:
    return parts.payload(part, skip=4)[2:4] if part.kind == "JUMBF" else None
