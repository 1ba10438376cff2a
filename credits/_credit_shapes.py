"""What a piece of a credit looks like: a known organisation, a name, a handle, a filler, prose.

Law: the lexicon decides first, the shape of the words second, the position never. `kind` goes
through `_TESTS` in order; the first that knows the piece names it.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import Final, NamedTuple

from credits import vocabulary as words
from credits._credit_lexicon import (
    DROP,
    EDITED,
    FILLER,
    LICENCE,
    LISTED,
    MARKED,
    ORGANISATION,
    STAFF,
    TELLING,
    TITLE,
    UNUSUAL,
    words_of,
)
from credits._credit_licences import licence_in, made
from credits._credit_names import (
    account,
    filler,
    is_camel,
    is_organisation_word,
    known,
    without_title,
)
from credits._credit_names import forget as forget_names
from credits._credit_text import bare, cut
from credits.vocabulary import Organisation, Vocabulary, generated, key
from credits.vocabulary.grammar import function_words, grammar

# no party is longer; what is longer is prose, whatever stands in it
_LONGEST: Final = 240
_REMEMBERED: Final = 16_384
# no name of the lexicon and no filler is longer
_LONG_NAME: Final = 90
_MANY_WORDS: Final = 14
_NAME_WORDS: Final = 6
# no shorter word is an organisation's for its end
_SHORT_WORD: Final = 7
_CASELESS_WORDS: Final = 5
_ACRONYM_LENGTHS: Final = (3, 4)
_GLUE: Final = re.compile(r"[\s-]")
_GLUED_LOOK: Final = 8
_PAIR: Final = 2
_STRIPPED: Final = ",.'’()\"“”„‘:;!?"
_ARTICLES: Final = frozenset({"the", "der", "die", "das", "los", "las", "les", "el", "la"})

DOMAIN: Final = re.compile(
    r"(?:https?://)?(?:[\w-]{1,63}\.){1,4}(?!jpe?g$|png$|gif$|webp$|tiff?$)[a-zа-яё]{2,12}(?:/\S*)?",
    re.IGNORECASE,
)
_AND_WORDS: Final = frozenset((
    "and", "und", "et", "y", "e", "og", "och", "en", "i", "и", "та", "і", "й", "ja", "ve", "dan",
    "és", "și", "&", "+",
))  # fmt: skip
AND: Final = re.compile(rf"\s(?:{'|'.join(map(re.escape, sorted(_AND_WORDS)))})\s")
_HANDLE: Final = re.compile(r"(?:@|u/)[\w.\-]+|[\w.+-]+@[\w-]+\.[\w.]+")
_YEAR: Final = re.compile(
    r"(?:\d{1,2}[. /-]\s?(?:\d{1,2}[. /-]|[^\W\d_]{3,12})\s?|\d{4}\s?[-–/]\s?)?(?:18|19|20)\d\d"
    r"|(?:18|19|20)\d\d-\d\d-\d\d"
)
_INVENTORY: Final = re.compile(
    r"#?\d[\d\s._/-]*[a-z]{0,3}|[a-z]{0,4}[-_]?\d{3,}+[\w-]*+"
    r"|(?:[^\W\d]|-)*+\d\w*+-(?:[^\W\d]|-)*+\d[\w-]*+",
    re.IGNORECASE,
)
_MARKED: Final = re.compile(r"[\d@:]|u/|www")
_LETTER: Final = re.compile(r"[^\W_]")
_DIGIT: Final = re.compile(r"\d")
_CASELESS: Final = re.compile(
    "[\u0590-\u08ff\u0900-\u109f\u10a0-\u10ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    "|[\uff66-\uff9f]"
)
_ET_AL: Final = re.compile(r",? (?:et al|u\. ?a|и др|i in)\.?$", re.IGNORECASE)
_FOR: Final = re.compile(
    r"(?P<left>\S.*?)\s(?:for|für|pour|para|per|voor|för|dla|для)\s"
    r"(?:(?:the|el|la|le|die|das|den) (?=[A-Z\u00c0-\u04ff]))?(?P<right>[A-Z\u00c0-\u04ff].*)$"
)
_MAKERS: Final = frozenset({"person", "known", "organisation", "handle"})

#: kinds that are surely a party, kinds that name nobody, and kinds that may be a party
SURE: Final = frozenset({"known", "person", "organisation", "handle", "domain"})
SILENT: Final = frozenset({"drop", "filler", "edited", "inventory", "licence", "url", "year"})
MAYBE: Final = frozenset({"word", "lower", "script", "mixed"})


def kind(text: str, vocabulary: Vocabulary) -> str:
    """Name the shape of a bare piece.

    ``known`` (an organisation of the lexicon), ``licence``, ``drop`` and ``filler`` (they name
    nobody), ``edited``, ``year``, ``inventory``, ``url``, ``handle``, ``domain``, ``person``,
    ``organisation``, ``word`` (one capitalised word), ``lower`` (one or two small words),
    ``script`` (letters without case), ``mixed``, ``prose``, ``empty``.
    """
    return "prose" if len(text) > _LONGEST else _kind(text, vocabulary)


def is_plain(text: str, vocabulary: Vocabulary) -> bool:
    """Tell that no word of a name is one that any rule asks for: it names one party, and no more.

    No word of it is a title either.

    >>> from credits.vocabulary import default
    >>> [is_plain(one, default()) for one in ("Jo Li", "Jo Li and Al Day", "PAP Jo Li", "J. Li")]
    [True, False, False, False]
    """
    return not words_of(vocabulary).every(text.split()) & (TELLING | TITLE)


def forget() -> None:
    """Forget the pieces seen so far; they are remembered because a line is looked at twice."""
    for remembered in (_kind, _weights, cut):
        remembered.cache_clear()
    forget_names()


@lru_cache(maxsize=8192)
def _kind(text: str, vocabulary: Vocabulary) -> str:
    parts = text.split()
    if len(text) > _LONG_NAME:
        return _of_words(parts, vocabulary)
    words = words_of(vocabulary)
    told = words.every(parts)
    if not told & UNUSUAL and 1 < len(parts) <= _NAME_WORDS:
        return "person"
    begin = words[text.partition(" ")[0]]
    if begin & LISTED and (found := _listed(text, begin, vocabulary)):
        return found
    if told & MARKED:
        if found := _marked(text, vocabulary):
            return found
        text = _ET_AL.sub("", text) if "," in text or "." in text else text
        parts = text.split()
    if told & TITLE:
        parts = without_title(text, vocabulary).split()
    if len(parts) == 1:
        return _of_word(parts[0], vocabulary)
    joined = "" if _AND_WORDS.isdisjoint(parts) else _of_joined(text, vocabulary)
    return joined or _of_words(parts, vocabulary)


def _marked(text: str, vocabulary: Vocabulary) -> str:
    """Name the kind of what has a digit or a mark in it: a year, an address, a user."""
    if not _MARKED.search(text):
        return ""
    folded = key(text)
    return next((name for name, matches in _PATTERNS if matches(text, folded, vocabulary)), "")


# ---- what the lexicon knows ---------------------------------------------------------------------


def _listed(text: str, begin: int, vocabulary: Vocabulary) -> str:
    """Name the kind of what some list has: one of those with an entry that begins as *text*."""
    folded = key(text)
    if not folded or not _LETTER.search(folded):
        return "empty"
    for lists, name, test in _TESTS:
        if begin & lists and test(text, folded, vocabulary):
            return name
    return ""


def _is_staff(_: str, folded: str, vocabulary: Vocabulary) -> bool:
    return folded in vocabulary.staff


def _is_unknown(text: str, folded: str, vocabulary: Vocabulary) -> bool:
    """Read "D.R." and "NN": they say "author unknown" before they are a broadcaster or a paper."""
    match = vocabulary.placeholders.get(folded)
    return match is not None and match.group == "unknown" and filler(text, vocabulary) is not None


def _is_known(text: str, _: str, vocabulary: Vocabulary) -> bool:
    return known(text, vocabulary) is not None


def _is_drop(text: str, folded: str, vocabulary: Vocabulary) -> bool:
    drop = vocabulary.words["drop"]
    low = text.casefold()
    if folded in drop["words"] or low in drop["words"] or low in drop["instructions"]:
        return True
    return low in grammar()["instructions"] or is_own_work(text)


def is_own_work(text: str) -> bool:
    """Tell "Own work", "Travail personnel": the maker named before it says so."""
    return text.casefold() in grammar()["own_work"]


def _is_licence(text: str, folded: str, _: Vocabulary) -> bool:
    if folded in words.licences() or folded == "cc":
        return True
    match = licence_in(text.lower())
    return match is not None and match.span() == (0, len(text))


def _is_filler(text: str, _: str, vocabulary: Vocabulary) -> bool:
    return filler(text, vocabulary) is not None


def _is_edited(text: str, folded: str, __: Vocabulary) -> bool:
    edited = grammar()["edited"]
    first, _, rest = folded.partition(" ")
    if first in edited or f"{first} {rest.partition(' ')[0]}" in edited:
        return True
    return _is_made(text, folded, __)


def _is_made(text: str, _: str, __: Vocabulary) -> bool:
    return is_machine_made(text)


def is_machine_made(text: str) -> bool:
    """Tell "made with AI by", "KI-generiert", "ChatGPT": a machine made it, and nobody is named."""
    return made(text.lower()) is not None or generated.is_label(text)


def _is_year(text: str, _: str, __: Vocabulary) -> bool:
    return text[-1] in "0123456789" and _YEAR.fullmatch(text) is not None


def _is_url(text: str, _: str, __: Vocabulary) -> bool:
    return text.startswith(("http://", "https://", "www."))


def _is_handle(text: str, _: str, vocabulary: Vocabulary) -> bool:
    if "@" not in text and "u/" not in text:
        return False
    return _HANDLE.fullmatch(text) is not None or account(text, vocabulary) is not None


def _is_inventory(text: str, _: str, __: Vocabulary) -> bool:
    return _DIGIT.search(text) is not None and _INVENTORY.fullmatch(text) is not None


_TESTS: Final = (
    (STAFF, "person", _is_staff),
    (FILLER, "filler", _is_unknown),
    (ORGANISATION, "known", _is_known),
    (DROP, "drop", _is_drop),
    (LICENCE, "licence", _is_licence),
    (FILLER, "filler", _is_filler),
    (EDITED, "edited", _is_edited),
)
# what has a digit or a mark in it
_PATTERNS: Final = (
    ("year", _is_year),
    ("url", _is_url),
    ("handle", _is_handle),
    ("inventory", _is_inventory),
)


# ---- what its words look like -------------------------------------------------------------------


def _of_word(word: str, vocabulary: Vocabulary) -> str:
    if DOMAIN.fullmatch(word) and word[-2:-1] != ".":
        return "domain"
    if _CASELESS.search(word):
        return "script"
    if is_organisation_word(word, vocabulary):
        return "organisation"
    return "word" if any(map(str.isupper, word)) else "lower"


def _of_joined(text: str, vocabulary: Vocabulary) -> str:
    """Read "Jo Li and Al Day" as persons, "NASA and USGS" as organisations; "A & B" may be one."""
    halves = AND.split(text)
    if len(halves) == 1 or not all(halves):
        return ""
    shapes = [kind(one.strip(" ,"), vocabulary) for one in halves]
    if are_persons(shapes):
        return "person"
    whole = all(one in ("known", "filler") for one in shapes)
    return "organisation" if whole or (shapes[0] == "filler" and shapes[1] in SURE) else ""


def are_persons(shapes: list[str]) -> bool:
    """Tell "Jo Li and Al Day", "Jo and Al Day" from two names of another kind."""
    if all(one in ("person", "handle") for one in shapes):
        return True
    return shapes[-1] == "person" and all(one in ("person", "word") for one in shapes)


class Counted(NamedTuple):
    """How many words of a piece are of each kind.

    *capital*, *small*, *digit* and *caseless* are told by the first letter; *function* words
    belong to sentences, *organisation* words and *coined* ones to the names of organisations,
    *office* words to who is spoken of. An *article* with a capital counts as a word of an
    organisation where it stands first; *acronym* and *quiet* tell how words are printed.
    """

    words: list[str]
    capital: int
    small: int
    function: int
    digit: int
    caseless: int
    organisation: int
    office: int
    coined: int
    article: int
    acronym: int
    quiet: int


# one byte for each kind of `Counted`: no piece that is counted has so many words as a byte holds
_CAPITAL, _SMALL, _FUNCTION, _DIGITS, _OTHER, _NAMED, _OFFICE, _COINED, _ARTICLE, _LOUD, _QUIET = (
    1 << 8 * at for at in range(11)
)
_KINDS: Final = len(Counted._fields) - 1
_counted: Final = partial(tuple.__new__, Counted)


class Weights(dict[str, int]):
    """What each word is, as one number: adding the numbers of words counts all kinds at once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        weight = self[word] = _weigh(word, self.vocabulary)
        return weight


