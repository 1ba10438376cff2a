"""Credit an agency in the form it asks for.

What:
    A credit line that names a photographer and one agency, but not as the agency asks for it: its
    name cut short or misspelt ("Getty", "Gettyimages"), or joined to the person's as no agency does
    ("Ann Lee Getty Images", "Ann Lee (dpa)").

Why:
    The form is a condition of the licence: "Photographer/Getty Images" (Getty's editorial policy),
    "AP Photo/Photographer" (AP), "REUTERS/Photographer" (Reuters). It is also what other newsrooms
    search their archives by.

Example:
    Credit line "Ann Lee, Getty".

Fix:
    `credits embed PHOTO --credit-line "Ann Lee/Getty Images"`; `credits fix --unsafe-fixes` writes
    the agency's form. In Photoshop: File > File Info > IPTC > Credit Line. In Photo Mechanic:
    Metadata (IPTC) Info > Credit; a code replacement keeps it right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from credits.credit_line import parse
from credits.finding import Fix
from credits.rules._model import (
    PHOTOS,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    levels,
)
from credits.vocabulary import Vocabulary, without_label
from credits.vocabulary.agency_forms import AgencyForm, agency_forms

CODE: Final = "CRD205"
NAME: Final = "agency-form"
LEVELS: Final = levels("warning", archive="info", cc="off", blog="info")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(credit_line="Ann Lee/Getty Images"),
    example(credit_line="Photo by Ann Lee/Getty Images for Courier"),
    example(credit_line="AP Photo/Ann Lee, File"),
    example(credit_line="Ann Lee/AP"),
    example(credit_line="REUTERS/Ann Lee/File Photo"),
    example(credit_line="Ann Lee/AFP via Getty Images"),
    example(credit_line="Foto: dpa/Jan Woitas"),
    example(credit_line="picture alliance/dpa | Annette Riedl"),
    example(credit_line="Фото: Сергей Иванов/ТАСС"),
    example(credit_line="Getty Images"),
    example(credit_line="Ann Lee/Lindhaven Courier"),
)
BAD: Final = (
    example(credit_line="Ann Lee, Getty"),
    example(credit_line="Ann Lee/Gettyimages"),
    example(creators=["Ann Lee"], credit_line="Foto: Ann Lee (dpa)"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a credit line that an agency would not accept."""
    text = subject.record.credit_line
    words = desk.terms.words
    if not text or not _mentions_an_agency(text) or _is_plain(text) or words.organisation(text):
        return
    line = parse(text, vocabulary=words)
    parties = [one for one in (*line.organisations, line.via) if one]
    form = _form(parties[0], words) if len(parties) == 1 else None
    if not line.creators or form is None or _is_accepted(text, line.creators, parties[0], form):
        return
    asked = form.form.format(creators=", ".join(line.creators))
    yield Remark(
        f"the credit line {text!r} is not as the agency asks for it: {asked!r}",
        "credit_line",
        command(subject, credit_line=asked),
        Fix("unsafe", {"credit_line": asked}),
    )


_WORD: Final = re.compile(r"[^\W\d_]+")


@cache
def _first_words() -> frozenset[str]:
    names = (name for form in agency_forms().values() for name in form.names)
    return frozenset(_WORD.findall(name.casefold())[0] for name in names)


def _mentions_an_agency(text: str) -> bool:
    small = text.casefold()
    # "Gettyimages"
    return "getty" in small or not _first_words().isdisjoint(_WORD.findall(small))


def _is_plain(text: str) -> bool:
    """Tell fast that a line is in form: an agency's name, alone or with a slash beside a person."""
    first, slash, second = text.partition("/")
    return not (slash and "/" in second) and any(
        form.names[0] in {first.strip(), second.strip()} for form in agency_forms().values()
    )


def _form(party: str, words: Vocabulary) -> AgencyForm | None:
    known = words.organisation(party)
    return agency_forms().get(known.name) if known else None


def _is_accepted(text: str, persons: tuple[str, ...], party: str, form: AgencyForm) -> bool:
    at, joint = _joint(without_label(text), persons, party)
    # a name the parser did not copy from the text is not judged
    return at < 0 or (form.has(party) and joint in form.joints)


def _joint(text: str, persons: tuple[str, ...], party: str) -> tuple[int, str]:
    """Give where the agency stands, and what stands between it and the persons."""
    places = [text.find(person) for person in persons]
    first, last = min(places), max(at + len(one) for at, one in zip(places, persons, strict=True))
    at = next(
        (m.start() for m in _whole(party).finditer(text) if not first <= m.start() < last), -1
    )
    if first < 0 or at < 0:
        return -1, ""
    between = text[last:at] if at >= last else text[at + len(party) : first]
    return at, _PHOTO.sub("", between).strip().casefold()


# "AP Photo/Ann Lee"
_PHOTO: Final = re.compile(r"\bphotos?\b", re.IGNORECASE)


@cache
def _whole(party: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(party)}(?!\w)")
