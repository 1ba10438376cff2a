"""What the words of a vocabulary begin and end with: most words of most lines, with nothing.

A name is looked up in the lexicon only if its first word is the first word of some entry, so that
the names of persons, which are in no lexicon, cost one look into a table. All that a word tells is
one number, found once (`Words`). Law: a gate may let through what is in no list; it never holds
back what is in one. `head` is made so that texts of one `key` have one head.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from credits.vocabulary import Vocabulary, generated, key, licences
from credits.vocabulary.grammar import grammar

# what a word tells: which lists have an entry that begins with it,
STAFF, ORGANISATION, FILLER, DROP, LICENCE, EDITED = (1 << at for at in range(6))
LISTED: Final = STAFF | ORGANISATION | FILLER | DROP | LICENCE | EDITED
# that an organisation, or what is printed behind one ("AP Photo"), ends with it,
ENDING: Final = 1 << 6
# that there is more in a party than its name: whom it is for, where it was found, a second one,
TELLING: Final = 1 << 7
# that it may be of a rank or a job title,
TITLE: Final = 1 << 8
# that it makes anything else of a name than an ordinary person's, and that not all are letters
UNUSUAL: Final = 1 << 9
MARKED: Final = 1 << 10

# the first words of licences and of what announces one, beside those of the vocabulary's list
_LICENCES: Final = (
    "cc", "creative", "public", "gemeinfrei", "domaine", "dominio", "domínio", "pubblico",
    "publiek", "domena", "общественное", "суспільне", "パブリックドメイン", "公有领域", "ogl",
    "open", "unsplash", "pexels", "pixabay", "gfdl", "gnu", "crown", "is", "licensed",
    "lizenziert", "unter", "licence", "license", "lizenz", "licencia", "licença", "licenza",
    "licencja", "sous", "licencie", "bajo", "лицензия", "ліцензія",
)  # fmt: skip
# "CC0", "ccbysa", "OGLv3" are printed as one word
_RUN_TOGETHER: Final = ("cc", "ogl")
# how one says that a program made a picture
_MADE: Final = (
    "bild", "foto", "image", "photo", "illustration", "grafik", "imagen", "imagem", "immagine",
    "ki", "ai", "ia", "erstellt", "erzeugt", "generiert", "created", "generated", "made",
    "généré", "générée", "générés", "générées", "créé", "créée", "créés", "créées", "generado",
    "generada", "creado", "creada", "gerado", "gerada", "generato", "generata", "creato", "creata",
    "gegenereerd", "gemaakt", "wygenerowane", "wygenerowano", "wygenerowany", "создано",
)  # fmt: skip
# titles that stand behind a name, with a blank before them or, in some scripts, without
ENDING_TITLES: Final = (
    "기자", "특파원", "記者", "记者", "カメラマン", "撮影", "摄", "摄影", "攝",
    " staff photographer", " photographer", " stf", " staff",
)  # fmt: skip
_GLUED_TITLES: Final = tuple(one for one in ENDING_TITLES if one[0] != " ")
# the last words of the others, and that of "petty officer second class"
_APART_TITLES: Final = ("photographer", "stf", "staff", "class")
# articles with a capital
_ARTICLES: Final = ("the", "der", "die", "das", "los", "las", "les", "el", "la")
# "via", "courtesy of", "on Unsplash", "for The Times", "and", "AFP handout" in all languages
_TELLING: Final = (
    "via", "über", "vía", "tramite", "через", "przez", "photo", "image", "picture", "courtesy",
    "cortesía", "cortesia", "gentileza", "handout", "provided", "supplied", "submitted", "cedida",
    "с", "предоставлено", "on", "from", "auf", "von", "bei", "sur", "de", "di", "na", "en", "på",
    "op", "no", "su", "на", "з", "for", "für", "fur", "pour", "para", "per", "voor", "för", "dla",
    "для", "and", "und", "et", "y", "e", "og", "och", "i", "и", "та", "і", "й", "ja", "ve", "dan",
    "és", "și", "files", "file", "staff", "stringer", "pool", "class",
)  # fmt: skip
_AROUND: Final = ",.:;()[]\"'“”"
# letters that are compared by others
_UNLIKE: Final = re.compile("[ʼıİ\u0307\uff01-\uff5e]")
# no shorter word is an organisation's for its end
_SHORT_WORD: Final = 7
# no word of a list is longer
_LONG_WORD: Final = 60
_REMEMBERED: Final = 16_384


class Words(dict[str, int]):
    """What each printed word tells, as bits; each is found once, from what the lists have *told*.

    *endings* are those of words by which a name shows itself to be an organisation's.
    """

    def __init__(self, told: Mapping[str, int], endings: tuple[str, ...]) -> None:
        self.told = told
        self.endings = endings

    def every(self, words: Iterable[str]) -> int:
        """Give all that *words* tell together."""
        bits = 0
        for word in words:
            bits |= self[word]
        return bits

    def __missing__(self, word: str) -> int:
        bits = self._letters(word) if word.isalnum() else self._marks(word)
        if len(word) <= _LONG_WORD:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = bits
        return bits

    def _letters(self, word: str) -> int:
        """Find what a word of letters and digits tells."""
        folded = word.casefold()
        bits = self.told.get(folded, 0)
        if not word.isascii():
            bits |= LISTED | ENDING if _UNLIKE.search(word) else 0
            bits |= TITLE if folded.endswith(_GLUED_TITLES) else 0
            bits |= 0 if folded.isalnum() else TELLING
        elif folded.startswith(_RUN_TOGETHER):
            bits |= LICENCE
        if not word.isalpha():
            return bits | MARKED | UNUSUAL
        named = len(folded) > _SHORT_WORD and folded.endswith(self.endings)
        return bits if word[0].isupper() and word[1:].islower() and not named else bits | UNUSUAL

    def _marks(self, word: str) -> int:
        """Find what a word with marks in it tells: "(AFP)", "stock.adobe.com", "Sgt."."""
        first, last = head(word), tail(word)
        bits = self.told.get(first, 0) & LISTED if first[:1].isalnum() else LISTED
        if first.startswith(_RUN_TOGETHER):
            bits |= LICENCE
        folded = word.casefold().replace("’", "'")
        bits |= self.told.get(folded, 0) & TITLE
        bits |= TITLE if folded.endswith(_GLUED_TITLES) else 0
        bits |= self.told.get(last, 0) & ENDING if last else ENDING
        return bits | TELLING | UNUSUAL | MARKED


class Lexicon(NamedTuple):
    """The words of a vocabulary's entries, as `head` and `tail` give them.

    *labels* and *organisations* are the first words of those, *endings* the last words of
    organisations, and of what is printed behind them; *told* has the bits of all words of lists.
    """

    labels: frozenset[str]
    organisations: frozenset[str]
    endings: frozenset[str]
    told: Mapping[str, int]


def head(text: str) -> str:
    """Give the first word of what *text* is compared by; empty if that is hard to tell.

    >>> head("Getty Images"), head("stock.adobe.com"), head("“AFP”, Paris"), head("( AFP )")
    ('getty', 'stock', 'afp', '')
    """
    word = text.partition(" ")[0]
    if not word.isalnum():
        word = word.strip(_AROUND)
        if not word.isalnum():
            return _edge(key(word).partition(" ")[0])
    return word.lower() if word.isascii() else _folded(word)


def tail(text: str) -> str:
    """Give the last word of what *text* is compared by; empty if that is hard to tell."""
    word = text.rpartition(" ")[2]
    if not word.isalnum():
        return _edge(key(word).rpartition(" ")[2])
    return word.lower() if word.isascii() else _folded(word)


def _edge(part: str) -> str:
    return part if part.isalnum() else key(part)


def _folded(word: str) -> str:
    return "" if _UNLIKE.search(word) else word.casefold()


@lru_cache(maxsize=8)
def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Make the gates of a vocabulary, once."""
    told: defaultdict[str, int] = defaultdict(int)
    for bits, words in _lists(vocabulary):
        for word in words:
            told[word] |= bits
    return Lexicon(
        labels=frozenset(vocabulary.labels),
        organisations=_heads(vocabulary.organisations),
        endings=_tails(vocabulary),
        told=dict(told),
    )


