"""The verdict as one page for the photo desk: every photo with its picture, and what it lacks.

One file that can be mailed: style and pictures are in it, nothing is fetched, and the filters work
without JavaScript. Law: autoescape is on, and no text from a photo is marked as safe.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple, TextIO

from credits.finding import Finding, Severity
from credits.reports._place import relative
from credits.reports._terminal import plain
from credits.reports.full import why
from credits.reports.text import ENDS, summary
from credits.thumbnail import thumbnail
from credits.verdict import Verdict

# a page with more pictures than this no mail server takes
PICTURES: Final = 500
# the photos of one level stand together, the gravest first
ORDER: Final = (*map(str, Severity), "passed")


class Card(NamedTuple):
    """One photo on the page: its gravest *level*, or ``passed`` where it is let pass."""

    path: str
    level: str
    picture: str | None
    findings: tuple[Finding, ...]


def write(verdict: Verdict, out: TextIO) -> None:
    """Write the page."""
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415  (only for this report)

    pages = Environment(
        loader=PackageLoader("credits.reports", "."), autoescape=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    pages.filters |= {"plain": plain, "why": why}
    found = sorted(cards(verdict), key=lambda card: ORDER.index(card.level))
    page = pages.get_template("html.jinja").generate(
        verdict=verdict, ends=ENDS[verdict.decision], summary=summary(verdict), cards=found,
        levels=_levels(found), clean=verdict.photos + verdict.articles - len(found),
    )  # fmt: skip
    out.writelines(page)
    out.write("\n")


def cards(verdict: Verdict) -> Iterator[Card]:
    """Give the photos with findings, as they were checked."""
    by_path = groupby(verdict.findings, key=lambda finding: finding.path)
    for number, (path, group) in enumerate(by_path):
        findings = tuple(group)
        picture = inline(path) if number < PICTURES else None
        yield Card(relative(path), _level(findings), picture, findings)


def _level(findings: tuple[Finding, ...]) -> str:
    counting = [finding.severity for finding in findings if not finding.suppression]
    return str(min(counting, key=lambda severity: severity.rank)) if counting else "passed"


def inline(path: str) -> str | None:
    """Give a small picture of a photo as a data URL."""
    picture = thumbnail(path)
    return f"data:image/jpeg;base64,{b64encode(picture).decode()}" if picture else None


def _levels(found: list[Card]) -> list[dict[str, Any]]:
    counts = {level: sum(card.level == level for card in found) for level in ORDER}
    return [{"name": name, "count": count} for name, count in counts.items() if count]
