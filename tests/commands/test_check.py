"""``credits check`` and its neighbours: lists, git, several reports, counts, the policy's life."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import credits
from credits import containers
from credits.folder import PROMISING
from credits.policy import load
from tests.conftest import ROOT
from tests.pictures import VALUES, picture

BIG = (200, 150)
BARE = picture("jpeg", BIG)
GOOD = credits.embed(BARE, **VALUES)


@pytest.fixture
def git(tmp_path: Path, monkeypatch):
    """Make a repository here, and give git."""
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.setenv(name, "a")
    for name in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "a@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    def _git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], check=True, capture_output=True)

    _git("init", "-q", "-b", "main")
    return _git


def put(name: str, data: bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def judged(run, *arguments: str) -> list[str]:
    """List the photos that a check judged and found fault with."""
    _, out, _ = run("check", *arguments, "--select", "CRD101", "--format", "json")
    return sorted(finding["path"] for finding in json.loads(out)["findings"])


# ── which files ─────────────────────────────────────────────────────────────────────────────────


def test_since_judges_what_this_branch_changed(run, git) -> None:
    put("old.jpg", BARE)
    put("gone.jpg", BARE)
    put("moved.jpg", BARE + b"x")
    put("notes.txt", b"n")
    git("add", "-A")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "work")
    put("new und schön.jpg", BARE)
    put("deep/er.jpg", BARE)
    git("mv", "moved.jpg", "there.jpg")
    git("rm", "-q", "gone.jpg")
    git("add", "-A")
    git("commit", "-qm", "two")
    git("checkout", "-q", "main")
    put("theirs.jpg", BARE)
    git("add", "-A")
    git("commit", "-qm", "three")
    git("checkout", "-q", "work")
    put("untracked.jpg", BARE)
    changed = ["deep/er.jpg", "new und schön.jpg", "there.jpg", "untracked.jpg"]
    assert judged(run, "--since", "main") == changed
    assert judged(run, "deep", "--since", "main") == ["deep/er.jpg"]
    os.chdir("deep")
    assert judged(run, "--since", "main") == ["er.jpg"]
    assert judged(run, "..", "--since", "main") == [
        "../new und schön.jpg",
        "../there.jpg",
        "../untracked.jpg",
        "er.jpg",
    ]


def test_since_sees_a_change_of_what_is_beside(run, git) -> None:
    put("a.jpg", BARE)
    put("a.jpg.license", b"SPDX-FileCopyrightText: 2026 Ann Lee\n")
    put("b.jpg", BARE)
    git("add", "-A")
    git("commit", "-qm", "one")
    assert judged(run, "--since", "HEAD") == []
    git("rm", "-q", "a.jpg.license")
    assert judged(run, "--since", "HEAD") == ["a.jpg"]
    put("b.xmp", b"")
    assert judged(run, "--since", "HEAD") == ["a.jpg", "b.jpg"]
    put("REUSE.toml", b"version = 1\n")
    put("c.jpg", BARE)
    assert judged(run, "--since", "HEAD") == ["a.jpg", "b.jpg", "c.jpg"]


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", ""])
def test_since_of_no_commit(run, git, ref: str) -> None:
    put("a.jpg", GOOD)
    git("add", "-A")
    git("commit", "-qm", "one")
    code, _, err = run("check", ".", f"--since={ref}")
    assert code == 2
    assert any(said in err for said in ("git says", "there is no commit", "is empty"))
    assert not Path("x").exists()


def test_since_without_git(run) -> None:
    assert run("check", ".", "--since", "main")[0] == 2


def test_lists_that_end_names_with_zero_bytes(run, monkeypatch) -> None:
    put("a b.jpg", BARE)
    put("c\nd.jpg", BARE)
    put("e.jpg", BARE)
    put("list", b"a b.jpg\0c\nd.jpg\0")
    assert judged(run, "--files0-from", "list") == ["a b.jpg", "c\nd.jpg"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"e.jpg")))
    assert judged(run, "--files0-from", "-") == ["e.jpg"]
    put("list", b"nowhere.jpg\0")
    assert run("check", "--files0-from", "list")[0] == 2
    assert run("check", "e.jpg", "--files0-from", "list")[0] == 2
    put("list", b"")
    code, _, err = run("check", "--files0-from", "list")
    assert (code, "no photos found" in err) == (0, True)


def test_every_ending_of_a_format_promises_a_picture() -> None:
    assert {s for form in containers.FORMATS.values() for s in form.SUFFIXES} <= PROMISING


# ── reports ─────────────────────────────────────────────────────────────────────────────────────


def test_several_reports_of_one_run(run) -> None:
    put("a.jpg", BARE)
    code, out, _ = run("check", "a.jpg", "-o", "json=r.json", "-o", "sarif=out/r.sarif")
    assert code == 2
    Path("out").mkdir()
    code, out, _ = run("check", "a.jpg", "-o", "json=r.json", "-o", "sarif=out/r.sarif")
    assert code == 1
    assert "publication is blocked" in out
    assert json.loads(Path("r.json").read_text())["verdict"] == "block"
    assert json.loads(Path("out/r.sarif").read_text())["version"] == "2.1.0"
    code, out, _ = run("check", "a.jpg", "-o", "./a=b.txt", "-o", "csv=r.csv")
    assert out == ""
    assert "publication is blocked" in Path("a=b.txt").read_text()
    assert Path("r.csv").read_text().count("CRD101") == 1


def test_statistics(run) -> None:
    put("a.jpg", BARE)
    put("b.jpg", picture("jpeg", (300, 200)))
    code, out, _ = run("check", ".", "--select", "CRD101,CAP301", "--statistics")
    assert code == 1
    assert out == "2  CAP301  warning  missing-caption\n2  CRD101  error    missing-credit\n"
    assert run("check", ".", "--ignore", "CRD,CAP", "--statistics")[1] == ""


def test_processes_and_memory_change_nothing(run) -> None:
    for number in range(6):
        put(f"{number}.jpg", picture("jpeg", (200 + number, 150)))
    time.sleep(0.07)
    first = run("check", ".", "--no-cache")
    assert run("check", ".", "-j", "2") == first
    assert run("check", ".") == first
    assert run("check", ".") == first


@pytest.mark.skipif(os.name == "nt", reason="keys interrupt otherwise there")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_key_that_interrupts(tmp_path: Path, jobs: str) -> None:
    for number in range(150):
        put(f"p/{number}.jpg", BARE)
    slow = (
        "import time, credits.checker as c\n"
        "real = c.subject_of\n"
        "def subject_of(*a, **k):\n"
        "    print('reading', flush=True); time.sleep(0.2); return real(*a, **k)\n"
        "c.subject_of = subject_of\n"
        "from credits.commands import run; run()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", slow, "check", "p", "-j", jobs, "--no-cache"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline().startswith("reading")
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err


# ── baseline, config, init, doctor, explain, rules ──────────────────────────────────────────────


def test_a_baselines_life(run) -> None:
    put("a.jpg", BARE)
    put("sub/b ü.jpg", picture("jpeg", (300, 200)))
    put("held.jpg", b"text")
    code, out, err = run("baseline", "create", ".")
    assert (code, out.splitlines()[0]) == (0, ".credits-baseline.json: 4 entries of 2 files")
    assert "1 on hold are not in it" in err
    assert '"path": "sub/b ü.jpg"' in Path(".credits-baseline.json").read_text("utf-8")
    assert run("baseline", "create", ".")[0] == 2
    Path("held.jpg").unlink()
    put("credits.toml", b'baseline = ".credits-baseline.json"\n')
    assert run("check", ".")[0] == 0
    credits.embed("a.jpg", **VALUES)
    code, out, _ = run("check", ".")
    assert (code, out.count("GAT003")) == (0, 2)
    code, out, _ = run("baseline", "prune", ".", "--dry-run")
    assert out.endswith(".credits-baseline.json: 2 would be taken out, 2 entries of 1 file\n")
    code, out, _ = run("baseline", "prune", ".")
    assert out.endswith(".credits-baseline.json: 2 taken out, 2 entries of 1 file\n")
    assert run("check", ".", "--max-baseline", "2")[0] == 0
    assert run("check", ".", "--max-baseline", "1", "--select", "CRD")[0] == 1
    put("a.jpg", BARE)
    assert run("check", ".")[0] == 1
    Path("sub/b ü.jpg").unlink()
    assert run("check", "sub")[1].count("GAT003") == 0
    assert run("check", ".")[1].count("GAT003") == 2
    assert run("baseline", "create", ".", "--force")[0] == 0
    assert run("check", ".")[0] == 0


@pytest.mark.parametrize(
    ("files", "root", "excluded"),
    [
        (["hugo.toml"], "static", "public/**"),
        (["_config.yml"], ".", "_site/**"),
        (["manage.py"], "media", "staticfiles/**"),
        (["mkdocs.yml"], "docs", "site/**"),
        (["docusaurus.config.ts"], "static", "build/**"),
        (["astro.config.mjs"], "public", "dist/**"),
        (["pelicanconf.py"], "content", "output/**"),
        (["conf.py"], ".", "**/_build/**"),
        ([], "", "node_modules/**"),
    ],
)
def test_init_knows_the_project(run, files, root: str, excluded: str) -> None:
    for name in files:
        put(name, b"")
    code, out, _ = run("init", "--yes", "--name", 'The "Daily" \\ Ü')
    assert code == 0
    policy = load("credits.toml")
    assert policy.articles.root == root
    assert excluded in policy.exclude
    assert policy.house.name == 'The "Daily" \\ Ü'
    assert "credits check ." in out
    before = Path("credits.toml").read_bytes()
    code, _, err = run("init", "--yes")
    assert (code, "is there already" in err) == (2, True)
    assert Path("credits.toml").read_bytes() == before


def test_init_goes_to_the_root_of_the_repository_and_asks(run, git, monkeypatch) -> None:
    put("deep/x.txt", b"")
    monkeypatch.chdir("deep")
    answers = iter(["archive\n", "Paper\n"])
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(answers).strip())
    assert run("init")[0] == 0
    policy = load("../credits.toml")
    assert (policy.profile, policy.house.name) == ("archive", "Paper")
    assert run("init", "--yes", "--dry-run")[0] == 2
    Path("../credits.toml").unlink()
    Path("../pyproject.toml").write_text("[tool.credits]\n")
    assert run("init", "--yes")[0] == 2
    Path("../pyproject.toml").write_text("[project]\n")
    code, out, _ = run("init", "--yes", "--dry-run")
    assert (code, out.startswith("# What this house asks")) == (0, True)
    assert not Path("../credits.toml").exists()
    assert run("init", "nowhere")[0] == 2


def test_config_says_where_each_setting_comes_from(run) -> None:
    put(
        "credits.toml",
        b'profile = "cc"\n[house]\nstaff = ["Ann Lee"]\n[severity]\nCRD1 = "warning"\n[[waiver]]\nrule = "CRD101"\npath = "x"\nreason = "r"\nowner = "o"\nexpires = 2027-01-01\n',
    )
    _, out, _ = run("config", "--origin", "--ignore", "CAP", "--all")
    rows = dict(row.split("  # ") for row in out.splitlines() if "  # " in row)
    assert rows['profile = "cc"'] == "credits.toml:1"
    assert rows['house.staff = ["Ann Lee"]'] == "credits.toml:3"
    assert rows['ignore = ["CAP"]'] == "command line"
    assert rows['fail-on = "error"'] == "default"
    assert rows['waiver.0.expires = "2027-01-01"'] == "credits.toml:11"
    assert rows['severity.CRD101 = "warning"'] == "credits.toml:5"
    assert rows['severity.CRD201 = "error"'] == "profile cc"
    assert rows['severity.CAP301 = "off"'] == "command line"
    _, out, _ = run("config", "--format", "json")
    found = {row["key"]: row for row in json.loads(out)["settings"]}
    assert found["profile"] == {"key": "profile", "value": "cc", "origin": "credits.toml:1"}
    assert (
        run("config", "--profile", "cc")[1].splitlines()[0] == f"# {Path('credits.toml').resolve()}"
    )


def test_doctor(run, monkeypatch) -> None:
    code, out, _ = run("doctor")
    assert code == 0
    for what in ("python", "pydantic", "decoder jpeg", "journal", "cache", "exiftool", "policy"):
        assert f"  {what} " in out
    put("credits.toml", b"x = 1")
    code, out, _ = run("doctor")
    assert (code, "there is no such key" in out) == (2, True)
    Path("credits.toml").unlink()
    monkeypatch.setenv("CREDITS_JOURNAL", "/dev/null/x")
    assert run("doctor")[0] == 3


def test_explain(run) -> None:
    put("a.jpg", credits.embed(BARE, credit_line="TASS"))
    put(
        "credits.toml",
        b'ignore = ["FIL954"]\n[per-file-ignores]\n"a.jpg" = ["CRD2"]\n[[waiver]]\nrule = "CRD102"\npath = "a.jpg"\nreason = "known"\nowner = "desk"\nexpires = 2999-01-01\n',
    )
    code, out, _ = run("explain", "a.jpg")
    assert code == 0
    assert out.startswith("a.jpg: publish: nothing found that blocks\n")
    assert "  credit_line  TASS  [xmp iim]\n" in out
    assert "passes by waiver until 2999-01-01: known, desk" in out
    code, out, _ = run("explain", "a.jpg", "--format", "json")
    told = json.loads(out)
    rules = {rule["code"]: rule for rule in told["rules"]}
    assert rules["CRD102"]["result"] == "found"
    assert rules["CRD101"] == {
        "code": "CRD101",
        "name": "missing-credit",
        "result": "passed",
        "reason": "error",
    }
    assert rules["CRD201"]["result"] == "ignored"
    assert (rules["FIL954"]["result"], "ignore (" in rules["FIL954"]["reason"]) == ("off", True)
    put("logo.png", picture("png", (300, 200)))
    assert "role     logo ('logo' in its name)" in run("explain", "logo.png")[1]
    put("broken.jpg", b"text")
    code, out, _ = run("explain", "broken.jpg")
    assert code == 3
    assert run("explain", ".")[0] == 2
    assert run("explain", "nowhere")[0] == 2


def test_rules_as_json(run) -> None:
    code, out, _ = run("rules", "--format", "json")
    assert code == 0
    for rule in json.loads(out)["rules"]:
        assert {"code", "name", "group", "severity", "fix"} <= rule.keys()
    assert run("rule", "waiver-expired")[1].startswith("GAT001 waiver-expired")


def test_photos_that_articles_use_and_sidecars_that_are_named(run) -> None:
    put("photos/a.jpg", BARE)
    put("photos/b.jpg", BARE)
    put("a.md", b"![Men with flags on a square](photos/a.jpg)\n")
    put("b.md", b"![Men with flags on a square](photos/a.jpg)\n")
    put("photos/b.xmp", b"")
    put("font.license", b"")
    assert judged(run, "a.md", "--without-photos") == []
    assert judged(run, "a.md", "b.md") == ["photos/a.jpg"]
    assert judged(run, ".", "--with-photos") == ["photos/a.jpg", "photos/b.jpg"]
    assert judged(run, "photos/b.xmp", "font.license") == ["photos/b.jpg"]
    put("credits.toml", b'exclude = ["photos/**"]\n')
    assert judged(run, "a.md", "photos/b.jpg", "--with-photos") == ["photos/a.jpg", "photos/b.jpg"]
    assert judged(run, "a.md", "photos/b.jpg", "--with-photos", "--force-exclude") == []


PHOTO = (ROOT / "sample_images" / "stadium.jpg").read_bytes()


def test_staged_copies_are_compared_where_that_is_asked_for(run, git) -> None:
    put("a.jpg", credits.embed(PHOTO, **VALUES | {"creators": ["Ann Lee"]}))
    put("b.jpg", credits.embed(PHOTO, **VALUES | {"creators": ["Bob Ray"]}))
    git("add", "-A")
    said = run("check", "--staged", "--duplicates", "--format", "json")[1]
    assert "DUP851" in {one["code"] for one in json.loads(said)["findings"]}
    code, _, err = run("check", "--staged", "--catalog", "sqlite:///none.db")
    assert (code, "--staged and --catalog exclude each other" in err) == (2, True)


def test_an_excluded_folder_is_judged_where_it_is_named(run) -> None:
    put("credits.toml", b'exclude = ["public/**"]')
    put("public/a.jpg", BARE)
    assert run("check", ".")[0] == 0
    assert run("check", "public")[0] == 1
    assert run("check", "public", "--force-exclude")[0] == 0


def test_init_with_nobody_to_answer(run, monkeypatch) -> None:
    for said, code in (("", 2), ("newsroom\n", 2), ("newsroom\nThe Daily\n", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(said))
        found, _, err = run("init")
        assert found == code
        assert ("nobody answers: --yes" in err) == (code == 2)
        assert Path("credits.toml").exists() == (code == 0)
