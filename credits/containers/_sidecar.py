"""An XMP sidecar: a file that is one packet, beside the image it speaks of.

It is taken apart and put together like an image, so that it is edited, proved and replaced like
one; but it is none, and stands in no table of formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from credits.containers._parts import Blocks, Part, Parts, Range, Size, never_signed

if TYPE_CHECKING:
    from credits._bytes import Source
    from credits.containers._parts import Edits

NAME: Final = "xmp"
MEDIA_TYPE: Final = "application/rdf+xml"
SUFFIXES: Final = (".xmp",)
WRITES: Final = frozenset({"xmp"})


def recognises(_: bytes) -> bool:
    """Never: what a sidecar is, its name says."""
    return False


def split(source: Source) -> Parts:
    """Take the packet as the only part."""
    return Parts(source, (Part("xmp", 0, source.size),))


def blocks(parts: Parts) -> Blocks:
    """Give the packet; None for a sidecar that is yet to be written."""
    return Blocks(xmp=parts.payload(parts.parts[0]) or None)


def replaced(parts: Parts, edits: Edits) -> Parts:
    """Put the new packet in the place of the old one."""
    data = edits.get("xmp")
    (only,) = parts.parts
    return parts.with_parts((only._replace(data=data if isinstance(data, bytes) else b""),))


def image_data(_: Parts) -> list[Range]:
    """List nothing: there is no image in it."""
    return []


def dimensions(_: Parts) -> Size | None:
    """Give none."""
    return None


is_signed = never_signed
