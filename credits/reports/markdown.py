"""The verdict as Markdown (GitHub's): for job summaries, merge requests and mail.

Law: text from photos stays text. Nothing in it becomes a link, a picture, a mention or HTML.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final, TextIO

from credits.finding import Finding, Severity
from credits.reports._place import relative
from credits.reports._terminal import plain
from credits.reports.text import summary
from credits.verdict import Verdict

MARKS: Final = {
    Severity.ERROR: "🛑 error",
    Severity.HOLD: "✋ hold",
    Severity.WARNING: "⚠️ warning",
    Severity.INFO: "💬 info",
}
HEAD: Final = "| photo | rule | what | mend it |\n|---|---|---|---|\n"
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&])")
# an empty comment keeps "@name", "#1" and "https:" from becoming links
_LINKED: Final = re.compile(r"(?<=@)(?=\w)|(?<=[:/])(?=/)|(?<=www)(?=\.)", re.IGNORECASE)


def write(verdict: Verdict, out: TextIO, room: int | None = None) -> None:
    """Write the findings that count, a table for each severity, and the summary.

    *room* is how many bytes there may be: what does not fit is counted.
    """
    out.write(f"## Photo credits: {verdict.decision}\n\n{escaped(summary(verdict))}\n")
    counting = [finding for finding in verdict.findings if not finding.suppression]
    counting.sort(key=lambda finding: finding.severity.rank)
    left = len(counting)
    for severity, findings in groupby(counting, key=lambda finding: finding.severity):
        out.write(f"\n### {MARKS[severity]}\n\n{HEAD}")
        for row in map(_row, findings):
            if room is not None and (room := room - len(row.encode(errors="replace"))) < 0:
                out.write(f"\n{left} more: see the log.\n")
                return
            out.write(row)
            left -= 1


def _row(finding: Finding) -> str:
    place = relative(finding.path) + (f":{finding.line}" if finding.line else "")
    cells = (
        code(place),
        f"{finding.code} {finding.name}",
        escaped(finding.message),
        code(finding.help) if finding.help else "",
    )
    return f"| {' | '.join(cells)} |\n"


def escaped(text: str) -> str:
    """Write text so that it is read as it stands, on one line."""
    words = " ".join(plain(text).split())
    return _LINKED.sub("<!-- -->", _SPECIAL.sub(r"\\\1", words))


def code(text: str) -> str:
    """Write text as code in a table: fenced by more backticks than it holds, its bars escaped."""
    words = " ".join(plain(text).split())
    fence = "`" * (1 + max(map(len, re.findall("`+", words)), default=0))
    blank = " " if words[:1] == "`" or words[-1:] == "`" else ""
    return f"{fence}{blank}{words}{blank}{fence}".replace("|", r"\|")
