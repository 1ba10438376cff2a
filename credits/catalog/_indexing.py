"""Filling a catalog: what is new or has changed is looked at, the rest is left as it is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from credits._threads import mapped
from credits.catalog._catalog import Catalog
from credits.catalog._rows import FLAT, Seen
from credits.catalog._states import UNSETTLED, Folder, State, by_folder
from credits.duplicates import Item, Missed, bare_item, item_of
from credits.errors import CreditsError, NoPixels
from credits.fingerprints import fingerprint
from credits.folder import walk
from credits.photo import Photo, read
from credits.policy import Policy, policy_for
from credits.record import Record

# files, and seconds, that are taken down at a time: what a run that is killed has to do again
BATCH: Final = 200
PAUSE: Final = 2.0
_NOTHING: Final = State(0, UNSETTLED)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a run did: how many files it *looked* at, found *unchanged* and *forgot*.

    *missed* are those that can be compared with nothing, of the ones it looked at.
    """

    looked: int
    unchanged: int
    forgot: int
    missed: tuple[Missed, ...]


def index(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    catalog: str,
    *,
    policy: Policy | None = None,
    prune: bool = False,
    jobs: int | None = None,
    watch: Callable[[list[str]], Iterable[str]] = iter,
) -> Indexed:
    """Take down photos and folders of photos in a catalog, which is made if it is not there.

    *catalog* is a path, or a URL of PostgreSQL. *policy* says what is left out of folders. *prune*
    forgets files of these folders that are no longer there. *jobs* is the number of threads; None
    takes one for each processor. *watch* wraps what is to be looked at, to show how far it is.

    Raises:
        CatalogError: the catalog cannot be used.
        PolicyError: the policy is wrong, or a path does not exist.
    """
    named = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    tops = [os.fspath(path) for path in named]
    # what is named wrongly is told before anything is made
    photos = list(dict.fromkeys(walk(tops, policy or policy_for())))
    with Catalog(catalog, create=True) as opened:
        changed = list(_changed(opened, photos))
        look = partial(_look, opened)
        missed = list(_kept(opened, mapped(look, watch(changed), jobs)))
        forgot = opened.forget_missing(top for top in tops if os.path.isdir(top)) if prune else 0
    return Indexed(len(changed), len(photos) - len(changed), forgot, tuple(missed))


def _changed(catalog: Catalog, photos: list[str]) -> Iterator[str]:
    for folder, paths in by_folder(photos):
        states = catalog.states(folder.path)
        for path in paths:
            name = os.path.basename(path)
            known = states.get(name)
            if known is None or folder.state(name) != known or not known.is_settled:
                yield path


def _kept(catalog: Catalog, seen: Iterator[Seen]) -> Iterator[Missed]:
    """Take down what was seen, some at a time, and all of it when the run is broken off."""
    waiting: list[Seen] = []
    since = time.monotonic()
    try:
        for one in seen:
            waiting.append(one)
            if isinstance(one.found, Missed):
                yield one.found
            if len(waiting) >= BATCH or time.monotonic() - since > PAUSE:
                catalog.keep(waiting)
                waiting, since = [], time.monotonic()
    finally:
        catalog.keep(waiting)


# ── one file ────────────────────────────────────────────────────────────────────────────────────


def _look(catalog: Catalog, path: str) -> Seen:
    """Look at one file; a picture that is known is not decoded again."""
    folder, name = Folder(os.path.dirname(path)), os.path.basename(path)
    before = folder.state(name)
    seen = _seen(catalog, path)
    after = Folder(folder.path).state(name)
    if before is None or before != after:  # it changed meanwhile, and is looked at again
        before = (after or before or _NOTHING)._replace(mtime_ns=UNSETTLED)
    return seen._replace(folder=folder.path, name=name, state=before)


def _seen(catalog: Catalog, path: str) -> Seen:
    photo, image_hash = _read(path)
    known = catalog.fingerprint(image_hash) if image_hash else None
    record = photo.record if photo else Record()
    try:
        taken = known or fingerprint(path, variants=True)
        item = item_of(path, path, taken, photo) if photo else bare_item(path, path, taken)
    except CreditsError as error:
        reason = error.message + (f" ({error.help})" if error.help else "")
        missed = Missed(path, reason, undecided=not isinstance(error, NoPixels))
        return Seen("", "", _NOTHING, missed, record, image_hash)
    found: Item | Missed = item if taken.comparable else Missed(path, FLAT)
    return Seen("", "", _NOTHING, found, record, item.image_hash, taken)


def _read(path: str) -> tuple[Photo | None, str | None]:
    """Read a photo; there may be pixels where no metadata can be read."""
    try:
        photo = read(path)
        image_hash = photo.image_data_hash
    except CreditsError:
        return None, None
    return photo, image_hash
