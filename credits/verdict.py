"""The one decision every door calls: publish, hold or block.

`gate` is pure: what it judges was read before, time is given, nothing is looked up. It fails
closed: what could not be read is held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from credits._bytes import Readable
from credits.checker import judge, subject_of
from credits.errors import Blocked
from credits.finding import Finding, Severity
from credits.policy import Policy, policy_for
from credits.rules._model import Subject


class Decision(StrEnum):
    """What may be done with the photos."""

    PUBLISH = "publish"
    HOLD = "hold"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision, the findings it rests on, and how many photos were judged."""

    decision: Decision
    findings: tuple[Finding, ...]
    photos: int

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)


def gate(
    subjects: Iterable[Subject],
    policy: Policy,
    now: datetime | None = None,  # noqa: ARG001  (rules of embargo and expiry will go by it)
) -> Verdict:
    """Decide on photos that were read; *now* is the time that embargoes and expiry go by."""
    judged = list(subjects)
    findings = tuple(finding for subject in judged for finding in judge(subject, policy))
    return Verdict(decide(findings, policy), findings, len(judged))


def decide(findings: Iterable[Finding], policy: Policy) -> Decision:
    """Block for an error (or a warning where the policy says so), else hold, else publish."""
    severities = {finding.severity for finding in findings}
    blocking = {Severity.ERROR} | ({Severity.WARNING} if policy.fail_on == "warning" else set())
    if severities & blocking:
        return Decision.BLOCK
    return Decision.HOLD if Severity.HOLD in severities else Decision.PUBLISH


def require(image: Readable, policy: Policy | None = None, now: datetime | None = None) -> Verdict:
    """Let one photo pass, or raise.

    Raises:
        Blocked: it may not be published; ``error.verdict`` says why.
        PolicyError: the policy is wrong.
    """
    policy = policy or policy_for()
    subject = subject_of(image, policy)
    verdict = gate([subject], policy, now)
    if verdict.decision is not Decision.PUBLISH:
        worst = min(verdict.findings, key=lambda finding: finding.severity.rank)
        raise Blocked(f"{worst.code} {worst.message}", verdict, path=subject.path)
    return verdict
