"""The credit line as newsrooms print it: `parse` reads it, `CreditLine.format` writes it.

    line := caption? [label] party ("/" party)* [via party] [licence] [© year holder]

Parsing is a fold of small steps in the order of `_STEPS`. Laws: the original text is kept and
nothing is silently made canonical; without evidence there is no credit; parties are told apart by
lexicon and shape, never by position.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from credits import vocabulary as words
from credits._credit_grammar import Line, Split, divide, lowered, normalise
from credits._credit_parties import Found, parties
from credits._credit_styles import written
from credits.vocabulary import Vocabulary

KEYS: Final = (
    "text", "caption", "creators", "role", "organisations", "via", "source", "source_url",
    "licence", "copyright_holder", "year", "is_placeholder", "lang", "confidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One credit line, taken apart. Absent is None or an empty tuple.

    Names stand as printed; `canonical` holds, beside each of `organisations`, the name the
    vocabulary knows it by (or the printed one). Two lines are equal if they say the same; the
    `original` text is not compared.
    """

    caption: str | None = None
    creators: tuple[str, ...] = ()
    role: str | None = None
    organisations: tuple[str, ...] = ()
    via: str | None = None
    source: str | None = None
    source_url: str | None = None
    licence: str | None = None
    copyright_holder: str | None = None
    year: int | None = None
    is_placeholder: bool = False
    lang: str | None = None
    confidence: float = field(default=1.0, compare=False)
    unparsed: str | None = field(default=None, compare=False)
    canonical: tuple[str, ...] = field(default=(), compare=False)
    original: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """The line as it was given."""
        return self.original

    def __str__(self) -> str:
        return self.original

    def format(
        self,
        style: str = "plain",
        *,
        lang: str | None = None,
        title: str | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> str:
        """Write the credit in a house style, or by a template like ``{creators}/{organisations}``.

        *lang* chooses the words ("Foto:", "vía"); *title* is the picture's, else the caption. A
        credit that names nobody is empty.

        Raises:
            InvalidValue: there is no such style, field or language.
        """
        return written(self, style, lang=lang, title=title, vocabulary=vocabulary)

    def as_dict(self) -> dict[str, Any]:
        """Give the keys of ``credits parse``, lists for tuples."""
        values = {name: getattr(self, name) for name in KEYS}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
        }


def parse(
    text: str, *, vocabulary: Vocabulary | None = None, lang: str | None = None
) -> CreditLine:
    """Take a printed caption or credit apart. Never raises on any text."""
    known = vocabulary or words.default()
    line_text = normalise(text)
    if default := _default(line_text, known):
        return CreditLine(
            is_placeholder=True, role=str(default), original=text, lang=lang, confidence=0.99
        )
    line = Line(line_text, lowered(line_text), known)
    split = divide(line)
    found = parties(split.segments, known)
    return _line(text, split, found, known, lang)


def _default(text: str, known: Vocabulary) -> str | bool | None:
    return None


def _line(text: str, split: Split, found: Found, known: Vocabulary, lang: str | None) -> CreditLine:
    placeholder = bool(split.segments) and not found.names_somebody
    return CreditLine(
        caption=split.caption or None,
        creators=tuple(found.creators),
        role=found.role,
        organisations=tuple(found.organisations),
        via=found.via,
        source=found.source,
        source_url=found.source_url,
        licence=found.licence,
        copyright_holder=found.copyright_holder,
        year=found.year,
        is_placeholder=placeholder,
        lang=lang,
        unparsed=" ".join(found.unparsed) or None,
        original=text,
    )