@lru_cache(maxsize=8)
def _weights(vocabulary: Vocabulary) -> Weights:
    return Weights(vocabulary)


def count(parts: list[str], vocabulary: Vocabulary) -> Counted:
    """Count what the words of a piece are."""
    total = sum(map(_weights(vocabulary).__getitem__, parts))
    each = _counted((parts, *total.to_bytes(_KINDS, "little")))
    if not each.article:
        return each
    leads = parts[0][0].isupper() and parts[0].casefold() in _ARTICLES
    return each._replace(organisation=each.organisation - each.article + leads)


def _weigh(word: str, vocabulary: Vocabulary) -> int:
    """Tell what one word is: the sum of its kinds."""
    first = word[0] if word[0].isalnum() else word.lstrip(_STRIPPED)[:1] or word[0]
    office = _OFFICE if word.casefold().strip(_STRIPPED) in grammar()["offices"] else 0
    if first.isupper():
        return _CAPITAL + office + _weigh_capital(word, vocabulary)
    if first.islower():
        return office + _weigh_small(word, vocabulary)
    if first.isdigit():
        return office + _DIGITS
    return office + (_OTHER if first.isalpha() else 0)


def _weigh_capital(word: str, vocabulary: Vocabulary) -> int:
    article = word.casefold() in _ARTICLES
    named = article or is_organisation_word(word, vocabulary)
    weight = _NAMED if named else 0
    if article and word[0].isupper():
        weight += _ARTICLE
    if is_camel(word) or word[-1] == "!":
        weight += _COINED
    if word[0].isupper() and word[1:2].islower():
        weight += _QUIET
    return weight + _LOUD if _is_acronym(word) else weight


