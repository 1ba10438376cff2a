"""The house itself: floors, tables, names."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import credits
from credits import rules
from credits.commands import COMMANDS
from tests.conftest import ROOT

PACKAGE = Path(credits.__file__).parent


def test_public_names_exist_and_are_listed() -> None:
    assert sorted(credits.__all__) == sorted({*credits._ROOMS, "__version__"})
    for name in credits.__all__:
        assert getattr(credits, name) is not None
    assert set(credits.__all__) <= set(dir(credits))


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text())
    imported = {
        alias.asname: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("credits.")
        for alias in node.names
    }
    assert imported == {name: f"credits.{room}" for name, room in credits._ROOMS.items()}


def test_no_module_bears_the_name_of_a_public_function() -> None:
    modules = {path.stem for path in PACKAGE.iterdir()}
    assert modules.isdisjoint(credits.__all__)


def test_tables_are_the_folders() -> None:
    files = {path.stem for path in (PACKAGE / "rules").glob("[!_]*.py")}
    assert {rule.__name__.rpartition(".")[2] for rule in rules.RULES.values()} == files  # type: ignore[attr-defined]
    assert all(code == rule.CODE for code, rule in rules.RULES.items())
    files = {path.stem for path in (PACKAGE / "commands").glob("[!_]*.py")}
    assert set(COMMANDS.values()) == files
    reports = importlib.import_module("credits.reports")
    assert set(reports.FORMATS) == {p.stem for p in (PACKAGE / "reports").glob("[!_]*.py")}


def test_every_module_says_what_it_is() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text())), path


def loaded_by(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint(*sys.modules, file=sys.__stdout__)"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return set(done.stdout.splitlines()[-1].split())


def test_importing_the_package_opens_no_room() -> None:
    assert not {"pydantic", "lxml", "PIL", "click"} & loaded_by("import credits")


def test_check_loads_nothing_heavy() -> None:
    call = "from credits.commands import main; main(['check', 'sample_images'])"
    heavy = {"numpy", "scipy", "jinja2", "sqlalchemy", "imagehash", "PIL", "rich"}
    assert not heavy & loaded_by(call)


def test_a_first_check_opens_only_what_the_photo_needs(tmp_path: Path) -> None:
    """A JPEG: no other format, and no validator where there is no policy file."""
    place = tmp_path / "vigil.jpg"
    sample = (ROOT / "sample_images/harbour-at-dawn.jpg").read_bytes()
    place.write_bytes(credits.embed(sample, creators=["Ann Lee"], credit_line="TASS"))
    call = (
        "from credits.commands import main; import os; "
        f"os.chdir({str(tmp_path)!r}); main(['check', '--no-cache', 'vigil.jpg'])"
    )
    opened = loaded_by(call)
    formats = {name for name in opened if name.startswith("credits.containers.")}
    assert "credits.containers.jpeg" in formats
    assert not {f"credits.containers.{form}" for form in ("heif", "png", "svg", "webp")} & formats
    assert not {"pydantic", "tomllib"} & opened
    assert not {
        name for name in opened if name.startswith(("credits.articles", "credits._credit_"))
    }
    assert not {"credits._edit", "credits._strip", "credits.journal", "credits._values"} & opened
    rules = {name for name in opened if name.startswith("credits.rules.")}
    assert "credits.rules.missing_credit" in rules
    assert not {f"credits.rules.{name}" for name in UNASKED} & rules


def test_a_first_check_asks_no_organisation() -> None:
    """The credit of an agency is known by its own form, without all the names there are."""
    code = (
        "from credits.checker import Judge; from credits.policy import Policy\n"
        "from credits.rules._model import EXAMPLE_DAY, example\n"
        "from credits.vocabulary import organisations\n"
        "one = example(creators=['Ann Lee'], credit_line='TASS', caption='A dam breaks in June')\n"
        "judge = Judge(Policy.model_construct(), EXAMPLE_DAY)\n"
        "assert {f.code for f in judge.findings(one.subject)} == {'CRD103'}\n"
        "print(organisations.__globals__['_organisations'].organisations.cache_info().misses)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


# what no photo by itself gives a reason to open
UNASKED = (
    "cms_vs_file", "derivative_lost_credit", "duplicate_other_credit", "photo_without_visible_credit",
    "jsonld_missing", "waiver_expired", "baseline_too_large", "lfs_pointer", "credentials_would_break",
)  # fmt: skip


def test_no_path_of_a_machine_in_the_project() -> None:
    """Every file of the project is looked at, as git lists them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split("\0")
    paths = [ROOT / name for name in listed if name.endswith((".py", ".md", ".toml", ".yaml"))]
    assert len(paths) > 80
    for path in paths:
        assert f"{ROOT.parent}/" not in path.read_text(encoding="utf-8"), path
