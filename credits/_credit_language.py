"""The language of a line: by its alphabet, its small words, its letters and its labels.

Law: names alone have no language (``und``). Everything is counted on the first and last stretch of
a text, so that a long one costs no more than a short one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Final

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


def language(low: str, labels: Iterable[tuple[str, ...]], caption: str) -> str:
    """Name the language (ISO 639-1) of a line, ``und`` if only names stand in it.

    *labels* holds the languages of each label of the credit; *caption* is what it describes.
    """
    text = low if len(low) <= 2 * _SEEN else low[:_SEEN] + " " + low[-_SEEN:]
    votes: defaultdict[str, float] = defaultdict(float)
    if _OTHER_SCRIPT.search(text):
        for lang, weight in _by_script(text).items():
            votes[lang] += weight
    _by_words(text, votes)
    _by_letters(text, votes)
    said = _by_labels(labels, votes)
    if not votes:
        return "und"
    rank = _ranks()
    best = max(votes, key=lambda one: (votes[one], -rank[one]))
    enough = 0 if said else _SHARED if caption else _ENOUGH
    return best if votes[best] >= enough else "und"


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


def _by_words(text: str, votes: defaultdict[str, float]) -> None:
    known = _weights()
    words = _ASCII_WORD if text.isascii() else _WORD
    for word in words.findall(text):
        for lang, weight in known.get(word, ()):
            votes[lang] += weight


def _by_letters(text: str, votes: defaultdict[str, float]) -> None:
    if text.isascii():
        return
    known = languages().letters
    for letter in known.keys() & set(text):
        for lang in known[letter]:
            votes[lang] += _LETTER_WEIGHT


def _by_labels(labels: Iterable[tuple[str, ...]], votes: defaultdict[str, float]) -> bool:
    said = False
    for langs in labels:
        known = _known(langs)
        for lang in known:
            votes[lang] += _LABEL_WEIGHT / len(known)
        said = said or bool(known)
    return said


@cache
def _known(langs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(lang for lang in langs if lang in _ranks())
