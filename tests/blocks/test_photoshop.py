"""Image resources: the envelope keeps what it holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from credits.blocks import photoshop

RESOURCES = st.dictionaries(st.integers(0, 0xFFFF), st.binary(max_size=40), max_size=6)


@given(RESOURCES)
def test_decode_gives_what_encode_was_given(values: dict[int, bytes]) -> None:
    assert photoshop.decode(photoshop.encode(values, None)).values == values


@given(RESOURCES, RESOURCES)
def test_an_edit_keeps_the_rest(old: dict[int, bytes], new: dict[int, bytes]) -> None:
    data = photoshop.encode(new, photoshop.encode(old, None))
    assert photoshop.decode(data).values == old | new


@given(RESOURCES)
def test_taking_out_what_was_put_in_gives_the_same_bytes(values: dict[int, bytes]) -> None:
    data = photoshop.encode(values | {0x0404: b"iim"}, None)
    base = photoshop.encode({k: v for k, v in values.items() if k != 0x0404}, None)
    assert photoshop.encode({0x0404: None}, data) == base


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    photoshop.decode(data)
    photoshop.decode(b"8BIM" + data)


def test_named_resource_of_another_program_is_kept_as_it_is() -> None:
    named = b"MeSa" + (0x0FA0).to_bytes(2) + b"\x05hello" + (3).to_bytes(4) + b"abc\0"
    assert photoshop.decode(named).values == {0x0FA0: b"abc"}
    assert photoshop.encode({0x0404: b"ab"}, named).startswith(named)


def test_what_is_no_resource_is_told_and_kept_at_the_end() -> None:
    data = photoshop.encode({1: b"a"}, None) + b"garbage"
    assert "no resource" in photoshop.decode(data).problems[0]
    assert photoshop.encode({2: b"b"}, data).endswith(b"garbage")


def test_last_resource_without_its_padding() -> None:
    data = photoshop.encode({1: b"abc"}, None)[:-1]
    assert photoshop.decode(data).values == {1: b"abc"}
    assert photoshop.decode(photoshop.encode({2: b"d"}, data)).values == {1: b"abc", 2: b"d"}


def test_several_datastreams_are_read_as_one() -> None:
    one, two = (photoshop.encode({photoshop.IIM: data}, None) for data in (b"a", b"b"))
    assert photoshop.decode(one + two).values == {photoshop.IIM: b"ab"}


def test_missing_padding_stays_missing() -> None:
    data = photoshop.encode({1: b"abc"}, None)[:-1]
    assert photoshop.encode({}, data) == data
