"""Each way to write, on a disk that fails at each of its calls, and killed at each and at random.

After each, every file is the old one or the new one (or, of several steps, one the journal knows);
what was refused was told, in our own words; the journal leads back; and a second run, on a sound
disk, does what the first was to do and clears what it left.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import credits
from credits import journal
from credits.catalog import Catalog
from credits.errors import CreditsError
from tests.conftest import ROOT
from tests.faults.disk import NONE, Fault, Kind, Manner, Outcome, tried
from tests.faults.ways import WAYS, Photos, known, photos_in
from tests.pictures import picture

# what a run may leave behind when it is killed, or may not remove anything; never a photo's name
LEFT: Final = ".credits-"
_NOT_WATCHED: Final = frozenset({".git/index"})


@dataclass
class Count:
    """What was seen on one way: *lost* is empty where every promise was kept."""

    way: str
    faults: int = 0
    told: int = 0
    kills: int = 0
    left: int = 0
    longest: float = 0.0
    lost: list[str] = field(default_factory=list)


class Scene:
    """One way, laid out once, to be laid out again after each fault."""

    def __init__(self, name: str, photos: Photos, place: Path) -> None:
        self.name, self.way = name, WAYS[name]
        self.folder, self.kept = place / "scene", place / "kept"
        self.count = Count(name)
        os.chdir(place)
        os.environ[journal.VARIABLE] = str(self.folder / "journal")
        os.environ["CREDITS_CACHE"] = str(self.folder / "cache")
        self._learn(photos, place)

    def _learn(self, photos: Photos, place: Path) -> None:
        """See what is before, and after; nothing is to be loaded when a child works."""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            self.way.lay(self.folder, photos)
            shutil.copytree(self.folder, self.kept, symlinks=True)
            self.before = watched(self.folder)
            said = self.way.write(self.folder)
        assert not said, f"{self.name}: {said}"
        os.chdir(place)
        self.after = watched(self.folder)

    @property
    def failing(self) -> Path:
        return self.folder / self.way.fails_in

    def again(self) -> None:
        """Lay it out as it was."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder, symlinks=True)

    def tried(self, fault: Fault = NONE, kill_after: float | None = None) -> Outcome:
        begin = time.perf_counter()
        done = tried(
            lambda: self.way.write(self.folder), self.failing, fault, kill_after=kill_after
        )
        self.count.longest = max(
            self.count.longest, time.perf_counter() - begin - (kill_after or 0)
        )
        return done

    def lost(self, what: str, fault: Fault, done: Outcome) -> None:
        self.count.lost.append(f"{self.name}, {fault}: {what} ({done.told}: {done.said[-300:]})")

    # ── what was promised ───────────────────────────────────────────────────────────────────────

    def judge(self, fault: Fault, done: Outcome) -> None:
        """Hold what is there now against what was promised, and run once more."""
        if done.is_foreign:
            self.lost("no error of ours", fault, done)
        # where a run has fewer calls than the one that was counted, the moment never comes
        pressed = fault.manner is Manner.INTERRUPT and done.calls >= fault.at
        if pressed is not (done.told == "interrupted"):
            self.lost("Ctrl-C, or none, and it says otherwise", fault, done)
        for what in self._wrong(fault, done):
            self.lost(what, fault, done)
        self._second(fault, done)
        for what in (*self._undone(), *self._catalog()):
            self.lost(what, fault, done)

    def _wrong(self, fault: Fault, done: Outcome) -> Iterator[str]:
        now = watched(self.folder)
        left = sorted(name for name in now if is_left(name))
        self.count.left += len(left)
        whole = {name: data for name, data in now.items() if name not in left}
        may_leave = fault.manner is Manner.KILL or fault.kind in {Kind.REMOVE, Kind.ANY}
        if left and not may_leave:
            yield f"left {left}"
        for name in self.before | self.after | whole:
            if not self._is_whole(name, whole.get(name)):
                yield f"{name} is neither old nor new"
        if done.told == "done" and self.way.fails_in == "." and whole != self.after:
            yield f"done, but not: {sorted(n for n in whole if whole[n] != self.after.get(n))}"

    def _is_whole(self, name: str, data: bytes | None) -> bool:
        if data in {self.before.get(name), self.after.get(name)}:
            return True
        path = os.path.realpath(self.folder / "work" / name)
        hashed = data is not None and hashlib.sha256(data).hexdigest()
        return (path, hashed) in self._known()

    def _known(self) -> set[tuple[str, str]]:
        try:
            return set(known(self.folder))
        except CreditsError:
            return set()

    def _second(self, fault: Fault, done: Outcome) -> None:
        """Do what a user does: the same again, on a sound disk."""
        second = tried(lambda: self.way.write(self.folder), self.failing)
        now = watched(self.folder)
        if any(map(is_left, now)):  # it had nothing to write: what is left goes with the next write
            now = self._cleared(now)
        if second.told != "done" and now != self.after:
            self.lost(f"a second run fails: {second.told}: {second.said[-300:]}", fault, done)
        wrong = sorted(n for n in self.after | now if now.get(n) != self.after.get(n))
        if wrong:
            self.lost(f"a second run leaves {wrong}", fault, done)

    def _cleared(self, now: dict[str, bytes]) -> dict[str, bytes]:
        """Write something else where something was left; gives what is there then, but for that."""
        for place in {os.path.dirname(name) for name in now if is_left(name)}:
            path = self.folder / "work" / place / "other.jpg"
            path.write_bytes(picture())
            tried(lambda path=path: credits.embed(path, city="Kyiv") and "", self.failing)
            path.unlink()
        return watched(self.folder)

    def _undone(self) -> Iterator[str]:
        """See the journal lead back to what was before."""
        if not self.way.journaled:
            return
        try:
            for run in journal.runs():
                yield from (f"undo: {one.error}" for one in journal.undo(run) if one.error)
        except CreditsError as error:
            yield f"the journal: {error}"
        if watched(self.folder) != self.before:
            yield "undo does not lead back"

    def _catalog(self) -> Iterator[str]:
        """See the catalog whole, with every photo in it."""
        place = self.folder / "archive.db"
        if not place.exists():
            return
        with closing(sqlite3.connect(place)) as database:
            said = database.execute("PRAGMA integrity_check").fetchone()[0]
        with Catalog(str(place)) as catalog:
            count = catalog.count()
        if said != "ok" or count != len(photos_in(self.folder)):
            yield f"the catalog: {said}, {count} photos"


