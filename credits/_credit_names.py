"""Names in the lexicon, and names by their words: agencies, networks, ranks, coined words.

Law: nothing here looks at where a name stands; a name is what its words are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from credits._credit_lexicon import ENDING, ENDING_TITLES, FILLER, ORGANISATION, TITLE, words_of
from credits.vocabulary import Match, Organisation, Vocabulary, key
from credits.vocabulary.grammar import grammar

_OUTSIDE: Final = ",'’()\"“”„‘"
_LONG_FILLER: Final = 60
_LONG_WORD: Final = 7
_SHORT_WORD: Final = 3
_LONG_ACRONYM: Final = 5
_TITLE_WORDS: Final = 6
_CAMEL: Final = re.compile(r"[^\W\d_][^\W\d_]*[^\W\d_A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я]")
_SURNAME: Final = re.compile(
    r"(?:Ma?c|De|Di|Du|Da|La|Le|Lo|Van|Von|Fitz|Al|El|St|Ter|Ten|O['’]|D['’])[A-ZÀ-Þ][a-zß-ÿ]+"
)
_RATED: Final = re.compile(
    r"(?:[\w'.-]+\s){0,5}(?:1st|2nd|3rd|first|second|third) class\s+(?=[^\W\d])"
)
_ACCOUNT: Final = re.compile(
    r"(?P<network>[\w.]+)\s?(?::|by|von|/)?\s?(?P<account>@[\w.\-]+|u/[\w\-]+)$"
)


def may_be_known(text: str, vocabulary: Vocabulary) -> bool:
    """Tell at a glance whether any organisation begins as *text* does."""
    return words_of(vocabulary)[text.partition(" ")[0]] & ORGANISATION != 0


def may_end_known(text: str, vocabulary: Vocabulary) -> bool:
    """Tell at a glance whether any organisation, or what is printed behind one, ends as *text*."""
    return words_of(vocabulary)[text.rstrip().rpartition(" ")[2]] & ENDING != 0


def spelled(text: str, vocabulary: Vocabulary) -> Organisation | None:
    """Look up the organisation that *text* spells out in full."""
    begin = words_of(vocabulary)[text.partition(" ")[0]]
    return _spelled(text, vocabulary) if begin & ORGANISATION else None


@lru_cache(maxsize=8192)
def _spelled(text: str, vocabulary: Vocabulary) -> Organisation | None:
    return vocabulary.organisation(text)


def known(text: str, vocabulary: Vocabulary) -> Organisation | None:
    """Look up the organisation *text* spells out; "AP Photo", "Reuters files" are theirs."""
    begin = words_of(vocabulary)[text.partition(" ")[0]]
    return _known(text, vocabulary) if begin & ORGANISATION else None


@lru_cache(maxsize=8192)
def _known(text: str, vocabulary: Vocabulary) -> Organisation | None:
    one = _spelled(text, vocabulary)
    rest, _, last = text.rpartition(" ")
    while one is None and rest and last.casefold() in grammar()["behind_agency"]:
        one = _spelled(rest, vocabulary)
        rest, _, last = rest.rpartition(" ")
    return one


def filler(text: str, vocabulary: Vocabulary) -> Match | None:
    """Look up the placeholder that *text* is; networks are leads to a source, not fillers."""
    if len(text) > _LONG_FILLER:
        return None
    begin = words_of(vocabulary)[text.partition(" ")[0]]
    return _filler(text, vocabulary) if begin & FILLER else None


@lru_cache(maxsize=8192)
def _filler(text: str, vocabulary: Vocabulary) -> Match | None:
    match = vocabulary.placeholders.get(key(text)) or vocabulary.placeholders.get(text.casefold())
    return None if match is None or match.group == "network" else match


def forget() -> None:
    """Forget the names seen so far."""
    for remembered in (_spelled, _known, _filler, words_of):
        remembered.cache_clear()


def is_contributors(one: Organisation) -> bool:
    """Tell whether the makers in a library are known by user names."""
    return key(one.name) in grammar()["contributors"]


def is_network(one: Organisation) -> bool:
    """Tell a social network, where things are found, from a library, where they are bought."""
    return one.kind == "platform" or key(one.name) in grammar()["found_at"]


def account(text: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Take "reddit by u/x", "Twitter: @x" apart: the network and the account."""
    match = _ACCOUNT.match(text) if "@" in text or "u/" in text else None
    if match is None:
        return None
    one = known(match["network"], vocabulary)
    return (match["network"], match["account"]) if one and is_network(one) else None


def is_organisation_word(word: str, vocabulary: Vocabulary) -> bool:
    """Tell whether *word* inside a name makes it an organisation's name."""
    folded = word.casefold().strip(_OUTSIDE)
    shapes = vocabulary.shapes
    if folded in grammar()["organisation_words"]:
        return word[0].isupper()
    if folded in shapes["anywhere"] or folded.rstrip(".") in shapes["anywhere"]:
        return len(folded) > _SHORT_WORD or word[0].isupper()
    return len(folded) > _LONG_WORD and folded.endswith(vocabulary.endings)


def is_caseless_organisation(text: str) -> bool:
    """Tell whether a name in a script without capitals is an organisation's: "石川県観光連盟"."""
    return any(one in text for one in grammar()["caseless"])


def looks_coined(word: str) -> bool:
    """Tell "WeWork", "iFixit", "LN", "4K" from a surname."""
    if word.isupper():
        return len(word) <= _LONG_ACRONYM
    return word[0].islower() or is_camel(word) or any(map(str.isdigit, word))


def is_camel(word: str) -> bool:
    """Tell "BuzzFeed", "RegionalHUB" from "McKay", "DuBois" and "Jean-Luc"."""
    if word[1:].islower():
        return False
    return _CAMEL.match(word) is not None and _SURNAME.match(word) is None


def without_title(name: str, vocabulary: Vocabulary) -> str:
    """Take a rank or a job title off a name.

    >>> from credits.vocabulary import default
    >>> without_title("Staff Sgt. Jo Li", default()), without_title("고영권 기자", default())
    ('Jo Li', '고영권')
    """
    if not words_of(vocabulary).every(name.split()) & TITLE:
        return name
    folded = name.casefold()
    if " class " in folded and (rated := _RATED.match(folded.replace("’", "'"))):
        return without_title(name[rated.end() :], vocabulary)
    if number := _title_words(folded.replace("’", "'"), vocabulary):
        return without_title(" ".join(name.split()[number:]), vocabulary)
    if not folded.endswith(ENDING_TITLES):
        return name
    suffix = next(one for one in ENDING_TITLES if folded.endswith(one))
    return name[: -len(suffix)].strip(" ,") or name


@lru_cache(maxsize=8)
def _titles(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(map(str.casefold, vocabulary.words["person"]["titles"]))


def _title_words(folded: str, vocabulary: Vocabulary) -> int:
    """Count the words of the title a name begins with."""
    words = folded.split()
    titles = _titles(vocabulary)
    numbers = range(min(len(words) - 1, _TITLE_WORDS), 0, -1)
    return next((one for one in numbers if " ".join(words[:one]) in titles), 0)
