"""How far a credit reaches: where its parties end and prose begins.

Law: a credit goes on as long as its pieces read as parties or as words that belong to a credit; it
ends before the first piece that tells something. A known organisation, a name in capitals or a
small word with a capital ("Im", "The") show where prose begins when the mark between is lost.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from credits._credit_names import is_contributors, known, may_be_known, may_end_known
from credits._credit_shapes import MAYBE, SILENT, SURE, kind
from credits._credit_text import Piece, Text, cut
from credits.vocabulary import Vocabulary
from credits.vocabulary.grammar import function_words, grammar

_WORD: Final = re.compile(r"\S+")
_LOOK: Final = 6
# no credit is longer; a stretch that is longer is read no further
_LONGEST: Final = 800
_LOOK_BACK: Final = 90
_SMALL: Final = 2
_NAME: Final = (2, 4)
# what may stand behind a separator; behind every other one stands anything that may be a party
_AFTER: Final = {
    "comma": SURE | SILENT | {"word", "script", "lower"},
    "close": frozenset({"licence", "url", "known", "drop", "year", "handle"}),
    "stop": frozenset({"licence", "url", "known", "drop", "edited", "year"}),
}
_TOLD: Final = frozenset({"known", "filler"})
_CLEARLY: Final = SURE | SILENT | {"word"}
_ANY: Final = SURE | SILENT | MAYBE
_LIST_LENGTH: Final = 12
_BRACKETS: Final = {"open": 1, "close": -1}
# what may be a known name and the prose behind it
_HIDING: Final = frozenset({"organisation", "mixed"})

Shaped = tuple[Piece, str]


def shaped(line: Text, start: int, end: int, vocabulary: Vocabulary) -> tuple[Shaped, ...]:
    """Cut a stretch and name the shape of each piece."""
    return tuple([(one, kind(one.text, vocabulary)) for one in cut(line, start, end)])


def strict(line: Text, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Tell whether every piece is clearly a party, or a filler where one should stand."""
    if end - start > _LONGEST:
        return False
    told, clear = False, True
    for piece in (pieces := cut(line, start, end)):
        shape = kind(piece.text, vocabulary)
        if shape == "prose":
            return False
        told = told or shape in _TOLD
        clear = clear and shape in _CLEARLY
    return bool(pieces) and (told or clear)


@lru_cache(maxsize=64)
def extent(
    line: Text, start: int, limit: int, vocabulary: Vocabulary, *, trusted: bool = False
) -> int:
    """Find where a credit that begins at *start* gives way to prose; -1 if it begins as prose.

    Pieces in a bracket that opens inside the credit are taken whole. Behind a *trusted* label one
    short phrase up to *limit* is taken for the name of an office or a body.
    """
    seen = min(limit, start + _LONGEST)
    pieces = cut(line, start, seen)
    end, depth = -1, 0
    for number, piece in enumerate(pieces):
        shape = kind(piece.text, vocabulary)
        before = piece.before
        if before in _BRACKETS:
            depth = max(0, depth + _BRACKETS[before])
        goes_on = (
            shape in (_AFTER.get(before, _ANY) if number else _ANY)
            or (depth > 0 and before != "close")
            or (trusted and number == 0 and _is_phrase(piece, limit))
        )
        if (
            not goes_on
            or (before == "comma" and number >= _LIST_LENGTH and depth == 0)
            or (shape in _HIDING and _hides_prose(piece, vocabulary))
        ):
            return _partial(line, pieces, number, end, vocabulary)
        end = piece.end
    return (limit if seen == limit else end) if pieces else -1


def _is_phrase(piece: Piece, limit: int) -> bool:
    """Read "Krajské ředitelství policie": the name of a body, with small words in it."""
    words = piece.text.split()
    spoken = sum(word in function_words() for word in words)
    capital = sum(word[0].isupper() for word in words)
    named = spoken <= 1 or capital * 2 > len(words)
    return (
        piece.end >= limit - 1 and 1 < len(words) <= _LOOK + 1 and named and piece.text[0].isupper()
    )


