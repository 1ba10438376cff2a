"""What photos of a run look like: facts for the rules, from their pixels and from an archive.

Who calls the gate asks here first; rules never look at pixels themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from credits.credit_comparison import compared
from credits.credit_line import parse
from credits.duplicates import (
    RADII,
    Archive,
    Item,
    Level,
    Match,
    Missed,
    alike,
    looked,
    once,
)
from credits.errors import CreditsError
from credits.photo import read
from credits.record import Record
from credits.rules._likeness import SURE, Likeness
from credits.vocabulary import Vocabulary


def facts_of(
    paths: Iterable[str],
    archive: Archive | None = None,
    *,
    jobs: int | None = None,
    vocabulary: Vocabulary | None = None,
    watch: Callable[[Iterable[str]], Iterable[str]] = iter,
) -> dict[str, dict[str, Any]]:
    """Compare photos with each other and with an archive; give what rules need to know, by path.

    Photos that are like none are not in it. *jobs* is the number of threads; None takes one for
    each processor. *vocabulary* is the one that credits are read by. *watch* wraps the paths, to
    show how far it is.

    Raises:
        CatalogError: the archive cannot be used.
    """
    found = list(looked(once(watch(paths)), archive=archive, jobs=jobs))
    items = [one for one in found if isinstance(one, Item)]
    others, like = alike(items, RADII["phash"], archive=archive, jobs=jobs)
    sure = [match for match in like if match.level in SURE]
    asked = {item.path for item in items}
    facts = {
        one.path: {"incomparable": one.reason}
        for one in found
        if isinstance(one, Missed) and one.undecided
    }
    known = [_named(item, vocabulary) for item in (*items, *others)]
    return facts | _told(sure, asked, known, archive, vocabulary)


def _named(item: Item, vocabulary: Vocabulary | None) -> Item:
    """Leave out a credit that names nobody to this house."""
    if item.credit and parse(item.credit, vocabulary=vocabulary).is_placeholder:
        return replace(item, credit=None)
    return item


def _told(
    sure: Sequence[Match],
    asked: set[str],
    items: Sequence[Item],
    archive: Archive | None,
    vocabulary: Vocabulary | None,
) -> dict[str, dict[str, Any]]:
    by_path = {item.path: item for item in items}
    near: dict[str, list[tuple[Match, str]]] = {}
    for match in sure:
        near.setdefault(match.first, []).append((match, match.second))
        near.setdefault(match.second, []).append((match, match.first))
    records = _records(near, asked, archive)
    disputed = {path for path in near if _is_disputed(path, near, by_path, vocabulary)}
    return {
        path: {
            "compared": by_path[path].image_hash,
            "likenesses": tuple(
                _likeness(match, by_path[other], records[other], disputed=other in disputed)
                for match, other in sorted(near[path], key=_likest)
            ),
        }
        for path in near.keys() & asked
    }  # fmt: skip


def _likest(pair: tuple[Match, str]) -> tuple[bool, int, int, str]:
    match, path = pair
    return not match.exact, Level(match.level).rank, match.distance256, path


def _records(
    near: Mapping[str, object], asked: set[str], archive: Archive | None
) -> dict[str, Record]:
    known = archive.records(near.keys() - asked) if archive else {}
    return dict(known) | {path: _record(path) for path in near.keys() & asked}


def _record(path: str) -> Record:
    try:
        return read(path).record
    except CreditsError:  # it has pixels, and no metadata that is read here
        return Record()


def _is_disputed(
    path: str,
    near: Mapping[str, list[tuple[Match, str]]],
    items: Mapping[str, Item],
    vocabulary: Vocabulary | None,
) -> bool:
    own = items[path].credit
    others = {items[other].credit for _, other in near[path]} - {own, None}
    return own is not None and any(
        compared(own, one, vocabulary=vocabulary).verdict == "different" for one in others
    )


def _likeness(match: Match, item: Item, record: Record, *, disputed: bool) -> Likeness:
    return Likeness(
        path=item.path,
        record=record,
        credit=item.credit,
        level=str(match.level),
        distance=match.distance,
        distance256=match.distance256,
        variant=match.variant,
        exact=match.exact,
        disputed=disputed,
    )
