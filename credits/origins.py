"""Which original a picture was made from: told by its name, and by what it shows.

One function answers, whether a built site's renditions get their credits back or an article's
photos are looked up, in a folder or in an archive. Laws: a name proposes, the pixels dispose; a
picture that is like two originals with different credits is given to neither. Mirrored and turned
pictures are no renditions.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from credits.articles._files import originals as names_of
from credits.credit_bridge import line_of
from credits.credit_comparison import compared
from credits.credit_line import CreditLine
from credits.errors import CreditsError
from credits.photo import read
from credits.vocabulary import Vocabulary

if TYPE_CHECKING:
    from credits.fingerprints import Fingerprint

CREDIT: Final = ("creators", "credit_line", "source", "copyright_notice")
# most bits of 256 that differ: of what a name or a person tells, and of what only the pixels tell
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

    Where files are named as both, as in the uploads of WordPress, one is a rendition if its name is
    made of that of another beside it.

    *jobs* is the number of threads that decode; None: as many as there are processors.
    """
    given, asked = list(dict.fromkeys(originals)), list(dict.fromkeys(renditions))
    made = _made_beside(given, asked)
    shelf = Shelf(looked((path for path in given if _place(path) not in made), jobs=jobs))
    asked = [path for path in asked if path not in shelf]
    found = [shelf.find(path, seen) or path for path, seen in looked(asked, jobs=jobs).items()]
    return Origins(
        tuple(one for one in found if isinstance(one, Pair)),
        tuple(one for one in found if isinstance(one, Doubt)),
        tuple(one for one in found if isinstance(one, str)),
    )


def strangers(
    original: str, renditions: Iterable[str], *, jobs: int | None = None
) -> dict[str, int]:
    """Tell which pictures plainly show something else than an original, by how many bits of 256.

    Cropped, bordered, mirrored and turned copies are none. Of what has too little detail, or cannot
    be decoded here, nothing is told.
    """
    seen = looked((original, *renditions), jobs=jobs)
    model = seen[original]
    if model is None:
        return {}
    apart = {path: _least_apart(model, one) for path, one in seen.items() if one is not None}
    return {path: bits for path, bits in apart.items() if bits > NAMED}


def _least_apart(one: Fingerprint, other: Fingerprint) -> int:
    import numpy as np  # noqa: PLC0415  (only where pictures are compared)

    pairs = ((one, other), (other, one))
    return min(
        int(np.bitwise_count(edited.rows[:, 1:] ^ standing.rows[0, 1:]).sum(axis=1).min())
        for edited, standing in pairs
    )


def _made_beside(originals: Iterable[str], renditions: Iterable[str]) -> set[str]:
    """Give the places of what is named as both, and by its name was made of one beside it."""
    places = set(map(_place, originals))
    both = places & set(map(_place, renditions))
    return {place for place in both if any(name in places for name in _shorter(place))}


def _shorter(path: str) -> Iterator[str]:
    stem, _ = os.path.splitext(path)
    return (name for name in names_of(path) if os.path.splitext(name)[0] != stem)


def _place(path: str) -> str:
    return os.path.realpath(path)


def looked(paths: Iterable[str], *, jobs: int | None = None) -> dict[str, Fingerprint | None]:
    """Take the fingerprints of pictures, by path; None where one tells nothing."""
    once = list(dict.fromkeys(paths))
    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        return dict(zip(once, pool.map(_look, once), strict=True))


def _look(path: str) -> Fingerprint | None:
    from credits.fingerprints import fingerprint  # noqa: PLC0415  (only where pictures are compared)

    try:
        taken = fingerprint(path, variants=True)
    except CreditsError:
        return None
    return taken if taken.comparable else None


class Shelf:
    """Originals, by name and by what they show.

    *seen* are their fingerprints by path, *credits* what is known of who is credited for them: the
    files of others are asked. *vocabulary* holds the words that credits are compared by.
    """

    def __init__(
        self,
        seen: Mapping[str, Fingerprint | None],
        credits: Mapping[str, CreditLine | None] | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.paths = [path for path, taken in seen.items() if taken is not None]
        self._crops = [taken.crops for taken in seen.values() if taken is not None]
        self._names: dict[str, list[str]] = {}
        for path in seen:
            self._names.setdefault(os.path.basename(path).casefold(), []).append(path)
        self._credits = dict(credits or {})
        self._vocabulary = vocabulary
        self._places = frozenset(map(_place, seen))

    def __contains__(self, path: str) -> bool:
        """Tell whether a file is an original itself."""
        return _place(path) in self._places

    def find(self, path: str, seen: Fingerprint | None) -> Pair | Doubt | None:
        """Find the original of one picture, by its path or address and its fingerprint."""
        named = list(self._namesakes(path))
        if seen is None:
            return Pair(named[0], path, "name", None) if len(named) == 1 else None
        all_apart = self._apart(seen)
        near = [pair for pair in all_apart if pair[1] in named and pair[0] <= NAMED]
        near = near or [pair for pair in all_apart if pair[0] <= LIKE]
        rivals = [pair for pair in near if pair[0] <= near[0][0] + AS_NEAR]
        if not rivals:
            return None
        if not self._agree([one for _, one in rivals]):
            return Doubt(path, tuple(one for _, one in rivals))
        # of those that are as near, one that says who made it
        apart, best = min(rivals, key=lambda pair: not self._is_credited(pair[1]))
        return Pair(best, path, "name" if best in named else "likeness", apart)

    def _namesakes(self, path: str) -> Iterator[str]:
        wanted = {os.path.basename(name).casefold() for name in names_of(path)}
        for name in sorted(wanted & self._names.keys()):
            yield from self._names[name]

    @cached_property
    def _stacked(self) -> Any:
        import numpy as np  # noqa: PLC0415  (only where pictures are compared)

        return np.stack(self._crops)

    def _apart(self, seen: Fingerprint) -> list[tuple[int, str]]:
        """Give how far the nearest crop of each original is, the nearest original first."""
        if not self.paths:
            return []
        import numpy as np  # noqa: PLC0415  (only where pictures are compared)

        differing = np.bitwise_count(self._stacked ^ seen.rows[0, 1:])
        return sorted(zip(differing.sum(axis=2).min(axis=1).tolist(), self.paths, strict=True))

    def _agree(self, paths: Sequence[str]) -> bool:
        lines = [self._credit(path) for path in paths if self._is_credited(path)]
        return all(
            compared(lines[0], one, vocabulary=self._vocabulary).verdict != "different"
            for one in lines[1:]
        )

    def _is_credited(self, path: str) -> bool:
        line = self._credit(path)
        return line is not None and bool(line.creators or line.organisations or line.source)

    def _credit(self, path: str) -> CreditLine | None:
        if path not in self._credits:
            try:
                record = read(path, only=CREDIT).record
                self._credits[path] = line_of(record, vocabulary=self._vocabulary)
            except CreditsError:
                self._credits[path] = None
        return self._credits[path]