def _hides_prose(piece: Piece, vocabulary: Vocabulary) -> bool:
    """Read "Magnum Photos Afghan soldiers carry a comrade": a known name, then what happens."""
    words = piece.text.split()
    if sum(word[0].islower() for word in words) < _SMALL:
        return False
    return _known_prefix(words, vocabulary) > 0


def _partial(
    line: Text, pieces: Sequence[Piece], number: int, end: int, vocabulary: Vocabulary
) -> int:
    """Find the end of the credit when piece *number* is prose that may begin with a party."""
    piece = pieces[number]
    if piece.before not in _AFTER:
        previous = pieces[number - 1].text if number else ""
        inner = prefix(line, piece, previous, vocabulary)
        if inner >= 0:
            return inner
    return end


def prefix(line: Text, piece: Piece, previous: str, vocabulary: Vocabulary) -> int:
    """Find where the party ends with which a piece of prose begins, or -1."""
    text = line.text
    found = list(itertools.islice(_WORD.finditer(text, piece.start, piece.end), _LOOK + 1))
    words = [one[0] for one in found]
    for test in (_known_prefix, _capital_prefix, _sentence_prefix):
        number = test(words, vocabulary)
        if 0 < number < len(found):
            return found[number - 1].end()
    library = known(previous, vocabulary)
    if library and is_contributors(library) and len(found) > 1:
        return found[0].end()
    return -1


def _known_prefix(words: list[str], vocabulary: Vocabulary) -> int:
    if not may_be_known(words[0], vocabulary):
        return 0
    for number in range(min(_LOOK, len(words) - 1), 0, -1):
        one = known(" ".join(words[:number]), vocabulary)
        if one and not words[number][0].islower():
            return number
    return 0


def _capital_prefix(words: list[str], _: Vocabulary) -> int:
    """Read "CYRIL ZINGARO Nationaler Trauertag": a name all in capitals before other words."""
    number = 0
    while number < len(words) and _is_loud(words[number]):
        number += 1
    return number if number >= _NAME[0] else 0


def _is_loud(word: str) -> bool:
    return word.isupper() and (len(word) > 1 or not word.isalpha())


def _sentence_prefix(words: list[str], _: Vocabulary) -> int:
    """Read "Jan Woitas Im Oktober": a small word with a capital begins a sentence."""
    for number, word in enumerate(words[: _NAME[1] + 1]):
        if begins_sentence(word):
            return number if number >= _NAME[0] else 0
        if not word[0].isupper():
            return 0
    return 0


def begins_sentence(word: str) -> bool:
    """Tell "The", "Im", "Les": a small word that has a capital only where a sentence begins."""
    folded = word.casefold()
    return (
        word[0].isupper()
        and word[1:].islower() | (len(word) == 1)
        and (folded in function_words() and folded not in grammar()["names_too"])
    )


def known_suffix(line: Text, start: int, end: int, vocabulary: Vocabulary) -> int:
    """Find where the known organisation begins with which the stretch ends, or -1."""
    text = line.text
    start = max(start, end - _LOOK_BACK)
    if not may_end_known(text[start:end], vocabulary):
        return -1
    for first in [match.start() for match in _WORD.finditer(text, start, end)][-_LOOK:]:
        if known(text[first:end], vocabulary):
            return first
    return -1


def stands_apart(line: Text, at: int) -> bool:
    """Tell "...Timothy Weeks AP" from "told AP": whether a name behind a blank is a credit."""
    before = line.text[:at].rstrip()
    if not before:
        return False
    word = before.rsplit(None, 1)[-1]
    folded = word.casefold().strip("\"'“”„()")
    if folded in grammar()["reporting"] or folded in function_words():
        return False
    return not word[-1].islower() or word[0].isupper() or line.text[at : at + 2].isupper()


def name_suffix(line: Text, start: int, end: int) -> int:
    """Find where the name begins with which prose ends ("...in Doha Jo Li"/AFP), or -1."""
    first = -1
    for match in reversed(list(_WORD.finditer(line.text, max(start, end - _LOOK_BACK), end))[-3:]):
        if not match[0][0].isupper() or match[0][-1] in ",;:":
            break
        first = match.start()
    return first
