"""Folders and files that may not be read: never a silent pass, and never the end of the others."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click
import pytest

import credits
from credits.commands import COMMANDS, cli
from credits.folder import walk
from credits.policy import Policy
from tests.commands.conftest import BIG
from tests.pictures import VALUES, picture

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes bind nobody there")

CREDITED = credits.embed(picture("jpeg", BIG), **VALUES)
CLOSED = "site/private: cannot be opened: Permission denied"


@pytest.fixture
def site(ordinary: Path) -> Path:
    """A site with one good photo, and a folder nobody may look into."""
    place = Path("site")
    (place / "private").mkdir(parents=True)
    (place / "private" / "uncredited.jpg").write_bytes(picture("jpeg", BIG))
    (place / "ok.jpg").write_bytes(CREDITED)
    (place / "private").chmod(0)
    return place


@pytest.mark.parametrize("mode", [0o000, 0o100, 0o400])
def test_the_gate_holds_what_it_cannot_look_into(run, site: Path, mode: int) -> None:
    (site / "private").chmod(mode)
    code, out, _ = run("check", site, "--format", "json")
    document = json.loads(out)
    assert (code, document["verdict"]) == (3, "hold")
    (finding,) = [one for one in document["findings"] if one["severity"] == "hold"]
    assert finding["code"] == "FIL951"
    assert finding["path"].startswith("site/private")
    assert "Permission denied" in finding["message"]
    assert "chmod" in finding["help"]


def test_a_folder_named_itself_is_held(run, site: Path) -> None:
    assert run("check", site / "private")[0] == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["show"],
        ["scan"],
        ["render"],
        ["embed", "--keyword", "dogs"],
        ["fix"],
        ["dedupe"],
        ["index", "--catalog", "c.db"],
        ["publish", "--to", "public"],
        ["explain"],
    ],
)
def test_every_walk_says_what_it_could_not_look_into(run, site: Path, arguments: list[str]) -> None:
    command, *options = arguments
    named = site / "private" if command == "explain" else site
    code, out, err = run(command, named, *options)
    assert code == 3
    assert "site/private" in out + err
    assert "Permission denied" in out + err


def test_a_baseline_never_lets_it_pass(run, site: Path) -> None:
    code, _, err = run("baseline", "create", site, "--baseline", "b.json")
    assert (code, "1 on hold are not in it" in err) == (0, True)
    assert run("check", site, "--baseline", "b.json")[0] == 3


def test_publishing_stops(run, site: Path) -> None:
    assert run("publish", site, "--to", "public")[0] == 3
    assert not Path("public").exists()
    assert run("publish", site, "--to", "public", "--keep-going")[0] == 3
    assert [path.name for path in Path("public").rglob("*")] == ["ok.jpg"]


@pytest.mark.parametrize("glob", ["private", "private/", "site/private/**", "**/private/*"])
def test_what_the_policy_leaves_out_may_be_closed(run, site: Path, glob: str) -> None:
    Path("credits.toml").write_text(f'exclude = ["{glob}"]\n')
    assert run("check", site)[0] == 0


def test_carry_says_where_it_could_not_look(run, site: Path) -> None:
    Path("original.jpg").write_bytes(CREDITED)
    code, _, err = run("carry", "original.jpg", "--match", site)
    assert code == 3
    assert CLOSED in err


@pytest.mark.parametrize("name", ["mode000.jpg", "feed.xml", "page.html", "upload"])
def test_a_file_that_may_not_be_read_is_held(run, ordinary: Path, name: str) -> None:
    Path("ok.jpg").write_bytes(CREDITED)
    Path(name).write_bytes(CREDITED)
    Path(name).chmod(0)
    for named in ([Path()], ["ok.jpg", name]):
        code, out, _ = run("check", *named)
        assert code == 3
        assert name in out
        assert "FIL951" in out
        assert "2 photos checked" in out or "1 photo and 1 article checked" in out
    Path(name).unlink()
    assert run("check", ".")[0] == 0


def test_what_is_no_photo_by_its_name_may_be_closed(run, ordinary: Path) -> None:
    Path("key.pem").touch(0)
    assert run("check", ".")[0] == 0


def test_the_walk_goes_on_behind_a_closed_folder(ordinary: Path) -> None:
    for name in ("a", "b", "c"):
        Path("top", name).mkdir(parents=True)
        Path("top", name, "x.jpg").write_bytes(CREDITED)
    for name in ("a", "c"):
        Path("top", name).chmod(0)
    found = list(walk(["top"], Policy(root=os.fspath(ordinary))))
    assert found == ["top/a", "top/b/x.jpg", "top/c"]


def test_one_file_that_may_not_be_read_stops_no_other(run, ordinary: Path) -> None:
    Path("ok.jpg").write_bytes(CREDITED)
    Path("mode000.jpg").touch(0)
    for command in (["embed", "--keyword", "x"], ["show"], ["render"], ["fix"]):
        code, out, err = run(*command, "mode000.jpg", "ok.jpg")
        assert (command, code) == (command, 3)
        assert "mode000.jpg" in out + err
        assert "ok.jpg" in out or "2 photos checked" in out or command == ["render"]


def test_no_command_asks_whether_its_files_can_be_read() -> None:
    """The system is asked by opening them: one that cannot be read is told of, the others done."""
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in COMMANDS}
    named = [
        one
        for command in commands.values()
        for one in command.params
        if isinstance(one, click.Argument) and isinstance(one.type, click.Path)
    ]
    assert len(named) >= 10
    assert [one.name for one in named if one.type.readable] == ["folder"]  # credits init


def test_a_journal_that_may_not_be_read(run, ordinary: Path, monkeypatch) -> None:
    monkeypatch.setenv("CREDITS_JOURNAL", "kept")
    Path("kept").mkdir()
    assert run("undo")[0] == 2
    Path("kept").chmod(0)
    for command in ("log", "undo"):
        code, _, err = run(command)
        assert (code, "kept: the journal cannot be read: Permission denied" in err) == (1, True)
