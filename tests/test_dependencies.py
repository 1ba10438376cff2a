"""What the package is said to work with has been tried, and what was not is said, too."""

from __future__ import annotations

import importlib.util
import json
from typing import Any

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def tried() -> Any:
    spec = importlib.util.spec_from_file_location("dependencies", ROOT / "ci" / "dependencies.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_bound_was_tried(tried: Any) -> None:
    """A bound of pyproject.toml is the version that ``ci/dependencies.py lowest`` passed with."""
    found = json.loads(tried.FOUND.read_text())
    bounds = {tried.name_of(bound): bound.partition(">=")[2] for bound in tried.bounds()}
    lowest = found["lowest"]["packages"]
    assert set(lowest) == set(found["newest"]["packages"]) == set(bounds)
    off = {name: version for name, version in bounds.items() if not same(version, lowest[name])}
    assert not off, f"run ci/dependencies.py lowest: {off}"
    for which in ("lowest", "newest"):
        assert found[which]["failed"] == 0
        assert found[which]["passed"] > 2000
    assert found["bare"]["failed"] == 0


def same(one: str, other: str) -> bool:
    """Compare versions: 6 is 6.0 (PEP 440)."""
    short, long = sorted((one.split("."), other.split(".")), key=len)
    return long[: len(short)] == short and set(long[len(short) :]) <= {"0"}


KNOWN = {"name": "click", "version": "8.2.0", "vulns": []}
BAD = {"name": "lxml", "version": "5.3", "vulns": [{"id": "PYSEC-1", "fix_versions": ["6"]}]}
SKIPPED = {"name": "pillow", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(("packages", "says"), [
    ([KNOWN], "1 of 1 packages were looked up, 0 vulnerabilities found"),
    ([KNOWN, BAD], "lxml 5.3: PYSEC-1\n2 of 2 packages were looked up, 1 vulnerabilities found"),
    ([KNOWN, SKIPPED], "1 of 2 packages were looked up, 0 vulnerabilities found\n1 could not be looked up"),
    ([SKIPPED], "0 of 1 packages were looked up"),
    ([], "nothing could be asked: no route"),
])  # fmt: skip
def test_an_audit_says_what_it_could_not_ask(tried: Any, packages: list[Any], says: str) -> None:
    """pip-audit ends with "No known vulnerabilities found" where it has skipped everything."""
    result = tried.judged(json.dumps({"dependencies": packages}) if packages else "")
    assert tried.told(result, "no route").startswith(says)
