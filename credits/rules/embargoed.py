"""Print nothing before its time.

What:
    It is earlier than the photo may be used: IIM Release Date and Time (2:30, 2:35), PLUS License
    Start Date, or an embargo in its instructions ("EMBARGO until 1 December 2026 06:00 GMT",
    "Sperrfrist: 01.12.2026, 6 Uhr"). An embargo whose end cannot be read, or read in two ways
    (03/04/2026), is held: somebody has to look.

Why:
    IIM 4.2, 2:30: "designates the earliest date the provider intends the object to be used".
    Whoever breaks an embargo gets no more pictures.

Example:
    Instructions "STRICTLY EMBARGOED UNTIL 00:01 BST on Thursday 3 June 2027".

Fix:
    Wait, or have the photo cleared and clear the date: `credits embed PHOTO --instructions ""`. In
    Photoshop: File > File Info > IPTC > Instructions. In Photo Mechanic: Metadata (IPTC) Info >
    Special Instructions, Release Date. Times without a zone are those of the desk; `--now` says
    what time it is.
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

CODE: Final = "RGT601"
NAME: Final = "embargoed"
LEVELS: Final = levels("error")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

GOOD: Final = (
    example(),
    example(release_date="2026-06-01"),
    example(license_start="2026-05-31"),
    example(instructions="EMBARGO until 2026-06-01 11:59 UTC"),
    example(instructions="Sperrfrist: 01.06.2026, 6 Uhr"),
    example(instructions="Embargo until 01/02/2026"),
    example(caption="The EU extended the oil embargo until 2027."),
    example(headline="EMBARGO BREAKERS FINED"),
)
BAD: Final = (
    example(release_date="2026-06-02"),
    example(release_date="2026-06-01T15:00:00+02:00"),
    example(license_start="2027"),
    example(instructions="EMBARGO until 2026-06-01 12:01 GMT"),
    example(instructions="STRICTLY EMBARGOED UNTIL 00:01 BST on Thursday 3 June 2027"),
    example(instructions="Sperrfrist: 02.06.2026, 6:00 Uhr"),
    example(instructions="Sous embargo jusqu'au 2 juin 2026 à 6h00"),
    example(instructions="Embargado hasta el 2 de junio de 2026 a las 06:00"),
    example(instructions="эмбарго до 02.06.2026 06:00 МСК"),
    example(usage_terms="解禁日時：2026年6月2日 6:00"),
    example(caption="A minister. EMBARGO until 2 June 2026."),
    example(instructions="UNDER EMBARGO"),
    example(instructions="Embargo until 05/06/2026"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a photo that may not be used yet, or of which that cannot be told."""
    found = terms(subject, desk, "embargo")
    early = [one for one in found if one.state == "before"]
    for one in early or [one for one in found if one.state == "unknown"]:
        cleared = command(subject, **{one.field: ""})
        help = f"publish it later; if the provider has cleared it: {cleared}"
        yield Remark(_said(one), one.field, help, undecided=not early)
        return


def _said(term: Term) -> str:
    if term.state == "before":
        return f"may not be used before {term.when} ({term.place})"
    return f"is under embargo, and until when cannot be told: {term.place}"
