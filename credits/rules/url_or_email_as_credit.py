"""Print a name, not an address.

What:
    All that the photo is credited to is a web address, an e-mail address or an account name.

Why:
    A name says who made the picture; an address only where to ask, as long as it lasts. House
    styles print names. The name of a site ("versia.ru") passes: it is the name of a publication.

Example:
    Creator "ann.lee@example.org".

Fix:
    `credits embed PHOTO --creator "Ann Lee"`; the address belongs into the creator's contact info
    or the web statement of rights. In Photoshop: File > File Info > Basic > Author. In Photo
    Mechanic: Metadata (IPTC) Info > Photographer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.rules._credit import Kind, judged, quoted
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
from credits.vocabulary.platforms import is_platform

CODE: Final = "CRD207"
NAME: Final = "url-or-email-as-credit"
LEVELS: Final = levels("warning", archive="info", strict="error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(source="versia.ru"),
    example(creators=["@nwz"], credit_line="Shutterstock"),
    example(credit_line="iStock.com/djedzura"),
    example(creators=["Ann Lee"], source="https://example.org/ann"),
)
BAD: Final = (
    example(credit_line="https://example.org/photo/17"),
    example(creators=["ann.lee@example.org"]),
    example(creators=["@ann.lee"], source="Instagram"),
    example(copyright_notice="© www.example.org"),
    example(credit_line="Foto: instagram.com/ann.lee"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a photo that is credited to addresses alone."""
    credit = judged(subject, desk)
    for name, flawed in credit.of(Kind.ADDRESS):
        if credit.named and not _are_platforms(credit.named, desk):
            return
        yield Remark(
            f"the {label(name)} {quoted(flawed)} {flawed[0].flaw.reason}, not a name",
            name,
            command(subject, **{name: "NAME"}),
        )
        return


def _are_platforms(named: tuple[tuple[str, str], ...], desk: Desk) -> bool:
    words = desk.terms.words
    return all(is_platform(words.organisation(text)) for _, text in named)
