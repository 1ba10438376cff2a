"""The odd cases of PNG."""

from __future__ import annotations

import struct
import zlib

from credits import containers
from credits._bytes import Buffer
from credits.containers import png
from tests.pictures import picture


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunks(*chunks: bytes) -> bytes:
    data = picture("png")
    return data[:33] + b"".join(chunks) + data[33:]


def replaced(data: bytes, **edits: object) -> bytes:
    return containers.join(png.replaced(png.split(Buffer(data)), edits))


def blocks(data: bytes) -> containers.Blocks:
    return png.blocks(png.split(Buffer(data)))


def raw_profile(name: bytes, payload: bytes) -> bytes:
    text = b"\n%s\n%8d\n%s\n" % (name.split()[-1], len(payload), payload.hex().encode())
    return chunk(b"zTXt", b"Raw profile type " + name + b"\0\0" + zlib.compress(text))


def test_new_blocks_stand_before_the_image_data() -> None:
    data = replaced(picture("png"), exif=b"MM", xmp=b"<x/>")
    kinds = [part.kind for part in png.split(Buffer(data)).parts]
    assert kinds.index("eXIf") < kinds.index("IDAT")
    assert kinds.index("iTXt") < kinds.index("IDAT")
    assert blocks(data).xmp == b"<x/>"


def test_trailer_and_unknown_chunks_are_kept() -> None:
    data = with_chunks(chunk(b"vpAg", b"12345")) + b"trailer"
    assert containers.join(png.split(Buffer(data))) == data
    edited = replaced(data, xmp=b"<x/>")
    assert edited.endswith(b"trailer")
    assert chunk(b"vpAg", b"12345") in edited


def test_compressed_xmp_is_read() -> None:
    body = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b"<x/>")
    assert blocks(with_chunks(chunk(b"iTXt", body))).xmp == b"<x/>"


def test_a_bomb_does_not_go_off() -> None:
    body = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b"\0" * (png.MOST * 4))
    found = blocks(with_chunks(chunk(b"iTXt", body)))
    assert found.xmp is None
    assert "does not inflate" in found.problems[0].message


def test_raw_profiles_are_read_and_kept_in_step() -> None:
    data = with_chunks(
        raw_profile(b"exif", b"Exif\0\0MM\0*"), raw_profile(b"iptc", b"\x1c\x02\x05")
    )
    found = blocks(data)
    assert found.exif is not None
    assert found.exif.read(0, 4) == b"MM\0*"
    assert found.iim == b"\x1c\x02\x05"
    again = blocks(replaced(data, exif=b"II*\0", iim=b"\x1c\x02\x78"))
    assert again.exif is not None
    assert again.exif.read(0, 4) == b"II*\0"
    assert again.iim == b"\x1c\x02\x78"


def test_profile_that_is_no_hexadecimal_is_a_problem() -> None:
    bad = chunk(b"tEXt", b"Raw profile type exif\0\nexif\n4\nzzzz\n")
    assert "not hexadecimal" in blocks(with_chunks(bad)).problems[0].message


def test_wrong_checksum_is_told_and_copied() -> None:
    bad = chunk(b"tEXt", b"Author\0Ann")[:-1] + b"\x00"
    data = with_chunks(bad)
    assert "wrong checksum" in blocks(data).problems[0].message
    assert bad in replaced(data, xmp=b"<x/>")


def test_texts_are_read_and_replaced_where_they_stand() -> None:
    data = with_chunks(chunk(b"tEXt", b"Author\0Ann M\xfcller"), chunk(b"tEXt", b"Comment\0hi"))
    assert blocks(data).text == (("Author", "Ann Müller"), ("Comment", "hi"))
    edited = replaced(data, text=("Олена", "hi"))
    assert blocks(edited).text == (("Author", "Олена"), ("Comment", "hi"))
    assert chunk(b"tEXt", b"Comment\0hi") in edited


def test_each_of_several_texts_of_a_keyword_keeps_its_place() -> None:
    first, second = chunk(b"tEXt", b"Comment\0first"), chunk(b"tEXt", b"Comment\0second")
    broken = chunk(b"zTXt", b"Comment\0\0no deflate")
    data = with_chunks(first, broken, second)
    assert replaced(data, text=("first", "second")) == data
    edited = replaced(data, text=(None, "second"))
    assert [first in edited, broken in edited, second in edited] == [False, True, True]


def test_many_bombs_do_not_go_off_together() -> None:
    bomb = zlib.compress(b"a" * png.MOST)
    texts = [chunk(b"zTXt", b"Comment\0\0" + bomb) for _ in range(50)]
    broken = [chunk(b"zTXt", b"Comment\0\0" + bomb[:-8] + b"\xff" * 8) for _ in range(3)]
    data = with_chunks(chunk(b"tEXt", b"Author\0Ann"), *texts, *broken)
    found = blocks(data)
    assert found.text[0] == ("Author", "Ann")
    assert sum(len(text) for _, text in found.text) <= png.TOGETHER + 3
    refused = [one for one in found.problems if "does not inflate" in one.message]
    assert len(refused) == 53 - png.TOGETHER // png.MOST


def test_a_text_that_is_broken_leaves_room_for_the_others() -> None:
    broken = [chunk(b"zTXt", b"Comment\0\0no deflate") for _ in range(100)]
    whole = chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"Ann"))
    assert blocks(with_chunks(*broken, whole)).text == (("Author", "Ann"),)


def test_signed() -> None:
    assert png.is_signed(png.split(Buffer(with_chunks(chunk(b"caBX", b"jumb")))))
