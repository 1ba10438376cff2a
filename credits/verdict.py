"""The one decision every door calls: publish, hold or block.

`gate` is pure: what it judges was read before, time is given, nothing is looked up. It fails
closed: what could not be read is held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

from credits.errors import Blocked
from credits.finding import Checked, Finding, Judgement, Severity
from credits.ledger import settled
from credits.policy import Policy, policy_for

if TYPE_CHECKING:
    from credits._bytes import Readable
    from credits.baseline import Baseline
    from credits.rules._model import Subject


class Decision(StrEnum):
    """What may be done with the photos."""

    PUBLISH = "publish"
    HOLD = "hold"
    BLOCK = "block"


_BLOCKING: Final = {
    "error": frozenset({Severity.ERROR}),
    "warning": frozenset({Severity.ERROR, Severity.WARNING}),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision, the findings it rests on, and everything that was judged.

    *fail_on* is the mildest severity that blocks. *bugs* are the reports of failures of ours that
    left a file undecided.
    """

    decision: Decision
    findings: tuple[Finding, ...]
    checked: tuple[Checked, ...]
    fail_on: Literal["error", "warning"] = "error"
    bugs: tuple[str, ...] = ()

    def blocks(self, finding: Finding) -> bool:
        """Tell whether this finding alone would block publication."""
        return finding.suppression is None and finding.severity in _BLOCKING[self.fail_on]

    @property
    def photos(self) -> int:
        """Count the photos that were judged."""
        return sum(one.kind == "photo" for one in self.checked)

    @property
    def articles(self) -> int:
        """Count the articles that were judged."""
        return len(self.checked) - self.photos

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity that count."""
        return sum(one.severity is severity and not one.suppression for one in self.findings)

    def suppressed(self, kind: str) -> int:
        """Count the findings that a ``waiver`` or the ``baseline`` lets pass."""
        return sum(one.suppression is not None and one.suppression.kind == kind
                   for one in self.findings)  # fmt: skip


def gate(
    subjects: Iterable[Subject],
    policy: Policy,
    now: datetime | None = None,
    baseline: Baseline | None = None,
) -> Verdict:
    """Decide on photos that were read; *now* is the time that embargoes and expiry go by.

    Without *now* the clock says; with it the same subjects get the same verdict, always. *baseline*
    knows a subject by its image-data hash, which `checker.subjects` works out when asked to.
    """
    from credits.checker import Judge, moment  # noqa: PLC0415  (what is remembered needs no rules)

    now = moment(now)
    judge = Judge(policy, now)
    return summed_up(map(judge.judgement, subjects), policy, now, baseline)


def summed_up(
    judgements: Iterable[Judgement],
    policy: Policy,
    now: datetime,
    baseline: Baseline | None = None,
    *,
    whole: bool = False,
) -> Verdict:
    """Decide on a run: files that were judged one by one, and who answers for what passes.

    *now* needs a zone. *whole* says that everything the policy is for was judged.
    """
    run = settled(judgements, policy, now.date(), baseline, whole=whole)
    findings = tuple(run.findings)
    if run.waivers or baseline is not None:
        from credits.checker import judged_as_a_whole  # noqa: PLC0415

        findings = tuple(judged_as_a_whole(run, policy, now))
    checked = tuple(one.checked for one in run.judgements)
    bugs = tuple(one.bug for one in run.judgements if one.bug)
    return Verdict(decide(findings, policy), findings, checked, policy.fail_on, bugs)


def decide(findings: Iterable[Finding], policy: Policy) -> Decision:
    """Block for an error (or a warning where the policy says so), else hold, else publish."""
    severities = {finding.severity for finding in findings if not finding.suppression}
    if severities & _BLOCKING[policy.fail_on]:
        return Decision.BLOCK
    return Decision.HOLD if Severity.HOLD in severities else Decision.PUBLISH


def require(image: Readable, policy: Policy | None = None, now: datetime | None = None) -> Verdict:
    """Let one photo pass, or raise.

    Raises:
        Blocked: it may not be published; ``error.verdict`` says why.
        PolicyError: the policy or its baseline is wrong.
    """
    from credits.baseline import load  # noqa: PLC0415
    from credits.checker import subject_of  # noqa: PLC0415

    policy = policy or policy_for()
    baseline = load(policy.baseline_file) if policy.baseline_file else None
    subject = subject_of(image, policy, hashed=baseline is not None)
    verdict = gate([subject], policy, now, baseline)
    if verdict.decision is not Decision.PUBLISH:
        counting = (finding for finding in verdict.findings if not finding.suppression)
        worst = min(counting, key=lambda finding: finding.severity.rank)
        raise Blocked(f"{worst.code} {worst.message}", verdict, path=subject.path)
    return verdict
