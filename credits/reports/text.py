"""The verdict for people: one block per photo, then one line that sums it up."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Final, TextIO

import click

from credits.finding import Finding, Severity
from credits.reports._terminal import named, plain, styled
from credits.verdict import Decision, Verdict

# below it, terminals break lines as well as anybody
NARROWEST: Final = 40
ENDS: Final = {
    Decision.PUBLISH: "nothing blocks publication",
    Decision.HOLD: "on hold until they can be judged",
    Decision.BLOCK: "publication is blocked",
}


def write(verdict: Verdict, out: TextIO) -> None:
    """Write the report; what is waived or in the baseline is only counted."""
    width = shutil.get_terminal_size().columns if out.isatty() else 0
    counting = (finding for finding in verdict.findings if not finding.suppression)
    for path, findings in groupby(counting, key=lambda finding: finding.path):
        click.echo(styled(named(path), bold=True), out)
        for finding in findings:
            click.echo(headline(finding, width), out)
            if finding.help:
                click.echo(f"    help: {plain(finding.help)}", out)
        click.echo("", out)
    click.echo(summary(verdict), out)


def headline(finding: Finding, width: int = 0) -> str:
    """Say what was found, and how grave it is: in one line, or in lines of *width* characters."""
    level = styled(str(finding.severity), finding.severity)
    place = f" (line {finding.line})" if finding.line else ""
    lead = f" {finding.code} {finding.name}{place}: "
    taken = 2 + len(str(finding.severity)) + len(lead)
    return f"  {level}{lead}{_wrapped(plain(finding.message), taken, width)}"


def _wrapped(message: str, taken: int, width: int) -> str:
    """Break a message where lines end, the first of which is *taken* in part."""
    if width < NARROWEST:
        return message
    lines = textwrap.wrap(
        message, width, initial_indent=" " * taken, subsequent_indent="    ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return "\n".join(lines)[taken:]


def summary(verdict: Verdict) -> str:
    """Say in one line what was checked, what was found, and what follows."""
    checked = f"{_checked(verdict)} checked"
    concerned = len({finding.path for finding in verdict.findings if not finding.suppression})
    if counts := list(_counts(verdict)):
        checked += f", {concerned} with findings ({', '.join(counts)})"
    passed = [
        f"{count} {word}"
        for kind, word in (("waiver", "waived"), ("baseline", "in the baseline"))
        if (count := verdict.suppressed(kind))
    ]
    return f"{', '.join([checked, *passed])}: {ENDS[verdict.decision]}"


def _checked(verdict: Verdict) -> str:
    photos, articles = verdict.photos, verdict.articles
    named = f"{photos} photo{'s' * (photos != 1)}"
    return f"{named} and {articles} article{'s' * (articles != 1)}" if articles else named


def _counts(verdict: Verdict) -> Iterator[str]:
    for severity, noun in _NOUNS.items():
        if count := verdict.count(severity):
            yield f"{count} {noun}{'s' * (count != 1 and noun != 'on hold')}"


_NOUNS: Final = {
    Severity.ERROR: "error",
    Severity.HOLD: "on hold",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
