"""Each step of parsing by itself, one line a case."""

from __future__ import annotations

import pytest

from credits import _credit_steps as steps
from credits._credit_extent import extent, strict
from credits._credit_furniture import trim, without_trail
from credits._credit_labels import cues
from credits._credit_licences import licence_in, units
from credits._credit_names import account, is_camel, known, looks_coined, without_title
from credits._credit_parties import read_parties
from credits._credit_rules import Found, unwrapped
from credits._credit_shapes import commissioned, halved, kind
from credits._credit_split import divide
from credits._credit_steps import STEPS, Reading
from credits._credit_stretch import Stretch
from credits._credit_strips import (
    instructions,
    strip,
    without_instructions,
    without_licence,
    without_year,
)
from credits._credit_text import bare, cut, lowered, normalise, read
from credits.vocabulary import default

KNOWN = default()


def whole(text: str) -> Stretch:
    line = read(text)
    return Stretch(line, 0, len(line.text), KNOWN)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Jo\xa0Li", "Jo Li"),
        ("Jo\u00adhanna Li", "Johanna Li"),
        ("Jo\u200bLi", "JoLi"),
        ("Andre\u0301", "André"),
        ("  a \t b\n", "a b"),
        ("写真＝ＡＰ", "写真＝ＡＰ"),
        ("عکس‌ها", "عکس‌ها"),
        ("\u202eJo", "Jo"),
        ("가", "가"),
        ("a" * 127 + "e\u0301", "a" * 127 + "é"),
    ],
)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text) == normal


@pytest.mark.parametrize("text", ["ＡＰ：", "İstanbul", "ẞ", "ŉ", "ΑΣ", "Ǆ"])
def test_lowered_keeps_every_place(text: str) -> None:
    assert len(lowered(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        (" “Getty Images”. ", "Getty Images"),
        ("'Plataforma'", "Plataforma"),
        ("Felix Garza Jr.", "Felix Garza Jr."),
        ("U.S.", "U.S."),
        ("Acme Inc.", "Acme Inc."),
        ("– AFP", "AFP"),
        ("Yahoo!", "Yahoo!"),
        ("J.", "J."),
    ],
)
def test_bare(text: str, inner: str) -> None:
    assert bare(text) == inner


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Jo Li/AFP via Getty Images", ["", "Jo Li", "slash", "AFP", "via", "Getty Images"]),
        ("Jo Li | NurPhoto", ["", "Jo Li", "slash", "NurPhoto"]),
        ("Jo Li, via Alamy", ["", "Jo Li", "via", "Alamy"]),
        ("in Doha. | Jo Li/AP", ["", "in Doha", "stop", "Jo Li", "slash", "AP"]),
        ("WANA (West Asia News)/AFP", ["", "WANA", "open", "West Asia News", "slash", "AFP"]),
        ("in Qatar.AFP", ["", "in Qatar", "stop", "AFP"]),
        ("iStock.com/Jo", ["", "iStock.com", "slash", "Jo"]),
        ("J.J. Guillén", ["", "J.J. Guillén"]),
        ("Sgt. Jo Li", ["", "Sgt. Jo Li"]),
        ("Jo Li CC BY-SA 4.0", ["", "Jo Li", "unit", "CC BY-SA 4.0"]),
        ("reddit by u/abc", ["", "reddit by u/abc"]),
        ("会見、山田太郎", ["", "会見", "comma", "山田太郎"]),
    ],
)
def test_cut(text: str, pieces: list[str]) -> None:
    line = read(text)
    assert [part for one in cut(line, 0, len(text)) for part in (one.before, one.text)] == pieces


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Photo: Jo Li", ("photo", "colon", 3, "Jo Li")),
        ("Foto von Jo Li", ("photo", "by", 3, "Jo Li")),
        ("© Jo Li", ("rights", "mark", 3, "Jo Li")),
        ("(C) Copyright Jo Li", ("rights", "mark", 3, "Jo Li")),
        ("im StudioQuelle: dpa", ("source", "colon", 2, "dpa")),
        ("Fotoğraf : AA", ("photo", "colon", 3, "AA")),
        ("写真＝ロイター", ("photo", "colon", 3, "ロイター")),
        ("Image source, Jo Li", ("image", "comma", 3, "Jo Li")),
        ("Foto & Text: Jo Li", ("photo", "colon", 3, "Jo Li")),
        ("Text & Foto: Jo Li", ("photo", "colon", 3, "Jo Li")),
        ("Foto: Von Jo Li", ("photo", "colon", 3, "Jo Li")),
        ("fot. PAP", ("photo", "by", 3, "PAP")),
        ("A photo of Jo", ("photo", "of", 1, "Jo")),
    ],
)
def test_labels(text: str, label: tuple) -> None:
    line = read(text)
    one = cues(line, 0, len(text), KNOWN)[0]
    assert (one.kind, one.join, one.edge, line.text[one.body :]) == label


