"""Say who handed the picture over.

What:
    A credit that says the picture was handed over ("Handout", "Courtesy", "Supplied", "zVg", "Foto:
    privat", "Divulgação", "пресс-служба"), and no credit that says by whom: agencies and picture
    libraries only passed it on.

Why:
    AP and Reuters move handouts with their giver ("Greenpeace/Handout via REUTERS"): a picture from
    a party to the story is that party's view of it, and readers must be able to tell.

Example:
    Creator "Handout", credit line "REUTERS".

Fix:
    `credits embed PHOTO --credit-line "Greenpeace/Handout via REUTERS" --source Greenpeace`. In
    Photoshop: File > File Info > IPTC > Credit Line and Source. In Photo Mechanic: Metadata (IPTC)
    Info > Credit and Source. A house that publishes none of them sets `severity = { CRD204 =
    "error" }`.
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
from credits.rules._party import parties
from credits.vocabulary import Vocabulary

CODE: Final = "CRD204"
NAME: Final = "handout-without-source"
LEVELS: Final = levels("warning", strict="error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

# those who pass pictures on
_CARRIERS: Final = frozenset({"agency", "stock", "platform"})
GOOD: Final = (
    example(creators=["Ann Lee"], credit_line="REUTERS"),
    example(creators=["Handout"], credit_line="Greenpeace/Handout via REUTERS"),
    example(creators=["HO"], credit_line="AFP", source="Ministry of Defence"),
    example(credit_line="Courtesy of the Lindhaven Museum"),
    example(credit_line="Handout Films"),
)
BAD: Final = (
    example(creators=["Handout"], credit_line="REUTERS"),
    example(credit_line="Courtesy"),
    example(credit_line="Foto: privat"),
    example(credit_line="zVg"),
    example(credit_line="Foto: Divulgação"),
    example(credit_line="Фото: пресс-служба"),
    example(creators=["HO"], credit_line="AFP via Getty Images"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a handout that nobody handed over."""
    credit = judged(subject, desk)
    words = desk.terms.words
    for name, flawed in credit.of(Kind.HANDOUT):
        if not any(_names_a_giver(text, words) for _, text in credit.named):
            yield Remark(
                f"the {label(name)} {quoted(flawed)} {flawed[0].flaw.reason}",
                name,
                command(subject, credit_line="GIVER/Handout"),
            )
            return


def _names_a_giver(text: str, words: Vocabulary) -> bool:
    found = parties(text, words)
    known = [words.organisation(name) for name in found.organisations]
    return bool(found.persons) or any(one is None or one.kind not in _CARRIERS for one in known)
