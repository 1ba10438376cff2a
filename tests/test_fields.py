"""The field table: complete, in step with the standard, and its own inverse."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits import blocks, fields
from credits._values import checked
from credits.errors import InvalidValue
from credits.fields import (
    BY_NAME,
    FIELDS,
    Field,
    Kind,
    addresses,
    claims,
    iso_date,
    join_names,
    projected,
    split_names,
)
from credits.record import Record


def test_record_and_table_name_the_same_properties() -> None:
    assert {field.name for field in FIELDS} == set(Record.model_fields) - {"translations"}
    for field in FIELDS:
        default = Record.model_fields[field.name].default
        assert (default == ()) == field.is_list, field.name


def test_structures_have_the_members_of_their_models() -> None:
    def members(model: type, shape: tuple[Field, ...]) -> None:
        assert set(model.model_fields) >= {member.name for member in shape}  # type: ignore[attr-defined]

    for field in FIELDS:
        if field.shape:
            annotation = Record.model_fields[field.name].annotation
            model = next(a for a in annotation.__args__ if hasattr(a, "model_fields"))  # type: ignore[union-attr]
            members(model, field.shape)


def test_addresses_are_used_once() -> None:
    for column in ("clark", "resource", "text", "name", "option"):
        places = [getattr(field, column) for field in FIELDS if getattr(field, column)]
        assert len(places) == len(set(places)), column
    numbers = [field.iim.number for field in FIELDS if field.iim]
    assert len(numbers) == len(set(numbers))


def test_table_agrees_with_the_standard(iptc: Path) -> None:
    reference = json.loads((iptc / "iptc-pmd-techreference_2025.1.json").read_text())
    ours = {field.xmp: field for field in FIELDS if field.xmp}
    checked = 0
    for row in reference["ipmd_top"].values():
        field = ours[row["XMPid"]]
        checked += 1
        assert field.is_list == (row["propoccurrence"] == "multi"), row["name"]
        assert (field.kind is Kind.LANGUAGES) == (row.get("dataformat") == "AltLang"), row["name"]
        if "IIMid" in row:
            assert field.iim is not None
            assert f"2:{field.iim.number:02}" == row["IIMid"]
            # the standard counts genre's text alone, IIM the number before it, too
            assert field.iim.most == row.get("IIMmaxbytes", 8) or field.name == "intellectual_genre"
        if "EXIFid" in row:
            assert field.exif is not None
            assert field.exif.tag == int(row["EXIFid"])
    assert checked == 66


def test_structures_agree_with_the_standard(iptc: Path) -> None:
    reference = json.loads((iptc / "iptc-pmd-techreference_2025.1.json").read_text())
    known: set[str] = set()

    def gather(shape: tuple[Field, ...]) -> None:
        for member in shape:
            known.add(str(member.xmp))
            gather(member.shape)

    for field in FIELDS:
        gather(field.shape)
    wanted = {
        member["XMPid"]
        for name, members in reference["ipmd_struct"].items()
        if name != "AltLang"
        for member in members.values()
        if member["XMPid"] and "AltitudeRef" not in member["XMPid"]
    }
    assert wanted <= known


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026", "2026"),
        ("2026-11", "2026-11"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11-23T18:05", "2026-11-23T18:05"),
        ("2026-11-23 18:05:09Z", "2026-11-23T18:05:09Z"),
        ("2026-11-23T18:05:09.25+0200", "2026-11-23T18:05:09.25+02:00"),
    ],
)
def test_dates_are_as_precise_as_they_are(text: str, date: str) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13", "2026-11-32", "23.11.2026", "2026-11-23T25:00"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(InvalidValue, match="is no date"):
        iso_date(text)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1)


@given(st.lists(NAMES.map(str.strip).filter(bool)))
def test_names_survive_exif(names: list[str]) -> None:
    assert split_names(join_names(names)) == names


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1,
                max_size=12)  # fmt: skip


def value_of(field: Field) -> st.SearchStrategy[object]:
    kinds: dict[Kind, st.SearchStrategy[object]] = {
        Kind.TEXT: WORDS,
        Kind.LANGUAGES: WORDS,
        Kind.TEXTS: st.lists(WORDS, min_size=1, max_size=3),
        Kind.DATE: st.sampled_from(["2026", "2026-11-23", "2026-11-23T18:05:09+02:00"]),
        Kind.FLAG: st.booleans(),
        Kind.INTEGER: st.integers(0, 1 << 30),
        Kind.INTEGERS: st.lists(st.integers(0, 99), min_size=1),
        Kind.NUMBER: st.floats(-5, 5, allow_nan=False).map(lambda n: round(n, 3)),
        Kind.DEGREES: st.floats(-90, 90, allow_nan=False).map(lambda n: round(n, 4)),
    }
    if field.kind in kinds:
        return kinds[field.kind]
    members = st.fixed_dictionaries(
        {field.shape[0].name: value_of(field.shape[0])},
        optional={member.name: value_of(member) for member in field.shape[1:3]},
    )
    return st.lists(members, min_size=1, max_size=2) if field.kind is Kind.STRUCTURES else members


def close(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(close(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(close, one, other))
    return one == (pytest.approx(other, abs=1e-6) if isinstance(other, float) else other)


@pytest.mark.parametrize("field", [f for f in FIELDS if f.writable], ids=lambda f: f.name)
@pytest.mark.parametrize("block", blocks.NAMES)
@given(data=st.data())
def test_claims_are_the_inverse_of_projected(field: Field, block: str, data: st.DataObject) -> None:
    value = data.draw(value_of(field))
    stored = {k: v for k, v in projected(field, value, block).items() if v}
    if not stored:
        return
    read = claims({block: stored})[field.name][block]
    if block == "xmp":
        assert close(read, value)
    elif field.kind is Kind.DATE:
        assert str(value).startswith(str(read)) or str(read).startswith(str(value)[:19])
    elif field.iim and block == "iim" and isinstance(value, str):
        assert value.startswith(read)
    elif isinstance(value, bool):
        assert read is True
    assert claims({block: stored}) == {field.name: {block: read}}


def test_addresses_are_named_as_people_know_them() -> None:
    assert addresses("creators") == ("XMP dc:creator", "IIM 2:80", "EXIF Artist")
    assert addresses("alt_text") == ("XMP Iptc4xmpCore:AltTextAccessibility",)


def test_options_are_singular_where_they_repeat() -> None:
    assert BY_NAME["creators"].option == "creator"
    assert BY_NAME["supplemental_categories"].option == "supplemental-category"
    assert BY_NAME["copyright_notice"].option == "copyright-notice"


@pytest.mark.parametrize(
    ("degrees", "text"),
    [(50.99999999999, "51,0.000000N"), (-0.5, "0,30.000000S"), (89.99999999, "89,59.999999N"),
     (90, "90,0.000000N"), (1 / 60, "0,1.000000N")],
)  # fmt: skip
def test_degrees_carry_over(degrees: float, text: str) -> None:
    latitude = next(one for one in fields.LOCATION if one.name == "latitude")
    assert fields.CODECS[fields.Kind.DEGREES].write(latitude, degrees) == text
    assert fields.degrees(text) == pytest.approx(degrees, abs=1e-7)


@pytest.mark.parametrize(
    "text", ["9" * 5000 + ",0N", "1," + "9" * 400 + "N", "1,2," + "9" * 400 + "N"]
)
def test_degrees_that_are_none(text: str) -> None:
    assert fields.degrees(text) is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_on_earth_is_written(latitude: float, longitude: float) -> None:
    place = {"latitude": latitude, "longitude": longitude}
    (kept,) = checked({"locations_shown": [place]})["locations_shown"]
    assert kept == place


NUMBERS = {
    "rating": (6, math.nan), "max_width": (-3, 0, 10**400), "model_ages": ([-5], [151], [10**400]),
    "regions": tuple([{"boundary": {"x": wrong}}] for wrong in (math.nan, math.inf, -1)),
    "locations_shown": ([{"latitude": 500}], [{"longitude": -1000}], [{"latitude": math.nan}],
                        [{"altitude": math.inf}]),
    "locations_created": ([{"latitude": -91}],),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_that_nothing_can_have_are_refused(name: str) -> None:
    for wrong in NUMBERS[name]:
        with pytest.raises(InvalidValue, match=f"^{name}.* is not from "):
            checked({name: wrong})


def test_what_is_read_only_is_not_called_unknown() -> None:
    with pytest.raises(InvalidValue, match="property 'gps' is read only"):
        checked({"gps": {"latitude": 1}})
    with pytest.raises(InvalidValue, match="no writable property 'gpps'.*gps"):
        checked({"gpps": 1})
