"""The odd cases of JPEG, their bytes built here."""

from __future__ import annotations

import struct

import pytest

from credits import containers
from credits._bytes import Buffer
from credits.containers import jpeg
from credits.errors import TooBig
from tests.pictures import picture


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def with_segments(*segments: bytes, data: bytes | None = None) -> bytes:
    data = picture() if data is None else data
    return data[:2] + b"".join(segments) + data[2:]


def kinds(data: bytes) -> list[str]:
    return [part.kind for part in jpeg.split(Buffer(data)).parts]


def replaced(data: bytes, **edits: bytes | None) -> bytes:
    return containers.join(jpeg.replaced(jpeg.split(Buffer(data)), edits))


def test_fill_bytes_before_a_marker_are_a_part_of_their_own() -> None:
    data = picture()
    data = data[:2] + b"\xff\xff\xff" + data[2:]
    assert kinds(data)[:3] == ["SOI", "filler", "APP0"]
    assert containers.join(jpeg.split(Buffer(data))) == data


def test_garbage_between_segments_is_skipped_and_kept() -> None:
    data = with_segments(segment(0xE5, b"x"), b"\x00\x01\x02\xff\x00garbage")
    assert kinds(data)[1:4] == ["APP5", "filler", "APP0"]
    assert replaced(data, xmp=b"<x/>").count(b"garbage") == 1


def test_empty_segment() -> None:
    assert "APP1" in kinds(with_segments(b"\xff\xe1\x00\x02"))


def test_a_length_below_two_ends_the_reading() -> None:
    parts = jpeg.split(Buffer(with_segments(b"\xff\xe1\x00\x01")))
    assert parts.parts[-1].kind == "broken"
    assert any(problem.fatal for problem in parts.problems)


def test_trailer_is_copied() -> None:
    data = picture() + b"MotionPhoto" * 50
    assert replaced(data, xmp=b"<x/>").endswith(b"MotionPhoto" * 50)
    assert not jpeg.split(Buffer(data)).problems


def test_blocks_come_in_the_order_of_the_specification() -> None:
    data = replaced(picture(), photoshop=b"8BIM", xmp=b"<x/>", exif=b"MM")
    assert kinds(data)[:5] == ["SOI", "APP0", "Exif", "XMP", "Photoshop"]


def test_a_block_is_replaced_where_it_stands() -> None:
    data = with_segments(segment(0xE9, b"nine"), segment(0xE1, jpeg.XMP_HEADER + b"<old/>"))
    assert kinds(replaced(data, xmp=b"<new/>"))[:3] == ["SOI", "APP9", "XMP"]


def test_photoshop_block_of_several_segments_is_one_and_stays_one() -> None:
    block = bytes(range(256)) * 700
    data = replaced(picture(), photoshop=block)
    assert kinds(data).count("Photoshop") == 3
    assert jpeg.blocks(jpeg.split(Buffer(data))).photoshop == block
    assert kinds(replaced(data, photoshop=b"8BIM")).count("Photoshop") == 1


def test_extended_xmp_in_any_order() -> None:
    data = replaced(picture(), xmp=b"<x/>", extended=b"y" * 150_000)
    split = jpeg.split(Buffer(data))
    found = [part for part in split.parts if part.kind == "ExtendedXMP"]
    assert len(found) == 3
    shuffled = split.with_parts(
        tuple(p for p in split.parts if p.kind != "ExtendedXMP")[:3]
        + tuple(reversed(found))
        + tuple(p for p in split.parts if p.kind != "ExtendedXMP")[3:]
    )
    blocks = jpeg.blocks(jpeg.split(Buffer(containers.join(shuffled))))
    assert list(blocks.extended.values()) == [b"y" * 150_000]


def test_incomplete_extended_xmp_is_a_problem() -> None:
    data = replaced(picture(), xmp=b"<x/>", extended=b"y" * 150_000)
    split = jpeg.split(Buffer(data))
    drop = split.of_kind("ExtendedXMP")[1]
    blocks = jpeg.blocks(split.with_parts(tuple(p for p in split.parts if p != drop)))
    assert not blocks.extended
    assert "incomplete" in blocks.problems[0].message


