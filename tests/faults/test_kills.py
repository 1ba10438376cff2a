"""A short run of kills; the long one is ``python -m tests.faults.kills --kills 500``."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL")
def test_nothing_is_lost_when_the_process_is_killed() -> None:
    command = [sys.executable, "-m", "tests.faults.kills", "--kills", "25", "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.search(r"25 kills, 150 files looked at, \d+ of them written, .* 0 lost", done.stdout)
    assert told, done.stdout
