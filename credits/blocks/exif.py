"""EXIF: text and numbers in the directories of a TIFF structure.

Source: CIPA DC-008 (Exif 3.0), 4.6. Text is specified as 7-bit ASCII; Adobe and the Metadata
Working Group store UTF-8, old software its local code page. An existing block is edited by
appending (`credits._ifd`); where a file has none, piexif builds one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Final, TypeAlias

from credits import _ifd
from credits._bytes import Buffer, Source
from credits._ifd import ASCII, BYTE, Change, Directory, Entry, Tiff
from credits._kinds import Decoded
from credits.errors import CreditsError, InvalidValue, UnreadableBlock

Address: TypeAlias = tuple[Directory, int]
Value: TypeAlias = str | tuple[float, ...] | None

# Windows keeps UTF-16 in byte arrays: XPTitle, XPComment, XPAuthor, XPKeywords, XPSubject
WINDOWS: Final = frozenset(range(0x9C9B, 0x9CA0))
TEXTUAL: Final = frozenset({ASCII, 129})
COPYRIGHT: Final = 0x8298
# what piexif, like JPEG, puts before the TIFF structure
HEADER: Final = b"Exif\0\0"


def decode(
    block: Source | bytes, wanted: Collection[Address] | None = None
) -> Decoded[dict[Address, Value]]:
    """Read the fields at *wanted* (all textual and numeric ones if None).

    Text comes without its padding; numbers come as tuples. A field that cannot be read becomes a
    problem and hides no other.
    """
    source = Buffer(block) if isinstance(block, bytes) else block
    values: dict[Address, Value] = {}
    problems: list[str] = []
    try:
        tiff = Tiff.of(source)
        found = tiff.directories(None if wanted is None else _by_directory(frozenset(wanted)))
    except CreditsError as error:
        return Decoded({}, (f"cannot be read: {error.message}",))
    for name, ifd in found.items():
        for entry in ifd.entries:
            place = (name, entry.tag)
            if wanted is not None and place not in wanted:
                continue  # a pointer that was needed on the way
            try:
                values[place] = _value(tiff, entry)
            except CreditsError as error:
                problems.append(f"{tag_name(entry.tag)}: {error.message}")
    return Decoded({place: value for place, value in values.items() if value}, tuple(problems))


@cache
def _by_directory(wanted: frozenset[Address]) -> dict[Directory, frozenset[int]]:
    names: set[Directory] = {name for name, _ in wanted}
    return {name: frozenset(tag for its, tag in wanted if its == name) for name in names}


def _value(tiff: Tiff, entry: Entry) -> Value:
    if entry.tag in WINDOWS:
        return tiff.raw(entry).decode("utf-16-le", "replace").rstrip("\0")
    if entry.type in TEXTUAL:
        return text_of(tiff.raw(entry), keep_parts=entry.tag == COPYRIGHT)
    return tiff.numbers(entry)


def text_of(data: bytes, *, keep_parts: bool = False) -> str:
    """Decode EXIF text: UTF-8 where it is that, else cp1252; it ends at the first NUL.

    *keep_parts* keeps what follows it on a line of its own: the copyright field holds the
    photographer's and the editor's notice with a NUL between them (Exif 3.0, 4.6.5.4.9).
    """
    if keep_parts:
        data = b"\n".join(part for piece in data.split(b"\0") if (part := piece.strip()))
    else:
        data = data.partition(b"\0")[0].strip()
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def changes(values: Mapping[Address, str | None]) -> tuple[Change, ...]:
    """Turn texts into changes of fields, as `encode` and TIFF files want them.

    Raises:
        InvalidValue: a text holds a NUL, which would end it.
    """
    return tuple(_change(*place, text) for place, text in values.items())


def _change(directory: Directory, tag: int, text: str | None) -> Change:
    if text is not None and "\0" in text:
        raise InvalidValue(f"{tag_name(tag)}: text with a NUL in it")
    if tag in WINDOWS:
        payload = None if text is None else (text + "\0").encode("utf-16-le")
        return Change(directory, tag, BYTE, payload)
    return Change(directory, tag, ASCII, None if text is None else text.encode() + b"\0")


def encode(values: Mapping[Address, str | None], base: Source | bytes | None) -> bytes:
    """Write texts into a block.

    Raises:
        UnreadableBlock: *base* is broken; it is never replaced by a new one.
    """
    fields = changes(values)
    if base is None:
        return _built(fields)
    source = Buffer(base) if isinstance(base, bytes) else base
    try:
        patches = _ifd.edited(source, fields)
    except CreditsError as error:
        raise UnreadableBlock(f"the EXIF block cannot be edited: {error.message}") from error
    return _ifd.applied(source.read(0, source.size), patches)


def mandatory(density: tuple[int, int, int]) -> bytes:
    """Build the block that every JPEG with EXIF has to have (Exif 3.0, 4.6.8 table 17).

    *density* is horizontal and vertical resolution and its unit (2: inch, 3: centimetre).
    """
    import piexif  # noqa: PLC0415  (only files without EXIF need it)

    across, down, unit = density
    tags = piexif.ImageIFD
    table = {tags.XResolution: (across, 1), tags.YResolution: (down, 1),
             tags.ResolutionUnit: unit, tags.YCbCrPositioning: 1}  # fmt: skip
    return bytes(piexif.dump({"0th": table}))[len(HEADER) :]


def _built(fields: tuple[Change, ...]) -> bytes:
    """Build a block: piexif makes one of the first text, the others go in as into any other."""
    first, *rest = (*(field for field in fields if field.payload is not None), None)
    if first is None:
        return b""
    import piexif  # noqa: PLC0415  (only files without EXIF need it)

    names: dict[Directory, str] = {"ifd0": "0th", "exif": "Exif", "gps": "GPS"}
    text = first.payload or b""
    # piexif ends texts itself, and takes byte arrays as numbers
    value = text.removesuffix(b"\0") if first.type == ASCII else tuple(text)
    block = bytes(piexif.dump({names[first.directory]: {first.tag: value}}))[len(HEADER) :]
    return _ifd.applied(block, _ifd.edited(Buffer(block), filter(None, rest)))


def tag_name(tag: int) -> str:
    """Give the specification's name of a tag, from piexif's dictionary."""
    import piexif  # noqa: PLC0415

    for table in ("Image", "Exif", "GPS"):
        if tag in piexif.TAGS[table]:
            return str(piexif.TAGS[table][tag]["name"])
    return f"tag {tag:#06x}"