def test_too_big_for_a_segment() -> None:
    with pytest.raises(TooBig, match="65533"):
        replaced(picture(), exif=b"x" * 70_000)


def mpf(size: int) -> bytes:
    """Build a multi-picture index whose first picture has *size* bytes."""
    entry = struct.pack(">IIIHH", 0x030000, size, 0, 0, 0)
    head = b"MPF\x00MM\x00*\x00\x00\x00\x08"
    ifd = struct.pack(">HHHII", 1, 0xB002, 7, 16, 26) + b"\0\0\0\0"
    return segment(0xE2, head + ifd + entry)


def test_blocks_never_grow_behind_the_multi_picture_index() -> None:
    old = segment(0xE1, jpeg.XMP_HEADER + b"<old/>")
    data = with_segments(mpf(5000), old)
    edited = replaced(data, xmp=b"<new/>" * 20)
    names = kinds(edited)
    assert names.index("XMP") < names.index("MPF")
    assert b"<old/>" not in edited


def test_multi_picture_index_learns_the_new_size() -> None:
    data = with_segments(mpf(5000))
    edited = replaced(data, xmp=b"<new/>" * 20)
    assert struct.pack(">I", 5000 + len(edited) - len(data)) in edited
    assert containers.join(jpeg.split(Buffer(edited))) == edited


@pytest.mark.parametrize("order", ["<", ">"])
def test_multi_picture_index_still_finds_the_second_picture(order: str) -> None:
    """What stands behind the index counts in its offsets: a comment that goes, XMP that moves up."""
    mark = b"II*\x00\x08\0\0\0" if order == "<" else b"MM\x00*\x00\0\0\x08"
    ifd = struct.pack(f"{order}HHHII", 1, 0xB002, 7, 32, 26) + b"\0\0\0\0"
    behind = segment(0xFE, b"a comment") + segment(0xE1, jpeg.XMP_HEADER + b"<old/>")

    def whole(offset: int) -> bytes:
        entries = struct.pack(f"{order}IIIHHIIIHH", 0x030000, 9, 0, 0, 0, 0, 5, offset, 0, 0)
        first = with_segments(segment(0xE2, b"MPF\x00" + mark + ifd + entries), behind)
        return first + b"\xff\xd8SECOND"

    data = whole(len(whole(0)) - 8 - whole(0).index(mark))
    split = jpeg.split(Buffer(data))
    kept = split.with_parts(tuple(part for part in split.parts if part.kind != "COM"))
    new = containers.join(jpeg.replaced(kept, {"xmp": b"<new/>" * 9}))
    at = new.index(mark)
    (offset,) = struct.unpack_from(f"{order}I", new, at + 26 + 16 + 8)
    assert new[at + offset :] == b"\xff\xd8SECOND"


def test_second_exif_is_kept_and_told() -> None:
    one, two = (segment(0xE1, jpeg.EXIF_HEADER + text) for text in (b"MM-1", b"MM-2"))
    data = with_segments(one, two)
    blocks = jpeg.blocks(jpeg.split(Buffer(data)))
    assert blocks.exif is not None
    assert blocks.exif.read(0, 4) == b"MM-1"
    assert "2 Exif segments" in blocks.problems[0].message
    assert b"MM-2" in replaced(data, exif=b"MM-3")


def test_dimensions_and_signature() -> None:
    assert jpeg.dimensions(jpeg.split(Buffer(picture()))) == (120, 90)
    assert not jpeg.is_signed(jpeg.split(Buffer(picture())))
    signed = with_segments(segment(0xEB, b"JP\x00\x01jumbc2pa"))
    assert jpeg.is_signed(jpeg.split(Buffer(signed)))


def test_a_signature_does_not_reach_into_the_next_segment() -> None:
    """A segment that ends inside its signature is one of those that are kept unread."""
    data = with_segments(b"\xff\xed\0\x09Photosh")[:11] + b"op 3.0\0" + picture()[2:]
    (_, part, *_) = jpeg.split(Buffer(data)).parts
    assert part.kind == "APP13"
    jpeg.blocks(jpeg.split(Buffer(data)))
