"""Renditions as content systems make them: the credit is back, the pixels are theirs, nothing leaks."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import piexif
import pytest
from PIL import Image

import credits
from credits.errors import InvalidValue, Unwritable
from credits.journal import Journal, find, undo
from tests.conftest import ROOT
from tests.differential.witnesses import exiftool
from tests.pictures import picture, pixels
from tests.thumbnailers import MAKERS, pillow, pillow_with_exif

SAID = {
    "caption": "Migrants are called to serve – „Peoples service“",
    "alt_text": "Men in a hall, one with a list",
    "creators": ["Evgeny Epanchintsev", "Zoë Müller"],
    "credit_line": "TASS",
    "source": "versia.ru",
    "copyright_notice": "© 2026 TASS",
    "web_statement": "https://tass.example/terms",
    "credit_line_required": "CR-CAI",
    "digital_source_type": "digitalCapture",
}
GPS = {
    piexif.GPSIFD.GPSLatitudeRef: b"N", piexif.GPSIFD.GPSLatitude: ((50, 1), (27, 1), (0, 1)),
    piexif.GPSIFD.GPSLongitudeRef: b"E", piexif.GPSIFD.GPSLongitude: ((30, 1), (31, 1), (0, 1)),
}  # fmt: skip


def camera_exif(orientation: int = 1, size: tuple[int, int] = (1200, 800)) -> bytes:
    """Make what a camera writes: place, serials, maker note, sizes, a thumbnail."""
    small = io.BytesIO()
    Image.new("RGB", (160, 120), "#123456").save(small, "JPEG")
    return piexif.dump({
        "0th": {piexif.ImageIFD.Make: b"Maker", piexif.ImageIFD.Orientation: orientation},
        "Exif": {piexif.ExifIFD.BodySerialNumber: b"B-4711", piexif.ExifIFD.MakerNote: b"note" * 9,
                 piexif.ExifIFD.PixelXDimension: size[0], piexif.ExifIFD.PixelYDimension: size[1],
                 piexif.ExifIFD.DateTimeOriginal: b"2026:03:14 19:31:02"},
        "GPS": GPS, "1st": {}, "thumbnail": small.getvalue(),
    })  # fmt: skip


def credited(path: Path) -> Path:
    """Make a credited photo with all that a camera tells."""
    with Image.open(ROOT / "sample_images" / "harbour-at-dawn.jpg") as image:
        image.save(path, "JPEG", exif=camera_exif())
    credits.embed(path, **SAID)
    return path


@pytest.fixture
def original(tmp_path: Path) -> Path:
    return credited(tmp_path / "march.jpg")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("make", "suffix"), MAKERS.values(), ids=MAKERS)
def test_the_credit_is_back(
    original: Path, tmp_path: Path, make: Callable[[Path, Path], None], suffix: str
) -> None:
    rendition = tmp_path / f"march-600x400{suffix}"
    make(original, rendition)
    before = rendition.read_bytes()
    assert not credits.read(rendition).record.credit_line
    (written,) = credits.carry(original, rendition)
    assert written.changed
    record, said = credits.read(rendition).record, credits.read(original).record
    for name in SAID:
        assert getattr(record, name) == getattr(said, name), name
    assert pixels(rendition.read_bytes()) == pixels(before)
    assert credits.carry(original, rendition)[0].changed is False
    seen = exiftool([rendition])[rendition.name]
    assert seen["XMP-photoshop:Credit"] == "TASS"
    assert seen["XMP-dc:Creator"] == SAID["creators"]
    assert not [tag for tag in seen if "GPS" in tag or "Serial" in tag or "MakerNote" in tag]
    assert not [tag for tag in seen if tag.startswith("IFD1") or "ThumbnailImage" in tag]
    if suffix in {".jpg", ".tif"}:
        assert seen["IPTC:Credit"] == "TASS"
    assert (seen.get("ExifIFD:ExifImageWidth", 600), seen.get("ExifIFD:ExifImageHeight", 400)) == (
        600,
        400,
    )


def test_bytes_in_bytes_out_and_every_format(original: Path) -> None:
    count = 0
    for form in ("jpeg", "png", "webp", "tiff", "gif", "heif", "avif", "jxl", "svg"):
        data = picture(form, (300, 200))
        (new,) = credits.carry(original.read_bytes(), data)
        assert credits.read(new).record.creators == tuple(SAID["creators"]), form
        assert pixels(new) == pixels(data)
        count += 1
    assert count == 9


def test_undo_gives_the_rendition_back(original: Path, tmp_path: Path) -> None:
    rendition = tmp_path / "small.jpg"
    pillow_with_exif(original, rendition)
    before = rendition.read_bytes()
    credits.carry(original, rendition, journal=Journal("credits carry"))
    assert rendition.read_bytes() != before
    (done,) = undo(find())
    assert done.error is None
    assert rendition.read_bytes() == before


def test_dry_run_changes_nothing(original: Path, tmp_path: Path) -> None:
    rendition = tmp_path / "small.jpg"
    pillow_with_exif(original, rendition)
    before = rendition.read_bytes()
    (written,) = credits.carry(original, rendition, dry_run=True)
    assert written.changed
    assert written.changes["credit_line"] == (None, "TASS")
    assert {"gps", "serial", "maker-note", "thumbnail"} <= set(written.removed)
    assert rendition.read_bytes() == before


def test_a_rendition_of_somebody_else_is_refused(original: Path, tmp_path: Path) -> None:
    rendition = tmp_path / "small.jpg"
    pillow(original, rendition)
    credits.embed(rendition, creators=["Joe Doe"], credit_line="AFP")
    with pytest.raises(Unwritable, match="names others than its original"):
        credits.carry(original, rendition)
    credits.carry(original, rendition, overwrite=True)
    assert credits.read(rendition).record.credit_line == "TASS"


def test_what_belongs_to_the_original_alone_stays_there(original: Path, tmp_path: Path) -> None:
    rendition = tmp_path / "small.jpg"
    pillow(original, rendition)
    credits.embed(
        original, creator_contact={"email": "private@example.org"}, image_guid="one", rating=5,
        locations_created=[{"city": "Kyiv", "latitude": 50.45, "longitude": 30.5}],
    )  # fmt: skip
    credits.carry(original, rendition)
    record = credits.read(rendition).record
    assert (record.creator_contact, record.image_guid, record.rating) == (None, None, None)
    (place,) = record.locations_created
    assert (place.city, place.latitude) == ("Kyiv", None)
    credits.carry(original, rendition, keep=["gps"])
    assert credits.read(rendition).record.locations_created[0].latitude == 50.45


def test_kept_traces_stay(original: Path, tmp_path: Path) -> None:
    rendition = tmp_path / "small.jpg"
    pillow_with_exif(original, rendition)
    credits.carry(original, rendition, keep=["gps", "serial"])
    seen = exiftool([rendition])["small.jpg"]
    assert seen["GPS:GPSLatitude"] == pytest.approx(50.45)
    assert seen["ExifIFD:SerialNumber"] == "B-4711"
    assert not [tag for tag in seen if "MakerNote" in tag]
    with pytest.raises(InvalidValue, match="no kind of trace 'shoes'"):
        credits.carry(original, rendition, keep=["shoes"])


# ── orientation and sizes ───────────────────────────────────────────────────────────────────────

TURNS = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
         6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}  # fmt: skip


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("suffix", [".jpg", ".webp"])
def test_an_orientation_the_pixels_belie_is_corrected(
    tmp_path: Path, orientation: int, suffix: str
) -> None:
    """A thumbnailer turned the pixels upright and kept the EXIF that says to turn them."""
    original, wrong, right = tmp_path / "o.jpg", tmp_path / f"w{suffix}", tmp_path / f"r{suffix}"
    with Image.open(ROOT / "sample_images" / "harbour-at-dawn.jpg") as upright:
        lying = upright.transpose(TURNS[orientation])
        exif = camera_exif(orientation, lying.size)
        lying.save(original, "JPEG", exif=exif)
        upright.resize((600, 400)).save(wrong, exif=exif)
        lying.resize((lying.width // 2, lying.height // 2)).save(right, exif=exif)
    credits.embed(original, **SAID)
    wrongly, rightly = credits.carry(original, wrong, right)
    assert wrongly.changes["orientation"] == (orientation, 1)
    assert "orientation" not in rightly.changes
    seen = exiftool([wrong, right])
    assert seen[wrong.name]["IFD0:Orientation"] == 1
    assert seen[right.name]["IFD0:Orientation"] == orientation
    assert seen[wrong.name]["ExifIFD:ExifImageWidth"] == 600
    assert seen[right.name]["ExifIFD:ExifImageWidth"] == lying.width // 2


def test_sizes_in_xmp_are_corrected(original: Path, tmp_path: Path) -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"'
        b' tiff:ImageWidth="4000" tiff:ImageLength="3000" exif:PixelXDimension="4000"/></rdf:RDF></x:xmpmeta>'
    )
    rendition = tmp_path / "small.jpg"
    with Image.open(original) as image:
        image.resize((600, 400)).save(rendition, xmp=packet)
    credits.carry(original, rendition)
    seen = exiftool([rendition])["small.jpg"]
    assert seen["XMP-tiff:ImageWidth"] == 600
    assert seen["XMP-tiff:ImageHeight"] == 400
    assert seen["XMP-exif:ExifImageWidth"] == 600


def test_a_tiffs_own_size_is_left_alone(original: Path, tmp_path: Path) -> None:
    rendition = tmp_path / "small.tif"
    pillow(original, rendition)
    credits.carry(original, rendition)
    with Image.open(rendition) as image:
        assert image.size == (600, 400)


def test_the_original_is_no_rendition_of_itself(tmp_path: Path) -> None:
    original = credited(tmp_path / "march.jpg")
    before = original.read_bytes()
    (tmp_path / "link.jpg").symlink_to(original)
    (tmp_path / "hard.jpg").hardlink_to(original)
    for name in ("march.jpg", "link.jpg", "hard.jpg"):
        with pytest.raises(InvalidValue, match="is the original itself"):
            credits.carry(original, tmp_path / name)
        with pytest.raises(InvalidValue, match="is the original itself"):
            credits.carry(credits.read(tmp_path / name), original)
    assert original.read_bytes() == before
