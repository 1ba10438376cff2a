"""What was judged before: a cache that can only ever save work.

A judgement is remembered by everything it rests on: the program and the policy (in the name of the
file it stands in), the path, and the state of the photo and of all that stands beside it and
speaks of it: device, inode, size, time of modification and of change. No program can set the last
one, so that a file with the old time on new bytes is seen. What rests on the clock, what could not
be read and what was changed a moment ago is not remembered. On any doubt there is no answer, and
the photo is judged anew.

A folder of photos is one file of JSON, replaced in one step; of two runs that write at once, one
is remembered. Hashing a photo takes longer than judging its metadata, so content is not asked.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from credits.finding import Checked, Finding, Fix, Judgement, Severity

SCHEMA: Final = "credits/remembered/1"
# the folder; empty: nothing is remembered
VARIABLE: Final = "CREDITS_CACHE"
# a file that was changed so short ago (ns) may change again within one tick of its clock; where
# times have no fractions, the tick is that of FAT
TICK: Final = 50_000_000
COARSE_TICK: Final = 2_000_000_000
# files of folders nobody asked for in so long (seconds) are forgotten
KEPT_FOR: Final = 30 * 24 * 3600
# so many folders are kept in mind at once
OPEN: Final = 64

# device, inode, size, modified, changed
State = list[int]


def folder() -> str | None:
    """Say where judgements are remembered; None where the user does not want it."""
    wish = os.environ.get(VARIABLE)
    if wish is not None:
        return wish or None
    import platformdirs  # noqa: PLC0415  (only where nobody says)

    return os.path.join(platformdirs.user_cache_dir("credits", appauthor=False), "judged")


class _Row(NamedTuple):
    """What is remembered of one photo: its state, the states of what is beside it, the rest."""

    states: list[State]
    beside: list[str]
    image: str | None
    sha256: str | None
    role: str
    role_reason: str
    findings: list[dict[str, Any]]


class Memory:
    """The judgements of one policy (known by *key*), in a folder of the user's cache."""

    def __init__(self, key: str, place: str) -> None:
        self.place = place
        self.key = f"{SCHEMA}\0{_program()}\0{key}"
        self._shelves: dict[str, _Shelf] = {}

    def recall(self, path: str, *, hashed: bool = False) -> Judgement | None:
        """Give what was said of a photo, if it is certain that it would be said again.

        *hashed*: only if its image-data hash is remembered, too.
        """
        shelf = self._shelf(os.path.dirname(path))
        row = shelf.rows.get(os.path.basename(path))
        if row is None or (hashed and row.image is None):
            return None
        try:
            if shelf.states(os.path.basename(path)) != (row.beside, row.states):
                return None
            return _judgement(path, row, hashed=hashed)
        except (OSError, KeyError, TypeError, ValueError):
            return None

    def watch(self, path: str) -> Watch | None:
        """Take down the state of a photo before it is judged."""
        shelf = self._shelf(os.path.dirname(path))
        try:
            return Watch(time.time_ns(), *shelf.states(os.path.basename(path)))
        except OSError:
            return None

    def keep(self, judgement: Judgement, watch: Watch | None) -> None:
        """Remember what was said of a photo, if it stayed as it was while it was judged."""
        if watch is None or judgement.dated or not judgement.known:
            return
        shelf = self._shelf(os.path.dirname(judgement.path))
        name = os.path.basename(judgement.path)
        with contextlib.suppress(OSError, TypeError, ValueError):
            if watch.is_settled and shelf.states(name) == (watch.beside, watch.states):
                shelf.rows[name] = _row(judgement, watch)
                shelf.changed = True

    def close(self) -> None:
        """Write down what is new."""
        new = [shelf.save() for shelf in self._shelves.values()]
        if any(new):
            _forget(self.place)
        self._shelves.clear()

    def _shelf(self, directory: str) -> _Shelf:
        shelf = self._shelves.get(directory)
        if shelf is None:
            if len(self._shelves) >= OPEN:
                self.close()
            shelf = self._shelves[directory] = _Shelf(directory, self.key, self.place)
        return shelf


