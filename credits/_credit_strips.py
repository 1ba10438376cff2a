"""What is taken out of a stretch of credit before its parties are read.

Law: each strip takes one thing out (client instructions, an address, a licence, a year) and leaves
a separator where it stood, so that the parties around it stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from credits._credit_licences import LICENCE, URL, licence_in
from credits._credit_text import GAP, Text, lowered, vocables
from credits.vocabulary import Vocabulary, licences
from credits.vocabulary.grammar import grammar

_LICENCE_URL: Final = re.compile(r"creativecommons\.org|gnu\.org|/licen[sc]e", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_CASELESS_FROM: Final = "\u3040"
_YEAR: Final = re.compile(
    r"(?<![\w])(?:(?:\d{1,2}[./ ]\s?){1,2}|\d{4}\s?[-–]\s?)?(?P<year>(?:18|19|20)\d\d)"
    r"(?:\s?[-–]\s?(?:18|19|20)?\d\d)?(?![\w])"
)


class Stripped(NamedTuple):
    """What is left of a stretch as *text*, and what was taken out of it."""

    text: str
    url: str | None = None
    licence: str | None = None
    year: int | None = None


def strip(text: str, said: Sequence[str], *, rights: bool) -> Stripped:
    """Take instructions, address, licence and year out of *text*.

    *said* are the `instructions` of its line; *rights* tells that it stands behind a mark.
    """
    text = without_instructions(text, said) if said else text
    text, url = without_url(text)
    text, licence = without_licence(text)
    text, year = without_year(text, rights=rights) if _DIGIT.search(text) else (text, None)
    return Stripped(text, url, licence, year)


def may_strip(line: Text) -> bool:
    """Tell at a glance whether an address, a licence or a year may stand in a part of *line*."""
    return bool(line.whole) or _DIGIT.search(line.low) is not None


def instructions(line: Text, vocabulary: Vocabulary) -> list[str]:
    """Find what an agency tells its clients: "ATTENTION EDITORS", "All rights reserved"."""
    low = line.low
    spaced, tight = _instructions(vocabulary)
    said = [] if low.isascii() else [one for one in tight if one in low]
    if not spaced.keys().isdisjoint(line.vocables):
        for word in spaced.keys() & line.vocables:
            said += [one for one in spaced[word] if one in low]
    return said


def without_instructions(text: str, said: Sequence[str]) -> str:
    """Cut a text where the first of the instructions begins.

    >>> without_instructions("AFP. All rights reserved", ["all rights reserved"])
    'AFP. '
    """
    low = lowered(text)
    return text[: min((at for one in said if (at := low.find(one)) >= 0), default=len(text))]


@lru_cache(maxsize=8)
def _instructions(vocabulary: Vocabulary) -> tuple[Mapping[str, list[str]], list[str]]:
    """Give the instructions by their first word; and those in scripts without blanks."""
    every = (*vocabulary.words["drop"]["instructions"], *grammar()["instructions"])
    spaced: dict[str, list[str]] = {}
    for one in every:
        spaced.setdefault(vocables(one)[0], []).append(one)
    return spaced, [one for one in every if one[0] >= _CASELESS_FROM]


def without_url(text: str) -> tuple[str, str | None]:
    r"""Take the address out. The address of a licence's text is no address of the picture.

    >>> without_url("cc zuk0 https://flic.kr/p/s9X187")
    ('cc zuk0  \x1f ', 'https://flic.kr/p/s9X187')
    """
    if "www." not in text and "://" not in text:
        return text, None
    found = [one[1] for one in URL.finditer(text) if not _LICENCE_URL.search(one[1])]
    return URL.sub(f" {GAP} ", text), found[0] if found else None


def without_licence(text: str) -> tuple[str, str | None]:
    r"""Take the licence out, as printed.

    >>> without_licence("Marco Verch/cc by sa 2.0")
    ('Marco Verch/ \x1f ', 'cc by sa 2.0')
    """
    low = lowered(text)
    match = licence_in(low)
    if match is None:
        return text, None
    first, last = match.span("name")
    rest = f"{text[: match.start()].rstrip(' [(,')} {GAP} {text[last:].lstrip(' ])')}"
    return rest, text[first:last].strip(" -")


def without_year(text: str, *, rights: bool = False) -> tuple[str, int | None]:
    r"""Take out the year of a copyright, or a year that stands apart at the end of a credit.

    >>> without_year("Kurt Wessolek, 31.05.2013", rights=True), without_year("IDC 2010 Analysis")
    (('Kurt Wessolek \x1f ', 2013), ('IDC 2010 Analysis', None))
    """
    match = _YEAR.search(text)
    if match is None:
        return text, None
    before, after = text[: match.start()], text[match.end() :]
    apart = not after.strip(" .)]") and (
        rights or not before.strip() or before.rstrip()[-1] in ",(/|;[©"
    )
    if (
        apart
        or (rights and not before.strip(" ,.-–("))
        or (rights and before.rstrip()[-1:] in ",(")
    ):
        return f"{before.rstrip(' ,(')} {GAP} {after.lstrip(' ,)')}", int(match["year"])
    return text, None


def is_licence(text: str) -> bool:
    """Tell whether *text* is nothing but a licence's name."""
    return LICENCE.fullmatch(lowered(text)) is not None or text.casefold() in licences()
