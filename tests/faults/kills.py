"""SIGKILL at random moments: ``python -m tests.faults.kills --kills 500``.

A child writes into copies of real files without end (embed, fix, strip, undo) and is killed. After
each kill every photo must be one of its known states, byte for byte; the journal must be readable
and lead back to the originals; and a new run must clear what the killed one left.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import credits
from credits import journal
from credits.errors import CreditsError
from credits.journal import Journal
from credits.policy import Policy
from tests.conftest import SHARED, corpus_files, iptc_files
from tests.pictures import FORMATS, VALUES, picture

# files a child works on, and the longest it lives after its first write (s)
FILES, LONGEST = 6, 0.25
POLICY = Policy(profile="newsroom")


@dataclass
class Count:
    """What was seen: kills, files written before them, temporary files left and cleared."""

    kills: int = 0
    states: int = 0
    new: int = 0
    left: int = 0
    lost: list[str] = field(default_factory=list)


def originals() -> list[Path]:
    """Give real files of every format that are written."""
    real = [*corpus_files("valid"), *iptc_files()] if SHARED.is_dir() else []
    return [path for path in real if _is_written(path)]


def _is_written(path: Path) -> bool:
    try:
        credits.embed(path, **VALUES, dry_run=True)
    except CreditsError:
        return False
    return path.stat().st_size < 3_000_000


def drawn(folder: Path) -> list[Path]:
    """Give small pictures of every format, where there are no real files."""
    made = []
    for form in FORMATS:
        path = folder / f"drawn.{form}"
        path.write_bytes(picture(form))
        made.append(path)
    return made


def work(paths: list[Path], seed: int) -> None:
    """Write without end."""
    dice = random.Random(seed)
    for number in range(1 << 30):
        run = Journal(f"run {number}")
        for path in paths:
            try:
                _one(dice, path, run, number)
            except CreditsError:
                continue


def _one(dice: random.Random, path: Path, run: Journal, number: int) -> None:
    act = dice.choice(("embed", "embed", "fix", "strip", "undo"))
    if act == "embed":
        credits.embed(path, **VALUES, city=f"City {number}", journal=run)
    elif act == "fix":
        credits.fix([path], POLICY, unsafe=True, journal=run)
    elif act == "strip":
        credits.strip(path, journal=run)
    elif run.id is None:  # whoever undoes what is being written is told so, and not held here
        journal.undo(journal.find())


def killed(paths: list[Path], seed: int, after: float) -> None:
    """Let a child work for so long after its first write, and kill it."""
    child = os.fork()
    if not child:
        try:
            work(paths, seed)
        except BaseException:  # noqa: BLE001  (told, and never run on as a copy of the parent)
            traceback.print_exc()
        os._exit(1)
    for _ in range(1000):
        if os.path.isdir(journal.folder() or ""):
            break
        time.sleep(0.005)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"the child ended by itself: {status}"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def judge(paths: dict[Path, Path], count: Count) -> None:
    """Hold the photos and the journal against what was promised."""
    known: dict[str, set[str | None]] = {str(path): {sha256(real)} for path, real in paths.items()}
    for run in journal.runs():
        for entry in run.entries:
            known[entry.path] |= {entry.before, entry.after}
    for path, real in paths.items():
        count.states += 1
        now = sha256(path)
        count.new += now != sha256(real)
        if now not in known[str(path)]:
            count.lost.append(f"{real.name}: neither the old file nor a new one")
        elif credits.read(path).image_data_hash != credits.read(real).image_data_hash:
            count.lost.append(f"{real.name}: other pixels")


def led_back(paths: dict[Path, Path], count: Count) -> None:
    """Undo all runs, the latest first, and see the originals again."""
    for run in journal.runs():
        if run.undone is None:
            count.lost += [f"undo: {one.error}" for one in journal.undo(run) if one.error]
    for path, real in paths.items():
        if path.read_bytes() != real.read_bytes():
            count.lost.append(f"{real.name}: undo does not lead back")


def cleared(folder: Path, paths: dict[Path, Path], count: Count) -> None:
    """Write once more, as the next run would: what was left is gone."""
    count.left += len(list(folder.glob(".credits-*.tmp")))
    program = "import sys, credits; [credits.embed(p, city='again') for p in sys.argv[1:]]"
    child = os.fork()
    if not child:
        os.execv(sys.executable, [sys.executable, "-c", program, *map(str, paths)])
    os.waitpid(child, 0)
    count.lost += [f"{path.name} was left" for path in folder.glob(".credits-*.tmp")]


def rounds(kills: int, seed: int) -> Iterator[Count]:
    """Kill so many children; gives the count after each."""
    dice, count = random.Random(seed), Count()
    with tempfile.TemporaryDirectory() as top:
        real = originals() or drawn(Path(top))
        for number in range(kills):
            folder = Path(os.path.realpath(top), str(number))
            folder.mkdir()
            os.environ[journal.VARIABLE] = str(folder / "journal")
            chosen = dice.sample(real, FILES)
            paths = {folder / f"{i} {path.name}": path for i, path in enumerate(chosen)}
            for copy, path in paths.items():
                shutil.copyfile(path, copy)
            killed(list(paths), seed + number, dice.uniform(0, LONGEST))
            count.kills += 1
            judge(paths, count)
            led_back(paths, count)
            # a process to start for each is dear: enough that everything left is cleared in turn
            if any(folder.glob(".credits-*.tmp")):
                cleared(folder, paths, count)
            shutil.rmtree(folder)
            yield count


def main() -> int:
    """Kill, and tell what was seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    *_, count = rounds(wish.kills, wish.seed)
    print("\n".join(count.lost[:20]))
    print(
        f"{count.kills} kills, {count.states} files looked at, {count.new} of them written, "
        f"{count.left} temporary files left and cleared, {len(count.lost)} lost"
    )
    return 1 if count.lost else 0


if __name__ == "__main__":
    sys.exit(main())
