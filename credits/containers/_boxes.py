"""The box grammar of ISO base media files, in which HEIF, AVIF and JPEG XL are written.

Source: ISO/IEC 14496-12, 4.2. A box is a length, four letters and content; a length of 1 means that
a 64-bit one follows, 0 that the box runs to the end of the file. What is no box any more at the end
of a file is kept as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from credits.containers._parts import Part, Parts, Problem, Range
from credits.errors import Truncated, UnreadableBlock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from credits._bytes import Source

# more boxes in one place than any writer makes
MOST_BOXES: Final = 1 << 16
# a metadata block is read up to this many bytes
MOST: Final = 64 << 20
# box kinds have four letters, so these two are none
TRAILER: Final = "trailer"
PATCH: Final = "patch"
FREE: Final = frozenset({"free", "skip"})
TIFF_HEADS: Final = (b"II*\0", b"MM\0*")


class Box(NamedTuple):
    """A box: it stands from *start* to *stop*, its content from *body* on."""

    kind: str
    start: int
    body: int
    stop: int

    @property
    def content(self) -> Range:
        """Where the content stands."""
        return self.body, self.stop


def box_at(source: Source, at: int, limit: int) -> Box:
    """Read the header of the box at *at*; the box itself may claim to pass *limit*.

    Raises:
        Truncated: the header does not fit.
        UnreadableBlock: the box is shorter than its header.
    """
    head = source.peek(at, min(16, limit - at))
    size, body = int.from_bytes(head[:4]), at + 8
    if size == 1:
        size, body = int.from_bytes(head[8:16]), at + 16
    if len(head) < body - at:
        raise Truncated(f"the box at byte {at} is cut within its header")
    if size == 0:
        size = limit - at
    if size < body - at:
        raise UnreadableBlock(f"the box at byte {at} is shorter than its header")
    return Box(head[4:8].decode("latin-1"), at, body, at + size)


def boxes(source: Source, start: int, stop: int) -> Iterator[Box]:
    """Go through the boxes that fill the bytes from *start* to *stop*.

    Raises:
        Truncated: one passes the end.
        UnreadableBlock: one is no box, or there are too many.
    """
    for _ in range(MOST_BOXES):
        if start >= stop:
            return
        box = box_at(source, start, stop)
        if box.stop > stop:
            raise Truncated(f"box {box.kind!r} at byte {start} passes the end of its place")
        yield box
        start = box.stop
    raise UnreadableBlock(f"more than {MOST_BOXES} boxes in a row")


def split(source: Source) -> Parts:
    """Take a file apart: a part for each box, and one for what is no box at its end."""
    parts: list[Part] = []
    problems: list[Problem] = []
    at = 0
    while at < source.size:
        part = _part(source, at, problems, last=len(parts) == MOST_BOXES)
        parts.append(part)
        at = part.stop
    return Parts(source, tuple(parts), tuple(problems))


def _part(source: Source, at: int, problems: list[Problem], *, last: bool) -> Part:
    try:
        box = box_at(source, at, source.size)
    except (Truncated, UnreadableBlock) as error:
        problems.append(Problem("file", f"bytes behind the last box: {error.message}"))
        return Part(TRAILER, at, source.size)
    if last:
        problems.append(Problem("file", f"more than {MOST_BOXES} boxes", fatal=True))
        return Part(TRAILER, at, source.size)
    if box.stop > source.size:
        problems.append(Problem("file", f"truncated: box {box.kind!r} passes the end", fatal=True))
    return Part(box.kind, at, min(box.stop, source.size))


def box_of(parts: Parts, part: Part) -> Box:
    """Give the box that a part of the source is."""
    return box_at(parts.source, part.start, part.stop)


def runs_to_the_end(parts: Parts, part: Part) -> bool:
    """Tell whether a box leaves its length open."""
    return parts.source.peek(part.start, 4) == b"\0\0\0\0"


def made(kind: str, content: bytes) -> bytes:
    """Make a box."""
    return header(kind, len(content)) + content


def header(kind: str, length: int) -> bytes:
    """Make the header of a box with *length* bytes of content."""
    letters = kind.encode("latin-1")
    if length + 8 < 1 << 32:
        return (length + 8).to_bytes(4) + letters
    return b"\0\0\0\1" + letters + (length + 16).to_bytes(8)


def filler(length: int) -> bytes:
    """Make a free box that takes *length* bytes: none, or 8 and more."""
    return made("free", bytes(length - 8)) if length else b""


def tiff_place(data: bytes) -> int | None:
    """Find the TIFF structure behind its 32-bit offset (ISO/IEC 23008-12, A.2.1).

    Some writers count wrong, or leave the offset out: then the header is looked for.
    """
    said = 4 + int.from_bytes(data[:4])
    if data[said : said + 4] in TIFF_HEADS:
        return said
    places = [place for head in TIFF_HEADS if (place := data.find(head, 0, 64)) >= 0]
    return min(places, default=None)


def with_tiff(old: bytes | None, tiff: bytes) -> bytes:
    """Put a TIFF structure behind its offset, and behind what *old* has between the two."""
    said = 4 + int.from_bytes((old or b"")[:4])
    if old is not None and said == tiff_place(old):
        return old[:said] + tiff
    return bytes(4) + tiff


def manifests(parts: Parts) -> list[Part]:
    """List the JUMBF boxes that are C2PA manifest stores, which their label says."""
    return [part for part in parts.of_kind("jumb") if b"c2pa" in parts.source.peek(part.start, 256)]
