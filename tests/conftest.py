"""Where the real files are, and what is done when they are not."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
IPTC = SHARED / "data" / "iptc"
WITNESSES = ROOT / ".witnesses"
IN_CI = bool(os.environ.get("CI"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell that starts the tests in the background ignores the key, and children inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("dev", max_examples=60, deadline=None)
settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True)
settings.load_profile("ci" if IN_CI else "dev")


def absent(what: str) -> None:
    """Skip a test whose material is missing here; in CI that is a failure."""
    if IN_CI:
        pytest.fail(f"{what} is missing in CI")
    pytest.skip(f"{what} is not here")


def corpus_files(*folders: str) -> list[Path]:
    """List the real files of the corpus, in order."""
    return sorted(p for folder in folders for p in (CORPUS / folder).glob("*") if p.is_file())


def iptc_files() -> list[Path]:
    """List the IPTC reference images."""
    return sorted(IPTC.glob("*.jpg"))


@pytest.fixture
def corpus() -> Path:
    """Give the folder of real files."""
    if not CORPUS.is_dir():
        absent("the corpus of real files")
    return CORPUS


@pytest.fixture
def iptc() -> Path:
    """Give the folder of the IPTC reference images."""
    if not IPTC.is_dir():
        absent("the IPTC reference data")
    return IPTC


@pytest.fixture
def copy(tmp_path: Path):
    """Copy a file to where it may be written."""

    def _copy(path: Path) -> Path:
        target = tmp_path / path.name
        shutil.copyfile(path, target)
        return target

    return _copy


@pytest.fixture(autouse=True)
def _quiet_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where no policy file of ours is found, and with no wishes in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CREDITS_JOURNAL", str(tmp_path.parent / f"{tmp_path.name}.journal"))
    monkeypatch.setenv("CREDITS_CACHE", str(tmp_path.parent / f"{tmp_path.name}.cache"))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
