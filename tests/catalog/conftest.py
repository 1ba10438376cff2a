"""A catalog in each kind of database; PostgreSQL's server is a real one, made for the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import absent


def programs() -> Path | None:
    """Find where PostgreSQL's own programs are: Debian keeps them out of the way."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    here = shutil.which("initdb")
    return found[-1].parent if found else Path(here).resolve().parent if here else None


def as_its_user(*command: str | Path) -> None:
    """Run a program of PostgreSQL, which refuses to run as root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    words = [str(word) for word in command]
    done = subprocess.run(
        words, user="postgres" if root else None, cwd="/", text=True, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Start a server of PostgreSQL that listens in a folder of its own alone."""
    bin_ = programs()
    if bin_ is None:
        absent("PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="credits-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    try:
        as_its_user(bin_ / "initdb", "-D", data, "-A", "trust", "-U", "desk", "-E", "UTF8", "-N")
        wishes = f"-k {folder} -c listen_addresses='' -c fsync=off"
        as_its_user(bin_ / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", wishes, "start")
        yield f"postgresql+psycopg://desk@/{{}}?host={folder}"
        as_its_user(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(server: str) -> Iterator[str]:
    """Make an empty database."""
    import psycopg  # noqa: PLC0415

    name = f"c{uuid.uuid4().hex}"
    admin = server.format("postgres").replace("+psycopg", "")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server.format(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the place of a catalog that is not made yet."""
    if request.param == "sqlite":
        return str(tmp_path / "archive.db")
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def settled() -> Callable[[Path], None]:
    """Let files be of last year: what was just written is looked at again."""

    def _settled(folder: Path) -> None:
        for path in folder.rglob("*"):
            if path.is_file():
                os.utime(path, ns=(path.stat().st_atime_ns, 1_750_000_000_123_456_789))

    return _settled
