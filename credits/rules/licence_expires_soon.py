"""Know a week before a licence ends.

What:
    The photo's licence ends within `days` (7): PLUS License End Date, IIM Expiration Date, or a
    term in its instructions.

Why:
    What is online stays online: a nightly run over the published photos gives the time to renew the
    licence or to take them down.

Example:
    License End Date in three days.

Fix:
    Renew the licence and write its end: `credits embed PHOTO --license-end 2027-12-31`; or plan its
    removal. In Photoshop: File > File Info > IPTC > Instructions. In Photo Mechanic: Metadata
    (IPTC) Info > Special Instructions, Expiration Date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final, cast

from credits._form import field
from credits.rules._model import (
    EVERYTHING,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    levels,
)
from credits.rules._term import terms

CODE: Final = "RGT603"
NAME: Final = "licence-expires-soon"
LEVELS: Final = levels("warning")
ROLES: Final = EVERYTHING


class SoonOptions(Options):
    """*days* before the end of a licence from which it is reported."""

    days: int = field(default=7, metadata={"ge": 0})


OPTIONS: Final = SoonOptions

GOOD: Final = (
    example(),
    example(license_end="2026-07-01"),
    example(license_end="2026-05-31"),
    example(instructions="No use after 31 December 2026"),
)
BAD: Final = (
    example(license_end="2026-06-03"),
    example(expiration_date="2026-06-01T23:00:00+02:00"),
    example(instructions="14 days from transmission", date_created="2026-05-20"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a licence that ends within some days."""
    soon = timedelta(days=cast("SoonOptions", desk.options).days)
    found = terms(subject, desk, "expiry")
    if any(one.state != "before" for one in found):
        return
    ending = [one for one in found if one.instant and one.instant - desk.now <= soon]
    if ending:
        first = min(ending, key=lambda one: one.when)
        renewed = command(subject, **{first.field: "" if first.is_said else "YYYY-MM-DD"})
        yield Remark(
            f"may not be used from {first.when} on ({first.place})",
            first.field,
            f"plan its removal; if the licence was renewed: {renewed}",
        )
