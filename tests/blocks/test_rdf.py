"""Structures: what stays the same thing is edited in its place, with all that nobody here knows."""

from __future__ import annotations

from typing import Any

import pytest

from credits.blocks import xmp
from credits.fields import BY_NAME, CODECS, projected
from tests.blocks.test_xmp import packet

FOREIGN = 'xmlns:f="https://example.org/f"'
LICENSORS = """
<plus:Licensor><rdf:Bag>
 <rdf:li rdf:parseType="Resource">
  <plus:LicensorName>TASS</plus:LicensorName>
  <plus:LicensorURL>https://old.example/</plus:LicensorURL>
  <f:Desk>7</f:Desk>
 </rdf:li>
 <rdf:li plus:LicensorName="AP" plus:LicensorID="ap" f:Desk="8"/>
 <rdf:li><rdf:Description><plus:LicensorName>Gone</plus:LicensorName></rdf:Description></rdf:li>
</rdf:Bag></plus:Licensor>"""
PLACES = """
<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li rdf:parseType="Resource">
 <Iptc4xmpExt:LocationName><rdf:Alt>
  <rdf:li xml:lang="x-default">Kyiv</rdf:li><rdf:li xml:lang="uk">Київ</rdf:li>
 </rdf:Alt></Iptc4xmpExt:LocationName>
 <Iptc4xmpExt:CountryName>Ukraine</Iptc4xmpExt:CountryName>
</rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>"""
DESK = "{https://example.org/f}Desk"


def edited(inner: str, name: str, value: object) -> bytes:
    stored = projected(BY_NAME[name], value, "xmp")
    data, _ = xmp.encode(stored, packet(inner, FOREIGN))
    field = BY_NAME[name]
    found = xmp.decode(data, {field.clark}).values[field.clark]
    assert CODECS[field.kind].read(field, found) == value
    return data


def raw(data: bytes, name: str) -> Any:
    return xmp.decode(data).values[xmp.clark(name)]


def test_structures_that_stay_the_same_thing_are_edited() -> None:
    data = edited(
        LICENSORS,
        "licensors",
        [
            {"name": "AP", "id": "ap", "email": "desk@ap.example"},
            {"name": "TASS", "url": "https://new.example/"},
            {"name": "Reuters"},
        ],
    )
    assert [item.get(DESK) for item in raw(data, "plus:Licensor")] == ["8", "7", None]
    assert b"<rdf:Seq>" in data


def test_what_is_equal_is_not_touched() -> None:
    licensors = [{"name": "TASS", "url": "https://old.example/"}, {"name": "New"}]
    before = LICENSORS[LICENSORS.index(" <rdf:li rdf:parse") : LICENSORS.index("</rdf:li>")]
    assert before.strip().encode() in edited(LICENSORS, "licensors", licensors)


def test_other_languages_stay_with_their_structure_and_go_with_it() -> None:
    kept = edited(PLACES, "locations_shown", [{"name": "Kyiv", "country": "UA"}])
    assert "Київ".encode() in kept
    gone = edited(PLACES, "locations_shown", [{"name": "Lviv", "country": "Ukraine"}])
    assert "Київ".encode() not in gone


def test_two_of_the_same_name_are_each_edited_once() -> None:
    values = [{"name": "AP", "id": "ap"}, {"name": "AP", "id": "other"}]
    assert [item.get(DESK) for item in raw(edited(LICENSORS, "licensors", values), "plus:Licensor")] == [
        "8", None,
    ]  # fmt: skip


def test_member_that_is_not_said_any_more_goes() -> None:
    data = edited(LICENSORS, "licensors", [{"name": "TASS"}])
    assert b"old.example" not in data
    assert raw(data, "plus:Licensor")[0][DESK] == "7"


@pytest.mark.parametrize(
    "spelling",
    [
        '<{name} Iptc4xmpCore:CiEmailWork="a@b.example" f:Desk="7"/>',
        '<{name} rdf:parseType="Resource"><f:Desk>7</f:Desk></{name}>',
        "<{name}><rdf:Description f:Desk='7'><Iptc4xmpCore:CiAdrCity>Old</Iptc4xmpCore:CiAdrCity>"
        "</rdf:Description></{name}>",
    ],
)
def test_one_structure_is_edited_in_every_spelling(spelling: str) -> None:
    name = "Iptc4xmpCore:CreatorContactInfo"
    data = edited(spelling.format(name=name), "creator_contact", {"city": "Kyiv"})
    assert raw(data, name) == {xmp.clark("Iptc4xmpCore:CiAdrCity"): "Kyiv", DESK: "7"}


@pytest.mark.parametrize("odd", ["text", "<rdf:Bag><rdf:li>text</rdf:li></rdf:Bag>", ""])
def test_what_is_no_structure_is_replaced(odd: str) -> None:
    name = "plus:Licensor"
    data = edited(f"<{name}>{odd}</{name}>", "licensors", [{"name": "TASS"}])
    assert raw(data, name) == [{xmp.clark("plus:LicensorName"): "TASS"}]


def test_texts_are_changed_where_they_stand() -> None:
    inner = (
        "<dc:creator><rdf:Seq><!-- desk --><rdf:li>A</rdf:li>\n\n<rdf:li>B</rdf:li></rdf:Seq>"
        "</dc:creator>"
    )
    data = edited(inner.replace("<!-- desk -->", ""), "creators", ["A", "C"])
    assert b"<rdf:li>A</rdf:li>\n\n<rdf:li>C</rdf:li>" in data
    assert edited(inner, "creators", ["X", "Y", "Z"])
