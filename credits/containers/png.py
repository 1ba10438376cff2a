"""PNG and APNG: a row of chunks, each with its checksum.

Source: PNG Specification, third edition, 5 (chunks) and 11.3 (ancillary chunks); XMP Specification
Part 3, 1.1.5. Older writers (ImageMagick, Exiv2) keep EXIF and IIM as hexadecimal "raw profiles" in
text chunks; they are read, and kept in step where they stand. Chunks that are not edited keep
their bytes and their checksum, right or wrong.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from credits._bytes import Buffer, Source
from credits.containers._parts import (
    Blocks,
    Part,
    Parts,
    Problem,
    Size,
    crowded,
    marked_image,
    texts_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from credits.containers._parts import Edit, Edits

NAME: Final = "png"
MEDIA_TYPE: Final = "image/png"
SUFFIXES: Final = (".png", ".apng")
WRITES: Final = frozenset({"exif", "xmp", "text"})

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
XMP_KEYWORD: Final = "XML:com.adobe.xmp"
TEXTS: Final = frozenset({"tEXt", "zTXt", "iTXt"})
IMAGE: Final = frozenset({"IHDR", "PLTE", "tRNS", "IDAT", "acTL", "fcTL", "fdAT"})
# a text inflates to at most this many bytes, and all of a file together: compressed bombs end here
MOST: Final = 16 << 20
TOGETHER: Final = 32 << 20
# deflate makes at most so many bytes of one (zlib's own count)
DENSEST: Final = 1032
# raw profiles by the block they hold; "8bim" and "iptc" are both image resources or bare IIM
PROFILES: Final = {
    "Raw profile type exif": "exif",
    "Raw profile type APP1": "exif",
    "Raw profile type iptc": "iptc",
    "Raw profile type 8bim": "iptc",
    "Raw profile type xmp": "xmp",
}
C2PA: Final = "caBX"
EXIF_HEADER: Final = b"Exif\0\0"


class Text(NamedTuple):
    """A text chunk: its keyword, its bytes (inflated; None where they cannot be), their code."""

    keyword: str
    data: bytes | None
    code: str = "latin-1"

    def __str__(self) -> str:
        return (self.data or b"").decode(self.code, "replace")


def recognises(head: bytes) -> bool:
    """Tell by the signature."""
    return head.startswith(SIGNATURE)


def split(source: Source) -> Parts:
    """Take a PNG apart: the signature, the chunks, and what follows IEND."""
    parts = [Part("signature", 0, len(SIGNATURE))]
    problems: list[Problem] = []
    at = len(SIGNATURE)
    while at < source.size and parts[-1].kind != "IEND":
        if crowded(parts, at, source.size, problems):
            break
        head = source.peek(at, 8)
        stop = at + 12 + int.from_bytes(head[:4])
        if len(head) < 8 or stop > source.size:
            parts.append(Part("broken", at, source.size))
            break
        kind = head[4:8].decode("latin-1")
        parts.append(Part(kind, at, stop, image=kind in IMAGE))
        at = stop
    if parts[-1].kind != "IEND":
        problems.append(Problem("file", "truncated: no IEND chunk", fatal=True))
    elif at < source.size:
        parts.append(Part("trailer", at, source.size))
    if not any(part.kind == "IDAT" for part in parts):
        problems.append(Problem("file", "no image data: no IDAT chunk", fatal=True))
    return Parts(source, tuple(parts), tuple(problems))


def blocks(parts: Parts) -> Blocks:
    """Gather the raw blocks; the standard chunks count before the raw profiles."""
    found: dict[str, bytes] = {}
    texts: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for part in parts.of_kind("eXIf"):
        found["exif"] = _without_header(_content(parts, part, problems))
    for text in _texts(parts, problems).values():
        if text.data is None:
            problems.append(Problem("file", f"text {text.keyword!r} does not inflate"))
        elif text.keyword == XMP_KEYWORD:
            found["xmp"] = text.data
        elif text.keyword in PROFILES:
            _keep_profile(found, text.keyword, text.data, problems)
        else:
            texts.append((text.keyword, str(text)))
    exif = found.get("exif")
    return Blocks(
        exif=None if exif is None else Buffer(exif),
        iim=found.get("iim"),
        photoshop=found.get("photoshop"),
        xmp=found.get("xmp"),
        text=tuple(texts),
        problems=tuple(problems),
    )


def _keep_profile(
    found: dict[str, bytes], keyword: str, data: bytes, problems: list[Problem]
) -> None:
    block, profile = PROFILES[keyword], _profile(data)
    if profile is None:
        problems.append(Problem("file", f"{keyword!r} is not hexadecimal"))
        return
    if block == "iptc":
        block = "photoshop" if profile[:4] == b"8BIM" else "iim"
    found.setdefault(block, _without_header(profile) if block == "exif" else profile)


def _without_header(data: bytes) -> bytes:
    # some writers leave JPEG's header on the TIFF structure
    return data.removeprefix(EXIF_HEADER)


def _content(parts: Parts, part: Part, problems: list[Problem] | None = None) -> bytes:
    data = parts.payload(part, skip=4)
    if problems is not None and zlib.crc32(data[:-4]) != int.from_bytes(data[-4:]):
        problems.append(Problem("file", f"chunk {part.kind} has a wrong checksum"))
    return data[4:-4]


def _texts(parts: Parts, problems: list[Problem] | None = None) -> dict[Part, Text]:
    """Read the text chunks, in file order."""
    inflater = _Inflater()
    return {
        part: _text(part.kind, _content(parts, part, problems), inflater)
        for part in parts.parts
        if part.kind in TEXTS
    }


def _text(kind: str, data: bytes, inflater: _Inflater) -> Text:
    keyword, _, rest = data.partition(b"\0")
    compressed, code = kind == "zTXt", "latin-1"
    if kind == "zTXt":
        rest = rest[1:]
    elif kind == "iTXt":
        compressed, rest, code = rest[:1] == b"\1", rest[2:], "utf-8"
        _language, _, rest = rest.partition(b"\0")
        _translated, _, rest = rest.partition(b"\0")
    return Text(keyword.decode("latin-1"), inflater.inflated(rest) if compressed else rest, code)


class _Inflater:
    """Inflates the texts of one file, which share their room."""

    def __init__(self) -> None:
        self.room = TOGETHER

    def inflated(self, data: bytes) -> bytes | None:
        """Give what *data* inflates to; None if it does not, or to more than there is room for."""
        limit = min(MOST, self.room)
        inflater = zlib.decompressobj()
        try:
            text = inflater.decompress(data, limit) if limit else None
        except zlib.error:
            text = None
        # what fails may have been inflated to its end before
        self.room -= min(limit, len(data) * DENSEST) if text is None else len(text)
        return None if inflater.unconsumed_tail else text


def _profile(data: bytes) -> bytes | None:
    """Read ImageMagick's form: a line break, a name, the length in bytes, then hexadecimal."""
    lines = data.strip(b"\n").split(b"\n", 2)
    if len(lines) < 3:
        return None
    try:
        return bytes.fromhex(lines[2].decode("ascii"))[: int(lines[1])]
    except (ValueError, UnicodeDecodeError):
        return None


