"""Variables and codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from credits.errors import InvalidValue
from credits.record import Record
from credits.template import Place, codes, decoded, filled

RECORD = Record.model_validate(
    {"creators": ["Ann Lee", "Bo"], "city": "Kyiv", "date_created": "2026-11-23T18:05:00+02:00"}
)
PLACE = Place("photos/DSC_0042.jpg", 7)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{creator}/{city}", "Ann Lee, Bo/Kyiv"),
        ("© {date:%Y} {creators}", "© 2026 Ann Lee, Bo"),
        ("{date:%d.%m.%Y %H:%M}", "23.11.2026 18:05"),
        ("{filename}-{n:03}.{extension} in {folder}", "DSC_0042-007.jpg in photos"),
        ("{filename:4-}{filename:0-3}", "0042DSC"),
        ("{state|}{country|Ukraine}", "Ukraine"),
        ("{{city}} {n}", "{city} 7"),
        ("plain", "plain"),
    ],
)
def test_variables(text: str, says: str) -> None:
    assert filled(text, RECORD, PLACE) == says


def test_lists_and_structures_are_filled() -> None:
    value = {"a": ["{city}", 7], "b": None}
    assert filled(value, RECORD, PLACE) == {"a": ["Kyiv", 7], "b": None}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{town}", r"no variable \{town\}"),
        ("{state}", r"DSC_0042.jpg: says nothing of state.*\{state\|\}"),
        ("{licensors}", "no variable"),
        ("{city", "lone '{'"),
        ("city}", "lone '}'"),
        ("{n:x}", "no such form"),
        ("{n:0999}", "no such form"),
        ("{date:%Q}", "no such form"),
    ],
)
def test_wrong_templates(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        filled(text, RECORD, PLACE)


def test_date_is_not_made_more_precise_than_it_is() -> None:
    record = Record(date_created="1998-05")
    assert filled("{date:%Y/%m}", record, PLACE) == "1998/05"
    with pytest.raises(InvalidValue, match="wants more than '1998-05'"):
        filled("{date:%d.%m.%Y}", record, PLACE)


@pytest.mark.parametrize(
    ("date", "text", "says"),
    [
        ("2024-05-03T10:00Z", "{date:%Y %H.%M}", "2024 10.00"),
        ("2024-05-03T10:00+05:30", "{date:%d/%H}", "03/10"),
        ("2024-05-03T10:00:60", "{date:%Y-%m-%d %S}", "2024-05-03 59"),
        ("2024-05-03 23:59:59.5", "{date:%j %S}", "124 59"),
        ("2024", "{date:%Y}", "2024"),
        ("9999-12-31T23:59:60", "{date:%Y}", "9999"),
    ],
)
def test_dates_of_every_form(date: str, text: str, says: str) -> None:
    assert filled(text, Record(date_created=date), PLACE) == says


@pytest.mark.parametrize(
    ("date", "text", "says"),
    [
        ("about May 2024", "{date:%Y}", "wants a date, and 'about May 2024' is none"),
        ("2024-13-01", "{date:%Y}", "is none"),
        ("2024-05-03T10:00Z", "{date:%S}", "wants more than"),
        ("", "{date:%Y}", "says nothing of date"),
    ],
)
def test_what_is_no_date_is_told_with_the_photo(date: str, text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says) as told:
        filled(text, Record(date_created=date), PLACE)
    assert told.value.path == PLACE.path


def test_codes_hold_what_unicode_takes_for_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_bytes("a\tone\u2028two\u0085three\r\nb\tfour\r\n".encode())
    assert codes([str(path)]) == {"a": ("one\u2028two\u0085three",), "b": ("four",)}


def test_codes_of_several_tables(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("// the teams\nsh10\tOle Nordmann\tNo. 10\n\ntk\tTASS\n")
    (tmp_path / "two.txt").write_text("tk\tТАСС\n", encoding="utf-8-sig")
    table = codes([str(tmp_path / name) for name in ("one.txt", "two.txt")])
    assert decoded("=sh10= (=sh10#2=), a = b = c, =tk=", table) == (
        "Ole Nordmann (No. 10), a = b = c, ТАСС"
    )
    assert decoded(["=tk=", 3], table) == ["ТАСС", 3]


@pytest.mark.parametrize(
    ("text", "says"), [("=sh11=", "did you mean =sh10=?"), ("=sh10#3=", "no code =sh10#3=")]
)
def test_unknown_codes(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        decoded(text, {"sh10": ("Ole", "10")})


def test_table_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="cannot be read"):
        codes([str(tmp_path / "none.txt")])
