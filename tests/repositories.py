"""Real repositories of real git, in the working directory of a test."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import credits
from tests.pictures import VALUES, picture

SIZE = (200, 150)
BARE = picture("jpeg", SIZE)
GOOD = credits.embed(BARE, **VALUES)


class Repository:
    """A repository, and what can be done with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str | Path, fails: bool = False) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, check=False, capture_output=True, text=True,
            errors="surrogateescape",
        )  # fmt: skip
        assert (done.returncode != 0) is fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def put(self, name: str, data: bytes | str = BARE) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def stage(self, name: str, data: bytes | str = BARE) -> Path:
        path = self.put(name, data)
        self("add", "-A", "--", name)
        return path

    def commit(self, message: str = "change") -> str:
        self("commit", "-q", "--allow-empty", "--no-verify", "-m", message)
        return self("rev-parse", "HEAD").strip()


def begin(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Make a repository in a folder, and go there; no settings of the user count."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(folder)
    repository = Repository(folder)
    repository("init", "-q", "-b", "main")
    return repository