@lru_cache(maxsize=8)
def words_of(vocabulary: Vocabulary) -> Words:
    """Give what the words seen so far tell to who knows a vocabulary."""
    return Words(lexicon(vocabulary).told, vocabulary.endings)


def _lists(vocabulary: Vocabulary) -> Iterator[tuple[int, Iterable[str]]]:
    """Give the words of all lists, with what they tell."""
    told, drop = grammar(), vocabulary.words["drop"]
    titles = vocabulary.words["person"]["titles"]
    dropped = (drop["words"], drop["instructions"], told["instructions"], told["own_work"])
    yield ENDING, _tails(vocabulary)
    yield UNUSUAL | ORGANISATION | TELLING, _heads(vocabulary.organisations)
    yield UNUSUAL | FILLER, _heads(vocabulary.placeholders)
    yield UNUSUAL | STAFF, _heads(vocabulary.staff)
    yield UNUSUAL | DROP, _heads(map(key, chain(*dropped)))
    yield UNUSUAL | LICENCE, _heads((*licences(), *_LICENCES))
    yield UNUSUAL | EDITED, _heads(map(key, (*told["edited"], *_MADE, *_generated())))
    yield UNUSUAL | TELLING, (*_TELLING, *told["behind_agency"], *told["before_party"])
    yield UNUSUAL | TITLE, (*_APART_TITLES, *_heads(titles))
    yield UNUSUAL | TITLE, (one.casefold().partition(" ")[0] for one in titles)
    yield UNUSUAL, (*_ARTICLES, *told["offices"], *told["organisation_words"])
    yield UNUSUAL, vocabulary.shapes["anywhere"]


def _tails(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(map(_last, (*vocabulary.organisations, *grammar()["behind_agency"])))


def _heads(each: Iterable[str]) -> frozenset[str]:
    return frozenset(_first(one) for one in each)


def _first(entry: str) -> str:
    word = entry.partition(" ")[0]
    return word if word.isalnum() else head(entry)


def _last(entry: str) -> str:
    word = entry.rpartition(" ")[2]
    return word if word.isalnum() else tail(entry)


def _generated() -> tuple[str, ...]:
    """Give what tells readers that a machine made a picture."""
    table = generated.table()
    labels = (word for words in table["labels"].values() for word in words)
    return (*labels, *table["generators"]["names"], *table["credits"]["parts"])
