"""Give Creative Commons what it asks for: author, source, licence.

What:
    The photo is under a Creative Commons licence, and its own record lacks what must be passed on:
    the author, the source, or the licence with the address of its text; and, where it is known that
    it was changed, the word that says so. CC0 and the Public Domain Mark ask for nothing.

Why:
    CC BY 4.0, section 3(a)(1): keep the identification of the creator and the address of the
    material, say that it was modified, name the licence and give its text or address. Without it
    the licence ends (section 6), and the photo is printed without one.

Example:
    Usage terms "CC BY-SA 4.0", no creator.

Fix:
    `credits embed PHOTO --creator "Name" --source "https://…" --web-statement
    "https://creativecommons.org/licenses/by-sa/4.0/"`; `credits fix --unsafe-fixes` writes the
    attribution in full where author and source are known. In Photoshop: File > File Info > Basic >
    Author and Copyright Info URL. In Photo Mechanic: Metadata (IPTC) Info > Photographer, Source
    and Copyright URL.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from credits.finding import Fix
from credits.rules._credit import Judged, Kind, judged
from credits.rules._licence import Named, licences_of
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
from credits.rules._party import parties
from credits.vocabulary.platforms import is_platform

CODE: Final = "RGT605"
NAME: Final = "cc-attribution-incomplete"
LEVELS: Final = levels("error", archive="warning")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
_FULL: Final[dict[str, Any]] = {"creators": ["Ann Lee"], "source": "flickr.com/photos/annlee/1"}
GOOD: Final = (
    example(**_FULL, web_statement=_BY),
    example(**_FULL, usage_terms=f"CC BY 4.0 <{_BY}>"),
    example(credit_line="Ann Lee/Unsplash", web_statement=_BY),
    example(web_statement="https://creativecommons.org/publicdomain/zero/1.0/"),
    example(creators=["Ann Lee"], usage_terms="All rights reserved"),
    example(),
)
BAD: Final = (
    example(source="flickr.com/photos/annlee/1", web_statement=_BY),
    example(creators=["Ann Lee"], web_statement=_BY),
    example(**_FULL, usage_terms="CC BY-SA 4.0"),
    example(**_FULL, usage_terms="CC BY"),
    example(creators=["unknown"], source="Flickr", web_statement=_BY),
    example(**_FULL, web_statement=_BY, facts={"modified": True}),
)

_CHANGED: Final = (
    "cropp", "modifi", "adapt", "edited", "derivative", "changed", "bearbeit", "beschnitt",
    "zugeschn", "ausschnitt", "veränder", "recadr", "recort", "ritagli", "bijgesn", "bewerkt",
    "przycię", "zmienion", "изменен", "обрез", "кадрир", "змінен", "обріз",
    "トリミング", "加工", "裁剪",
)  # fmt: skip


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report what a Creative Commons licence asks for and the record does not have."""
    named = licences_of(subject.record, creative=True)
    found = [one for one in named if one.is_attribution]
    if not found:
        return
    best = next((one for one in found if one.licence.url), found[0])
    missing = dict(_missing(subject, desk, found))
    if missing:
        fix = _composed(subject, best) if list(missing.values()) == ["web_statement"] else None
        wanted = {name: (fix.changes if fix else {}).get(name, name.upper())
                  for name in missing.values()}  # fmt: skip
        yield Remark(
            f"under {best.name}, but without {', '.join(missing)}",
            next(iter(missing.values())),
            command(subject, **wanted),
            fix,
        )


def _missing(subject: Subject, desk: Desk, found: list[Named]) -> Iterator[tuple[str, str]]:
    """Say what is missing, and which property it belongs into."""
    record, credit = subject.record, judged(subject, desk)
    said = {name for name, _ in credit.named}
    said |= {one.field for one in credit.flawed if one.flaw.kind in _LEADS}
    if said.isdisjoint(_AUTHORS) or not _names_an_author(credit, desk):
        yield "an author", "creators"
    if said.isdisjoint({"source", "credit_line"}) and not record.licensors:
        yield "a source", "source"
    if not any("creativecommons.org/" in one.text.lower() for one in found):
        yield "the licence's address", "web_statement"
    if subject.facts.values.get("modified") and not _says_changed(subject):
        yield "a word that says it was changed", "usage_terms"


# an address or an account is a source, and an account an author
_LEADS: Final = frozenset({Kind.ADDRESS, Kind.NETWORK})
_AUTHORS: Final = ("creators", "credit_line", "copyright_notice")


def _names_an_author(credit: Judged, desk: Desk) -> bool:
    if any(one.field == "creators" and one.flaw.kind is Kind.ADDRESS for one in credit.flawed):
        return True
    words = desk.terms.words
    found = [parties(text, words) for name, text in credit.named if name in _AUTHORS]
    return any(
        one.persons or not all(is_platform(words.organisation(name)) for name in one.organisations)
        for one in found
    )


def _composed(subject: Subject, best: Named) -> Fix | None:
    """Write the attribution in full: title, author, source, licence with its address."""
    record, url = subject.record, best.licence.url
    if not url:
        return None
    title = f"“{record.title}” by " if record.title else ""
    authors = ", ".join(record.creators) or record.credit_line or record.copyright_notice
    source = f", {record.source}" if record.source else ""
    terms = f"{title}{authors}{source}, {best.name} <{url}>"
    return Fix("unsafe", {"web_statement": url, "usage_terms": terms})


def _says_changed(subject: Subject) -> bool:
    record = subject.record
    said = (record.usage_terms, record.credit_line, record.copyright_notice, record.caption)
    text = " ".join(one for one in said if one).casefold()
    return any(word in text for word in _CHANGED)
