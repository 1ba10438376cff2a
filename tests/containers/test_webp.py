"""The odd cases of WebP."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image

import credits
from credits import containers
from credits._bytes import Buffer
from credits.containers import webp
from credits.errors import Truncated
from tests.pictures import picture, pixels


def parts(data: bytes) -> containers.Parts:
    return webp.split(Buffer(data))


def replaced(data: bytes, **edits: object) -> bytes:
    return containers.join(webp.replaced(parts(data), edits))


def flags(data: bytes) -> int:
    (part,) = parts(data).of_kind("VP8X")
    return parts(data).payload(part)[8]


@pytest.mark.parametrize("options", [{}, {"lossless": True}])
def test_simple_file_gets_the_extended_form(options: dict[str, bool]) -> None:
    data = picture("webp", **options)
    assert not parts(data).of_kind("VP8X")
    edited = replaced(data, exif=b"MM\0*", xmp=b"<x/>")
    assert flags(edited) == 0x0C
    assert webp.dimensions(parts(edited)) == (120, 90)
    assert struct.unpack("<I", edited[4:8])[0] == len(edited) - 8
    assert pixels(edited) == pixels(data)


def test_alpha_of_a_lossless_file_is_announced() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 10), (1, 2, 3, 40)).save(out, "WEBP", lossless=True)
    edited = replaced(out.getvalue(), xmp=b"<x/>")
    assert flags(edited) == 0x14
    assert pixels(edited) == pixels(out.getvalue())


def test_animation_keeps_its_canvas_and_flags() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (30, 20), (shade, 0, 0)) for shade in (10, 200)]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    edited = replaced(out.getvalue(), xmp=b"<x/>")
    assert flags(edited) & 0x06 == 0x06
    assert webp.dimensions(parts(edited)) == (30, 20)
    with Image.open(io.BytesIO(edited)) as image:
        assert image.n_frames == 2


def test_flags_go_with_the_blocks() -> None:
    edited = replaced(picture("webp"), exif=b"MM\0*", xmp=b"<x/>")
    assert flags(replaced(edited, xmp=None)) == 0x08


def test_trailer_stays_behind_the_riff_length() -> None:
    edited = replaced(picture("webp") + b"tail", xmp=b"<x/>")
    assert edited.endswith(b"tail")
    assert struct.unpack("<I", edited[4:8])[0] == len(edited) - 12


def test_header_of_jpeg_on_the_exif_block_is_taken_off() -> None:
    block = webp.blocks(parts(replaced(picture("webp"), exif=b"Exif\0\0MM\0*"))).exif
    assert block is not None
    assert block.read(0, 4) == b"MM\0*"


@pytest.mark.parametrize("size", range(20))
def test_a_length_shorter_than_the_header_loses_and_doubles_nothing(size: int) -> None:
    data = b"RIFF" + size.to_bytes(4, "little") + b"WEBPVP8 \0"
    assert containers.join(containers.split(Buffer(data))[1]) == data


@pytest.mark.parametrize(("at", "length"), [(26, 10), (28, 10), (26, 8)])
def test_a_frame_without_size_is_no_picture(at: int, length: int) -> None:
    data = bytearray(picture("webp"))
    data[at : at + 2] = b"\0\0"
    data[4:8], data[16:20] = struct.pack("<I", length + 12), struct.pack("<I", length)
    found = parts(bytes(data[: 20 + length]))
    assert webp.dimensions(found) is None
    assert [problem.fatal for problem in found.problems] == [True]
    with pytest.raises(Truncated, match="no size"):
        credits.embed(bytes(data[: 20 + length]), caption="x")
