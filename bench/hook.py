"""Measure the hook: a commit of ten photos, and one without any, as a person waits for it.

Run ``python bench/hook.py [--photos N] [--files N]``. Photos are 1.7 MB, as agencies send them; the
repository has *files* other photos. Printed are the wall time of ``git commit`` with the hook, without
it, and the processor's time, which other programs disturb less; the best of several runs counts. The
bound is one second for ten photos.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import credits
from credits import git_hook
from tests.pictures import VALUES, picture

BOUND = 1.0
SIZE = 1_700_000
RUNS = 5


def photo(number: int, size: int = SIZE) -> bytes:
    whole = credits.embed(picture("jpeg", (1200, 800)), **VALUES)
    filler = random.Random(number).randbytes(max(size - len(whole), 8))
    return whole + filler


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


class Time(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float


def commit(*options: str) -> Time:
    start, used = time.perf_counter(), os.times()
    git("commit", "-q", "-m", "x", *options)
    now = os.times()
    cpu = now.children_user + now.children_system - used.children_user - used.children_system
    return Time(time.perf_counter() - start, cpu)


def measured(photos: int, run: int) -> tuple[Time, Time]:
    """Time a commit with the hook and one without, of as many new photos."""
    times = []
    for how, options in (("with", ()), ("without", ("--no-verify",))):
        for number in range(photos):
            name = Path(f"new/{run}-{how}-{number}.jpg")
            name.parent.mkdir(exist_ok=True)
            name.write_bytes(photo(hash((run, how, number))))
        Path("notes.txt").write_text(f"{run} {how}")
        git("add", "-A")
        times.append(commit(*options))
    return times[0], times[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=10)
    parser.add_argument("--files", type=int, default=1000)
    wanted = parser.parse_args()
    # as installed: bytecode is kept
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        git("init", "-q")
        git("config", "user.name", "bench")
        git("config", "user.email", "bench@example.org")
        for number in range(wanted.files):
            path = Path(f"old/{number % 50}/{number}.jpg")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"%d" % number)
        git("add", "-A")
        git("commit", "-q", "-m", "old")
        git_hook.install()
        worst = report(wanted.photos)
        report(0)
        os.chdir("/")
    sys.exit(worst > BOUND)


def report(photos: int) -> float:
    times = [measured(photos, run) for run in range(RUNS)]
    hooked, plain = min(times)[0], min(without for _, without in times)
    print(f"{photos:3} photos: {hooked.wall:.3f} s with the hook ({hooked.cpu:.3f} s of processor), "
          f"{plain.wall:.3f} s without")  # fmt: skip
    return hooked.wall


if __name__ == "__main__":
    main()
