"""The page of figures is made of the figures, and they say that nothing was lost."""

from __future__ import annotations

import json
from pathlib import Path

from tests import reliability
from tests.faults.ways import WAYS
from tests.fuzz.targets import EVERY

FOUND = json.loads(reliability.DATA.read_text(encoding="utf-8"))


def test_page_and_figures_agree() -> None:
    assert reliability.PAGE.read_text(encoding="utf-8") == reliability.page(FOUND)


def test_nothing_was_lost_and_nothing_foreign_seen() -> None:
    assert reliability.lost(FOUND) == 0


def test_every_way_to_write_and_every_door_has_its_figures() -> None:
    assert [row["way"] for row in FOUND["faults"]] == list(WAYS)
    assert [row["door"] for row in FOUND["fuzz"]["doors"]] == list(EVERY)
    assert all(row["faults"] for row in FOUND["faults"])
    assert all(door["inputs"] for door in FOUND["fuzz"]["doors"])
    assert FOUND["kills"]["kills"] >= 25
    assert FOUND["large"]["read"] > 1_900_000_000


def test_what_the_runs_tell_is_read(tmp_path: Path) -> None:
    """Counts that were made before are taken as they are."""
    told = tmp_path / "fuzz.txt"
    told.write_text(
        "| door | inputs | refused | slowest (s) | peak (MB) | found |\n|---|--:|--:|--:|--:|--:|\n"
        "| embed-file | 10120 | 7631 | 0.57 | 157 | 1 |\n\n10120 inputs, in 12.5 minutes, 1 found\n"
    )
    wish = reliability.parser().parse_args(["--fuzz-of", str(told)])
    found = reliability.fuzz(reliability.EFFORTS["quick"], wish)
    assert found["minutes"] == 12.5
    assert found["doors"] == [
        {"door": "embed-file", "inputs": 10120, "refused": 7631, "slowest": 0.57, "peak": 157, "found": 1}
    ]  # fmt: skip
