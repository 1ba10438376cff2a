"""What a record asks of those who print it: real phrases, in many languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.duties import Duty, duties, said_in, state
from credits.moment import moment_in, of_iso
from credits.record import Record
from credits.vocabulary import instructions

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HONS = (
    "HANDOUT PHOTO. This photo may only be used for 14 days from the time of transmission; "
    "No Archiving; No Licensing. Mandatory credit"
)
AFP = (
    'RESTRICTED TO EDITORIAL USE - MANDATORY CREDIT "AFP PHOTO / NASA" - NO MARKETING NO ADVERTISING '
    "CAMPAIGNS - DISTRIBUTED AS A SERVICE TO CLIENTS"
)


def kinds(text: str, field: str = "instructions") -> list[str]:
    return [duty.kind for duty in said_in(text, field)]


def only(text: str) -> Duty:
    (duty,) = said_in(text, "instructions")
    return duty


def test_agencies_own_words() -> None:
    assert kinds(HONS) == ["no-archive", "no-sales", "mandatory-credit", "expiry"]
    assert kinds(AFP) == [
        "editorial-only",
        "mandatory-credit",
        "editorial-only",
        "editorial-only",
        "note",
    ]
    assert next(d.party for d in said_in(AFP, "instructions") if d.party) == "AFP PHOTO / NASA"
    assert kinds("EDITORIAL USE ONLY / NO SALES / NO ARCHIVES") == [
        "editorial-only", "no-sales", "no-archive",
    ]  # fmt: skip
    assert kinds("ACHTUNG: Nur zur redaktionellen Verwendung und nur mit vollständiger Nennung") == [
        "note", "mandatory-credit",
    ]  # fmt: skip
    assert kinds("") == kinds("Rain in Kherson.") == []


def test_every_phrase_of_every_language_is_found() -> None:
    assert len(instructions.kinds()) > 400
    for phrase, kind in instructions.kinds().items():
        found = instructions.phrases(f"Kherson. {phrase} x")
        assert [one.kind for one in found] == [kind], phrase


EMBARGOES = [
    "EMBARGO until 2026-12-01 06:00 GMT",
    "STRICTLY EMBARGOED UNTIL 06:00 GMT on Tuesday 1 December 2026",
    "EMBARGOED: NOT FOR RELEASE BEFORE 1 DEC 2026 0600 GMT",
    "Hold for release until December 1, 2026, 6 a.m. GMT",
    "Under embargo. Not for publication before 01.12.2026 06:00 UTC",
    "1 December 2026, 06:00 GMT: embargo",
    "Sperrfrist: 01.12.2026, 6:00 Uhr UTC",
    "Gesperrt bis 1. Dezember 2026, 06.00 Uhr GMT",
    "Sous embargo jusqu'au 1er décembre 2026 à 6h00 GMT",
    "Sous embargo jusqu’au 1er décembre 2026 à 06:00 GMT",
    "Embargado hasta el 1 de diciembre de 2026 a las 06:00 GMT",
    "Embargado até 1 de dezembro de 2026, 06:00 GMT",
    "Sotto embargo fino al 1 dicembre 2026 ore 06:00 GMT",
    "Onder embargo tot 1 december 2026 06:00 GMT",
    "Embargo do 1 grudnia 2026, 06:00 GMT",
    "эмбарго до 01.12.2026 09:00 МСК",
    "Не публиковать до 1 декабря 2026 09:00 МСК",
    "ембарго до 1 грудня 2026, 06:00 GMT",
    "解禁日時：2026年12月1日 15:00 JST",
]


@pytest.mark.parametrize("text", EMBARGOES)
def test_embargoes_end_at_the_minute(text: str) -> None:
    moments = {duty.moment.begins(UTC) for duty in said_in(text, "instructions") if duty.moment}
    assert moments == {(datetime(2026, 12, 1, 6, tzinfo=UTC),)}
    assert set(kinds(text)) == {"embargo"}


@pytest.mark.parametrize(
    "text",
    [
        "NOT FOR USE AFTER 31 DECEMBER 2026 - NO ARCHIVES",
        "Must not be used after December 31, 2026.",
        "License expires 2026-12-31",
        "Nutzung nur bis 31.12.2026",
        "Honorarfreie Nutzung bis 31. Dezember 2026",
        "Ne pas utiliser après le 31 décembre 2026",
        "No utilizar después del 31 de diciembre de 2026",
        "Não usar após 31 de dezembro de 2026",
        "Non utilizzare dopo il 31 dicembre 2026",
        "Niet gebruiken na 31 december 2026",
        "Nie wykorzystywać po 31 grudnia 2026",
        "Не использовать после 31 декабря 2026 г.",
        "Не використовувати після 31.12.2026",
        "使用期限：2026年12月31日",
    ],
)
def test_terms_end_with_their_last_day(text: str) -> None:
    (duty,) = (one for one in said_in(text, "instructions") if one.kind == "expiry")
    assert duty.moment is not None
    assert duty.moment.ends(UTC) == (datetime(2027, 1, 1, tzinfo=UTC),)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (HONS, 14),
        ("for fourteen days from release", 14),
        ("Nur 14 Tage ab Veröffentlichung", 14),
        ("14 jours à compter de la diffusion", 14),
        ("uso permitido 14 días desde su difusión", 14),
        ("14 giorni dalla trasmissione", 14),
        ("14 dni od publikacji", 14),
        ("14 дней с момента публикации", 14),
        ("within 2 weeks of publication", 14),
        ("48 hours from transmission", 2),
        ("one year after delivery", 366),
    ],
)
def test_periods_count_from_when_the_photo_was_made_or_sent(text: str, days: int) -> None:
    record = Record(instructions=text, date_created="2026-05-01")
    period = timedelta(days=days)
    (duty,) = (one for one in duties(record) if one.period)
    assert duty.period == period
    assert duty.moment is not None
    assert duty.moment.begins(UTC) == (datetime(2026, 5, 1, tzinfo=UTC) + period,)
    received = datetime(2026, 5, 20, 9, tzinfo=UTC)
    (duty,) = (one for one in duties(record, received) if one.period)
    assert duty.moment is not None
    assert duty.moment.ends(UTC) == (received + period,)
    (duty,) = (one for one in duties(Record(instructions=text)) if one.period)
    assert duty.moment is None


def test_a_period_from_a_date() -> None:
    duty = only("TO BE USED WITHIN 2 DAYS FROM 10/10/2014 (48 HOURS)")
    assert duty.kind == "expiry"
    assert state(duty.moment, NOW, ends=True) == "after"


@pytest.mark.parametrize(
    "text",
    [
        "The EU extended the oil embargo until 2027.",
        "Cuba lives under embargo. The harbour is empty.",
        "There were no sales in the market, and no archives were found.",
        "Critics must credit her with the goal.",
        "EMBARGO BREAKERS FINED",
        "Protesters hold signs that read NO WAR.",
        "Die Sperrfrist für Böller endet am Mittwoch.",
        "She will use the boat until 31 December 2026.",
    ],
)
def test_prose_in_a_caption_is_no_instruction(text: str) -> None:
    assert kinds(text, "caption") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Flood. EMBARGO until 2026-12-01 06:00 GMT.", "embargo"),
        ("Flood in Kyiv. (Embargo until 1 June 2027)", "embargo"),
        ("Sperrfrist: 01.12.2026. Der Minister spricht.", "embargo"),
        ("A man wades home. NO ARCHIVES", "no-archive"),
        ("A man wades home. No archives.", "no-archive"),
        ("A man wades home (mandatory credit)", "mandatory-credit"),
    ],
)
def test_an_instruction_in_a_caption_is_found_by_its_dress(text: str, kind: str) -> None:
    assert kinds(text, "caption") == [kind]


def test_properties_that_are_dates_or_codes() -> None:
    record = Record(
        release_date="2026-06-02T08:00:00+02:00", license_start="2026-06-01", expiration_date="2026-07",
        license_end="2026-08-01", credit_line_required="http://ns.useplus.org/ldf/vocab/CR-CAI",
    )  # fmt: skip
    assert [(duty.kind, duty.field) for duty in duties(record)] == [
        ("embargo", "release_date"), ("embargo", "license_start"),
        ("expiry", "expiration_date"), ("expiry", "license_end"),
        ("mandatory-credit", "credit_line_required"),
    ]  # fmt: skip
    assert duties(Record(credit_line_required="http://ns.useplus.org/ldf/vocab/CR-NRQ")) == ()
    assert duties(Record()) == ()


@pytest.mark.parametrize(
    ("date", "ends", "expected"),
    [
        ("2026-06-01", False, "after"), ("2026-06-02", False, "before"), ("2026-06-01", True, "before"),
        ("2026-05-31", True, "after"), ("2026-06-01T13:00:00+02:00", True, "after"),
        ("2026-06-01T15:00:00+02:00", False, "before"), ("soon", False, "unknown"),
    ],
)  # fmt: skip
def test_state(date: str, ends: bool, expected: str) -> None:
    assert state(of_iso(date), NOW, ends=ends) == expected
    assert state(None, NOW, ends=ends) == "unknown"


def test_what_differs_between_readings_is_unknown_and_the_rest_is_not() -> None:
    ambiguous = moment_in("05/06/2026")
    assert state(ambiguous, NOW, ends=False) == "unknown"
    assert state(ambiguous, datetime(2026, 7, 1, tzinfo=UTC), ends=False) == "after"
    assert state(ambiguous, datetime(2026, 4, 1, tzinfo=UTC), ends=False) == "before"


def test_without_a_zone_it_is_the_desks() -> None:
    moment = moment_in("2026-06-01 12:30")
    east = NOW.astimezone(tz=None).tzinfo
    assert state(moment, NOW, ends=False) == "before"
    assert state(moment, datetime(2026, 6, 1, 12, 31, tzinfo=east), ends=False) == "after"


@given(st.text(max_size=300), st.sampled_from(["instructions", "caption"]))
def test_any_text_can_be_read(text: str, field: str) -> None:
    for duty in said_in(text, field):
        assert duty.kind
        assert duty.text


def test_hostile_texts_are_read_in_no_time() -> None:
    for text in (
        "embargo until " * 500,
        "1 " * 9000,
        "(" * 9000,
        "NO " * 9000,
        "14 days " * 3000,
    ):
        said_in(text, "instructions")
        said_in(text, "caption")
