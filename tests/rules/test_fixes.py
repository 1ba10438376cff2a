"""A fix removes its finding, and a second run has nothing left to do: on real files."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import credits
from credits.checker import subject_of
from credits.photo import strip
from credits.policy import Policy
from credits.rules import RULES
from credits.rules._model import Rule, Subject, desk_of
from tests.pictures import picture


def is_plain(subject: Subject) -> bool:
    """Tell whether a record alone makes the file of an example (test_removals has the others)."""
    photo = subject.photo
    beyond = photo.known_traces or photo.problems or photo.digest_stale
    return not beyond and len(set(photo.sources.values())) <= 1


# a file cannot be told what others know, nor what its blocks disagree on: that is given
CASES = [
    pytest.param(rule, subject, id=f"{code}-{at}")
    for code, rule in RULES.items()
    for at, subject in enumerate(bad.subject for bad in rule.BAD)
    if any(remark.fix for remark in rule.check(subject, desk_of(rule))) and is_plain(subject)
]


def written(subject: Subject, folder: Path) -> str:
    """Make a real photo that says what the example says, where the example says it."""
    path = folder / os.path.basename(subject.path)
    path.write_bytes(picture("jpeg", (200, 150)))
    values = {
        name: value
        for name, value in subject.record.model_dump(
            exclude_none=True, exclude_defaults=True
        ).items()
        if value
    }
    blocks = {block for sources in subject.photo.sources.values() for block in sources}
    if blocks == {"reuse"}:
        Path(f"{path}.license").write_text(
            f"SPDX-FileCopyrightText: {values['copyright_notice']}\n"
        )
    elif values:
        credits.embed(str(path), **values, sidecar=blocks == {"sidecar"})
    return str(path)


def read_again(path: str, example: Subject) -> Subject:
    subject = replace(subject_of(path, Policy()), facts=example.facts)
    if not example.photo.conflicts:
        return subject
    return replace(subject, photo=replace(subject.photo, conflicts=example.photo.conflicts))


def fixes(rule: Rule, subject: Subject) -> list[dict[str, Any]]:
    found = rule.check(subject, desk_of(rule))
    return [dict(remark.fix.changes) for remark in found if remark.fix]


def test_enough_rules_have_a_fix() -> None:
    assert len(CASES) >= 40
    assert len({case.values[0].CODE for case in CASES}) >= 16


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_fix_removes_its_finding(rule: Rule, example: Subject, tmp_path: Path) -> None:
    path = written(example, tmp_path)
    subject = read_again(path, example)
    changes = fixes(rule, subject)
    assert changes, "the file does not show what the example does"
    for one in changes:
        credits.embed(path, **one)
    mended = replace(subject_of(path, Policy()), facts=example.facts)
    assert not fixes(rule, mended)
    kept = {name for one in changes for name, value in one.items() if value}
    remaining = [remark.message for remark in rule.check(mended, desk_of(rule))]
    assert not remaining, (kept, remaining)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_fix_changes_what_can_be_written(rule: Rule) -> None:
    for subject in (one.subject for one in rule.BAD):
        for remark in rule.check(subject, desk_of(rule)):
            if remark.fix:
                assert remark.fix.changes or remark.fix.removes
                assert remark.fix.safety in {"safe", "unsafe"}
                credits.embed(picture("jpeg", (64, 64)), **remark.fix.changes)
                assert strip(picture(), remark.fix.removes) == picture()
