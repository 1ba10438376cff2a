"""The closed word lists of the grammar of credit lines, and the words a language is known by.

Law: lists are read once, when first asked for, and never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from credits.vocabulary._spelling import load


@dataclass(frozen=True, slots=True)
class Languages:
    """By what a language is known: small *words*, own *letters*, *scripts* as code point ranges.

    *order* names all languages, the likelier first.
    """

    order: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, tuple[str, ...]]
    scripts: tuple[tuple[str, str, str], ...]


@cache
def grammar() -> Mapping[str, frozenset[str]]:
    """Give every word list of the grammar by its name."""
    return MappingProxyType({name: frozenset(row) for name, row in load("grammar").items()})


@cache
def languages() -> Languages:
    """Give the words, letters and scripts of every language, each word with all its languages."""
    data = load("languages")
    scripts = [(lang, one[0], one[-1]) for lang, row in data["scripts"].items() for one in row]
    order = tuple(dict.fromkeys([*data["words"], *data["letters"], *data["scripts"]]))
    return Languages(order, _turned(data["words"]), _turned(data["letters"]), tuple(scripts))


@cache
def function_words() -> frozenset[str]:
    """Give the small words of all languages: articles, prepositions, forms of "to be"."""
    return frozenset(languages().words)


def _turned(by_lang: Mapping[str, list[str] | str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for lang, each in by_lang.items():
        for one in dict.fromkeys(each):
            found[one] = (*found.get(one, ()), lang)
    return MappingProxyType(found)
