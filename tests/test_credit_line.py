"""The lines of the brief, taken apart; the grammar's own issue brings the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.credit_line import parse

BRIEF = {
    "Syrian volunteers sign up en masse for Russian invasion in Ukraine/ Source: diplomatru.ru": (
        "Syrian volunteers sign up en masse for Russian invasion in Ukraine", "diplomatru.ru", (), (),
    ),
    '"Peoples service." Migrants are called to serve in the Russian military/ '
    "Source: versia.ru photo by Evgeny Epanchintsev/TASS": (
        '"Peoples service." Migrants are called to serve in the Russian military', "versia.ru",
        ("Evgeny Epanchintsev",), ("TASS",),
    ),
    "Migrants are called to serve/ Source: versia.ru photo by Evgeny Epanchintsev/TASS": (
        "Migrants are called to serve", "versia.ru", ("Evgeny Epanchintsev",), ("TASS",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", BRIEF)
def test_lines_of_the_brief(text: str) -> None:
    line = parse(text)
    assert (line.caption, line.source, line.creators, line.organisations) == BRIEF[text]
    assert str(line) == text
    assert not line.is_placeholder


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert str(parse(text)) == text
