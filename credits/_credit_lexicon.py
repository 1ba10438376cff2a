"""What the words of a vocabulary begin and end with: most words of most lines, with nothing.

A name is looked up in the lexicon only if its first word is the first word of some entry, so that
the names of persons, which are in no lexicon, cost one look into a set. Law: a gate may let
through what is in no list; it never holds back what is in one. `head` is made so that texts of
one `key` have one head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from credits.vocabulary import Vocabulary, generated, key, licences
from credits.vocabulary.grammar import grammar

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
# titles that stand behind a name, and articles with a capital
_ENDING_TITLES: Final = (
    "photographer", "stf", "staff", "the", "der", "die", "das", "los", "las", "les", "el", "la",
)  # fmt: skip
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


class Lexicon(NamedTuple):
    """The first words of a vocabulary's entries, as `head` gives them.

    *organisations* and *fillers* are those of the two tables, *listed* those of everything a piece
    of a credit is looked up in; *endings* are the last words of organisations, and of what is
    printed behind them ("AP Photo"); *telling* are all words that tell more of a party than its
    name: whom it is for, where it was found, that it is of two; *words* are all words that make
    anything else of a name than a person's.
    """

    labels: frozenset[str]
    organisations: frozenset[str]
    endings: frozenset[str]
    fillers: frozenset[str]
    listed: frozenset[str]
    telling: frozenset[str]
    words: frozenset[str]

    def may_list(self, first: str) -> bool:
        """Tell whether any entry of any list begins with *first*."""
        return not first or first in self.listed or first.startswith(_RUN_TOGETHER)


def head(text: str) -> str:
    """Give the first word of what *text* is compared by; empty if that is hard to tell.

    >>> head("Getty Images"), head("stock.adobe.com"), head("“AFP”, Paris"), head("( AFP )")
    ('getty', 'stock', 'afp', '')
    """
    word = text.partition(" ")[0]
    if not word.isalnum():
        word = word.strip(_AROUND)
        if not word.isalnum():
            return key(key(word).partition(" ")[0])
    return word.lower() if word.isascii() else _folded(word)


def tail(text: str) -> str:
    """Give the last word of what *text* is compared by; empty if that is hard to tell."""
    word = text.rpartition(" ")[2]
    if not word.isalnum():
        return key(key(word).rpartition(" ")[2])
    return word.lower() if word.isascii() else _folded(word)


def _folded(word: str) -> str:
    return "" if _UNLIKE.search(word) else word.casefold()


@lru_cache(maxsize=8)
def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Make the gates of a vocabulary, once."""
    told = grammar()
    drop = vocabulary.words["drop"]
    organisations = _heads(vocabulary.organisations)
    fillers = _heads(vocabulary.placeholders)
    printed = (
        *drop["words"], *drop["instructions"], *told["instructions"], *told["edited"],
        *told["own_work"],
        *_generated(),
    )  # fmt: skip
    lists = (vocabulary.staff, licences(), _LICENCES, _MADE, map(key, printed))
    listed = organisations.union(fillers, *map(_heads, lists))
    telling = organisations.union(_TELLING, told["behind_agency"], told["before_party"])
    return Lexicon(
        labels=frozenset(vocabulary.labels),
        organisations=organisations,
        endings=frozenset(map(_last, (*vocabulary.organisations, *told["behind_agency"]))),
        fillers=fillers,
        listed=listed,
        telling=telling,
        words=listed.union(
            telling,
            _ENDING_TITLES,
            _heads(vocabulary.words["person"]["titles"]),
            told["offices"],
            told["organisation_words"],
            vocabulary.shapes["anywhere"],
        ),
    )


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
