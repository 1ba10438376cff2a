"""Let no waiver outlive its last day.

What:
    A `[[waiver]]` of the policy that covers something in this run, and whose `expires` is over.
    What it let pass blocks again.

Why:
    A waiver is a promise to clear something until a day. One that is never looked at again is how
    a gate stops being one.

Example:
    `expires = 2026-05-31`, checked on the first of June.

Fix:
    Credit the photos and take the waiver out; or let the owner set a new day in `expires`.
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

CODE: Final = "GAT001"
NAME: Final = "waiver-expired"
LEVELS: Final = levels("error")
ROLES: Final = POLICY
OPTIONS: Final = Options

_UNTIL: Final = Waiver.model_construct(
    rule="CRD101", path="archive/**", reason="estate unknown", owner="photo desk",
    expires=date(2026, 6, 1),
)  # fmt: skip
_OVER: Final = _UNTIL.model_copy(update={"expires": date(2026, 5, 31)})
GOOD: Final = (
    run("credits.toml", waivers=(Tally(_UNTIL, 4, 2),)),
    run("credits.toml"),
)
BAD: Final = (run("credits.toml", waivers=(Tally(_OVER, 4, 2),)),)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report each waiver whose last day is over."""
    waivers: tuple[Tally, ...] = subject.facts.values.get("waivers", ())
    for waiver, line, _, wrong in waivers:
        if not wrong and waiver.expired(desk.now.date()):
            yield Remark(
                f"the waiver of {waiver.rule} for {waiver.subject} expired on {waiver.expires}",
                help=f"credit the photos, or ask {waiver.owner} for a new day",
                line=line,
            )
