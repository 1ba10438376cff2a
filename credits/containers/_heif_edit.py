"""Writing metadata items of HEIF and AVIF, and nothing else.

Items are found by absolute offsets, so nothing moves that need not. Data that fits its old place is
written there; other data goes to a data box (mdat) of its own at the end, which is made anew by
every further edit, so that files do not grow from editing again. The meta box grows into free room
behind it; only where there is none, all offsets into the file are shifted, and a file with boxes
that may hold offsets not known here is refused. What nobody points to any more is blanked: it may
be what was to be taken out. At last the result is read, and compared item by item.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from credits.containers import _boxes, _heif, _items, _items_edit, _tracks
from credits.containers._boxes import FREE, PATCH, TRAILER
from credits.containers._heif import File, file_of
from credits.containers._iloc import IN_FILE, Extent, Place
from credits.containers._items_edit import BESIDE
from credits.containers._parts import Joined, Part, Parts, Range
from credits.errors import TooBig, Unwritable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from credits._bytes import Source
    from credits.containers._parts import Edits

# boxes that have to stay last: phones find their videos and notes from the end of the file
LAST: Final = frozenset({"mpvd", "sefd", TRAILER})
# boxes without offsets into the file, or with offsets that are shifted here
MOVABLE: Final = frozenset({
    "ftyp", "styp", "pdin", "meta", "moov", "mdat", "imda", "free", "skip", "wide", "uuid", "jumb",
    *LAST,
})  # fmt: skip
# free room that the entries of two new items are content with
ENOUGH: Final = 256
# data that may be overwritten stands in these
DATA: Final = ("mdat", "imda")
BLOCKS: Final = ("exif", "xmp")
# items in a meta box have fewer bytes, unless they all lie upon each other
MOST_COMPARED: Final = _items.MOST_META


class Patch(NamedTuple):
    """Bytes that replace *start* to *stop*."""

    start: int
    stop: int
    data: bytes

    @property
    def growth(self) -> int:
        """Bytes by which what follows moves."""
        return len(self.data) - (self.stop - self.start)

    def touches(self, place: Range) -> bool:
        """Tell whether it changes bytes of a range."""
        return self.start < place[1] and place[0] < self.stop


class Shift:
    """Where bytes of the old file stand in the new one."""

    def __init__(self, patches: Iterable[Patch]) -> None:
        ordered = sorted(patches, key=lambda patch: patch.stop)
        self.stops = [patch.stop for patch in ordered]
        self.growths = [0, *accumulate(patch.growth for patch in ordered)]

    def __call__(self, at: int) -> int:
        return at + self.growths[bisect_right(self.stops, at)]


def replaced(parts: Parts, edits: Edits) -> Parts:
    """Put new metadata items in the place of the old ones, or behind all that is there.

    Raises:
        Unwritable: the file is not understood well enough for that.
        UnreadableBlock: what would be replaced cannot be read.
        TooBig: the file would outgrow its offsets.
    """
    patches = [_freed(parts, part) for part in _heif.credentials(parts) if "credentials" in edits]
    wanted = {block: edits[block] for block in BLOCKS if block in edits}
    if wanted:
        patches += _Edit(file_of(parts)).patches(wanted)
    new = Parts(parts.source, tuple(_patched(parts, patches)), parts.problems)
    if patches:
        _Proof(file_of(parts), File(_boxes.split(Joined(new))), patches).hold(wanted)
    return new


def _freed(parts: Parts, part: Part) -> Patch:
    """Blank a box, so that nothing behind it moves."""
    body = _boxes.box_of(parts, part).body
    head = parts.source.read(part.start, body - part.start)
    return Patch(part.start, part.stop, head[:4] + b"free" + head[8:] + bytes(part.stop - body))


def _patched(parts: Parts, patches: list[Patch]) -> Iterator[Part]:
    """Cut the file where something else takes the place of its bytes."""
    at = 0
    for patch in sorted(patches):
        if at < patch.start:
            yield Part("kept", at, patch.start)
        yield Part(PATCH, patch.start, patch.stop, patch.data)
        at = patch.stop
    if at < parts.source.size:
        yield Part("kept", at, parts.source.size)


def is_cramped(file: File) -> bool:
    """Tell whether a new item has no room, because what must not be moved stands behind."""
    if file.meta is None or _strange(file) is None or all(map(file.item, BLOCKS)):
        return False
    stop = _room_behind(file)
    return stop <= _last(file.parts) and stop - file.meta.stop < ENOUGH


def _room_behind(file: File) -> int:
    """Say where the meta box ends, with a free box behind it."""
    end = file.meta.stop if file.meta else 0
    free = (part.stop for part in file.parts.parts if part.start == end and part.kind in FREE)
    return next(free, end)


def _last(parts: Parts) -> int:
    """Say where the last box begins that does not have to stay last."""
    return max((part.start for part in parts.parts if part.kind not in LAST), default=0)


def _strange(file: File) -> str | None:
    """Name a box that may hold offsets not known here."""
    kinds = (part.kind for part in file.parts.parts if part.kind not in MOVABLE)
    return (file.movie.strange if file.movie else None) or next(kinds, None)


class _Edit:
    """One edit: sorts out which data stays, moves, comes and goes, then works out the patches.

    *still* are patches that leave everything where it is, *moved* the data for the box at the end.
    """

    def __init__(self, file: File) -> None:
        if file.meta is None:
            raise Unwritable("has no list of items (meta box) to write into", help=BESIDE)
        wrong = _items_edit.fault(file.meta) or next((one.message for one in file.problems), None)
        if wrong:
            raise Unwritable(f"is not in order: {wrong}", help=BESIDE)
        self.file, self.meta, self.parts = file, file.meta, file.parts
        self.places = self.meta.places()
        self.still: list[Patch] = []
        self.lengths: dict[int, int] = {}
        self.moved: dict[int, bytes] = {}
        self.added: dict[int, str] = {}
        self.gone: set[int] = set()
        self.plain: set[int] = set()
        self.own = self._own()

    # ── what becomes of each item ───────────────────────────────────────────────────────────────

    def patches(self, wanted: Edits) -> list[Patch]:
        """Work out what to write where."""
        for block, data in wanted.items():
            self._put(block, data if isinstance(data, bytes) else b"")
        if "xmp" in wanted:
            uuids = _heif.uuids(self.parts, _heif.XMP)
            self.still += [_freed(self.parts, part) for part in uuids]
        tail = self._tail()
        around = [*self._outside(), *(self._closing() if tail else ())]
        found = self._settled(around, tail)
        return [*found, *self._tables(found)]

    def _put(self, block: str, content: bytes) -> None:
        item, old = self.file.item(block), self.file.held(block)
        if block == "exif" and content:
            content = _boxes.with_tiff(old, content)
        if item is None:
            self._add(block, content)
        elif item.id not in self.places:
            raise Unwritable(f"item {item.id} has no place", help=BESIDE)
        elif not content:
            self.gone.add(item.id)
            self._blank(item.id)
        elif content != old:
            self.plain |= {item.id} if item.encoding else set()
            self._change(item.id, content)

    def _add(self, block: str, content: bytes) -> None:
        if content:
            number = _items_edit.free_id(self.meta, self.added)
            self.added[number] = block
            self.moved[number] = content

    def _change(self, number: int, content: bytes) -> None:
        room = None if number in self.own else self._room(number)
        length = room[1] - room[0] if room else 0
        if room is None or len(content) > length:
            self._blank(number)
            self.moved[number] = content
            return
        self.lengths[number] = len(content)
        self.still.append(Patch(*room, content.ljust(length, b"\0")))

    def _blank(self, number: int) -> None:
        for place in self.file.ranges(number) if number not in self.own else ():
            if self._is_alone(number, place):
                self.still.append(Patch(*place, bytes(place[1] - place[0])))

    def _room(self, number: int) -> Range | None:
        """Give the one range that the data of an item has for itself, if it is so."""
        place, found = self.places[number], self.file.ranges(number)
        if len(found) != 1 or len(place.extents) != 1 or place.method & 15 != IN_FILE:
            return None
        said = place.extents[0].length == found[0][1] - found[0][0]
        return found[0] if said and self._is_alone(number, found[0]) else None

    def _is_alone(self, number: int, room: Range) -> bool:
        """Tell whether a range lies in a data box, and nothing else lies in it."""
        others = (one for n in self.places if n != number for one in self.file.ranges(n))
        samples = (one for track in self.file.tracks for one in track.ranges)
        return any(start <= room[0] and room[1] <= stop for start, stop in self._bodies()) and not (
            any(start < room[1] and room[0] < stop for start, stop in [*others, *samples])
        )

    def _bodies(self) -> Iterator[Range]:
        for kind in DATA:
            for part in self.parts.of_kind(kind):
                yield _boxes.box_of(self.parts, part).content
        idat = self.meta.child("idat")
        if idat is not None:
            yield self.meta.start + idat.body, self.meta.start + idat.stop

    # ── the data box at the end ─────────────────────────────────────────────────────────────────

    def _body(self) -> list[Part]:
        """List the parts less those that have to stay last."""
        kept = list(self.parts.parts)
        while kept[-1].kind in LAST:
            kept.pop()
        return kept

    def _own(self) -> dict[int, Range]:
        """Find the items that alone fill the last data box: it is made anew by every edit."""
        last = self._body()[-1]
        if last.kind != "mdat":
            return {}
        start, stop = _boxes.box_of(self.parts, last).content
        found: dict[int, Range] = {}
        for item in filter(None, map(self.file.item, BLOCKS)):
            room = self._room(item.id) if item.id in self.places else None
            if room and start <= room[0] and room[1] <= stop:
                found[item.id] = room
        filled = sum(end - at for at, end in found.values())
        return found if filled == stop - start else {}

    def _tail(self) -> Patch | None:
        """Make the data box at the end, of all that moves there and all that stays in it."""
        stays = {
            number: self.file.source.read(start, stop - start)
            for number, (start, stop) in self.own.items()
            if number not in self.gone and number not in self.moved
        }
        if not self.moved and len(stays) == len(self.own):
            return None
        self.moved = stays | self.moved
        last = self._body()[-1]
        content = b"".join(self.moved.values())
        data = _boxes.made("mdat", content) if content else b""
        return Patch(last.start if self.own else last.stop, last.stop, data)

    def _closing(self) -> Iterator[Patch]:
        """Tell the length of a box that ran to the end of the file, and will not any more."""
        last = self._body()[-1]
        if self.own or last.kind == "meta" or not _boxes.runs_to_the_end(self.parts, last):
            return
        if last.stop - last.start >= 1 << 32:
            raise TooBig("its last box is too long for its header", help=BESIDE)
        yield Patch(last.start, last.start + 4, (last.stop - last.start).to_bytes(4))

    # ── the meta box, and what moves with it ────────────────────────────────────────────────────

    def _outside(self) -> list[Patch]:
        return [patch for patch in self.still if not self._is_inside(patch)]

    def _is_inside(self, patch: Patch) -> bool:
        return self.meta.start <= patch.start < self.meta.stop

    def _settled(self, around: list[Patch], tail: Patch | None) -> list[Patch]:
        """Find the patches whose offsets are right once all of them are carried out.

        How long the meta box is depends on the offsets in it, and they on how long it is.
        """
        fixed = [*around, *([tail] if tail else [])]
        found = fixed
        for _ in range(8):
            start = self._tail_start(found, tail)
            again = [*fixed, *self._meta_patch(Shift(found), start)]
            if again == found:
                return found
            found = again
        raise TooBig("its offsets cannot be made to fit", help=BESIDE)

    @staticmethod
    def _tail_start(found: list[Patch], tail: Patch | None) -> int:
        """Say where the data in the box at the end will begin."""
        if tail is None:
            return 0
        return Shift(patch for patch in found if patch is not tail)(tail.start) + 8

    def _meta_patch(self, shift: Shift, at: int) -> Iterator[Patch]:
        """Make the meta box anew, with as much free room behind it as it had, if that is enough."""
        places = {place.id: self._placed(place, shift) for place in self.places.values()}
        for number, content in self.moved.items():
            places[number] = self._at(self.places.get(number), number, at, len(content))
            at += len(content)
        change = _items_edit.Change(places, self.added, self.gone, self.plain)
        data = _items_edit.remade(self.meta, self._patched_data(), change)
        stop = _room_behind(self.file)
        spare = stop - self.meta.start - len(data)
        if spare >= 8:
            data += _boxes.filler(spare)
        if data != self.file.source.read(self.meta.start, stop - self.meta.start):
            yield Patch(self.meta.start, stop, data)

    def _patched_data(self) -> bytes:
        data = bytearray(self.meta.data)
        for patch in filter(self._is_inside, self.still):
            data[patch.start - self.meta.start : patch.stop - self.meta.start] = patch.data
        return bytes(data)

    def _placed(self, place: Place, shift: Shift) -> Place:
        """Shift the place of data that stays where it is."""
        if place.id in self.lengths:
            extent = place.extents[0]._replace(length=self.lengths[place.id])
            place = place._replace(extents=(extent,))
        if place.method & 15 != IN_FILE or place.reference:
            return place
        starts = [place.base + extent.offset for extent in place.extents]
        moved = [shift(start) for start in starts]
        by = {new - old for new, old in zip(moved, starts, strict=True)}
        if by <= {0}:
            return place
        if len(by) == 1 and place.base + min(by) > 0 and place.base:
            return place._replace(base=place.base + min(by))
        extents = tuple(
            extent._replace(offset=new) for extent, new in zip(place.extents, moved, strict=True)
        )
        return place._replace(base=0, extents=extents)

    def _at(self, old: Place | None, number: int, at: int, length: int) -> Place:
        """Place data at the end: in the base where this file keeps it, else in the offset.

        Exiv2 0.27 looks at nothing else than what the usual writers fill in.
        """
        method = old.method & ~15 if old else 0
        iloc = self.meta.iloc
        if iloc and iloc.widths.base and any(place.base for place in iloc.places):
            return Place(number, method, 0, at, (Extent(0, 0, length),))
        return Place(number, method, 0, 0, (Extent(0, at, length),))

    def _tables(self, found: list[Patch]) -> Iterator[Patch]:
        """Shift the offsets of samples, where anything moves."""
        last = _last(self.parts)
        if all(not patch.growth or patch.stop > last for patch in found):
            return
        self._refuse_to_move()
        shift = Shift(found)
        for track in self.file.tracks:
            moved = [shift(chunk) for chunk in track.chunks]
            data = _tracks.packed(track, moved)
            if data != _tracks.packed(track, track.chunks):
                yield Patch(track.table, track.table + len(data), data)

    def _refuse_to_move(self) -> None:
        strange = _strange(self.file)
        if strange:
            raise Unwritable(
                f"has no free room, and box {strange!r} may hold offsets that would have to move",
                help=BESIDE,
            )


class _Proof:
    """Compares a file with what an edit made of it: whatever was not edited is the same."""

    def __init__(self, old: File, new: File, patches: list[Patch]) -> None:
        self.old, self.new = old, new
        self.patches = [patch for patch in patches if patch.data or patch.stop > patch.start]
        self.shift = Shift(patches)
        self.budget = MOST_COMPARED

    def hold(self, wanted: Edits) -> None:
        """Demand that it is so.

        Raises:
            Unwritable: it is not.
        """
        wrong = next(self._differences(wanted), None)
        if wrong:
            raise Unwritable(f"the edited file would have {wrong}", help=BESIDE)

    def _differences(self, wanted: Edits) -> Iterator[str]:
        if len(self.new.problems) > len(self.old.problems):
            yield self.new.problems[-1].message
        if self.old.size() != self.new.size():
            yield "another size"
        edited = {item.id for file in (self.old, self.new) for block in wanted
                  if (item := file.item(block))}  # fmt: skip
        if self._described(self.old, edited) != self._described(self.new, edited):
            yield "other items"
        for number in self.old.meta.places() if self.old.meta else ():
            if number not in edited and not self._same(number):
                yield f"other data in item {number}"
        if [self._moved(track.chunks) for track in self.old.tracks] != [
            track.chunks for track in self.new.tracks
        ]:
            yield "samples elsewhere"
        for block, data in wanted.items():
            held = self.new.held(block)
            if held is not None and block == "exif":
                held = held[_boxes.tiff_place(held) or 0 :]
            if (held or b"") != (data or b""):
                yield f"another {block} block"

    @staticmethod
    def _described(file: File, edited: set[int]) -> object:
        """Gather all that a meta box says but of the items that were edited."""
        meta = file.meta
        if meta is None:
            return None
        items = {n: item for n, item in meta.items.items() if n not in edited}
        references = [one for one in meta.references if one.source not in edited]
        others = [
            meta.data[box.start : box.stop] for box in meta.children
            if box.kind not in {"iloc", "iinf", "iref", "idat"}
        ]  # fmt: skip
        return meta.primary, items, references, others

    def _moved(self, places: Iterable[int]) -> tuple[int, ...]:
        return tuple(map(self.shift, places))

    def _same(self, number: int) -> bool:
        ranges, others = self.old.ranges(number), self.new.ranges(number)
        return len(ranges) == len(others) and all(map(self._same_bytes, ranges, others))

    def _same_bytes(self, one: Range, other: Range) -> bool:
        if one[1] - one[0] != other[1] - other[0]:
            return False
        if not any(patch.touches(one) for patch in self.patches):
            return self.shift(one[0]) == other[0]
        # data in the meta box itself, which is made anew
        self.budget -= one[1] - one[0]
        return self.budget >= 0 and _read(self.old.source, one) == _read(self.new.source, other)


def _read(source: Source, place: Range) -> bytes:
    return source.read(place[0], place[1] - place[0])
