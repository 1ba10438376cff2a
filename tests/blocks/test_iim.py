"""IIM: nothing is lost, nothing is mixed, nothing is cut inside a character."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits import blocks, containers
from credits._bytes import source_of
from credits.blocks import iim, photoshop
from credits.errors import CreditsError, InvalidValue
from tests.conftest import corpus_files, iptc_files

TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1).map(str.strip)
VALUES = st.dictionaries(
    st.tuples(st.just(2), st.sampled_from([5, 25, 80, 110, 116, 120])),
    st.lists(TEXTS.filter(bool), min_size=1, max_size=3),
)


def stream(*datasets: tuple[int, int, bytes]) -> bytes:
    return b"".join(iim.dataset(*row).whole for row in datasets)


@given(VALUES)
def test_decode_gives_what_encode_was_given(values: dict[iim.Address, list[str]]) -> None:
    assert iim.decode(iim.encode(values, None)).values == values


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    iim.decode(data)
    iim.decode(b"\x1c\x02" + data)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("utf-8", "Zoë Müller"),
        ("cp1252", "Zoë Müller – “file”"),
        ("mac-roman", "Zoë Müller, Zürich"),
    ],
)
def test_undeclared_text_is_recognised(code: str, text: str) -> None:
    found = iim.decode(stream((2, 120, text.encode(code))))
    assert found.values[2, 120] == [text]
    assert code in found.problems[0]


def test_declared_text_is_not_guessed() -> None:
    found = iim.decode(stream((1, 90, b"\x1b%G"), (2, 120, "Zoë".encode())))
    assert found.values == {(2, 120): ["Zoë"]}
    assert not found.problems


def test_one_bad_byte_hides_no_other_field() -> None:
    data = stream((1, 90, b"\x1b%G"), (2, 80, b"Zo\xeb"), (2, 110, b"TASS"))
    found = iim.decode(data).values
    assert found[2, 110] == ["TASS"]
    assert found[2, 80] == ["Zo\ufffd"]


def test_datasets_of_two_codes_are_each_read_right() -> None:
    data = stream((2, 90, "Göteborg".encode("cp1252")), (2, 92, "Kålltorp".encode()))
    assert iim.decode(data).values == {(2, 90): ["Göteborg"], (2, 92): ["Kålltorp"]}


def test_writing_turns_all_text_into_utf8_and_says_so() -> None:
    old = stream((2, 0, b"\0\2"), (2, 90, "Zürich".encode("cp1252")), (2, 200, b"\xff\x00"))
    new = iim.encode({(2, 110): ["TASS"]}, old)
    assert list(iim.fields(new)) == [
        ((1, 90), b"\x1b%G"),
        ((2, 0), b"\0\2"),
        ((2, 90), "Zürich".encode()),
        ((2, 110), b"TASS"),
        ((2, 200), b"\xff\x00"),
    ]


def test_other_records_and_what_is_no_dataset_are_kept() -> None:
    old = stream((1, 0, b"\0\4"), (2, 5, b"t"), (3, 10, b"\x01")) + b"rest"
    new = iim.encode({(2, 5): None}, old)
    assert new == stream((1, 0, b"\0\4"), (3, 10, b"\x01")) + b"rest"


def test_repeated_dataset_is_replaced_in_its_place() -> None:
    old = stream((2, 25, b"a"), (2, 25, b"b"), (2, 40, b"c"))
    new = iim.encode({(2, 25): ["x"]}, old)
    assert [place for place, _ in iim.fields(new)] == [(1, 90), (2, 0), (2, 25), (2, 40)]


def test_extended_dataset() -> None:
    text = "x" * 40_000
    data = iim.encode({(2, 120): [text]}, None)
    assert iim.decode(data).values == {(2, 120): [text]}


def test_padding_between_two_datastreams_is_stepped_over() -> None:
    data = stream((2, 80, b"Ann")) + b"\0" + stream((2, 110, b"TASS"))
    assert iim.decode(data).values == {(2, 80): ["Ann"], (2, 110): ["TASS"]}


@given(st.text(max_size=80), st.integers(0, 60))
def test_clipped_is_a_prefix_within_the_limit(text: str, most: int) -> None:
    cut = iim.clipped(text, most)
    assert len(cut.encode()) <= max(most, 0)
    assert text.startswith(cut)


def test_binary_datasets_are_not_written_as_text() -> None:
    with pytest.raises(InvalidValue, match="2:200"):
        iim.encode({(2, 200): ["x"]}, None)


def test_real_datastreams_survive_an_edit_that_takes_nothing(corpus: Path) -> None:
    seen = 0
    for path in [*corpus_files("valid"), *iptc_files()]:
        with source_of(path) as source:
            try:
                container, parts = containers.split(source)
            except CreditsError:
                continue
            raw = container.blocks(parts)
            data = raw.iim or photoshop.decode(raw.photoshop or b"").values.get(photoshop.IIM)
            if data:
                seen += 1
                assert iim.encode({(2, 199): ["probe"]}, data).count(b"probe") == 1
                again = iim.encode({(2, 199): None}, iim.encode({(2, 199): ["probe"]}, data))
                assert iim.decode(again).values == iim.decode(data).values
    assert seen == 39, corpus


def test_names_of_blocks() -> None:
    assert set(blocks.NAMES) == {"xmp", "iim", "photoshop", "exif", "text"}


def test_what_stands_behind_padding_and_is_none_is_kept_once() -> None:
    """A credit that was replaced must not come back in a second copy of the stream."""
    data = stream((2, 0, b"\0\2"), (2, 80, b"Ann Lee")) + b"\0\0\0no dataset"
    new = iim.encode({(2, 80): ["Bo"]}, data)
    assert iim.decode(new).values == {(2, 80): ["Bo"]}
    assert new.endswith(b"\0\0\0no dataset")
    assert b"Ann" not in new
