"""The verdict as JSON lines: one finding a line."""

from __future__ import annotations

import json
from typing import TextIO

from credits.reports.json import SCHEMA, described
from credits.verdict import Verdict


def write(verdict: Verdict, out: TextIO) -> None:
    """Write the findings, in order."""
    out.writelines(
        json.dumps({"schema": SCHEMA, **described(finding)}, ensure_ascii=False) + "\n"
        for finding in verdict.findings
    )
