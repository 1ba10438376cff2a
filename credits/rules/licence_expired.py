"""Print nothing after its licence has ended.

What:
    It is later than the photo may be used: PLUS License End Date, IIM Expiration Date and Time
    (2:37, 2:38), or a term in its instructions ("not to be used after 31 December 2026", "14 days
    from the time of transmission", "Nutzung bis 31.12.2026"). The last day counts in full. A period
    counts from when the photo was sent, where the caller knows, else from when it was made. A term
    whose end cannot be read, or read in two ways (03/04/2026), is held: somebody has to look.

Why:
    IIM 4.2, 2:37: "the latest date the provider intends the object to be used". AP's handouts
    (HONS) "may only be used for 14 days from the time of transmission".

Example:
    Instructions "This photo may only be used for 14 days from the time of transmission; No
    Archiving", taken two months ago.

Fix:
    Take it down, or renew the licence and write its end: `credits embed PHOTO --license-end
    2027-12-31`. In Photoshop: File > File Info > IPTC > Instructions. In Photo Mechanic: Metadata
    (IPTC) Info > Special Instructions, Expiration Date.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

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
from credits.rules._term import Term, terms

CODE: Final = "RGT602"
NAME: Final = "licence-expired"
LEVELS: Final = levels("error")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

_HONS: Final = "This photo may only be used for 14 days from the time of transmission; No Archiving"
GOOD: Final = (
    example(),
    example(license_end="2026-06-01"),
    example(expiration_date="2026-06"),
    example(instructions="NOT FOR USE AFTER 31 DECEMBER 2026"),
    example(instructions=_HONS, date_created="2026-05-25"),
    example(instructions="Nutzung bis 01.07.2026"),
    example(instructions="No use after 08/09/2026"),
    example(caption="The licence of the radio expires on Monday."),
    example(instructions="14 days of rain from Monday"),
)
BAD: Final = (
    example(license_end="2026-05-31"),
    example(expiration_date="2026-06-01T13:00:00+02:00"),
    example(instructions="NOT FOR USE AFTER 31 DECEMBER 2025 - NO ARCHIVES"),
    example(instructions=_HONS, date_created="2026-04-01T10:00:00"),
    example(instructions="TO BE USED WITHIN 2 DAYS FROM 10/10/2014 (48 HOURS)"),
    example(instructions="Nutzung nur bis 31.05.2026"),
    example(instructions="Nur 14 Tage ab Veröffentlichung", date_created="2026-05-01"),
    example(instructions="Ne pas utiliser après le 31 mai 2026"),
    example(usage_terms="Uso hasta el 31 de mayo de 2026"),
    example(instructions="не использовать после 31 мая 2026"),
    example(instructions=_HONS),
    example(instructions="No use after 05/06/2026"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a photo that may no longer be used, or of which that cannot be told."""
    found = terms(subject, desk, "expiry")
    late = [one for one in found if one.state == "after"]
    for one in late or [one for one in found if one.state == "unknown"]:
        renewed = command(subject, **{one.field: "" if one.is_said else "YYYY-MM-DD"})
        help = f"take it down; if the licence was renewed: {renewed}"
        yield Remark(_said(one), one.field, help, undecided=not late)
        return


def _said(term: Term) -> str:
    if term.state == "after":
        return f"may not be used since {term.when} ({term.place})"
    return f"may be used for a time, and until when cannot be told: {term.place}"
