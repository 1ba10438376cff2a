"""The labelled lines of real papers: how many are read wholly right, and what the lexicon is worth.

The lines are read and scored where they lie, by the scorer beside them; none is copied here. The
bounds are floors well under what is reached: a parser that knew these lines by heart would be
worth nothing.
"""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from credits.vocabulary import default
from tests.conftest import absent

BENCH = Path(__file__).resolve().parents[1] / "bench" / "credit_lines.py"


@cache
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_credit_lines", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def gold() -> list[dict]:
    rows = bench().labelled()
    if not rows:
        absent("the labelled credit lines")
    return rows


def score(gold: list[dict], known=None) -> dict:
    return bench().score(gold, bench().with_words(known or default()))


def test_labelled_lines(gold: list[dict]) -> None:
    reached = score(gold)
    assert (reached["lines"], reached["no_credit_lines"]) == (454, 59)
    assert reached["all_fields_right"] >= 0.93
    assert reached["macro_f1"] >= 0.95
    assert reached["false_credit_rate"] <= 0.01
    assert reached["fields"]["is_placeholder"]["p"] >= 0.98
    assert reached["fields"]["is_placeholder"]["r"] >= 0.95


def test_a_fifth_of_the_organisations_less(gold: list[dict]) -> None:
    """What the lexicon does not know is still read by its shape, and nothing is invented."""
    fifths = bench().fifths()
    assert len({one.name for one in default().organisations.values()}) >= 500
    for known in fifths:
        assert len(known.organisations) < len(default().organisations)
        reached = score(gold, known)
        assert reached["all_fields_right"] >= 0.80
        assert reached["false_credit_rate"] <= 0.02


def test_no_organisations_at_all(gold: list[dict]) -> None:
    nothing = default().without({one.name for one in default().organisations.values()})
    assert 0.4 <= score(gold, nothing)["all_fields_right"] < 0.85


def test_the_bench_makes_lines_that_are_all_different() -> None:
    lines = bench().fresh_lines(2_000)
    assert len(lines) == 2_000
    assert len(set(lines)) > 1_500
