"""What stands where a credit should and names nobody, by the reason why and by language.

Law: a filler is the whole text, after a leading label; a name that merely contains one ("Internet
Archive", "Jane Test") is a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from credits.vocabulary._spelling import key, load
from credits.vocabulary.labels import without_label

LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of the vocabulary that a text is, and the *reason* why it names nobody."""

    entry: str
    reason: str
    group: str
    lang: str | None = None


@cache
def shipped() -> Mapping[str, Match]:
    """Give every shipped placeholder by its `key`, and as it is written."""
    found: dict[str, Match] = {}
    for match in _entries():
        found.setdefault(key(match.entry), match)
        found.setdefault(match.entry, found[key(match.entry)])
    found.pop("", None)
    return MappingProxyType(found)


@cache
def _table() -> Mapping[str, Any]:
    return load("placeholders")


@cache
def organisations_as_printed() -> frozenset[str]:
    """Give the texts that are an organisation in exactly this dress, and fillers in any other."""
    return frozenset(_table()["shared"]["organisation"])


def _entries() -> Iterator[Match]:
    for group, parts in _table().items():
        if "reason" not in parts:
            continue
        for lang, words in parts.items():
            if lang != "reason":
                yield from (Match(word, parts["reason"], group, lang) for word in words)


def placeholder(text: str, known: Mapping[str, Match]) -> Match | None:
    """Tell which filler of *known* the text is, with or without labels before it."""
    bare = " ".join(text.split()) if len(text) <= LONGEST else ""
    if not bare:
        return None
    if found := _whole(bare, known):
        return found
    rest = without_label(bare)
    return placeholder(rest, known) if rest != bare else None


def _whole(text: str, known: Mapping[str, Match]) -> Match | None:
    if text in organisations_as_printed():
        return None
    return known.get(key(text)) or known.get(text.casefold())
