"""Memory: no more than a window of a file is held, however large it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import credits
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "bench"))
from memory import sparse_tiff

# the child may take so much more than it has once all is loaded
ALLOWED = 50 << 20
# files read and written (bytes)
READ_SIZE, WRITTEN_SIZE = 2_000_000_000 // 3000 * 3000, 150_000_000
CHILD = """
import resource, sys
sys.path.insert(0, "bench")
import memory, credits
memory.warm()
has = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (has + {allowed}, has + {allowed}))
try:
    bytearray({allowed} + (16 << 20))
    raise SystemExit("the limit does not hold")
except MemoryError:
    pass
{task}
"""
READ = "assert credits.read(sys.argv[1]).width == 1000"
WRITE = "assert credits.embed(sys.argv[1], **memory.VALUES).changed"


def limited(task: str, path: Path) -> None:
    code = CHILD.format(allowed=ALLOWED, task=task)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="limits are set as Linux has them")
def test_two_gigabytes_are_read_in_fifty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "big.tif"
    sparse_tiff(path, READ_SIZE)
    limited(READ, path)


@pytest.mark.skipif(sys.platform != "linux", reason="limits are set as Linux has them")
def test_pixels_are_not_loaded_to_write(tmp_path: Path) -> None:
    path = tmp_path / "big.tif"
    sparse_tiff(path, WRITTEN_SIZE)
    limited(WRITE, path)
    assert credits.read(path).record.credit_line == "TASS"


@pytest.mark.skipif(sys.platform != "linux", reason="limits are set as Linux has them")
def test_limit_is_one(tmp_path: Path) -> None:
    path = tmp_path / "big.tif"
    sparse_tiff(path, 150_000_000)
    with pytest.raises(AssertionError, match="MemoryError"):
        limited("open(sys.argv[1], 'rb').read()", path)
