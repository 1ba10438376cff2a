"""From a printed credit to the properties of a record, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.credit_bridge import changes, line_of, read_credit, split
from credits.credit_line import CreditLine, parse
from credits.fields import BY_NAME
from credits.photo import embed, read
from credits.record import Record
from credits.vocabulary import default
from tests.pictures import picture
from tests.test_credit_styles import AGENCIES, DISTRIBUTORS, NAMES, said

WRITTEN = {
    "Syrian volunteers/ Source: diplomatru.ru": {"caption": "Syrian volunteers", "source": "diplomatru.ru"},
    "A crowd/ Source: versia.ru photo by Evgeny Epanchintsev/TASS": {
        "caption": "A crowd", "creators": ["Evgeny Epanchintsev"],
        "credit_line": "Evgeny Epanchintsev/TASS", "source": "versia.ru",
    },
    "(Photo by Jane Doe/AFP via Getty Images)": {
        "creators": ["Jane Doe"], "credit_line": "Jane Doe/AFP via Getty Images",
    },
    "© 2024 Lukas Coch/dpa/AAP": {
        "creators": ["Lukas Coch"], "credit_line": "Lukas Coch/dpa/AAP",
        "copyright_notice": "© 2024 Lukas Coch/dpa/AAP",
    },
    "A lake. Photo: Ann Lee/Wikimedia Commons, CC BY-SA 4.0": {
        "caption": "A lake.", "creators": ["Ann Lee"], "credit_line": "Ann Lee/Wikimedia Commons",
        "usage_terms": "CC BY-SA 4.0",
        "web_statement": "https://creativecommons.org/licenses/by-sa/4.0/",
    },
    "A caption only": {"caption": "A caption only"},
    "Photo: Internet": {},
    "": {},
}  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_what_a_line_writes(text: str) -> None:
    assert changes(parse(text)) == WRITTEN[text]


def test_a_licence_that_nobody_knows_and_one_without_a_version() -> None:
    own = CreditLine(creators=("A B",), licence="House rules")
    assert changes(own)["usage_terms"] == "House rules"
    assert "web_statement" not in changes(own)
    assert changes(CreditLine(licence="cc by"))["usage_terms"] == "CC BY"
    assert "web_statement" not in changes(CreditLine(licence="cc by"))


@pytest.mark.parametrize("role", ["photo", "illustration", "graphic", "video", "handout", None])
def test_a_role_is_no_source_type_unless_it_is_certain(role: str | None) -> None:
    assert "digital_source_type" not in changes(CreditLine(creators=("A B",), role=role))


def test_a_screenshot_is_certain() -> None:
    assert changes(CreditLine(creators=("A B",), role="screenshot"))["digital_source_type"] == (
        "http://cv.iptc.org/newscodes/digitalsourcetype/screenCapture"
    )


def test_every_change_is_a_property_that_can_be_written() -> None:
    whole = CreditLine(
        caption="C", creators=("A B",), role="screenshot", organisations=("AP",), via="Getty Images",
        source="S", source_url="https://s.example/", licence="CC BY 4.0", copyright_holder="AP",
        year=2020,
    )  # fmt: skip
    written = changes(whole)
    assert all(BY_NAME[name].writable for name in written)
    photo = read(embed(picture("jpeg"), **written))
    assert said(line_of(photo.record)) == said(whole)
    assert line_of(photo.record).licence == "CC BY 4.0"
    assert line_of(photo.record).year == 2020
    assert line_of(photo.record).role == "screenshot"


RECORDS = [
    (Record(credit_line="Jane Doe/AFP"), ("Jane Doe",), ("AFP",), None),
    (Record(credit_line="AFP via Getty Images", creators=("Jane Doe",)), ("Jane Doe",), ("AFP",), "Getty Images"),
    (Record(credit_line="(AP Photo/Jane Doe)"), ("Jane Doe",), ("AP",), None),
    (Record(credit_line="AP"), (), ("AP",), None),
    (Record(credit_line="Jane Doe"), ("Jane Doe",), (), None),
    (Record(creators=("Jane Doe", "Reuters")), ("Jane Doe",), ("Reuters",), None),
    (Record(creators=("Jane Doe/AFP",)), ("Jane Doe",), ("AFP",), None),
    (Record(creators=("Anne",), credit_line="Jane Doe/AFP"), ("Anne",), ("AFP",), None),
    (Record(credit_line="zxq"), ("zxq",), (), None),
    (Record(), (), (), None),
]  # fmt: skip


@pytest.mark.parametrize(("record", "creators", "organisations", "via"), RECORDS)
def test_the_credit_of_a_record(record, creators, organisations, via) -> None:
    line = line_of(record)
    assert (line.creators, line.organisations, line.via) == (creators, organisations, via)
    assert not line.is_placeholder


def test_the_rest_of_a_record() -> None:
    line = line_of(
        Record(
            caption="A lake", creators=("Ann Lee",), source="Handbook",
            copyright_notice="Copyright 2024 Ann Lee. All rights reserved",
            web_statement="https://creativecommons.org/licenses/by/4.0/deed.de",
            digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/digitalArt",
        )
    )  # fmt: skip
    assert (line.caption, line.source, line.licence) == ("A lake", "Handbook", "CC BY 4.0")
    assert (line.copyright_holder, line.year, line.role) == ("Ann Lee", 2024, "illustration")
    assert line.format("tasl").startswith('"A lake" by Ann Lee is licensed under CC BY 4.0')


@pytest.mark.parametrize(
    ("notice", "holder", "year"),
    [
        ("AP", "AP", None),
        ("© Ann Lee", "Ann Lee", None),
        ("(c) 2024 Ann Lee", "Ann Lee", 2024),
        ("Copyright © 2024 by Ann Lee", "Ann Lee", 2024),
        ("© Copyright: Ann Lee", "Ann Lee", None),
        ("Copyright 2024 AP. All rights reserved", "AP", 2024),
        ("©", None, None),
        (" ", None, None),
    ],
)
def test_notices(notice: str, holder: str | None, year: int | None) -> None:
    line = line_of(Record(copyright_notice=notice))
    assert (line.copyright_holder, line.year) == (holder, year)


def test_a_record_that_names_nobody() -> None:
    assert line_of(Record(credit_line="Photo: Internet")).is_placeholder
    assert line_of(Record(credit_line="unknown")).is_placeholder
    assert not line_of(Record(credit_line="unknown", creators=("Ann Lee",))).is_placeholder
    assert line_of(Record(credit_line="unknown", creators=("Ann Lee",))).format() == "Ann Lee"


def test_a_credit_inside_a_caption() -> None:
    assert split("Fire in Kyiv. Photo: Ann Lee/AP") == {
        "caption": "Fire in Kyiv.", "creators": ["Ann Lee"], "credit_line": "Ann Lee/AP",
    }  # fmt: skip
    for text in ("Fire in Kyiv.", "", None, "Photo: Ann Lee/AP", "Fire in Kyiv. Photo: Internet"):
        assert split(text) == {}, text


@given(
    creators=st.lists(st.sampled_from(NAMES), max_size=1),
    organisations=st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=2, unique=True),
    via=st.none() | st.sampled_from(DISTRIBUTORS),
)
def test_there_and_back(creators, organisations, via) -> None:
    line = CreditLine(
        creators=tuple(creators),
        organisations=tuple(organisations),
        via=None if via in organisations else via,
    )
    back = line_of(Record.model_validate(changes(line)))
    assert said(back) == said(line)


@given(st.text(max_size=60))
def test_any_credit_is_read_and_nothing_is_lost_to_a_caption(text: str) -> None:
    line = read_credit(text, default())
    assert line.caption is None
    assert line.original == text


@pytest.mark.parametrize(
    ("creator", "line", "organisation"),
    [
        ("李明", "李明/新华社", "新华社"),
        ("أحمد علي", "أحمد علي/رويترز", "رويترز"),
        ("יוסי כהן", "יוסי כהן/AP", "AP"),
        ("홍길동", "홍길동/연합뉴스", "연합뉴스"),
        ("สมชาย ใจดี", "สมชาย ใจดี/Reuters", "Reuters"),
    ],
)
def test_names_without_capitals_stand_once(creator: str, line: str, organisation: str) -> None:
    found = line_of(Record(creators=[creator], credit_line=line))
    assert (found.creators, found.organisations) == ((creator,), (organisation,))
