"""The standard streams of a shell: closed, full, or with a reader that went away."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import credits
from credits.commands import COMMANDS, SPEAKERS
from tests.commands.conftest import BIG
from tests.pictures import VALUES, picture

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="written for a shell")

PROGRAM = f"{sys.executable} -m credits"


def shell(command: str, stdin: bytes | None = None) -> tuple[int, str, str]:
    """Run a command as bash does; the exit code is that of ``credits``, not of its reader."""
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        ["bash", "-c", command.replace("credits ", f"{PROGRAM} ", 1)],
        input=stdin, capture_output=True, check=False, env=env,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert b"bug" not in done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def deaf(command: str) -> tuple[int, str, str]:
    """Run a command whose reader is gone before it says a word."""
    return shell(f"{{ sleep 0.2; {command}; }} | true; exit ${{PIPESTATUS[0]}}")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "ok.jpg").write_bytes(credits.embed(picture("jpeg", BIG), **VALUES))
    for name in ("e1.jpg", "e2.jpg", "e3.jpg"):
        (tmp_path / name).write_bytes(picture("jpeg", BIG))
    return tmp_path


def test_all_is_written_though_nobody_reads_of_it(desk: Path) -> None:
    code, _, err = deaf("credits embed e1.jpg e2.jpg e3.jpg --caption hello")
    assert (code, err) == (0, "")
    for name in ("e1.jpg", "e2.jpg", "e3.jpg"):
        assert credits.read(desk / name).record.caption == "hello"
    assert deaf("credits undo")[0] == 0
    assert credits.read(desk / "e3.jpg").record.caption is None


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("check ok.jpg --format json", 0),
        ("check e1.jpg", 1),
        ("show ok.jpg", 0),
        ("--help", 0),
    ],
)
def test_the_verdict_is_the_same_though_nobody_reads_it(
    desk: Path, command: str, code: int
) -> None:
    assert deaf(f"credits {command}") == (code, "", "")
    assert shell(f"credits {command} >&-") == (code, "", "")
    assert deaf(f"credits {command} 2>&1")[0] == code


def test_who_only_speaks_ends_when_unheard(desk: Path) -> None:
    """What comes after the first words is not even looked at."""
    (desk / "z.jpg").write_bytes(b"no photo")
    assert shell("credits show .")[0] == 3
    assert deaf("credits show .")[0] == 0


def test_those_that_only_speak_are_commands() -> None:
    assert set(COMMANDS) > SPEAKERS


@pytest.mark.parametrize("command", [["parse"], ["show", "-"]])
def test_a_standard_input_that_cannot_be_read(run, monkeypatch, command: list[str]) -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _: object) -> int:
            raise OSError(errno.EIO, "Input/output error")

    stream = io.TextIOWrapper(io.BufferedReader(Broken()))
    monkeypatch.setattr(sys, "stdin", stream)
    code, _, err = run(*command)
    assert (code, "the standard input cannot be read: Input/output" in err) == (2, True)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", ["show ok.jpg", "check e1.jpg", "embed e1.jpg --caption x"])
def test_a_full_disk_behind_the_output(desk: Path, command: str) -> None:
    code, _, err = shell(f"credits {command} > /dev/full")
    assert (code, err) == (2, "error: the output cannot be written: No space left on device\n")
    if command.startswith("embed"):
        assert credits.read(desk / "e1.jpg").record.caption == "x"
    code, _, err = shell("credits check . --output /dev/full")
    assert (code, "/dev/full: cannot be written: No space left" in err) == (2, True)


@pytest.mark.parametrize(
    "command",
    ["embed - --caption x", "embed --from -", "parse", "show -", "check --files0-from -"],
)
def test_a_standard_input_that_is_closed(desk: Path, command: str) -> None:
    code, out, err = shell(f"credits {command} <&-")
    assert (code, out) == (2, "")
    assert "the standard input is closed" in err


def test_no_photo_is_opened_under_the_number_of_a_closed_stream(desk: Path) -> None:
    """What is said to a closed stream would stand in the photo."""
    before = (desk / "ok.jpg").read_bytes()
    assert shell("credits embed ok.jpg e1.jpg --keyword x <&- >&- 2>&-")[0] == 0
    assert credits.read(desk / "e1.jpg").record.keywords == ("x",)
    credits.embed(desk / "ok.jpg", keywords=None)
    assert (desk / "ok.jpg").read_bytes()[:2] == before[:2]
    assert not credits.read(desk / "ok.jpg").problems
