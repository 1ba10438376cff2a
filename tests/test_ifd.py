"""Editing TIFF structures: what is not edited never moves."""

from __future__ import annotations

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

import credits
from credits import _ifd
from credits._bytes import Buffer
from credits._ifd import ASCII, Change, Tiff
from credits.errors import CreditsError, UnreadableBlock
from tests.torture import flips, only_our_errors, truncations

ARTIST, COPYRIGHT, MAKER_NOTE, DATE = 0x013B, 0x8298, 0x927C, 0x9003


def block(order: str = ">") -> bytes:
    """Build EXIF as a camera does: IFD0, the Exif directory with a maker note, IFD1."""
    head = (b"MM\0*" if order == ">" else b"II*\0") + struct.pack(f"{order}I", 8)
    ifd0 = struct.pack(f"{order}H", 3)
    ifd0 += struct.pack(f"{order}HHII", 0x010F, 2, 6, 200)
    ifd0 += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, 6, 0)
    ifd0 += struct.pack(f"{order}HHII", 0x8769, 4, 1, 60)
    ifd0 += struct.pack(f"{order}I", 120)
    data = (head + ifd0).ljust(60, b"\0")
    exif = struct.pack(f"{order}H", 2)
    exif += struct.pack(f"{order}HHII", DATE, 2, 20, 206)
    exif += struct.pack(f"{order}HHII", MAKER_NOTE, 7, 40, 226) + b"\0\0\0\0"
    data = (data + exif).ljust(120, b"\0")
    ifd1 = struct.pack(f"{order}HHHII", 1, 0x0201, 4, 1, 266) + b"\0\0\0\0"
    data = (data + ifd1).ljust(200, b"\0")
    return data + b"Canon\0" + b"2026:11:23 18:05:00\0" + b"note" * 10 + b"thumb"


def edited(data: bytes, *changes: Change) -> bytes:
    return _ifd.applied(data, _ifd.edited(Buffer(data), changes))


def text(tag: int, value: bytes | None, directory: _ifd.Directory = "ifd0") -> Change:
    return Change(directory, tag, ASCII, None if value is None else value + b"\0")


def values(data: bytes) -> dict[tuple[str, int], bytes]:
    tiff = Tiff.of(Buffer(data))
    return {
        (name, entry.tag): tiff.raw(entry)
        for name, ifd in tiff.directories().items()
        for entry in ifd.entries
    }


@pytest.mark.parametrize("order", [">", "<"])
def test_new_fields_go_to_the_end(order: str) -> None:
    data = block(order)
    new = edited(data, text(ARTIST, b"Ann Lee"), text(COPYRIGHT, b"AL"))
    assert new[8 : len(data)] == data[8:]
    assert values(new)["ifd0", ARTIST] == b"Ann Lee\0"
    assert {k: v for k, v in values(new).items() if k in values(data)} == values(data)
    assert [ifd.at for ifd in Tiff.of(Buffer(new)).chain()][1:] == [120]


def test_value_that_fits_is_written_in_place() -> None:
    data = block()
    new = edited(data, text(DATE, b"2026:11:24 06:00:00", "exif"))
    assert len(new) == len(data)
    assert values(new)["exif", DATE] == b"2026:11:24 06:00:00\0"
    assert sum(a != b for a, b in zip(data, new, strict=True)) < 20


def test_in_place_is_refused_where_values_share_bytes() -> None:
    data = bytearray(block())
    data[70:74] = struct.pack(">I", 200)  # the date now begins where the maker's name stands
    new = edited(bytes(data), text(DATE, b"1", "exif"), text(0x010F, b"Nikon"))
    assert values(new)["ifd0", 0x010F] == b"Nikon\0"
    assert values(new)["exif", DATE] == b"1\0"


def test_directory_that_is_missing_is_made() -> None:
    data = b"MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, 0x0112, 3, 1, 1 << 16) + b"\0" * 4
    new = edited(data, text(DATE, b"2026:11:23 18:05:00", "exif"))
    assert values(new)["exif", DATE] == b"2026:11:23 18:05:00\0"
    assert values(new)["ifd0", 0x0112] == b"\0\1"


