"""The credit line as newsrooms print it: `parse` reads it, `CreditLine.format` writes it.

    line := caption? [label] party ("/" party)* [via party] [licence] [© year holder]

Parsing is a fold of small steps in the order of `_credit_steps.STEPS`; `explain` tells what each of
them decided. Laws: the original text is kept and nothing is silently made canonical; without
evidence there is no credit; parties are told apart by lexicon and shape, never by position.
The grammar is opened when the first line is parsed: most rules ask for it of few photos.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import attrgetter
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from credits import vocabulary as words
from credits.vocabulary import Vocabulary

if TYPE_CHECKING:
    from credits._credit_steps import Reading

KEYS: Final = (
    "text", "caption", "creators", "role", "organisations", "via", "source", "source_url",
    "licence", "copyright_holder", "year", "is_placeholder", "lang", "confidence",
)  # fmt: skip
# a step's working, which a later field tells in full
_WORKING: Final = frozenset({"left", "evidence", "unknown"})
_SHORT: Final = 400
_shown: Final = attrgetter(*KEYS)


@dataclass(frozen=True)
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
        from credits._credit_styles import written  # noqa: PLC0415  (only to print)

        return written(self, style, lang=lang, title=title, vocabulary=vocabulary)

    def as_dict(self) -> dict[str, Any]:
        """Give the keys of ``credits parse``, lists for tuples."""
        shown = dict(zip(KEYS, _shown(self), strict=True))
        shown["creators"] = list(self.creators)
        shown["organisations"] = list(self.organisations)
        return shown


@dataclass(frozen=True, slots=True)
class Decision:
    """What one *step* of parsing decided (*field*, *value*), and the *evidence* it decided on."""

    step: str
    field: str
    value: str
    evidence: str = ""


def parse(
    text: str, *, vocabulary: Vocabulary | None = None, lang: str | None = None
) -> CreditLine:
    """Take a printed caption or credit apart. Never raises on any text.

    *vocabulary* holds a newsroom's own words; *lang* (ISO 639-1) is taken for the language of the
    line instead of the one it shows.
    """
    known = vocabulary or words.default()
    return _remembered(text, known, lang) if len(text) <= _SHORT else _parsed(text, known, lang)


# an archive prints the same few credits under thousands of photos
@lru_cache(maxsize=4096)
def _remembered(text: str, vocabulary: Vocabulary, lang: str | None) -> CreditLine:
    return _parsed(text, vocabulary, lang)


def _parsed(text: str, vocabulary: Vocabulary, lang: str | None) -> CreditLine:
    steps = _opened()
    reading = steps.Reading(text, vocabulary, lang)
    for step in steps.OPENING:
        step(reading)
    for step in steps.DIVIDING if reading.default is None else ():
        step(reading)
    for step in steps.WITH_CREDIT if reading.segments else steps.WITHOUT_CREDIT:
        step(reading)
    return _made(reading)


@cache
def _opened() -> ModuleType:
    from credits import _credit_steps  # noqa: PLC0415  (only for who has a line)

    return _credit_steps


def _made(reading: Reading) -> CreditLine:
    """Make a line of what the steps decided; a frozen class is slow to make field by field."""
    line = object.__new__(CreditLine)
    vars(line).update(
        caption=reading.caption,
        creators=reading.creators,
        role=reading.role,
        organisations=reading.organisations,
        via=reading.via,
        source=reading.source,
        source_url=reading.source_url,
        licence=reading.licence,
        copyright_holder=reading.copyright_holder,
        year=reading.year,
        is_placeholder=reading.is_placeholder,
        lang=reading.lang,
        confidence=reading.confidence,
        unparsed=reading.unparsed,
        canonical=reading.canonical,
        original=reading.original,
    )
    return line


def forget() -> None:
    """Forget the lines and names seen so far."""
    from credits._credit_language import forget as forget_votes  # noqa: PLC0415
    from credits._credit_shapes import forget as forget_names  # noqa: PLC0415

    _remembered.cache_clear()
    forget_names()
    forget_votes()


def explain(
    text: str, *, vocabulary: Vocabulary | None = None, lang: str | None = None
) -> tuple[Decision, ...]:
    """Tell which step of `parse` decided what, in the order of the steps."""
    from credits._credit_steps import AFTER_DEFAULT, STEPS, Reading  # noqa: PLC0415
    from credits._credit_trace import evidence_of, printed  # noqa: PLC0415

    reading = Reading(text, vocabulary or words.default(), lang)
    told = []
    for step in STEPS:
        if reading.default is None or step.name in AFTER_DEFAULT:
            step.act(reading)
            evidence = evidence_of(step.name, reading)
            told += [
                Decision(step.name, name, shown, evidence)
                for name in step.decides
                if name not in _WORKING and (shown := printed(getattr(reading, name), reading))
            ]
    return tuple(told)
