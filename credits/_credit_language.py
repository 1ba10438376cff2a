"""The language of a line: by its alphabet, its small words, its letters and its labels.

Law: names alone have no language (``und``). Everything is counted on the first and last stretch of
a text, so that a long one costs no more than a short one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from credits._credit_text import Text
from credits.vocabulary.grammar import languages

_SEEN: Final = 240
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ASCII_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")
# the letters of Cyrillic behind "я": those that not all its languages share
_OWN_CYRILLIC: Final = re.compile("[\u0450-\u052f]")
_LABEL_WEIGHT: Final = 1.5
_LETTER_WEIGHT: Final = 0.7
_SHARED: Final = 0.5
_ENOUGH: Final = 0.9
_OTHER_SCRIPT: Final = re.compile("[\u0370-\u1dff\u3040-\u9fff\uac00-\ud7af]")


def language(line: Text, labels: Iterable[tuple[str, ...]], caption: str) -> str:
    """Name the language (ISO 639-1) of a line, ``und`` if only names stand in it.

    *labels* holds the languages of each label of the credit; *caption* is what it describes.
    """
    short = len(line.low) <= 2 * _SEEN
    text = line.low if short else line.low[:_SEEN] + " " + line.low[-_SEEN:]
    votes: defaultdict[str, float] = defaultdict(float)
    if not text.isascii():
        _by_letters(text, votes)
    whole = short and "'" not in text and "’" not in text
    _by_words(line.vocables if whole else _words(text), votes)
    said = _by_labels(labels, votes)
    if not votes:
        return "und"
    best = _likeliest(votes)
    enough = 0 if said else _SHARED if caption else _ENOUGH
    return best if votes[best] >= enough else "und"


def _likeliest(votes: Mapping[str, float]) -> str:
    weights = list(votes.values())
    most = max(weights)
    if weights.count(most) == 1:
        return list(votes)[weights.index(most)]
    return min((one for one in votes if votes[one] == most), key=_ranks().__getitem__)


@cache
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    """Weigh each small word by how few languages share it."""
    return {
        word: tuple((lang, 1 / (1 + _SHARED * (len(langs) - 1))) for lang in langs)
        for word, langs in languages().words.items()
    }


@cache
def _ranks() -> dict[str, int]:
    return {lang: place for place, lang in enumerate(languages().order)}


@cache
def _scripts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    each = languages().scripts
    return tuple((lang, re.compile(f"[{first}-{last}]")) for lang, first, last in each)


def _by_script(text: str) -> dict[str, float]:
    seen = Counter({lang: len(pattern.findall(text)) for lang, pattern in _scripts()})
    if seen["ja"]:
        seen["ja"] += seen.pop("zh", 0)
    if seen["ru"]:
        seen[_of_cyrillic(text)] = seen.pop("ru")
    total = sum(map(str.isalpha, text)) or 1
    return {lang: 3.0 + number / 100 for lang, number in seen.items() if number * 3 > total}


def _of_cyrillic(text: str) -> str:
    """Name the language by the letters Russian does not have; Russian where none or its own stand.

    >>> _of_cyrillic("фото: іван"), _of_cyrillic("фото: јован"), _of_cyrillic("фото: иван")
    ('uk', 'sr', 'ru')
    """
    known = languages().letters
    letters = [one for one in text if one in known]
    if any("ru" in known[one] for one in letters):
        return "ru"
    own = Counter(lang for one in letters if _OWN_CYRILLIC.match(one) for lang in known[one])
    return own.most_common(1)[0][0] if own else "ru"


def _words(text: str) -> list[str]:
    """Give the words of a text that may have apostrophes in them: "l'été" is one word."""
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


def _by_words(words: Iterable[str], votes: defaultdict[str, float]) -> None:
    weights = _weights()
    for word in filter(weights.__contains__, words):
        for lang, weight in weights[word]:
            votes[lang] += weight


def _by_letters(text: str, votes: defaultdict[str, float]) -> None:
    """Vote by the letters that are of one alphabet or of few languages."""
    if _OTHER_SCRIPT.search(text):
        for lang, weight in _by_script(text).items():
            votes[lang] += weight
    known = languages().letters
    for letter in _letters().intersection(text):
        for lang in known[letter]:
            votes[lang] += _LETTER_WEIGHT


def _by_labels(labels: Iterable[tuple[str, ...]], votes: defaultdict[str, float]) -> bool:
    said = False
    for langs in labels:
        known = _known(langs)
        if known:
            said, weight = True, _LABEL_WEIGHT / len(known)
            for lang in known:
                votes[lang] += weight
    return said


@cache
def _letters() -> frozenset[str]:
    return frozenset(languages().letters)


@cache
def _known(langs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(lang for lang in langs if lang in _ranks())
