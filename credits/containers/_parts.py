"""A file as an ordered list of parts; ``join(split(b)) == b``, always.

A `Part` is a range of the source, or new bytes in its place. Filler, padding and trailers are
parts too, so joining copies everything that was not edited without looking at it. `Blocks` are
the raw metadata blocks a container holds; what they mean is not known on this floor.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeAlias, cast

from credits._bytes import Source
from credits.errors import Unwritable

if TYPE_CHECKING:
    from credits._ifd import Change

Range: TypeAlias = tuple[int, int]


class Part(NamedTuple):
    """A stretch of a file: bytes *start* to *stop* of the source, or *data* instead of them."""

    kind: str
    start: int
    stop: int
    data: bytes | None = None
    image: bool = False

    @property
    def length(self) -> int:
        """Bytes this part takes in the joined file."""
        return self.stop - self.start if self.data is None else len(self.data)


# more parts than any writer makes; each takes a multiple of its bytes in memory
MOST_PARTS: Final = 1 << 18


class Problem(NamedTuple):
    """What reading forgave: the *block* it was found in (``file`` for the container), and what.

    *fatal* marks a file that viewers will not show whole: truncated, or without image data.
    """

    block: str
    message: str
    fatal: bool = False


def crowded(parts: list[Part], at: int, size: int, problems: list[Problem]) -> bool:
    """Tell whether there are too many parts; then the rest, from *at* to *size*, is one of them."""
    if at >= size or len(parts) < MOST_PARTS:
        return False
    parts.append(Part("broken", at, size))
    problems.append(Problem("file", f"has more than {MOST_PARTS} parts", fatal=True))
    return True


class Size(NamedTuple):
    """Width and height in pixels, as stored (before any EXIF orientation)."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Parts:
    """A file taken apart: its source, its parts in file order, and what was forgiven.

    *sealed* says that its metadata cannot be changed, though its format is written: what was to be
    said later stands beside it.
    """

    source: Source
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...] = ()
    sealed: bool = False

    def payload(self, part: Part, skip: int = 0, drop: int = 0) -> bytes:
        """Give the bytes of *part* less *skip* at its head and *drop* at its end."""
        if part.data is not None:
            return part.data[skip : len(part.data) - drop]
        return self.source.read(part.start + skip, part.stop - part.start - skip - drop)

    def of_kind(self, kind: str) -> list[Part]:
        """List the parts of one kind, in file order."""
        return [part for part in self.parts if part.kind == kind]

    def with_parts(self, parts: tuple[Part, ...]) -> Parts:
        """Give the same file with other parts."""
        return replace(self, parts=parts)

    def edits(self) -> bool:
        """Tell whether joining gives other bytes than the source has."""
        at = 0
        for part in self.parts:
            if part.data is not None or part.start != at:
                return True
            at = part.stop
        return at != self.source.size

    def pieces(self) -> Iterator[bytes | Range]:
        """Give what the joined file is made of: new bytes, and ranges of the source merged."""
        start = stop = 0
        for part in self.parts:
            if part.data is None and part.start == stop:
                stop = part.stop
                continue
            if stop > start:
                yield start, stop
            start = stop = 0
            if part.data is None:
                start, stop = part.start, part.stop
            elif part.data:
                yield part.data
        if stop > start:
            yield start, stop


def join(parts: Parts) -> bytes:
    """Put a file together in memory."""
    return b"".join(
        piece if isinstance(piece, bytes) else parts.source.read(piece[0], piece[1] - piece[0])
        for piece in parts.pieces()
    )


class Joined(Source):
    """A file as it will be once its parts are joined, to be read before it is written."""

    def __init__(self, parts: Parts) -> None:
        self.whole = parts.source
        self.held = list(parts.pieces())
        lengths = (p[1] - p[0] if isinstance(p, tuple) else len(p) for p in self.held)
        self.starts = [0, *accumulate(lengths)]
        self.size = self.starts[-1]

    def peek(self, start: int, length: int) -> bytes:
        found = bytearray()
        place = bisect_right(self.starts, start) - 1
        while length > 0 and place < len(self.held):
            piece, at = self.held[place], start - self.starts[place]
            if isinstance(piece, bytes):
                data = piece[at : at + length]
            else:
                data = self.whole.peek(piece[0] + at, min(length, piece[1] - piece[0] - at))
            found += data
            start, length, place = start + len(data), length - len(data), place + 1
        return bytes(found)

    def traced(self, start: int, stop: int) -> Iterator[bytes | Range]:
        """Give what a range of the joined file is made of, in terms of the file before."""
        place = bisect_right(self.starts, start) - 1
        while start < stop:
            piece, at = self.held[place], start - self.starts[place]
            length = min(stop, self.starts[place + 1]) - start
            if isinstance(piece, bytes):
                yield piece[at : at + length]
            else:
                yield piece[0] + at, piece[0] + at + length
            start, place = start + length, place + 1


class Blocks(NamedTuple):
    """The raw metadata blocks of a file; None where it has none.

    *exif* is a TIFF structure as a source (in TIFF the file itself), *photoshop* the image
    resources (8BIM) of all segments in a row, *iim* a datastream that stands outside them, *xmp*
    the packet, *extended* the further XMP of JPEG by GUID, and *text* what a format says in words
    of its own, as pairs of keyword and text: PNG's texts, SVG's title, GIF's comment.
    """

    exif: Source | None = None
    photoshop: bytes | None = None
    iim: bytes | None = None
    xmp: bytes | None = None
    extended: Mapping[str, bytes] = {}
    text: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


class Erased(NamedTuple):
    """What is to vanish from the EXIF of a file that is one TIFF structure."""

    tags: frozenset[int]
    directories: frozenset[str]


# of ``text``: what each of `Blocks.text` is to say, in the same order, None for what is to go
Texts: TypeAlias = "tuple[str | None, ...]"
Edit: TypeAlias = "bytes | tuple[Change, ...] | Texts | Erased | None"
Edits: TypeAlias = "Mapping[str, Edit]"


def texts_of(edits: Edits) -> tuple[str | None, ...]:
    """Give what each text is to say; none where all are to go."""
    texts = edits.get("text")
    return cast("Texts", texts) if isinstance(texts, tuple) else ()


class Container(Protocol):
    """What a format module offers; formats are told apart by their first bytes, never by name."""

    NAME: Final[str]  # type: ignore[misc]
    MEDIA_TYPE: Final[str]  # type: ignore[misc]
    SUFFIXES: Final[tuple[str, ...]]  # type: ignore[misc]
    # the blocks it can hold when written, in the terms of `Blocks`; empty: read only
    WRITES: Final[frozenset[str]]  # type: ignore[misc]

    recognises: Callable[[bytes], bool]
    split: Callable[[Source], Parts]
    blocks: Callable[[Parts], Blocks]
    replaced: Callable[[Parts, Edits], Parts]
    image_data: Callable[[Parts], list[Range]]
    dimensions: Callable[[Parts], Size | None]
    is_signed: Callable[[Parts], bool]


def marked_image(parts: Parts) -> list[Range]:
    """List the ranges of the source that hold the image, for formats that mark them as parts."""
    return [(part.start, part.stop) for part in parts.parts if part.image]


def read_only(_: Parts, __: Edits) -> Parts:
    """Refuse, for formats that are not written."""
    raise Unwritable("is read only here", help="write into a sidecar: credits embed --sidecar")


def never_signed(_: Parts) -> bool:
    """Answer for formats that cannot carry Content Credentials."""
    return False


NOTHING: Final[Mapping[str, Any]] = {}
