"""Erasing fields of a TIFF structure, so that none of their bytes stays behind.

Sources: TIFF 6.0 section 2; CIPA DC-008 (Exif 3.0) 4.5 and 4.6. `credits._ifd` edits by appending,
which leaves old values as dead bytes; here a field is taken out of its directory where it stands,
the fields behind it move up, and its value is overwritten with zeros. Nothing else moves, so maker
notes and strips keep their offsets; bytes that a kept value shares are left.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from credits._bytes import Buffer, Source
from credits._ifd import SIZES, Entry, Ifd, Patch, Tiff
from credits.errors import CreditsError, TooBig, UnreadableBlock

Range: TypeAlias = tuple[int, int]

# what a directory is called by the field that points to it, and by its place in the chain
POINTERS: Final = {0x8769: "exif", 0x8825: "gps", 0xA005: "interop", 0x014A: "sub"}
FIRST, THUMBNAIL = "ifd0", "ifd1"
MAKER_NOTE: Final = 0x927C
# where pictures lie: strips, tiles, and the JPEG of a thumbnail; offsets and lengths
PICTURES: Final = ((0x0111, 0x0117), (0x0144, 0x0145), (0x0201, 0x0202))
MOST: Final = 1 << 10


class Place(NamedTuple):
    """A directory by name, and the field that points to it (None in the chain of pages)."""

    name: str
    ifd: Ifd
    pointer: Entry | None


def places(tiff: Tiff) -> list[Place]:
    """Find every directory that can be reached, without running in circles."""
    found: list[Place] = []
    known: set[int] = set()
    waiting = [
        Place(FIRST if number == 0 else THUMBNAIL, ifd, None)
        for number, ifd in enumerate(tiff.chain(MOST))
    ]
    while waiting and len(found) < MOST:
        place = waiting.pop(0)
        if place.ifd.at not in known:
            known.add(place.ifd.at)
            found.append(place)
            waiting += _below(tiff, place.ifd)
    return found


def _below(tiff: Tiff, ifd: Ifd) -> Iterator[Place]:
    for entry in ifd.entries:
        if entry.tag in POINTERS:
            try:
                for at in tiff.numbers(entry):
                    yield Place(POINTERS[entry.tag], tiff.ifd(int(at)), entry)
            except CreditsError:
                continue


def erased(
    source: Source,
    tags: Collection[int] = (),
    directories: Collection[str] = (),
    values: Mapping[int, bytes] | None = None,
) -> tuple[Patch, ...]:
    """Work out the patches that take fields and whole directories out.

    *tags* go from every directory but the GPS one, *directories* (``gps``, ``ifd1``) go whole, with
    the pictures they hold. *values* replaces fields of the first directory by shorter values.

    Raises:
        UnreadableBlock, Truncated: the first directory cannot be read.
        TooBig: a new value is longer than the old one.
    """
    tiff = Tiff.of(source)
    tiff.first()
    eraser = _Eraser(tiff, frozenset(tags), frozenset(directories), values or {})
    return eraser.run()


class _Eraser:
    """One erasure: what goes, what stays, and the patches."""

    def __init__(
        self,
        tiff: Tiff,
        tags: frozenset[int],
        directories: frozenset[str],
        values: Mapping[int, bytes],
    ) -> None:
        self.tiff = tiff
        self.tags = tags
        self.directories = directories
        self.values = values
        self.found = places(tiff)
        self.gone: list[Range] = []
        self.kept: list[Range] = []
        self.patches: list[Patch] = []

    def run(self) -> tuple[Patch, ...]:
        for place in self.found:
            if place.name in self.directories:
                self.gone += [_extent(self.tiff, place), *self._values(place.ifd.entries)]
                self.gone += pictures(self.tiff, place.ifd)
            else:
                self._directory(place)
        zeros = [
            Patch(start, stop, bytes(stop - start)) for start, stop in without(self.gone, self.kept)
        ]
        return _apart(sorted([*self.patches, *zeros]))

    def _values(self, entries: Iterable[Entry]) -> Iterator[Range]:
        """Say where values lie that do not fit into their entry."""
        for entry in entries:
            if entry.size > self.tiff.layout.inline and entry.at < self.tiff.source.size:
                yield entry.at, min(entry.at + entry.size, self.tiff.source.size)

    def _directory(self, place: Place) -> None:
        """Leave out what goes from a directory that stays."""
        ifd, named = place.ifd, place.name
        going = [entry for entry in ifd.entries if self._goes(named, entry)]
        staying = [entry for entry in ifd.entries if not self._goes(named, entry)]
        replaced = [e for e in staying if named == FIRST and e.tag in self.values]
        self.kept += [
            _extent(self.tiff, place),
            *self._values(entry for entry in staying if entry not in replaced),
            *pictures(self.tiff, ifd),
        ]
        self.gone += self._values((*going, *replaced))
        cut = named == FIRST and THUMBNAIL in self.directories and ifd.following
        if going or replaced or cut:
            self._rewrite(place, staying, 0 if cut else ifd.following)

    def _goes(self, named: str, entry: Entry) -> bool:
        if POINTERS.get(entry.tag) in self.directories:
            return True
        return named != "gps" and entry.tag in self.tags

    def _rewrite(self, place: Place, staying: list[Entry], following: int) -> None:
        """Write the directory in its old place, shorter; what is left over becomes zeros."""
        tiff, layout = self.tiff, self.tiff.layout
        size = struct.calcsize(tiff.order + layout.entry_form)
        rows = [
            self._shrunk(entry)
            if place.name == FIRST and entry.tag in self.values
            else tiff.source.read(entry.place, size)
            for entry in staying
        ]
        pointer = tiff.pack(layout.offset_form, following) if place.pointer is None else b""
        table = tiff.pack(layout.count_form, len(rows)) + b"".join(rows)
        start, stop = _extent(tiff, place)
        # the thumbnail's directory of some cameras ends without its pointer
        table += pointer if len(table) + len(pointer) <= stop - start else b""
        self.patches.append(Patch(start, stop, table.ljust(stop - start, b"\0")))

    def _shrunk(self, entry: Entry) -> bytes:
        """Give the entry of a value that is replaced by a shorter one."""
        tiff, layout, value = self.tiff, self.tiff.layout, self.values[entry.tag]
        if len(value) > max(entry.size, layout.inline):
            raise TooBig(f"tag {entry.tag:#06x} would become longer")
        if len(value) <= layout.inline:
            cell = value.ljust(layout.inline, b"\0")
        else:
            cell = tiff.pack(layout.offset_form, entry.at)
            self.patches.append(Patch(entry.at, entry.at + len(value), value))
            self.kept.append((entry.at, entry.at + len(value)))
        count = len(value) // SIZES[entry.type]
        return tiff.pack(layout.entry_form, entry.tag, entry.type, count, cell)


def _apart(patches: list[Patch]) -> tuple[Patch, ...]:
    """Refuse patches that overlap: directories that lie in each other are no honest file's."""
    for one, other in itertools.pairwise(patches):
        if other.start < one.stop:
            raise UnreadableBlock(f"a directory and a value share the byte {other.start}")
    return tuple(patches)


