"""TIFF and BigTIFF: the whole file is one TIFF structure, so the container is the EXIF block.

Sources: TIFF 6.0; XMP Specification Part 3, 3.1 and 3.2 (tags 700, 33723, 34377). Edited by
appending only: strips, tiles, further pages and private data never move. Metadata belongs to
the first page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from credits import _erasure, _ifd
from credits._bytes import Source
from credits._ifd import BYTE, LONG, SIZES, Change, Entry, Ifd, Patch, Tiff
from credits.containers._parts import Blocks, Erased, Part, Parts, Problem, Range, Size
from credits.errors import CreditsError, Truncated, UnreadableBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from credits.containers._parts import Edits

NAME: Final = "tiff"
MEDIA_TYPE: Final = "image/tiff"
SUFFIXES: Final = (".tif", ".tiff")
WRITES: Final = frozenset({"exif", "photoshop", "iim", "xmp"})

WIDTH, HEIGHT, SUBIFDS = 256, 257, 330
# pages below a page: previews, and what the sensor saw; a file with more is hostile
MOST_BELOW: Final = 32
# where the image is: offsets and lengths of strips and of tiles, and the old JPEG scheme
PLACES: Final = ((273, 279), (324, 325), (513, 514))
XMP, IIM, PHOTOSHOP, C2PA = 700, 33723, 34377, 0xCD41
# Adobe and ExifTool write IIM as LONG, its bytes in their own order, padded to whole words
TAGS: Final = {"xmp": (XMP, BYTE), "iim": (IIM, LONG), "photoshop": (PHOTOSHOP, BYTE)}


def recognises(head: bytes) -> bool:
    """Tell by the byte order and the magic number."""
    return head[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}


def split(source: Source) -> Parts:
    """Take a TIFF apart: header and body; its inner order is what its offsets say."""
    problems: list[Problem] = []
    try:
        tiff = Tiff.of(source)
        tiff.first()
    except CreditsError as error:
        problems.append(Problem("file", f"truncated or broken: {error.message}", fatal=True))
    else:
        if any(stop > source.size for _, stop in _strips(tiff)):
            problems.append(Problem("file", "truncated: image data beyond the end", fatal=True))
    head = min(8, source.size)
    return Parts(
        source, (Part("header", 0, head), Part("body", head, source.size)), tuple(problems)
    )


def pages(tiff: Tiff) -> Iterator[Ifd]:
    """Go through the directories of all pages, and of those below them (SubIFDs)."""
    for ifd in tiff.chain():
        yield ifd
        for at in numbers(tiff, ifd, SUBIFDS)[:MOST_BELOW]:
            try:
                yield tiff.ifd(int(at))
            except CreditsError:
                continue


def _strips(tiff: Tiff) -> Iterator[Range]:
    for ifd in pages(tiff):
        for offsets, lengths in PLACES:
            places, sizes = (numbers(tiff, ifd, tag) for tag in (offsets, lengths))
            for place, size in zip(places, sizes, strict=False):
                yield int(place), int(place + size)


def numbers(tiff: Tiff, ifd: Ifd, tag: int) -> tuple[float, ...]:
    """Read the numbers of a field; none where there is none or it is broken."""
    entry = ifd.find(tag)
    if entry is None:
        return ()
    try:
        return tiff.numbers(entry)
    except CreditsError:
        return ()


def blocks(parts: Parts) -> Blocks:
    """Gather the raw blocks; the EXIF block is the file itself."""
    problems: list[Problem] = []
    found: dict[str, bytes] = {}
    try:
        tiff = Tiff.of(parts.source)
        first = tiff.first()
    except CreditsError as error:
        return Blocks(problems=(Problem("exif", error.message),))
    for block, (tag, _) in TAGS.items():
        entry = first.find(tag)
        if entry is not None and entry.size:
            try:
                found[block] = _bytes(tiff, entry)
            except CreditsError as error:
                problems.append(Problem(block, error.message))
    return Blocks(
        exif=parts.source,
        iim=found.get("iim"),
        photoshop=found.get("photoshop"),
        xmp=found.get("xmp"),
        problems=tuple(problems),
    )


def _bytes(tiff: Tiff, entry: Entry) -> bytes:
    data = tiff.raw(entry)
    # IIM stored as LONG was swapped word by word by writers that took the type seriously
    if entry.tag == IIM and entry.type == LONG and data[:1] != b"\x1c" and data[3:4] == b"\x1c":
        data = b"".join(data[at : at + 4][::-1] for at in range(0, len(data), 4))
    return data


def replaced(parts: Parts, edits: Edits) -> Parts:
    """Append new values and a new first directory; *edits* has ``exif`` as changes of fields.

    With ``erased`` (tags and directories to take out) nothing is appended: values that become
    shorter stay where they are, and what goes is overwritten.

    Raises:
        UnreadableBlock: the directory is damaged.
        TooBig: the file would outgrow its offsets.
    """
    tiff = Tiff.of(parts.source)
    if not all(tiff.sound(entry) for entry in tiff.first().entries):
        raise UnreadableBlock("the first directory has fields that lie outside; it is not edited")
    changes = [change for change in edits.get("exif") or () if isinstance(change, Change)]
    for block, (tag, kind) in TAGS.items():
        if block in edits:
            data = edits[block]
            if isinstance(data, bytes):
                data += bytes(-len(data) % SIZES[kind])
            changes.append(Change("ifd0", tag, kind, data if isinstance(data, bytes) else None))
    if "credentials" in edits:
        changes.append(Change("ifd0", C2PA, BYTE, None))
    erased = edits.get("erased")
    if isinstance(erased, Erased):
        patches = _erased(parts.source, erased, changes)
    else:
        patches = _ifd.edited(parts.source, changes)
    return _patched(parts, patches)


def _erased(source: Source, erased: Erased, changes: list[Change]) -> tuple[Patch, ...]:
    shorter = {change.tag: change.payload for change in changes if change.payload is not None}
    gone = {change.tag for change in changes if change.payload is None}
    return _erasure.erased(source, erased.tags | gone, erased.directories, shorter)


def _patched(parts: Parts, patches: Iterable[Patch]) -> Parts:
    kept: list[Part] = []
    at = 0
    for start, stop, data in patches:
        kept += [Part("body", at, start), Part("patch", start, stop, data)]
        at = stop
    kept.append(Part("body", at, parts.source.size))
    return parts.with_parts(tuple(part for part in kept if part.length))


def image_data(parts: Parts) -> list[Range]:
    """List the strips and tiles of all pages."""
    try:
        ranges = sorted(set(_strips(Tiff.of(parts.source))))
    except Truncated:
        return []
    size = parts.source.size
    return [(start, min(stop, size)) for start, stop in ranges if start < size]


def dimensions(parts: Parts) -> Size | None:
    """Read width and height of the first page."""
    try:
        tiff = Tiff.of(parts.source)
        first = tiff.first()
    except CreditsError:
        return None
    return size_of(tiff, first)


def size_of(tiff: Tiff, ifd: Ifd) -> Size | None:
    """Read width and height of one page."""
    sides = [numbers(tiff, ifd, tag) for tag in (WIDTH, HEIGHT)]
    if not all(sides):
        return None
    return Size(int(sides[0][0]), int(sides[1][0]))


def is_signed(parts: Parts) -> bool:
    """Tell whether a C2PA manifest store is there."""
    try:
        return Tiff.of(parts.source).first().find(C2PA) is not None
    except CreditsError:
        return False
