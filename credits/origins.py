"""Which original a rendition was made from: told by its name, and by what it shows.

Laws: a name proposes, the pixels dispose; a picture that is like two originals with different
credits is given to neither. Mirrored and turned pictures are no renditions.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from credits.articles._files import originals as names_of
from credits.credit_bridge import line_of
from credits.credit_comparison import compared
from credits.credit_line import CreditLine
from credits.errors import CreditsError
from credits.photo import read

if TYPE_CHECKING:
    from credits.fingerprints import Fingerprint

CREDIT: Final = ("creators", "credit_line", "source", "copyright_notice")
# most bits of 256 that differ: of what a name tells, and of what only the pixels tell
NAMED: Final = 100
LIKE: Final = 36
# another original that is this near is as good
AS_NEAR: Final = 8


class Pair(NamedTuple):
    """A rendition and its original; *apart* is in bits of 256, None where only the name tells."""

    original: str
    rendition: str
    by: Literal["name", "likeness"]
    apart: int | None


class Doubt(NamedTuple):
    """A rendition that is like several originals, whose credits differ."""

    rendition: str
    originals: tuple[str, ...]


class Origins(NamedTuple):
    """What was found: pairs, doubts, and the pictures no original is known of."""

    pairs: tuple[Pair, ...]
    doubts: tuple[Doubt, ...]
    unknown: tuple[str, ...]


def origins(
    originals: Iterable[str], renditions: Iterable[str], *, jobs: int | None = None
) -> Origins:
    """Find the original of each rendition; a file that is an original itself is left out.

    *jobs* is the number of threads that decode; None: as many as there are processors.
    """
    known = list(dict.fromkeys(originals))
    same = {os.path.realpath(path) for path in known}
    asked = [path for path in dict.fromkeys(renditions) if os.path.realpath(path) not in same]
    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        shelf = _Shelf(known, list(pool.map(_look, known)))
        found = [shelf.find(path, seen) for path, seen in zip(asked, pool.map(_look, asked),
                                                              strict=True)]  # fmt: skip
    return Origins(
        tuple(one for one in found if isinstance(one, Pair)),
        tuple(one for one in found if isinstance(one, Doubt)),
        tuple(one for one in found if isinstance(one, str)),
    )


def _look(path: str) -> Fingerprint | None:
    """Take the fingerprint of a picture; None where it tells nothing."""
    from credits.fingerprints import fingerprint  # noqa: PLC0415  (only where pictures are compared)

    try:
        taken = fingerprint(path, variants=True)
    except CreditsError:
        return None
    return taken if taken.comparable else None


class _Shelf:
    """The originals, by name and by what they show."""

    def __init__(self, paths: Sequence[str], seen: Sequence[Fingerprint | None]) -> None:
        self.paths = [path for path, taken in zip(paths, seen, strict=True) if taken is not None]
        self.crops = [taken.crops for taken in seen if taken is not None]
        self.names: dict[str, list[str]] = {}
        for path in paths:
            self.names.setdefault(os.path.basename(path).casefold(), []).append(path)
        self._credits: dict[str, CreditLine | None] = {}

    def find(self, path: str, seen: Fingerprint | None) -> Pair | Doubt | str:
        """Find the original of one picture; its own path where there is none."""
        named = list(self._namesakes(path))
        if seen is None:
            return Pair(named[0], path, "name", None) if len(named) == 1 else path
        all_apart = self._apart(seen)
        near = [pair for pair in all_apart if pair[1] in named and pair[0] <= NAMED]
        near = near or [pair for pair in all_apart if pair[0] <= LIKE]
        if not near:
            return path
        apart, best = near[0]
        rivals = [one for distance, one in near if distance <= apart + AS_NEAR]
        if not self._agree(rivals):
            return Doubt(path, tuple(rivals))
        return Pair(best, path, "name" if best in named else "likeness", apart)

    def _namesakes(self, path: str) -> Iterator[str]:
        wanted = {os.path.basename(name).casefold() for name in names_of(path)}
        for name in sorted(wanted & self.names.keys()):
            yield from self.names[name]

    def _apart(self, seen: Fingerprint) -> list[tuple[int, str]]:
        """Give how far the nearest crop of each original is, the nearest original first."""
        if not self.paths:
            return []
        import numpy as np  # noqa: PLC0415  (only where pictures are compared)

        differing = np.bitwise_count(np.stack(self.crops) ^ seen.rows[0, 1:])
        return sorted(zip(differing.sum(axis=2).min(axis=1).tolist(), self.paths, strict=True))

    def _agree(self, paths: Sequence[str]) -> bool:
        first, *others = paths
        return all(compared(self._credit(first), self._credit(one)).verdict != "different"
                   for one in others)  # fmt: skip

    def _credit(self, path: str) -> CreditLine | None:
        if path not in self._credits:
            try:
                self._credits[path] = line_of(read(path, only=CREDIT).record)
            except CreditsError:
                self._credits[path] = None
        return self._credits[path]
