"""How agencies ask to be credited: every row names an agency that is known, and accepts itself."""

from __future__ import annotations

import pytest

from credits.credit_line import parse
from credits.rules import RULES
from credits.rules._model import desk_of, example
from credits.vocabulary import default, load
from credits.vocabulary.agency_forms import agency_forms
from credits.vocabulary.notices import empty_notice
from credits.vocabulary.platforms import _names, is_platform

RULE = RULES["CRD205"]


@pytest.mark.parametrize("agency", agency_forms())
def test_each_agency(agency: str) -> None:
    form = agency_forms()[agency]
    known = default().organisation(agency)
    assert known is not None
    assert known.name == agency
    for name in form.names:
        assert form.has(name)
        assert form.has(f"{name} Sport")
        found = default().organisation(name)
        assert found is None or found.name == agency, name
    assert not form.has("Lindhaven Courier")
    line = form.form.format(creators="Ann Lee")
    assert parse(line).creators == ("Ann Lee",)
    assert not list(RULE.check(example(credit_line=line).subject, desk_of(RULE)))


def test_there_are_enough_agencies() -> None:
    assert len(agency_forms()) >= 15


def test_every_platform_is_known() -> None:
    assert len(_names()) > 15
    for name in ("Unsplash", "Flickr", "Wikimedia Commons", "Instagram", "Pexels", "Pixabay"):
        assert is_platform(default().organisation(name)), name
    for name in ("Getty Images", "NASA", "TASS", "Shutterstock", "Nobody Inc."):
        assert not is_platform(default().organisation(name)), name


def test_every_empty_notice() -> None:
    phrases = [word for words in load("notices")["reserved"].values() for word in words]
    assert len(phrases) > 25
    for phrase in phrases:
        for text in (
            phrase,
            f"© 2026. {phrase.capitalize()}.",
            f"Copyright (c) 1998-2026 | {phrase}",
        ):
            assert empty_notice().fullmatch(text), text
    for text in ("© 2026 Ann Lee", "Copyright Ann Lee. All rights reserved", "Century Photos"):
        assert not empty_notice().fullmatch(text), text
