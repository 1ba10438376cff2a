"""Canon's CR3: raw pictures in ISO base media boxes, read only.

Sources: ISO/IEC 14496-12 (boxes); ExifTool's tables of Canon CR3. EXIF stands in Canon's own box in
``moov``, cut into TIFF structures: CMT1 has the first directory (IFD0), CMT2 that of the exposure,
CMT3 the maker note, CMT4 the position; here they are put together again. XMP has a box of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from credits import _ifd
from credits._bytes import Buffer
from credits._ifd import UNDEFINED, Change, Tiff
from credits.containers import _boxes, _heif, tiff
from credits.containers._parts import Blocks, Parts, Problem, Range, Size
from credits.errors import CreditsError, TooBig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from credits._bytes import Source
    from credits._ifd import Directory

BRAND: Final = b"ftypcrx "
CANON: Final = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
FIRST, NOTE = "CMT1", "CMT3"
DIRECTORIES: Final[dict[str, Directory]] = {"CMT2": "exif", "CMT4": "gps"}
MAKER_NOTE: Final = 0x927C


def recognises(head: bytes) -> bool:
    """Tell by the brand."""
    return head[4:12] == BRAND


split = _boxes.split


def blocks(parts: Parts) -> Blocks:
    """Gather the raw blocks."""
    problems: list[Problem] = []
    exif = None
    try:
        found = dict(_structures(parts))
        exif = _together(found) if FIRST in found else None
    except CreditsError as error:
        problems.append(Problem("exif", error.message))
    packets = [
        parts.payload(part, _heif.head_of_uuid(parts, part))
        for part in _heif.uuids(parts, _heif.XMP)
    ]
    return Blocks(exif=exif, xmp=packets[0] if packets else None, problems=tuple(problems))


def _structures(parts: Parts) -> Iterator[tuple[str, bytes]]:
    """Give the content of Canon's boxes."""
    source = parts.source
    for part in parts.of_kind("moov"):
        for box in _boxes.boxes(source, _boxes.box_of(parts, part).body, part.stop):
            if box.kind == "uuid" and source.peek(box.body, 16) == CANON:
                for inner in _boxes.boxes(source, box.body + 16, box.stop):
                    if inner.stop - inner.body > _boxes.MOST:
                        raise TooBig(f"box {inner.kind!r} is larger than {_boxes.MOST} bytes")
                    yield inner.kind, source.read(inner.body, inner.stop - inner.body)


def _together(found: dict[str, bytes]) -> Source:
    """Make one block of the structures, as every other camera writes it."""
    first = Buffer(found[FIRST])
    changes = [
        Change(directory, entry.tag, entry.type, structure.raw(entry))
        for name, directory in DIRECTORIES.items()
        if (structure := _alike(first, found.get(name, b""))) is not None
        for entry in structure.first().entries
        if structure.sound(entry)
    ]
    if NOTE in found:
        changes.append(Change("exif", MAKER_NOTE, UNDEFINED, found[NOTE]))
    return Buffer(_ifd.applied(first.data, _ifd.edited(first, changes)))


def _alike(first: Source, data: bytes) -> Tiff | None:
    """Take a structure if its numbers are written as those of the first."""
    if not data:
        return None
    structure = Tiff.of(Buffer(data))
    return structure if structure.order == Tiff.of(first).order else None


def dimensions(parts: Parts) -> Size | None:
    """Read width and height of the whole picture."""
    try:
        first = Tiff.of(Buffer(dict(_structures(parts))[FIRST]))
        return tiff.size_of(first, first.first())
    except (CreditsError, KeyError):
        return None


def image_data(parts: Parts) -> list[Range]:
    """List what the sensor saw and the previews: they fill the data boxes."""
    found = [_boxes.box_of(parts, part) for part in parts.of_kind("mdat")]
    return [(box.body, min(box.stop, parts.source.size)) for box in found]
