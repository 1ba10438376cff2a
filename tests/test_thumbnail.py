"""Small pictures for reports: upright, on white, without metadata, or none at all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from credits.thumbnail import thumbnail
from tests.conftest import CORPUS, absent, corpus_files


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    return Image.open(io.BytesIO(data))


def saved(picture: Image.Image, form: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16", "LA", "F"])
def test_every_mode(mode: str) -> None:
    small = opened(thumbnail(saved(Image.new(mode, (400, 300)), "TIFF")))
    assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (160, 120))


def test_upright_and_without_metadata() -> None:
    picture = Image.new("RGB", (400, 300), "red")
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Ann Lee"
    small = opened(thumbnail(saved(picture, "JPEG", exif=exif)))
    assert small.size == (120, 160)
    assert not small.getexif()


def test_transparent_is_white() -> None:
    small = opened(thumbnail(saved(Image.new("RGBA", (40, 40), (255, 0, 0, 0)), "PNG")))
    assert all(value > 250 for value in small.getpixel((5, 5)))


@pytest.mark.parametrize("data", [b"", b"text", saved(Image.new("L", (9, 9)), "PNG")[:40]])
def test_nothing_to_see(data: bytes) -> None:
    assert thumbnail(data) is None


def test_a_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    assert thumbnail(saved(Image.new("L", (11, 11)), "PNG")) is not None  # Pillow only warns
    assert thumbnail(saved(Image.new("L", (15, 15)), "PNG")) is None
    assert thumbnail(saved(Image.new("L", (110, 11)), "PNG")) is None


def test_no_real_file_breaks_it(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        absent("the corpus of real files")
    files = corpus_files("malformed")
    assert len(files) == 145
    for path in files:
        small = thumbnail(str(path))
        assert small is None or small.startswith(b"\xff\xd8")
