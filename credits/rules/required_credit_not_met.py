"""Show the credit where the rights holder demands one.

What:
    The photo asks for a credit (PLUS Credit Line Required, or "Mandatory credit" in its
    instructions), and there is none to show: no creator and no credit line, or not the one that the
    instructions name. Where it is known what is printed with the photo, that is judged too.

Why:
    PLUS licence data format: CR-CAI, CR-CCA and CR-COI make the credit a condition of the licence.
    AP's handouts (HONS) are moved under "Mandatory credit". Printed without it, a photo is
    unlicensed.

Example:
    Instructions "MANDATORY CREDIT: Ann Lee/Greenpeace", credit line "AFP".

Fix:
    `credits embed PHOTO --credit-line "Ann Lee/Greenpeace"`. In Photoshop: File > File Info > IPTC
    > Credit Line. In Photo Mechanic: Metadata (IPTC) Info > Credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credits.duties import Duty
from credits.rules._credit import judged
from credits.rules._model import (
    PHOTOS,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    is_blank,
    label,
    levels,
)
from credits.rules._term import duties_of

CODE: Final = "CRD105"
NAME: Final = "required-credit-not-met"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

_PLUS: Final = "http://ns.useplus.org/ldf/vocab/"
GOOD: Final = (
    example(creators=["Ann Lee"], credit_line_required=_PLUS + "CR-CAI"),
    example(source="TASS", credit_line_required=_PLUS + "CR-NRQ"),
    example(credit_line="Ann Lee/AP", instructions="Mandatory credit: AP Photo/Ann Lee"),
    example(creators=["Ann Lee"], credit_line="dpa",
            instructions="Nur mit vollständiger Nennung des vorstehenden Credits"),
    example(instructions="Mandatory credit"),
    example(source="TASS", caption="Critics must credit her with the goal."),
)  # fmt: skip
BAD: Final = (
    example(source="TASS", credit_line_required=_PLUS + "CR-COI"),
    example(copyright_notice="© AP", instructions="No archiving. Mandatory credit."),
    example(credit_line="AFP", instructions='MANDATORY CREDIT: "Ann Lee/Greenpeace" - NO ARCHIVES'),
    example(source="EFE", usage_terms="Crédito obligatorio"),
    example(creators=["Ann Lee"], instructions="Mandatory credit", facts={"shown_credit": ""}),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a demand for a credit that is not met."""
    credit = judged(subject, desk)
    if not credit.named:
        return
    shown = [text for name, text in credit.named if name in {"creators", "credit_line"}]
    for duty in duties_of(subject):
        if duty.kind == "mandatory-credit" and (why := _unmet(duty, shown, subject)):
            help = command(subject, credit_line=duty.party or "NAME/AGENCY")
            yield Remark(f"a credit is demanded ({label(duty.field)}: {duty.text!r}), {why}",
                         "credit_line", help)  # fmt: skip
            return


def _unmet(duty: Duty, shown: list[str], subject: Subject) -> str | None:
    printed = subject.facts.values.get("shown_credit")
    if printed is not None and is_blank(printed):
        return "and none is printed"
    named = [printed] if printed is not None else shown
    if not named:
        return "and there is no creator and no credit line to show"
    if duty.party and _words(duty.party).isdisjoint(_words(" ".join(named))):
        return f"that of {duty.party!r}, and it is {', '.join(named)!r}"
    return None


# words that say in what form a credit comes, not who it names
_FORM: Final = frozenset({"photo", "foto", "fotos", "image", "the", "via", "by", "for", "credit"})


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]{2,}", text.casefold())) - _FORM
