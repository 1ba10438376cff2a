"""Words for a shell are, pasted, exactly the text that was meant."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits._shell import quoted, quoted_path

ODD = (
    "vigil.jpg",
    "my photo's.jpg",
    "фото.jpg",
    "a\nb.jpg",
    "esc\x1b[31m1.jpg",
    "back\\slash'\x07.jpg",
    "latin\udce9.jpg",
    "right\u202eto left.jpg",
    "$HOME;`id`.jpg",
    "",
)


def pasted(word: str) -> str:
    """Let a shell read a word."""
    shell = shutil.which("bash")
    if shell is None:  # pragma: no cover
        pytest.fail("bash reads the words")
    asked = [shell, "-c", f"printf '%s\\0' {word}"]
    return os.fsdecode(subprocess.run(asked, check=True, capture_output=True).stdout[:-1])


@pytest.mark.parametrize("text", ODD)
def test_a_shell_reads_what_was_meant(text: str) -> None:
    word = quoted(text)
    assert word.isprintable()
    assert pasted(word) == text


def test_plain_words_stay_plain() -> None:
    assert [quoted(one) for one in ("a.jpg", "a b.jpg", "ü.jpg")] == [
        "a.jpg",
        "'a b.jpg'",
        "'ü.jpg'",
    ]


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("-n.jpg", "./-n.jpg"),
        ("-", "./-"),
        ("--help", "./--help"),
        ("a/-n.jpg", "a/-n.jpg"),
        ("./a.jpg", "a.jpg"),
        ("./-n.jpg", "./-n.jpg"),
    ],
)
def test_a_path_is_no_option_and_not_stdin(path: str, word: str) -> None:
    assert quoted_path(path) == word


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
def test_nothing_is_shown_that_a_terminal_would_not_show(text: str) -> None:
    word = quoted(text)
    assert word.isprintable()
    if text.isprintable():
        assert shlex.split(word) == [text]
