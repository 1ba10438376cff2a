"""Camera raw: read only; what is to be written goes to a sidecar.

Most makers' raw files are TIFF structures, some with letters of their own in the header (Olympus,
Panasonic) or behind it (Canon's CR2). Fujifilm's RAF keeps its metadata in a whole JPEG inside;
Canon's CR3 is told in `_cr3`. Sources: Adobe DNG Specification 1.7; TIFF/EP (ISO 12234-2);
ExifTool's tag tables.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from credits._bytes import Source, View
from credits._ifd import Ifd, Tiff
from credits.containers import _cr3, jpeg, tiff
from credits.containers._parts import Blocks, Parts, Problem, Range, Size, never_signed, read_only
from credits.errors import CreditsError, Truncated

NAME: Final = "raw"
MEDIA_TYPE: Final = "image/x-raw"
SUFFIXES: Final = (
    ".dng", ".cr2", ".cr3", ".nef", ".nrw", ".arw", ".sr2", ".srf", ".pef", ".orf", ".rw2", ".rwl",
    ".raf", ".srw", ".3fr", ".fff", ".iiq", ".erf", ".kdc", ".dcr", ".mef", ".mos",
)  # fmt: skip
WRITES: Final = frozenset[str]()

RAF: Final = b"FUJIFILMCCD-RAW "
LETTERS: Final = (b"IIRO", b"IIRS", b"MMOR", b"IIU\0")
CANON: Final = b"CR\x02"
DNG_VERSION, PHOTOMETRIC, COMPRESSION = 0xC612, 262, 259
# colour filter array, linear raw
RAW_COLOURS: Final = frozenset({32803, 34892})
# Nikon, Sony, Epson, Kodak, Pentax
RAW_PACKINGS: Final = frozenset({34713, 32767, 32769, 65000, 65535})
# where RAF says the JPEG stands, and how long it is
RAF_PLACE: Final = 84


def recognises(head: bytes) -> bool:
    """Tell by a maker's own signature; the others are told apart by `is_raw`."""
    canon = head[:4] == b"II*\0" and head[8:11] == CANON
    return canon or _cr3.recognises(head) or head.startswith((RAF, *LETTERS))


def is_raw(source: Source) -> bool:
    """Tell whether a TIFF holds what a sensor saw, not a picture."""
    try:
        return any(_is_sensor_data(Tiff.of(source), ifd) for ifd in tiff.pages(Tiff.of(source)))
    except CreditsError:
        return False


def _is_sensor_data(structure: Tiff, ifd: Ifd) -> bool:
    colours, packing = (tiff.numbers(structure, ifd, tag)[:1] for tag in (PHOTOMETRIC, COMPRESSION))
    named = ifd.find(DNG_VERSION) is not None
    return named or not RAW_COLOURS.isdisjoint(colours) or not RAW_PACKINGS.isdisjoint(packing)


class Grammar(NamedTuple):
    """How files of one build are read."""

    split: Callable[[Source], Parts]
    blocks: Callable[[Parts], Blocks]
    dimensions: Callable[[Parts], Size | None]
    image_data: Callable[[Parts], list[Range]]


def _grammar(source: Source) -> Grammar:
    head = source.peek(0, len(RAF))
    if head == RAF:
        return IN_RAF
    return IN_BOXES if _cr3.recognises(head) else IN_TIFF


def split(source: Source) -> Parts:
    """Take a raw file apart: it is never put together otherwise than it was."""
    return _grammar(source).split(source)


def blocks(parts: Parts) -> Blocks:
    """Gather the raw blocks."""
    return _grammar(parts.source).blocks(parts)


def dimensions(parts: Parts) -> Size | None:
    """Read width and height of the largest picture in it."""
    return _grammar(parts.source).dimensions(parts)


def image_data(parts: Parts) -> list[Range]:
    """List what the sensor saw and the previews; of a RAF all behind its JPEG."""
    return _grammar(parts.source).image_data(parts)


replaced = read_only


def _largest(parts: Parts) -> Size | None:
    try:
        structure = Tiff.of(parts.source)
        sizes = [tiff.size_of(structure, ifd) for ifd in tiff.pages(structure)]
    except CreditsError:
        return None
    return max((size for size in sizes if size), default=None)


# ── Fujifilm's RAF ──────────────────────────────────────────────────────────────────────────────


def _split_raf(source: Source) -> Parts:
    problems: tuple[Problem, ...] = ()
    try:
        _inner(source)
    except Truncated as error:
        problems = (Problem("file", f"truncated: {error.message}", fatal=True),)
    return Parts(source, tiff.split(source).parts, problems)


def _inner(source: Source) -> Parts:
    """Open the JPEG inside a RAF."""
    start, length = (int.from_bytes(source.read(RAF_PLACE + at, 4)) for at in (0, 4))
    if start + length > source.size:
        raise Truncated("the picture inside lies beyond the end")
    return jpeg.split(View(source, start, length))


def _blocks_in_raf(parts: Parts) -> Blocks:
    return Blocks() if parts.problems else jpeg.blocks(_inner(parts.source))


def _size_in_raf(parts: Parts) -> Size | None:
    return None if parts.problems else jpeg.dimensions(_inner(parts.source))


def _behind_the_jpeg(parts: Parts) -> list[Range]:
    place = parts.source.peek(RAF_PLACE, 8)
    stop = int.from_bytes(place[:4]) + int.from_bytes(place[4:])
    return [(min(stop, parts.source.size), parts.source.size)]


IN_TIFF: Final = Grammar(tiff.split, tiff.blocks, _largest, tiff.image_data)
IN_RAF: Final = Grammar(_split_raf, _blocks_in_raf, _size_in_raf, _behind_the_jpeg)
IN_BOXES: Final = Grammar(_cr3.split, _cr3.blocks, _cr3.dimensions, _cr3.image_data)

is_signed = never_signed
