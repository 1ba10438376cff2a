"""An unchanged archive, indexed again: how long the stat calls and the comparing take.

A catalog of photos that are never looked at is made of states alone; the second run has nothing to
do but to find the files, ask for their states, and compare. Beside it stands what walking the same
folders and calling ``os.stat`` on every file takes by itself.

    python bench/catalog.py [--files 100000] [--folder-size 1000] [--catalog URL] [--record]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from record import record

from credits.catalog import Catalog, _indexing, _rows, index
from credits.catalog._states import Folder, State
from credits.duplicates import Item
from credits.fingerprints import VARIANTS, Fingerprint
from credits.record import Record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--folder-size", type=int, default=1000)
    parser.add_argument("--catalog", help="a database of PostgreSQL that is empty")
    parser.add_argument("--record", action="store_true", help="keep the figures for the docs")
    wishes = parser.parse_args()
    top = tempfile.mkdtemp(prefix="credits-bench-")
    try:
        place = wishes.catalog or os.path.join(top, "archive.db")
        photos = os.path.join(top, "photos")
        make(photos, wishes.files, wishes.folder_size)
        report("filled, photos not decoded", lambda: fill(place, photos))
        report("walking and stat alone", lambda: stat_all(photos))
        took = [unchanged(photos, place, wishes.files) for _ in range(3)]
        with Catalog(place) as catalog:
            item = seen(photos, np.random.default_rng(0), 0).found
            report("one photo looked for", lambda: catalog.like([item], 8))
        if not wishes.catalog:
            size = round(os.path.getsize(place) / 1e6)
            print(f"{size} MB in the catalog")
            if wishes.record:
                seconds = round(sorted(took)[1], 2)
                record("catalog", {"files": wishes.files, "seconds": seconds, "megabytes": size})
    finally:
        shutil.rmtree(top)


def unchanged(photos: str, place: str, files: int) -> float:
    start = time.perf_counter()
    done = report("index, nothing changed", lambda: index(photos, place))
    assert (done.looked, done.unchanged) == (0, files)
    return time.perf_counter() - start


def make(top: str, files: int, size: int) -> None:
    """Make empty files of last year."""
    for number in range(files):
        folder = os.path.join(top, f"{number // size:05}")
        if number % size == 0:
            os.makedirs(folder)
        path = os.path.join(folder, f"{number:07}.jpg")
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
        os.utime(path, ns=(0, 1_750_000_000_123_456_789))


def fill(place: str, photos: str) -> None:
    rng = np.random.default_rng(7)
    number = 0
    with Catalog(place, create=True) as catalog:
        for folder, _, names in os.walk(photos):
            rows = []
            for name in sorted(names):
                rows.append(seen(folder, rng, number, name))
                number += 1
            for start in range(0, len(rows), _indexing.BATCH):
                catalog.keep(rows[start : start + _indexing.BATCH])


def seen(folder: str, rng: np.random.Generator, number: int, name: str = "") -> _rows.Seen:
    codes = rng.integers(0, 1 << 63, (len(VARIANTS), 5), np.int64).astype(np.uint64)
    words = [int(word) for word in codes[0]]
    taken = Fingerprint(words[0], 0, 50.0, codes)
    key = f"{number:064x}"
    item = Item(os.path.join(folder, name), key, key, taken, credit="Ann Lee/TASS", pixels=1)
    place = Folder(folder)
    state = place.state(name) if name else State(0, 0)
    record = Record(creators=("Ann Lee",), credit_line="TASS", caption="A vigil.")
    return _rows.Seen(place.path, name, state, item, record, key, taken)


def stat_all(top: str) -> None:
    for folder, _, names in os.walk(top):
        for name in names:
            os.stat(os.path.join(folder, name))


def report(what: str, act: Callable[[], Any]) -> Any:
    before, since = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    result = act()
    wall, after = time.perf_counter() - since, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what:28} {wall:7.2f} s wall, {cpu:7.2f} s of the processor", file=sys.stdout)
    return result


if __name__ == "__main__":
    main()
