"""A short run at every door: the same inputs every time, in a process with limits of its own."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.conftest import ROOT
from tests.fuzz.mutations import damaged
from tests.fuzz.targets import TARGETS

EACH = 80


def test_only_our_own_errors_escape() -> None:
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.fuzz", "--each", str(EACH)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    tried = dict(re.findall(r"^\| ([\w-]+) \| (\d+) \|", done.stdout, re.MULTILINE))
    assert tried == dict.fromkeys(TARGETS, str(EACH))
    assert done.stdout.endswith(f"{EACH * len(TARGETS)} inputs, {EACH} a door, 0 found\n")


def test_a_number_always_means_the_same_input() -> None:
    seeds = [b"one", b"another", b"\x89PNG\r\n\x1a\nno chunk"]
    for number in range(200):
        assert damaged(number, seeds) == damaged(number, seeds)
