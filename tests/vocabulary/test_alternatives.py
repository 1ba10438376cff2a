"""Words an alt text can do without: every entry, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.vocabulary import load
from credits.vocabulary.alternatives import is_only_a_picture, without_redundant

TABLE = load("alternatives")


def entries(part: str) -> list[tuple[str, str]]:
    return [(lang, word) for lang, words in TABLE[part].items() for word in words]


def test_every_beginning_is_taken_off() -> None:
    assert len(entries("start")) > 200
    for lang, word in entries("start"):
        glue = "" if word.endswith("'") else " "
        text = f"{word.capitalize()}{glue}xyz in a boat"
        assert without_redundant(text).casefold() == "xyz in a boat", (lang, word)


def test_every_end_is_taken_off() -> None:
    assert len(entries("end")) > 35
    for lang, word in entries("end"):
        glue = "" if word[0] > "\u2fff" else ", "
        assert without_redundant(f"Xyz in a boat{glue}{word}") == "Xyz in a boat", (lang, word)
    assert without_redundant("Harbour sunset image") == "Harbour sunset"


def test_what_is_only_a_picture() -> None:
    for lang, word in entries("whole"):
        assert is_only_a_picture(word.upper()), (lang, word)
        assert is_only_a_picture(f"{word}."), (lang, word)
    assert not is_only_a_picture("A picture of a child")
    assert not is_only_a_picture("")


def test_set_phrases_are_kept() -> None:
    for lang, word in entries("kept"):
        text = f"{word.capitalize()} and more"
        assert without_redundant(text) == text, (lang, word)


@pytest.mark.parametrize(
    "text",
    [
        "Photographers in the rain", "A child takes a photo", "Bildende Künstler im Atelier",
        "Fotovoltaik auf einem Dach", "Imagenes is a town", "Photofinish at the races",
        "Picturesque houses by a lake", "Фотограф у воды", "He holds her picture",
        "A man shows the police an old family photo", "A man, a plan, a photographer",
    ],
)  # fmt: skip
def test_near_misses(text: str) -> None:
    assert without_redundant(text) == text


@given(st.text(max_size=120))
def test_what_is_left_has_nothing_redundant(text: str) -> None:
    rest = without_redundant(text)
    assert without_redundant(rest) == rest or len(rest) < len(text)
