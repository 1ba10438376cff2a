"""The verdict for people who want to know why: every finding with its field, fix and reason."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import groupby
from typing import Any, TextIO

import click

from credits.finding import Finding
from credits.reports._terminal import named, plain, styled
from credits.reports.text import headline, summary
from credits.rules import RULES
from credits.verdict import Verdict


def write(verdict: Verdict, out: TextIO) -> None:
    """Write the report."""
    for path, findings in groupby(verdict.findings, key=lambda finding: finding.path):
        click.echo(styled(named(path), bold=True), out)
        for finding in findings:
            click.echo("\n".join(_lines(finding)), out)
        click.echo("", out)
    click.echo(summary(verdict), out)


def _lines(finding: Finding) -> Iterator[str]:
    yield headline(finding)
    if finding.field:
        yield f"    field: {finding.field}"
    yield f"    why: {why(finding.code)}"
    if finding.help:
        yield f"    help: {plain(finding.help)}"
    if finding.fix:
        yield f"    fix ({finding.fix.safety}):"
        yield from (
            f"      {sign} {name}: {plain(text)}"
            for name, value in finding.fix.changes.items()
            for sign, text in _change(value)
        )
        yield from (f"      - {kind}: (everything)" for kind in finding.fix.removes)
    yield from _suppressed(finding)


def _change(value: Any) -> Iterator[tuple[str, str]]:
    if value is None or value == []:
        yield "-", "(everything)"
    else:
        yield "+", "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _suppressed(finding: Finding) -> Iterator[str]:
    by = finding.suppression
    if by is None:
        return
    person = f" by {plain(by.owner)}" if by.owner else ""
    until = f" until {by.expires:%Y-%m-%d}" if by.expires else ""
    yield f"    let pass ({by.kind}{person}{until}): {plain(by.reason)}"


def why(code: str) -> str:
    """Give the reason of a rule in one paragraph."""
    doc = inspect.cleandoc(RULES[code].__doc__ or "")
    reason = doc.partition("\nWhy:\n")[2].partition("\n\n")[0]
    return " ".join(reason.split())
