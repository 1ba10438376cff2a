"""Publish no photo whose maker nobody can name.

What:
    The photo has no credit at all: no creator, credit line, source or copyright notice in any
    block. The policy's ``[credit] any-of`` says which of them count, ``all-of`` which must all
    be there.

Why:
    The author has a right to be named: § 13 UrhG (Germany), section 77 CDPA (United Kingdom),
    article 6bis of the Berne Convention. Courts award damages for each use without a credit.

Example:
    A photo from a reader's phone, saved from a messenger: every block is gone.

Fix:
    `credits embed PHOTO --creator "Name" --credit-line "Agency"`. In Photoshop: File > File Info >
    Basic > Author, and IPTC > Credit Line. In Photo Mechanic: Metadata (IPTC) Info > Photographer
    and Credit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.fields import addresses
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

CODE: Final = "CRD101"
NAME: Final = "missing-credit"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(creators=["Ann Lee"]),
    example(credit_line="TASS"),
    example(source="versia.ru"),
    example(copyright_notice="© 2026 Ann Lee"),
)
BAD: Final = (example(), example(caption="A crowd at the gates"))


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a photo that names nobody, or not everybody the policy asks for."""
    if subject.photo is None:
        return
    help = command(subject, creators="NAME", credit_line="AGENCY")
    wanted = desk.terms.credit.any_of
    if not any(getattr(subject.record, name) for name in wanted):
        places = ", ".join(place for name in wanted for place in addresses(name))
        yield Remark(f"no credit found (looked in {places})", "creators", help)
        return
    for name in desk.terms.credit.all_of:
        if not getattr(subject.record, name):
            places = ", ".join(addresses(name))
            yield Remark(f"no {label(name)} found (looked in {places})", name, help)
