"""Records: made of what readers found, with the validator's result and without its price."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from credits import record
from credits.record import Location, Record, record_of

REGION = {
    "name": "face",
    "boundary": {"shape": "polygon", "vertices": [{"x": 0.1, "y": 0.5}, {"x": 0.2}]},
    "types": [{"name": "person", "ids": ["https://example.org/person"]}],
}
FOUND: tuple[dict[str, Any], ...] = (
    {},
    {"caption": "Ночь. 夜 \U0001f319", "creators": ["Ann Lee", "Bo Ek"], "rating": 4.0},
    {"caption": None, "keywords": [], "copyright_marked": True, "orientation": 6},
    {"gps": {"latitude": 48.8, "longitude": 2.3}, "model_ages": [17, 18]},
    {"locations_shown": [{"city": "Kyiv", "ids": ["Q1899"]}, {}], "regions": [REGION]},
    {"translations": {"caption": {"uk": "Ніч"}}, "caption": "Night"},
)
# what the validator brings into form, or puts up with
ODD: tuple[dict[str, Any], ...] = (
    {"rating": 4}, {"orientation": "6"}, {"caption": "half \ud83c"}, {"creators": ("Ann Lee",)}, {"copyright_marked": "yes"},
    {"locations_shown": [Location(city="Kyiv")]},
)  # fmt: skip
WRONG: tuple[dict[str, Any], ...] = (
    {"caption": 7}, {"keywords": "flood"}, {"keywords": [None]},
    {"keywords": None}, {"gps": "here"}, {"gps": {"up": 1.0}}, {"weather": "fine"},
    {"regions": [{"boundary": {"vertices": [{"x": "left"}]}}]}, {"translations": "none"},
)  # fmt: skip


@pytest.mark.parametrize("values", [*FOUND, *ODD])
def test_a_record_is_what_the_validator_would_make(values: dict[str, Any]) -> None:
    made, validated = record_of(values), Record.model_validate(values)
    assert made == validated
    assert made.model_dump() == validated.model_dump()
    assert [type(v) for _, v in made] == [type(v) for _, v in validated]


@pytest.mark.parametrize("values", WRONG)
def test_what_has_not_the_form_of_its_property_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        record_of(values)


def test_what_readers_find_needs_no_validator(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(record.Record, "model_validate", never)
    for values in FOUND:
        record_of(values)


def test_records_share_no_table() -> None:
    one, other = record_of({}), record_of({})
    one.translations["caption"] = {"uk": "Ніч"}
    assert other.translations == {} == record_of({}).translations
