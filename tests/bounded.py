"""Read and edit each of many files, a few in one process, and say what it took.

A script: names of files on stdin, a line of JSON for each on stdout. A child is forked for every
few, so that what it needed is known, and a child that dies takes only them along.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import Any

import credits
from credits.errors import CreditsError

VALUES = {"caption": "C", "creators": ["A"], "credit_line": "TASS", "copyright_notice": "© T"}


TOGETHER = 16


def outcome(path: str) -> str:
    """Read it and plan a write; anything but a result or an error of ours is told by its name."""
    told = "unreadable"
    try:
        credits.read(path)
        told = "read only"
        credits.embed(path, **VALUES, dry_run=True)
    except CreditsError:
        return told
    except BaseException as error:  # noqa: BLE001  (this is what is looked for)
        return f"{type(error).__name__}: {error}"
    return "editable"


def in_child(paths: list[str]) -> list[dict[str, Any]]:
    """Do it in a child: outcome and seconds of each file, and the most memory so far (MB)."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        with os.fdopen(into, "w") as answer:
            for path in paths:
                answer.write(json.dumps(row_of(path)) + "\n")
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as answer:
        rows = [json.loads(line) for line in answer]
    os.waitpid(child, 0)
    return [*rows, *({"path": path, "outcome": "died"} for path in paths[len(rows) :][:1])]


def row_of(path: str) -> dict[str, Any]:
    """Do it here and measure."""
    start = time.perf_counter()
    row: dict[str, Any] = {"path": path, "outcome": outcome(path)}
    row["seconds"] = time.perf_counter() - start
    row["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return row


def main() -> None:
    """Answer for the files on stdin."""
    # what is imported once is not part of what a file takes
    credits.embed(b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\1D\0;", credit_line="x")
    paths = sys.stdin.read().splitlines()
    for first in range(0, len(paths), TOGETHER):
        for row in in_child(paths[first : first + TOGETHER]):
            sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
