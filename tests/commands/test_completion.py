"""``credits completion``: the script is printed, and the shell's questions are answered."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script(run, shell: str) -> None:
    code, out, _ = run("completion", shell)
    assert code == 0
    assert f"_CREDITS_COMPLETE={shell}_complete" in out


def test_shell_of_the_user(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert "zsh_complete" in run("completion")[1]
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    code, _, err = run("completion")
    assert code == 2
    assert "say for which shell: bash, zsh, fish" in err


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("credits sc", "scan"), ("credits check --format sa", "sarif"), ("credits ", "embed")],
)
def test_bash_is_answered(typed: str, offered: str) -> None:
    words = typed.split(" ")
    world = os.environ | {
        "_CREDITS_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", "from credits.commands import run; run()"],
        capture_output=True, text=True, check=False, cwd=ROOT, env=world,
    )  # fmt: skip
    assert f"plain,{offered}" in done.stdout.splitlines(), done.stderr
