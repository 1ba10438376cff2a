"""Two credits: the same, compatible or different, and in what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.credit_comparison import Comparison, Difference, compared
from credits.credit_line import CreditLine
from credits.record import Record
from credits.vocabulary import of_house

SAME = [
    ("AP Photo/Jane Doe", "Jane Doe/AP"),
    ("(AP Photo/Jane Doe)", "Photo: Jane Doe, Associated Press"),
    ("Foto: Søren Łoś/dpa", "Soren Los/DPA"),
    ("JANE DOE / AFP", "Jane Doe/Agence France-Presse"),
    ("TASS", "Фото: ТАСС"),
    ("Kim Soo-jin/Yonhap", "Soo-jin Kim / 연합뉴스"),
    ("REUTERS/J. J. Guillén", "JJ Guillen/Reuters"),
    ("Jane Doe/AFP via Getty Images", "Jane Doe/AFP/Getty"),
    ("Photo by Jane Doe for The New York Times", "Jane Doe/The New York Times"),
    ("versia.ru", "Source: versia.ru"),
    ("", None),
    ("unknown", ""),
    ("Jane Doe", "jane  doe."),
]
COMPATIBLE = [
    ("Jane Doe/AFP", "Jane Doe/AFP via Getty Images", "organisations: nobody / Getty Images"),
    ("Jane Doe", "Jane Doe/AP", "organisations: nobody / AP"),
    ("J. Doe/AP", "Jane Doe/AP", "creators: J. Doe / Jane Doe"),
    (None, "AP", "organisations: nobody / AP"),
    ("unknown", "Jane Doe", "creators: nobody / Jane Doe"),
    ("Photo: A B on Unsplash", "Unsplash", "creators: A B / nobody"),
]
DIFFERENT = [
    ("Jane Doe/AP", "John Roe/AP", "creators: Jane Doe / John Roe"),
    ("Reuters", "AP", "organisations: Reuters / AP"),
    ("Jane Doe/AP", "Jane Doe/Getty Images", "organisations: AP / Getty Images"),
    ("Ann Lee", "Anne Lee", "creators: Ann Lee / Anne Lee"),
    (
        "Jane Doe/AP",
        "John Roe/Reuters",
        "creators: Jane Doe / John Roe; organisations: AP / Reuters",
    ),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_the_same(first: str | None, second: str | None) -> None:
    found = compared(first, second)
    assert found == Comparison("same")
    assert found.same
    assert str(found) == "same"
    assert compared(second, first).same


@pytest.mark.parametrize(("first", "second", "why"), COMPATIBLE)
def test_compatible(first: str | None, second: str | None, why: str) -> None:
    found = compared(first, second)
    assert (found.verdict, str(found)) == ("compatible", why)
    assert compared(second, first).verdict == "compatible"


@pytest.mark.parametrize(("first", "second", "why"), DIFFERENT)
def test_different(first: str, second: str, why: str) -> None:
    found = compared(first, second)
    assert (found.verdict, str(found)) == ("different", why)
    assert compared(second, first).verdict == "different"


def test_differences_are_data() -> None:
    found = compared("Jane Doe/AP", "Jane Doe/Reuters")
    assert found.differences == (Difference("organisations", ("AP",), ("Reuters",), True),)


def test_lines_and_records_are_compared_too() -> None:
    record = Record(creators=("Jane Doe",), credit_line="AFP via Getty Images")
    line = CreditLine(creators=("Jane Doe",), organisations=("AFP",), via="Getty")
    assert compared(record, line).same
    assert compared("Photo: JANE DOE/AFP VIA GETTY IMAGES", record).same
    assert compared(Record(), None).same


def test_the_words_of_a_house_count() -> None:
    own = of_house((("Kyiv Herald", ("Вісник Києва",), ()),))
    first, second = "Jane Doe/Kyiv Herald", "Jane Doe/Вісник Києва"
    assert not compared(first, second).same
    assert compared(first, second, vocabulary=own).same


@given(st.text(max_size=50), st.text(max_size=50))
def test_any_two_texts_are_compared_alike_both_ways(first: str, second: str) -> None:
    assert compared(first, first).same
    assert compared(first, second).verdict == compared(second, first).verdict


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("David Wilson/AP", "David Wu/AP", "different"),
        ("Jane Li", "Jane Lopez", "different"),
        ("Kim Ng", "Kim Novak", "different"),
        ("J.D. Salinger", "Jerome David Salinger", "compatible"),
        ("Ch. Doe", "Charles Doe", "compatible"),
        ("Joerg Mueller/dpa", "Jörg Müller/dpa", "same"),
        ("Евгений Епанчинцев/ТАСС", "Evgeny Epanchintsev/TASS", "compatible"),
        ("Сергій Коровайний", "Serhii Korovayny", "compatible"),
        ("Максим Щербаков", "Maxim Shcherbakov", "compatible"),
        ("Юрій Жук/УНІАН", "Jurij Schuk/UNIAN", "compatible"),
        ("Евгений Епанчинцев/ТАСС", "Egor Aleev/TASS", "different"),
        ("Сергій Коровайний", "Serhii Nuzhnenko", "different"),
        ("李明", "Li Ming", "compatible"),
    ],
)
def test_names_in_short_and_in_other_spellings(first: str, second: str, verdict: str) -> None:
    assert compared(first, second).verdict == verdict
