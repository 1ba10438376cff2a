"""The bits are imagehash's for the same pixels, ties and all."""

from __future__ import annotations

import imagehash
import numpy as np
import pytest
import scipy.fftpack
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from credits.fingerprints import _ties, phash


def squares(size: int):
    """Draw squares: noise of few or many levels, flat ones, mirrored ones, gradients."""
    return st.builds(
        drawn,
        st.just(size),
        st.integers(0, 2**32 - 1),
        st.integers(1, 256),
        st.sets(st.sampled_from(["rows", "columns", "transposed", "bands"])),
    )


def drawn(size: int, seed: int, levels: int, symmetries: set[str]) -> np.ndarray:
    made = np.random.default_rng(seed).integers(0, levels, (size, size)).astype(np.uint8)
    if "rows" in symmetries:
        made = np.minimum(made, made[::-1])
    if "columns" in symmetries:
        made = np.minimum(made, made[:, ::-1])
    if "transposed" in symmetries:
        made = np.minimum(made, made.T)
    if "bands" in symmetries:
        made = np.tile(made[:1], (size, 1))
    return made


@pytest.mark.parametrize("size", [32, 64])
@given(data=st.data())
def test_same_bits_as_imagehash(size: int, data: st.DataObject) -> None:
    square = data.draw(squares(size))
    theirs = imagehash.phash(Image.fromarray(square), hash_size=size // 4)
    assert (phash.hashed(square).bits == theirs.hash).all()


@pytest.mark.parametrize("size", [8, 16, 32, 64, 128])
def test_rounding_is_scipys(size: int) -> None:
    columns = np.random.default_rng(size).integers(0, 256, (size, 5)).astype(np.float64)
    assert (_ties.dct(columns) == scipy.fftpack.dct(columns, axis=0)).all()


def test_ties_are_really_met() -> None:
    """The matrix products alone would get flat and banded squares wrong."""
    banded = drawn(32, 7, 200, {"bands"})
    found = phash.low_frequencies(banded, 8)
    theirs = imagehash.phash(Image.fromarray(banded)).hash
    assert ((found > np.median(found)) != theirs).any()
    assert (phash.hashed(banded).bits == theirs).all()


def test_detail_tells_pictures_from_nothing() -> None:
    assert phash.hashed(np.full((64, 64), 200, np.uint8)).detail < 1e-6
    slope = np.tile(np.arange(0, 256, 4, dtype=np.uint8), (64, 1))
    assert phash.hashed(slope).detail < 1e-6
    assert phash.hashed(drawn(64, 1, 256, set())).detail > 30