def test_fields_are_taken_out() -> None:
    with_artist = edited(block(), text(ARTIST, b"Ann Lee"))
    gone = edited(with_artist, text(ARTIST, None))
    assert ("ifd0", ARTIST) not in values(gone)
    assert values(gone) == values(block())
    assert edited(block(), text(ARTIST, None)) == block()


def test_maker_note_at_the_very_end_does_not_move() -> None:
    data = b"MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, 0x8769, 4, 1, 26) + b"\0" * 4
    data += struct.pack(">HHHIIHHII", 2, DATE, 2, 20, 56, MAKER_NOTE, 7, 40, 76) + b"\0" * 4
    data += b"2026:11:23 18:05:00\0" + b"note" * 10
    new = edited(data, text(0x9011, b"+02:00", "exif"))
    tiff = Tiff.of(Buffer(new))
    note = tiff.directories()["exif"].find(MAKER_NOTE)
    assert note is not None
    assert note.at == 76


def test_entry_out_of_order_stays_where_it_is() -> None:
    data = bytearray(block())
    data[22:34] = struct.pack(">HHII", 0x0001, 0, 1, 2)
    new = edited(bytes(data), text(ARTIST, b"Ann Lee"))
    assert [entry.tag for entry in Tiff.of(Buffer(new)).first().entries] == [
        0x010F, 0x0001, ARTIST, 0x8769,
    ]  # fmt: skip


TEXTS = st.text(st.characters(codec="latin-1", exclude_characters="\0"), max_size=40)


@given(st.lists(st.tuples(st.sampled_from([ARTIST, COPYRIGHT, 0x010E]), TEXTS | st.none())))
def test_any_row_of_edits_keeps_the_rest_and_does_not_pile_up(
    steps: list[tuple[int, str | None]],
) -> None:
    data, said = block(), dict[int, str | None]()
    for tag, value in steps:
        data = edited(data, text(tag, None if value is None else value.encode("latin-1")))
        said[tag] = value
    now = values(data)
    for tag, value in said.items():
        assert now.get(("ifd0", tag)) == (
            None if value is None else value.encode("latin-1") + b"\0"
        )
    assert {k: v for k, v in now.items() if k[1] not in said} == values(block())
    assert len(data) <= len(block()) + 3 * 44 + 100


def test_only_our_errors_escape() -> None:
    def read_and_edit(data: bytes) -> None:
        tiff = Tiff.of(Buffer(data))
        list(tiff.chain())
        tiff.directories()
        edited(data, text(ARTIST, b"Ann"), text(DATE, b"2026", "exif"))

    assert only_our_errors(read_and_edit, truncations(block())) == len(block())
    assert only_our_errors(read_and_edit, flips(block())) > 700


def test_loops_end() -> None:
    data = bytearray(block())
    data[46:50] = struct.pack(">I", 8)  # IFD0 follows itself
    assert len(list(Tiff.of(Buffer(bytes(data))).chain())) == 1
    with pytest.raises(UnreadableBlock):
        Tiff.of(Buffer(b"MM\0*\0\0\0\0" * 2)).first()
    with pytest.raises(CreditsError):
        Tiff.of(Buffer(b"not a TIFF structure"))


def test_empty_directory_is_written_into() -> None:
    """Pillow writes such a block for an empty ``Image.Exif()``."""
    data = b"MM\0*\0\0\0\x08" + struct.pack(">HI", 0, 0)
    assert values(edited(data, text(ARTIST, b"Ann Lee"))) == {("ifd0", ARTIST): b"Ann Lee\0"}


@pytest.mark.parametrize("tag", [256, 0x8769, 0x8825, 330, 273, 513])
@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_numbers_that_are_none_are_left_out(tag: int, value: float) -> None:
    rows = {256: (11, 4.0), 257: (11, 3.0), 279: (11, 1.0), 514: (11, 1.0), tag: (11, value)}
    entries = b"".join(
        struct.pack("<HHIf", at, *row[:1], 1, row[1]) for at, row in sorted(rows.items())
    )
    data = b"II*\0" + struct.pack("<IH", 8, len(rows)) + entries + bytes(4)
    tiff = Tiff.of(Buffer(data))
    entry = tiff.first().find(tag)
    assert entry is not None
    assert tiff.numbers(entry) == ()
    assert credits.read(data).height == (None if tag == 256 else 3)
    assert credits.read(data).traces == {}
