"""Each rule's own examples are its tests."""

from __future__ import annotations

import inspect

import pytest

from credits.checker import judge
from credits.finding import Severity
from credits.policy import Policy
from credits.rules import GROUPS, RULES, selected
from credits.rules._model import EXAMPLE_DAY, Rule, desk_of

BOTH = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


@BOTH
def test_good_examples_pass(rule: Rule) -> None:
    assert rule.GOOD
    for subject in (one.subject for one in rule.GOOD):
        assert not list(rule.check(subject, desk_of(rule))), subject


@BOTH
def test_bad_examples_are_found(rule: Rule) -> None:
    assert rule.BAD
    for subject in (one.subject for one in rule.BAD):
        found = list(rule.check(subject, desk_of(rule)))
        assert found, subject
        for remark in found:
            assert remark.message
            assert remark.help or remark.fix


@BOTH
def test_identity(rule: Rule) -> None:
    assert rule.CODE[:3] in GROUPS
    assert rule.CODE[3:].isdigit()
    assert set(rule.LEVELS) <= {"newsroom", "archive", "cc", "blog", "strict"}
    assert all(isinstance(level, Severity) for level in rule.LEVELS.values())


@BOTH
def test_docstring_has_the_headings(rule: Rule) -> None:
    doc = inspect.cleandoc(rule.__doc__ or "")
    headings = [line for line in doc.splitlines() if line.endswith(":") and line[:1].isalpha()]
    assert headings == ["What:", "Why:", "Example:", "Fix:"]


@BOTH
def test_engine_gives_code_name_and_severity(rule: Rule) -> None:
    policy = Policy(select=(rule.CODE,))
    for subject in (one.subject for one in rule.BAD):
        remarks = list(rule.check(subject, desk_of(rule)))
        levels = [
            (remark.severity or rule.LEVELS["newsroom"], remark.undecided) for remark in remarks
        ]
        own = [
            Severity.HOLD if undecided and level is Severity.ERROR else level
            for level, undecided in levels
        ]
        for finding in judge(subject, policy, EXAMPLE_DAY):
            assert finding.severity in own
            assert (finding.code, finding.name) == (rule.CODE, rule.NAME)
            assert finding.path == subject.path


def test_selection_by_prefix_code_and_name() -> None:
    assert selected(("CRD20",)) == {f"CRD20{number}" for number in range(1, 10)}
    assert selected(("missing-credit", "FIL951")) == {"CRD101", "FIL951"}
    assert selected(()) == frozenset()
