"""What reading and writing take of memory: a TIFF of 2 GB, and ten thousand photos in a row.

The TIFF is sparse, so it costs no room until it is written; then its copy does. Numbers are what
the process grew by at its most (the system's high-water mark), in MB.

    python bench/memory.py [--gigabytes 2] [--files 10000]
"""

from __future__ import annotations

import argparse
import os
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import credits

VALUES = {"caption": "C", "creators": ["Ann Lee"], "credit_line": "TASS", "source": "versia.ru"}


def sparse_tiff(path: Path, size: int) -> None:
    """Make a TIFF with one strip of *size* bytes (a multiple of 3000) that are not on the disk."""
    fields = [(256, 4, 1000), (257, 4, size // 3000), (258, 3, 8), (259, 3, 1), (262, 3, 2),
              (273, 4, 4096), (277, 3, 3), (278, 4, size // 3000), (279, 4, size)]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in fields)
    with path.open("wb") as file:
        file.write(struct.pack("<2sHIH", b"II", 42, 8, len(fields)) + entries + bytes(4))
        file.truncate(4096 + size)


def peak() -> float:
    """Give the most memory this process had so far, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident() -> float:
    """Give the memory this process has now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def warm() -> None:
    """Load all that is loaded once."""
    small = Path(tempfile.mkdtemp()) / "a.tif"
    sparse_tiff(small, 3000)
    credits.embed(small, **VALUES)
    credits.read(small)


def large(path: str) -> None:
    warm()
    for name, task in (("read", credits.read), ("write", lambda p: credits.embed(p, **VALUES))):
        before, start = peak(), time.perf_counter()
        task(path)
        print(
            f"  {name:6} grew by {peak() - before:6.1f} MB in {time.perf_counter() - start:6.2f} s"
        )
    assert credits.read(path).record.credit_line == "TASS"


def many(path: str, count: int) -> None:
    warm()
    before = 0.0
    for number in range(1, count + 1):
        credits.embed(path, caption=f"Picture {number}", credit_line="TASS")
        credits.read(path)
        if number in {count // 10, count // 2, count}:
            before = before or resident()
            print(f"  after {number:6} photos {resident():6.1f} MB ({resident() - before:+.1f})")


def in_child(*arguments: str) -> None:
    """Start afresh: a high-water mark never falls."""
    subprocess.run([sys.executable, __file__, *arguments], check=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=2)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--large", help=argparse.SUPPRESS)
    parser.add_argument("--many", help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.large:
        large(wishes.large)
    elif wishes.many:
        many(wishes.many, wishes.files)
    else:
        with tempfile.TemporaryDirectory() as folder:
            big, small = Path(folder, "big.tif"), Path(folder, "small.tif")
            sparse_tiff(big, int(wishes.gigabytes * 1e9) // 3000 * 3000)
            sparse_tiff(small, 300_000)
            print(f"a TIFF of {big.stat().st_size / 1e9:.1f} GB", flush=True)
            in_child("--large", str(big))
            print(f"{wishes.files} photos written and read, one after the other", flush=True)
            in_child("--many", str(small), "--files", str(wishes.files))


if __name__ == "__main__":
    main()
