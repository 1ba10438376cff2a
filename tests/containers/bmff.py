"""Image files of any layout that the box grammar allows, made from nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

Ranges = list[tuple[int, int]]


def box(kind: bytes, *content: bytes, wide: bool = False) -> bytes:
    data = b"".join(content)
    if wide:
        return b"\0\0\0\1" + kind + (len(data) + 16).to_bytes(8) + data
    return (len(data) + 8).to_bytes(4) + kind + data


def full(kind: bytes, version: int, *content: bytes, flags: int = 0) -> bytes:
    return box(kind, (version << 24 | flags).to_bytes(4), *content)


@dataclass(frozen=True)
class Entry:
    """An item: how it is described, and its data, whole or in pieces."""

    kind: bytes
    data: bytes
    method: int = 0
    pieces: int = 1
    content: bytes = b""
    encoding: bytes = b""
    version: int = 2
    flags: int = 0


PICTURE = Entry(b"hvc1", b"<the picture>" * 9)
XMP = Entry(b"mime", b"<x:xmpmeta>old caption</x:xmpmeta>", content=b"application/rdf+xml")
EXIF = Entry(b"Exif", b"\0\0\0\6Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0")


@dataclass(frozen=True)
class Layout:
    """A file: its items by id, and everything that writers do differently."""

    items: dict[int, Entry] = field(default_factory=lambda: {1: PICTURE, 2: EXIF, 3: XMP})
    primary: int = 1
    iloc: int = 1
    offset: int = 4
    length: int = 4
    base: int = 0
    index: int = 0
    iinf: int = 0
    iref: int = 0
    references: tuple[tuple[bytes, int, tuple[int, ...]], ...] = (
        (b"cdsc", 2, (1,)), (b"cdsc", 3, (1,)),
    )  # fmt: skip
    brands: bytes = b"heic\0\0\0\0mif1heic"
    between: bytes = b""
    behind: bytes = b""
    data_first: bool = False
    wide: bool = False
    open_end: bool = False
    children: bytes = b""
    ispe: bool = True

    def with_items(self, **changes: Entry | None) -> Layout:
        items = {**self.items, **{int(name[1:]): entry for name, entry in changes.items()}}
        return replace(self, items={n: entry for n, entry in items.items() if entry})

    def file(self, moov: Callable[[int], bytes] | None = None) -> bytes:
        """Write it; *moov* is told where the data begins, and gives the box that goes before it."""
        head = box(b"ftyp", self.brands)
        stored = b"".join(entry.data for entry in self.items.values() if entry.method == 0)
        film = moov(0) if moov else b""
        data_at = len(head) + len(film) + (16 if self.wide else 8)
        if not self.data_first:
            data_at += len(self._meta(0)) + len(self.between)
        data = box(b"mdat", stored, wide=self.wide)
        if self.open_end:
            data = bytes(4) + data[4:8] + stored
        film = moov(data_at) if moov else b""
        meta = self._meta(data_at) + self.between
        rest = data + meta if self.data_first else meta + data
        return head + film + rest + self.behind

    def _meta(self, data_at: int) -> bytes:
        iprp = box(
            b"iprp",
            box(b"ipco", full(b"ispe", 0, (64).to_bytes(4), (48).to_bytes(4))),
            full(b"ipma", 1, (1).to_bytes(4), self.primary.to_bytes(4), b"\1\1"),
        )
        wide = 2 if self.iref == 0 else 4
        references = [
            box(kind, source.to_bytes(wide), len(targets).to_bytes(2),
                *(target.to_bytes(wide) for target in targets))
            for kind, source, targets in self.references
        ]  # fmt: skip
        idat = b"".join(entry.data for entry in self.items.values() if entry.method == 1)
        return full(
            b"meta", 0,
            full(b"hdlr", 0, bytes(4), b"pict", bytes(13)),
            full(b"pitm", 1, self.primary.to_bytes(4)),
            self._iloc(data_at),
            self._iinf(),
            full(b"iref", self.iref, *references) if references else b"",
            iprp if self.ispe else b"",
            box(b"idat", idat) if idat else b"",
            self.children,
        )  # fmt: skip

    def _iinf(self) -> bytes:
        entries = [self._infe(number, entry) for number, entry in self.items.items()]
        count = len(entries).to_bytes(4 if self.iinf else 2)
        return full(b"iinf", self.iinf, count, *entries)

    @staticmethod
    def _infe(number: int, entry: Entry) -> bytes:
        name = number.to_bytes(4 if entry.version > 2 else 2) + bytes(2)
        kind = entry.kind if entry.version > 1 else b""
        tail = entry.content + b"\0" + entry.encoding + b"\0" if entry.kind == b"mime" else b""
        return full(b"infe", entry.version, name, kind, b"\0", tail, flags=entry.flags)

    def _iloc(self, data_at: int) -> bytes:
        wide = 4 if self.iloc == 2 else 2
        sizes = self.offset << 12 | self.length << 8 | self.base << 4 | self.index
        pieces = [sizes.to_bytes(2), len(self.items).to_bytes(wide)]
        at = {0: data_at, 1: 0, 2: 0}
        for number, entry in self.items.items():
            start = at[entry.method]
            pieces += self._place(number, entry, start, wide)
            if entry.method != 2:
                at[entry.method] += len(entry.data)
        return full(b"iloc", self.iloc, *pieces)

    def _place(self, number: int, entry: Entry, start: int, wide: int) -> list[bytes]:
        base = start if self.base else 0
        step = max(1, -(-len(entry.data) // entry.pieces))
        cuts = [(at, min(step, len(entry.data) - at)) for at in range(0, len(entry.data), step)]
        head = [number.to_bytes(wide)]
        head += [entry.method.to_bytes(2)] if self.iloc else []
        head += [bytes(2), base.to_bytes(self.base), len(cuts).to_bytes(2)]
        for at, length in cuts:
            head += [bytes(self.index)] if self.iloc else []
            head += [(start - base + at).to_bytes(self.offset), length.to_bytes(self.length)]
        return head