def _weigh_small(word: str, vocabulary: Vocabulary) -> int:
    folded = word.strip(_STRIPPED)
    particle = folded in vocabulary.words["person"]["particles"]
    if particle or folded in grammar()["joiners"]:
        return 0 if particle or folded not in function_words() else _FUNCTION
    function = _FUNCTION if folded in function_words() else 0
    return _SMALL + function + (_NAMED if is_organisation_word(word, vocabulary) else 0)


def _of_words(parts: list[str], vocabulary: Vocabulary) -> str:
    if len(parts) > _MANY_WORDS:
        return "prose"
    each = count(parts, vocabulary)
    short = len(each.words) <= _NAME_WORDS
    for name, test in _SHAPES:
        if test(each):
            return name
    if each.capital and not (each.small or each.digit or each.function) and short:
        return "person"
    return "mixed" if short else "prose"


def _is_prose(each: Counted) -> bool:
    return bool(each.office) or _turns_quiet(each.words) or _is_sentence(each)


def _is_sentence(each: Counted) -> bool:
    number = len(each.words)
    if each.caseless and not each.capital:
        return number > _CASELESS_WORDS
    if number == 2 and not each.function:
        return False
    if each.function > 1 and each.capital <= each.small + each.function:
        return True
    many = each.small > 2 and each.small * 2 > number
    return not each.organisation and (many or (each.small > 1 and each.small >= each.capital))


