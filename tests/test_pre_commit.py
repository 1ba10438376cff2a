"""The hooks for pre-commit, and the real tool trying them on real repositories."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from credits.articles import GENERIC, SUFFIXES
from credits.folder import BESIDE, PROMISING, TEXTS
from tests.conftest import ROOT
from tests.repositories import BARE, GOOD, Repository, begin

HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}


def matching(hook: str, suffixes) -> set[str]:
    pattern = re.compile(HOOKS[hook]["files"])
    return {suffix for suffix in suffixes if pattern.search(f"a b{suffix}")}


def test_there_are_three() -> None:
    assert list(HOOKS) == ["credits-check", "credits-articles", "credits-project"]


def test_every_photo_and_what_is_beside_it_is_meant() -> None:
    wanted = PROMISING | BESIDE
    assert matching("credits-check", wanted) == wanted
    assert matching("credits-check", {s.upper() for s in wanted}) == {s.upper() for s in wanted}
    assert matching("credits-check", {".py", ".jpg.txt", ".md", "jpg", ".xmpx"}) == set()


def test_every_article_is_meant() -> None:
    assert {*SUFFIXES, GENERIC} == TEXTS
    wanted = TEXTS - {GENERIC}
    assert matching("credits-articles", wanted | {".py", ".jpg", ".json", ".xml"}) == wanted


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_hooks_run_once_and_at_known_stages(hook: dict[str, object]) -> None:
    assert hook["require_serial"] is True
    assert set(hook["stages"]) <= {"pre-commit", "pre-push", "manual"}  # type: ignore[call-overload]
    assert hook["language"] == "python"


def test_the_real_tool_reads_the_manifest_and_the_documents(tmp_path: Path) -> None:
    (config,) = re.findall(
        r"```yaml\n(repos:.*?)```", (ROOT / "docs/git.md").read_text(), re.DOTALL
    )
    (tmp_path / "config.yaml").write_text(config)
    for what, file in (("manifest", ROOT / ".pre-commit-hooks.yaml"), ("config", "config.yaml")):
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", f"validate-{what}", str(file)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    (repository,) = yaml.safe_load(config)["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == list(HOOKS)


def clone(place: Path) -> Path:
    """Make a repository of what is here, as it is now: pre-commit installs from a clone."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "credits",
         "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.split("\0")  # fmt: skip
    for name in listed:
        if name and (ROOT / name).is_file():
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    return place


def test_the_real_tool_tries_our_hooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All three hooks, once: it makes an environment anew every time."""
    if not (ROOT / ".git").exists():
        pytest.skip("pre-commit tries repositories, and this is none")
    ours = begin(clone(tmp_path / "ours"), monkeypatch)
    ours("add", "-A")
    ours.commit()
    site = begin(tmp_path / "a site", monkeypatch)
    site.stage("photos/old one.jpg")
    site.stage("photos/good.jpg", GOOD)
    site.stage("vendor/bare.jpg")
    site.stage("credits.toml", 'exclude = ["vendor/**"]\n[articles]\nroot = "."\n')
    site.commit()
    site.stage("photos/good.jpg", GOOD + b"\0")
    site.put("photos/good.jpg", BARE)
    site.stage("photos/new.HEIC", b"none")
    site.stage("vendor/bare.jpg", BARE + b"\0")
    site.stage("news/a b.md", "![x](<../photos/old one.jpg>)\n")
    before = site("status", "--porcelain")
    said = tried(ours, site, "--hook-stage", "pre-commit")
    photos, articles = re.split(r"^photos have.*", said, flags=re.MULTILINE)[::-1]
    assert "- hook id: credits-check\n- exit code: 3" in photos
    assert "photos/new.HEIC\n  hold FIL951" in photos
    assert "1 on hold" in photos
    assert "CRD101" not in photos
    assert "2 photos checked" in photos
    assert "vendor" not in said
    assert "- hook id: credits-articles\n- exit code: 1" in articles
    assert "photos/old one.jpg\n  error CRD101" in articles
    assert "all photos of the project" not in said
    assert site("status", "--porcelain") == before
    assert (site.folder / "photos/good.jpg").read_bytes() == BARE


def tried(ours: Repository, site: Repository, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(ours.folder), *options],
        cwd=site.folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_COMPILE": "1"},
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout
