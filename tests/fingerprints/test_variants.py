"""What an edit does to a picture, its variant does to the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from credits.fingerprints import _variants, fingerprint
from tests.pictures import encoded

NAMES = _variants.NAMES


def bits_apart(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.bitwise_count(one[1:] ^ other[1:]).sum())


def rows(image: Image.Image) -> np.ndarray:
    found = fingerprint(encoded(image, "PNG"), variants=True).variants
    assert found is not None
    assert found.shape == (len(NAMES), 5)
    return found


TURNS = {
    "mirrored": Image.Transpose.FLIP_LEFT_RIGHT,
    "upside down mirrored": Image.Transpose.FLIP_TOP_BOTTOM,
    "half turn": Image.Transpose.ROTATE_180,
    "transposed": Image.Transpose.TRANSPOSE,
    "quarter turn": Image.Transpose.ROTATE_90,
    "three-quarter turn": Image.Transpose.ROTATE_270,
    "transversed": Image.Transpose.TRANSVERSE,
}


def test_all_turns_are_tried() -> None:
    assert set(TURNS) == set(_variants.TURNS)


@pytest.mark.parametrize("name", TURNS)
def test_a_turned_copy_is_the_variant_of_that_name(photo: Image.Image, name: str) -> None:
    turned = rows(photo.transpose(TURNS[name]))[0]
    found = rows(photo)
    nearest = min(NAMES, key=lambda other: bits_apart(found[NAMES.index(other)], turned))
    assert nearest == name
    assert bits_apart(found[NAMES.index(name)], turned) <= 16


@pytest.mark.parametrize("name", _variants.CROPS)
def test_a_cropped_copy_is_the_variant_of_that_name(photo: Image.Image, name: str) -> None:
    box, (width, height) = _variants.CROPS[name], photo.size
    edges = (box.left * width, box.top * height, box.right * width, box.bottom * height)
    cropped = photo.crop(tuple(round(edge) for edge in edges))
    found, copy = rows(photo), rows(cropped)[0]
    assert min(NAMES, key=lambda other: bits_apart(found[NAMES.index(other)], copy)) == name


def test_the_whole_cut_is_the_transform() -> None:
    assert np.allclose(_variants._cut(0.0, 1.0), _variants.phash.basis(64, 16)[0])


def bar(photo: Image.Image, share: float, paper: str, ink: str) -> Image.Image:
    width, height = photo.size
    new = Image.new("RGB", (width, height + round(height * share)), paper)
    new.paste(photo)
    ImageDraw.Draw(new).text((8, height + 8), "Photo: Oksana Parafeniuk/TASS", ink)
    return new


FRAMED = {
    "white border": lambda photo: ImageOps.expand(photo, 20, "white"),
    "black border": lambda photo: ImageOps.expand(photo, 20, "black"),
    "letterbox": lambda photo: ImageOps.expand(photo, (0, 40), "black"),
    "pillarbox": lambda photo: ImageOps.expand(photo, (60, 0), "black"),
    "caption below": lambda photo: bar(photo, 0.1, "white", "black"),
    "caption, white on black": lambda photo: bar(photo, 0.15, "black", "white"),
}


@pytest.mark.parametrize("name", FRAMED)
def test_frames_and_bars_are_trimmed(photo: Image.Image, name: str) -> None:
    framed = rows(FRAMED[name](photo))
    assert bits_apart(framed[1], rows(photo)[0]) <= 32
    assert bits_apart(framed[0], framed[1]) > 32


def test_a_picture_without_a_frame_is_left_whole(photo: Image.Image) -> None:
    found = rows(photo)
    assert (found[0] == found[1]).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 80), (80, 1), (2, 2), (64, 64)])
def test_trimming_takes_any_shape(shape: tuple[int, int]) -> None:
    assert _variants.trimmed(np.zeros(shape, np.uint8)) == _variants.Box()
