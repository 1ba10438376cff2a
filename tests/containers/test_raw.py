"""PSD and camera raw: read whatever they are called, never written."""

from __future__ import annotations

import contextlib
import hashlib
import struct
from pathlib import Path

import pytest

import credits
from credits import _ifd, containers
from credits._bytes import Buffer
from credits._ifd import ASCII, BYTE, LONG, SHORT, Change
from credits.blocks import photoshop, xmp
from credits.containers import _cr3
from credits.containers._heif import XMP
from credits.errors import CreditsError, Unwritable
from tests.containers.bmff import box
from tests.differential.witnesses import exiftool
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


def part_of_exif(*changes: Change) -> bytes:
    """Make a structure of one directory, as each of Canon's boxes has one."""
    bare = b"II*\0\x08\0\0\0" + bytes(6)
    return _ifd.applied(bare, _ifd.edited(Buffer(bare), changes))


def text(tag: int, words: str) -> Change:
    return Change("ifd0", tag, ASCII, words.encode() + b"\0")


def canon_boxes() -> bytes:
    """Make a CR3: Canon's box in moov, XMP in a box of its own, and the sensor's data."""
    sides = [
        Change("ifd0", tag, SHORT, struct.pack("<H", side)) for tag, side in ((256, 120), (257, 90))
    ]
    degrees = struct.pack("<6I", 50, 1, 27, 1, 0, 1)
    structures = {
        b"CMT1": part_of_exif(*sides, text(0x010E, VALUES["caption"]), text(0x010F, "Canon"),
                              text(0x013B, "; ".join(VALUES["creators"]))),
        b"CMT2": part_of_exif(text(0x9003, "2026:06:07 11:32:05"), text(0xA431, "0123456")),
        b"CMT3": part_of_exif(text(0x0009, "Ann Lee")),
        b"CMT4": part_of_exif(text(1, "N"), Change("ifd0", 2, 5, degrees),
                              text(3, "E"), Change("ifd0", 4, 5, degrees)),
    }  # fmt: skip
    canon = (
        _cr3.CANON
        + box(b"CNCV", b"CanonCR3_001/00.10.00/00.00.00")
        + b"".join(box(kind, data) for kind, data in structures.items())
    )
    packet = xmp.encode({xmp.clark("photoshop:Credit"): "TASS"}, None)[0]
    return b"".join((
        box(b"ftyp", b"crx \0\0\0\1crx isom"),
        box(b"moov", box(b"uuid", canon)),
        box(b"uuid", XMP, packet),
        box(b"mdat", b"sensor data"),
    ))  # fmt: skip


RAWS = {
    "canon in boxes": canon_boxes(),
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


def test_exif_in_several_boxes_is_one_block() -> None:
    found = credits.read(canon_boxes(), beyond=True)
    assert (found.record.credit_line, found.sources["credit_line"]) == ("TASS", ("xmp",))
    assert (found.record.date_created, found.sources["creators"]) == (
        "2026-06-07T11:32:05",
        ("exif",),
    )
    assert found.record.gps is not None
    assert (found.record.gps.latitude, found.record.gps.longitude) == (50.45, 50.45)
    assert {"gps", "serial", "maker-note"} <= found.traces.keys()
    assert found.image_data_hash == hashlib.sha256(b"sensor data").hexdigest()
    assert found.problems == ()


def test_exiftool_reads_the_same_of_boxes(tmp_path: Path) -> None:
    path = tmp_path / "a.cr3"
    path.write_bytes(canon_boxes())
    said = exiftool([path])["a.cr3"]
    expected = {
        "IFD0:Artist": "; ".join(VALUES["creators"]), "IFD0:ImageWidth": 120,
        "ExifIFD:DateTimeOriginal": "2026:06:07 11:32:05", "ExifIFD:SerialNumber": "0123456",
        "XMP-photoshop:Credit": "TASS",
    }  # fmt: skip
    assert said | expected == said, {name: said.get(name) for name in expected}
    assert said["GPS:GPSLatitude"] == pytest.approx(50.45)


def test_boxes_that_are_broken_cost_their_block_alone() -> None:
    whole = canon_boxes()
    for old, new in ((b"II*\0", b"XX*\0"), (b"CMT1", b"CMT9"), (b"CNCV", b"\0\0\0\0")):
        assert credits.read(whole.replace(old, new, 1)).record.credit_line == "TASS"
    other = part_of_exif(text(0x9003, "2026:06:07 11:32:05"))
    swapped = whole.replace(other[:4], b"MM\0*", 2)
    assert credits.read(swapped).record.credit_line == "TASS"
    assert credits.read(whole[:-4]).is_damaged
    for stop in range(len(whole)):
        with contextlib.suppress(CreditsError):
            credits.read(whole[:stop])


def test_sidecar_of_boxes_is_written_beside(tmp_path: Path) -> None:
    path = tmp_path / "a.cr3"
    path.write_bytes(canon_boxes())
    credits.embed(path, credit_line="AP", sidecar=True)
    found = credits.read(path)
    assert (found.record.credit_line, found.sources["credit_line"][0]) == ("AP", "sidecar")
    assert path.read_bytes() == canon_boxes()


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
