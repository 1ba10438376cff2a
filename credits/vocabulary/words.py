"""Small closed lists of the grammar (via, for, drop tokens, titles) and the shapes of names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from credits.vocabulary._spelling import all_words, load


@cache
def shipped() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Give the words by group and part, all languages together."""
    return MappingProxyType(
        {
            group: MappingProxyType({part: frozenset(all_words(of)) for part, of in parts.items()})
            for group, parts in load("words").items()
        }
    )


@cache
def shapes() -> Mapping[str, frozenset[str]]:
    """Give the words by which an unknown name shows what it is."""
    table = load("shapes").items()
    return MappingProxyType({part: frozenset(all_words(words)) for part, words in table})


@cache
def endings() -> tuple[str, ...]:
    """Give the ends of words by which a name shows itself to be an organisation's."""
    return tuple(sorted(shapes()["endings"]))
