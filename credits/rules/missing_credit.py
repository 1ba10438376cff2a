"""Publish no photo whose maker nobody can name.

What:
    The photo has no credit at all: no creator, credit line, source or copyright notice in any
    block, or only blanks. The policy's ``[credit] any-of`` says which of them count, ``all-of``
    which must all be there. A credit that is there and names nobody is for the rules from CRD201.

Why:
    The author has a right to be named: § 13 UrhG (Germany), section 77 CDPA (United Kingdom),
    article 6bis of the Berne Convention. Courts award damages for each use without a credit.

Example:
    A photo from a reader's phone, saved from a messenger: every block is gone.

Fix:
    `credits embed PHOTO --creator "Name" --credit-line "Agency"`. In Photoshop: File > File Info >
    Basic > Author, and IPTC > Credit Line. In Photo Mechanic: Metadata (IPTC) Info > Photographer
    and Credit. Where an original, a sibling or a template knows the credit, `credits fix` takes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.fields import addresses
from credits.finding import Fix
from credits.rules._model import (
    CREDIT_FIELDS,
    PHOTOS,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    credits_of,
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
    example(creators=["李安"]),
)
BAD: Final = (
    example(),
    example(caption="A crowd at the gates"),
    example(creators=["  ", ""], credit_line="\u200b"),
    example(facts={"known_credit": {"creators": ["Ann Lee"], "credit_line": "TASS"}}),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a photo that names nobody, or not everybody the policy asks for."""
    if subject.photo is None:
        return
    given = {name for name, _ in credits_of(subject)}
    wanted = desk.terms.credit.any_of
    if given.isdisjoint(wanted):
        places = ", ".join(place for name in wanted for place in addresses(name))
        help = command(subject, creators="NAME", credit_line="AGENCY")
        yield Remark(f"no credit found (looked in {places})", "creators", help, _known(subject))
        return
    for name in desk.terms.credit.all_of:
        if name not in given:
            places = ", ".join(addresses(name))
            help = command(subject, **{name: "NAME"})
            yield Remark(f"no {label(name)} found (looked in {places})", name, help)


def _known(subject: Subject) -> Fix | None:
    """Take the credit that an original, a sibling or a template gives."""
    known = subject.facts.values.get("known_credit") or {}
    changes = {name: value for name, value in known.items() if name in CREDIT_FIELDS and value}
    return Fix("safe", changes) if changes else None