def _extent(tiff: Tiff, place: Place) -> Range:
    """Say where a directory lies: below the first one, piexif and others write no pointer."""
    ifd, layout = place.ifd, tiff.layout
    if place.pointer is None:
        return ifd.at, ifd.stop
    count, entry = (struct.calcsize(tiff.order + f) for f in (layout.count_form, layout.entry_form))
    return ifd.at, ifd.at + count + len(ifd.entries) * entry


def pictures(tiff: Tiff, ifd: Ifd) -> list[Range]:
    """Say where the pictures of a directory lie."""
    found: list[Range] = []
    for offsets, lengths in PICTURES:
        places_of, sizes = (_numbers(tiff, ifd, tag) for tag in (offsets, lengths))
        found += [
            (int(at), min(int(at + size), tiff.source.size))
            for at, size in zip(places_of, sizes, strict=False)
            if size and at < tiff.source.size
        ]
    return found


def _numbers(tiff: Tiff, ifd: Ifd, tag: int) -> tuple[float, ...]:
    entry = ifd.find(tag)
    try:
        return tiff.numbers(entry) if entry else ()
    except CreditsError:
        return ()


def without(ranges: Iterable[Range], kept: Iterable[Range]) -> Iterator[Range]:
    """Give what is left of *ranges* once *kept* are taken out of them, merged and sorted."""
    fences = merged(kept)
    for start, stop in merged(ranges):
        at = start
        for low, high in fences:
            if high <= at or low >= stop:
                continue
            if low > at:
                yield at, low
            at = max(at, high)
        if at < stop:
            yield at, stop


def merged(ranges: Iterable[Range]) -> list[Range]:
    """Join ranges that touch or overlap."""
    found: list[Range] = []
    for start, stop in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], stop))
        elif stop > start:
            found.append((start, stop))
    return found


def reached(source: Source) -> list[Range]:
    """List the bytes of a block that belong to something: header, directories, values, pictures."""
    tiff = Tiff.of(source)
    found: list[Range] = [(0, tiff.layout.header + tiff.layout.inline)]
    for place in places(tiff):
        found.append(_extent(tiff, place))
        found += pictures(tiff, place.ifd)
        found += [
            (entry.at, min(entry.at + entry.size, source.size))
            for entry in place.ifd.entries
            if entry.size > tiff.layout.inline
        ]
    return merged(found)


def swept(block: bytes) -> bytes:
    """Overwrite what nothing points to (earlier edits left it), and cut it off at the end.

    A maker note may point to bytes outside itself: a block that has one is left as it is.
    """
    source = Buffer(block)
    tiff = Tiff.of(source)
    if any(place.ifd.find(MAKER_NOTE) for place in places(tiff)):
        return block
    live = reached(source)
    swept_block = bytearray(live[-1][1])
    for start, stop in live:
        swept_block[start:stop] = block[start:stop]
    return bytes(swept_block)
