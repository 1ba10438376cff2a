"""How fast the gate judges: a folder of press photos anew and from memory, and one photo from start.

Makes press-size JPEGs (EXIF of a camera, IIM and XMP as an agency sends them), judges the folder in
one process by the newsroom's rules, first anew, then from memory, then with fingerprints; and runs
``credits check one.jpg`` from start to finish beside a bare ``import click, pydantic``. Processor
time counts (user and system), the best round of each; photos were read once before, so that the
disk is not what is measured. All is compiled, as an installed package is.

    python bench/check.py [--files 1000] [--width 1000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from metadata import make

import credits
from credits.inspection import inspect, memory_for
from credits.policy import Policy

# what the gate promises: photos a second on one core, and starts of the yardstick
COLD, WARM, START = 1200, 8000, 2.5


def rate(count: int, judge: Callable[[], int], rounds: int) -> float:
    best = 0.0
    for _ in range(rounds):
        begin = time.process_time()
        assert judge() == count
        best = max(best, count / (time.process_time() - begin))
    return best


def start(command: list[str], rounds: int) -> float:
    """Give the processor time (s) of a command from start to finish."""
    best = 9.9
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=False, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        best = min(best, spent)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--width", type=int, default=1000, help="in pixels")
    parser.add_argument("--rounds", type=int, default=3)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        compileall.compile_dir(os.path.dirname(credits.__file__), quiet=1)
        os.environ["CREDITS_CACHE"] = f"{folder}/cache"
        os.makedirs(f"{folder}/photos")
        paths = [str(path) for path in make(Path(folder, "photos"), wish.files, wish.width)]
        os.chdir(folder)
        time.sleep(0.1)  # what was written a moment ago is not remembered
        table(paths, wish.rounds)


def table(paths: list[str], rounds: int) -> None:
    policy = Policy(root=os.getcwd())
    now = datetime.now(UTC).astimezone()

    def judged(*, hashed: bool = False, memory: bool = False) -> int:
        remembering = memory_for(policy) if memory else None
        return sum(1 for _ in inspect(paths, policy, now, hashed=hashed, memory=remembering))

    judged(hashed=True)
    row("photos/s, anew", rate(len(paths), judged, rounds), COLD)
    row("photos/s, anew, with fingerprints", rate(len(paths), lambda: judged(hashed=True), rounds))
    judged(hashed=True, memory=True)
    row("photos/s, from memory", rate(len(paths), lambda: judged(memory=True), rounds), WARM)
    row("photos/s, from memory, with fingerprints",
        rate(len(paths), lambda: judged(hashed=True, memory=True), rounds), WARM)  # fmt: skip
    yardstick = start([sys.executable, "-c", "import click, pydantic"], 5 * rounds)
    one = [sys.executable, "-m", "credits", "check", paths[0]]
    row("ms, import click, pydantic", yardstick * 1000)
    anew = start([*one, "--no-cache"], 5 * rounds)
    row("ms, credits check one.jpg, anew", anew * 1000)
    row("  in starts of the yardstick", anew / yardstick, START, most=True)
    start(one, 1)
    again = start(one, 5 * rounds)
    row("ms, credits check one.jpg, again", again * 1000)
    row("  in starts of the yardstick", again / yardstick, START, most=True)


def row(what: str, seen: float, wanted: float | None = None, *, most: bool = False) -> None:
    met = "" if wanted is None else "yes" if (seen <= wanted if most else seen >= wanted) else "NO"
    bound = "" if wanted is None else f"{'≤' if most else '≥'} {wanted:g}"
    print(f"{what:42} {seen:10.1f}  {bound:>8}  {met}")


if __name__ == "__main__":
    main()
