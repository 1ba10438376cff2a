"""The gates before the lexicon: they may let anything through, and hold back nothing that is in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from credits._credit_lexicon import LISTED, TITLE, head, lexicon, tail, words_of
from credits._credit_licences import may_hold_units, units
from credits._credit_names import filler, known, spelled, without_title
from credits._credit_shapes import is_machine_made, is_plain, kind
from credits._credit_text import lowered, vocables
from credits.vocabulary import default, generated, key, licences
from credits.vocabulary.grammar import grammar

KNOWN = default()
GATES = lexicon(KNOWN)


def spellings() -> Iterator[str]:
    for one in {id(one): one for one in KNOWN.organisations.values()}.values():
        yield from one.spellings


def printed(text: str) -> tuple[str, ...]:
    return text, text.upper(), f"“{text}”", f"({text})", f"{text}.", f"- {text}", f"{text} Photo"


def test_no_spelling_of_an_organisation_is_held_back() -> None:
    every = [form for one in spellings() for form in printed(one)]
    assert len(every) > 7 * 5000
    held = [
        form for form in every
        if key(form) in KNOWN.organisations and (head(form) or "") not in {"", *GATES.organisations}
    ]  # fmt: skip
    assert held == []
    ends = [form for form in every if key(form) in KNOWN.organisations]
    assert [one for one in ends if tail(one) not in {"", *GATES.endings}] == []


def test_every_organisation_is_found_as_without_gates() -> None:
    each = list(spellings())
    assert [spelled(one, KNOWN) for one in each] == [KNOWN.organisation(one) for one in each]
    assert all(known(one, KNOWN) for one in each if KNOWN.organisation(one))


def test_no_filler_is_held_back() -> None:
    each = [one for one, match in KNOWN.placeholders.items() if match.group != "network"]
    assert len(each) > 1000
    short = [one for one in each if len(one) <= 60]
    assert [one for one in short if filler(one, KNOWN) is None] == []


def test_what_any_list_has_is_looked_up() -> None:
    drop, told = KNOWN.words["drop"], grammar()
    lists = (
        drop["words"], drop["instructions"], told["instructions"], told["edited"], licences(),
        KNOWN.placeholders, KNOWN.organisations,
        *generated.table()["labels"].values(), generated.table()["generators"]["names"],
    )  # fmt: skip
    each = [one for words in lists for one in words]
    assert len(each) > 8000
    assert [one for one in each if not words_of(KNOWN)[one.partition(" ")[0]] & LISTED] == []


def test_every_title_is_seen() -> None:
    titles = KNOWN.words["person"]["titles"]
    assert len(titles) > 300
    for title in titles:
        for form in (title, title.title(), title.capitalize().replace("'", "’")):
            assert words_of(KNOWN)[form.partition(" ")[0]] & TITLE
    kept = [one for one in titles if without_title(f"{one} Jo Li", KNOWN) != "Jo Li"]
    assert kept == []


@pytest.mark.parametrize(
    "text",
    ["CC BY-SA 4.0", "ccby 2.0", "CC0", "OGLv3", "publiek domein", "GFDL", "公有领域",
     "licensed under CC BY 2.0", "Lizenz: CC BY 4.0", "Unsplash License", "суспільне надбання"],
)  # fmt: skip
def test_licences_pass_all_gates(text: str) -> None:
    low = lowered(f"Jo Li, {text}")
    assert may_hold_units(low, vocables(low))
    assert [name for name, *_ in units(low, 0, len(low))] == ["licence"]
    assert kind(text, KNOWN) == "licence"


@pytest.mark.parametrize(
    "text", ["made with AI", "Bild erstellt mit KI", "généré avec Midjourney", "AI-generated"]
)
def test_machines_pass_all_gates(text: str) -> None:
    assert is_machine_made(text)
    assert kind(text, KNOWN) in ("edited", "drop", "filler")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Jo Li", True),
        ("ERIC VIDAL", True),
        ("Jo Li on Unsplash", False),
        ("Jo Li for The Times", False),
        ("AFP Jo Li", False),
        ("Jo Li handout", False),
        ("J. Li", False),
        ("Jo-Ann Li", False),
    ],
)
def test_plain_names(text: str, plain: bool) -> None:
    assert is_plain(text, KNOWN) is plain
