"""Globs mean what their regular expressions mean, in no more time than their product."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits._globs import Glob, Wild

PARTS = st.lists(st.one_of(st.sampled_from([*Wild]), st.text("ab/", max_size=3)), max_size=9)


def meaning(parts: list[str | Wild]) -> re.Pattern[str]:
    texts = (part.value if isinstance(part, Wild) else re.escape(part) for part in parts)
    return re.compile("".join(texts), re.DOTALL)


@given(PARTS, st.text("ab/\n", max_size=14))
def test_both_ways_mean_the_same(parts: list[str | Wild], path: str) -> None:
    wanted = meaning(parts).fullmatch(path) is not None
    assert Glob(parts).matches(path) == wanted
    assert Glob(parts)._slowly(path) == wanted


@pytest.mark.parametrize("wild", [Wild.NAME, Wild.PATH, Wild.ABOVE, Wild.BELOW])
def test_no_path_costs_much_time(wild: Wild) -> None:
    begin = time.process_time()
    for path in ("a" * 4000, "a/" * 2000, "/a" * 2000):
        for parts in ([wild, "a"] * 300, [wild] * 300, [wild, "a", wild, "b"]):
            assert not Glob([*parts, "!"]).matches(path)
    assert time.process_time() - begin < 3
