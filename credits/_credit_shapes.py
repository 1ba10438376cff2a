"""What a piece of a credit looks like: a known organisation, a name, a handle, a filler, prose.

Law: the lexicon decides first, the shape of the words second, the position never.
"""

from __future__ import annotations

import re
from typing import Final

from credits.vocabulary import Vocabulary, key

_OUTSIDE: Final = ' \t,;:|/\\–—"“”„‟«»‹›「」『』<>*·•'
_DOMAIN: Final = re.compile(
    r"(?:https?://)?(?:[\w-]{1,63}\.){1,4}[a-zрус-я]{2,12}(?:/\S*)?", re.IGNORECASE
)
_HANDLE: Final = re.compile(r"(?:@|u/)[\w.\-]+|[\w.+-]+@[\w-]+\.[\w.]+")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.?-?){1,3}\.?")
_ENDS_LINE: Final = frozenset(".,;:")
_CASELESS: Final = re.compile(
    "[\u0590-\u08ff\u0900-\u109f\u10a0-\u10ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f]"
)
_MANY_WORDS: Final = 12
_NAME_WORDS: Final = 6


def bare(text: str) -> str:
    """Take off what is printed around a party: blanks, quotes, separators, a final full stop."""
    text = text.strip(_OUTSIDE)
    if text.endswith(".") and not _keeps_dot(text):
        text = text.rstrip(". ").rstrip(_OUTSIDE)
    return _unquoted(text)


def _unquoted(text: str) -> str:
    if len(text) > 2 and text[0] in "'‘" and text[-1] in "'’":
        return text[1:-1].strip()
    return text.strip("‘") if text.startswith("‘") else text


def _keeps_dot(text: str) -> bool:
    last = text.rsplit(None, 1)[-1]
    return (
        last.casefold() in _DOTTED
        or (last.count(".") > 1 and len(last) <= 8)
        or (len(last) == 2 and last[0].isupper())
    )


_DOTTED: Final = frozenset(
    [
        "jr.",
        "sr.",
        "inc.",
        "ltd.",
        "co.",
        "corp.",
        "e.v.",
        "u.s.",
        "bros.",
        "dept.",
        "s.a.",
        "s.l.",
        "s.r.l.",
        "s.p.a.",
        "b.v.",
        "n.v.",
        "a.s.",
        "zvg.",
        "dr.",
        "al.",
        "llc.",
    ]
)


def kind(text: str, vocabulary: Vocabulary) -> str:
    """Name the shape of *text*, a party without separators.

    ``known`` (in the lexicon), ``drop`` (names nobody), ``handle``, ``domain``, ``person``,
    ``organisation``, ``word`` (one capitalised word), ``lower`` (one or two small words),
    ``script`` (letters without case), ``prose``, ``empty``.
    """
    folded = key(text)
    if not folded:
        return "empty"
    if folded in vocabulary.organisations and vocabulary.organisation(text):
        return "known"
    if folded in vocabulary.staff:
        return "person"
    if folded in vocabulary.words["drop"]["words"]:
        return "drop"
    if _HANDLE.fullmatch(text):
        return "handle"
    words = text.split()
    if len(words) == 1:
        return _kind_of_word(text, vocabulary)
    return _kind_of_words(words, vocabulary)


def _kind_of_word(word: str, vocabulary: Vocabulary) -> str:
    if _DOMAIN.fullmatch(word) and not word[-2:-1] == ".":
        return "domain"
    if _CASELESS.search(word):
        return "script"
    if is_organisation_word(word, vocabulary):
        return "organisation"
    return "word" if word[0].isupper() or any(map(str.isupper, word)) else "lower"


def _kind_of_words(words: list[str], vocabulary: Vocabulary) -> str:
    small, capital, organisation, digits, prose, caseless = 0, 0, 0, 0, 0, 0
    particles = vocabulary.words["person"]["particles"]
    stop = vocabulary.shapes["prose"]
    for word in words:
        first = word[0]
        folded = word.casefold().strip(",.'’()\"“”„")
        if is_organisation_word(word, vocabulary):
            organisation += 1
        if first.isupper():
            capital += 1
        elif first.isdigit():
            digits += 1
        elif first.islower():
            if folded in stop:
                prose += 1
            if folded not in particles and folded not in _JOINERS:
                small += 1
        elif first.isalpha():
            caseless += 1
    count = len(words)
    if caseless and not capital:
        return "script" if count <= _NAME_WORDS else "prose"
    if (
        count > _MANY_WORDS
        or (prose >= 2 and not capital > small + prose)
        or (small >= 3 and small * 2 > count and not organisation)
    ):
        return "prose"
    if organisation:
        return "organisation" if small <= 5 else "prose"
    if not small and not digits and count <= _NAME_WORDS and capital:
        return "person"
    if capital == 0 and count <= 2 and not digits:
        return "lower"
    if small > capital and small >= 2:
        return "prose"
    if small == 1 and count <= 3:
        return "mixed"
    return "mixed" if count <= 6 else "prose"


_JOINERS: Final = frozenset(
    [
        "and",
        "und",
        "et",
        "of",
        "for",
        "für",
        "the",
        "og",
        "och",
        "en",
        "и",
        "та",
        "і",
        "&",
        "der",
        "des",
    ]
)


def is_organisation_word(word: str, vocabulary: Vocabulary) -> bool:
    """Tell whether *word* inside a name makes it an organisation's name."""
    folded = word.casefold().strip(",'’()\"“”„")
    shapes = vocabulary.shapes
    if folded in shapes["anywhere"] or folded.rstrip(".") in shapes["anywhere"]:
        return len(folded) > 3 or word[0].isupper()
    return len(folded) > 7 and folded.endswith(vocabulary.endings)
