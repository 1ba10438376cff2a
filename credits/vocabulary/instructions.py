"""What agencies ask of those who print a photo: the phrases, by what they ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from credits.vocabulary import load

UNITS: Final = ("hour", "day", "week", "month", "year")


class Phrase(NamedTuple):
    """A phrase in a text: what it asks (the section of the file), and where it stands."""

    kind: str
    start: int
    stop: int


class _Row(NamedTuple):
    words: tuple[str, ...]
    kind: str
    colon: bool


# scripts without blanks between words: a phrase may begin anywhere in a run of them
_RUNS: Final = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"))
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@cache
def _table() -> Mapping[str, Any]:
    return load("instructions")


@cache
def kinds() -> Mapping[str, str]:
    """Give what a phrase asks, by the phrase."""
    return MappingProxyType(
        {
            phrase: kind
            for kind, languages in _table().items()
            if kind != "period"
            for phrases in languages.values()
            for phrase in phrases
        }
    )


@cache
def _by_first_word() -> Mapping[str, tuple[_Row, ...]]:
    rows: dict[str, list[_Row]] = {}
    for phrase, kind in kinds().items():
        words = tuple(match[0] for match in _words(phrase))
        if not _is_run(phrase[0]):
            rows.setdefault(words[0], []).append(_Row(words, kind, phrase.endswith(":")))
    return {
        first: tuple(sorted(some, key=lambda row: -len(row.words))) for first, some in rows.items()
    }


def _is_run(char: str) -> bool:
    return any(low <= char <= high for low, high in _RUNS)


def _has_runs(text: str) -> bool:
    return max(text) >= _RUNS[0][0] and any(map(_is_run, text))


@cache
def _run_together() -> tuple[tuple[str, str], ...]:
    found = ((phrase, kind) for phrase, kind in kinds().items() if _is_run(phrase[0]))
    return tuple(sorted(found, key=lambda row: -len(row[0])))


def _words(text: str) -> list[re.Match[str]]:
    return list(_WORD.finditer(text.replace("’", "'")))


@lru_cache(maxsize=1024)
def phrases(text: str) -> tuple[Phrase, ...]:
    """Find the phrases of instructions, in order; where several begin alike, the longest."""
    spelt = _spelt(text) if _may_instruct(text) else ()
    found = [*spelt, *(_run(text) if not text.isascii() and _has_runs(text) else ())]
    return tuple(sorted(found, key=lambda phrase: phrase.start))


@cache
def _openings() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Give the phrases of one word, and the first two words of the others."""
    rows = [row.words for some in _by_first_word().values() for row in some]
    alone = frozenset(words[0] for words in rows if len(words) == 1)
    return alone, frozenset((words[0], words[1]) for words in rows if len(words) > 1)


def _may_instruct(text: str) -> bool:
    """Tell fast that a text holds no phrase, which is so of nearly every caption."""
    said = _WORD.findall(text.replace("’", "'").lower())
    alone, pairs = _openings()
    return not (alone.isdisjoint(said) and pairs.isdisjoint(pairwise(said)))


def _spelt(text: str) -> Iterator[Phrase]:
    places = _words(text)
    said = [match[0].lower() for match in places]
    known = _by_first_word()
    behind = 0
    for at, word in enumerate(said):
        if at < behind or word not in known:
            continue
        for row in known[word]:
            stop = at + len(row.words)
            if tuple(said[at:stop]) == row.words:
                end = places[stop - 1].end()
                if not row.colon or text[end : end + 2].lstrip()[:1] == ":":
                    yield Phrase(row.kind, places[at].start(), end)
                    behind = stop
                    break


def _run(text: str) -> Iterator[Phrase]:
    rest = text
    for phrase, kind in _run_together():
        at = rest.find(phrase)
        if at >= 0:
            yield Phrase(kind, at, at + len(phrase))
            # what a longer phrase is made of is not found again
            rest = rest.replace(phrase, " " * len(phrase))


@cache
def period() -> re.Pattern[str]:
    """Give the pattern of a period of use; its groups are ``number``, ``unit`` and ``since``."""
    row = _table()["period"]
    units = _each(word for unit in UNITS for word in row[unit])
    return re.compile(
        rf"(?<!\w)(?P<number>\d{{1,3}}|{_each(row['numbers'])})[\s-]*(?P<unit>{units})(?!\w)"
        rf"(?P<between>[^.;\n]{{0,60}}?)(?P<since>(?<!\w)(?:{_each(row['since'])})(?!\w)|(?=\d))",
        re.IGNORECASE,
    )


def _each(words: Any) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def number_of(text: str) -> int:
    """Read a number, in figures or as a word."""
    return int(text) if text.isdigit() else int(_table()["period"]["numbers"][text.lower()])


def unit_of(text: str) -> str:
    """Tell which of `UNITS` a word means."""
    return next(unit for unit in UNITS if text.lower() in _table()["period"][unit])
