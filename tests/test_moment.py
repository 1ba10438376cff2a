"""Points in time as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.moment import Moment, Span, moment_in, of_iso
from credits.vocabulary import calendar

DECEMBER = date(2026, 12, 1)
ZONES = {"UTC": UTC, **{f"+{h}": timezone(timedelta(hours=h)) for h in (1, 2, 3, 9)}}
ZONES |= {"-5": timezone(timedelta(hours=-5)), "-7": timezone(timedelta(hours=-7))}

CLEAR = [
    ("2026-12-01", None, None),
    ("2026-12-01 06:00 GMT", time(6), "UTC"),
    ("2026-12-01T06:00:00+01:00", time(6), "+1"),
    ("20261201", None, None),
    ("2026/12/1", None, None),
    ("1 December 2026", None, None),
    ("1st of December, 2026", None, None),
    ("1 DEC 2026 0600 GMT", time(6), "UTC"),
    ("December 1, 2026", None, None),
    ("Dec. 1, 2026, 6 a.m. EST", time(6), "-5"),
    ("Tuesday December 1st, 2026 at 6:30pm PDT", time(18, 30), "-7"),
    ("00:01 BST on Tuesday 1 December 2026", time(0, 1), "+1"),
    ("0001 Tuesday December 1 2026", time(0, 1), None),
    ("noon on December 1, 2026", time(12), None),
    ("midnight, 1 December 2026", time(0), None),
    ("01.12.2026", None, None),
    ("1. 12. 2026", None, None),
    ("01.12.26", None, None),
    ("01.12.2026, 6:00 Uhr", time(6), None),
    ("1. Dezember 2026, 6 Uhr", time(6), None),
    ("1. Dezember 2026, 18.30 Uhr MEZ", time(18, 30), "+1"),
    ("1er décembre 2026 à 6h00", time(6), None),
    ("1 décembre 2026 à 18h", time(18), None),
    ("1 de diciembre de 2026 a las 06:00", time(6), None),
    ("1 de dezembro de 2026", None, None),
    ("1º dicembre 2026 ore 18.00", time(18), None),
    ("1 december 2026 om 6 uur", time(6), None),
    ("1 grudnia 2026", None, None),
    ("1. prosince 2026", None, None),
    ("1 joulukuuta 2026", None, None),
    ("1 Aralık 2026", None, None),
    ("1 декабря 2026 года", None, None),
    ("01.12.2026 06:00 МСК", time(6), "+3"),
    ("1 грудня 2026 р. о 06:00", time(6), None),
    ("2026年12月1日 6:00", time(6), None),
    ("2026년 12월 1일", None, None),
    ("2026. 12. 1.", None, None),
    ("12/01/2026 and 1/12/2026 would be two days; 2026-12-01 06:00 UTC+3", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "clock", "zone"), CLEAR[:-1], ids=[row[0] for row in CLEAR[:-1]])
def test_clear_moments(text: str, clock: time | None, zone: str | None) -> None:
    moment = moment_in(text)
    assert moment is not None
    assert moment.spans == (Span(DECEMBER, DECEMBER),)
    assert moment.clock == clock
    assert [z.utcoffset(None) for z in moment.zones] == (
        [ZONES[zone].utcoffset(None)] if zone else []
    )
    assert moment.is_clear


def test_what_can_be_read_two_ways_keeps_both() -> None:
    moment = moment_in("03/04/2026")
    assert moment is not None
    assert {span.first for span in moment.spans} == {date(2026, 4, 3), date(2026, 3, 4)}
    assert not moment.is_clear
    for text in ("25/12/2026", "12/25/2026", "04-04-2026"):
        found = moment_in(text)
        assert found is not None
        assert len(found.spans) == 1, text


def test_a_zone_that_is_two_keeps_both() -> None:
    moment = moment_in("2026-12-01 10:30 IST")
    assert moment is not None
    assert len(moment.zones) == 3
    begins = moment.begins(UTC)
    assert begins[0] < begins[-1]


@pytest.mark.parametrize(
    "text", ["December 6", "6 December, 10:00", "31 February 2026", "30.02.2026"]
)
def test_a_date_that_cannot_be_placed_has_no_days(text: str) -> None:
    moment = moment_in(text)
    assert moment is not None
    assert moment.spans == ()


@pytest.mark.parametrize("text", ["", "soon", "on Tuesday", "14 days", "Room 12", "+49 30 2026"])
def test_no_date_is_none(text: str) -> None:
    assert moment_in(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-02-03", "2026-02-03", "2026-02-03"),
    ],
)
def test_dates_of_records_are_as_precise_as_they_are(text: str, first: str, last: str) -> None:
    assert of_iso(text).spans == (Span(date.fromisoformat(first), date.fromisoformat(last)),)
    assert of_iso("2026-13-45").spans == ()
    assert of_iso("someday").spans == ()


def test_a_day_is_over_when_the_next_begins() -> None:
    home = timezone(timedelta(hours=2))
    moment = of_iso("2026-12-31")
    assert moment.begins(home) == (datetime(2026, 12, 31, tzinfo=home),)
    assert moment.ends(home) == (datetime(2027, 1, 1, tzinfo=home),)
    exact = of_iso("2026-12-31T06:00:00Z")
    assert exact.begins(home) == exact.ends(home) == (datetime(2026, 12, 31, 6, tzinfo=UTC),)


def test_later() -> None:
    assert of_iso("2026-12-30").later(timedelta(days=3)).spans[0].first == date(2027, 1, 2)
    assert of_iso("2026-12-30").later(timedelta(hours=6)).spans[0].first == date(2026, 12, 31)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    moment = moment_in(text)
    assert moment is None or all(span.first <= span.last for span in moment.spans)
    assert isinstance(of_iso(text), Moment)


MONTHS = [
    (lang, number, word)
    for lang, rows in calendar._table()["months"].items()
    for number, words in enumerate(rows, 1)
    for word in words
]


def test_every_month_of_every_language_is_read() -> None:
    assert len(MONTHS) > 350
    for lang, number, word in MONTHS:
        assert calendar.months()[word] == number, (lang, word)
        found = moment_in(f"2 {word} 2026")
        assert found is not None, word
        assert found.spans == (Span(date(2026, number, 2), date(2026, number, 2)),), (lang, word)


def test_every_language_has_twelve_months() -> None:
    for lang, rows in calendar._table()["months"].items():
        assert len(rows) == 12, lang
    for lang, days in calendar._table()["weekdays"].items():
        assert len(days) >= 6, lang
    for minutes in calendar.zones().values():
        assert all(-720 <= one <= 840 for one in minutes)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("in June", True), ("Juni 2026", True), ("on Saturday", True), ("am Samstag", True),
        ("в субботу", True), ("7 червня", True), ("7 mar.", True), ("March 3", True), ("in 1998", True),
        ("02.03.2026", True), ("6月7日", True), ("6월", True), ("May Day in Kyiv", True),
        ("it may rain", False), ("they march on", False), ("sur mars rouge", False), ("a set of keys", False),
        ("room 12", False), ("", False), ("洪水", False),
    ],
)  # fmt: skip
def test_naming_a_day(text: str, says: bool) -> None:
    assert calendar.names_a_day(text) is says


@pytest.mark.parametrize(
    "text", ["9999-12-31", "9999-12-31T23:59:59+42:00", "9999-12-31T00:00-99:99"]
)
def test_what_never_comes_can_be_compared(text: str) -> None:
    """Agencies write "9999-12-31" for "never", and zones that are none must not stop a gate."""
    moment = of_iso(text)
    (end,) = moment.ends(UTC)
    assert end.year == 9999
    assert moment.later(timedelta(days=400)).ends(UTC)[0] > datetime(2026, 1, 1, tzinfo=UTC)
    assert moment.zones == ()
