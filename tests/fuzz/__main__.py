"""The long run: ``python -m tests.fuzz --minutes 15`` (``--target html --number 4711`` once more).

Takes new inputs every time (``--start`` begins at a number), shows a table, and exits 1 if anything
but the library's own errors escaped, or a limit was broken.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.fuzz import runner
from tests.fuzz.mutations import damaged
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Run for so many minutes, or one number, and tell what was found."""
    if sys.argv[1:2] == ["--child"]:
        target, start, count, seconds = sys.argv[2:]
        runner.child(target, int(start), int(count), float(seconds) or None)
        return 0
    wish = _wishes()
    if wish.number is not None:
        return _once(wish.target[0], wish.number, wish.save)
    tallies = _short(wish) if wish.each else _long(wish)
    _table(tallies, wish)
    return 1 if any(tally["finds"] for tally in tallies) else 0


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--target", action="append", choices=TARGETS)
    parser.add_argument("--start", type=int, default=None, help="the first number")
    parser.add_argument("--each", type=int, help="so many inputs a door, here and now")
    parser.add_argument("--number", type=int, default=None, help="try this one again, openly")
    parser.add_argument("--save", help="with --number: write the input into this file")
    return parser.parse_args()


def _once(target: str, number: int, save: str | None) -> int:
    if save:
        Path(save).write_bytes(damaged(number, TARGETS[target].seeds()))
    tally = runner.run(target, [number])
    for find in tally.finds:
        print(find["trace"])
    print(f"{target} {number}: {tally.slowest:.2f} s, {len(tally.finds)} found")
    return 1 if tally.finds else 0


def _short(wish: argparse.Namespace) -> list[dict[str, Any]]:
    """Try a few inputs at each door, in one process; the same ones every time."""
    start, tallies = wish.start or 0, []
    warnings.simplefilter("error")
    for name in wish.target or TARGETS:
        tally = runner.run(name, range(start, start + wish.each))
        for find in tally.finds[:3]:
            print(f"FOUND {name} {find['number']}:\n{find['trace']}", flush=True)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        tallies.append(asdict(tally) | {"peak": peak})
    return tallies


def _long(wish: argparse.Namespace) -> list[dict[str, Any]]:
    names = wish.target or list(TARGETS)
    start = wish.start if wish.start is not None else time.time_ns() // 1_000_000
    share = wish.minutes * 60 * wish.jobs / len(names)

    def one(name: str) -> dict[str, Any]:
        done = runner.started(name, start, 10_000_000, share)
        print(f"{name}: {done['tried']} tried, {len(done['finds'])} found", flush=True)
        for find in done["finds"][:3]:
            print(f"FOUND {name} {find['number']}: {find['error']} in {find['place']}: "
                  f"{find['message'][:200]}", flush=True)  # fmt: skip
        return done

    with ThreadPoolExecutor(wish.jobs) as pool:
        return list(pool.map(one, names))


def _table(tallies: list[dict[str, Any]], wish: argparse.Namespace) -> None:
    print("| door | inputs | refused | slowest (s) | peak (MB) | found |")
    print("|---|--:|--:|--:|--:|--:|")
    for one in tallies:
        print(f"| {one['target']} | {one['tried']} | {one['refused']} | {one['slowest']:.2f} "
              f"| {one['peak'] // 1024} | {len(one['finds'])} |")  # fmt: skip
    minutes = f"{wish.each} a door" if wish.each else f"in {wish.minutes:g} minutes"
    total = sum(one["tried"] for one in tallies)
    found = sum(len(one["finds"]) for one in tallies)
    print(f"\n{total} inputs, {minutes}, {found} found")


if __name__ == "__main__":
    sys.exit(main())
