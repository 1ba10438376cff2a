"""The one bridge between a printed credit and a record, both ways.

Law: nothing is written that the line does not say, and what `changes` writes `line_of` reads: the
same creators, organisations and distributor. Source of the properties' meaning: IPTC Photo
Metadata Standard 2025.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from credits.credit_line import CreditLine, parse
from credits.record import Record
from credits.vocabulary import Vocabulary, default, is_placeholder_credit, licence
from credits.vocabulary.choices import choices

_SOURCE_TYPES: Final = "digital-source-type"
# only a word that leaves no doubt: a photo may be film, an illustration may be drawn or generated
_TYPE_OF_ROLE: Final = MappingProxyType({"screenshot": "screenCapture"})
_ROLE_OF_TYPE: Final = MappingProxyType(
    {
        "algorithmicMedia": "illustration",
        "composite": "illustration",
        "compositeSynthetic": "illustration",
        "compositeWithTrainedAlgorithmicMedia": "illustration",
        "computationalCapture": "photo",
        "dataDrivenMedia": "graphic",
        "digitalArt": "illustration",
        "digitalCapture": "photo",
        "digitalCreation": "illustration",
        "multiFrameComputationalCapture": "photo",
        "negativeFilm": "photo",
        "positiveFilm": "photo",
        "print": "photo",
        "screenCapture": "screenshot",
        "trainedAlgorithmicMedia": "illustration",
    }
)
# what shows that a by-line holds more than a name
_CHAIN: Final = re.compile(r"[/|]|\svia\s", re.IGNORECASE)
# "Copyright (c) 2024 by Ann Lee": marks in any number, and the word before the holder
_MARKS: Final = re.compile(r"\s*+(?:(?:©|\(c\)|℗|copyright\b)[\s:,]*+)+", re.IGNORECASE)
_BY: Final = re.compile(r"^(\d{4}[\s,]+)?by\s+", re.IGNORECASE)


def changes(line: CreditLine) -> dict[str, Any]:
    """Give the properties of a record that the line speaks of.

    The credit line is written plainly (Name/Agency via Distributor), the licence's address as the
    web statement, the copyright holder and year as a notice. A credit that names nobody is none.
    """
    values = {
        "caption": line.caption,
        "creators": list(line.creators),
        "credit_line": line.format() if _names_parties(line) else None,
        "source": line.source,
        "copyright_notice": line.format("© [{year} ]{copyright_holder}") or None,
        **_terms(line),
        "digital_source_type": _type_of(line.role),
    }
    return {name: value for name, value in values.items() if value}


def _names_parties(line: CreditLine) -> bool:
    return bool(line.creators or line.organisations or line.via)


def _terms(line: CreditLine) -> dict[str, str]:
    if not line.licence:
        return {}
    found = licence(line.licence)
    if found is None:
        return {"usage_terms": line.licence}
    return {"usage_terms": found.name, "web_statement": found.url}


def _type_of(role: str | None) -> str | None:
    code = _TYPE_OF_ROLE.get(role or "")
    return choices()[_SOURCE_TYPES].whole(code) if code else None


def split(caption: str | None, *, vocabulary: Vocabulary | None = None) -> dict[str, Any]:
    """Give the properties of a caption that ends with its credit; nothing if it has none."""
    line = parse(caption, vocabulary=vocabulary) if caption else CreditLine()
    if not line.caption or line.is_placeholder or line.caption == caption:
        return {}
    return changes(line)


def line_of(record: Record, *, vocabulary: Vocabulary | None = None) -> CreditLine:
    """Give the credit of a record as a line, for printing it in a style or comparing it."""
    known = vocabulary or default()
    printed = read_credit(record.credit_line or "", known)
    by_lines = [_by_line(name, known) for name in record.creators]
    notice = read_notice(record.copyright_notice or "", known)
    creators = _united(one.creators for one in by_lines) or printed.creators
    # in scripts without capitals nothing tells a person's name but the by-line
    others = tuple(name for name in printed.organisations if name not in creators)
    organisations = others or _united(one.organisations for one in by_lines)
    line = replace(
        printed,
        caption=record.caption,
        creators=creators,
        organisations=organisations,
        via=printed.via or next((one.via for one in by_lines if one.via), None),
        source=record.source or printed.source,
        licence=_licence(record) or printed.licence,
        copyright_holder=notice.copyright_holder or printed.copyright_holder,
        year=notice.year or printed.year,
        role=_role_of(record.digital_source_type) or printed.role,
    )
    named = _names_parties(line) or line.source or line.copyright_holder
    return replace(line, is_placeholder=printed.is_placeholder and not named)


@lru_cache(maxsize=1024)
def read_credit(text: str, known: Vocabulary) -> CreditLine:
    """Read a text of which it is known that it is a credit, and no caption.

    A bare name is no evidence to `parse`; here the field it stands in is. What cannot be taken
    apart names somebody all the same, as a whole.
    """
    if not text.strip() or is_placeholder_credit(text, vocabulary=known):
        return CreditLine(is_placeholder=bool(text.strip()), original=text)
    readings = (parse(f"{label}{text}", vocabulary=known) for label in ("", "Credit: "))
    found = next((one for one in readings if _says(one) and not one.caption), None)
    return replace(found or _whole(text.strip(), known), original=text)


def _says(line: CreditLine) -> bool:
    others = line.source or line.licence or line.copyright_holder
    return bool(_names_parties(line) or others or line.is_placeholder)


def _whole(name: str, known: Vocabulary) -> CreditLine:
    if known.organisation(name):
        return CreditLine(organisations=(name,))
    return CreditLine(creators=(name,))


def read_notice(text: str, known: Vocabulary) -> CreditLine:
    """Read a copyright notice, with or without its mark."""
    marked = _MARKS.match(text)
    holder = _BY.sub(r"\1", text[marked.end() :] if marked else text).strip()
    return parse(f"© {holder}", vocabulary=known) if holder else CreditLine()


def _by_line(name: str, known: Vocabulary) -> CreditLine:
    """Read one by-line: a name, an agency, or (as some cameras' owners set it) Name/Agency."""
    if _CHAIN.search(name):
        return read_credit(name, known)
    return _whole(name, known)


def _united(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for names in lists for one in names))


def _licence(record: Record) -> str | None:
    for text in (record.web_statement, record.usage_terms):
        if text and (found := licence(text)):
            return found.name
    return None


def _role_of(source_type: str | None) -> str | None:
    codes: Mapping[str, str] = _ROLE_OF_TYPE
    return codes.get(source_type.rsplit("/", 1)[-1]) if source_type else None
