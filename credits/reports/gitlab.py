"""The verdict as GitLab's code quality report, a subset of the Code Climate format.

Source: docs.gitlab.com/ci/testing/code_quality. Of findings with one fingerprint GitLab shows only
the first, so fingerprints are made unique within the report.
"""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import Any, Final, TextIO

from credits.finding import Finding, Severity
from credits.reports._place import in_repository
from credits.verdict import Verdict

LEVELS: Final = {
    Severity.ERROR: "blocker",
    Severity.HOLD: "critical",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def write(verdict: Verdict, out: TextIO) -> None:
    """Write the findings that count, in order."""
    seen: Counter[str] = Counter()
    issues = [_issue(finding, seen) for finding in verdict.findings if finding.suppression is None]
    json.dump(issues, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _issue(finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    path = in_repository(finding.path)
    return {
        "description": f"{finding.code} {finding.message}",
        "check_name": f"{finding.code} {finding.name}",
        "fingerprint": _unique(f"{finding.fingerprint}\0{path}", seen),
        "severity": LEVELS[finding.severity],
        "location": {"path": path, "lines": {"begin": finding.line or 1}},
    }


def _unique(text: str, seen: Counter[str]) -> str:
    """Tell equal findings of one file apart by their order."""
    seen[text] += 1
    return sha256(f"{text}\0{seen[text]}".encode()).hexdigest()
