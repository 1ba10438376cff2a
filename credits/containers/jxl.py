"""JPEG XL: a row of boxes around a codestream, or the codestream alone.

Sources: ISO/IEC 18181-1 (size header) and 18181-2 (boxes). Boxes hold no offsets, so metadata go
before the codestream, where readers that do not wait for the end see them; a codestream alone is
wrapped first. A box may be compressed (``brob``): it is read where the package for that is there,
and written plain. Where a JPEG was packed so that it can be had back bit for bit (``jbrd``), the
EXIF and XMP it had are part of it: they are not changed, but what it did not have may come to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from credits._bytes import Buffer, Source
from credits.containers import _boxes, _packed
from credits.containers._parts import Blocks, Part, Parts, Problem, Range, Size
from credits.errors import CreditsError, Unsupported, Unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from credits.containers._parts import Edits

NAME: Final = "jxl"
MEDIA_TYPE: Final = "image/jxl"
SUFFIXES: Final = (".jxl",)
WRITES: Final = frozenset({"exif", "xmp"})

SIGNATURE: Final = b"\0\0\0\x0cJXL \r\n\x87\n"
NAKED: Final = b"\xff\x0a"
FTYP: Final = b"\0\0\0\x14ftypjxl \0\0\0\0jxl "
BARE: Final = "codestream"
# the codestream, and what restores a JPEG from it; "jxlp" is a numbered piece
IMAGE: Final = frozenset({"jxlc", "jxlp", "jbrd", BARE})
KINDS: Final = {"exif": "Exif", "xmp": "xml "}
BLOCKS: Final = {kind: block for block, kind in KINDS.items()}
PACKED: Final = "brob"
# boxes that do not unpack may be bombs, and are not all tried
MOST_BROKEN: Final = 8
# width by height for the ratios that need no width (18181-1, table D.2)
RATIOS: Final = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
# the first bytes of reconstruction data, more than its list of markers takes
MOST_JBRD: Final = 1 << 11
EOI: Final = 0xD9
# bits of a side, by two bits that say so
SIDES: Final = (9, 13, 18, 30)


def recognises(head: bytes) -> bool:
    """Tell by the signature box, or by the first bytes of a codestream."""
    return head.startswith((SIGNATURE, NAKED))


def split(source: Source) -> Parts:
    """Take a file apart into its boxes; a codestream alone is one part."""
    if source.peek(0, 2) == NAKED:
        return _checked(Parts(source, (Part(BARE, 0, source.size),)))
    return _checked(_boxes.split(source))


def _checked(parts: Parts) -> Parts:
    if any(problem.fatal for problem in parts.problems):
        return parts
    fault = None
    if not any(part.kind in IMAGE for part in parts.parts):
        fault = Problem("file", "no image data: no codestream", fatal=True)
    elif dimensions(parts) is None:
        fault = Problem("file", "truncated: no size in the codestream", fatal=True)
    problems = (*parts.problems, *([fault] if fault else []))
    return Parts(parts.source, parts.parts, problems, sealed=bool(_restored(parts)))


def blocks(parts: Parts) -> Blocks:
    """Gather the raw blocks, the first of each."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for part in parts.parts:
        block = _block_of(parts, part)
        try:
            if block is not None and block not in found and len(problems) < MOST_BROKEN:
                found[block] = _data(parts, part)
        except CreditsError as error:
            problems.append(Problem(block or "file", str(error)))
    exif = found.get("exif")
    return Blocks(
        exif=None if exif is None else Buffer(exif[_boxes.tiff_place(exif) or 0 :]),
        xmp=found.get("xmp"),
        problems=tuple(problems),
    )


def _block_of(parts: Parts, part: Part) -> str | None:
    """Name the metadata block that a box holds, if it holds one."""
    kind = part.kind
    if kind == PACKED:
        kind = parts.source.peek(_boxes.box_of(parts, part).body, 4).decode("latin-1")
    return BLOCKS.get(kind)


def _data(parts: Parts, part: Part) -> bytes:
    """Read the content of a metadata box, unpacked."""
    body = _boxes.box_of(parts, part).body
    if part.stop - body > _boxes.MOST:
        raise Unsupported(f"has more than {_boxes.MOST >> 20} MiB")
    data = parts.source.read(body, part.stop - body)
    return _packed.unbrotli(data[4:]) if part.kind == PACKED else data


def replaced(parts: Parts, edits: Edits) -> Parts:
    """Put new boxes in the place of the old ones, or before the codestream.

    Raises:
        Unwritable: a JPEG could not be restored any more.
        UnreadableBlock: what would be replaced does not unpack.
        Unsupported: it needs a package that is not installed.
    """
    kept = list(_wrapped(parts))
    if "credentials" in edits:
        gone = {part.start for part in _credentials(parts)}
        kept = [part for part in kept if part.start not in gone or part.kind in IMAGE]
    for block in KINDS:
        if block in edits:
            _put(parts, kept, block, edits[block])
    return parts.with_parts(tuple(kept))


