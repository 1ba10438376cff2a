"""HEIF with HEVC pictures (HEIC), still and in sequence; AVIF stands on the same grammar.

Sources: ISO/IEC 14496-12 (boxes); ISO/IEC 23008-12 (HEIF), Annex A for EXIF and XMP, and B.4 for
brands; AV1 Image File Format 9. Metadata are items of the ``meta`` box. How they are written is
told in `_heif_edit`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from credits._bytes import Buffer, Source
from credits.containers import _boxes, _heif, _heif_edit, _items_edit
from credits.containers._heif import File, ReadParts, file_of
from credits.containers._parts import Blocks, Parts, Problem, Range, Size
from credits.errors import CreditsError, Unsupported

if TYPE_CHECKING:
    from credits.containers._parts import Edits

NAME: Final = "heif"
MEDIA_TYPE: Final = "image/heif"
SUFFIXES: Final = (".heic", ".heif", ".hif", ".heics", ".heifs")
WRITES: Final = frozenset({"exif", "xmp"})

# brands by what codes the pictures; the others of image files leave that open
BRANDS: Final = {
    **dict.fromkeys(("avif", "avis"), "avif"),
    **dict.fromkeys(("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"), NAME),
    **dict.fromkeys(("mif1", "mif2", "mif3", "msf1"), None),
}


def form_of(head: bytes) -> str | None:
    """Tell by the brands whether a file is ``heif``, ``avif`` or neither."""
    if head[4:8] != b"ftyp":
        return None
    stop = min(int.from_bytes(head[:4]), len(head))
    # the major brand, which counts first, and behind its version the others
    found = [head[at : at + 4].decode("latin-1") for at in (8, *range(16, stop - 3, 4))]
    known = [BRANDS[brand] for brand in found if brand in BRANDS]
    return next((form for form in known if form), NAME) if known else None


def recognises(head: bytes) -> bool:
    """Tell by the brands."""
    return form_of(head) == NAME


def split(source: Source) -> Parts:
    """Take a file apart into its boxes.

    Raises:
        Unsupported: it is written in the low-overhead form.
    """
    parts = _boxes.split(source)
    if parts.of_kind("mini"):
        raise Unsupported("is in the low-overhead form of HEIF (mini), which is not read here")
    file = File(parts)
    problems = [*parts.problems, *file.problems]
    if not any(problem.fatal for problem in problems):
        problems += file.damage()
    faulty = _items_edit.fault(file.meta) is not None or bool(file.problems)
    sealed = faulty or _heif_edit.is_cramped(file)
    return ReadParts(source, parts.parts, tuple(problems), sealed, file)


def blocks(parts: Parts) -> Blocks:
    """Gather the raw blocks of the primary image."""
    file = file_of(parts)
    problems: list[Problem] = []
    found: dict[str, bytes] = {}
    for block in ("exif", "xmp"):
        try:
            data = file.held(block)
        except CreditsError as error:
            problems.append(Problem(block, str(error)))
        else:
            found |= {} if data is None else {block: data}
    # films keep XMP in a box of its own, and some writers of HEIF do so too
    for part in _heif.uuids(parts, _heif.XMP):
        found.setdefault("xmp", parts.payload(part, _heif.head_of_uuid(parts, part)))
    exif = found.get("exif")
    return Blocks(
        exif=None if exif is None else Buffer(exif[_boxes.tiff_place(exif) or 0 :]),
        xmp=found.get("xmp"),
        problems=tuple(problems),
    )


def replaced(parts: Parts, edits: Edits) -> Parts:
    """Put new metadata items in the place of the old ones, or behind all that is there.

    Raises:
        Unwritable: the file is not understood well enough for that.
        UnreadableBlock: what would be replaced cannot be read.
        TooBig: the file would outgrow its offsets.
    """
    return _heif_edit.replaced(parts, edits)


def image_data(parts: Parts) -> list[Range]:
    """List where pictures stand, in the order of the file, nothing twice."""
    return file_of(parts).image()


def dimensions(parts: Parts) -> Size | None:
    """Read width and height of the primary image, or of the first visible track."""
    return file_of(parts).size()


def is_signed(parts: Parts) -> bool:
    """Tell whether a C2PA manifest store is there."""
    return bool(_heif.credentials(parts))
