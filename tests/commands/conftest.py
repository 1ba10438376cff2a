"""A command line to run, and a photo nobody is named in."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from credits.commands import main
from tests.pictures import picture

BIG = (200, 150)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Run a command: exit code, what it said, what it complained of."""

    def _run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return _run


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    path = tmp_path / "march.jpg"
    path.write_bytes(picture("jpeg", BIG))
    return path


# what lets root pass by the modes of files: capabilities(7)
_PASSES_BY: Final = 1 << 1 | 1 << 2
_VERSION: Final = 0x20080522


@pytest.fixture
def ordinary(tmp_path: Path) -> Iterator[Path]:
    """Be somebody whom the modes of files bind, root or not."""
    if os.name != "posix" or os.geteuid():
        yield tmp_path
    elif sys.platform != "linux":
        pytest.skip("modes do not bind root here")
    else:
        libc = ctypes.CDLL(None, use_errno=True)
        head, held = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
        assert libc.capget(head, held) == 0
        less = (ctypes.c_uint32 * 6)(*held)
        less[0] &= ~_PASSES_BY  # effective: what is permitted stays, and comes back
        assert libc.capset(head, less) == 0
        yield tmp_path
        assert libc.capset(head, held) == 0
    for place in tmp_path.rglob("*"):
        if place.is_dir() and not place.is_symlink():
            place.chmod(0o700)  # so that it can be taken away
