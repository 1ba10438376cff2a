"""Points in time as people write them: "2026-12-01", "1. Dezember 2026, 6 Uhr".

What can be read two ways (03/04/2026, a zone called "IST", a day without a year) is not guessed: a
`Moment` keeps every reading, and tells the earliest and the latest instant it may mean. Without a
zone it is the zone of the desk. Sources: ISO 8601-1:2019, RFC 2822, IIM 4.2 (2:30, 2:35, 2:37,
2:38).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import Final, NamedTuple, TypeVar

from credits.vocabulary import calendar

_DAY: Final = timedelta(days=1)


class Span(NamedTuple):
    """Whole days, the first and the last."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Moment:
    """When something begins or ends. *text* is what was read.

    *spans* has one entry for each way to read the date, none if no date could be made of it.
    *clock* is the time of day; *zones* are the zones it may be in, none where none is said.
    """

    text: str
    spans: tuple[Span, ...] = ()
    clock: time | None = None
    zones: tuple[tzinfo, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Tell whether there is one way to read it."""
        return len(self.spans) == 1 and len(self.zones) < 2

    def begins(self, home: tzinfo | None) -> tuple[datetime, ...]:
        """Give the instants at which it may begin, in order; *home* is the zone if none is said."""
        return self._instants(home, lambda span: datetime.combine(span.first, self.clock or time()))

    def ends(self, home: tzinfo | None) -> tuple[datetime, ...]:
        """Give the instants at which it may be over: a day is over when the next begins."""
        return self._instants(
            home,
            lambda span: (
                datetime.combine(span.last, self.clock)
                if self.clock
                else _after(datetime.combine(span.last, time()), _DAY)
            ),
        )

    def later(self, by: timedelta) -> Moment:
        """Give the moment that is later by some days or hours."""
        if self.clock is None and by < _DAY:
            by = _DAY
        spans = tuple(Span(_after(span.first, by), _after(span.last, by)) for span in self.spans)
        return Moment(self.text, spans, self.clock, self.zones)

    def _instants(
        self, home: tzinfo | None, instant: Callable[[Span], datetime]
    ) -> tuple[datetime, ...]:
        zones = self.zones or (home,)
        return tuple(sorted(instant(s).replace(tzinfo=z) for s in self.spans for z in zones))


_Day = TypeVar("_Day", date, datetime)


def _after(day: _Day, by: timedelta) -> _Day:
    """Give what is later; "9999-12-31" says "never", and nothing comes after it."""
    try:
        return day + by
    except OverflowError:
        return day.max


# ── ISO 8601, as records hold it ────────────────────────────────────────────────────────────────

_ISO: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?)?)?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?"
)


def of_iso(text: str) -> Moment:
    """Read a date of a record, as precise as it is."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return Moment(text)
    year, month, day, hour, minute, second, zone = match.groups()
    span = _span(int(year), int(month or 0), int(day or 0))
    clock = _clock(int(hour), int(minute), int(second or 0)) if hour else None
    return Moment(text, (span,) if span else (), clock, _offset(zone) if zone and clock else ())


def _span(year: int, month: int, day: int) -> Span | None:
    """Give the days of a date whose day and month may be unknown (0)."""
    try:
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
        return Span(date(year, month or 1, day or 1), last)
    except ValueError:
        return None


def _clock(hour: int, minute: int, second: int = 0) -> time | None:
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _offset(text: str) -> tuple[tzinfo, ...]:
    """Give the zone that is so far from UTC; none where none can be."""
    if text.upper() == "Z":
        return (timezone(timedelta()),)
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "").ljust(4, "0")
    far = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return (timezone(sign * far),) if far < _DAY else ()


# ── dates in running text ───────────────────────────────────────────────────────────────────────


@cache
def _dates() -> tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[Span | None]]], ...
]:
    month = "|".join(map(re.escape, sorted(calendar.months(), key=len, reverse=True)))
    of = r"(?:\s*(?:of|de|di|del)\s+|\s*d['’]|[\s.-]*)"
    day_month = (
        rf"(?<!\w)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª|°)?{of}({month})(?!\w)\.?,?"
        rf"(?:\s*(?:of|de|del|di)\s+|[\s-]+)?(\d{{4}})?(?!\d)"
    )
    month_day = (
        rf"(?<!\w)({month})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:)(?:,?\s+(\d{{4}})(?!\d))?"
    )
    rows = (
        (r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)", _year_first),
        (r"(?<!\d)(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)", _year_first),
        (r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?", _year_first),
        (r"(?<!\d)(\d{4})\.\s?(\d{1,2})\.\s?(\d{1,2})(?!\d)", _year_first),
        (day_month, _day_named_month),
        (month_day, _named_month_day),
        (r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)(?!\d)", _day_first),
        (r"(?<![\d/-])(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d\d)(?![\d/-])", _either_first),
        (r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)", _year_first),
    )  # fmt: skip
    return tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in rows)


