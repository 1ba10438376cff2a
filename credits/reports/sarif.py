"""The verdict as SARIF 2.1.0 (OASIS): what code scanning at GitHub and Azure takes.

Paths are relative to the top of the repository. A picture has no text to make a fingerprint of, so
findings bring their own, from the rule and the image data: alerts survive renames and edits of
metadata. What is waived or in the baseline is there, as suppressed.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Sequence
from typing import Any, Final, TextIO

from credits import __version__
from credits.finding import Finding, Severity
from credits.reports._place import uri
from credits.rules import GROUPS, RULES
from credits.verdict import Decision, Verdict

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
HOME: Final = "https://github.com/photo-credits/credits"
# code scanning refuses a run with more: "SARIF support for code scanning", limits
MOST: Final = 25_000
LEVELS: Final = {
    Severity.ERROR: "error",
    Severity.HOLD: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def write(verdict: Verdict, out: TextIO) -> None:
    """Write one log with one run."""
    findings = _most(verdict.findings)
    codes = sorted({finding.code for finding in findings})
    run = {
        "tool": {
            "driver": {
                "name": "credits",
                "semanticVersion": __version__,
                "informationUri": HOME,
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The top of the repository."}}},
        "invocations": [_invocation(verdict, len(verdict.findings) - len(findings))],
        "results": [_result(finding, codes) for finding in findings],
        "properties": {"verdict": str(verdict.decision), "photos": verdict.photos},
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    json.dump(document, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _most(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Leave out the mildest where there are more than may be; what is let pass is the mildest."""
    if len(findings) <= MOST:
        return findings
    return sorted(findings, key=lambda f: (f.suppression is not None, f.severity.rank))[:MOST]


def _invocation(verdict: Verdict, left_out: int) -> dict[str, Any]:
    told: dict[str, Any] = {"executionSuccessful": verdict.decision is not Decision.HOLD}
    if left_out:
        text = f"{left_out} findings more than the {MOST} that a run may have, the mildest of all"
        told["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    return told


def _rule(code: str) -> dict[str, Any]:
    rule = RULES[code]
    summary, _, rest = inspect.cleandoc(rule.__doc__ or "").partition("\n\n")
    level = rule.LEVELS.get("newsroom", Severity.WARNING)
    return {
        "id": code,
        "name": rule.NAME,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": " ".join(rest.partition("\n\n")[0].split())},
        "help": {"text": rest, "markdown": _markdown(rest)},
        "helpUri": f"{HOME}/blob/main/docs/rules/{code}.md",
        "defaultConfiguration": {"level": LEVELS[level]},
        "properties": {"tags": [GROUPS[code[:3]]]},
    }


def _markdown(doc: str) -> str:
    """Make the headings bold; the rest of a rule's docstring is Markdown already."""
    lines = inspect.cleandoc(doc).splitlines()
    heading = [line.endswith(":") and line[:1].isalpha() for line in lines]
    return "\n".join(
        f"**{line[:-1]}**\n" if head else line.strip()
        for line, head in zip(lines, heading, strict=True)
    )


def _result(finding: Finding, codes: list[str]) -> dict[str, Any]:
    region = {"startLine": finding.line or 1}
    if finding.column:
        region["startColumn"] = finding.column
    help = f"\n{finding.help}" if finding.help else ""
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message + help},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": uri(finding.path), "uriBaseId": "SRCROOT"},
                "region": region,
            }
        }],
        "partialFingerprints": {"creditsFingerprint/v1": finding.fingerprint or ""},
        "suppressions": _suppressions(finding),
        "properties": {"severity": str(finding.severity), "field": finding.field},
    }  # fmt: skip
    return result


def _suppressions(finding: Finding) -> list[dict[str, Any]]:
    by = finding.suppression
    if by is None:
        return []
    expires = by.expires.isoformat() if by.expires else None
    return [{
        "kind": "external",
        "status": "accepted",
        "justification": by.reason,
        "properties": {"by": by.kind, "owner": by.owner, "expires": expires},
    }]  # fmt: skip
