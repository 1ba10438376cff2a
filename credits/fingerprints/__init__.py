"""Fingerprints: bits that stay nearly the same when a picture is scaled, re-encoded or edited.

One reduced decode gives pHash 64 and 256, the variants that edits are found by, and a measure of
detail: pictures without any (blank pages, gradients, placeholders) are like each other by accident
and are compared with nothing. Other hashes go by imagehash's names, and have its bits.
"""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from credits._bytes import Readable
from credits.errors import CreditsError, InvalidValue
from credits.fingerprints import phash
from credits.fingerprints._decode import decoded
from credits.fingerprints._variants import NAMES as VARIANTS
from credits.fingerprints._variants import SIDE, TURNS, Box, Codes, Grey, codes, trimmed
from credits.fingerprints._variants import STANDING as STANDING

__all__ = ["HASHES", "STANDING", "VARIANTS", "Fingerprint", "decoded", "fingerprint"]


class Hash(NamedTuple):
    """One of imagehash's hashes: its function there, the side in pixels it wants, and colour."""

    function: str
    side: int
    colour: bool = False


# the name of a hash → what makes it; the side is eight times what the hash works on
HASHES: Final[dict[str, Hash]] = {
    "phash": Hash("phash", 128),
    "ahash": Hash("average_hash", 128),
    "dhash": Hash("dhash", 128),
    "whash": Hash("whash", 256),
    "colorhash": Hash("colorhash", 256, colour=True),
    "crop-resistant": Hash("crop_resistant_hash", 512),
}
# the least `detail` of a picture that can be told from others; photographs have 50, few under 10
LEAST_DETAIL: Final = 4.0
# borders are looked for in a picture of about this size
FINE: Final = 512


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a picture's pixels.

    *phash* and *phash256* are pHashes of 64 and 256 bits (``imagehash.phash`` with ``hash_size`` 8
    and 16); *detail* is how far its frequencies lie apart, in grey levels. *variants* has a row of
    five words (64 bits, then 256) for every edit that is looked for; without them it has two rows.
    *other* is the hash that was asked for by name, as imagehash writes it.
    """

    phash: int
    phash256: int
    detail: float
    variants: Codes | None = dataclasses.field(default=None, repr=False, compare=False)
    other: str | None = None

    @property
    def comparable(self) -> bool:
        """Tell whether there is enough in the picture to know it by."""
        return self.detail >= LEAST_DETAIL

    @property
    def rows(self) -> Codes:
        """Give the variants; only the picture as it stands, twice, where none were asked for."""
        if self.variants is not None:
            return self.variants
        words = self.phash.to_bytes(8) + self.phash256.to_bytes(32)
        return np.frombuffer(words * STANDING, ">u8").astype(np.uint64).reshape(STANDING, -1)

    @property
    def crops(self) -> Codes:
        """Give the 256 bits of the picture as it stands, trimmed and cropped, but not turned."""
        return self.rows[: len(VARIANTS) - len(TURNS), 1:]

    def apart(self, other: Fingerprint) -> int:
        """Count the bits of 256 in which *other* differs from the nearest of the `crops`."""
        return int(np.bitwise_count(self.crops ^ other.rows[0, 1:]).sum(axis=1).min())

    def __str__(self) -> str:
        return self.other or f"{self.phash:016x}"


def fingerprint(
    image: Readable, *, hash: str = "phash", exact: bool = False, variants: bool = False
) -> Fingerprint:
    """Take the fingerprint of an image: a path, bytes or a binary file object.

    *hash* names one of imagehash's hashes to work out besides. *exact* decodes in full size and
    scales as imagehash does: the bits are then imagehash's for the upright picture. *variants*
    works out what cropped, trimmed, mirrored and turned copies are found by.

    Raises:
        UnreadableImage: it is none, has no pixels (SVG), or cannot be decoded here.
        InvalidValue: there is no such hash.
    """
    wanted = _known(hash)
    try:
        picture = decoded(image, wanted.side, exact=exact, colour=wanted.colour)
        return _taken(picture, hash, exact=exact, variants=variants)
    except CreditsError as error:
        path = os.fspath(image) if isinstance(image, (str, os.PathLike)) else None
        raise error.located(path) from error.__cause__


def _known(name: str) -> Hash:
    if name not in HASHES:
        raise InvalidValue(f"there is no hash {name!r}", help=f"one of {', '.join(HASHES)}")
    return HASHES[name]


def _taken(picture: Image.Image, name: str, *, exact: bool, variants: bool) -> Fingerprint:
    grey = picture if picture.mode == "L" else picture.convert("L")
    small, smaller = _scaled(grey, exact=exact)
    bits, (bits256, detail) = phash.hashed(smaller).bits, phash.hashed(small)
    words = np.packbits(bits).tobytes() + np.packbits(bits256).tobytes()
    return Fingerprint(
        phash=int.from_bytes(words[:8]),
        phash256=int.from_bytes(words[8:]),
        detail=detail,
        variants=_edited(grey, small, np.frombuffer(words, ">u8")) if variants else None,
        other=None if name == "phash" else _by_imagehash(picture, name),
    )


def _scaled(grey: Image.Image, *, exact: bool) -> tuple[Grey, Grey]:
    """Give the squares of 64 and of 32 pixels that are hashed."""
    if exact:
        lanczos = Image.Resampling.LANCZOS
        sides = (SIDE, SIDE), (SIDE // 2, SIDE // 2)
        return _pixels(grey.resize(sides[0], lanczos)), _pixels(grey.resize(sides[1], lanczos))
    small = _pixels(_boxes(grey))
    return small, _halved(small)


def _halved(grey: Grey) -> Grey:
    """Average squares of four pixels, halves rounded up, as Pillow's ``reduce(2)`` does."""
    pairs = grey[:, ::2].astype(np.uint16) + grey[:, 1::2]
    return (pairs[::2] + pairs[1::2] + 2 >> 2).astype(np.uint8)


def _boxes(grey: Image.Image) -> Image.Image:
    """Average a picture to SIDE x SIDE pixels: whole steps first, for speed, then what is left."""
    step = max(1, min(grey.size) // SIDE)
    whole = (0, 0, grey.width / step, grey.height / step)
    return grey.reduce(step).resize((SIDE, SIDE), Image.Resampling.BOX, whole)


def _pixels(grey: Image.Image) -> Grey:
    return np.frombuffer(grey.tobytes(), np.uint8).reshape(grey.height, grey.width)


def _edited(grey: Image.Image, small: Grey, standing: NDArray[Any]) -> Codes:
    """Hash all variants; the picture as it stands keeps its own hashes."""
    step = max(grey.size) // FINE
    box = trimmed(_pixels(grey.reduce(step) if step > 1 else grey))
    rows = codes(small, box)
    rows[0] = standing
    if box == Box():
        rows[1] = standing
    return rows


def _by_imagehash(picture: Image.Image, name: str) -> str:
    import imagehash

    return str(getattr(imagehash, HASHES[name].function)(picture))
