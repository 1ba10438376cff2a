"""GIF, still and animated: a row of blocks, each a row of sub-blocks of up to 255 bytes.

Sources: GIF89a specification (18 to 26); XMP Specification Part 3, 1.1.2. The XMP packet stands
raw in an application extension, and 258 "magic" bytes behind it lead readers that take it for
sub-blocks to its end. A comment extension is read as caption of last resort.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from credits._bytes import Cursor, Source
from credits.containers._parts import (
    Blocks,
    Part,
    Parts,
    Problem,
    Size,
    crowded,
    marked_image,
    never_signed,
    texts_of,
)
from credits.errors import Truncated

if TYPE_CHECKING:
    from credits.containers._parts import Edits, Texts

NAME: Final = "gif"
MEDIA_TYPE: Final = "image/gif"
SUFFIXES: Final = (".gif",)
WRITES: Final = frozenset({"xmp", "text"})

VERSIONS: Final = (b"GIF87a", b"GIF89a")
EXTENSION, IMAGE = 0x21, 0x2C
# what is one byte long: some encoders end a block twice
TRAILER, FILLER = 0x3B, 0x00
COMMENT, APPLICATION = 0xFE, 0xFF
XMP_HEAD: Final = b"\x21\xff\x0bXMP DataXMP"
MAGIC: Final = b"\1" + bytes(range(255, -1, -1)) + b"\0"
# what comments are called among the texts: the first describes the picture, if anything does
KEYWORD, FURTHER = "Description", "Comment"
# blocks that stand before the first picture; XMP goes behind them
PREAMBLE: Final = frozenset({"header", "screen", "application", "xmp", "comment"})


def recognises(head: bytes) -> bool:
    """Tell by the version."""
    return head[:6] in VERSIONS


def split(source: Source) -> Parts:
    """Take a GIF apart: the header, the screen with its colours, the blocks, and what follows."""
    parts = [Part("header", 0, 6)]
    problems: list[Problem] = []
    try:
        at = 13 + _colours(source.read(6, 7)[4])
        parts.append(Part("screen", 6, min(at, source.size), image=True))
        while at < source.size and parts[-1].kind not in {"trailer", "rest"}:
            if crowded(parts, at, source.size, problems):
                at = source.size
                break
            parts.append(_block(source, at))
            at = parts[-1].stop
    except Truncated as error:
        problems.append(Problem("file", f"truncated: {error.message}", fatal=True))
        at = parts[-1].stop
    if not problems and parts[-1].kind != "trailer":
        # browsers show it all the same
        problems.append(Problem("file", f"no trailer at byte {parts[-1].start}"))
    if at < source.size:
        parts.append(Part("rest", at, source.size))
    if not any(part.kind == "image" for part in parts):
        problems.append(Problem("file", "no image data: no image descriptor", fatal=True))
    return Parts(source, tuple(parts), tuple(problems))


def _colours(packed: int) -> int:
    """Give the bytes of a colour table, from the packed field that announces it."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _block(source: Source, at: int) -> Part:
    kind = source.read(at, 1)[0]
    if kind == EXTENSION:
        return _extension(source, at)
    if kind == IMAGE:
        start = at + 10 + _colours(source.read(at + 9, 1)[0]) + 1
        return Part("image", at, _behind_sub_blocks(source, start), image=True)
    if kind == TRAILER:
        return Part("trailer", at, at + 1)
    if kind == FILLER:
        return Part("filler", at, _behind_zeros(source, at))
    return Part("rest", at, source.size)


def _behind_zeros(source: Source, at: int) -> int:
    """Find the end of a run of filler, which may be most of a file."""
    size = 64
    while data := source.peek(at, size):
        rest = len(data.lstrip(b"\0"))
        at += len(data) - rest
        if rest:
            break
        size = min(2 * size, 1 << 16)
    return at


def _extension(source: Source, at: int) -> Part:
    label = source.read(at + 1, 1)[0]
    stop = _behind_sub_blocks(source, at + 2)
    if source.peek(at, len(XMP_HEAD)) == XMP_HEAD:
        return Part("xmp", at, stop)
    if label == COMMENT:
        return Part("comment", at, stop)
    return Part("application" if label == APPLICATION else "extension", at, stop, image=True)


def _behind_sub_blocks(source: Source, at: int) -> int:
    while length := source.read(at, 1)[0]:
        at += 1 + length
    return at + 1


def blocks(parts: Parts) -> Blocks:
    """Gather the raw blocks."""
    packets = parts.of_kind("xmp")
    comments = [_comment(parts, part) for part in parts.of_kind("comment")]
    return Blocks(
        xmp=_packet(parts.payload(packets[0])) if packets else None,
        text=tuple((FURTHER if number else KEYWORD, one) for number, one in enumerate(comments)),
    )


def _packet(data: bytes) -> bytes:
    if data.endswith(MAGIC):
        return data[len(XMP_HEAD) : -len(MAGIC)]
    # some writers cut the packet into sub-blocks like any other data
    return _joined(data, len(XMP_HEAD))


def _joined(data: bytes, at: int) -> bytes:
    cursor, pieces = Cursor(data, at), list[bytes]()
    while length := cursor.u8():
        pieces.append(cursor.take(length))
    return b"".join(pieces)


def _comment(parts: Parts, part: Part) -> str:
    data = _joined(parts.payload(part), 2)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def replaced(parts: Parts, edits: Edits) -> Parts:
    """Put the packet in the place of the old one or before the pictures, comments in place."""
    kept = list(parts.parts)
    if "text" in edits:
        _put_comments(parts, kept, texts_of(edits))
    if "xmp" in edits:
        _put_packet(kept, edits["xmp"])
    # extensions came with GIF89a
    if parts.payload(kept[0]) == VERSIONS[0] and any(part.kind == "xmp" for part in kept):
        kept[0] = kept[0]._replace(data=VERSIONS[1])
    return parts.with_parts(tuple(kept))


def _put_packet(kept: list[Part], packet: object) -> None:
    place = next((index for index, part in enumerate(kept) if part.kind == "xmp"), None)
    if place is None:
        place = _before_pictures(kept)
    kept[place:] = [part for part in kept[place:] if part.kind != "xmp"]
    if isinstance(packet, bytes):
        at = kept[place - 1].stop
        kept.insert(place, Part("xmp", at, at, XMP_HEAD + packet + MAGIC))


def _before_pictures(kept: list[Part]) -> int:
    return next(index for index, part in enumerate(kept) if part.kind not in PREAMBLE)


def _put_comments(parts: Parts, kept: list[Part], texts: Texts) -> None:
    """Change comments; an empty one keeps the next from being taken for the description."""
    said, first = iter(texts), True
    for index, part in enumerate(kept):
        if part.kind == "comment":
            new = next(said, None)
            if new is None and first and any(texts):
                new = ""
            if new is None or new != _comment(parts, part):
                kept[index] = part._replace(
                    data=b"" if new is None else _made_comment(new.encode())
                )
            first = False


def _made_comment(data: bytes) -> bytes:
    pieces = [data[at : at + 255] for at in range(0, len(data), 255)]
    return b"\x21\xfe" + b"".join(bytes([len(piece)]) + piece for piece in pieces) + b"\0"


def dimensions(parts: Parts) -> Size | None:
    """Read width and height of the logical screen."""
    sides = parts.source.peek(6, 4)
    return Size(*struct.unpack("<HH", sides)) if len(sides) == 4 else None


image_data = marked_image
is_signed = never_signed
