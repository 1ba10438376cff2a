"""Keep no waiver that lets nothing pass.

What:
    A `[[waiver]]` of the policy whose files were all judged in this run, and of which none has the
    finding any more.

    In an article: a comment that lets nothing pass, for there is no such finding at the photo
    behind it, or because it gives no reason or no day.

Why:
    It is a hole that stands open: the next photo in that folder would pass without a credit.

Example:
    A waiver of CRD101 for `archive/1998/**`, where every photo is credited by now.

Fix:
    Take the `[[waiver]]` out of the policy, or the comment out of the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from credits.rules._model import (
    POLICY,
    Desk,
    Options,
    Remark,
    Subject,
    Tally,
    Waiver,
    levels,
    run,
)

CODE: Final = "GAT002"
NAME: Final = "waiver-unused"
LEVELS: Final = levels("warning")
ROLES: Final = POLICY
OPTIONS: Final = Options

_IN_ARTICLE: Final = (
    'write it as <!-- credits: ignore CODE reason="WHY" until=YYYY-MM-DD --> before the photo, or '
    "take it out"
)
_WAIVER: Final = Waiver.model_construct(
    rule="CRD101", path="archive/**", reason="estate unknown", owner="photo desk",
    expires=date(2026, 12, 31),
)  # fmt: skip
GOOD: Final = (
    run("credits.toml", waivers=(Tally(_WAIVER, 4, 2),)),
    run("credits.toml"),
)
BAD: Final = (run("credits.toml", waivers=(Tally(_WAIVER, 4, 0),)),)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report each waiver that is in force and lets nothing pass."""
    waivers: tuple[Tally, ...] = subject.facts.values.get("waivers", ())
    for waiver, line, used, wrong in waivers:
        if wrong or (not used and not waiver.expired(desk.now.date())):
            why = f": {wrong}" if wrong else ""
            yield Remark(
                f"the waiver of {waiver.rule} for {waiver.subject} lets nothing pass{why}",
                help=_IN_ARTICLE if subject.article else "take it out of the policy",
                line=line,
            )
