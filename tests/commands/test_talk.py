"""``-q`` and ``-v``, alike for every command; ``-j`` and ``-`` where they were promised."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import credits
from credits.commands import cli
from tests.commands.conftest import BIG
from tests.conftest import ROOT
from tests.pictures import VALUES, picture

GOOD = credits.embed(picture("jpeg", BIG), **VALUES, alt_text="A square", date_created="2024-05-03")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    (tmp_path / "good.jpg").write_bytes(GOOD)
    return tmp_path / "good.jpg"


def commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*above, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))


def test_every_command_offers_both() -> None:
    names = list(commands(cli))
    assert len(names) >= 29
    for name in ((), *names):
        command: click.Command = cli
        for word in name:
            assert isinstance(command, click.Group)
            found = command.get_command(click.Context(command), word)
            assert found is not None
            command = found
        options = [one.opts for one in command.params]
        assert options.count(["--quiet", "-q"]) == options.count(["--verbose", "-v"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["embed", "good.jpg", "--keyword", "dogs"],
        ["embed", "good.jpg", "--keyword", "dogs", "--dry-run"],
        ["fix", "good.jpg"],
        ["check", "good.jpg"],
        ["publish", "good.jpg", "--to", "public"],
        ["index", str(ROOT / "sample_images" / "vigil.jpg"), "--catalog", "a.db"],
        ["baseline", "create", "good.jpg", "--baseline", "b.json"],
        ["init", "--yes"],
    ],
)
def test_what_goes_well_is_not_said(run, good: Path, arguments: list[str]) -> None:
    assert run("-q", *arguments) == (0, "", "")


def test_undo_and_carry_say_nothing_either(run, good: Path) -> None:
    Path("small.jpg").write_bytes(picture("jpeg", (90, 60)))
    assert run("carry", "-q", good, "small.jpg") == (0, "", "")
    assert run("undo", "-q") == (0, "", "")
    assert credits.read("small.jpg").record.creators == ()


def test_what_is_wrong_and_what_was_asked_for_is_said(run, good: Path, bare: Path) -> None:
    code, out, _ = run("check", "-q", bare)
    assert (code, "CRD101" in out) == (1, True)
    assert json.loads(run("check", "-q", good, "--format", "json")[1])["verdict"] == "publish"
    assert "good.jpg" in run("show", "-q", good)[1]
    assert "+ city" in run("embed", "-q", good, "--city", "Kyiv", "--diff")[1]
    code, _, err = run("embed", "-q", "--city", "Kyiv", "nowhere.jpg")
    assert (code, "nowhere.jpg: there is no such file" in err) == (2, True)
    assert "no photos found" not in run("check", "-q", good)[2]


def test_verbose_speaks_on_stderr_alone(run, good: Path) -> None:
    plain, told = (
        run("check", good, "--format", "json"),
        run("-v", "check", good, "--format", "json"),
    )
    assert told[:2] == plain[:2]
    version, policy, photo, took = told[2].splitlines()
    assert version.startswith(f"credits {credits.__version__}, Python ")
    assert policy == "policy none, profile newsroom"
    assert photo == f"checking {good}"
    assert took.endswith(" s")
    assert f"read {good}" in run("show", "-v", good)[2]
    assert f"writing {good}" in run("embed", "-v", good, "--city", "Kyiv")[2]
    assert run("rules", "--verbose")[2].count("\n") == 2


def test_not_both(run, good: Path) -> None:
    for given in (("-q", "check", good, "-v"), ("-v", "check", "-q", good), ("show", "-qv", good)):
        code, _, err = run(*given)
        assert (code, "--quiet and --verbose exclude each other" in err) == (2, True)


def test_show_reads_ahead_and_keeps_the_order(run, good: Path) -> None:
    names = [f"{number:02}.jpg" for number in range(40)]
    for name in names:
        Path(name).write_bytes(GOOD)
    Path("07.jpg").write_bytes(b"no photo")
    for jobs in ("1", "4"):
        code, out, err = run("show", "--jobs", jobs, "--format", "jsonl", *names)
        said = [json.loads(row)["path"] for row in out.splitlines()]
        assert (code, said) == (3, [name for name in names if name != "07.jpg"])
        assert "07.jpg: is not an image" in err
    assert run("show", "-j", "0", good)[0] == 2


def test_explain_reads_one_photo_from_stdin(run, good: Path, monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD)))
    code, out, _ = run("explain", "-", "--format", "json")
    document = json.loads(out)
    assert (code, document["path"], document["verdict"]) == (0, "-", "publish")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run("explain", "-")[0] == 3
