"""The verdict for people: one block per photo, then one line that sums it up."""

from __future__ import annotations

from itertools import groupby
from typing import Final, TextIO

import click

from credits.finding import Finding, Severity
from credits.reports._terminal import plain, styled
from credits.verdict import Decision, Verdict

ENDS: Final = {
    Decision.PUBLISH: "nothing blocks publication",
    Decision.HOLD: "on hold until they can be judged",
    Decision.BLOCK: "publication is blocked",
}


def write(verdict: Verdict, out: TextIO) -> None:
    """Write the report."""
    for path, findings in groupby(verdict.findings, key=lambda finding: finding.path):
        click.echo(styled(plain(path), bold=True), out)
        for finding in findings:
            _write_one(finding, out)
        click.echo("", out)
    click.echo(_summary(verdict), out)


def _write_one(finding: Finding, out: TextIO) -> None:
    level = styled(str(finding.severity), finding.severity)
    click.echo(f"  {level} {finding.code} {finding.name}: {plain(finding.message)}", out)
    if finding.help:
        click.echo(f"    help: {plain(finding.help)}", out)


def _summary(verdict: Verdict) -> str:
    concerned = len({finding.path for finding in verdict.findings})
    counts = [
        f"{count} {noun}{'s' * (count != 1 and noun != 'on hold')}"
        for severity, noun in _NOUNS.items()
        if (count := verdict.count(severity))
    ]
    photos = f"{verdict.photos} photo{'s' * (verdict.photos != 1)}"
    if not counts:
        return f"{photos} checked: {ENDS[verdict.decision]}"
    found = f"{concerned} with findings ({', '.join(counts)})"
    return f"{photos} checked, {found}: {ENDS[verdict.decision]}"


_NOUNS: Final = {
    Severity.ERROR: "error",
    Severity.HOLD: "on hold",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
