"""A fix removes its finding, a second run is empty, one undo takes a run back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

import credits
from credits import journal
from credits.catalog import Catalog, index
from credits.errors import ChangedMeanwhile, PolicyError, WouldBreakCredentials
from credits.finding import Fix
from credits.fixes import Fixer, fix
from credits.journal import Journal
from credits.policy import Policy
from credits.rules import RULES
from credits.rules._model import EXAMPLE_DAY, Remark, Subject
from tests.conftest import ROOT
from tests.pictures import VALUES, picture

BIG = (200, 150)
MADE = credits.embed(
    picture("jpeg", BIG), creators=["OLYMPUS DIGITAL CAMERA", "SONY DSC", "Ann Lee"], caption="c"
)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(MADE)
    return path


def test_a_fix_removes_its_finding_and_a_second_run_is_empty(photo: Path) -> None:
    before = photo.read_bytes()
    run = Journal("credits fix")
    (one,) = fix(photo, Policy(select=("CRD202",)), journal=run)
    assert one.codes == ("CRD202",)
    assert one.changes["creators"] == (
        ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "Ann Lee"], ["Ann Lee"],
    )  # fmt: skip
    assert one.remaining == ()
    assert credits.read(photo).record.creators == ("Ann Lee",)
    (again,) = fix(photo, Policy(select=("CRD202",)))
    assert (again.codes, again.changes) == ((), {})
    assert [done.error for done in journal.undo(journal.find(run.id))] == [None]
    assert photo.read_bytes() == before


@pytest.mark.parametrize("code", RULES)
def test_each_fix_of_the_examples_removes_its_finding(code: str) -> None:
    """What the bad examples of a rule are mended with is worked out to the end."""
    rule = RULES[code]
    fixer = Fixer(Policy(select=(code,)), EXAMPLE_DAY, unsafe=True)
    mended = 0
    for bad in (one.subject for one in rule.BAD):
        found = fixer._findings(bad)
        if not any(finding.fix and finding.fix.changes for finding in found):
            continue
        plan = fixer._plan(bad, found)
        assert plan.changes
        assert not any(finding.fix and finding.fix.changes for finding in plan.remaining), bad
        mended += 1
    offered = [
        r
        for bad in rule.BAD
        for r in rule.check(bad.subject, _desk(code))
        if r.fix and r.fix.changes
    ]
    assert (mended > 0) == (len(offered) > 0)


def _desk(code: str):
    duty = Fixer(Policy(select=(code,)), EXAMPLE_DAY, unsafe=True).judge._duty(code)
    assert duty is not None
    return duty.desk


def test_dry_run_writes_nothing_and_says_the_same(photo: Path) -> None:
    before = photo.read_bytes()
    (tried,) = fix(photo, Policy(), dry_run=True)
    assert photo.read_bytes() == before
    (done,) = fix(photo, Policy())
    assert tried.codes == done.codes
    assert tried.changes == done.changes
    assert [f.code for f in tried.remaining] == [f.code for f in done.remaining]


def test_unsafe_fixes_only_on_request(photo: Path, monkeypatch) -> None:
    def check(subject: Subject, _: object):
        if subject.record.headline is None:
            yield Remark("no headline", "headline", fix=Fix("unsafe", {"headline": "guessed"}))

    monkeypatch.setattr(RULES["CAP301"], "check", check)
    policy = Policy(select=("CAP301",))
    (left,) = fix(photo, policy)
    assert (left.codes, len(left.remaining)) == ((), 1)
    (done,) = fix(photo, policy, unsafe=True)
    assert (done.codes, done.remaining) == (("CAP301",), ())
    assert credits.read(photo).record.headline == "guessed"


def test_a_fix_that_never_ends_is_ended(photo: Path, monkeypatch) -> None:
    def check(subject: Subject, _: object):
        yield Remark(
            "again", "headline", fix=Fix("safe", {"headline": f"{subject.record.headline}x"})
        )

    monkeypatch.setattr(RULES["CAP301"], "check", check)
    (one,) = fix(photo, Policy(select=("CAP301",)))
    assert one.changes["headline"][1].endswith("x" * 8)
    assert len(one.remaining) == 1


def test_waived_and_recorded_findings_are_left_alone(photo: Path) -> None:
    waiver = {
        "rule": "CRD202",
        "path": "a.jpg",
        "reason": "r",
        "owner": "o",
        "expires": "2999-01-01",
    }
    policy = Policy.model_validate({"waiver": [waiver], "root": os.getcwd()})
    assert fix(photo, policy)[0].codes == ()
    assert photo.read_bytes() == MADE


def _refusing(name: str):
    def replace(old: str, new: str, _: object = os.replace) -> None:
        if os.path.basename(new) == name:
            raise OSError(28, "No space left on device")
        _(old, new)

    return replace


def test_what_cannot_be_written_is_told_and_the_others_go_on(
    photo: Path, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "b.jpg").write_bytes(MADE)
    monkeypatch.setattr("credits._atomic.os.replace", _refusing("b.jpg"))
    done = fix(["b.jpg", "a.jpg"], Policy(select=("CRD202",)))
    assert [one.path for one in done] == ["b.jpg", "a.jpg"]
    assert "No space left" in str(done[0].error)
    assert (tmp_path / "b.jpg").read_bytes() == MADE
    assert len(done[0].remaining) == 1
    assert done[1].codes == ("CRD202",)


def test_signed_files_are_refused(photo: Path, monkeypatch) -> None:
    def embed(*_: object, **__: object):
        raise WouldBreakCredentials("is signed")

    monkeypatch.setattr("credits.fixes.embed", embed)
    (one,) = fix(photo, Policy(select=("CRD202",)))
    assert isinstance(one.error, WouldBreakCredentials)
    assert len(one.remaining) == 1
    assert photo.read_bytes() == MADE


def test_unreadable_files_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(credits.embed(MADE, **VALUES)[:3000])
    (one,) = fix(".", Policy())
    assert (one.codes, [f.code for f in one.remaining][:1]) == ((), ["FIL951"])


def test_paths_that_are_not_there() -> None:
    with pytest.raises(PolicyError, match="no such file"):
        fix("nowhere.jpg", Policy())


def test_the_command(run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sample_images", tmp_path / "s")
    before = {path: path.read_bytes() for path in (tmp_path / "s").iterdir() if path.is_file()}
    code, out, _ = run("fix", "s", "--select", "CRD202,SYN501", "--diff", "--dry-run")
    assert code == 3  # a pointer and a broken file are still on hold
    assert "CRD202 would be fixed\n  - creators: SAMSUNG\n" in out
    assert "SYN501 would be fixed\n  = creators: Anne Lee\n" in out
    assert "16 photos checked, 2 would be mended, 2 findings left" in out
    assert before == {path: path.read_bytes() for path in before}
    assert run("fix", "s", "--select", "CRD202,SYN501")[0] == 3
    changed = [path.name for path, data in before.items() if path.read_bytes() != data]
    assert sorted(changed) == ["station-platform.jpg", "vigil.jpg"]
    again = run("fix", "s", "--select", "CRD202,SYN501")[1]
    assert again.endswith("16 photos checked, 0 mended, 2 findings left\n")
    assert run("undo")[0] == 0
    assert before == {path: path.read_bytes() for path in before}
    assert run("fix", "s")[0] == 1
    assert run("fix", "nowhere")[0] == 2


def test_traces_are_taken_out_and_one_undo_brings_all_back(run, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "Acme", "OLYMPUS DIGITAL CAMERA"
    place = {1: "N", 2: (48.0, 27.0, 1.0), 3: "E", 4: (34.0, 1.0, 2.0)}
    exif.get_ifd(0x8825).update(place)
    exif.get_ifd(0x8769)[0xA431] = "SN-1234567"
    image = Image.new("RGB", BIG, "#336699")
    image.save("a b.jpg", exif=exif)
    before = Path("a b.jpg").read_bytes()
    codes = "CRD202,PRV801,PRV802"
    code, out, _ = run("fix", "a b.jpg", "--select", codes, "--diff", "--dry-run")
    assert Path("a b.jpg").read_bytes() == before
    assert (code, "a b.jpg: " in out, "would be fixed" in out) == (0, True, True)
    for told in ("- creators: OLYMPUS DIGITAL CAMERA", "- gps exif", "SN-1234567"):
        assert told in out
    assert run("fix", "a b.jpg", "--select", codes)[0] == 0
    assert b"SN-1234567" not in Path("a b.jpg").read_bytes()
    code, out, _ = run("fix", "a b.jpg", "--select", codes)
    assert out == "1 photo checked, 0 mended, 0 findings left\n"
    assert run("undo")[0] == 0
    assert Path("a b.jpg").read_bytes() == before


# ── credits from duplicates ─────────────────────────────────────────────────────────────────────

LOST = "stadium-small.jpg"
FULL = "Solomiia Verbytska/Anadolu Agency via Getty Images"


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "sample_images", tmp_path / "s é"))


def read_all(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_lost_credit_comes_back_from_a_duplicate_and_goes_with_undo(run, photos: Path) -> None:
    before = read_all(photos)
    code, out, _ = run("fix", photos, "--from-duplicates")
    assert (code, read_all(photos)) == (1, before)
    source, target = photos / "stadium.jpg", photos / LOST
    assert f"{target}: SYN505 would be fixed\n" in out
    assert f"credited to '{FULL}' in {source} (same: 0 of 64 and 0 of 256 bits differ)" in out
    assert f"  + credit_line: {FULL}\n" in out
    assert (
        "16 photos checked, 1 would be mended, 6 findings left\nnothing was written: --yes" in out
    )
    assert out.count("DUP851") == 3  # both of a conflict, and what could not be compared
    code, out, _ = run("fix", photos, "--from-duplicates", "--yes")
    assert (code, "SYN505 fixed" in out, "nothing was written" in out) == (1, True, False)
    after = read_all(photos)
    assert [name for name in before if before[name] != after[name]] == [LOST]
    assert credits.read(target).record.credit_line == FULL
    assert "0 mended, 6 findings left" in run("fix", photos, "--from-duplicates", "--yes")[1]
    assert run("undo")[0] == 0
    assert read_all(photos) == before


def test_two_candidates_that_differ_give_no_credit_but_a_report(run, photos: Path) -> None:
    pair = [photos / "harbour-wire.jpg", photos / "harbour-at-dawn.jpg"]
    crop = photos / "harbour-crop.jpg"
    before = read_all(photos)
    code, out, _ = run("fix", crop, *pair, "--from-duplicates", "--yes", "--unsafe-fixes")
    assert (code, read_all(photos)) == (1, before)
    assert "SYN505 derivative-lost-credit: nobody is credited" in out
    assert "to 'Nordic Picture Service' in" in out
    (one, *_) = fix(crop, Policy(), unsafe=True, from_duplicates=True)
    assert (one.codes, one.remaining) == ((), ())  # alone it is like nothing


def test_a_credit_that_is_there_is_never_written_over(run, photos: Path) -> None:
    target = photos / LOST
    for credit in ("Jonas Brandt/Reuters", "Photo: Internet"):
        credits.embed(target, credit_line=credit)
        before = read_all(photos)
        run("fix", target, photos / "stadium.jpg", "--from-duplicates", "--yes", "--unsafe-fixes")
        assert read_all(photos) == before
    credits.embed(target, credit_line="Jonas Brandt/Reuters")
    out = run("fix", target, photos / "stadium.jpg", "--from-duplicates")[1]
    assert out.count("DUP851") == 2


def test_what_is_only_likely_wants_a_word_more(run, photos: Path, monkeypatch) -> None:
    from credits import duplicates  # noqa: PLC0415

    levels = {**duplicates.LEVELS, duplicates.Level.SAME: -1}
    monkeypatch.setattr(duplicates, "LEVELS", levels)
    words = ["fix", photos / LOST, photos / "stadium.jpg", "--from-duplicates"]
    code, out, _ = run(*words)
    assert (code, "(likely: 0 of 64" in out) == (1, True)
    assert "0 would be mended, 1 finding left" in out
    assert "1 of them can be mended by guessing: --unsafe-fixes" in out
    assert "1 would be mended, 0 findings left" in run(*words, "--unsafe-fixes")[1]


def test_a_credit_comes_from_the_catalog_and_not_through_a_third_photo(run, photos: Path) -> None:
    index(photos, "archive.db")
    for name in ("stadium.jpg", "vigil.jpg"):
        (photos / name).unlink()
    words = ["fix", photos / LOST, "--from-duplicates", "--catalog", "archive.db"]
    code, out, _ = run(*words)
    assert (code, f"in {photos / 'stadium.jpg'} (same: " in out) == (0, True)
    assert run(*words, "--yes")[0] == 0
    assert credits.read(photos / LOST).record.creators == ("Solomiia Verbytska",)
    assert run("fix", photos, "--from-duplicates", "--catalog", "none.db")[0] == 2


def test_the_house_says_who_is_nobody(photos: Path) -> None:
    house = {"placeholders": [FULL, "Solomiia Verbytska", "Anadolu", "2026 Anadolu Agency"]}
    policy = Policy.model_validate({"house": house})
    done = fix(photos, policy, from_duplicates=True, dry_run=True)
    assert [one.path for one in done if one.codes] == []
    with Catalog("archive.db", create=True) as archive:
        done = fix(photos, Policy(ignore=("SYN",)), from_duplicates=True, archive=archive,
                   dry_run=True)  # fmt: skip
    assert [Path(one.path).name for one in done if one.codes] == [LOST]


def test_another_picture_that_took_the_place_gets_nothing(photos: Path, monkeypatch) -> None:
    target = photos / LOST
    compare = Fixer.__init__

    def replaced(*arguments, **named) -> None:
        target.write_bytes(picture("jpeg", BIG))  # as somebody does while pictures are compared
        compare(*arguments, **named)

    monkeypatch.setattr(Fixer, "__init__", replaced)
    done = {Path(one.path).name: one for one in fix(photos, Policy(), from_duplicates=True)}
    assert isinstance(done[LOST].error, ChangedMeanwhile)
    assert target.read_bytes() == picture("jpeg", BIG)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--yes"], "--yes is for --from-duplicates"),
        (["--catalog", "a.db"], "--catalog is for --from-duplicates"),
        (["--from-duplicates", "--yes", "--dry-run"], "exclude each other"),
        (["--from-duplicates", "--extend-select", "CRD"], "--extend-select and --from-duplicates"),
    ],
)
def test_options_that_do_not_go_together(run, photos: Path, options: list[str], told: str) -> None:
    code, _, err = run("fix", photos, *options)
    assert (code, told in err) == (2, True)
