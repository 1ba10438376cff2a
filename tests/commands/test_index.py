"""``credits index``, ``credits search`` and ``--catalog`` as they are used."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_house import loaded_by

SAMPLES = ROOT / "sample_images"


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "ein Ordner, größer"
    shutil.copytree(SAMPLES, folder)
    return folder


def test_index_and_search(run, photos: Path, tmp_path: Path) -> None:
    place = tmp_path / "archive.db"
    code, out, _ = run("index", photos, "--catalog", place)
    assert code == 3
    assert "election-night.jpg: not comparable: is a git-lfs pointer" in out
    assert out.endswith("16 photos indexed, 0 unchanged\n")
    code, out, _ = run("search", photos / "stadium-small.jpg", "--catalog", place)
    assert code == 0
    assert "stadium.jpg: Solomiia Verbytska/Anadolu Agency via Getty Images\n" in out
    assert "same: 0 of 64 and 0 of 256 bits differ" in out
    code, out, _ = run("search", photos / "vigil.jpg", "--catalog", place)
    assert (code, out.endswith("vigil.jpg: nothing like it in the catalog\n")) == (0, True)
    assert run("search", photos / "wildfire.jpg", "--catalog", place)[0] == 3


def test_dedupe_with_a_catalog(run, photos: Path, tmp_path: Path) -> None:
    place = tmp_path / "archive.db"
    run("index", photos, "--catalog", place)
    one = photos / "harbour-wire.jpg"
    assert run("dedupe", one)[0] == 0
    code, out, _ = run("dedupe", one, "--catalog", place, "--format", "json")
    assert code == 1
    [group] = json.loads(out)["groups"]
    assert (group["conflict"], len(group["photos"])) == (True, 3)
    code, _, err = run("dedupe", one, "--catalog", place, "--hash", "dhash")
    assert (code, "phash alone" in err) == (2, True)


@pytest.mark.parametrize("command", ["index", "search", "dedupe"])
def test_a_wrong_catalog_exits_with_2(run, photos: Path, command: str) -> None:
    one = photos / "vigil.jpg"
    code, _, err = run(command, one, "--catalog", "mysql://u:secret@h/d")
    assert code == 2
    assert "mysql://u:***@h/d: is no place for a catalog" in err
    if command != "index":
        code, _, err = run(command, one, "--catalog", "none.db")
        assert code == 2
        assert "there is no catalog here\n  help: credits index PATH... --catalog URL" in err
        assert run(command, one)[0] == (2 if command == "search" else 0)
    assert not Path("none.db").exists()


def test_nothing_is_made_for_a_path_that_is_not_there(run) -> None:
    code, _, err = run("index", "nowhere", "--catalog", "a.db")
    assert (code, "no such file or folder" in err) == (2, True)
    assert not Path("a.db").exists()


def test_an_empty_folder(run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("index", "empty", "--catalog", "a.db")[:2] == (0, "0 photos indexed, 0 unchanged\n")


def test_sqlalchemy_is_opened_only_for_a_catalog() -> None:
    call = f"from credits.commands import main; main(['dedupe', {str(SAMPLES)!r}])"
    assert "sqlalchemy" not in loaded_by(call)
