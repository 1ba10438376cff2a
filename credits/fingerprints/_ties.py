"""A DCT-II whose every rounding is scipy's: pocketfft's operations, in pocketfft's order.

Flat, mirrored and drawn pictures have coefficients that are equal but for rounding, and imagehash's
bits say which way they were rounded. So the same additions are done in the same order: Makhoul's
reduction of the DCT to a real FFT (IEEE ASSP 28, 1980), the FFT by radix 4 and 2 (Swarztrauber's
FFTPACK, as in M. Reinecke's pocketfft), cosines as products of two short tables. Sizes are powers
of two. Signs and names of the variables are those of the literature.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Matrix: TypeAlias = NDArray[np.float64]
Root: TypeAlias = tuple[float, float]

_SQRT2: Final = 1.4142135623730951


def dct(data: Matrix) -> Matrix:
    """Transform the columns of *data*: DCT-II, unnormalised, as ``scipy.fftpack.dct(axis=0)``."""
    size = len(data)
    c = data.copy()
    c[0] *= 2
    c[-1] *= 2
    odd, even = c[1 : size - 1 : 2].copy(), c[2:size:2].copy()
    c[1 : size - 1 : 2], c[2:size:2] = odd + even, even - odd
    c = _fft(c)
    half = size // 2
    cosines = np.array([root[0] for root in _roots(4 * size)[1 : size + 1]])[:, None]
    low, high = c[1:half].copy(), c[:half:-1].copy()
    near, far = cosines[: half - 1], cosines[half:-1][::-1]
    one, two = near * high + far * low, near * low - far * high
    c[1:half], c[:half:-1] = 0.5 * (one + two), 0.5 * (one - two)
    c[half] *= cosines[half - 1]
    return c


@cache
def _roots(n: int) -> list[Root]:
    """Give the cosines and sines of 2 pi k / n, each from two tables of about sqrt(n) values."""
    shift = 1
    while (1 << shift) ** 2 < (n + 2) // 2:
        shift += 1
    fine = [_angle(k, n) for k in range(1 << shift)]
    coarse = [_angle(k << shift, n) for k in range(((n + 2) // 2 >> shift) + 1)]
    roots = []
    for k in range(n):
        at, sign = (k, 1) if 2 * k <= n else (n - k, -1)
        (a, b), (c, d) = fine[at & ((1 << shift) - 1)], coarse[at >> shift]
        roots.append((a * c - b * d, sign * (a * d + b * c)))
    return roots


def _angle(k: int, n: int) -> Root:
    """Give cosine and sine of 2 pi k / n for k <= n / 2, worked out in the first octant."""
    octant, step = 8 * k, 0.25 * math.pi / n
    turned = octant >= 2 * n
    octant -= 2 * n * turned
    if octant < n:
        cosine, sine = math.cos(octant * step), math.sin(octant * step)
    else:
        cosine, sine = math.sin((2 * n - octant) * step), math.cos((2 * n - octant) * step)
    return (-sine, cosine) if turned else (cosine, sine)


def _factors(n: int) -> list[int]:
    factors = []
    while n % 4 == 0:
        factors.append(4)
        n //= 4
    return factors if n == 1 else [2, *factors]


def _fft(c: Matrix) -> Matrix:
    """Transform half-complex columns back to real ones."""
    n, done = len(c), 1
    for radix in _factors(n):
        length = n // (radix * done)
        new = np.empty((radix, done, length, c.shape[1]))
        old = c.reshape(done, radix, length, -1).transpose(1, 2, 0, 3)
        _PASSES[radix](old, new.transpose(0, 2, 1, 3), _roots(n), done)
        c, done = new.reshape(n, -1), done * radix
    return c


def _turned(root: Root, e: Matrix, f: Matrix) -> tuple[Matrix, Matrix]:
    return root[0] * e + root[1] * f, root[0] * f - root[1] * e


def _radix2(old: Matrix, new: Matrix, roots: list[Root], done: int) -> None:
    last = old.shape[1] - 1
    new[0, 0], new[1, 0] = old[0, 0] + old[1, last], old[0, 0] - old[1, last]
    new[0, last], new[1, last] = 2 * old[0, last], -2 * old[1, 0]
    for i in range(2, last + 1, 2):
        j = last + 1 - i
        new[0, i - 1], tr = old[0, i - 1] + old[1, j - 1], old[0, i - 1] - old[1, j - 1]
        ti, new[0, i] = old[0, i] + old[1, j], old[0, i] - old[1, j]
        new[1, i], new[1, i - 1] = _turned(roots[done * i // 2], ti, tr)


def _radix4(old: Matrix, new: Matrix, roots: list[Root], done: int) -> None:
    last = old.shape[1] - 1
    tr2, tr1 = old[0, 0] + old[3, last], old[0, 0] - old[3, last]
    tr3, tr4 = 2 * old[1, last], 2 * old[2, 0]
    new[0, 0], new[2, 0], new[3, 0], new[1, 0] = tr2 + tr3, tr2 - tr3, tr1 + tr4, tr1 - tr4
    if last == 0:
        return
    ti1, ti2 = old[3, 0] + old[1, 0], old[3, 0] - old[1, 0]
    tr2, tr1 = old[0, last] + old[2, last], old[0, last] - old[2, last]
    new[0, last], new[1, last] = tr2 + tr2, _SQRT2 * (tr1 - ti1)
    new[2, last], new[3, last] = ti2 + ti2, -_SQRT2 * (tr1 + ti1)
    for i in range(2, last + 1, 2):
        _butterfly(old, new, [roots[k * done * i // 2] for k in (1, 2, 3)], i)


def _butterfly(old: Matrix, new: Matrix, roots: list[Root], i: int) -> None:
    j = old.shape[1] - i
    tr2, tr1 = old[0, i - 1] + old[3, j - 1], old[0, i - 1] - old[3, j - 1]
    ti1, ti2 = old[0, i] + old[3, j], old[0, i] - old[3, j]
    tr4, ti3 = old[2, i] + old[1, j], old[2, i] - old[1, j]
    tr3, ti4 = old[2, i - 1] + old[1, j - 1], old[2, i - 1] - old[1, j - 1]
    new[0, i - 1], cr3 = tr2 + tr3, tr2 - tr3
    new[0, i], ci3 = ti2 + ti3, ti2 - ti3
    cr4, cr2 = tr1 + tr4, tr1 - tr4
    ci2, ci4 = ti1 + ti4, ti1 - ti4
    for k, (ci, cr) in enumerate(((ci2, cr2), (ci3, cr3), (ci4, cr4))):
        new[k + 1, i], new[k + 1, i - 1] = _turned(roots[k], ci, cr)


_PASSES: Final = {2: _radix2, 4: _radix4}