def _turns_quiet(parts: list[str]) -> bool:
    """Read "CYRIL ZINGARO Nationaler Trauertag am Freitag": a name in capitals, then prose."""
    if not parts[0].isupper():
        return False
    loud = next((at for at, word in enumerate(parts) if not word.isupper()), len(parts))
    return loud > 1 and len(parts) - loud > 2


def _is_caseless(each: Counted) -> bool:
    return bool(each.caseless) and not each.capital


def _is_organisation(each: Counted) -> bool:
    named = each.organisation or each.coined or "&" in each.words
    return bool(named) or _has_acronym(each)


def _has_acronym(each: Counted) -> bool:
    """Read "TNG Collaboration", "ATP TV": some words in capitals, but not the last one alone."""
    return bool(each.quiet) and each.acronym > _is_acronym(each.words[-1])


def _is_acronym(word: str) -> bool:
    return len(word) in _ACRONYM_LENGTHS and word.isalpha() and word.isupper()


def _is_lower(each: Counted) -> bool:
    return len(each.words) == 2 and not each.capital and not each.digit


_SHAPES: Final = (
    ("prose", _is_prose),
    ("script", _is_caseless),
    ("organisation", _is_organisation),
    ("lower", _is_lower),
)


# ---- two parties in one piece -------------------------------------------------------------------

