"""The state of a file and of what stands beside it: by this it is known to be as it was.

Law: what was changed a moment ago may change again within a tick of the clock; its state is never
taken for settled.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from credits.remembered import COARSE_TICK, TICK, tables_of

# a time that no file has
UNSETTLED: Final = -1
_BESIDE: Final = (".xmp", ".license")


class State(NamedTuple):
    """Size (bytes), time of modification (ns), and what is told of the files beside it."""

    size: int
    mtime_ns: int
    beside: str = ""

    @property
    def is_settled(self) -> bool:
        """Tell whether a later change would show."""
        return self.mtime_ns != UNSETTLED


class Folder:
    """One folder as it is now: *path* is without links, as the catalog names it.

    *listed*: its names are read once, which is worth it where many of its files are asked for.
    """

    def __init__(self, directory: str, *, listed: bool = False) -> None:
        self.path = os.path.realpath(directory or os.curdir)
        self._listed = listed

    @cached_property
    def _speaking(self) -> frozenset[str] | None:
        """Give the names of sidecars and licences in it; None if they were not listed."""
        if not self._listed:
            return None
        try:
            return frozenset(name for name in os.listdir(self.path) if name.endswith(_BESIDE))
        except OSError:
            return frozenset()

    @cached_property
    def _tables(self) -> str:
        tables = tables_of(self.path)
        return json.dumps(tables, ensure_ascii=True) if tables else ""

    def state(self, name: str) -> State | None:
        """Give the state of a file in it; None if there is none."""
        try:
            status = os.stat(os.path.join(self.path, name))
        except OSError:
            return None
        speaking = self._speaking
        beside = "".join(self._beside(name)) if speaking or speaking is None else ""
        modified = status.st_mtime_ns
        settled = modified if _settled(modified) else UNSETTLED
        return State(status.st_size, settled, beside + self._tables)

    def _beside(self, name: str) -> Iterator[str]:
        stem = os.path.splitext(name)[0]
        wanted = {f"{stem}.xmp", f"{name}.xmp", f"{name}.license"}
        for asked in sorted(wanted if self._speaking is None else wanted & self._speaking):
            with contextlib.suppress(OSError):
                status = os.stat(os.path.join(self.path, asked))
                yield f"{status.st_size}:{status.st_mtime_ns} {json.dumps(asked)}\n"


def _settled(modified: int) -> bool:
    tick = TICK if modified % 1_000_000_000 else COARSE_TICK
    return time.time_ns() - modified > tick


def by_folder(paths: Iterable[str]) -> Iterator[tuple[Folder, list[str]]]:
    """Gather paths by the folder they are in; those of one folder need not stand together."""
    gathered: dict[str, list[str]] = {}
    for path in paths:
        gathered.setdefault(os.path.dirname(path), []).append(path)
    for directory, inside in gathered.items():
        yield Folder(directory, listed=True), inside
