"""pHash of 64 and 256 bits: which of the lowest frequencies of a picture are above their median.

The bits are ``imagehash.phash``'s for the same pixels, ``hash_size`` 8 and 16. Two matrix products
give the frequencies in microseconds, and the bits are certain wherever no frequency comes near the
median; where one does (flat, mirrored and drawn pictures), rounding decides, and scipy's is
repeated. scipy itself, a quarter of a second of imports, is not needed.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from credits.fingerprints import _ties

Bits: TypeAlias = NDArray[np.bool_]
Matrix: TypeAlias = NDArray[np.float64]

# side of the square picture / side of the square of bits
OVERSAMPLING: Final = 4
# matrix products of 64 grey values err by less than this; frequencies reach four millions
DOUBT: Final = 1e-6


class Hashed(NamedTuple):
    """The bits of a picture, rows first, and how far its frequencies lie apart in grey levels.

    *detail* is half the distance between their quartiles: next to nothing for a picture without
    detail, whose bits are noise.
    """

    bits: Bits
    detail: float


@cache
def basis(size: int, low: int) -> tuple[Matrix, Matrix]:
    """Give the *low* lowest frequencies of a DCT-II of *size* points, as rows and as columns."""
    points = np.arange(size) + 0.5
    rows = 2 * np.cos(np.pi / size * np.arange(low)[:, None] * points)
    return rows, np.ascontiguousarray(rows.T)


def low_frequencies(pixels: NDArray[Any], low: int) -> Matrix:
    """Transform a square picture; give its *low* x *low* lowest frequencies, rows first."""
    rows, columns = basis(len(pixels), low)
    return np.asarray(rows @ pixels.astype(np.float64) @ columns)


def hashed(pixels: NDArray[Any]) -> Hashed:
    """Hash a square picture of 32 (64) grey values a side to 8 x 8 (16 x 16) bits."""
    size = len(pixels)
    low = size // OVERSAMPLING
    found = low_frequencies(pixels, low)
    quarter = low * low // 4
    order = np.sort(found, axis=None)
    below, above = order[2 * quarter - 1], order[2 * quarter]
    detail = float(order[3 * quarter] - order[quarter]) / (4 * size)
    if above - below < DOUBT:
        columns = np.ascontiguousarray(_ties.dct(pixels.astype(np.float64))[:low].T)
        found = np.ascontiguousarray(_ties.dct(columns)[:low].T)
        return Hashed(found > np.median(found), detail)
    return Hashed(found > (below + above) / 2, detail)
