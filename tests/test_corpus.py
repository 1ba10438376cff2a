"""The law of the corpus: no file makes us fail, dawdle, swell or touch it."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, corpus_files, iptc_files

SECONDS, MEGABYTES = 2, 200


def bounded(paths: list[Path]) -> list[dict[str, Any]]:
    """Read and edit files in two workers, few files in a child."""

    def work(some: list[Path]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bounded"],
            input="\n".join(map(str, some)), capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        return [json.loads(line) for line in done.stdout.splitlines()]

    with ThreadPoolExecutor(2) as pool:
        return [row for rows in pool.map(work, (paths[::2], paths[1::2])) for row in rows]


@pytest.mark.skipif(sys.platform == "win32", reason="no fork here")
def test_every_file_of_the_corpus(corpus: Path) -> None:
    paths = [*corpus_files("valid", "malformed", "photos"), *iptc_files()]
    stamps = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}
    rows = bounded(paths)
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["outcome"]] = counts.get(row["outcome"], 0) + 1
    assert counts == {"editable": 1023, "read only": 69, "unreadable": 136}, corpus
    assert max(row["seconds"] for row in rows) < SECONDS
    assert max(row["megabytes"] for row in rows) < MEGABYTES
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in paths} == stamps


@pytest.mark.skipif(sys.platform == "win32", reason="no fork here")
def test_child_that_fails_is_told(tmp_path: Path) -> None:
    """A check that cannot fail checks nothing."""
    names = bounded([tmp_path / "missing.jpg", tmp_path / ("a" * 300)])
    assert [row["outcome"] for row in names] == ["unreadable", "unreadable"]
    code = "import sys, tests.bounded as b; b.credits.read = lambda _: 1 / 0; b.main()"
    done = subprocess.run(
        [sys.executable, "-c", code], input="a.jpg", capture_output=True, text=True, cwd=ROOT,
        check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["outcome"] == "ZeroDivisionError: division by zero"
