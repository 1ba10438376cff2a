"""A short run on a failing disk; the long one is ``python -m tests.faults --real``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT, absent
from tests.faults.disk import is_possible
from tests.faults.ways import WAYS

MOST, KILLS = 12, 1


def test_nothing_is_lost_on_a_failing_disk(tmp_path: Path) -> None:
    """Every way to write, with faults of every kind, and killed in the middle."""
    if not is_possible():
        absent("a C compiler on Linux")
    counts = tmp_path / "counts.json"
    command = [sys.executable, "-m", "tests.faults", "--most", str(MOST), "--kills", str(KILLS),
               "--json", str(counts)]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    rows = json.loads(counts.read_text())
    assert [row["way"] for row in rows] == list(WAYS)
    assert all(row["faults"] >= 3 and not row["lost"] for row in rows)
    assert sum(row["told"] for row in rows) > 100
