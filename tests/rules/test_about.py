"""What rules are about: where a subject has none of it they have nothing to say, and stay shut."""

from __future__ import annotations

import pytest

from credits.checker import _SEEN, Judge, _has, judge
from credits.policy import Policy
from credits.rules import ABOUT, ROOMS, RULES
from credits.rules._model import EXAMPLE_DAY, Facts, Subject, desk_of

EXAMPLES = [
    one.subject for rule in RULES.values() for one in (*rule.GOOD, *rule.BAD)
]  # fmt: skip
FACTS = {"cms", "likenesses", "incomparable", "original", "edits", "waivers", "leftovers", "entries"}  # fmt: skip


def test_the_table_names_rules_and_what_can_be_seen() -> None:
    assert len(ABOUT) == 25
    assert set(ABOUT) < set(ROOMS)
    assert {one for ones in ABOUT.values() for one in ones} == FACTS | set(_SEEN)


@pytest.mark.parametrize("code", ABOUT)
def test_a_rule_is_silent_without_what_it_is_about(code: str) -> None:
    rule, without = RULES[code], 0
    for subject in EXAMPLES:
        if _has(subject).isdisjoint(ABOUT[code]):
            without += 1
            assert not list(rule.check(subject, desk_of(rule))), subject
    assert without > 150


@pytest.mark.parametrize("code", ABOUT)
def test_every_bad_example_has_what_its_rule_is_about(code: str) -> None:
    for bad in RULES[code].BAD:
        assert not _has(bad.subject).isdisjoint(ABOUT[code])


def test_the_engine_finds_what_all_rules_would() -> None:
    """Each rule over each example, asked or not, says what the engine reports."""
    policy, found = Policy(profile="strict"), 0
    for subject in EXAMPLES:
        told = [
            code
            for code, rule in RULES.items()
            if policy.is_on(code) and subject.role in rule.ROLES
            for _ in rule.check(subject, _desk(policy, code))
        ]
        findings = [finding.code for finding in judge(subject, policy, EXAMPLE_DAY)]
        assert sorted(findings) == sorted(told)
        found += len(told)
    assert found > 500


def _desk(policy, code):
    desk = desk_of(RULES[code])
    return type(desk)(policy, EXAMPLE_DAY, policy.options_of(code))


def test_one_judge_tells_subjects_apart() -> None:
    """What is remembered for one subject does not answer for another."""
    plain = Subject("a.jpg", EXAMPLES[0].photo)
    knowing = Subject("a.jpg", EXAMPLES[0].photo, facts=Facts({"incomparable": "no decoder"}))
    one = Judge(Policy(), EXAMPLE_DAY)
    before = [finding.code for finding in one.findings(plain)]
    assert "DUP851" not in before
    assert "DUP851" in [finding.code for finding in one.findings(knowing)]
    assert [finding.code for finding in one.findings(plain)] == before
