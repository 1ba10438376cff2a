"""Hooks in real repositories: what is staged is judged, whatever the working tree says."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from credits import _git, git_hook
from credits.errors import PolicyError
from credits.snapshot import laid_out
from tests.commands.conftest import run  # noqa: F401
from tests.repositories import BARE, GOOD, Repository, begin

ODD = ["a b.jpg", "ä/новость 写真.jpg", "line\nbreak.jpg", '"quote"\t$(x).jpg', "-rf.jpg", "'.jpg"]
ARTICLE = "# Rally\n\n![Men with flags](photos/rally.jpg)\n"


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return begin(tmp_path / "a site", monkeypatch)


@pytest.fixture
def blocked(run, git):  # noqa: F811
    """List what a run over the staged state finds nobody credited in."""

    def _blocked(*options: str) -> list[str]:
        # what articles themselves say is for their own tests
        own = ("--ignore", "ART", "--format", "json")
        code, out, err = run("check", "--staged", *own, *options)
        assert code in {0, 1}, out + err
        findings = json.loads(out)["findings"]
        found = sorted({row["path"] for row in findings if row["code"] == "CRD101"})
        assert code == bool(found), out
        return found

    return _blocked


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Take down every file below a folder: its mode, its bytes or where its link leads."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            os.readlink(path).encode() if path.is_symlink() else path.read_bytes(),
        )
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


# ── what is staged ──────────────────────────────────────────────────────────────────────────────


def test_the_index_is_judged_even_where_the_tree_says_otherwise(git, blocked) -> None:
    git.stage("staged-bare.jpg")
    git.put("staged-bare.jpg", GOOD)
    git.stage("staged-good.jpg", GOOD)
    git.put("staged-good.jpg")
    git.stage("gone-from-tree.jpg").unlink()
    git.put("untracked.jpg")
    assert blocked() == ["gone-from-tree.jpg", "staged-bare.jpg"]
    assert blocked("staged-good.jpg") == []


def test_only_what_changes_is_judged(git, blocked) -> None:
    git.stage("old.jpg")
    git.stage("moved.jpg", BARE + b"\0")
    git.stage("gone.jpg")
    git.commit()
    assert blocked() == []
    git("mv", "moved.jpg", "there.jpg")
    git("rm", "-q", "gone.jpg")
    git.stage("copy.jpg")
    git.put("old.jpg", GOOD)
    assert blocked() == ["copy.jpg", "there.jpg"]


@pytest.mark.parametrize("name", ODD)
def test_odd_names(git, blocked, name: str) -> None:
    git.stage(name)
    assert blocked() == [name]


def test_a_name_in_no_encoding(git, run) -> None:  # noqa: F811
    git.stage(os.fsdecode(b"caf\xe9.jpg"))
    assert run("check", "--staged")[0] == 1


def test_an_initial_commit_and_a_folder_of_it(git, blocked, monkeypatch) -> None:
    git.stage("top.jpg")
    git.stage("deep/er/in.jpg")
    monkeypatch.chdir(git.folder / "deep")
    assert blocked() == ["er/in.jpg"]
    assert blocked("..") == ["../top.jpg", "er/in.jpg"]
    assert blocked("../top.jpg") == ["../top.jpg"]


def test_submodules_and_intentions_are_no_photos(git, blocked) -> None:
    git.stage("real.jpg", GOOD)
    git.commit()
    (git.folder / "link.jpg").symlink_to("real.jpg")
    git("add", "-A")
    git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module.jpg")
    git.put("soon.jpg")
    git("add", "-N", "soon.jpg")
    assert blocked() == []
    git.stage("real.jpg")
    assert blocked() == ["real.jpg"]


def test_a_staged_link_is_judged_as_what_it_leads_to(git, blocked) -> None:
    git.stage("photos/deep/bare.jpg")
    git.commit()
    (git.folder / "also").symlink_to("photos")
    (git.folder / "photos" / "near.jpg").symlink_to("../also/deep/./bare.jpg")
    (git.folder / "again.jpg").symlink_to("photos/near.jpg")
    git("add", "-A")
    assert blocked() == ["photos/deep/bare.jpg"]
    git.stage("photos/deep/bare.jpg", GOOD)
    assert blocked() == []


@pytest.mark.parametrize(
    "target",
    ["/etc/hostname", "../outside.jpg", "gone.jpg", "link.jpg", "ignored.jpg", "d/../../x.jpg"],
)
def test_a_staged_link_to_what_git_lacks_is_held(git, run, target: str) -> None:  # noqa: F811
    git.put("ignored.jpg", GOOD)
    git.put("ok.jpg", GOOD)
    (git.folder / "link.jpg").symlink_to(target)
    (git.folder / "no-photo").symlink_to("/etc/hostname")
    git("add", "ok.jpg", "link.jpg", "no-photo")
    code, out, _ = run(
        "check", "--staged", "--format", "json", "--ignore", "CAP", "--ignore", "CRD"
    )
    assert code == 3
    (held,) = [one for one in json.loads(out)["findings"] if one["severity"] == "hold"]
    assert (held["code"], held["path"]) == ("FIL951", "link.jpg")
    assert f"is a link to {target}, which git does not have" in held["message"]
    (git.folder / "credits.toml").write_text('exclude = ["link.jpg"]\n')
    git("add", "credits.toml")
    assert run("check", "--staged")[0] == 0


def test_a_link_that_became_a_photo(git, blocked) -> None:
    (git.folder / "a.jpg").symlink_to("nowhere")
    git("add", "-A")
    git.commit()
    (git.folder / "a.jpg").unlink()
    git.stage("a.jpg")
    assert blocked() == ["a.jpg"]


def test_a_submodule_that_is_there_is_not_entered(git, blocked, tmp_path, monkeypatch) -> None:
    other = begin(tmp_path / "other", monkeypatch)
    other.stage("bare.jpg")
    other.commit()
    monkeypatch.chdir(git.folder)
    git("-c", "protocol.file.allow=always", "submodule", "add", "-q", other.folder, "other")
    (git.folder / "other" / "bare.jpg").write_bytes(BARE + b"\0")
    assert blocked() == []


def test_a_photo_without_an_ending_and_texts_that_are_none(git, blocked) -> None:
    git.stage("vigil")
    git.stage("notes.txt", "nothing")
    git.stage("empty", "")
    assert blocked() == ["vigil"]


def test_a_worktree_has_its_own_index(git, blocked, tmp_path, monkeypatch) -> None:
    git.stage("a.jpg", GOOD)
    git.commit()
    git("worktree", "add", "-q", "-b", "second", tmp_path / "second")
    monkeypatch.chdir(tmp_path / "second")
    Repository(tmp_path / "second").stage("b.jpg")
    assert blocked() == ["b.jpg"]
    monkeypatch.chdir(git.folder)
    assert blocked() == []


def test_another_index_may_be_named(git, blocked, monkeypatch) -> None:
    git.stage("a.jpg")
    shutil.copyfile(".git/index", ".git/other")
    git("rm", "-q", "--cached", "a.jpg")
    assert blocked() == []
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/other")
    assert blocked() == ["a.jpg"]


def test_settings_of_the_user_change_nothing(git, blocked, monkeypatch) -> None:
    git.stage("sub/ä.jpg")
    git("config", "diff.relative", "true")
    git("config", "diff.external", "false")
    git("config", "diff.noprefix", "true")
    git("config", "core.quotePath", "true")
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    assert blocked() == ["sub/ä.jpg"]


def test_a_conflict_is_told(git, run) -> None:  # noqa: F811
    git.stage("a.jpg", GOOD)
    git.commit()
    git("checkout", "-qb", "side")
    git.stage("a.jpg", GOOD + b"1")
    git.commit()
    git("checkout", "-q", "main")
    git.stage("a.jpg", GOOD + b"2")
    git.commit()
    git("merge", "side", fails=True)
    code, _, err = run("check", "--staged")
    assert (code, "a.jpg: has a conflict that is not resolved" in err) == (2, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--since", "HEAD"], "exclude each other"),
        (["nowhere.jpg"], "git has no such file or folder"),
        (["a.jpg", "--files0-from", "-"], "leave PATHS out"),
        (["--policy", "nowhere.toml"], "cannot be opened"),
    ],
)
def test_wrong_wishes(git, run, options: list[str], said: str) -> None:  # noqa: F811
    git.stage("a.jpg")
    code, _, err = run("check", "--staged", *options)
    assert (code, said in err) == (2, True), err


def test_no_repository_and_no_git(run, tmp_path, monkeypatch) -> None:  # noqa: F811
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for command in (["check", "--staged"], ["hook", "install"], ["hook", "run"]):
        code, _, err = run(*command)
        assert (code, "not a git repository" in err) == (2, True), command
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = run("check", "--staged")
    assert (code, "git cannot be run" in err) == (2, True)


# ── what speaks of photos ───────────────────────────────────────────────────────────────────────


def test_what_is_beside_is_taken_from_the_index(git, blocked) -> None:
    git.stage("a.jpg")
    git.put("a.jpg.license", "SPDX-FileCopyrightText: 2026 Ann Lee\n")
    assert blocked() == ["a.jpg"]
    git("add", "a.jpg.license")
    (git.folder / "a.jpg.license").unlink()
    assert blocked() == []


def test_a_changed_sidecar_stands_for_its_photo(git, blocked, run) -> None:  # noqa: F811
    git.stage("deep/a.jpg")
    git.stage("deep/a.jpg.license", "SPDX-FileCopyrightText: 2026 Ann Lee\n")
    run("embed", "deep/a.jpg", "--sidecar", "--creator", "Ann Lee")
    git("add", "-A")
    git.commit()
    git("rm", "-q", "deep/a.jpg.license")
    assert blocked() == []
    git("rm", "-q", "deep/a.xmp")
    assert blocked() == ["deep/a.jpg"]


def test_reuse_tables_are_taken_from_the_index(git, blocked) -> None:
    table = 'version = 1\n[[annotations]]\npath = "**"\nSPDX-FileCopyrightText = "2026 Ann Lee"\n'
    git.stage("REUSE.toml", table)
    git.stage("deep/a.jpg")
    git.put("REUSE.toml", "version = 1\n")
    assert blocked() == []
    git.commit()
    git("add", "-A")
    assert blocked() == ["deep/a.jpg"]


def test_the_policy_is_taken_from_the_index(git, blocked, run) -> None:  # noqa: F811
    git.stage("vendor/a.jpg")
    git.stage("credits.toml", 'exclude = ["vendor/**"]\n')
    git.put("credits.toml", "")
    assert blocked() == []
    git("rm", "-q", "-f", "--cached", "credits.toml")
    git.put("credits.toml", 'exclude = ["vendor/**"]\n')
    code, _, err = run("check", "--staged")
    assert (code, "credits.toml is not in git" in err) == (1, True)
    git("commit", "-qnm", "no policy")
    code, _, err = run("check", "--staged")
    assert (code, err) == (0, "no photos found in what is staged\n")
    git.stage("credits.toml", "profil = 1\n")
    code, _, err = run("check", "--staged")
    assert code == 2
    assert "error: credits.toml: line 1: profil: there is no such key" in err


def test_a_policy_above_the_repository_holds(git, blocked, tmp_path) -> None:
    git.stage("vendor/a.jpg")
    (tmp_path / "credits.toml").write_text('exclude = ["a site/vendor/**"]\n')
    assert blocked() == []


def test_a_policy_that_is_named(git, blocked, tmp_path) -> None:
    git.stage("vendor/a.jpg")
    (tmp_path / "other.toml").write_text('exclude = ["vendor/**"]\n')
    assert blocked("--policy", "../other.toml") == ["vendor/a.jpg"]
    git.stage("house.toml", 'exclude = ["vendor/**"]\n')
    git.put("house.toml", "")
    assert blocked("--policy", "house.toml") == []


def test_waivers_and_the_baseline_are_taken_from_the_index(git, blocked, run) -> None:  # noqa: F811
    git.stage("a.jpg")
    assert run("baseline", "create", ".")[0] == 0
    git("add", "-A")
    git.stage("credits.toml", 'baseline = ".credits-baseline.json"\n')
    (git.folder / ".credits-baseline.json").unlink()
    code, out, err = run("check", "--staged")
    assert (code, "1 in the baseline" in out or "2 in the baseline" in out) == (0, True), out + err
    git("rm", "-q", "--cached", ".credits-baseline.json")
    assert run("check", "--staged")[0] == 2
    waiver = '[[waiver]]\nrule = "CRD101"\npath = "*.jpg"\nreason = "r"\nowner = "o"\nexpires = 2020-01-01\n'
    git.stage("credits.toml", waiver)
    code, out, _ = run("check", "--staged")
    assert code == 1
    assert "\ncredits.toml\n  error GAT001" in out


def test_photos_that_a_staged_article_uses(git, blocked) -> None:
    git.stage("photos/rally.jpg")
    git.stage("photos/other.jpg")
    git.commit()
    git.put("photos/rally.jpg", GOOD)
    git.stage("news/a b.md", ARTICLE.replace("photos", "../photos"))
    git.put("news/a b.md", "")
    git.stage("credits.toml", '[articles]\nroot = "."\n')
    assert blocked() == ["photos/rally.jpg"]
    git.stage("photos/rally.jpg.license", "SPDX-FileCopyrightText: 2026 Ann Lee\n")
    assert blocked() == []


def test_a_staged_article_is_judged_by_what_is_staged(git, run) -> None:  # noqa: F811
    git.stage("rally.jpg", GOOD)
    git.put("rally.jpg")
    page = "<figure><img src='rally.jpg' alt='Men with flags on a square'>{}</figure>"
    git.stage("a.html", page.format(""))
    git.put("a.html", page.format("<figcaption>Rally. Photo: Evgeny Epanchintsev, Zoë Müller/TASS"))
    code, out, _ = run("check", "--staged")
    assert (code, "a.html\n  error ART901" in out) == (1, True), out
    git.stage("a.html", (git.folder / "a.html").read_text())
    code, out, _ = run("check", "--staged")
    assert (code, "1 photo and 1 article checked" in out) == (0, True), out


def test_a_rendition_in_an_article_leads_to_its_original(git, blocked) -> None:
    git.stage("static/up loads/storm & rain.jpg")
    git.stage("static/up loads/s.jpg")
    git.commit()
    git.stage("credits.toml", '[articles]\nroot = "."\n')
    src = "/up%20loads/storm%20&amp;%20rain-300x200.webp?w=1#x"
    git.stage("content/a.html", f'<img src="{src}" alt="">')
    assert blocked() == ["static/up loads/storm & rain.jpg"]


def test_an_article_that_uses_nothing_of_ours(git, blocked) -> None:
    git.stage("photos/rally.jpg")
    git.commit()
    git.stage("a.md", "![x](https://example.org/x.jpg) ![y](nowhere.jpg)\n")
    git.stage("b.html", "<p>no photo")
    assert blocked() == []


# ── git-lfs ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def lfs(git) -> Repository:
    git("lfs", "install", "--local")
    git.stage(".gitattributes", "*.jpg filter=lfs diff=lfs merge=lfs -text\n")
    return git


def stored(git: Repository, data: bytes) -> Path:
    oid = hashlib.sha256(data).hexdigest()
    return git.folder / ".git" / "lfs" / "objects" / oid[:2] / oid[2:4] / oid


def test_pointers_are_resolved_from_the_local_store(lfs, blocked) -> None:
    lfs.stage("bare.jpg")
    lfs.stage("good.jpg", GOOD)
    assert "git-lfs" in lfs("cat-file", "blob", ":bare.jpg")
    assert stored(lfs, BARE).read_bytes() == BARE
    lfs.put("bare.jpg", GOOD)
    assert blocked() == ["bare.jpg"]


def test_pointers_without_an_object_are_held(lfs, run) -> None:  # noqa: F811
    lfs.stage("a.jpg", GOOD)
    stored(lfs, GOOD).unlink()
    code, out, _ = run("check", "--staged")
    assert code == 3
    assert "hold FIL953 lfs-pointer" in out
    assert "help: git lfs pull" in out


def test_objects_that_are_damaged_are_no_answer(lfs, run) -> None:  # noqa: F811
    lfs.stage("a.jpg")
    stored(lfs, BARE).chmod(0o644)
    stored(lfs, BARE).write_bytes(GOOD)
    code, out, err = run("check", "--staged")
    assert code == 3
    assert "FIL953" in out
    assert "a.jpg: its git-lfs object is damaged: git lfs fsck" in err


def test_a_store_elsewhere_and_a_worktree(lfs, blocked, tmp_path, monkeypatch) -> None:
    lfs("config", "lfs.storage", str(tmp_path / "store"))
    lfs.stage("bare.jpg")
    assert not stored(lfs, BARE).exists()
    assert blocked() == ["bare.jpg"]
    lfs.commit()
    lfs("config", "--unset", "lfs.storage")
    monkeypatch.setenv("GIT_LFS_SKIP_SMUDGE", "1")
    lfs("worktree", "add", "-q", "-b", "second", tmp_path / "second")
    monkeypatch.chdir(tmp_path / "second")
    Repository(tmp_path / "second").stage("new.jpg", GOOD)
    assert blocked() == []


def test_large_files_that_are_no_photos_are_not_copied(lfs, git) -> None:
    lfs.stage(".gitattributes", "* filter=lfs -text\n.git* -filter\n")
    lfs.stage("film", b"no photo" * 1000)
    with laid_out(_git.staged()) as snapshot:
        assert snapshot.photos(snapshot.policy()) == []
        assert Path("film").stat().st_size < 200


# ── hooks ───────────────────────────────────────────────────────────────────────────────────────


def test_a_commit_is_stopped_and_mended(git, run) -> None:  # noqa: F811
    assert run("hook", "install")[:2] == (0, ".git/hooks/pre-commit: installed\n")
    git.stage("photos/a b.jpg")
    git.stage("good.jpg", GOOD)
    git.put("good.jpg", GOOD + b"unstaged")
    git.put("untracked.jpg")
    before = everything(git.folder)
    assert run("hook", "run")[0] == 1
    assert everything(git.folder) == before
    staged = git("ls-files", "--stage")
    said = git("commit", "-m", "one", fails=True)
    assert git("ls-files", "--stage") == staged
    after = everything(git.folder)
    # git's own: the message, the tree it prepares, and what it remembers of the index
    changed = {name for name in after if after[name] != before.get(name)}
    own = (".git/COMMIT_EDITMSG", ".git/index", ".git/objects/")
    assert [name for name in changed if not name.startswith(own)] == []
    assert "error CRD101 missing-credit" in said
    mending = "credits embed 'photos/a b.jpg' --creator NAME --credit-line AGENCY && git add 'photos/a b.jpg'"
    assert mending in said
    assert "The commit is stopped; index and files are as they were." in said
    credits = f"{sys.executable} -m credits"
    filled = mending.replace("NAME", "'Ann Lee'").replace("AGENCY", "TASS")
    subprocess.run(filled.replace("credits", credits, 1), shell=True, check=True)
    git("commit", "-qm", "one")
    assert git("show", "--name-only", "--format=").split("\n")[:2] == ["good.jpg", "photos/a b.jpg"]
    assert (git.folder / "good.jpg").read_bytes() == GOOD + b"unstaged"


def test_a_commit_of_some_paths_and_from_a_folder(git, run) -> None:  # noqa: F811
    git.stage("a.jpg", GOOD)
    git.stage("deep/b.jpg", GOOD)
    git.commit()
    run("hook", "install")
    git.stage("a.jpg")
    git.put("deep/b.jpg", GOOD + b"\0")
    git("commit", "-qm", "only b", "deep/b.jpg")
    git.put("deep/b.jpg")
    deep = Repository(git.folder / "deep")
    said = deep("commit", "-am", "all", fails=True)
    assert "git add b.jpg" in said
    assert "git add ../a.jpg" in said


def test_a_commit_without_photos_says_nothing(git, run) -> None:  # noqa: F811
    run("hook", "install")
    git.stage("notes.txt", "nothing")
    assert git("commit", "-qm", "one") == ""
    git("commit", "-q", "--allow-empty", "-m", "two")


def test_a_merge_is_judged(git, run) -> None:  # noqa: F811
    git.commit()
    git("checkout", "-qb", "side")
    git.stage("a.jpg")
    git.commit()
    git("checkout", "-q", "main")
    git.commit("other")
    run("hook", "install", "pre-merge-commit")
    assert "The merge is stopped" in git("merge", "--no-ff", "side", "-m", "x", fails=True)


def test_the_repository_cannot_put_itself_in_our_place(git, run) -> None:  # noqa: F811
    run("hook", "install")
    git.stage("credits.py", "raise SystemExit(0)\n")
    git.stage("click.py", "raise SystemExit(0)\n")
    git.stage("a.jpg")
    assert "CRD101" in git("commit", "-m", "x", fails=True)


def test_a_hook_whose_python_is_gone_lets_nothing_pass(git, monkeypatch) -> None:
    git_hook.install(python="/nowhere/python")
    tools = git.folder / ".git" / "tools"
    tools.mkdir()
    for tool in ("git", "sh", "dirname", "cat"):
        (tools / tool).symlink_to(shutil.which(tool) or "")
    monkeypatch.setenv("PATH", str(tools))
    git.stage("a.jpg", GOOD)
    assert "credits is not installed here" in git("commit", "-m", "x", fails=True)


OTHER = '#!/bin/sh\necho "other $(basename "$0") $* $(cat)"\nexit ${OTHER:-0}\n'


@pytest.mark.parametrize("place", [".git/hooks", "my hooks", ".husky/_"])
def test_hooks_come_and_go_to_the_byte(git, run, monkeypatch, place: str) -> None:  # noqa: F811
    folder = git.folder / place
    if place != ".git/hooks":
        git("config", "core.hooksPath", place)
    folder.mkdir(parents=True, exist_ok=True)
    if place.endswith("_"):
        folder = folder.parent
    other = folder / "pre-commit"
    other.write_text(OTHER)
    other.chmod(0o750)
    (folder / "pre-push").symlink_to("elsewhere")
    before = everything(git.folder)
    kinds = ["pre-commit", "pre-push"]
    code, out, _ = run("hook", "install", *kinds)
    assert (code, out.count("installed, after the hook that was there")) == (0, 2)
    assert stat.S_IMODE(other.stat().st_mode) == 0o755
    once = everything(git.folder)
    assert run("hook", "install", *kinds)[1].count("as it was") == 2
    assert everything(git.folder) == once
    if not place.startswith(".husky"):
        git.stage("a.jpg", GOOD)
        assert "other pre-commit.before-credits" in git("commit", "-m", "one")
        git.stage("b.jpg")
        assert "CRD101" in git("commit", "-m", "two", fails=True)
        monkeypatch.setenv("OTHER", "7")
        assert "CRD101" not in git("commit", "-m", "three", fails=True)
    code, out, _ = run("hook", "uninstall")
    assert (code, out.count("the hook of before is back")) == (0, 2)
    after = everything(git.folder)
    assert {name: after[name] for name in before} == before
    assert all("hook" not in name and "husky" not in name for name in after.keys() - before.keys())
    assert run("hook", "uninstall")[2] == "no hook of credits here\n"


def test_a_folder_of_hooks_that_was_not_there_goes_again(git, run) -> None:  # noqa: F811
    shutil.rmtree(git.folder / ".git" / "hooks")
    run("hook", "install")
    assert run("hook", "uninstall", "pre-commit")[0] == 0
    assert not (git.folder / ".git" / "hooks").exists()


def test_hooks_are_not_dropped_by_mistake(git, run) -> None:  # noqa: F811
    run("hook", "install")
    path = git.folder / ".git" / "hooks" / "pre-commit"
    with path.open("a") as file:
        file.write("echo mine\n")
    code, _, err = run("hook", "uninstall")
    assert (code, "was edited since" in err) == (2, True)
    assert run("hook", "uninstall", "--force")[0] == 0
    assert not path.exists()
    (path.parent / "pre-commit.before-credits").write_text(OTHER)
    path.write_text(OTHER)
    code, _, err = run("hook", "install")
    assert (code, "two hooks to be kept" in err) == (2, True)


def test_an_installation_that_was_killed_goes_on(git, run) -> None:  # noqa: F811
    """The hook that was there has two names, and nothing is in its place yet."""
    path = git.folder / ".git" / "hooks" / "pre-commit"
    path.write_text(OTHER)
    (path.parent / "pre-commit.before-credits").hardlink_to(path)
    assert run("hook", "install")[0] == 0
    assert run("hook", "uninstall")[0] == 0
    assert path.read_text() == OTHER
    assert not (path.parent / "pre-commit.before-credits").exists()


def test_wrong_kinds(git, run) -> None:  # noqa: F811
    assert run("hook", "install", "post-commit")[0] == 2
    assert run("hook", "run", "pre-rebase")[0] == 2


# ── pushes ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def remote(git, tmp_path, run) -> Repository:  # noqa: F811
    """Give a remote that has one commit, and a hook that judges pushes to it."""
    git("init", "-q", "--bare", tmp_path / "remote.git")
    git("remote", "add", "origin", tmp_path / "remote.git")
    git.stage("old.jpg")
    git.commit()
    git("push", "-q", "origin", "main")
    run("hook", "install", "pre-push")
    return git


def test_a_push_is_judged_by_what_it_brings(remote) -> None:
    remote.stage("a.jpg", GOOD)
    remote.commit()
    remote("push", "-q", "origin", "main")
    remote.stage("b.jpg")
    remote.commit()
    remote.put("b.jpg", GOOD)
    said = remote("push", "origin", "main", fails=True)
    assert "b.jpg\n" in said
    assert "old.jpg" not in said
    assert "The push to refs/heads/main is stopped" in said
    remote.stage("b.jpg", GOOD)
    remote.commit("mend")
    remote("push", "-q", "origin", "main")


def test_a_new_branch_and_tag_bring_what_the_remote_lacks(remote) -> None:
    remote("checkout", "-qb", "side")
    remote.stage("good.jpg", GOOD)
    remote.commit()
    remote("push", "-q", "origin", "side", "side:copy")
    remote("tag", "-m", "annotated", "v1")
    remote("push", "-q", "origin", "v1")
    remote.stage("b.jpg")
    remote.commit()
    remote("tag", "v2")
    assert "b.jpg\n" in remote("push", "origin", "v2", fails=True)
    remote("push", "-q", "origin", ":copy")


def test_a_forced_push_brings_what_differs(remote) -> None:
    remote.stage("good.jpg", GOOD)
    remote.commit()
    remote("push", "-q", "origin", "main")
    remote("reset", "-q", "--hard", "HEAD^")
    remote.stage("b.jpg")
    remote.commit()
    said = remote("push", "--force", "origin", "main", fails=True)
    assert "b.jpg\n" in said
    assert "old.jpg" not in said


def test_a_history_of_its_own_is_judged_whatever_the_settings(remote) -> None:
    remote("config", "log.showRoot", "false")
    remote("config", "log.showSignature", "true")
    remote("config", "color.ui", "always")
    remote("checkout", "-q", "--orphan", "other")
    remote("rm", "-q", "-f", "old.jpg")
    remote.stage("ö.jpg")
    remote.commit()
    said = remote("push", "origin", "other", fails=True)
    assert "ö.jpg" in said
    assert "1 photo checked" in said


def test_a_merge_brings_only_its_own(remote, tmp_path) -> None:
    remote("checkout", "-qb", "side")
    remote.stage("side.jpg", GOOD)
    remote.commit()
    remote("checkout", "-q", "main")
    remote.stage("theirs.jpg")
    remote.commit()
    remote("push", "-q", "--no-verify", "origin", "main")
    remote("checkout", "-q", "side")
    remote("merge", "-q", "-m", "merge", "main")
    remote("push", "-q", "origin", "side")


def test_an_empty_remote_gets_everything(remote, tmp_path) -> None:
    remote("init", "-q", "--bare", tmp_path / "new.git")
    assert "old.jpg\n" in remote("push", tmp_path / "new.git", "main", fails=True)


def test_a_tag_of_no_commit_is_told(remote) -> None:
    blob = remote("hash-object", "-w", "old.jpg").strip()
    remote("tag", "blob", blob)
    assert "refs/tags/blob is no commit, and is not judged" in remote("push", "origin", "blob")


def test_the_hook_before_reads_the_same_lines(remote, run) -> None:  # noqa: F811
    run("hook", "uninstall")
    hook = remote.folder / ".git" / "hooks" / "pre-push"
    hook.write_text("#!/bin/sh\ncat > seen\n")
    hook.chmod(0o755)
    run("hook", "install", "pre-push")
    remote.stage("b.jpg")
    commit = remote.commit()
    assert "CRD101" in remote("push", "origin", "main", fails=True)
    seen = (remote.folder / "seen").read_text()
    assert seen.startswith(f"refs/heads/main {commit} refs/heads/main ")
    assert seen.endswith("\n")


@pytest.mark.parametrize("line", [
    "refs/heads/main\n", f"a {'0' * 40} b -x\n", f"a \0 b {'0' * 40}\n", f"a --all b {'0' * 40}\n",
])  # fmt: skip
def test_lines_that_are_not_gits(line: str) -> None:
    with pytest.raises(PolicyError, match="lines of four words"):
        list(git_hook.updates([line]))
