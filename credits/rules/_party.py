"""Who a credit names: looked into only where a rule has to know, for it takes time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from credits.credit_line import parse
from credits.rules._credit import Kind, judged
from credits.rules._model import Desk, Subject
from credits.vocabulary import Vocabulary
from credits.vocabulary.platforms import is_platform


class Parties(NamedTuple):
    """The persons and the organisations of one credit, as printed."""

    persons: tuple[str, ...]
    organisations: tuple[str, ...]


@lru_cache(maxsize=2048)
def parties(text: str, words: Vocabulary) -> Parties:
    """Take a credit apart; one that cannot be taken apart is one organisation."""
    if words.organisation(text):
        return Parties((), (text,))
    line = parse(text, vocabulary=words)
    others = (*line.organisations, *(one for one in (line.via, line.source) if one))
    if not line.creators and not others:
        return Parties((), (text,))
    return Parties(line.creators, others)


def only_platforms(subject: Subject, desk: Desk) -> tuple[str, ...]:
    """Give the platforms a photo is credited to, if nobody else is."""
    credit = judged(subject, desk)
    somebody = any(name == "creators" for name, _ in credit.named) or any(
        one.flaw.kind is Kind.ADDRESS for one in credit.flawed
    )
    if somebody or not credit.named:
        return ()
    words = desk.terms.words
    names = tuple(_named([text for _, text in credit.named], words))
    return names if names and all(is_platform(words.organisation(name)) for name in names) else ()


_PERSON: Final = "a person"


def _named(texts: list[str], words: Vocabulary) -> Iterator[str]:
    for text in texts:
        found = parties(text, words)
        yield from (_PERSON for _ in found.persons)
        yield from found.organisations