@pytest.mark.parametrize("text", ["Bildquelle: a", "Image source: a", "Джерело: a", "Nguồn ảnh: a"])
def test_labels_that_ask_for_the_source(text: str) -> None:
    assert cues(read(text), 0, len(text), KNOWN)[0].source


@pytest.mark.parametrize("text", ["picture alliance/dpa", "Jo Li/Magnum Photos", "CC BY 4.0"])
def test_words_of_names_and_licences_are_no_labels(text: str) -> None:
    assert cues(read(text), 0, len(text), KNOWN) == []


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("AFP", "known"),
        ("AP Photo", "known"),
        ("Reuters files", "known"),
        ("Jo Li", "person"),
        ("Ursula von der Leyen", "person"),
        ("ERIC VIDAL", "person"),
        ("Ezequiel BECERRA", "person"),
        ("Spc. Jo Li", "person"),
        ("Photographer’s Mate 2nd Class Jo Li", "person"),
        ("Jo Li and Al Day", "person"),
        ("Meadow Valley Gazette", "organisation"),
        ("Simon & Schuster", "organisation"),
        ("TNG Collaboration", "organisation"),
        ("BuzzCorner Daily", "organisation"),
        ("NASA and USGS", "organisation"),
        ("Stringer", "drop"),
        ("File Photo", "drop"),
        ("D.R.", "filler"),
        ("supplied", "drop"),
        ("cropped by hand", "edited"),
        ("CC BY-SA 4.0", "licence"),
        ("31.05.2013", "year"),
        ("030325-N-4142G-009", "inventory"),
        ("https://a.example/b", "url"),
        ("@abc", "handle"),
        ("jo@a.example", "handle"),
        ("reddit by u/abc", "handle"),
        ("example.org", "domain"),
        ("Krause", "word"),
        ("fotoheld", "lower"),
        ("cottonbro studio", "organisation"),
        ("山田太郎", "script"),
        ("a man walks along the river", "prose"),
        ("President Joe Biden", "prose"),
        ("CYRIL ZINGARO Nationaler Trauertag am Freitag", "prose"),
        ("x" * 300, "prose"),
        ("", "empty"),
    ],
)
def test_kinds(text: str, shape: str) -> None:
    assert kind(text, KNOWN) == shape


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("Jo Li/AFP", "Jo Li/AFP"),
        ("Jo Li/Magnum Photos Afghan soldiers carry a comrade", "Jo Li/Magnum Photos"),
        ("APA/CYRIL ZINGARO Nationaler Trauertag für die Opfer", "APA/CYRIL ZINGARO"),
        ("dpa/Jan Woitas Im Oktober steigt der Rabatt wieder an", "dpa/Jan Woitas"),
        ("Jo Li. Styling by hand", "Jo Li."),
        ("Jo Li (Nettavisen)", "Jo Li (Nettavisen)"),
        ("the bridge as seen from the old town", ""),
    ],
)
def test_extent(text: str, reach: str) -> None:
    assert text[: max(0, extent(read(text), 0, len(text), KNOWN))] == reach


@pytest.mark.parametrize(
    ("text", "sure"),
    [("Jo Li/AFP", True), ("supplied", True), ("the bridge", False), ("x " * 500, False)],
)
def test_strict(text: str, sure: bool) -> None:
    assert strict(read(text), 0, len(read(text).text), KNOWN) is sure


