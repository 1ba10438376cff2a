"""What a HEIF or AVIF file says of itself: its items, its tracks, and where their data is.

Sources: ISO/IEC 23008-12; C2PA Specification, A.5 (BMFF); XMP Specification Part 3, 1.2.7.1 (uuid).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from credits.containers import _boxes, _items, _tracks
from credits.containers._parts import Part, Parts, Problem, Range, Size
from credits.errors import CreditsError, UnreadableBlock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from credits.containers._boxes import Box

# extended types of uuid boxes
C2PA: Final = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
XMP: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


class File:
    """A file by its meta and moov boxes; what is broken in them becomes a problem."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.source = parts.source
        self.problems: list[Problem] = []
        self.meta: _items.Meta | None = None
        self.movie: _tracks.Movie | None = None
        try:
            if box := self._only("meta"):
                self.meta = _items.read(self.source, box)
                self.problems += self.meta.problems
            if box := self._only("moov"):
                self.movie = _tracks.read(self.source, box)
        except CreditsError as error:
            self.problems.append(Problem("file", error.message))
        self.resolver = _items.Resolver(self.meta, self.source.size) if self.meta else None

    def _only(self, kind: str) -> Box | None:
        found = self.parts.of_kind(kind)
        if len(found) > 1:
            self.problems.append(Problem("file", f"{len(found)} {kind} boxes; the first counts"))
        if not found:
            return None
        # a box that claims to pass the end is read as far as it goes
        return _boxes.box_of(self.parts, found[0])._replace(stop=found[0].stop)

    @property
    def tracks(self) -> tuple[_tracks.Track, ...]:
        """The tracks of a sequence."""
        return self.movie.tracks if self.movie else ()

    def item(self, block: str) -> _items.Item | None:
        """Find the item that holds a metadata block."""
        return _items.item_of(self.meta, block) if self.meta else None

    def held(self, block: str) -> bytes | None:
        """Read the data of the item that holds a metadata block.

        Raises:
            UnreadableBlock: it is not there, encrypted, too long, or does not unpack.
            Unsupported: the package that unpacks it is not installed.
        """
        item = self.item(block)
        if item is None or self.resolver is None:
            return None
        return _items.data_of(self.resolver, self.source, item)

    def ranges(self, number: int) -> list[Range]:
        """List where the data of an item stands; nowhere if that cannot be told."""
        try:
            return self.resolver.ranges(number) if self.resolver else []
        except UnreadableBlock:
            return []

    def pictures(self) -> Iterator[int]:
        """Go through the items that are located and are no metadata."""
        if self.meta is not None:
            for number in self.meta.places():
                item = self.meta.items.get(number)
                if item is None or item.block is None:
                    yield number

    def damage(self) -> Iterator[Problem]:
        """Tell what of the pictures is missing."""
        there = any(track.ranges for track in self.tracks)
        try:
            for number in self.pictures():
                there = bool(self.resolver and self.resolver.ranges(number)) or there
        except CreditsError as error:
            yield Problem("file", f"truncated: {error.message}", fatal=True)
            return
        ends = (stop for track in self.tracks for _, stop in track.ranges)
        if max(ends, default=0) > self.source.size:
            yield Problem("file", "truncated: a sample lies outside the file", fatal=True)
        if not there:
            yield Problem("file", "no image data: no item and no track with data", fatal=True)

    def image(self) -> list[Range]:
        """List where pictures stand, in the order of the file, nothing twice."""
        found = [one for number in self.pictures() for one in self.ranges(number)]
        found += [one for track in self.tracks for one in track.ranges]
        merged: list[Range] = []
        for start, end in sorted(found):
            stop = min(end, self.source.size)
            if merged and start <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(stop, merged[-1][1])
            elif start < stop:
                merged.append((start, stop))
        return merged

    def size(self) -> Size | None:
        """Read width and height of the primary image, or of the first visible track."""
        size = _items.dimensions(self.meta) if self.meta else None
        return size or (self.movie.size if self.movie else None)


@dataclass(frozen=True, slots=True)
class ReadParts(Parts):
    """The parts of a file, and what was read of it on the way."""

    file: File | None = None


def file_of(parts: Parts) -> File:
    """Give what a file says of itself, read once."""
    return parts.file if isinstance(parts, ReadParts) and parts.file else File(parts)


def uuids(parts: Parts, kind: bytes) -> list[Part]:
    """List the boxes of an extended type."""
    return [
        part for part in parts.of_kind("uuid")
        if parts.source.peek(part.start, min(part.length, head_of_uuid(parts, part))).endswith(kind)
    ]  # fmt: skip


def head_of_uuid(parts: Parts, part: Part) -> int:
    """Say how long the header of a box is with its extended type."""
    return _boxes.box_of(parts, part).body - part.start + 16


def credentials(parts: Parts) -> list[Part]:
    """List the boxes that hold Content Credentials."""
    return [*uuids(parts, C2PA), *_boxes.manifests(parts)]
