"""Take no placeholder for a credit.

What:
    A credit that names nobody: "Photo: Internet", "unknown", "TBD", "Your Name", "Google Images", a
    lone "©", a file name, in the languages of `credits/vocabulary` and the policy's
    `[house] placeholders`. "Staff", "Pool", "Facebook" and "All rights reserved" are one only where
    nobody else is named.

Why:
    A picture found on the internet has an author all the same; the search engine is not it. IPTC's
    Creator and Credit Line name a person or an organisation.

Example:
    Credit line "Photo: Internet".

Fix:
    Find the author and write the name: `credits embed PHOTO --creator "Name" --credit-line
    "Agency"`. In Photoshop: File > File Info > Basic > Author, and IPTC > Credit Line. In Photo
    Mechanic: Metadata (IPTC) Info > Photographer and Credit; look into the template that filled it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.rules._credit import ALONE, Kind, judged
from credits.rules._model import (
    PHOTOS,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    label,
    levels,
)

CODE: Final = "CRD201"
NAME: Final = "placeholder-credit"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(creators=["Ann Lee"]),
    example(credit_line="Internet Archive"),
    example(creators=["STRINGER"], credit_line="REUTERS"),
    example(creators=["Ann Lee"], copyright_notice="© 2026. All rights reserved."),
    example(creators=["@ann.lee"], source="Facebook"),
    example(creators=["Jane Test"], credit_line="Unbekannt Verlag"),
    example(creators=["Н. Известный"]),
    example(credit_line="OLYMPUS DIGITAL CAMERA"),
    example(),
)
BAD: Final = (
    example(credit_line="Photo: Internet"),
    example(creators=["unknown"]),
    example(source="Google Images"),
    example(copyright_notice="n/a"),
    example(copyright_notice="© 2026"),
    example(creators=["Ann Lee"], credit_line="TBD"),
    example(creators=["Fotograf unbekannt"]),
    example(credit_line="Reprodução/Internet"),
    example(credit_line="Фото: из открытых источников"),
    example(credit_line="图源网络"),
    example(creators=["DSC_0042.JPG"]),
    example(creators=["📷"]),
    example(credit_line="Pool"),
    example(source="Facebook"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report each credit that names nobody."""
    credit = judged(subject, desk)
    # an account on a network is somebody; that it is no name is CRD207's to say
    somebody = credit.named or any(one.flaw.kind is Kind.ADDRESS for one in credit.flawed)
    alone = () if somebody else tuple(ALONE)
    for name, flawed in credit.of(Kind.PLACEHOLDER, *alone):
        reasons = "; ".join(f"{one.text!r} is no credit: it {one.flaw.reason}" for one in flawed)
        yield Remark(f"the {label(name)} {reasons}", name, command(subject, **{name: "NAME"}))
