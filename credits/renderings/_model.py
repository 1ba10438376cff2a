"""What is printed of one photo, worked out once for every form.

Law: text of a photo is hostile. What no page can hold is dropped here; each form escapes the rest
by the means of its own grammar, and addresses from metadata count only as ``http`` or ``https``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from credits.credit_line import CreditLine
from credits.record import Record
from credits.vocabulary import Vocabulary, licence

# controls, and halves of characters
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Shown(NamedTuple):
    """One photo as it is printed.

    *src* is its address, *width* and *height* are pixels as it is seen (turned as its orientation
    says), *credit* is in the house's style. *modified* says what was done to it ("cropped").
    """

    src: str
    width: int | None
    height: int | None
    alt: str
    caption: str
    credit: str
    record: Record
    line: CreditLine
    words: Vocabulary
    lang: str | None = None
    modified: str | None = None

    @property
    def title(self) -> str:
        """Give the photo's headline or title; empty if it has none."""
        return printable(self.record.headline or self.record.title)

    @property
    def notice(self) -> str:
        """Give the copyright notice."""
        return printable(self.record.copyright_notice)

    @property
    def licence(self) -> tuple[str, str] | None:
        """Give the name and the address of the licence, where the photo says the address."""
        statement = address(self.record.web_statement)
        named = printable(self.line.licence or self.record.usage_terms)
        if not statement:
            found = licence(named) if named else None
            statement = found.url if found else None
        return (named or statement, statement) if statement else None

    @property
    def makers(self) -> Iterator[tuple[str, str]]:
        """Give who made it, as ``Person`` or ``Organization`` and name."""
        if self.line.creators:
            yield from (("Person", name) for name in self.line.creators)
        else:
            yield from (("Organization", name) for name in self.line.organisations)


def printable(value: Any) -> str:
    """Give a text in one line, without what no page can hold."""
    return " ".join(_UNPRINTABLE.sub("", value).split()) if isinstance(value, str) else ""


def address(text: str | None) -> str | None:
    """Give an address of the web; None for anything else."""
    try:
        parts = urlsplit(printable(text))
    except ValueError:
        return None
    found = parts.scheme.lower() in {"http", "https"} and parts.netloc
    return parts.geturl() if found and not re.search(r"[\s<>\"{}|\\^`]", parts.geturl()) else None


def with_credit(caption: str, credit: str) -> str:
    """Join caption and credit as a plain line; the credit stands in brackets of its own."""
    if not caption or not credit:
        return caption or credit
    return f"{caption} {credit}" if credit.startswith("(") else f"{caption} ({credit})"
