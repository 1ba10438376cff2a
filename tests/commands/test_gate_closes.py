"""Everything that can go wrong at the gate, in every combination: never 0 by accident."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest

import credits
from credits import baseline, checker
from credits.errors import Unsupported
from credits.finding import Checked, Finding, Judgement, Severity
from tests.pictures import VALUES, picture

BIG = (200, 150)
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
BARE = picture("jpeg", BIG)
NOW = "2026-06-01"

FILES = {
    "credited": credits.embed(BARE, **VALUES),
    "bare": BARE,
    "damaged": credits.embed(BARE, **VALUES)[:3000],
    "no image": b"Dear desk,",
    "pointer": POINTER,
    "no decoder": BARE,
}
HELD = {"damaged", "no image", "pointer", "no decoder"}
_WAIVER = """
[[waiver]]
rule = "CRD101"
path = "{path}"
reason = "estate unknown"
owner = "photo desk"
expires = {expires}
"""
WAIVERS = {
    "none": "",
    "in force": _WAIVER.format(path="a.jpg", expires="2026-06-01"),
    "expired": _WAIVER.format(path="a.jpg", expires="2026-05-31"),
    "unused": _WAIVER.format(path="other/**", expires="2026-06-01"),
}
POLICIES = {
    "sound": "",
    "broken": "profil = 1\n",
    "wrong date": _WAIVER.format(path="a", expires="2026-13-01"),
}
DATES = {"right": NOW, "wrong": "yesterday"}
BASELINES = {"none": None, "covers": "a.jpg", "broken": "{"}


def expected(case: tuple[str, ...]) -> int:
    """Say it in other words than the program does."""
    file, waiver, policy, date, base, fail_on = case
    if policy != "sound" or date != "right" or base == "broken":
        return 2
    uncredited = file == "bare" and waiver != "in force" and base != "covers"
    if uncredited or waiver == "expired":
        return 1
    uncaptioned = file == "bare" and base != "covers"
    useless = waiver == "unused" or (waiver == "in force" and file != "bare")
    if fail_on == "warning" and (uncaptioned or useless):
        return 1
    return 3 if file in HELD else 0


def entry(path: Path) -> str:
    """Write a baseline with the bare photo in it, whatever is there now."""
    image = credits.read(BARE).image_data_hash
    findings = tuple(
        Finding(code, "n", Severity.ERROR, "a.jpg", "m") for code in ("CRD101", "CAP301")
    )
    one = baseline.made(str(path), [Judgement(Checked("a.jpg"), findings, image)])
    return baseline.text_of(one)


CASES = list(itertools.product(FILES, WAIVERS, POLICIES, DATES, BASELINES, ("error", "warning")))


def test_there_are_all_of_them() -> None:
    assert len(CASES) == 6 * 4 * 3 * 2 * 3 * 2


@pytest.mark.parametrize("file", FILES)
def test_every_combination(file: str, run, tmp_path: Path, monkeypatch) -> None:
    def read(image, **how):
        if file == "no decoder":
            raise Unsupported("needs the package pillow_heif")
        return credits.read(image, **how)

    monkeypatch.setattr(checker, "read", read)
    (tmp_path / "a.jpg").write_bytes(FILES[file])
    wrong = []
    for case in (case for case in CASES if case[0] == file):
        _, waiver, policy, date, base, fail_on = case
        (tmp_path / "credits.toml").write_text(POLICIES[policy] + WAIVERS[waiver])
        options = ["--now", DATES[date], "--fail-on", fail_on, "--select", "CRD101,CAP301,FIL,GAT"]
        if BASELINES[base] is not None:
            place = tmp_path / "base.json"
            place.write_text("{" if base == "broken" else entry(place))
            options += ["--baseline", "base.json"]
        code, out, err = run("check", ".", *options)
        if code != expected(case):
            wrong.append((case, code, out, err))
    assert wrong == []


@pytest.mark.parametrize("file", HELD)
def test_what_could_not_be_judged_is_never_remembered(
    file: str, run, tmp_path, monkeypatch
) -> None:
    if file == "no decoder":
        monkeypatch.setattr(checker, "read", _unsupported)
    (tmp_path / "a.jpg").write_bytes(FILES[file])
    time.sleep(0.06)
    assert [run("check", "a.jpg")[0] for _ in range(2)] == [3, 3]


def _unsupported(*_: object, **__: object) -> None:
    raise Unsupported("needs the package pillow_heif")


def test_nothing_named_is_no_pass(run) -> None:
    assert run("check")[0] == 2
    assert run("check", "nowhere.jpg")[0] == 2
    assert run("check", ".", "--baseline", "nowhere.json")[0] == 2
    assert run("check", ".", "--policy", "nowhere.toml")[0] == 2
    assert run("check", ".", "--max-baseline", "3")[0] == 2
    assert run("check", ".", "--files0-from", "nowhere")[0] == 2
    assert run("check", ".", "--output", "sarif=")[0] == 2
    code, _, err = run("check", ".", "--output", "sarfi=credits.sarif")
    assert (code, "there is no format 'sarfi' (text" in err) == (2, True)
    assert not Path("sarfi=credits.sarif").exists()
    assert run("check", ".", "--output", "./sarfi=credits.sarif", "--exit-zero")[0] == 0
    assert run("check", ".", "--jobs", "0")[0] == 2
