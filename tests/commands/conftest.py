"""A command line to run, and a photo nobody is named in."""

from __future__ import annotations

from pathlib import Path

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
