"""PSD and camera raw: read whatever they are called, never written."""

from __future__ import annotations

import struct

import pytest

import credits
from credits import _ifd, containers
from credits._bytes import Buffer
from credits._ifd import BYTE, LONG, SHORT, Change
from credits.blocks import photoshop
from credits.errors import Unwritable
from tests.pictures import VALUES, picture


def tiff_with(*changes: Change) -> bytes:
    data = credits.embed(picture("tiff"), **VALUES)
    return _ifd.applied(data, _ifd.edited(Buffer(data), changes))


CFA = Change("ifd0", 262, SHORT, struct.pack("<H", 32803))
DNG = Change("ifd0", 0xC612, BYTE, bytes([1, 4, 0, 0]))
NIKON = Change("ifd0", 259, SHORT, struct.pack("<H", 34713))


def olympus(letters: bytes) -> bytes:
    return letters + tiff_with()[4:]


def canon() -> bytes:
    """Put Canon's letters behind the header, and the first directory at the end."""
    data = bytearray(tiff_with())
    data[8:12] = b"CR\x02\0"
    return bytes(data)


def fuji() -> bytes:
    inner = credits.embed(picture("jpeg"), **VALUES)
    head = b"FUJIFILMCCD-RAW " + bytes(68) + struct.pack(">II", 160, len(inner))
    return head.ljust(160, b"\0") + inner + b"sensor data"


RAWS = {
    "cfa": tiff_with(CFA), "dng": tiff_with(DNG), "nikon": tiff_with(NIKON), "canon": canon(),
    "olympus": olympus(b"IIRO"), "panasonic": olympus(b"IIU\0"), "fuji": fuji(),
}  # fmt: skip


@pytest.mark.parametrize("data", RAWS.values(), ids=RAWS)
def test_raw_is_read_and_not_written(data: bytes) -> None:
    found = credits.read(data)
    assert found.format == "raw"
    assert list(found.record.creators) == VALUES["creators"]
    assert (found.width, found.height) == (120, 90)
    assert found.image_data_hash
    with pytest.raises(Unwritable, match=r"read only.*--sidecar"):
        credits.embed(data, credit_line="TASS")


def test_sensor_data_below_the_first_page_is_found() -> None:
    data = tiff_with()
    inner = struct.pack("<HHHIII", 1, 262, SHORT, 1, 32803, 0)
    place = len(data)
    below = Change("ifd0", 330, LONG, struct.pack("<I", place))
    data += inner
    raw = _ifd.applied(data, _ifd.edited(Buffer(data), (below,)))
    assert credits.read(raw).format == "raw"


def test_raf_that_is_cut_is_damaged() -> None:
    assert credits.read(fuji()[:300]).is_damaged


def psd(version: int = 1) -> bytes:
    jpeg = credits.embed(picture("jpeg"), **VALUES)
    container, parts = containers.split(Buffer(jpeg))
    found = container.blocks(parts)
    exif = found.exif.read(0, found.exif.size) if found.exif else b""
    resources = photoshop.encode({0x0422: exif, 0x0424: found.xmp}, found.photoshop)
    header = b"8BPS" + struct.pack(">H6xHIIHH", version, 3, 90, 120, 8, 3)
    return header + bytes(4) + struct.pack(">I", len(resources)) + resources + bytes(40)


@pytest.mark.parametrize("version", [1, 2])
def test_photoshop_files_say_everything_in_resources(version: int) -> None:
    found = credits.read(psd(version))
    assert (found.format, found.width, found.height) == ("psd", 120, 90)
    assert set(found.sources["creators"]) == {"xmp", "iim", "exif"}
    assert found.record.caption == VALUES["caption"]
    with pytest.raises(Unwritable, match=r"read only.*--sidecar"):
        credits.embed(psd(version), credit_line="TASS")


def test_photoshop_file_that_is_cut_is_damaged() -> None:
    data = psd()
    assert all(credits.read(data[:stop]).is_damaged for stop in (26, 29, 32, 400, len(data) - 40))
