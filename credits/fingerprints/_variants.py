"""Variants of a picture, as a newsroom's edits make them: trimmed, cropped, mirrored, turned.

An edited copy is found when a variant of one picture is like the other one as it stands. Cropping
and transforming together are one linear map, exact to fractions of a pixel, so all crops of a small
picture cost two matrix products; mirroring and turning change signs and order of its frequencies.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from credits.fingerprints import phash

Grey: TypeAlias = NDArray[np.uint8]
Coefficients: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.uint64]

SIDE: Final = 64
LOW: Final = 16


class Box(NamedTuple):
    """A part of a picture, as shares of its height and width."""

    top: float = 0.0
    bottom: float = 1.0
    left: float = 0.0
    right: float = 1.0


def _centre(share: float) -> Box:
    half = share / 2
    return Box(half, 1 - half, half, 1 - half)


def _corners(share: float) -> dict[str, Box]:
    ends = {"top": (0.0, 1 - share), "bottom": (share, 1.0)}
    sides = {"left": (0.0, 1 - share), "right": (share, 1.0)}
    return {f"{e} {s} {1 - share:.0%}": Box(*ends[e], *sides[s]) for e, s in product(ends, sides)}


CROPS: Final[dict[str, Box]] = {
    **{f"centre {1 - share:.0%}": _centre(share) for share in (0.05, 0.10, 0.15, 0.20)},
    **_corners(0.05),
    **_corners(0.10),
}
TURNS: Final = (
    "mirrored",
    "upside down mirrored",
    "half turn",
    "transposed",
    "quarter turn",
    "three-quarter turn",
    "transversed",
)
# the names of the rows of `codes`; the first two are what the other picture is compared as
NAMES: Final = ("whole", "trimmed", *CROPS, *TURNS)
STANDING: Final = 2


@cache
def _cut(start: float, stop: float) -> Coefficients:
    """Give the map from SIDE pixels to the LOW lowest frequencies of those in *start*..*stop*.

    The pixels are taken for steps of a continuous line, its cosines integrated over each; the last
    factor makes of that what sampling at SIDE points gives: the whole line's map is the DCT.
    """
    edges = np.clip(np.arange(SIDE + 1), start * SIDE, stop * SIDE) - start * SIDE
    length = (stop - start) * SIDE
    angle = np.pi * np.arange(1, LOW)[:, None]
    integral = np.vstack([edges, np.sin(angle * edges / length) * length / angle])
    sampled = angle / (2 * SIDE)
    correction = np.vstack([[1.0], sampled / np.sin(sampled)])
    return np.asarray(2 * np.diff(integral, axis=1) * (SIDE / length) * correction)


@cache
def _cuts() -> tuple[Coefficients, Coefficients]:
    rows = np.stack([_cut(box.top, box.bottom) for box in CROPS.values()])
    columns = np.stack([_cut(box.left, box.right).T for box in CROPS.values()])
    return rows, columns


_SIGNS: Final = np.where(np.arange(LOW) % 2, -1.0, 1.0)


def _turned(found: Coefficients) -> list[Coefficients]:
    """Mirror and turn a picture by its frequencies, in the order of TURNS."""
    mirrored, flipped = found * _SIGNS, found * _SIGNS[:, None]
    half = mirrored * _SIGNS[:, None]
    return [mirrored, flipped, half, found.T, mirrored.T, flipped.T, half.T]


def codes(small: Grey, box: Box) -> Codes:
    """Hash all variants of a square picture of SIDE grey values, *box* being what trimming leaves.

    Gives an array of (variants, 5), in the order of NAMES: the pHash of 64 bits, then that of 256
    bits in four words.
    """
    pixels = small.astype(np.float64)
    whole = phash.low_frequencies(small, LOW)
    trimmed = whole
    if box != Box():
        trimmed = _cut(box.top, box.bottom) @ pixels @ _cut(box.left, box.right).T
    rows, columns = _cuts()
    found = np.stack([whole, trimmed, *(rows @ pixels @ columns), *_turned(trimmed)])
    return np.hstack([_signs(found[:, :8, :8]), _signs(found)])


def _signs(found: Coefficients) -> Codes:
    flat = found.reshape(len(found), -1)
    half = flat.shape[1] // 2
    order = np.partition(flat, (half - 1, half), axis=1)
    return packed(flat > (order[:, half - 1 : half + 1].sum(axis=1) / 2)[:, None])


def packed(bits: NDArray[np.bool_]) -> Codes:
    """Pack rows of bits into words of 64, the first bit highest."""
    return np.packbits(bits, axis=-1).view(">u8").astype(np.uint64)


# ── borders and bars ────────────────────────────────────────────────────────────────────────────

# grey levels that JPEG makes of one
_NEAR: Final = 8
# share of a line's pixels that are of the bar's grey: of an empty line, of one with text
_EMPTY: Final = 0.97
_WRITTEN: Final = 0.10
# what a bar may take of a side, and a line of text in it
_MOST: Final = 0.30
_TEXT: Final = 0.08
_LEFT_OVER: Final = 0.35


def trimmed(grey: Grey) -> Box:
    """Find what is left of a picture without one-coloured borders, letterboxes and caption bars.

    Lines of text in a bar belong to it: it goes on to the last empty line.
    """
    height, width = grey.shape
    top, bottom = _bar(grey), height - _bar(grey[::-1])
    inside = grey[top:bottom].T
    left, right = _bar(inside), width - _bar(inside[::-1])
    box = Box(top / height, bottom / height, left / width, right / width)
    small = min(box.bottom - box.top, box.right - box.left) < _LEFT_OVER
    return Box() if small else box


def _bar(lines: NDArray[Any]) -> int:
    """Count the lines of a bar at the beginning."""
    level, share = _level(lines[0]) if len(lines) else (0, 0.0)
    if share < _EMPTY:
        return 0
    most = int(len(lines) * _MOST)
    near = np.abs(lines[: most + 1].astype(np.int16) - level) <= _NEAR
    bar = 0
    for line, share in enumerate(near.mean(axis=1)):
        if share >= _EMPTY:
            bar = line + 1
        elif share < _WRITTEN or line - bar > _TEXT * len(lines):
            break
    return bar if bar <= most else 0


def _level(line: NDArray[Any]) -> tuple[int, float]:
    """Give the median of a line's grey values, and the share of them that are near it."""
    ordered = np.sort(line)
    count = len(ordered)
    level = (int(ordered[(count - 1) // 2]) + int(ordered[count // 2])) // 2
    low, high = max(level - _NEAR, 0), min(level + _NEAR, 255)
    ends = ordered.searchsorted(np.uint8(low)), ordered.searchsorted(np.uint8(high), "right")
    return level, float(ends[1] - ends[0]) / count
