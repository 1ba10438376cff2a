"""Exact search of 64-bit hashes, side by side with FAISS's IndexBinaryFlat.

The hashes are like an archive's: signs of correlated frequencies, 15 % of them near another one, some
blanks that are all alike. Both tools look for all pairs within a radius on two threads; every tool
has a process of its own, so that CPU time and memory are its own. FAISS compares a sample of the
hashes with all of them where all with all would take too long, and its time is scaled up.

The peers come with `pip install 'photo-credits[bench]'`.

    python bench/search.py [--sizes 10000 100000 1000000] [--radius 8] [--record]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
from record import record

THREADS = 2
SAMPLE = 20_000


def archive(count: int) -> np.ndarray:
    """Make hashes: a photo's frequencies go together, near copies turn a few bits."""
    rng = np.random.default_rng(1)
    mixing = np.eye(64) + 0.18 * rng.normal(size=(64, 64)) / np.sqrt(8)
    hashes = np.empty(count, np.uint64)
    for start in range(0, count, 1 << 16):
        size = min(1 << 16, count - start)
        found = rng.normal(size=(size, 64)) @ mixing
        bits = found > np.median(found, axis=1)[:, None]
        hashes[start : start + size] = np.packbits(bits, axis=1).view(">u8").ravel()
    near = rng.choice(count, count * 15 // 100, replace=False)
    copies = hashes[rng.integers(0, count, len(near))]
    flips = rng.poisson(2.5, len(near))
    for turn in range(int(flips.max())):
        bit = np.uint64(1) << rng.integers(0, 64, len(near)).astype(np.uint64)
        copies ^= np.where(turn < flips, bit, np.uint64(0))
    hashes[near] = copies
    blanks = rng.choice(count, count * 3 // 1000, replace=False)
    hashes[blanks] = rng.choice(np.array([0, 1 << 63, 255, 1 << 40], np.uint64), len(blanks))
    return np.unique(hashes)


def with_credits(hashes: np.ndarray, radius: int) -> dict[str, float]:
    from credits.duplicates import pairs

    return timed(lambda: len(pairs(hashes, radius, jobs=THREADS).first))


def with_faiss(hashes: np.ndarray, radius: int) -> dict[str, float]:
    import faiss

    faiss.omp_set_num_threads(THREADS)
    rows = hashes.view(np.uint8).reshape(-1, 8)
    index = faiss.IndexBinaryFlat(64)
    index.add(rows)
    some = rows if len(rows) <= 5 * SAMPLE else rows[:: len(rows) // SAMPLE]
    row = timed(lambda: (len(index.range_search(some, radius + 1)[2]) - len(some)) // 2)
    scale = len(rows) / len(some)
    return {**row, "wall": row["wall"] * scale, "cpu": row["cpu"] * scale, "scaled": scale > 1}


def with_queries(hashes: np.ndarray, radius: int) -> dict[str, float]:
    """Look for one hash at a time in all of them; the median of many."""
    from credits.duplicates import matches

    took = [
        timed(lambda at=at: len(matches(hashes[at : at + 1], hashes, radius).first))
        for at in range(50)
    ]
    return {**took[0], "wall": float(np.median([row["wall"] for row in took])),
            "cpu": float(np.median([row["cpu"] for row in took]))}  # fmt: skip


TOOLS = {"credits": with_credits, "faiss": with_faiss, "credits, one query": with_queries}


def timed(search: Callable[[], int]) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = search()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "pairs": found}


def alone(tool: str, count: int, radius: int) -> dict[str, float]:
    """Run one tool in a process of its own, on hashes it reads from a pipe."""
    command = [sys.executable, __file__, "--tool", tool, "--radius", str(radius)]
    done = subprocess.run(
        command, input=archive(count).tobytes(), stdout=subprocess.PIPE, check=True
    )
    row: dict[str, float] = json.loads(done.stdout)
    return row


def child(tool: str, radius: int) -> None:
    hashes = np.frombuffer(sys.stdin.buffer.read(), np.uint64)
    row = TOOLS[tool](hashes, radius)
    row["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps(row))


def compare(count: int, radius: int) -> dict[str, dict[str, float]]:
    print(f"\n{count:,} hashes, within {radius} bits, {THREADS} threads")
    rows = {tool: alone(tool, count, radius) for tool in TOOLS}
    for tool, row in rows.items():
        note = "  (scaled up from a sample)" if row.get("scaled") else ""
        pairs = "" if row.get("scaled") else f"{row['pairs']:>12,} pairs"
        print(
            f"  {tool:20}{row['wall']:10.4f} s{row['cpu']:10.4f} s CPU{row['memory']:8.2f} GB{pairs}{note}"
        )
    for clock in ("wall", "cpu"):
        print(
            f"  credits takes {rows['credits'][clock] / rows['faiss'][clock]:.3f} of FAISS's time ({clock})"
        )
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--radius", type=int, default=8)
    parser.add_argument("--tool", choices=TOOLS, help=argparse.SUPPRESS)
    parser.add_argument("--record", action="store_true", help="keep the figures for the docs")
    wishes = parser.parse_args()
    if wishes.tool:
        child(wishes.tool, wishes.radius)
        return
    rows = {str(count): compare(count, wishes.radius) for count in wishes.sizes}
    if wishes.record:
        record("search", {"radius": wishes.radius, "threads": THREADS, "hashes": rows})


if __name__ == "__main__":
    main()
