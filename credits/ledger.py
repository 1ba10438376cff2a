"""Who answers for what passes: waivers of the policy, and the baseline.

Pure: what it needs to know of a file stands in the judgement. What nobody could judge is never
passed by a baseline, and an expired waiver lets nothing pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from credits.baseline import KINDS, Baseline
from credits.finding import Finding, Judgement, Suppression
from credits.policy import Policy
from credits.rules._terms import Leftover, Tally, Waiver


class Settled(NamedTuple):
    """A run after everybody was asked: its findings, the waivers and entries it concerned."""

    judgements: tuple[Judgement, ...]
    waivers: tuple[Tally, ...] = ()
    baseline: Baseline | None = None
    leftovers: tuple[Leftover, ...] = ()

    @property
    def findings(self) -> Iterator[Finding]:
        """Give the findings, file by file."""
        return (finding for one in self.judgements for finding in one.findings)


def settled(
    judgements: Iterable[Judgement],
    policy: Policy,
    today: date,
    baseline: Baseline | None = None,
    *,
    whole: bool = False,
) -> Settled:
    """Mark the findings that a waiver or the baseline lets pass.

    *whole* says that everything the policy is for was judged: a waiver that meets no file then
    lets nothing pass, and so does an entry whose photo is not there.
    """
    if not policy.waiver and baseline is None:
        return Settled(tuple(judgements))
    book = _Book(policy, today, baseline)
    done = tuple(book.settle(one) for one in judgements)
    return Settled(done, book.tallies(whole=whole), baseline, book.leftovers(whole=whole))


class _Book:
    """What is known of waivers and entries while a run is gone through."""

    def __init__(self, policy: Policy, today: date, baseline: Baseline | None) -> None:
        self.policy = policy
        self.today = today
        self.baseline = baseline
        self.used = [0] * len(policy.waiver)
        self.met = [False] * len(policy.waiver)
        self.images: set[str] = set()
        self.found: set[tuple[str, str]] = set()

    def settle(self, one: Judgement) -> Judgement:
        holding = list(self._holding(one))
        if one.image:
            self.images.add(one.image)
        if not one.findings:
            return one
        findings = (self._passed(finding, one, holding) for finding in one.findings)
        return one._replace(findings=tuple(findings))

    def _holding(self, one: Judgement) -> Iterator[int]:
        """Give the waivers that mean this file and are in force, and note those that mean it."""
        for number, waiver in enumerate(self.policy.waiver):
            if self.met[number] and not one.findings:
                continue
            if self._means(waiver, one):
                self.met[number] = True
                if not waiver.expired(self.today):
                    yield number

    def _means(self, waiver: Waiver, one: Judgement) -> bool:
        if waiver.sha256 is not None and waiver.sha256 != one.sha256:
            return False
        return waiver.path is None or self.policy.matches(one.path, waiver.path)

    def _passed(self, finding: Finding, one: Judgement, holding: list[int]) -> Finding:
        there = self._was_there(finding, one)
        for number in holding:
            waiver = self.policy.waiver[number]
            if waiver.rule == finding.code:
                self.used[number] += 1
                by = Suppression("waiver", waiver.reason, waiver.owner, waiver.expires)
                return replace(finding, suppression=by)
        if there:
            by = Suppression("baseline", "was there before the gate")
            return replace(finding, suppression=by)
        return finding

    def _was_there(self, finding: Finding, one: Judgement) -> bool:
        if self.baseline is None or one.image is None or finding.severity not in KINDS:
            return False
        entry = self.baseline.entries.get(one.image)
        if entry is None or finding.code not in entry.rules:
            return False
        self.found.add((one.image, finding.code))
        return True

    def tallies(self, *, whole: bool) -> tuple[Tally, ...]:
        return tuple(
            Tally(waiver, self.policy.origin.line("waiver", str(number)), self.used[number])
            for number, waiver in enumerate(self.policy.waiver)
            if (self.met[number] or whole) and self.policy.is_on(waiver.rule)
        )

    def leftovers(self, *, whole: bool) -> tuple[Leftover, ...]:
        if self.baseline is None:
            return ()
        return tuple(
            Leftover(rule, entry.path, line, image)
            for line, (image, entry) in enumerate(sorted(self.baseline.entries.items()), 2)
            if image in self.images or whole
            for rule in entry.rules
            if (image, rule) not in self.found and self.policy.is_on(rule)
        )