def _year_first(match: re.Match[str]) -> Iterator[Span | None]:
    yield _span(int(match[1]), int(match[2]), int(match[3]))


def _day_named_month(match: re.Match[str]) -> Iterator[Span | None]:
    if match[3]:
        yield _span(int(match[3]), calendar.months()[match[2].lower()], int(match[1]))


def _named_month_day(match: re.Match[str]) -> Iterator[Span | None]:
    if match[3]:
        yield _span(int(match[3]), calendar.months()[match[1].lower()], int(match[2]))


def _day_first(match: re.Match[str]) -> Iterator[Span | None]:
    yield _span(_year(match[3]), int(match[2]), int(match[1]))


def _either_first(match: re.Match[str]) -> Iterator[Span | None]:
    year, one, other = _year(match[3]), int(match[1]), int(match[2])
    yield _span(year, other, one)
    if one != other:
        yield _span(year, one, other)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


_TIME: Final = re.compile(
    r"(?<![\d.])(?P<hour>\d{1,2})(?:[:.hH](?P<minute>\d\d)(?::(?P<second>\d\d))?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?(?P<word>\s*[^\W\d_]{1,7})?",
    re.IGNORECASE,
)
# "0600 GMT", "to 0001 Thursday"; the year of the date beside it was read before
_TOGETHER: Final = re.compile(r"(?<![\d.:])([01]\d|2[0-3])([0-5]\d)(?![\d.:])\s*(?:hrs|hours|h\b)?")
_ZONE: Final = re.compile(
    r"[\s(]*(?:(?P<name>[^\W\d_]{1,4})(?![^\W\d_]))?\s?(?P<offset>[+-]\d\d?(?::?\d\d)?)?"
)
_NEAR: Final = 28


def moment_in(text: str) -> Moment | None:
    """Find the first date in *text*, with the time of day and the zone that stand beside it.

    None if there is no date; a moment without spans if there is one that cannot be placed.
    """
    found = [
        (match.start(), -match.end(), match, read)
        for pattern, read in _dates()
        if (match := pattern.search(text))
    ]
    if not found:
        return None
    _, _, match, read = min(found, key=lambda row: row[:2])
    spans = tuple(dict.fromkeys(span for span in read(match) if span))
    after, before = text[match.end() : match.end() + _NEAR], text[: match.start()][-_NEAR:]
    clock, rest = _time_of(after)
    if clock is None:
        clock, rest = _time_of(before)
    return Moment(match[0].strip(), spans, clock, _zones(rest) if clock else ())


def _time_of(text: str) -> tuple[time | None, str]:
    """Read the first time of day; and what stands after it."""
    if together := _TOGETHER.search(text):
        return _clock(int(together[1]), int(together[2])), text[together.end() :]
    for match in _TIME.finditer(text):
        if clock := _read(match):
            named = match["word"] and _is_oclock(match["word"])
            return clock, text[match.end() if named or not match["word"] else match.start("word") :]
    for part, clock in (("noon", time(12)), ("midnight", time())):
        for word in calendar.clock(part):
            if (at := text.lower().find(word)) >= 0:
                return clock, text[at + len(word) :]
    return None, text


def _read(match: re.Match[str]) -> time | None:
    hour, half = int(match["hour"]), match["half"]
    word = (match["word"] or "").strip()
    if match["minute"] is None and not half and not _is_oclock(word) and not _is_zone(word):
        return None
    if half:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return _clock(hour, int(match["minute"] or 0), int(match["second"] or 0))


def _is_oclock(word: str) -> bool:
    return word.strip().lower() in calendar.clock("oclock")


def _is_zone(word: str) -> bool:
    return word.strip().lower() in calendar.zones()


def _zones(text: str) -> tuple[tzinfo, ...]:
    match = _ZONE.match(text)
    if match is None:
        return ()
    known = calendar.zones().get((match["name"] or "").lower(), ())
    if match["offset"] and (known in {(), (0,)}):
        return _offset(_padded(match["offset"]))
    return tuple(timezone(timedelta(minutes=minutes)) for minutes in known)


def _padded(offset: str) -> str:
    """Write "+3" as "+03"."""
    return offset if len(offset) > 2 and offset[2].isdigit() else f"{offset[0]}0{offset[1:]}"
