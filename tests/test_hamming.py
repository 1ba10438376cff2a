"""The search finds what comparing each with each finds: no more, no less, nothing twice."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import credits
from credits import _hamming
from credits._hamming import matches, pairs


@st.composite
def archives(draw) -> np.ndarray:
    """Hashes as archives have them: strangers, bursts around one picture, blanks, copies."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    strangers = rng.integers(0, 2**64, draw(st.integers(0, 120)), dtype=np.uint64)
    blanks = rng.choice(np.array([0, 1, 2**63, 2**64 - 1], np.uint64), draw(st.integers(0, 40)))
    bursts = [
        near(rng, draw(st.integers(1, 30)), draw(st.integers(0, 12)))
        for _ in range(draw(st.integers(0, 4)))
    ]
    every = np.concatenate([strangers, blanks, *bursts])
    return rng.permutation(every)


def near(rng: np.random.Generator, count: int, bits: int) -> np.ndarray:
    """Turn up to some bits of one hash, again and again."""
    flips = np.uint64(1) << rng.integers(0, 64, (bits, count)).astype(np.uint64)
    kept = rng.random((bits, count)) < 0.7
    centre = rng.integers(0, 2**64, dtype=np.uint64)
    return np.bitwise_xor.reduce(np.where(kept, flips, np.uint64(0)), axis=0) ^ centre


def outright(one: np.ndarray, other: np.ndarray, radius: int) -> list[tuple[int, int, int]]:
    return [
        (i, j, distance)
        for i, a in enumerate(one.tolist())
        for j, b in enumerate(other.tolist())
        if (distance := (a ^ b).bit_count()) <= radius
    ]


def listed(found: _hamming.Pairs) -> list[tuple[int, int, int]]:
    return list(zip(*(column.tolist() for column in found), strict=True))


def bands(count: int | None):
    """Make the search use so many bands, whatever they cost."""
    return mock.patch.object(_hamming, "_cheapest", return_value=count)


RADII = st.integers(0, 12)


@given(archives(), RADII, st.integers(0, 5))
def test_pairs_by_bands(hashes: np.ndarray, radius: int, more: int) -> None:
    expected = [row for row in outright(hashes, hashes, radius) if row[0] < row[1]]
    with bands(min(radius + 1 + more, 14)):
        assert listed(pairs(hashes, radius, jobs=1)) == expected
    assert listed(pairs(hashes, radius)) == expected


@given(archives(), archives(), RADII, st.integers(0, 5))
def test_matches_by_bands(ours: np.ndarray, theirs: np.ndarray, radius: int, more: int) -> None:
    queries = np.concatenate([ours, theirs[::3]])
    expected = outright(queries, theirs, radius)
    with bands(min(radius + 1 + more, 14)):
        assert listed(matches(queries, theirs, radius, jobs=1)) == expected
    assert listed(matches(queries, theirs, radius)) == expected


@pytest.mark.parametrize("radius", [0, 1, 31, 63, 64])
def test_any_radius(radius: int) -> None:
    hashes = np.array([0, 1, 2**64 - 1, 7, 7], np.uint64)
    expected = [row for row in outright(hashes, hashes, radius) if row[0] < row[1]]
    assert listed(pairs(hashes, radius)) == expected
    assert listed(matches(hashes, hashes, radius)) == outright(hashes, hashes, radius)


def test_pieces_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    hashes = np.concatenate([near(rng, 130, 9), near(rng, 120, 3), np.zeros(50, np.uint64)])
    whole = [listed(f) for f in (pairs(hashes, 8), matches(hashes[:90], hashes, 8))]
    monkeypatch.setattr(_hamming, "PIECE", 37)
    monkeypatch.setattr(_hamming, "BLOCK", 100)
    with bands(10):
        for jobs in (1, 2, 5):
            assert listed(pairs(hashes, 8, jobs=jobs)) == whole[0]
            assert listed(matches(hashes[:90], hashes, 8, jobs=jobs)) == whole[1]
    with bands(None):
        assert listed(pairs(hashes, 8)) == whole[0]
        assert listed(matches(hashes[:90], hashes, 8)) == whole[1]


def test_a_large_set_goes_by_bands_and_a_small_one_does_not() -> None:
    assert _hamming._cheapest(500 * 250, 500, 8) is None
    assert _hamming._cheapest(10**10 // 2, 10**5, 8) in range(9, 15)
    assert _hamming._cheapest(10**6, 10**6, 8) is None  # one query


def test_a_large_set_is_searched_exactly() -> None:
    rng = np.random.default_rng(4)
    hashes = rng.integers(0, 2**64, 30_000, dtype=np.uint64)
    for start in range(0, 3000, 300):
        hashes[start : start + 300] = near(rng, 300, 6)
    with bands(None):
        expected = pairs(hashes, 8)
    found = pairs(hashes, 8)
    assert len(found.first) > 100_000
    assert all((a == b).all() for a, b in zip(found, expected, strict=True))


@pytest.mark.parametrize(("hashes", "radius"), [([[1, 2]], 8), ([1, 2], -1), ([1, 2], 65)])
def test_nonsense_is_refused(hashes: list, radius: int) -> None:
    with pytest.raises(ValueError, match=r"one dimension|0 to 64 bits"):
        pairs(np.array(hashes, np.uint64), radius)


def test_no_hashes_have_no_pairs() -> None:
    nothing = np.empty(0, np.uint64)
    assert listed(pairs(nothing, 8)) == listed(matches(nothing, nothing, 8)) == []
    assert listed(matches([3], nothing, 8)) == listed(matches(nothing, [3], 8)) == []


def test_the_public_place() -> None:
    first, second, distance = credits.duplicates.pairs([1, 3, 2**63], 2)
    assert (first.tolist(), second.tolist(), distance.tolist()) == ([0, 0], [1, 2], [1, 2])
