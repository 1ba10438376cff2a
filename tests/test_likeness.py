"""What rules are told of other photos: conflicts, lost credits, copies."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import credits
from credits.catalog import Catalog, index
from credits.commands import main
from credits.likeness import facts_of
from credits.verdict import Decision
from tests.conftest import ROOT

CODES = "DUP,SYN505"


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "s p"
    shutil.copytree(ROOT / "sample_images", folder)
    return folder


def found(*arguments: object, capsys) -> dict[str, set[str]]:
    words = ["check", *map(str, arguments), "--select", CODES, "--format", "json"]
    main(words)
    document = json.loads(capsys.readouterr().out)
    codes: dict[str, set[str]] = {}
    for finding in document["findings"]:
        if not finding["code"].startswith("FIL"):  # what cannot be judged is always told
            codes.setdefault(Path(finding["path"]).name, set()).add(finding["code"])
    return codes


def test_within_a_run(photos: Path, capsys) -> None:
    assert found(photos, capsys=capsys) == {}
    codes = found(photos, "--duplicates", capsys=capsys)
    assert codes["harbour-wire.jpg"] == codes["harbour-at-dawn.jpg"] == {"DUP851", "DUP852"}
    assert codes["stadium-small.jpg"] == codes["harbour-crop.jpg"] == {"SYN505", "DUP852"}
    assert codes["stadium.jpg"] == {"DUP852"}
    assert "vigil.jpg" not in codes


def test_with_the_catalog(photos: Path, tmp_path: Path, capsys) -> None:
    index(photos, "archive.db")
    one = photos / "harbour-wire.jpg"
    assert found(one, capsys=capsys) == {}
    assert found(one, "--catalog", "archive.db", capsys=capsys) == {one.name: {"DUP851", "DUP852"}}
    assert main(["check", str(one), "--catalog", "none.db"]) == 2


def test_a_credit_is_offered_where_it_is_certain(photos: Path) -> None:
    policy = credits.Policy(select=("SYN505",))
    index(photos, "archive.db")
    for name, offered in [("stadium-small.jpg", True), ("harbour-crop.jpg", False)]:
        path = str(photos / name)
        with Catalog("archive.db") as catalog:
            known = facts_of([path], catalog)
        from credits.checker import subject_of, told  # noqa: PLC0415

        verdict = credits.gate([told(subject_of(path, policy), known[path])], policy)
        [finding] = verdict.findings
        assert verdict.decision is Decision.BLOCK
        assert (finding.fix is not None) == offered, name
        assert "stadium.jpg" in finding.message or "harbour" in finding.message
        assert "of 64 and" in finding.message
    credits.embed(photos / "stadium-small.jpg", credit_line="Photo: Internet")
    path = str(photos / "stadium-small.jpg")
    known = facts_of([path, str(photos / "stadium.jpg")])
    [finding] = credits.gate([told(subject_of(path, policy), known[path])], policy).findings
    assert finding.fix is None


def test_copies_of_one_file_know_of_a_dispute(photos: Path) -> None:
    """Of many like each other not all pairs are kept; that two of them differ is."""
    paths = []
    for name, credit in [("a", "Ann Lee"), ("b", "Jonas Brandt"), ("c", None)]:
        path = photos / f"{name}.jpg"
        shutil.copyfile(photos / "harbour-crop.jpg", path)
        if credit:
            credits.embed(path, creators=[credit])
        paths.append(str(path))
    known = facts_of(paths)
    assert set(known) == set(paths)
    assert any(one.disputed for one in known[paths[2]]["likenesses"])


def test_what_could_not_be_compared_is_held(photos: Path, capsys) -> None:
    codes = found(photos / "wildfire.jpg", "--duplicates", capsys=capsys)
    assert codes == {"wildfire.jpg": {"DUP851"}}


def test_an_empty_run() -> None:
    assert facts_of([]) == {}
