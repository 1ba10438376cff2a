"""Template text that passes for a caption: every entry, and what only looks like one."""

from __future__ import annotations

import pytest

from credits.vocabulary import load
from credits.vocabulary.captions import caption_placeholder

WHOLE = [(lang, word) for lang, words in load("captions")["whole"].items() for word in words]
START = [(lang, word) for lang, words in load("captions")["start"].items() for word in words]


def test_every_entry_is_found_in_any_dress() -> None:
    assert len(WHOLE) > 240
    assert len({lang for lang, _ in WHOLE}) >= 18
    for lang, word in WHOLE:
        for dress in (word, word.capitalize(), f"[{word}]", f"{word}.", f"{word} …"):
            assert caption_placeholder(dress) is not None, (lang, dress)


def test_every_beginning_is_found() -> None:
    assert len(START) > 30
    for lang, word in START:
        assert caption_placeholder(f"“{word.capitalize()} and so on, of what is to be seen") is not None, (
            lang, word,
        )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Test drivers wait at Lindhaven.", "None of the boats came back.", "The caption writer retires.",
        "TK Maxx opens.", "Beschreibung eines Kampfes wird verfilmt.", "Опис подій", "A sample text is read.",
        "Placeholder politics: an empty chair", "写真説明会が開かれた", "",
    ],
)  # fmt: skip
def test_captions_that_hold_such_a_word_are_captions(text: str) -> None:
    assert caption_placeholder(text) is None
