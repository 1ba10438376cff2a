"""``credits dedupe`` as it is used: folders, odd names, wrong options."""

from __future__ import annotations

import json
import shlex
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


def test_a_conflict_exits_with_1(run, photos: Path) -> None:
    code, out, _ = run("dedupe", photos)
    assert code == 1
    assert "conflict: one picture, and credits that differ" in out
    assert "14 photos compared: 2 groups, 1 conflict, 1 suggestion; 2 not comparable" in out
    assert run("dedupe", photos, "--exit-zero")[0] == 0


def test_what_could_not_be_looked_at_exits_with_3(run, photos: Path) -> None:
    code, out, _ = run("dedupe", photos / "vigil.jpg", photos / "election-night.jpg")
    assert code == 3
    assert "election-night.jpg: not comparable: is a git-lfs pointer" in out
    assert run("dedupe", photos / "vigil.jpg", photos / "stadium.jpg")[0] == 0


def test_the_suggested_command_works(run, photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(photos.parent)
    pair = [f"{photos.name}/stadium.jpg", f"{photos.name}/stadium-small.jpg"]
    _, out, _ = run("dedupe", *pair)
    [line] = [line for line in out.splitlines() if "credits embed" in line]
    assert run(*shlex.split(line)[1:])[0] == 0
    code, out, _ = run("dedupe", *pair)
    assert code == 0
    assert "0 suggestions" in out


def test_json_and_output(run, photos: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    run("dedupe", photos, "--format", "json", "-o", target)
    document = json.loads(target.read_text(encoding="utf-8"))
    assert [len(group["photos"]) for group in document["groups"]] == [3, 2]
    code, out, _ = run("dedupe", photos, "--format", "jsonl", "--jobs", "1", "--hash", "dhash")
    assert code == 1
    assert len(out.splitlines()) == 2


def test_a_name_in_no_encoding(run, photos: Path, tmp_path: Path) -> None:
    odd = photos / "\udcff.jpg"
    shutil.copyfile(photos / "stadium.jpg", odd)
    for form in ("text", "json", "csv", "html", "jsonl"):
        code, _, err = run("dedupe", photos, "--format", form, "-o", tmp_path / "out")
        assert (code, err) == (1, "")
        written = (tmp_path / "out").read_bytes()
        assert (b" .jpg" if form == "csv" else b"\\udcff.jpg") in written


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--threshold", "65"], "0<=x<=64"),
        (["--hash", "md5"], "'md5' is not one of"),
        (["--level", "sure"], "'sure' is not one of"),
        (["--jobs", "0"], "x>=1"),
        (["--format", "xml"], "'xml' is not one of"),
    ],
)
def test_wrong_options(run, photos: Path, options: list[str], message: str) -> None:
    code, _, err = run("dedupe", photos, *options)
    assert code == 2
    assert message in err


def test_nothing_there(run, tmp_path: Path) -> None:
    assert run("dedupe", tmp_path / "none")[0] == 2
    (tmp_path / "empty").mkdir()
    code, out, err = run("dedupe", tmp_path / "empty")
    assert code == 0
    assert "no photos found" in err
    assert "0 photos compared" in out


def test_scipy_stays_out() -> None:
    call = f"from credits.commands import main; main(['dedupe', {str(SAMPLES)!r}])"
    assert not {"scipy", "imagehash", "jinja2", "sqlalchemy"} & loaded_by(call)
