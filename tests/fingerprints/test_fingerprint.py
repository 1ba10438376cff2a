"""One picture has one fingerprint, in whatever file it comes."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import imagehash
import numpy as np
import pytest
from PIL import Image, ImageOps

import credits
from credits import errors
from credits.fingerprints import HASHES, _decode, fingerprint
from tests.conftest import absent, corpus_files
from tests.pictures import encoded
from tests.test_house import loaded_by

# bits of 256 that another decoder may turn; different photos differ in 75 and more
NEAR = 32


def apart(one: bytes, other: bytes) -> int:
    return (fingerprint(one).phash256 ^ fingerprint(other).phash256).bit_count()


def sixteen_bits(photo: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(photo.convert("L")).astype(np.uint16) * 257)


FORMS = {
    "jpeg": lambda p: encoded(p, "JPEG"),
    "progressive": lambda p: encoded(p, "JPEG", progressive=True),
    "cmyk jpeg": lambda p: encoded(p.convert("CMYK"), "JPEG"),
    "grey jpeg": lambda p: encoded(p.convert("L"), "JPEG"),
    "png": lambda p: encoded(p, "PNG"),
    "palette": lambda p: encoded(p.quantize(), "PNG"),
    "alpha": lambda p: encoded(p.convert("RGBA"), "PNG"),
    "grey alpha": lambda p: encoded(p.convert("LA"), "PNG"),
    "16 bits": lambda p: encoded(sixteen_bits(p), "PNG"),
    "webp": lambda p: encoded(p, "WEBP"),
    "animated webp": lambda p: encoded(p, "WEBP", save_all=True, append_images=[ImageOps.invert(p)]),
    "tiff": lambda p: encoded(p, "TIFF"),
    "pages": lambda p: encoded(p, "TIFF", save_all=True, append_images=[ImageOps.invert(p)]),
    "cmyk tiff": lambda p: encoded(p.convert("CMYK"), "TIFF"),
    "lab": lambda p: encoded(lab(p), "TIFF"),
    "real numbers": lambda p: encoded(Image.fromarray(np.asarray(p.convert("L")) / np.float32(255)), "TIFF"),
    "32 bits": lambda p: encoded(p.convert("L").convert("I"), "TIFF"),
    "gif": lambda p: encoded(p, "GIF"),
    "animation": lambda p: encoded(p, "GIF", save_all=True, append_images=[ImageOps.invert(p)]),
    "bmp": lambda p: encoded(p, "BMP"),
    "jpeg 2000": lambda p: encoded(p, "JPEG2000"),
    "avif": lambda p: encoded(p, "AVIF"),
    "mpo": lambda p: encoded(p, "MPO", save_all=True, append_images=[ImageOps.invert(p)]),
}  # fmt: skip


def lab(photo: Image.Image) -> Image.Image:
    """Put the grey into the lightness; colour makes no difference."""
    grey = photo.convert("L")
    return Image.merge("LAB", (grey, Image.new("L", grey.size), Image.new("L", grey.size)))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_picture_has_the_same_fingerprint(photo: Image.Image, form: str) -> None:
    assert apart(encoded(photo, "PNG"), FORMS[form](photo)) <= NEAR


def test_heic(photo: Image.Image) -> None:
    heif = pytest.importorskip("pillow_heif")
    out = io.BytesIO()
    heif.from_pillow(photo).save(out, quality=80)
    assert apart(encoded(photo, "PNG"), out.getvalue()) <= NEAR


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_jpeg_xl(photo: Image.Image, kind: type) -> None:
    codecs = pytest.importorskip("imagecodecs")
    values = np.asarray(photo).astype(np.float64) / 255
    values = values if kind is np.float32 else values * np.iinfo(kind).max
    data = codecs.jpegxl_encode(values.astype(kind), level=90)
    assert apart(encoded(photo, "PNG"), data) <= NEAR


@pytest.mark.parametrize("package", ["pillow_heif", "imagecodecs"])
def test_a_missing_decoder_is_named(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = {
        "pillow_heif": b"\0\0\0\x18ftypheic" + bytes(40),
        "imagecodecs": b"\xff\x0a" + bytes(40),
    }[package]
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(errors.Unsupported, match=f"needs the package {package}.*pip install"):
        fingerprint(data)


def with_orientation(photo: Image.Image, form: str, value: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = value
    return encoded(photo, form, exif=exif)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("value", range(1, 9))
def test_the_picture_is_upright(photo: Image.Image, form: str, value: int) -> None:
    stored = with_orientation(photo, form, value)
    with Image.open(io.BytesIO(stored)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    assert apart(stored, encoded(upright, "PNG")) <= NEAR


def test_transparent_pixels_lie_on_white(photo: Image.Image) -> None:
    clear = Image.new("RGBA", photo.size, (0, 0, 0, 0))
    clear.paste(photo.crop((0, 0, 200, 200)))
    white = Image.new("RGB", photo.size, "white")
    white.paste(photo.crop((0, 0, 200, 200)))
    assert apart(encoded(clear, "PNG"), encoded(white, "PNG")) == 0


# ── imagehash's bits ────────────────────────────────────────────────────────────────────────────

THEIRS = {
    "phash": imagehash.phash,
    "ahash": imagehash.average_hash,
    "dhash": imagehash.dhash,
    "whash": imagehash.whash,
    "colorhash": imagehash.colorhash,
    "crop-resistant": imagehash.crop_resistant_hash,
}


@pytest.mark.parametrize("name", HASHES)
def test_exact_has_the_bits_of_imagehash(photo: Image.Image, name: str) -> None:
    for data in (encoded(photo, "JPEG"), encoded(photo.resize((900, 1300)), "PNG")):
        with Image.open(io.BytesIO(data)) as image:
            assert str(fingerprint(data, hash=name, exact=True)) == str(THEIRS[name](image))


def test_exact_256_has_the_bits_of_imagehash() -> None:
    paths = corpus_files("photos")[::40] or absent("the photos")
    assert len(paths) >= 19
    for path in paths:
        with Image.open(path) as image:
            theirs = str(imagehash.phash(image, hash_size=16))
        assert f"{fingerprint(path, exact=True).phash256:064x}" == theirs


def test_the_reduced_decode_stays_near_the_exact_one() -> None:
    paths = corpus_files("photos")[::8] or absent("the photos")
    apart = [(fingerprint(p).phash ^ fingerprint(p, exact=True).phash).bit_count() for p in paths]
    assert len(apart) == 96
    assert max(apart) <= 6
    assert np.mean(apart) <= 2


# ── what is not comparable says so ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"GIF89a", "cannot be decoded"),
        (b"hello, I am a text", "is not an image in a format known here"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", r"a drawing \(SVG\), not comparable"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git-lfs pointer"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "is not an image"),
    ],
)  # fmt: skip
def test_what_has_no_pixels_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(errors.UnreadableImage, match=reason):
        fingerprint(data)


def test_a_truncated_photo_is_refused(photo: Image.Image) -> None:
    data = encoded(photo, "JPEG")
    with pytest.raises(errors.Unsupported, match="cannot be decoded: .*truncated"):
        fingerprint(data[: len(data) // 2])


def test_a_bomb_is_not_unpacked() -> None:
    data = bytearray(encoded(Image.new("L", (8, 8)), "PNG"))
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    with pytest.raises(errors.Unsupported, match="60000 x 60000 pixels, more than 178,956,970"):
        fingerprint(bytes(data))


def test_an_unknown_hash_is_named() -> None:
    with pytest.raises(errors.InvalidValue, match="no hash 'md5'.*phash, ahash"):
        fingerprint(b"", hash="md5")


def test_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.UnreadableImage, match=r"none\.jpg"):
        fingerprint(tmp_path / "none.jpg")


def end_of(path: Path) -> str:
    try:
        fingerprint(path, variants=True)
    except errors.CreditsError as error:
        return "refused" if error.path == str(path) else "nameless"
    return "taken"


def test_no_corpus_file_does_harm() -> None:
    """Odd and broken files: a fingerprint or an error of ours, nothing else."""
    paths = corpus_files("valid", "malformed") or absent("the corpus")
    ends = {"taken": 0, "refused": 0}
    for path in paths:
        ends[end_of(path)] += 1
    assert ends["taken"] >= 225
    assert sum(ends.values()) == len(paths) >= 300


@pytest.mark.parametrize("source", ["path", "text", "bytes", "stream"])
def test_a_path_bytes_or_a_stream(tmp_path: Path, photo: Image.Image, source: str) -> None:
    path = tmp_path / "märz 8.jpg"
    path.write_bytes(encoded(photo, "JPEG"))
    given = {
        "path": path,
        "text": str(path),
        "bytes": path.read_bytes(),
        "stream": io.BytesIO(path.read_bytes()),
    }[source]
    assert credits.fingerprint(given) == fingerprint(path)
    path.unlink()  # nothing holds it open


def test_blank_pictures_are_not_comparable() -> None:
    for blank in (
        Image.new("RGB", (600, 400), "white"),
        Image.linear_gradient("L"),
        Image.effect_noise((600, 400), 10),
    ):
        assert not fingerprint(encoded(blank, "PNG")).comparable


def test_every_photo_is_comparable() -> None:
    """All but two: a wallpaper of one grey, and one of a smooth gradient."""
    paths = corpus_files("photos") or absent("the photos")
    without = {path.name for path in paths if not fingerprint(path).comparable}
    assert len(paths) == 768
    assert without == {"debian-0012.jpg", "debian-0032.jpg"}


def test_the_hash_path_loads_nothing_heavy() -> None:
    code = (
        "import io; from PIL import Image; import credits; out = io.BytesIO();"
        "Image.effect_noise((300, 200), 90).save(out, 'JPEG');"
        "credits.fingerprint(out.getvalue(), variants=True)"
    )
    heavy = {"scipy", "imagehash", "pywt", "pydantic", "lxml", "click", "jinja2", "sqlalchemy"}
    assert not heavy & loaded_by(code)


def test_only_one_module_decodes() -> None:
    house = Path(credits.__file__).parent
    found = [p.name for p in house.rglob("*.py") if "PIL import" in p.read_text(encoding="utf-8")]
    assert sorted(found) == ["__init__.py", "_decode.py"]
    assert _decode.OPENERS.keys() >= {"jpeg", "png", "webp", "tiff", "gif", "avif", "heif", "jxl"}
