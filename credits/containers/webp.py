"""WebP, still and animated.

Source: RFC 9649. Metadata needs the extended form (VP8X) whose flags announce it: a simple file
gets one, with the canvas and the alpha flag of its only frame. Chunks keep their order; new ones
go where section 2.7 wants them, EXIF and XMP behind the image data.
"""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from credits._bytes import Buffer, Source
from credits.containers import _riff
from credits.containers._parts import Blocks, Part, Parts, Problem, Size, marked_image
from credits.errors import TooBig

if TYPE_CHECKING:
    from credits.containers._parts import Edits

NAME: Final = "webp"
MEDIA_TYPE: Final = "image/webp"
SUFFIXES: Final = (".webp",)
WRITES: Final = frozenset({"exif", "xmp"})

IMAGE: Final = frozenset({"VP8 ", "VP8L", "ALPH", "ANIM", "ANMF"})
CHUNKS: Final = {"exif": "EXIF", "xmp": "XMP "}
# bits of VP8X (2.7.1.1)
FLAGS: Final = {"ICCP": 0x20, "ALPH": 0x10, "EXIF": 0x08, "XMP ": 0x04, "ANIM": 0x02}
C2PA: Final = "C2PA"
EXIF_HEADER: Final = b"Exif\0\0"


def recognises(head: bytes) -> bool:
    """Tell by the RIFF form."""
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def split(source: Source) -> Parts:
    """Take a WebP apart."""
    problems: list[Problem] = []
    parts = [part._replace(image=part.kind in IMAGE) for part in _riff.chunks(source, problems)]
    if not any(part.image for part in parts):
        problems.append(Problem("file", "no image data: no VP8 chunk", fatal=True))
    found = Parts(source, tuple(parts), tuple(problems))
    if problems or _canvas(found) is not None:
        return found
    return replace(found, problems=(Problem("file", "no image data: no size", fatal=True),))


def blocks(parts: Parts) -> Blocks:
    """Gather the raw blocks."""
    exif, xmp = (_first(parts, kind) for kind in ("EXIF", "XMP "))
    # libvips and others leave JPEG's header on the TIFF structure
    return Blocks(exif=None if exif is None else Buffer(exif.removeprefix(EXIF_HEADER)), xmp=xmp)


def _first(parts: Parts, kind: str) -> bytes | None:
    for part in parts.of_kind(kind):
        return _riff.content(parts.payload(part))
    return None


def replaced(parts: Parts, edits: Edits) -> Parts:
    """Put new blocks in the place of the old ones or behind the image, and announce them."""
    kept = [p for p in parts.parts if p.kind != C2PA or "credentials" not in edits]
    for block, kind in CHUNKS.items():
        if block in edits:
            _put(kept, kind, edits[block])
    size = _canvas(parts)
    kept = _announced(parts, kept, size)
    # padding that a last odd chunk lacks would shift what now follows it
    body = [part for part in kept[1:] if part.kind != "trailer"]
    for part in body:
        if part.length % 2 and part is not body[-1]:
            kept[kept.index(part)] = part._replace(data=parts.payload(part) + b"\0")
    length = sum(part.length for part in kept[1:] if part.kind != "trailer")
    if length > 0xFFFFFFF0:
        raise TooBig("a RIFF file holds at most 4 GiB")
    head = _riff.header("WEBP", length)
    if parts.payload(kept[0]) != head:
        kept[0] = kept[0]._replace(data=head)
    return parts.with_parts(tuple(kept))


def _put(kept: list[Part], kind: str, data: object) -> None:
    place = next((index for index, part in enumerate(kept) if part.kind == kind), None)
    if place is None:
        behind = {"RIFF", "VP8X", "ICCP", *IMAGE, *(("EXIF",) if kind == "XMP " else ())}
        place = 1 + max(index for index, part in enumerate(kept) if part.kind in behind)
    at = kept[place].start if place < len(kept) else kept[-1].stop
    kept[place:] = [part for part in kept[place:] if part.kind != kind]
    if isinstance(data, bytes):
        kept.insert(place, Part(kind, at, at, _riff.chunk(kind, data)))


def _announced(parts: Parts, kept: list[Part], size: Size | None) -> list[Part]:
    """Set the flags of what is there now; make VP8X where there is none and one is needed."""
    kinds = {part.kind for part in kept}
    metadata = sum(FLAGS[kind] for kind in ("EXIF", "XMP ") if kind in kinds)
    for index, part in enumerate(kept):
        if part.kind == "VP8X":
            data = bytearray(parts.payload(part))
            flags = data[8] & ~0x0C | metadata
            if flags != data[8]:
                data[8] = flags
                kept[index] = part._replace(data=bytes(data))
            return kept
    if not metadata or size is None:
        return kept
    flags = metadata | sum(FLAGS[kind] for kind in ("ICCP", "ANIM") if kind in kinds)
    if "ALPH" in kinds or _lossless_alpha(parts):
        flags |= FLAGS["ALPH"]
    canvas = b"".join(struct.pack("<I", side - 1)[:3] for side in size)
    extended = _riff.chunk("VP8X", struct.pack("<I", flags) + canvas)
    return [kept[0], Part("VP8X", 12, 12, extended), *kept[1:]]


def _lossless_alpha(parts: Parts) -> bool:
    for part in parts.of_kind("VP8L"):
        bits = int.from_bytes(parts.source.read(part.start + 9, 4), "little")
        return bool(bits >> 28 & 1)
    return False


def _canvas(parts: Parts) -> Size | None:
    """Read width and height: from VP8X, else from the frame (RFC 6386 9.1, RFC 9649 3.4).

    A frame without a side has no size: VP8X, which counts from one, could not say it.
    """
    for part in parts.parts:
        data = parts.source.peek(part.start + 8, 10)
        if part.kind == "VP8X" and len(data) == 10:
            return Size(*(1 + int.from_bytes(data[at : at + 3], "little") for at in (4, 7)))
        if part.kind == "VP8L" and data[:1] == b"\x2f" and len(data) >= 5:
            bits = int.from_bytes(data[1:5], "little")
            return Size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        if part.kind == "VP8 " and data[3:6] == b"\x9d\x01\x2a" and len(data) == 10:
            width, height = (side & 0x3FFF for side in struct.unpack("<HH", data[6:10]))
            return Size(width, height) if width and height else None
    return None


dimensions = _canvas
image_data = marked_image


def is_signed(parts: Parts) -> bool:
    """Tell whether a C2PA manifest store is there."""
    return bool(parts.of_kind(C2PA))