def replaced(parts: Parts, edits: Edits) -> Parts:
    """Put new blocks in the place of the old ones, or before the image data.

    *edits* maps ``exif``, ``xmp``, ``photoshop`` or ``iim`` (as raw profile, where one stands) to
    the new block, or to None to take it out, and ``text`` to what each text is to say.
    """
    pending = dict(edits)
    said = iter(texts_of(edits))
    texts = _texts(parts)
    kept: list[Part] = []
    for part in parts.parts:
        text = texts.get(part)
        block = "exif" if part.kind == "eXIf" else _block_of(text) if text else None
        if part.kind == C2PA and "credentials" in edits:
            continue
        if block is None or block not in edits:
            kept.append(part)
        elif text is not None and block == "text":
            kept += _retold(part, text, said)
        else:
            pending.pop(block, None)
            kept += _put(part, text, block, edits[block])
    new = [
        chunk for block, make in _MAKERS.items()
        if isinstance(data := pending.get(block), bytes) for chunk in [make(data)]
    ]  # fmt: skip
    place = next((i for i, part in enumerate(kept) if part.kind == "IDAT"), len(kept))
    at = kept[place].start if place < len(kept) else parts.source.size
    kept[place:place] = [Part(data[4:8].decode(), at, at, data) for data in new]
    return parts.with_parts(tuple(kept))


def _block_of(text: Text) -> str:
    if text.keyword == XMP_KEYWORD:
        return "xmp"
    block = PROFILES.get(text.keyword, "text")
    if block == "iptc":
        profile = _profile(text.data or b"")
        return "photoshop" if (profile or b"")[:4] == b"8BIM" else "iim"
    return block


def _put(part: Part, text: Text | None, block: str, data: Edit) -> Iterator[Part]:
    """Give the part that takes the place of *part*: none if its block is to go."""
    if isinstance(data, bytes):
        if text is not None and text.keyword in PROFILES:
            yield part._replace(data=_raw_profile(text.keyword, data))
        else:
            yield part._replace(data=_MAKERS[block](data))


def _retold(part: Part, text: Text, said: Iterator[str | None]) -> Iterator[Part]:
    """Give a text as it is to be; each has its own place, as keywords may be there many times."""
    new = str(text) if text.data is None else next(said, None)
    if new == str(text):
        yield part
    elif new is not None:
        yield part._replace(data=_international(text.keyword, new.encode()))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _international(keyword: str, data: bytes) -> bytes:
    return _chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + data)


def _raw_profile(keyword: str, data: bytes) -> bytes:
    if keyword.endswith(("exif", "APP1")):
        data = EXIF_HEADER + data
    digits = data.hex()
    lines = "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    text = f"\n{keyword.rpartition(' ')[2]}\n{len(data):8d}\n{lines}\n"
    return _chunk(b"zTXt", keyword.encode() + b"\0\0" + zlib.compress(text.encode()))


_MAKERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "exif": lambda data: _chunk(b"eXIf", data),
    "xmp": lambda data: _international(XMP_KEYWORD, data),
}


def dimensions(parts: Parts) -> Size | None:
    """Read width and height from IHDR."""
    for part in parts.of_kind("IHDR"):
        sides = parts.payload(part, skip=8)[:8]
        return Size(*struct.unpack(">II", sides)) if len(sides) == 8 else None
    return None


def palette(parts: Parts) -> int | None:
    """Count the colours of the palette that the pixels are numbers into; None: they are colours."""
    header = next((parts.payload(part, skip=8) for part in parts.of_kind("IHDR")), b"")
    colours = next((parts.payload(part, skip=8, drop=4) for part in parts.of_kind("PLTE")), b"")
    return len(colours) // 3 if header[9:10] == b"\x03" and colours else None


image_data = marked_image


def is_signed(parts: Parts) -> bool:
    """Tell whether a C2PA manifest store is there."""
    return bool(parts.of_kind(C2PA))
