"""The rules are what the table of rules says: severity, fix and name."""

from __future__ import annotations

import re

import pytest

from credits.checker import judge
from credits.finding import Severity
from credits.policy import Policy
from credits.record import record_of
from credits.rules import RULES, name_of
from credits.rules._model import EXAMPLE_DAY, Profile, Rule, desk_of, example
from credits.verdict import Decision, gate
from tests.conftest import SHARED, absent

SEVERITIES = {"E": "error", "H": "hold", "W": "warning", "I": "info"}
OURS = ("CRD", "CAP", "ALT", "RGT")
PROFILES: tuple[Profile, ...] = ("newsroom", "archive", "cc", "blog", "strict")
# what is judged by others, or came later
SECOND_WAVE = {
    "CRD210", "CRD211", "CAP305", "CAP307", "CAP308", "CAP309", "CAP311", "ALT407", "RGT604", "RGT608",
}  # fmt: skip


def rows() -> dict[str, list[str]]:
    table = SHARED / "RULES.md"
    if not table.exists():
        absent("the table of rules")
    found = re.findall(r"^\| ([A-Z]{3}\d{3}) \|(.*)\|$", table.read_text("utf-8"), re.MULTILINE)
    return {code: [cell.strip() for cell in cells.split("|")] for code, cells in found}


def test_every_rule_of_the_first_wave_is_there() -> None:
    wanted = {code for code in rows() if code.startswith(OURS)} - SECOND_WAVE
    assert len(wanted) == 33
    assert wanted <= set(RULES)


def test_severity_name_and_fix_are_those_of_the_table() -> None:
    for code, cells in rows().items():
        if code not in RULES or not code.startswith(OURS):
            continue
        name, severity, fix = cells[0], cells[-3], cells[-2]
        level = RULES[code].LEVELS["newsroom"]
        assert level.value == SEVERITIES[severity.strip("*")[0]], code
        if "/" not in name:
            assert name_of(code) == name == RULES[code].NAME, code
        assert (fix[0] == "–") == (not safeties(RULES[code])), code
        if fix[0] != "–":
            assert safeties(RULES[code]) == {"S": {"safe"}, "U": {"unsafe"}}[fix[0]], code


def safeties(rule: Rule) -> set[str]:
    remarks = [remark for bad in rule.BAD for remark in rule.check(bad.subject, desk_of(rule))]
    return {remark.fix.safety for remark in remarks if remark.fix}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_strict_is_never_milder_than_the_newsroom(rule: Rule) -> None:
    if "newsroom" in rule.LEVELS:
        assert rule.LEVELS["strict"].rank <= rule.LEVELS["newsroom"].rank


def test_what_blocks_by_itself_is_on_everywhere() -> None:
    """A photo that names nobody, or a licence that has ended, is published by no profile."""
    for code in ("CRD101", "CRD105", "CRD201", "CRD202", "CRD203", "RGT601", "RGT602"):
        for profile in PROFILES:
            assert RULES[code].LEVELS[profile] is Severity.ERROR, (code, profile)


def test_an_alt_text_is_asked_for_by_profile_option_or_in_public_copies() -> None:
    def asks(policy: Policy, **facts: object) -> bool:
        subject = example(creators=["Ann Lee"], facts=facts).subject
        return "ALT401" in {finding.code for finding in judge(subject, policy, EXAMPLE_DAY)}

    never = Policy.model_validate({"profile": "strict", "rules": {"ALT401": {"embedded": False}}})
    always = Policy.model_validate({"rules": {"ALT401": {"embedded": True}}})
    assert [asks(Policy()), asks(Policy(profile="strict")), asks(always), asks(never)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert asks(Policy(), exported=True)


def test_what_cannot_be_decided_is_held() -> None:
    policy = Policy(select=("RGT601", "RGT602"))
    held = ["Embargo until 05/06/2026", "UNDER EMBARGO", "14 days from transmission"]
    for text in held:
        verdict = gate([example(instructions=text).subject], policy, EXAMPLE_DAY)
        assert verdict.decision is Decision.HOLD, text
        assert [finding.severity for finding in verdict.findings] == [Severity.HOLD]
    verdict = gate([example(instructions="Embargo until 07/08/2026").subject], policy, EXAMPLE_DAY)
    assert verdict.decision is Decision.BLOCK
    mild = Policy.model_validate({"select": ["RGT601"], "severity": {"RGT601": "warning"}})
    found = gate([example(instructions=held[0]).subject], mild, EXAMPLE_DAY).findings
    assert [finding.severity for finding in found] == [Severity.WARNING]


AGENCY = {"creators": ["Joe Doe"], "credit_line": "AFP"}
PERSON = {"creators": ["Joe Doe"]}
OTHER = {"creators": ["Ann Lee"]}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("host", "file", "level"),
    [
        (AGENCY, OTHER, "error"),
        (OTHER, AGENCY, "error"),
        (PERSON, OTHER, "warning"),
        (AGENCY, {}, None),
    ],
)
def test_cms_and_file_may_not_name_another_agency(profile: Profile, host, file, level) -> None:
    facts = {"cms": record_of(host), "embedded": record_of(file)}
    subject = example(facts=facts, **host).subject
    policy = Policy(profile=profile, select=("SYN504",))
    found = list(judge(subject, policy, EXAMPLE_DAY))
    assert [str(one.severity) for one in found] == ([level] if level else [])
    milder = Policy(profile=profile, select=("SYN504",), severity={"SYN504": "warning"})
    assert {str(one.severity) for one in judge(subject, milder, EXAMPLE_DAY)} <= {"warning"}
