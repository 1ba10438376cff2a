"""The language of a line: by its alphabet, its small words, its letters and its labels.

Law: names alone have no language (``und``). Everything is counted on the first and last stretch of
a text, so that a long one costs no more than a short one. The votes of all languages are one
number, four bytes for each, so that to count them is to add.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from struct import Struct
from typing import Final

from credits._credit_text import Text
from credits.vocabulary.grammar import languages

_SEEN: Final = 240
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ASCII_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# one vote, and what can be divided by as many languages as share a word or a label
_VOTE: Final = 360_360
_LABEL: Final = _VOTE * 3 // 2
_LETTER: Final = _VOTE * 7 // 10
_SCRIPT: Final = _VOTE * 3
_LANE: Final = 32
_LANES: Final = tuple(Struct(f"<{number}I") for number in range(1, 100))
# what has to be reached where a label tells, where a caption stands, where only a credit does
_TOLD, _CAPTIONED, _BARE = 0, _VOTE // 2, _VOTE * 9 // 10
_OTHER_SCRIPT: Final = re.compile("[\u0370-\u1dff\u3040-\u9fff\uac00-\ud7af]")
# the letters of Cyrillic behind "я": those that not all its languages share
_OWN_CYRILLIC: Final = range(0x450, 0x530)


def language(line: Text, labels: Iterable[tuple[str, ...]], caption: str) -> str:
    """Name the language (ISO 639-1) of a line, ``und`` if only names stand in it.

    *labels* holds the languages of each label of the credit; *caption* is what it describes.
    """
    said = sum(map(_of_label, labels))
    votes = said + _by_words(line)
    if not line.low.isascii():
        votes += _by_letters(_seen(line.low))
    if not votes:
        return "und"
    lang, most = _likeliest(votes)
    enough = _TOLD if said else _CAPTIONED if caption else _BARE
    return lang if most >= enough else "und"


# most lines have few small words, and so few different votes
@lru_cache(maxsize=4096)
def _likeliest(votes: int) -> tuple[str, int]:
    """Give the language with the most votes, and how many it has."""
    lanes = _LANES[(votes.bit_length() - 1) // _LANE]
    each = lanes.unpack(votes.to_bytes(lanes.size, "little"))
    most = max(each)
    return languages().order[each.index(most)], most


def forget() -> None:
    """Forget the votes seen so far."""
    _likeliest.cache_clear()


def _seen(low: str) -> str:
    return low if len(low) <= 2 * _SEEN else low[:_SEEN] + " " + low[-_SEEN:]


def _for(langs: Iterable[str], votes: int) -> int:
    """Give each of *langs* as many votes."""
    place = languages().order.index
    return sum(votes << _LANE * place(one) for one in langs)


# ---- words and labels ---------------------------------------------------------------------------


def _by_words(line: Text) -> int:
    low = line.low
    whole = len(low) <= 2 * _SEEN and "'" not in low and "’" not in low
    words = line.vocables if whole else _words(_seen(low))
    return sum(filter(None, map(_of_words().get, words)))


def _words(text: str) -> list[str]:
    """Give the words of a text that may have apostrophes in them: "l'été" is one word."""
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


@cache
def _of_words() -> dict[str, int]:
    """Weigh each small word by how few languages share it."""
    words = languages().words
    return {word: _for(langs, 2 * _VOTE // (1 + len(langs))) for word, langs in words.items()}


@cache
def _of_label(langs: tuple[str, ...]) -> int:
    known = [lang for lang in langs if lang in languages().order]
    return _for(known, _LABEL // len(known)) if known else 0


# ---- letters ------------------------------------------------------------------------------------


def _by_letters(text: str) -> int:
    """Vote by the letters that are of one alphabet or of few languages."""
    votes = sum(map(_of_letters().__getitem__, set(_telling().findall(text))))
    return votes + _by_script(text) if _OTHER_SCRIPT.search(text) else votes


@cache
def _of_letters() -> dict[str, int]:
    return {letter: _for(langs, _LETTER) for letter, langs in languages().letters.items()}


@cache
def _telling() -> re.Pattern[str]:
    return re.compile(f"[{''.join(languages().letters)}]")


def _by_script(text: str) -> int:
    seen: Counter[str] = Counter()
    for run in _runs().finditer(text):
        seen[str(run.lastgroup)] += run.end() - run.start()
    if seen["ja"]:
        seen["ja"] += seen.pop("zh", 0)
    if seen["ru"]:
        seen[_of_cyrillic(text)] = seen.pop("ru")
    total = sum(map(len, _LETTERS.findall(text)))
    most = {lang: number for lang, number in seen.items() if number * 3 > total}
    return sum(_for((lang,), _SCRIPT + number * _VOTE // 100) for lang, number in most.items())


@cache
def _runs() -> re.Pattern[str]:
    """Match letters of one alphabet that stand together; the group is its first language."""
    each = (f"(?P<{lang}>[{first}-{last}]+)" for lang, first, last in languages().scripts)
    return re.compile("|".join(each))


def _of_cyrillic(text: str) -> str:
    """Name the language by the letters Russian does not have; Russian where none or its own stand.

    >>> _of_cyrillic("фото: іван"), _of_cyrillic("фото: јован"), _of_cyrillic("фото: иван")
    ('uk', 'sr', 'ru')
    """
    known = languages().letters
    letters = _telling().findall(text)
    if any("ru" in known[one] for one in letters):
        return "ru"
    own = Counter(lang for one in letters if ord(one) in _OWN_CYRILLIC for lang in known[one])
    return own.most_common(1)[0][0] if own else "ru"
