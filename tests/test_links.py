"""Links in folders: judged once as what they lead to, or told; never followed out of the tree."""

from __future__ import annotations

import json
import os
import pickle
import sys
from pathlib import Path

import pytest

import credits
from credits._bytes import Barred, File, source_of
from credits.errors import UnreadableImage
from credits.folder import walk
from credits.policy import Policy
from tests.commands.conftest import BIG, run  # noqa: F401
from tests.pictures import VALUES, picture
from tests.repositories import begin

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")

CREDITED = credits.embed(picture("jpeg", BIG), **VALUES)
OUT = "is a link out of what was named, to ../archive"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of one credited photo, beside an archive of one that nobody is credited for."""
    (tmp_path / "site").mkdir()
    (tmp_path / "archive").mkdir()
    (tmp_path / "site" / "ok.jpg").write_bytes(CREDITED)
    (tmp_path / "archive" / "bare.jpg").write_bytes(picture("jpeg", BIG))
    return Path("site")


def found(*named: str | Path, policy: Policy | None = None, **how: object) -> dict[str, bool]:
    """Walk: each path, and whether it is barred."""
    paths = list(walk(list(map(str, named)), policy or Policy(), **how))  # type: ignore[arg-type]
    assert len(paths) == len(set(paths))
    return {path: isinstance(path, Barred) for path in paths}


# ── inside the tree ─────────────────────────────────────────────────────────────────────────────


def test_a_link_inside_is_found_as_what_it_leads_to(site: Path) -> None:
    (site / "deep").mkdir()
    (site / "deep" / "same.jpg").symlink_to("../ok.jpg")
    (site / "folder").symlink_to("deep")
    (site / "up").symlink_to("..")
    (site / "self").symlink_to(".")
    assert found(site) == {"site/ok.jpg": False, "site/up": True}
    both = found(site, every_name=True)
    assert set(both) == {"site/ok.jpg", "site/deep/same.jpg", "site/up"}


def test_what_only_a_link_leads_to_is_found_by_it(site: Path) -> None:
    """As git-annex has it: objects in a folder that no walk enters."""
    objects = site / ".git" / "annex" / "objects"
    objects.mkdir(parents=True)
    (objects / "SHA.jpg").write_bytes(CREDITED)
    (site / "one.jpg").symlink_to(".git/annex/objects/SHA.jpg")
    (site / "two.jpg").symlink_to("one.jpg")
    (site / "all").symlink_to(".git/annex")
    (objects / "round").symlink_to("../../annex")
    (objects / "again").symlink_to("..", target_is_directory=True)
    names = {"site/ok.jpg", "site/one.jpg", "site/two.jpg", "site/all/objects/SHA.jpg"}
    assert found(site) == dict.fromkeys(names, False)


def test_what_the_policy_leaves_out_under_one_name_is_found_under_the_other(site: Path) -> None:
    (site / "raw").mkdir()
    (site / "raw" / "a.jpg").write_bytes(CREDITED)
    (site / "shown.jpg").symlink_to("raw/a.jpg")
    (site / "gallery").symlink_to("raw")
    policy = Policy(exclude=("site/raw/**",))
    assert set(found(site, policy=policy)) == {
        "site/ok.jpg", "site/shown.jpg", "site/gallery/a.jpg",
    }  # fmt: skip


def test_folders_that_are_named_together_are_one_tree(site: Path) -> None:
    (site / "out.jpg").symlink_to("../archive/bare.jpg")
    (site / "shelf").symlink_to("../archive")
    assert found(site) == {"site/ok.jpg": False, "site/out.jpg": True, "site/shelf": True}
    assert found(site, "archive") == {"site/ok.jpg": False, "archive/bare.jpg": False}
    assert found(site, "site/out.jpg") == {
        "site/ok.jpg": False, "site/shelf": True, "site/out.jpg": False,
    }  # fmt: skip
    judged = credits.check([str(site), "archive"])
    paths = {finding.path for finding in judged if finding.code == "CRD101"}
    assert paths == {"archive/bare.jpg"}


# ── out of it ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("target", ["../archive/bare.jpg", "../archive"])
def test_a_link_out_of_the_tree_is_held(run, site: Path, target: str) -> None:  # noqa: F811
    name = os.path.basename(target)
    (site / name).symlink_to(target)
    for jobs in ("1", "2"):
        code, out, _ = run("check", site, "--format", "json", "-j", jobs)
        assert code == 3
        (held,) = [one for one in json.loads(out)["findings"] if one["severity"] == "hold"]
        assert (held["code"], held["path"]) == ("FIL951", f"site/{name}")
        assert f"is a link out of what was named, to {target}" in held["message"]
        assert held["help"].startswith(f"name site/{name} itself, or leave it out")
    # both ways out, and what was remembered of the one is not said of the other
    assert run("check", f"site/{name}")[0] == 1
    assert run("check", site, f"site/{name}")[0] == 1
    assert run("check", site)[0] == 3
    Path("credits.toml").write_text(f'exclude = ["{name}"]\n')
    assert run("check", site)[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["show"], ["render"], ["embed", "--keyword", "dogs"], ["fix"], ["dedupe"],
        ["index", "--catalog", "c.db"], ["publish", "--to", "public", "--keep-going"],
        ["carry", "--match"],
    ],
)  # fmt: skip
def test_every_walk_tells_of_it_and_none_follows_it(
    run,  # noqa: F811
    site: Path,
    arguments: list[str],
) -> None:
    (site / "out.jpg").symlink_to("../archive/bare.jpg")
    (site / "shelf").symlink_to("../archive")
    before = Path("archive/bare.jpg").read_bytes()
    command, *options = arguments
    named = ["site/ok.jpg", *options, site] if command == "carry" else [site, *options]
    code, out, err = run(command, *named)
    assert code == 3
    assert f"{OUT}/bare.jpg" in out + err
    assert f"{OUT} " in f"{out}{err} ".replace("\n", " ")
    assert Path("archive/bare.jpg").read_bytes() == before
    assert not list(Path("public").glob("**/bare.jpg"))


def test_articles_behind_links_are_told(run, site: Path) -> None:  # noqa: F811
    Path("archive/story.md").write_text("![A dog](bare.jpg)")
    (site / "story.md").symlink_to("../archive/story.md")
    code, out, err = run("scan", site)
    assert (code, out) == (3, "")
    assert f"site/story.md: {OUT}/story.md" in err
    code, out, _ = run("check", site)
    assert (code, "1 photo and 1 article checked" in out) == (3, True)


@pytest.mark.parametrize("address", ["out.jpg", "shelf/bare.jpg"])
def test_a_page_that_shows_it_is_held(
    run,  # noqa: F811
    site: Path,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (site / "out.jpg").symlink_to("../archive/bare.jpg")
    (site / "shelf").symlink_to("../archive")
    Path("site/page.md").write_text(f"![A dog]({address})\n\n![Two dogs](ok.jpg)")
    options = ("--format", "json", "--select", "ART903,CRD101")
    # from above both are in the folder of the policy, and it is judged
    code, out, _ = run("check", "site/page.md", *options)
    assert (code, [one["code"] for one in json.loads(out)["findings"]]) == (1, ["CRD101"])
    monkeypatch.chdir(site)
    code, out, _ = run("check", "page.md", *options)
    (held,) = json.loads(out)["findings"]
    assert (code, held["code"], held["severity"], held["line"]) == (3, "ART903", "hold", 1)
    assert f"{address} is behind a link that leads out of the site" in held["message"]


def test_what_is_no_photo_may_lead_anywhere(site: Path) -> None:
    (site / "python").symlink_to(sys.executable)
    (site / "notes.txt").symlink_to("../archive/notes.txt")
    (site / "null").symlink_to("/dev/null")
    (site / ".hidden").symlink_to("../archive")
    assert found(site) == {"site/ok.jpg": False}
    (site / "null.jpg").symlink_to("/dev/null")
    (site / "upload").symlink_to("../archive/bare.jpg")
    assert [path for path, barred in found(site).items() if barred] == [
        "site/null.jpg", "site/upload",
    ]  # fmt: skip


def test_a_barred_path_is_opened_by_nobody(site: Path) -> None:
    barred = Barred("site/ok.jpg", "is a link", "name it")
    for one in (barred, pickle.loads(pickle.dumps(barred))):
        for door in (File, source_of, credits.read):
            with pytest.raises(UnreadableImage, match="is a link") as caught:
                door(one)
            assert (caught.value.path, caught.value.help) == ("site/ok.jpg", "name it")


# ── to nothing ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("target", "said", "help"),
    [
        ("nowhere.jpg", "is a link to nowhere.jpg, and nothing is there", "mend the link"),
        ("../gone/a.jpg", "is a link to ../gone/a.jpg, and nothing is there", "mend the link"),
        (".git/annex/objects/a/SHA.jpg", "nothing is there", "git annex get 'site/a b.jpg'"),
        ("a b.jpg", "Too many levels of symbolic links", "fetch"),
    ],
)
def test_a_broken_link_is_held(run, site: Path, target: str, said: str, help: str) -> None:  # noqa: F811
    (site / "a b.jpg").symlink_to(target)
    code, out, _ = run("check", site, "--format", "json")
    (held,) = [one for one in json.loads(out)["findings"] if one["severity"] == "hold"]
    assert (code, held["path"]) == (3, "site/a b.jpg")
    assert said in held["message"]
    assert held["help"].startswith(help)


def test_what_emacs_locks_a_file_with_is_no_article(run, site: Path) -> None:  # noqa: F811
    (site / ".#story.md").symlink_to("ann@desk.example.4711:1700000000")
    assert run("check", site)[0] == 0


# ── what has changed ────────────────────────────────────────────────────────────────────────────


def test_links_that_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run) -> None:  # noqa: F811
    git = begin(tmp_path / "repository", monkeypatch)
    git.stage("bare.jpg")
    git.commit()
    (tmp_path / "outside.jpg").write_bytes(CREDITED)
    (git.folder / "same.jpg").symlink_to("bare.jpg")
    (git.folder / "out.jpg").symlink_to("../outside.jpg")
    (git.folder / "gone.jpg").symlink_to("nowhere")
    code, out, _ = run("check", "--since", "HEAD", "--format", "json", "--select", "CRD101")
    told = {one["path"]: one["code"] for one in json.loads(out)["findings"]}
    assert told == {"bare.jpg": "CRD101", "out.jpg": "FIL951", "gone.jpg": "FIL951"}
    assert code == 1
    assert run("check", "--since", "HEAD", "out.jpg")[0] == 0
