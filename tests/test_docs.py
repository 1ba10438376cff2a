"""The documents say what is true: generated pages are current, the README's output is real."""

from __future__ import annotations

import importlib.util
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from credits.commands import COMMANDS, cli
from credits.duplicates import LEVELS, RADII
from credits.fingerprints import LEAST_DETAIL
from tests.conftest import ROOT
from tests.test_strip import telling as told

README = (ROOT / "README.md").read_text(encoding="utf-8") if (ROOT / "README.md").exists() else ""


def maker() -> Any:
    spec = importlib.util.spec_from_file_location("make", ROOT / "docs" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def generated() -> dict[str, str]:
    return dict(maker().pages())


def test_generated_pages_are_current() -> None:
    for name, text in generated().items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == text, (
            f"run docs/make.py: {name}"
        )


def test_figures_of_likeness_are_those_of_this_program() -> None:
    """Who changes a threshold measures anew: bench/likeness.py PHOTOS --record."""
    figures = maker()._bench("record").recorded("likeness")
    assert figures["levels"] == {str(level): most for level, most in LEVELS.items()}
    assert figures["radius"] == RADII["phash"]
    assert figures["least_detail"] == LEAST_DETAIL
    ours = figures["tools"]["credits likely"]
    assert len(ours["edits"]) == 35
    assert round(sum(ours["edits"].values()) / 35) == round(ours["recall"])
    assert ours["recall"] >= 85
    assert ours["false"]["edited"] <= figures["pairs"]["edited"] / 1_000_000
    for edit in ("border 5 %", "caption bar 8 %", "mirror", "quarter turn", "crop 10 % centre"):
        assert ours["edits"][edit] >= 90, edit


def test_every_rule_page_has_its_rule() -> None:
    pages = {f"rules/{path.name}" for path in (ROOT / "docs" / "rules").iterdir()}
    assert pages == {name for name in generated() if name.startswith("rules/")}


def test_what_security_promises_is_held_by_tests_that_are_there() -> None:
    """Each row of the page names its tests, and each of them is one."""
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|(?!-|[^|]*\| held by)(.*)\|$", page, re.MULTILINE)
    named = [re.findall(r"`(tests/[\w./]+?)(?:::(\w+))?`", row) for row in rows]
    held = {tuple(one) for row in named for one in row}
    assert [row for row, tests in zip(rows, named, strict=True) if not tests] == [HEAD]
    assert sum(bool(test) for _, test in held) >= 30
    for path, test in held:
        assert (ROOT / path).exists(), path
        if test:
            assert f"\ndef {test}(" in (ROOT / path).read_text(encoding="utf-8"), (path, test)


HEAD = " what they put in | what comes of it, and the test "


def test_readme_has_exactly_two_set_up_commands_of_one_line() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        assert block.count("\n") == 1
        assert block.startswith("python3 -m venv")


def test_every_command_is_in_the_readme() -> None:
    for name in COMMANDS:
        assert f"credits {name}" in README, name


def test_readme_shows_real_output() -> None:
    """Each console block is run, command by command, on a copy of the sample images."""
    assert README.count("```console") >= 4
    for page in maker().SHOWING:
        text = page.read_text(encoding="utf-8")
        assert "```console" in text
        assert maker().readme(text) == text, "run docs/make.py"


def test_readme_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "sample_images", tmp_path / "sample_images")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})


# what needs a project of Django around it is held in tests/integrations
OF_A_SITE = {"django.md", "wagtail.md"}
EXAMPLES = [
    (page.name, number, block)
    for page in sorted((ROOT / "docs").glob("*.md"))
    if page.name not in OF_A_SITE
    for number, block in enumerate(
        re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL), 1
    )
]


@pytest.mark.parametrize(("page", "number", "block"), EXAMPLES)
def test_python_of_the_documents_runs(
    page: str, number: int, block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "sample_images", tmp_path / "sample_images")
    monkeypatch.chdir(tmp_path)
    data = told("jpeg")
    Path("vigil.jpg").write_bytes(data)
    exec(compile(block, f"{page} {number}", "exec"), {"image_bytes": data})


def test_every_command_shows_an_example() -> None:
    shown = dict(_helps(cli, "credits"))
    assert set(COMMANDS) <= {name.split()[1] for name in shown}
    for name, text in shown.items():
        assert re.search(rf"Example: {name}\b", text), name


def _helps(group: click.Group, name: str) -> Iterator[tuple[str, str]]:
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        yield f"{name} {word}", command.help or ""
        if isinstance(command, click.Group):
            yield from _helps(command, f"{name} {word}")
