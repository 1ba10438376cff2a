"""The odd cases of TIFF."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image

from credits import containers
from credits._bytes import Buffer
from credits._ifd import ASCII, Change, Tiff
from credits.containers import tiff
from credits.errors import UnreadableBlock
from tests.pictures import picture, pixels


def replaced(data: bytes, **edits: object) -> bytes:
    return containers.join(tiff.replaced(tiff.split(Buffer(data)), edits))


def artist(text: bytes) -> tuple[Change, ...]:
    return (Change("ifd0", 0x013B, ASCII, text + b"\0"),)


def test_only_the_pointer_changes_in_what_was_there() -> None:
    data = picture("tiff")
    edited = replaced(data, exif=artist(b"Ann Lee of the Photo Desk"), xmp=b"<x/>")
    assert edited[8 : len(data)] == data[8:]
    assert pixels(edited) == pixels(data)
    assert tiff.blocks(tiff.split(Buffer(edited))).xmp == b"<x/>"


def test_editing_again_does_not_grow_the_file() -> None:
    once = replaced(picture("tiff"), xmp=b"<x>" + b" " * 500 + b"</x>")
    sizes = {len(once)}
    for length in (400, 300, 499, 500):
        once = replaced(once, xmp=b"<x>" + b" " * length + b"</x>")
        sizes.add(len(once))
    assert max(sizes) - min(sizes) <= 202


def test_further_pages_stay() -> None:
    out = io.BytesIO()
    pages = [Image.new("L", (16, 16), shade) for shade in (0, 90, 200)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    edited = replaced(out.getvalue(), xmp=b"<x/>")
    with Image.open(io.BytesIO(edited)) as image:
        assert image.n_frames == 3
        image.seek(2)
        assert image.getpixel((3, 3)) == 200


def big_tiff() -> bytes:
    """Build a BigTIFF of one grey pixel row."""
    strip = b"\x07" * 4
    entries = [(256, 3, 1, 4), (257, 3, 1, 1), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
               (273, 16, 1, 16), (278, 3, 1, 1), (279, 16, 1, 4)]  # fmt: skip
    ifd = struct.pack("<Q", len(entries))
    ifd += b"".join(struct.pack("<HHQQ", *entry) for entry in entries) + struct.pack("<Q", 0)
    return b"II+\0" + struct.pack("<HHQ", 8, 0, 24) + strip + b"\0" * 4 + ifd


def test_big_tiff() -> None:
    data = big_tiff()
    edited = replaced(data, exif=artist(b"Ann Lee of the Photo Desk"))
    assert Tiff.of(Buffer(edited)).first().find(0x013B) is not None
    assert tiff.dimensions(tiff.split(Buffer(edited))) == (4, 1)
    assert tiff.image_data(tiff.split(Buffer(edited))) == [(16, 20)]
    assert pixels(edited) == pixels(data)


def test_damaged_directory_is_not_edited() -> None:
    data = bytearray(big_tiff())
    at = data.index(struct.pack("<HHQ", 258, 3, 1))
    data[at + 2 : at + 4] = b"\x63\x00"
    with pytest.raises(UnreadableBlock, match="lie outside"):
        replaced(bytes(data), xmp=b"<x/>")
