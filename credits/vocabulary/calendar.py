"""Months, days of the week, time zones and words of the clock, by language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from credits.vocabulary import load

_WORD: re.Pattern[str] = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@cache
def _table() -> Mapping[str, Any]:
    return load("calendar")


@cache
def months() -> Mapping[str, int]:
    """Give the number of a month (January is 1) by each of its names in small letters."""
    return MappingProxyType(
        {
            word: number
            for rows in _table()["months"].values()
            for number, words in enumerate(rows, 1)
            for word in words
        }
    )


@cache
def zones() -> Mapping[str, tuple[int, ...]]:
    """Give the minutes east of Greenwich by abbreviation; two where it means two zones."""
    return MappingProxyType({name: tuple(minutes) for name, minutes in _table()["zones"].items()})


@cache
def clock(part: str) -> frozenset[str]:
    """Give the words beside a time of day: ``oclock``, ``noon`` or ``midnight``."""
    return frozenset(_table()["clock"][part])


@cache
def _named() -> frozenset[str]:
    days = (word for words in _table()["weekdays"].values() for word in words)
    return frozenset({*months(), *days})


@cache
def _doubtful() -> frozenset[str]:
    return frozenset(_table()["doubtful"]["words"])


_NUMBERS: re.Pattern[str] = re.compile(
    r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)(?!\d)"
    r"|\d\s?[年月日년월일]|[٠-٩]{4}|[०-९]{4}|(?<!\d)25\d\d(?!\d)"
)


def names_a_day(text: str) -> bool:
    """Tell whether *text* says when: a year, a date, a month or a day of the week.

    >>> names_a_day("in June"), names_a_day("on Saturday"), names_a_day("it may rain")
    (True, True, False)
    """
    return _NUMBERS.search(text) is not None or any(_days(text))


def _days(text: str) -> Iterator[bool]:
    for match in _WORD.finditer(text):
        word = match[0]
        small = word.lower()
        if small in _named():
            yield small not in _doubtful() or word[0].isupper() or _beside_a_number(text, match)


def _beside_a_number(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()].rstrip(" ."), text[match.end() :].lstrip(" .")
    return before[-1:].isdigit() or after[:1].isdigit()