@pytest.mark.parametrize(
    ("text", "caption", "evidence"),
    [
        ("A dam. Photo: Jo Li", "A dam.", "label"),
        ("“Dam” von Jo Li Lizenziert unter CC BY 2.0", "“Dam”", "title"),
        ("A dam (Jo Li/AFP)", "A dam", "bracket"),
        ("A dam. (Jo Li)", "A dam.", "bracket"),
        ("Jo Li/AFP", "", "whole"),
        ("会見する首相＝共同", "会見する首相", "script"),
        ("A dam. Jo Li/AFP", "A dam.", "tail"),
        ("A dam in the river Volga AFP via Getty Images", "A dam in the river Volga", "tail"),
        ("A dam after the floodGetty", "A dam after the flood", "tail"),
        ("dpa/Jan Woitas Im Oktober steigt der Rabatt", "Im Oktober steigt der Rabatt", "head"),
        ("A dam built in 1950. Supplied", "A dam built in 1950.", "filler"),
        ("A dam. Jo Li", "A dam. Jo Li", ""),
        ("He told Reuters", "He told Reuters", ""),
    ],
)
def test_divide(text: str, caption: str, evidence: str) -> None:
    split = divide(whole(text))
    assert (split.caption, split.evidence) == (caption, evidence)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("1/5 A dam", "A dam"),
        ("4of4A dam", "A dam"),
        ("dam.jpg A dam", "A dam"),
        ("24.04.18 7:38 A dam", "A dam"),
        ("Image caption A dam", "A dam"),
        ("Legende: A dam", "A dam"),
        ("A dam. hide caption toggle caption", "A dam."),
        ("A dam. VIEW ORIGINAL", "A dam."),
        ("The shops close", "The shops close"),
        ("19/20", "19/20"),
    ],
)
def test_furniture(text: str, body: str) -> None:
    line = read(text)
    found = trim(line, KNOWN)
    assert line.text[found.start : found.end].strip() == body


def test_what_trails_a_credit() -> None:
    assert without_trail("PAP Jerzy Nowak.jpg", KNOWN) == "PAP Jerzy Nowak"
    assert without_trail("TV 2", KNOWN) == "TV 2"
    assert without_trail("Statista 2023", KNOWN) == "Statista 2023"


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("CC BY-SA 3.0", "cc by-sa 3.0"),
        ("is licensed under CC BY 2.0", "cc by 2.0"),
        ("cc-by 4.0", "cc-by 4.0"),
        ("Public domain", "public domain"),
        ("OGL v1.0", "ogl v1.0"),
        ("Creative Commons Attribution-ShareAlike", "creative commons attribution"),
        ("account", None),
        ("Cc: the editor", None),
    ],
)
def test_licences(text: str, licence: str | None) -> None:
    match = licence_in(text.lower())
    assert (match["name"] if match else None) == licence


def test_addresses_are_units() -> None:
    low = "jo li, https://a.example/b/c, cc by 4.0"
    assert [low[first:last] for _, first, last in units(low, 0, len(low))] == [
        "https://a.example/b/c", "cc by 4.0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rights", "left", "year"),
    [
        ("2024 The AP", True, "The AP", 2024),
        ("Jo Li, 31.05.2013", True, "Jo Li", 2013),
        ("Jo Li 2019", True, "Jo Li", 2019),
        ("Jo Li, 2019", False, "Jo Li", 2019),
        ("IDC 2010 Analysis", False, "IDC 2010 Analysis", None),
    ],
)
def test_years(text: str, rights: bool, left: str, year: int | None) -> None:
    rest, found = without_year(text, rights=rights)
    assert (rest.strip(" \x1f"), found) == (left, year)


def test_instructions_and_licences_are_taken_out() -> None:
    said = instructions(read("AFP ATTENTION EDITORS - x"), KNOWN)
    assert without_instructions("AFP ATTENTION EDITORS - x", said) == "AFP "
    assert without_licence("Jo Li (CC BY 4.0)")[1] == "CC BY 4.0"
    left = strip("Jo Li, CC BY 4.0, https://a.example/b", (), rights=False)
    assert (left.licence, left.url) == ("CC BY 4.0", "https://a.example/b")