class Watch(NamedTuple):
    """The state of a photo, and of what is beside it, at a time (ns)."""

    time: int
    beside: list[str]
    states: list[State]

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing of it was changed within the last tick of the clock."""
        return all(self.time - max(state[3:]) > _tick(state) for state in self.states)


def _tick(state: State) -> int:
    return TICK if any(stamp % 1_000_000_000 for stamp in state[3:]) else COARSE_TICK


class _Shelf:
    """The photos of one folder."""

    def __init__(self, directory: str, key: str, place: str) -> None:
        self.directory = directory
        self.changed = False
        whole = os.path.abspath(directory)
        # hints name photos as they were given, so that way is part of the name
        name = hashlib.sha256(f"{key}\0{whole}\0{directory}".encode(errors="surrogatepass"))
        self.file = os.path.join(place, f"{name.hexdigest()[:40]}.json")
        self.tables = tables_of(whole)
        self.rows = _rows(self.file, self.tables)
        self.kin = _kin(directory)

    def states(self, name: str) -> tuple[list[str], list[State]]:
        """Give the names beside a photo that matter to it, and its state and theirs."""
        beside = sorted(
            {*self.kin.get(os.path.splitext(name)[0], ()), *self.kin.get(name, ())} - {name}
        )
        return beside, [_state(os.path.join(self.directory, one)) for one in (name, *beside)]

    def save(self) -> bool:
        """Replace the file in one step, and tell whether there was none.

        Where that is not allowed, nothing is remembered.
        """
        new = self.changed and not os.path.exists(self.file)
        if self.changed:
            self._write()
        self.changed = False
        return new

    def _write(self) -> None:
        rows = {name: row for name, row in self.rows.items() if name in self.names}
        data = {"schema": SCHEMA, "tables": self.tables, "photos": rows}
        temporary = f"{self.file}.{os.urandom(6).hex()}"
        with contextlib.suppress(OSError, TypeError, ValueError):
            os.makedirs(os.path.dirname(self.file), mode=0o700, exist_ok=True)
            with open(temporary, "w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=True, separators=(",", ":"), default=_plain)
            os.replace(temporary, self.file)
        with contextlib.suppress(OSError):
            os.unlink(temporary)

    @property
    def names(self) -> frozenset[str]:
        """Give the names of all files that are there."""
        return frozenset(name for names in self.kin.values() for name in names)


def _kin(directory: str) -> dict[str, list[str]]:
    """Gather the names in a folder by what stands before their last dot."""
    kin: dict[str, list[str]] = {}
    with contextlib.suppress(OSError):
        for name in os.listdir(directory or os.curdir):
            kin.setdefault(os.path.splitext(name)[0], []).append(name)
    return kin


def _state(path: str) -> State:
    status = os.stat(path)
    return [status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def tables_of(directory: str) -> list[list[Any]]:
    """Give the state of each ``REUSE.toml`` that may speak of a folder."""
    tables: list[list[Any]] = []
    while True:
        with contextlib.suppress(OSError):
            path = os.path.join(directory, "REUSE.toml")
            tables.append([path, _state(path)])
        above = os.path.dirname(directory)
        if above == directory:
            return tables
        directory = above


def _rows(file: str, tables: list[list[Any]]) -> dict[str, _Row]:
    try:
        with open(file, encoding="utf-8") as opened:
            data = json.load(opened)
        if data["schema"] != SCHEMA or data["tables"] != tables:
            return {}
        return {str(name): _Row(*row) for name, row in data["photos"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _forget(place: str) -> None:
    """Forget the folders that nobody asked for in a long time."""
    limit = time.time() - KEPT_FOR
    with contextlib.suppress(OSError), os.scandir(place) as found:
        for entry in found:
            with contextlib.suppress(OSError):
                if entry.stat().st_mtime < limit:
                    os.unlink(entry.path)


@cache
def _program() -> str:
    """Know the program by its files: a changed rule is not answered for by its old self."""
    whole = hashlib.sha256()
    for place, folders, files in os.walk(os.path.dirname(os.path.abspath(__file__))):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            whole.update(f"{name}\0{_state(os.path.join(place, name))}\n".encode())
    return whole.hexdigest()


# ── judgements as rows ──────────────────────────────────────────────────────────────────────────


def _row(judgement: Judgement, watch: Watch) -> _Row:
    checked = judgement.checked
    found = [json.loads(json.dumps(_told(f), default=_plain)) for f in judgement.findings]
    return _Row(
        watch.states, watch.beside, judgement.image, judgement.sha256,
        checked.role, checked.role_reason, found,
    )  # fmt: skip


def _told(finding: Finding) -> dict[str, Any]:
    """Give what a finding says, without its path and what is empty."""
    told = {name: getattr(finding, name) for name in Finding.__slots__}
    del told["path"]
    if finding.fix is not None:
        told["fix"] = {name: getattr(finding.fix, name) for name in Fix.__slots__}
    return {name: value for name, value in told.items() if value is not None}


def _plain(value: Any) -> Any:
    """Give JSON a value it does not know: a part of a record, a date, a set, a mapping."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is not remembered")


def _judgement(path: str, row: _Row, *, hashed: bool) -> Judgement:
    findings = tuple(_found(path, told, hashed=hashed) for told in row.findings)
    checked = Checked(path, "photo", row.role, row.role_reason)
    return Judgement(checked, findings, row.image if hashed else None, row.sha256)


def _found(path: str, told: dict[str, Any], *, hashed: bool) -> Finding:
    told = told | {"path": path, "severity": Severity(told["severity"])}
    if not hashed:
        told.pop("fingerprint", None)
    if fix := told.get("fix"):
        told["fix"] = Fix(**{name: _frozen(value) for name, value in fix.items()})
    return Finding(**told)


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return {name: _frozen(one) for name, one in value.items()}
    return value
