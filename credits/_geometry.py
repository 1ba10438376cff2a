"""What metadata says of a picture's size and position, brought in line with its pixels.

Sources: Exif 3.0, 4.6.5.1 (ImageWidth, ImageLength, Orientation) and 4.6.6.3 (PixelXDimension); XMP
Specification Part 2, 2.4 (``tiff:``, ``exif:``). Only fields that are there change: a file that
says nothing cannot lie.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from credits import _ifd
from credits._bytes import Source
from credits._ifd import LONG, SHORT, Change, Directory, Tiff
from credits._opened import Opened, reopened
from credits.blocks import xmp
from credits.containers import Size
from credits.errors import CreditsError, Unwritable

UPRIGHT: Final = 1
ORIENTATION: Final = 0x0112
# place → which side, 0 for the width; TIFF's own are no remark on the picture, they make it
SIDES: Final[dict[tuple[Directory, int], int]] = {
    ("ifd0", 0x0100): 0, ("ifd0", 0x0101): 1, ("exif", 0xA002): 0, ("exif", 0xA003): 1,
}  # fmt: skip
XMP_SIDES: Final = {
    xmp.clark("tiff:ImageWidth"): 0, xmp.clark("tiff:ImageLength"): 1,
    xmp.clark("exif:PixelXDimension"): 0, xmp.clark("exif:PixelYDimension"): 1,
}  # fmt: skip
XMP_ORIENTATION: Final = xmp.clark("tiff:Orientation")
_LETTERS: Final = {SHORT: "H", LONG: "I"}


class Fitting(NamedTuple):
    """A planned change of sizes and orientation: the new parts, old and new values by name."""

    opened: Opened
    parts: Any
    changes: dict[str, tuple[Any, Any]]


def planned(file: Opened, *, upright: bool = False) -> Fitting:
    """Plan to correct the sizes a file tells of itself; *upright* says it is not to be turned.

    Raises:
        UnreadableBlock: a block is broken.
    """
    size = file.container.dimensions(file.parts)
    edits: dict[str, Any] = {}
    if size is not None and file.container.WRITES:
        edits |= _exif(file, size, upright=upright)
        edits |= _xmp(file, size, upright=upright)
    before = file.resolutions.get("orientation")
    turned = {"orientation": (before.value, UPRIGHT)} if upright and before and edits else {}
    parts = file.container.replaced(file.parts, edits) if edits else file.parts
    return Fitting(file, parts, turned)


def _exif(file: Opened, size: Size, *, upright: bool) -> dict[str, Any]:
    block = file.blocks.exif
    if block is None:
        return {}
    try:
        changes = tuple(_changes(Tiff.of(block), size, upright=upright, tiff=_is_tiff(file)))
        if not changes or _is_tiff(file):
            return {"exif": changes} if changes else {}
        return {"exif": _ifd.applied(block.read(0, block.size), _ifd.edited(block, changes))}
    except CreditsError:  # nobody can read it, so it tells nobody of a size
        return {}


def _is_tiff(file: Opened) -> bool:
    return file.container.NAME == "tiff"


def _changes(block: Tiff, size: Size, *, upright: bool, tiff: bool) -> Iterator[Change]:
    wanted = {"ifd0": {ORIENTATION, 0x0100, 0x0101}, "exif": {0xA002, 0xA003}}
    for name, ifd in block.directories(wanted).items():  # type: ignore[arg-type]
        for entry in ifd.entries:
            side = SIDES.get((name, entry.tag))
            right = UPRIGHT if entry.tag == ORIENTATION and upright else None
            if side is not None and not (tiff and name == "ifd0"):
                right = size[side]
            letter = _LETTERS.get(entry.type)
            if right is None or letter is None or block.numbers(entry)[:1] == (right,):
                continue
            kind = LONG if right > 0xFFFF else entry.type
            payload = struct.pack(f"{block.order}{_LETTERS[kind]}", right)
            yield Change(name, entry.tag, kind, payload)


def _xmp(file: Opened, size: Size, *, upright: bool) -> dict[str, Any]:
    if file.blocks.xmp is None:
        return {}
    names = frozenset({*XMP_SIDES, XMP_ORIENTATION})
    said = xmp.decode(file.blocks.xmp, names, file.blocks.extended).values
    right = {name: str(size[side]) for name, side in XMP_SIDES.items()}
    if upright:
        right[XMP_ORIENTATION] = str(UPRIGHT)
    wrong = {name: text for name, text in right.items() if name in said and said[name] != text}
    if not wrong:
        return {}
    room = xmp.JPEG_ROOM if file.container.NAME == "jpeg" else None
    packet, further = xmp.encode(wrong, file.blocks.xmp, room=room, extended=file.blocks.extended)
    return {"xmp": packet, "extended": further}


def prove(plan: Fitting, source: Source) -> None:
    """Read the result back: the same image data, every property but the orientation as it was.

    Raises:
        Unwritable: it is not so; the original stays.
    """
    old = plan.opened
    new = reopened(old, source)
    left = [{n: said for n, said in one.claims.items() if n != "orientation"} for one in (old, new)]
    if left[0] != left[1]:
        raise Unwritable("a property would be harmed; the original is untouched")