@pytest.mark.parametrize(
    ("text", "label", "creators", "organisations"),
    [
        ("Jo Li/AFP", "photo", ["Jo Li"], ["AFP"]),
        ("AFP/Jo Li", "photo", ["Jo Li"], ["AFP"]),
        ("PAP Jerzy Nowak", "photo", ["Jerzy Nowak"], ["PAP"]),
        ("Jo Li for Meadow News", "photo", ["Jo Li"], ["Meadow News"]),
        ("Jo Li (Meadow News)", "photo", ["Jo Li"], ["Meadow News"]),
        ("WANA (West Asia News Agency)", "", [], ["WANA (West Asia News Agency)"]),
        ("fotoheld99 / Pixabay", "photo", ["fotoheld99"], ["Pixabay"]),
        ("Krause", "photo", ["Krause"], []),
        ("WeWorks", "photo", [], ["WeWorks"]),
        ("Pool/AFP", "photo", [], ["AFP"]),
        ("Jo Li/AFP/Jo Li", "photo", ["Jo Li"], ["AFP"]),
        ("Jo Li and Al Day/Meadow News", "photo", ["Jo Li", "Al Day"], ["Meadow News"]),
    ],
)
def test_parties(text: str, label: str, creators: list, organisations: list) -> None:
    found = Found()
    read_parties(whole(text), label, "colon", source=False, found=found)
    assert (found.creators, found.organisations) == (creators, organisations)


@pytest.mark.parametrize(
    ("text", "source", "organisations"),
    [
        ("example.org", "example.org", []),
        ("World Bank", "World Bank", []),
        ("World Bank, Meadow Institute", "World Bank, Meadow Institute", []),
        ("Reuters", None, ["Reuters"]),
    ],
)
def test_sources(text: str, source: str | None, organisations: list) -> None:
    found = Found()
    read_parties(whole(text), "source", "colon", source=True, found=found)
    assert (found.source, found.organisations) == (source, organisations)


def test_small_rules() -> None:
    assert unwrapped("AP Photo", KNOWN) == ("AP", ("photo",))
    assert unwrapped("Magnum Photos", KNOWN) == ("Magnum Photos", ())
    assert unwrapped("Navy handout", KNOWN)[0] == "Navy"
    assert without_title("고영권 기자", KNOWN) == "고영권"
    assert without_title("Staff Sgt. Jo Li", KNOWN) == "Jo Li"
    assert account("Twitter: @abc", KNOWN) == ("Twitter", "@abc")
    assert commissioned("Jo Li for Meadow News", KNOWN) == ("Jo Li", "Meadow News")
    assert halved("Jo Li-USA TODAY Sports", KNOWN) == ("Jo Li", "USA TODAY Sports")
    assert halved("Jean-Luc Moreau", KNOWN) == ()
    assert known("Meadow Valley", KNOWN) is None
    assert looks_coined("iFixit")
    assert not looks_coined("McKay")
    assert is_camel("BuzzFeed")
    assert not is_camel("DuBois")


def test_the_short_ways_are_the_steps_that_decide_something() -> None:
    every = [step.act for step in STEPS]
    assert every == [*steps.OPENING, *steps.DIVIDING, *steps.WITH_CREDIT]
    reading = Reading("The harbour of Lindhaven on the day of the storm.", KNOWN)
    for step in STEPS:
        before = fields_of(reading)
        step.act(reading)
        skipped = step.act not in (*steps.OPENING, *steps.DIVIDING, *steps.WITHOUT_CREDIT)
        assert not skipped or fields_of(reading) == before
    told = {step.name for step in STEPS if step.act in steps.WITHOUT_CREDIT}
    assert told == steps.AFTER_DEFAULT


def fields_of(reading: Reading) -> dict[str, object]:
    return {name: getattr(reading, name, None) for name in Reading.__slots__}


@pytest.mark.parametrize(
    "text",
    [
        "A dam. Photo: Jo Li/AFP, 2019",
        "OLYMPUS DIGITAL CAMERA",
        "© 2020 Jo Li, CC BY 4.0, via Wikimedia Commons https://a.example/b",
        "Screenshot: ATP TV",
        "A vigil.",
        "",
    ],
)
def test_a_step_writes_what_it_decides_and_twice_the_same(text: str) -> None:
    reading = Reading(text, KNOWN)
    for step in STEPS:
        before = fields_of(reading)
        step.act(reading)
        once = fields_of(reading)
        assert {name for name, value in once.items() if value != before[name]} <= {*step.decides}
        step.act(reading)
        assert str(fields_of(reading)) == str(once)