_REPORTER: Final = re.compile(
    r"(?P<agency>\S{1,12}?)\s?(?:记者|記者)\s?(?P<name>[^\s记記]{2,12})"
    r"|(?P<outlet>\S{1,12})\s(?P<reporter>\S{2,5})(?:\s?(?:기자|특파원))?"
)


def reporter(text: str, vocabulary: Vocabulary) -> tuple[str, str] | tuple[()]:
    """Take "新华社记者李明", "연합뉴스 김철수 기자" apart: an agency and its reporter."""
    match = _REPORTER.fullmatch(text)
    if match is None:
        return ()
    agency, name = match["agency"] or match["outlet"], match["name"] or match["reporter"]
    one = known(agency, vocabulary)
    sells = one is not None and one.kind in ("agency", "paper", "house")
    return (agency, name) if sells and kind(name, vocabulary) == "script" else ()


def halved(text: str, vocabulary: Vocabulary) -> tuple[str, str] | tuple[()]:
    """Take "PAP Jerzy Nowak", "Jo Li-USA TODAY Sports" apart: an agency and a person."""
    if not words_of(vocabulary).every(_GLUE.split(text)) & ORGANISATION:
        return ()
    for at in [one.start() for one in _GLUE.finditer(text)][:_GLUED_LOOK]:
        left, right = bare(text[:at]), bare(text[at + 1 :])
        for agency, rest in ((left, right), (right, left)):
            one = known(agency, vocabulary)
            if one and _may_be_glued(one, agency, text[at]) and kind(rest, vocabulary) == "person":
                return left, right
    return ()


def _may_be_glued(one: Organisation, agency: str, separator: str) -> bool:
    if one.kind in ("agency", "stock"):
        return separator == " " or " " in agency or agency.isupper()
    return " " in agency and (separator == "-" or one.kind == "paper")


def commissioned(text: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Take "Jo Li for BuzzFeed News" apart: who made it, for whom."""
    match = _FOR.match(text)
    if match is None:
        return None
    left, right = bare(match["left"]), bare(match["right"])
    if kind(left, vocabulary) not in _MAKERS:
        return None
    return (left, right) if kind(right, vocabulary) in ("known", "organisation") else None
