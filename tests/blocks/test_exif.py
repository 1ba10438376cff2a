"""EXIF blocks: texts in, texts out, and piexif where there is none yet."""

from __future__ import annotations

import piexif
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.blocks import exif
from credits.errors import InvalidValue, UnreadableBlock

ARTIST, CAPTION, COPYRIGHT = (("ifd0", tag) for tag in (0x013B, 0x010E, 0x8298))
TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1)
VALUES = st.dictionaries(st.sampled_from([ARTIST, CAPTION]), TEXTS.map(str.strip).filter(bool))


@given(VALUES, VALUES)
def test_decode_gives_what_encode_was_given(
    first: dict[exif.Address, str], second: dict[exif.Address, str]
) -> None:
    base = exif.encode(first, None) if first else None
    if not base and not second:
        return
    assert exif.decode(exif.encode(second, base)).values == first | second


def test_other_tools_read_what_was_built() -> None:
    block = exif.encode({ARTIST: "Ann Lee", ("exif", 0x9003): "2026:11:23 18:05:00"}, None)
    table = piexif.load(b"Exif\0\0" + block)
    assert table["0th"][0x013B] == b"Ann Lee"
    assert table["Exif"][0x9003] == b"2026:11:23 18:05:00"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Ann\0", "Ann"),
        (b"Ann   \0\0", "Ann"),
        ("Zoë".encode() + b"\0", "Zoë"),
        (b"Zo\xeb\0", "Zoë"),
        (b"Ann\0Editor\0", "Ann"),
        (b"\0", ""),
    ],
)
def test_texts(data: bytes, text: str) -> None:
    assert exif.text_of(data) == text


def test_both_copyright_notices_are_read() -> None:
    assert exif.text_of(b"Ann Lee\0TASS\0", keep_parts=True) == "Ann Lee\nTASS"
    assert exif.text_of(b" \0TASS\0", keep_parts=True) == "TASS"


def test_windows_texts() -> None:
    author = ("ifd0", 0x9C9D)
    block = exif.encode({author: "Zoë"}, exif.encode({ARTIST: "x"}, None))
    assert exif.decode(block).values[author] == "Zoë"


def test_broken_block_is_never_replaced() -> None:
    assert "cannot be read" in exif.decode(b"nonsense").problems[0]
    with pytest.raises(UnreadableBlock, match="cannot be edited"):
        exif.encode({ARTIST: "Ann"}, b"nonsense")


def test_a_nul_would_end_the_text() -> None:
    with pytest.raises(InvalidValue, match="Artist"):
        exif.encode({ARTIST: "a\0b"}, None)


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    exif.decode(data)
    exif.decode(b"II*\0\x08\0\0\0" + data)
