"""The verdict as a table for spreadsheets (RFC 4180): one finding a row.

Law: no cell can become a formula. What begins like one gets an apostrophe, as OWASP advises.
"""

from __future__ import annotations

import csv
from typing import Any, Final, TextIO

from credits.finding import Finding
from credits.reports._place import relative
from credits.verdict import Verdict

COLUMNS: Final = (
    "path", "line", "column", "severity", "code", "name", "field", "message", "help", "let_pass",
)  # fmt: skip
_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")


def write(verdict: Verdict, out: TextIO) -> None:
    """Write the findings, in order."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(map(_row, verdict.findings))


def _row(finding: Finding) -> list[str]:
    by = finding.suppression
    values = (
        relative(finding.path), finding.line, finding.column, finding.severity, finding.code,
        finding.name, finding.field, finding.message, finding.help,
        f"{by.kind}: {by.reason}" if by else None,
    )  # fmt: skip
    return [cell(value) for value in values]


def cell(value: Any) -> str:
    """Make a harmless cell of a value."""
    text = "" if value is None else str(value)
    text = "".join(char if char.isprintable() or char == "\n" else " " for char in text)
    return f"'{text}" if text[:1] in _FORMULA else text
