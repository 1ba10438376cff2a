"""Erasing in a TIFF structure: what goes is nowhere, what stays is where it was."""

from __future__ import annotations

import piexif
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits import _erasure, containers, traces
from credits._bytes import Buffer
from credits._ifd import Patch, Tiff, applied
from credits.blocks import exif
from credits.errors import CreditsError, TooBig, UnreadableBlock
from tests.conftest import corpus_files
from tests.pictures import picture

TEXTS = (0xA430, 0xA431, 0xA435, 0x9286, 0xA420)


def block(tags: dict[int, bytes], *, gps: bool = True, thumbnail: bool = False) -> bytes:
    position = {1: b"N", 2: ((48, 1), (51, 1), (2888, 100)), 5: 0} if gps else {}
    table = {"0th": {0x010F: b"Acme of Oslo"}, "Exif": tags, "GPS": position}
    if thumbnail:
        table |= {"1st": {0x0103: 6}, "thumbnail": picture("jpeg", (32, 24))}
    return piexif.dump(table)[6:]


def erased(data: bytes, *what: object) -> bytes:
    return applied(data, _erasure.erased(Buffer(data), *what))


texts = st.binary(min_size=5, max_size=40).filter(lambda text: b"\0" not in text)


@given(st.dictionaries(st.sampled_from(TEXTS), texts, min_size=1), st.sets(st.sampled_from(TEXTS)))
def test_what_stays_says_the_same(tags: dict[int, bytes], gone: set[int]) -> None:
    old = block(tags)
    new = erased(old, gone, {"gps"})
    assert len(new) == len(old)
    before, after = exif.decode(old).values, exif.decode(new).values
    left = {
        k: v for k, v in before.items() if k[0] != "gps" and k[1] not in gone and k[1] != 0x8825
    }
    assert {k: v for k, v in after.items() if k[1] != 0x8769} == {
        k: v for k, v in left.items() if k[1] != 0x8769
    }
    kept = b"".join(text for tag, text in tags.items() if tag not in gone)
    for tag in gone & tags.keys():
        assert tags[tag] in kept or tags[tag] not in new
    assert not _erasure.erased(Buffer(new), gone, {"gps"})


def test_the_thumbnail_goes_with_its_bytes_and_its_room() -> None:
    old = block({0xA431: b"SERIAL"}, thumbnail=True)
    new = _erasure.swept(erased(old, (), {"ifd1"}))
    small = picture("jpeg", (32, 24))
    assert small[-200:] in old
    assert small[-200:] not in new
    assert len(new) < len(old) - 600
    assert [place.name for place in _erasure.places(Tiff.of(Buffer(new)))] == [
        "ifd0",
        "exif",
        "gps",
    ]


def test_a_value_that_two_fields_share_stays() -> None:
    data = bytearray(block({0xA430: b"SHARED-TEXT", 0xA431: b"SHARED-TEXT"}, gps=False))
    tiff = Tiff.of(Buffer(bytes(data)))
    owner, serial = (tiff.directories()["exif"].find(tag) for tag in (0xA430, 0xA431))
    data[serial.place + 8 : serial.place + 12] = owner.at.to_bytes(4)
    new = erased(bytes(data), {0xA431}, ())
    values = exif.decode(new).values
    assert values["exif", 0xA430] == "SHARED-TEXT"
    assert ("exif", 0xA431) not in values


def test_sweeping_leaves_a_block_with_a_maker_note_as_it_is() -> None:
    data = block({0x927C: b"maker" * 9}) + b"what the maker note points to"
    assert _erasure.swept(data) == data
    data = block({0xA431: b"SERIAL"}) + b"an old serial nobody points to"
    assert b"an old serial" not in _erasure.swept(data)
    assert exif.decode(_erasure.swept(data)).values == exif.decode(data).values


def test_a_value_never_grows() -> None:
    data = block({0xA431: b"SERIAL"})
    new = erased(data, (), (), {0x010F: b"Oslo\0"})
    assert exif.decode(new).values["ifd0", 0x010F] == "Oslo"
    assert b"Acme of" not in new
    with pytest.raises(TooBig):
        erased(data, (), (), {0x010F: b"x" * 40})


def test_directories_that_lie_in_each_other_are_refused() -> None:
    with pytest.raises(UnreadableBlock, match="share the byte 6"):
        _erasure._apart([Patch(0, 8, b""), Patch(6, 9, b"")])


def test_ranges() -> None:
    assert list(_erasure.without([(0, 10), (20, 30)], [(5, 6), (25, 99)])) == [
        (0, 5),
        (6, 10),
        (20, 25),
    ]
    assert _erasure.merged([(5, 9), (0, 5), (20, 21), (3, 4), (7, 7)]) == [(0, 9), (20, 21)]


def test_truncated_blocks_raise_only_our_errors() -> None:
    data = block({0x927C: b"maker" * 9, 0xA431: b"SERIAL"}, thumbnail=True)
    for stop in range(len(data)):
        try:
            erased(data[:stop], {0x927C}, {"gps", "ifd1"})
        except CreditsError:
            continue


def test_real_blocks_can_be_erased(corpus) -> None:
    seen = 0
    tags, names = traces.exif_tags(traces.PRIVATE), {"gps", "ifd1"}
    for path in corpus_files("valid"):
        try:
            container, parts = containers.split(Buffer(path.read_bytes()))
            source = container.blocks(parts).exif
            if source is None or container.NAME in {"tiff", "raw"}:
                continue
            new = erased(source.read(0, source.size), tags, names)
        except CreditsError:
            continue
        seen += 1
        left = {place.name for place in _erasure.places(Tiff.of(Buffer(new)))}
        assert not left & names, path
    assert seen >= 120
