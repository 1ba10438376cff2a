"""Every way to write, on a failing disk: ``python -m tests.faults --kills 100``.

``--most 20`` tries so many faults of each way, ``--way embed`` one of them; ``--real`` takes real
files of every format.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from tests.faults.disk import is_possible, is_there, started
from tests.faults.sweep import Count, run
from tests.faults.ways import WAYS, Photos
from tests.test_strip import telling

# a photo that has much in it, and a smaller one of another format
DRAWN = ("jpeg", "png")


def sets(*, real: bool) -> Iterator[Photos]:
    """Give the photos that are laid out together."""
    yield {f"{number} a photo.{form}": telling(form) for number, form in enumerate(DRAWN)}
    if real:
        from tests.faults.kills import originals  # noqa: PLC0415  (they are many)

        by_kind: dict[str, Path] = {}
        for path in sorted(originals(), key=lambda path: path.stat().st_size):
            by_kind.setdefault(path.suffix.casefold(), path)
        for number, path in enumerate(by_kind.values()):
            yield {f"{number} {path.name}": path.read_bytes(), "9 small.jpg": telling("jpeg")}


def counts(wish: argparse.Namespace) -> Iterator[Count]:
    """Try every way with every set of photos; gives one count a way."""
    for name in wish.way or WAYS:
        whole = Count(name)
        for number, photos in enumerate(sets(real=wish.real)):
            with tempfile.TemporaryDirectory() as place:
                found = run(name, photos, Path(place).resolve(), most=wish.most,
                            kills=wish.kills, seed=wish.seed + number)  # fmt: skip
            added(whole, found)
        yield whole


def added(whole: Count, found: Count) -> None:
    """Count together."""
    for name in ("faults", "told", "kills", "left", "lost"):
        setattr(whole, name, getattr(whole, name) + getattr(found, name))
    whole.longest = max(whole.longest, found.longest)


def main() -> int:
    """Try, and tell what was seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--most", type=int, default=1 << 30, help="faults of each way")
    parser.add_argument("--kills", type=int, default=20, help="at random moments of each way")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--way", action="append", choices=WAYS)
    parser.add_argument("--json", type=Path, help="write the counts here")
    wish = parser.parse_args()
    if not is_possible():
        parser.error("a failing disk needs Linux and a C compiler")
    if not is_there():
        return started("tests.faults", sys.argv[1:])
    return told(counts(wish), wish.json)


def told(found: Iterator[Count], place: Path | None) -> int:
    """Print a row for each way, and what was lost."""
    rows = []
    print("| way | faults | told | kills | left and cleared | lost |\n|---|--:|--:|--:|--:|--:|")
    for one in found:
        rows.append(one)
        print(f"| {one.way} | {one.faults} | {one.told} | {one.kills} | {one.left} "
              f"| {len(one.lost)} |", flush=True)  # fmt: skip
        print("".join(f"LOST {lost}\n" for lost in one.lost[:5]), end="", flush=True)
    if place is not None:
        place.write_text(json.dumps([asdict(one) for one in rows]), encoding="utf-8")
    lost = sum(len(one.lost) for one in rows)
    print(f"\n{sum(one.faults for one in rows)} faults, {sum(one.kills for one in rows)} kills, "
          f"{lost} lost")  # fmt: skip
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
