"""What photos of a run look like: facts for the rules, from their pixels and from an archive.

Who calls the gate asks here first; rules never look at pixels themselves. The photos that articles
show are traced to the originals they were made from, in folders or in an archive.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote

from credits.articles import Article, Use
from credits.articles._files import originals as names_of
from credits.articles._model import Original
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
from credits.fingerprints import Fingerprint
from credits.origins import Doubt, Shelf
from credits.origins import looked as seen_of
from credits.photo import read
from credits.record import Record
from credits.rules._likeness import SURE, Likeness
from credits.vocabulary import Vocabulary

# bits of 64 within which an archive proposes originals: 256 bits decide
PROPOSED: Final = 12


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


# ── the originals of what articles show ─────────────────────────────────────────────────────────

Seen = Mapping[str, Fingerprint | None]


def traced(
    articles: Iterable[Article],
    originals: Iterable[str] = (),
    archive: Archive | None = None,
    *,
    vocabulary: Vocabulary | None = None,
    jobs: int | None = None,
) -> list[Article]:
    """Find the originals of the photos in articles, among files and in an archive.

    A name proposes and the pixels dispose; where an address leads to no file here, a name that one
    original alone has is believed. An original that a page shows itself has none.

    Raises:
        CatalogError: the archive cannot be used.
    """
    read = list(articles)
    uses = [use for article in read for use in article.photos]
    files = seen_of((use.file for use in uses if use.file), jobs=jobs)
    known = seen_of(originals, jobs=jobs)
    items = list(_proposed(uses, files, archive, jobs)) if archive else []
    credits = {
        one.path: parse(one.credit, vocabulary=vocabulary) if one.credit else None for one in items
    }
    shelf = Shelf({one.path: one.fingerprint for one in items} | known, credits, vocabulary)
    return [
        replace(article, photos=tuple(_traced(use, files, shelf) for use in article.photos))
        for article in read
    ]


def _proposed(
    uses: Iterable[Use], files: Seen, archive: Archive, jobs: int | None
) -> Iterator[Item]:
    """Ask an archive for what may be originals: by likeness, and by name."""
    asked = [Item(path, "", "", seen) for path, seen in files.items() if seen is not None]
    yield from archive.like(asked, PROPOSED, jobs=jobs)
    names = {
        os.path.basename(name) for use in uses for place in _names(use) for name in names_of(place)
    }
    shown = set(map(os.path.realpath, files))
    yield from (one for one in archive.named(names) if os.path.realpath(one.path) not in shown)


def _names(use: Use) -> tuple[str, ...]:
    """Give the path of a photo here; where there is none, the names its addresses end with."""
    if use.file:
        return (use.file,)
    bare = (one.partition("?")[0].partition("#")[0] for one in use.sources)
    return tuple(name for one in bare if (name := unquote(one).rpartition("/")[2]))


def _traced(use: Use, files: Seen, shelf: Shelf) -> Use:
    if use.file and use.file in shelf:
        return use
    seen = files.get(use.file) if use.file else None
    answers = (shelf.find(name, seen) for name in _names(use))
    found = next((one for one in answers if one is not None), None)
    if isinstance(found, Doubt):
        return replace(use, rivals=found.originals)
    return replace(use, original=Original(found.original, found.by, found.apart)) if found else use