def _wrapped(parts: Parts) -> Iterator[Part]:
    """Give the parts of a container; a codestream alone gets one."""
    bare = next(iter(parts.of_kind(BARE)), None)
    if bare is None:
        yield from parts.parts
        return
    yield Part("JXL ", 0, 0, SIGNATURE)
    yield Part("ftyp", 0, 0, FTYP)
    yield Part("jxlc", 0, 0, _boxes.header("jxlc", bare.length))
    yield bare


def _put(parts: Parts, kept: list[Part], block: str, data: object) -> None:
    place = next((i for i, part in enumerate(kept) if _holds(parts, part, block)), None)
    old = None if place is None else _data(parts, kept[place])
    content = data if isinstance(data, bytes) else b""
    if block == "exif" and content:
        content = _boxes.with_tiff(old, content)
    if content == (old or b""):
        return
    if place is None:
        place = _before_image(kept)
    else:
        _refuse_restorable(parts, block)
        del kept[place]
    if content:
        at = kept[place].start if place < len(kept) else parts.source.size
        kept.insert(place, Part(KINDS[block], at, at, _boxes.made(KINDS[block], content)))


def _holds(parts: Parts, part: Part, block: str) -> bool:
    return part.data is None and part.kind != BARE and _block_of(parts, part) == block


def _refuse_restorable(parts: Parts, block: str) -> None:
    if block in _restored(parts):
        raise Unwritable(
            "was packed from a JPEG that it gives back bit for bit; "
            f"a change of its {block.upper()} would end that",
            help="write into a sidecar: credits embed --sidecar",
        )


def _restored(parts: Parts) -> set[str]:
    """Name the blocks that a JPEG takes from boxes when it is restored."""
    return {block for part in parts.of_kind("jbrd") for block in _own_blocks(parts, part)}


def _own_blocks(parts: Parts, part: Part) -> set[str]:
    """Read them from the reconstruction data (18181-2, annex A).

    The data begins with the markers, 6 bits each up to EOI; then comes, for each APPn among them,
    what it holds, and its length.
    """
    start, stop = _content(parts, part)
    bits = _Bits(int.from_bytes(parts.source.peek(start, min(stop - start, MOST_JBRD)), "little"))
    bits.take(1)
    markers: list[int] = []
    while not markers or markers[-1] != EOI:
        if bits.taken >= 8 * MOST_JBRD:
            return set(KINDS)  # no JPEG has so many; nothing is known of it
        markers.append(0xC0 + bits.take(6))
    found: set[str] = set()
    for _ in range(sum(marker & 0xF0 == 0xE0 for marker in markers)):
        choice = bits.take(2)
        kind = choice if choice < 2 else 2 + bits.take(1) if choice == 2 else 4 + bits.take(2)
        bits.take(16)
        found |= {2: {"exif"}, 3: {"xmp"}}.get(kind, set())
    return found


def _before_image(kept: list[Part]) -> int:
    """Find the place before the codestream, whose box may run to the end of the file."""
    return next((i for i, part in enumerate(kept) if part.kind in IMAGE), len(kept))


def image_data(parts: Parts) -> list[Range]:
    """List the content of the boxes that hold the image."""
    return [_content(parts, part) for part in parts.parts if part.kind in IMAGE]


def _content(parts: Parts, part: Part) -> Range:
    if part.kind == BARE:
        return part.start, part.stop
    return min(_boxes.box_of(parts, part).body, part.stop), part.stop


def dimensions(parts: Parts) -> Size | None:
    """Read width and height from the size header of the codestream."""
    return _size(_codestream(parts, 16))


def _codestream(parts: Parts, length: int) -> bytes:
    """Give the first bytes of the codestream, from its pieces."""
    found = b""
    for part in parts.parts:
        if part.kind in IMAGE and part.kind != "jbrd" and len(found) < length:
            start, stop = _content(parts, part)
            start += 4 if part.kind == "jxlp" else 0
            found += parts.source.peek(start, max(0, min(length, stop - start)))
    return found


def _size(data: bytes) -> Size | None:
    """Decode the size header (18181-1, D.3.2): bits from the lowest on."""
    if len(data) < 12 or not data.startswith(NAKED):
        return None
    bits = _Bits(int.from_bytes(data[2:], "little"))
    small = bits.take(1)
    height = _side(bits, small)
    ratio = bits.take(3)
    if ratio:
        across, down = RATIOS[ratio]
        return Size(height * across // down, height)
    return Size(_side(bits, small), height)


def _side(bits: _Bits, small: int) -> int:
    if small:
        return 8 * (1 + bits.take(5))
    return 1 + bits.take(SIDES[bits.take(2)])


class _Bits:
    """Bytes as a number whose lowest bits are taken first; *taken* says how many are."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.taken = 0

    def take(self, amount: int) -> int:
        found = self.number >> self.taken & (1 << amount) - 1
        self.taken += amount
        return found


def is_signed(parts: Parts) -> bool:
    """Tell whether a C2PA manifest store is there; what is packed may be one."""
    return bool(_credentials(parts))


def _credentials(parts: Parts) -> list[Part]:
    packed = [
        part for part in parts.of_kind(PACKED)
        if parts.source.peek(_boxes.box_of(parts, part).body, 4) == b"jumb"
    ]  # fmt: skip
    return [*_boxes.manifests(parts), *packed]
