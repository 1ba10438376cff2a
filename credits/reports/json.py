"""The verdict as one JSON document (schema ``credits/check/1``)."""

from __future__ import annotations

import json
from typing import Any, TextIO

from credits.finding import Finding, Fix, Severity
from credits.reports._place import relative
from credits.verdict import Verdict

SCHEMA = "credits/check/1"


def write(verdict: Verdict, out: TextIO) -> None:
    """Write the document, indented."""
    document = {
        "schema": SCHEMA,
        "verdict": str(verdict.decision),
        "summary": summary(verdict),
        "findings": [described(finding) for finding in verdict.findings],
    }
    json.dump(document, out, ensure_ascii=False, indent=2)
    out.write("\n")


def summary(verdict: Verdict) -> dict[str, int]:
    """Count what was judged and found."""
    return {
        "photos": verdict.photos,
        "articles": verdict.articles,
        "errors": verdict.count(Severity.ERROR),
        "holds": verdict.count(Severity.HOLD),
        "warnings": verdict.count(Severity.WARNING),
        "infos": verdict.count(Severity.INFO),
        "waived": verdict.suppressed("waiver"),
        "baselined": verdict.suppressed("baseline"),
    }


def described(finding: Finding) -> dict[str, Any]:
    """Give one finding as the document has it; the path relative to the working directory."""
    fix = finding.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "path": relative(finding.path),
        "line": finding.line,
        "column": finding.column,
        "field": finding.field,
        "message": finding.message,
        "help": finding.help,
        "fix": mending(fix) if fix else None,
        "fingerprint": finding.fingerprint,
        "suppression": suppressed(finding),
    }


def mending(fix: Fix) -> dict[str, Any]:
    """Say what would be written, and which kinds of traces taken out."""
    return {"safety": fix.safety, "changes": dict(fix.changes), "removes": list(fix.removes)}


def suppressed(finding: Finding) -> dict[str, Any] | None:
    """Say who or what lets a finding pass."""
    by = finding.suppression
    if by is None:
        return None
    expires = by.expires.isoformat() if by.expires else None
    return {"kind": by.kind, "reason": by.reason, "owner": by.owner, "expires": expires}