def watched(scene: Path) -> dict[str, bytes]:
    """Read what is the user's; links by where they lead."""
    top = scene / "work"
    return {
        str(path.relative_to(top)): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file() and str(path.relative_to(top)) not in _NOT_WATCHED
    }


def is_left(name: str) -> bool:
    """Tell whether a name is that of a file on its way to its place."""
    base = os.path.basename(name)
    return base.startswith(LEFT) and base.endswith(".tmp")


# ── faults ──────────────────────────────────────────────────────────────────────────────────────

# of what a disk is asked → how it fails then
_MANNERS: Final = {
    Kind.WRITE: ((Manner.ERROR, errno.EIO), (Manner.SHORT, 0), (Manner.FULL, 0)),
    Kind.SYNC: ((Manner.ERROR, errno.EIO),),
    Kind.NAME: ((Manner.ERROR, errno.EIO), (Manner.ERROR, errno.EACCES), (Manner.FULL, 0)),
    Kind.OPEN: ((Manner.ERROR, errno.EACCES), (Manner.ERROR, errno.EMFILE), (Manner.FULL, 0)),
    Kind.CLOSE: ((Manner.ERROR, errno.EIO),),
    Kind.SHAPE: ((Manner.ERROR, errno.EPERM),),
    Kind.REMOVE: ((Manner.ERROR, errno.EACCES),),
    Kind.ANY: ((Manner.KILL, 0), (Manner.INTERRUPT, 0)),
}


def faults(scene: Scene) -> Iterator[Fault]:
    """Give every fault of a way: each call of each kind, in each manner."""
    for kind, manners in _MANNERS.items():
        scene.again()
        calls = scene.tried(Fault(kind)).calls
        for manner, error in manners:
            yield from (Fault(kind, at, manner, error) for at in range(1, calls + 1))


def some(all_of_them: Iterable[Fault], most: int, seed: int) -> list[Fault]:
    """Choose at most so many, of every kind and manner."""
    found = list(all_of_them)
    random.Random(seed).shuffle(found)
    first: dict[tuple[Kind, Manner], Fault] = {}
    for one in found:
        first.setdefault((one.kind, one.manner), one)
    rest = [one for one in found if one not in set(first.values())]
    return [*first.values(), *rest][: max(most, len(first))]


def swept(scene: Scene, wanted: Iterable[Fault]) -> None:
    """Let the disk fail, again and again."""
    for fault in wanted:
        scene.again()
        done = scene.tried(fault)
        killed = done.told == "killed"
        scene.count.kills += killed
        scene.count.faults += not killed
        scene.count.told += done.told in {"refused", "interrupted"}
        scene.judge(fault, done)


def killed(scene: Scene, times: int, seed: int) -> None:
    """Kill at random moments of a run."""
    dice = random.Random(seed)
    scene.again()
    begin = time.perf_counter()
    scene.tried()
    whole = time.perf_counter() - begin
    for _ in range(times):
        scene.again()
        done = scene.tried(kill_after=dice.uniform(0, whole))
        scene.count.kills += done.told == "killed"
        scene.judge(Fault(Kind.ANY, 0, Manner.KILL), done)


def run(name: str, photos: Photos, place: Path, *, most: int, kills: int, seed: int) -> Count:
    """Try one way: at most so many faults, and so many kills at random."""
    scene = Scene(name, photos, place)
    swept(scene, some(faults(scene), most, seed))
    killed(scene, kills, seed)
    os.chdir(ROOT)
    return scene.count
