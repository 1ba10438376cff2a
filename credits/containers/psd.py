"""PSD and PSB, Photoshop's own: read only; what is to be written goes to a sidecar.

Source: Adobe Photoshop File Formats Specification: header, colour mode data, image resources, layer
and mask information, image data. The resources hold all three blocks (0x0404 IIM, 0x0422 EXIF,
0x0424 XMP).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from credits.containers._parts import (
    Blocks,
    Part,
    Parts,
    Problem,
    Size,
    marked_image,
    never_signed,
    read_only,
)
from credits.errors import Truncated

if TYPE_CHECKING:
    from credits._bytes import Source

NAME: Final = "psd"
MEDIA_TYPE: Final = "image/vnd.adobe.photoshop"
SUFFIXES: Final = (".psd", ".psb")
WRITES: Final = frozenset[str]()

HEADER: Final = 26
# resources are kept in memory: more than this is no metadata any more
MOST: Final = 64 << 20


def recognises(head: bytes) -> bool:
    """Tell by signature and version."""
    return head[:4] == b"8BPS" and head[4:6] in {b"\0\1", b"\0\2"}


def split(source: Source) -> Parts:
    """Take a PSD apart: header, colours, resources, and the picture with its layers."""
    parts = [Part("header", 0, min(HEADER, source.size), image=True)]
    problems: list[Problem] = []
    try:
        for kind in ("colours", "resources"):
            parts.append(_section(source, kind, parts[-1].stop))
    except Truncated as error:
        problems.append(Problem("file", f"truncated: {error.message}", fatal=True))
    at = parts[-1].stop
    if at < source.size:
        parts.append(Part("picture", at, source.size, image=True))
    elif not problems:
        problems.append(Problem("file", "truncated: no image data", fatal=True))
    return Parts(source, tuple(parts), tuple(problems))


def _section(source: Source, kind: str, at: int) -> Part:
    stop = at + 4 + int.from_bytes(source.read(at, 4))
    if stop > source.size:
        raise Truncated(f"{kind} beyond the end")
    return Part(kind, at, stop, image=kind == "colours")


def blocks(parts: Parts) -> Blocks:
    """Gather the resources; EXIF and XMP are among them."""
    for part in parts.of_kind("resources"):
        if part.length > MOST:
            problem = Problem("photoshop", f"{part.length} bytes of resources are not read")
            return Blocks(problems=(problem,))
        return Blocks(photoshop=parts.payload(part, skip=4) or None)
    return Blocks()


replaced = read_only


def dimensions(parts: Parts) -> Size | None:
    """Read width and height from the header, where the height comes first."""
    sides = parts.source.peek(14, 8)
    if len(sides) < 8:
        return None
    return Size(int.from_bytes(sides[4:]), int.from_bytes(sides[:4]))


image_data = marked_image
is_signed = never_signed
