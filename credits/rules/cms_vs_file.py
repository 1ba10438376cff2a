"""Let the content system and the file name the same people.

What:
    The record that a content system keeps of a photo credits other people or agencies than the
    file does. Style and order do not count, nor that one says less, and a file that credits nobody
    says nothing. Where either of the two names an agency it is an error in every profile; between
    names alone it is a warning. `severity = { SYN504 = "warning" }` makes all of them warnings.

Why:
    One of them is printed, the other travels with the file: sooner or later both are published. An
    agency's credit is owed by contract, and naming another is false copyright information (17 USC
    1202(a)); two names may be one person's, as married names and pen names are.

Example:
    In the CMS "Photo: Joe Doe/AFP", and in the file: Creator Ann Lee, Credit Line dpa.

Fix:
    Find out who is right; `credits embed PHOTO --line "CREDIT"` writes it into the file. In Django
    and Wagtail let the fields say what the file says, or upload the mended file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from credits.credit_bridge import line_of
from credits.credit_comparison import compared
from credits.credit_line import CreditLine
from credits.finding import Severity
from credits.record import Record, record_of
from credits.rules._credit import judged
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
from credits.rules._visible import printed
from credits.vocabulary import Vocabulary

CODE: Final = "SYN504"
NAME: Final = "cms-vs-file"
LEVELS: Final = levels("warning")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

_KNOWN: Final = {"cms": record_of({"credit_line": "Ann Lee/AP"})}
_NOBODY: Final = {**_KNOWN, "embedded": record_of({"source": "Photo: Internet"})}
_ANOTHER: Final = {**_KNOWN, "embedded": record_of({"creators": ("Joe Doe",)})}
GOOD: Final = (
    example(creators=["Ann Lee"], credit_line="AP", facts=_KNOWN),
    example(creators=["Ann Lee"]),
    example(facts=_KNOWN),
    example(credit_line="Ann Lee/AP", facts=_NOBODY),
)
BAD: Final = (
    example(creators=["Joe Doe"], facts=_KNOWN),
    example(credit_line="Joe Doe/AFP", facts=_KNOWN),
    example(credit_line="Ann Lee/AP", facts=_ANOTHER),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a photo that the content system credits to others; an agency's is an error."""
    known, words = subject.facts.values.get("cms"), desk.terms.words
    if subject.photo is None or not isinstance(known, Record):
        return
    embedded = subject.facts.values.get("embedded", subject.record)
    theirs, ours = (line_of(one, vocabulary=words) for one in (known, embedded))
    if not _names_somebody(subject, embedded, desk):
        return  # whoever filled it in mended it
    if compared(theirs, ours, vocabulary=words).verdict == "different":
        agency = _names_agency(theirs, words) or _names_agency(ours, words)
        yield Remark(
            f"the content system credits {printed(theirs)!r}, the file {printed(ours)!r}",
            "credit_line",
            command(subject, creators=theirs.creators or ("NAME",), credit_line=printed(theirs)),
            severity=Severity.ERROR if agency else None,
        )


def _names_somebody(subject: Subject, embedded: Record, desk: Desk) -> bool:
    if subject.photo is None:
        return False
    own = replace(subject, photo=replace(subject.photo, record=embedded), memory={})
    return bool(judged(own, desk).named)


def _names_agency(line: CreditLine, words: Vocabulary) -> bool:
    parties = (*line.organisations, line.via)
    return any(words.organisation(name) for name in parties if name)
