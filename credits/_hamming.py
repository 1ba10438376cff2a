"""Exact search for 64-bit hashes that differ in few bits: all pairs of a set, or of two sets.

The 64 bits are cut into m bands. Two hashes within a radius of r differ in at most r bands, so some
k = m - r bands are equal. For every choice of k bands the hashes are sorted by those bits, and
neighbours that agree in them are compared: whatever is within the radius is met, whatever is beyond
it falls through the count. A pair is reported by the first choice that meets it, so none comes
twice and nothing has to be remembered. Identical hashes, blank pictures mostly, are searched for
once. How many bands is a matter of cost alone; small sets are compared each with each.

numpy sorts 16 bits by radix, ten times as fast as 64 by comparison, and lets go of the interpreter
meanwhile, so that threads share the choices.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import combinations, pairwise
from math import comb
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Hashes: TypeAlias = NDArray[np.uint64]
Places: TypeAlias = NDArray[np.intp]
Numbers: TypeAlias = NDArray[np.uint32]
Distances: TypeAlias = NDArray[np.uint8]
# numbers of two distinct hashes each, and how many bits those differ in
Found: TypeAlias = "tuple[Numbers, Numbers, Distances]"
# the same before the bits are counted
Candidates: TypeAlias = "tuple[Numbers, Numbers, Hashes]"

BITS: Final = 64
# candidates compared at a time
PIECE: Final = 1 << 20
# queries and hashes compared outright at a time: what a processor's cache holds
ROWS: Final = 4
BLOCK: Final = 1 << 15
# bits that numpy sorts by radix; of a key twice as many are looked at
RADIX: Final = 16
# nanoseconds: to compare a pair outright, a candidate, to sort one hash once by 16 bits
_OUTRIGHT, _CANDIDATE, _SORTED = 1.2, 8.0, 10.0
# what a choice of bands costs before it has seen a hash
_CHOICE: Final = 60_000.0


class Pairs(NamedTuple):
    """Places in the arrays that were searched, and how many bits the hashes there differ in."""

    first: Places
    second: Places
    distance: Distances


def pairs(hashes: ArrayLike, radius: int, *, jobs: int | None = None) -> Pairs:
    """Find every pair of hashes that differ in at most *radius* bits.

    *hashes* are 64-bit integers, shape (n,). Gives places *first* < *second*, in that order, and
    distances in bits. *jobs* is the number of threads; None takes one for each processor.

    Raises:
        ValueError: *radius* is not within 0..64, or *hashes* are not of one dimension.
    """
    distinct, places = _distinct(_checked(hashes, radius))
    inside = np.flatnonzero(places.counts > 1).astype(np.uint32)
    left, right, distances = _joined(distinct, None, radius, jobs)
    found = _spread(
        places,
        places,
        np.concatenate([left, inside]),
        np.concatenate([right, inside]),
        np.concatenate([distances, np.zeros(len(inside), np.uint8)]),
    )
    low, high = np.minimum(found.first, found.second), np.maximum(found.first, found.second)
    # a hash that occurs often has met itself both ways round, and each of its places itself
    return _ordered(Pairs(low, high, found.distance), once=bool(len(inside)))


def matches(
    queries: ArrayLike, hashes: ArrayLike, radius: int, *, jobs: int | None = None
) -> Pairs:
    """Find every hash that differs from a query in at most *radius* bits.

    Both are 64-bit integers, of one dimension each. Gives places in *queries* and in *hashes*,
    ordered, and distances in bits. *jobs* is the number of threads; None: one a processor.

    Raises:
        ValueError: *radius* is not within 0..64, or there are other dimensions.
    """
    asked, given = _checked(queries, radius), _checked(hashes, radius)
    if _cheapest(len(asked) * len(given), len(asked) + len(given), radius) is None:
        return _ordered(_outright(asked, given, radius))
    (left, places), (right, others) = _distinct(asked), _distinct(given)
    return _ordered(_spread(places, others, *_joined(left, right, radius, jobs)))


def _checked(hashes: ArrayLike, radius: int) -> Hashes:
    values = np.asarray(hashes)
    if values.ndim != 1:
        raise ValueError(f"hashes have one dimension, not {values.ndim}")
    if not 0 <= radius <= BITS:
        raise ValueError(f"a radius is 0 to {BITS} bits, not {radius}")
    return values.astype(np.uint64)


# ── identical hashes, and the way back to their places ──────────────────────────────────────────


class _Places(NamedTuple):
    """For each distinct hash: where its places begin in *order*, and how many there are."""

    order: Places
    starts: Places
    counts: Places


def _distinct(hashes: Hashes) -> tuple[Hashes, _Places]:
    order = np.argsort(hashes, kind="stable")
    values = hashes[order]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])[: len(values)])
    counts = np.diff(np.append(starts, len(values)))
    return values[starts], _Places(order, starts, counts)


def _spread(a: _Places, b: _Places, left: Numbers, right: Numbers, distance: Distances) -> Pairs:
    """Give all places of the distinct hashes that were found."""
    sizes = a.counts[left] * b.counts[right]
    if len(sizes) == sizes.sum():
        return Pairs(a.order[a.starts[left]], b.order[b.starts[right]], distance)
    which = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
    within = np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    row, column = np.divmod(within, b.counts[right[which]])
    del within
    first = a.order[a.starts[left[which]] + row]
    del row
    return Pairs(first, b.order[b.starts[right[which]] + column], distance[which])


def _ordered(found: Pairs, *, once: bool = False) -> Pairs:
    """Sort the pairs; *once*: leave out those of a place with itself, and what comes again."""
    order = np.lexsort((found.second, found.first))
    if once:
        first, second = found.first[order], found.second[order]
        fresh = first < second
        fresh[1:] &= (first[1:] != first[:-1]) | (second[1:] != second[:-1])
        order = order[fresh]
    return Pairs(found.first[order], found.second[order], found.distance[order])


# ── each with each ──────────────────────────────────────────────────────────────────────────────


def _outright(queries: Hashes, hashes: Hashes, radius: int) -> Pairs:
    found = [
        _outright_piece(
            queries[row : row + ROWS], hashes[start : start + BLOCK], radius, row, start
        )
        for row in range(0, len(queries), ROWS)
        for start in range(0, len(hashes), BLOCK)
    ]
    empty = Pairs(np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0, np.uint8))
    return Pairs(*map(np.concatenate, zip(empty, *found, strict=True)))


def _outright_piece(queries: Hashes, hashes: Hashes, radius: int, row: int, start: int) -> Pairs:
    distances = np.bitwise_count(queries[:, None] ^ hashes)
    first, second = np.divmod(np.flatnonzero(distances <= radius), len(hashes))
    return Pairs(first + row, second + start, distances[first, second])


# ── bands ───────────────────────────────────────────────────────────────────────────────────────


class _Choice(NamedTuple):
    """Bands that are to be equal: their *key* in a hash, and how to gather it in few bits.

    *moves* are (mask of a stretch of bits, how far it goes down); *width* is that of the key in
    bits, and *earlier* masks each band that would have made an earlier choice.
    """

    key: int
    moves: tuple[tuple[int, int], ...]
    width: int
    earlier: tuple[int, ...]


@cache
def _choices(count: int, equal: int) -> tuple[_Choice, ...]:
    edges = [round(BITS * band / count) for band in range(count + 1)]
    masks = [(1 << high) - (1 << low) for low, high in pairwise(edges)]
    return tuple(_choice(masks, chosen) for chosen in combinations(range(count), equal))


def _choice(bands: list[int], chosen: tuple[int, ...]) -> _Choice:
    moves: dict[int, int] = {}
    width = 0
    for band in chosen:
        down = (bands[band] & -bands[band]).bit_length() - 1 - width
        moves[down] = moves.get(down, 0) | bands[band]
        width += bands[band].bit_count()
    earlier = [bands[band] for band in range(chosen[-1]) if band not in chosen]
    gathered = tuple((mask, down) for down, mask in moves.items())
    return _Choice(sum(bands[band] for band in chosen), gathered, width, tuple(earlier))


def _cheapest(compared: int, sorted_: int, radius: int) -> int | None:
    """Choose the number of bands, or None for comparing each with each."""
    costs: dict[int | None, float] = {None: compared * _OUTRIGHT}
    for count in range(radius + 1, min(2 * radius + 2, BITS) + 1):
        width = min(BITS * (count - radius) / count, 2 * RADIX)
        passes = 1 + (width > RADIX)
        candidates = compared / 2.0**width
        each = _CHOICE + sorted_ * passes * _SORTED + candidates * _CANDIDATE
        costs[count] = comb(count, radius) * each
    return min(costs, key=costs.__getitem__)


def _joined(left: Hashes, right: Hashes | None, radius: int, jobs: int | None) -> Found:
    """Find the pairs of distinct hashes within the radius, of one set or of two."""
    compared = len(left) * (len(left) // 2 if right is None else len(right))
    count = _cheapest(compared, len(left) + (0 if right is None else len(right)), radius)
    if count is None:
        return _joined_outright(left, right, radius)
    search = _Search(left, right, radius)
    choices = _choices(count, count - radius)
    workers = min(jobs or os.cpu_count() or 1, len(choices))
    with ThreadPoolExecutor(workers) as pool:
        shares = (choices[share::workers] for share in range(workers))
        found = [piece for share in pool.map(search.all_of, shares) for piece in share]
    none = (np.empty(0, np.uint32), np.empty(0, np.uint32), np.empty(0, np.uint8))
    first, second, distances = map(np.concatenate, zip(none, *found, strict=True))
    return first, second, distances


def _joined_outright(left: Hashes, right: Hashes | None, radius: int) -> Found:
    first, second, distances = _outright(left, left if right is None else right, radius)
    kept = first < second if right is None else slice(None)
    return first[kept].astype(np.uint32), second[kept].astype(np.uint32), distances[kept]


class _Sorted(NamedTuple):
    """Hashes sorted by the chosen bits: these *keys*, the whole *values*, and their numbers."""

    keys: NDArray[np.uint32]
    values: Hashes
    numbers: Numbers


class _Search(NamedTuple):
    """The distinct hashes to be searched: one set, or two."""

    left: Hashes
    right: Hashes | None
    radius: int

    def all_of(self, choices: tuple[_Choice, ...]) -> list[Found]:
        """Search by some choices of bands, one after the other."""
        return [piece for choice in choices for piece in self.by(choice)]

    def by(self, choice: _Choice) -> Iterator[Found]:
        """Search by one choice of bands."""
        ours = _sorted(self.left, choice)
        if self.right is None:
            candidates = _neighbours(ours)
        else:
            candidates = _encounters(ours, _sorted(self.right, choice))
        for first, second, differences in candidates:
            distances = np.bitwise_count(differences)
            near = np.flatnonzero(distances <= self.radius)
            if len(near):
                near = near[_is_first_met(differences[near], choice)]
                yield first[near], second[near], distances[near]


def _sorted(hashes: Hashes, choice: _Choice) -> _Sorted:
    keys = np.zeros(len(hashes), np.uint32)
    for mask, down in choice.moves:
        keys |= ((hashes & np.uint64(mask)) >> np.uint64(down)).astype(np.uint32)
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    if choice.width > RADIX:
        high = (keys >> np.uint32(RADIX)).astype(np.uint16)
        order = order[np.argsort(high[order], kind="stable")]
    return _Sorted(keys[order], hashes[order], order.astype(np.uint32))


def _neighbours(ours: _Sorted) -> Iterator[Candidates]:
    """Give the pairs that have the same key, by how far apart they stand."""
    keys, values, numbers = ours
    for start in range(0, len(keys) - 1, PIECE):
        stop = min(start + PIECE, len(keys) - 1)
        at = np.flatnonzero(keys[start:stop] == keys[start + 1 : stop + 1]) + start
        step = 1
        while len(at):
            yield numbers[at], numbers[at + step], values[at] ^ values[at + step]
            step += 1
            at = at[: np.searchsorted(at, len(keys) - step)]
            at = at[keys[at] == keys[at + step]]


def _encounters(ours: _Sorted, theirs: _Sorted) -> Iterator[Candidates]:
    """Give the pairs of one of ours and one of theirs that have the same key."""
    low = np.searchsorted(theirs.keys, ours.keys)
    sizes = np.searchsorted(theirs.keys, ours.keys, side="right") - low
    met = np.flatnonzero(sizes)
    low, sizes, ends = low[met], sizes[met], np.cumsum(sizes[met])
    start = 0
    while start < len(met):
        done = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + PIECE)))
        size = sizes[start:stop]
        which = np.repeat(np.arange(start, stop), size)
        within = np.arange(len(which)) - np.repeat(ends[start:stop] - size - done, size)
        one, other = met[which], low[which] + within
        yield (
            ours.numbers[one], theirs.numbers[other], ours.values[one] ^ theirs.values[other],
        )  # fmt: skip
        start = stop


def _is_first_met(differences: Hashes, choice: _Choice) -> NDArray[np.bool_]:
    """Tell which pairs no earlier choice has met."""
    fresh = (differences & np.uint64(choice.key)) == 0  # sorting has looked at 32 bits of it
    for band in choice.earlier:
        fresh &= (differences & np.uint64(band)) != 0
    return np.asarray(fresh)
