"""Labels and marks: the words that announce a credit ("Photo:", "Foto von", "©", "写真＝").

Law: a label is a word of the vocabulary with something that joins it to what follows: a colon, a
by-word, a mark, or nothing but its place. Where it stands (`edge`) tells how far it is trusted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from credits._credit_lexicon import lexicon
from credits._credit_names import spelled
from credits._credit_text import Text, vocables
from credits.vocabulary import Label, Vocabulary, key
from credits.vocabulary.grammar import grammar

_CANDIDATE: Final = re.compile(r"[^\W_]+|©|ⓒ|\(c\)|℗")
_MARK: Final = re.compile(r"©|ⓒ|\(c\)|℗")
_ASCII_SIGNS: Final = ("(c)",)
_SIGNS: Final = ("(c)", "©", "ⓒ", "℗")
_COLON: Final = re.compile(r"\s?(?:\((?:s|en|in|innen|es)\))?\s?(?:[:=]|\.{3}|…)[:=.…\s]*")
_ARTICLE: Final = re.compile(
    r"\s(?:the|la|el|los|las|le|les|der|die|das|dem|den|il|lo|het)\s(?=['‘\"“„«A-ZÀ-Þ])"
)
_COMMA: Final = re.compile(r",\s+")
_MARKED: Final = re.compile(r"[\s:]*(?:copyright\b[\s:]*)?(?:by\b\s*)?")
_COLONS: Final = (":", " :")
_MARKS: Final = "©ⓒ(℗"
_SENTENCE_END: Final = frozenset(".!?…\"”“»’')]。！？*")
_BREAK: Final = frozenset("([|/\\–—-•·:;>［（【、＝=·")
_BY_ENDINGS: Final = (
    " by", " of", " from", " von", " der", " des", " de", " por", " per", " par", " di",
    "предоставлено", "надано", " коллекции", " колекції",
)  # fmt: skip
_BY: Final = re.compile(r"(?:by|Von|By|par|Par|por|Por|Por|av|Av|af|Af|door|przez)\s(?=[A-ZÀ-Þ@])")
_NAME_LENGTH: Final = 40
_NAME_WORDS: Final = 4
_NAME_WORD: Final = re.compile(r"[^\s/|,;()\[\]]+")
_WEAK_BY: Final = frozenset({"of", "from", "de", "di", "da", "do", "la", "od", "del", "из", "з"})
_OWNED_KINDS: Final = frozenset({"courtesy", "rights", "screenshot"})
_ANNOUNCED: Final = frozenset({"colon", "mark"})
# "Bild.de", "photo-news.com" are an address and a name, not labels; "Foto-AFP" is one
_HYPHENS: Final = (".", "-")
_GOES_ON: Final = re.compile(r"\.[a-zа-яіїє]{2,}(?![^\W_])|-[a-zа-яіїє]")
# "Quelle: Foto Jo Li" asks for two things at once
_TWO_WORDS: Final = re.compile(r"[A-ZÀ-ÞА-Я][^\s/|,;()]* [A-ZÀ-ÞА-Я]")
_CASELESS_FROM: Final = "\u3040"
_START, _GLUED, _COMMA_EDGE, _BLANK = 3, 2, 2, 1


@dataclass(slots=True, eq=False)
class Cue:
    """A label or mark: it *start*s here, the *body* behind it starts there.

    *join* is ``colon``, ``comma``, ``by``, ``of``, ``mark`` or ``bare``; *edge* is 3 where
    something new may begin (start, punctuation), 2 behind a comma or glued to a word, 1 behind a
    blank; *source* tells a label that asks where the picture is from ("Bildquelle").
    """

    start: int
    body: int
    kind: str
    word: str = ""
    join: str = "bare"
    edge: int = _START
    langs: tuple[str, ...] = ()
    source: bool = False


@dataclass(slots=True, eq=False)
class _Told:
    """What a label tells: its *kind*, its word, its languages, whether it asks for a *source*.

    *join* is how it is joined where no colon follows; *spoken* labels may be followed by a comma.
    """

    kind: str
    word: str
    langs: tuple[str, ...]
    source: bool
    join: str
    spoken: bool


@dataclass(slots=True, eq=False)
class _Head:
    """The labels with one first word: a *pattern* of all of them, and what each tells.

    *before* and *behind* hold the words next to it in the names of organisations.
    """

    pattern: re.Pattern[str]
    labels: Mapping[str, _Told]
    before: frozenset[str]
    behind: frozenset[str]


class _Heads(dict[str, _Head]):
    """The first words of labels; what each begins is put together when it is first seen."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.words: Final = frozenset(vocabulary.labels)
        self.by: Final = vocabulary.words["via"]["by"]
        self.names: Final = [one.split() for one in vocabulary.organisations]

    def __missing__(self, word: str) -> _Head:
        labels = self.vocabulary.labels[word]
        rests = (f"{re.escape(one.word[len(word) :])}{_word_end(one.word)}" for one in labels)
        named = key(word)
        head = self[word] = _Head(
            re.compile(f"{re.escape(word)}(?![^\\W_])(?:{'|'.join(rests)})"),
            {label.word: _told(label) for label in reversed(labels)},
            frozenset(one[-2] for one in self.names if len(one) > 1 and one[-1] == named),
            frozenset(one[1] for one in self.names if len(one) > 1 and one[0] == named),
        )
        return head


@lru_cache(maxsize=8)
def _heads(vocabulary: Vocabulary) -> _Heads:
    return _Heads(vocabulary)


def _told(label: Label) -> _Told:
    word = label.word
    join = "by" if word.endswith((*_BY_ENDINGS, ".")) else "bare"
    asks = label.kind == "source" or any(one in word for one in grammar()["source_words"])
    return _Told(label.kind, word, label.langs, asks, join, " " in word)


def _word_end(word: str) -> str:
    if word[-1] == ".":
        return _NO_DEGREE
    return "" if word[-1] >= _CASELESS_FROM else r"(?![^\W_])"


# "Ph. Jo Li", but "Jo Li, Ph.D."
_NO_DEGREE: Final = r"(?!\s?d\.)"


def cues(line: Text, start: int, end: int, vocabulary: Vocabulary) -> list[Cue]:
    """Find every label or mark between *start* and *end*, left to right, without overlaps."""
    found: list[Cue] = []
    free = start
    for at, word in _candidates(line, start, end, _heads(vocabulary)):
        if at < free or (line.whole and _is_whole(line, at)):
            continue
        cue = _cue(line, at, word, vocabulary) if at else first_cue(line, at, vocabulary)
        if cue is None or (found and _is_of_the_party(line, cue, found[-1], vocabulary)):
            continue
        free = cue.body
        found.append(cue)
    return found


def _is_of_the_party(line: Text, cue: Cue, last: Cue, vocabulary: Vocabulary) -> bool:
    """Read "Photo: Image Group LA", "Foto: Foto Müller": behind a label begins a name."""
    if cue.start != last.body or last.join not in _ANNOUNCED or cue.join != "bare":
        return False
    if cue.kind in _OWNED_KINDS or not line.text[cue.start : cue.start + 1].isupper():
        return False
    if line.low[cue.body - 1] != "-" and line.low.startswith("-", cue.body):
        return True
    if cue.kind == "photo" != last.kind and _TWO_WORDS.match(line.text, cue.body):
        return False
    words = _NAME_WORD.findall(line.text, cue.body, cue.body + _NAME_LENGTH)[:_NAME_WORDS]
    heads = (" ".join(words[:number]) for number in range(1, len(words) + 1))
    return bool(words) and not any(spelled(one, vocabulary) for one in heads)


def _candidates(line: Text, start: int, end: int, heads: _Heads) -> list[tuple[int, str]]:
    """Find the words that begin a label, the marks, and words before a colon, by their places."""
    low = line.low
    found: list[tuple[int, str]] = []
    for word in heads.words.intersection(line.vocables):
        at, size = low.find(word, start, end), len(word)
        while at >= 0:
            last = at + size
            if not low[last : last + 1].isalnum() and (at == start or not low[at - 1].isalnum()):
                found.append((at, word))
            at = low.find(word, last, end)
    if any(map(low.__contains__, _ASCII_SIGNS if low.isascii() else _SIGNS)):
        found += [(one.start(), one[0]) for one in _MARK.finditer(low, start, end)]
    if ":" in low:
        found += _before_colons(line, start, end, [at + len(word) for at, word in found])
    return sorted(found) if len(found) > 1 else found


def _before_colons(line: Text, start: int, end: int, known: list[int]) -> list[tuple[int, str]]:
    """Find the words before colons, but for those that end where one of the *known* words does."""
    low = line.low
    found = []
    at = low.find(":", start, end)
    while at > 0:
        last = at - (low[at - 1] == " ")
        if last not in known and (words := vocables(low[max(start, last - _NAME_LENGTH) : last])):
            first = last - len(words[-1])
            if low.startswith(words[-1], first):
                found.append((first, words[-1]))
        at = low.find(":", at + 1, end)
    return found


def _is_whole(line: Text, at: int) -> bool:
    """Tell whether a place is inside an address or a licence."""
    return any(first <= at < last for _, first, last in line.whole)


def _cue(line: Text, at: int, word: str, vocabulary: Vocabulary) -> Cue | None:
    heads, end = _heads(vocabulary), at + len(word)
    if word not in heads.words:
        return _mark(line, at, end) if word[0] in _MARKS else _glued(line, at, end, heads)
    cue = _label(line, at, heads[word], heads)
    return None if cue and _is_in_a_name(line, cue, end, heads) else cue


# the first label of a line is asked for by itself, and again among all
@lru_cache(maxsize=8)
def first_cue(line: Text, start: int, vocabulary: Vocabulary) -> Cue | None:
    """Find the label or mark with which the line begins at *start*."""
    match = _CANDIDATE.match(line.low, start)
    if match is None or (line.whole and _is_whole(line, start)):
        return None
    word = match[0]
    found = word in _heads(vocabulary).words or word[0] in _MARKS
    found = found or line.low.startswith(_COLONS, match.end())
    return _cue(line, start, word, vocabulary) if found else None


def _mark(line: Text, at: int, end: int) -> Cue:
    after = _MARKED.match(line.low, end)
    return Cue(at, after.end() if after else end, "rights", "©", "mark", edge(line, at))


def _label(line: Text, at: int, head: _Head, heads: _Heads) -> Cue | None:
    """Read the longest label of those with one *head*."""
    low = line.low
    match = head.pattern.match(low, at)
    if match is None:
        return None
    told, end = head.labels[match[0]], match.end()
    if low.startswith(_HYPHENS, end) and _GOES_ON.match(line.text, end):
        return None
    if low.startswith(_PAIRS, end) and (paired := _paired(low, end, heads.vocabulary)):
        kind = _picture(told.kind, paired[1])
        return Cue(at, paired[0], kind, told.word, "colon", edge(line, at), told.langs)
    body, join = _join(line, told, end, heads)
    return Cue(at, body, told.kind, told.word, join, edge(line, at), told.langs, told.source)


def _is_in_a_name(line: Text, cue: Cue, end: int, heads: _Heads) -> bool:
    """Read "picture alliance", "Magnum Photos": the word is part of an organisation's name."""
    if cue.join in ("colon", "comma"):
        return False
    word, vocabulary = line.low[cue.start : end], heads.vocabulary
    gates = lexicon(vocabulary)
    if word in gates.organisations:
        if _is_before_a_slash(line.text, cue.start, end, vocabulary):
            return True
        following = line.low[end : end + _NAME_LENGTH].partition(" ")[2].partition(" ")[0]
        if _may_be(following, heads[word].behind) and _begins_a_name(
            line.text, cue.start, vocabulary
        ):
            return True
    if cue.edge != _BLANK or word not in gates.endings:
        return False
    before = line.low[max(0, cue.start - _NAME_LENGTH) : cue.start - 1].rpartition(" ")[2]
    return _may_be(before, heads[word].before) and _ends_a_name(line.text, cue, end, vocabulary)


def _may_be(word: str, words: frozenset[str]) -> bool:
    """Tell at a glance whether a word as printed may be one of *words*, as they are compared."""
    return word in words or not (word.isascii() and word.isalnum())


def _is_before_a_slash(text: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Read "BILD/Jo Li": an organisation in its own dress, joined to the next party."""
    name = text[start:end]
    return text.startswith("/", end) and name.isupper() and bool(spelled(name, vocabulary))


def _begins_a_name(text: str, start: int, vocabulary: Vocabulary) -> bool:
    ends = [one.end() for one in _NAME_WORD.finditer(text, start, start + _NAME_LENGTH)]
    return any(spelled(text[start:last], vocabulary) for last in ends[1:_NAME_WORDS])


def _ends_a_name(text: str, cue: Cue, end: int, vocabulary: Vocabulary) -> bool:
    starts = [
        one.start() for one in _NAME_WORD.finditer(text, max(0, cue.start - _NAME_LENGTH), end)
    ]
    tails = [text[first:end] for first in starts[-_NAME_WORDS:-1]]
    known = [(tail, one) for tail in tails if (one := spelled(tail, vocabulary))]
    return any(cue.join == "bare" or one.name == tail for tail, one in known)


def _join(line: Text, told: _Told, end: int, heads: _Heads) -> tuple[int, str]:
    low = line.low
    if colon := _COLON.match(low, end):
        by = _BY.match(line.text, colon.end())
        return (by or colon).end(), "colon"
    if told.spoken and (comma := _COMMA.match(low, end)):
        return comma.end(), "comma"
    space = low.startswith(" ", end)
    if told.join == "by" and told.word[-1] != ".":
        article = _ARTICLE.match(line.text, end)
        return (article.end() if article else end + space), "by"
    word_end = low.find(" ", end + 1) if space else -1
    following = low[end + 1 : word_end].rstrip(":") if word_end > 0 else ""
    if following in heads.by:
        return word_end + 1, "of" if _is_weak(following, told) else "by"
    return end + space, told.join


_PAIRS: Final = ("&", "/", "+", " &", " /", " +", " u", " a", " e", " y", " o", " i", " и", " т")
_PAIR: Final = re.compile(
    r"(?:\s?[&/+]\s?|\s(?:und|and|et|y|e|en|og|och|i|и|та)\s)(?P<word>[^\W_]{2,16})\s?:\s*"
)


def _paired(low: str, end: int, vocabulary: Vocabulary) -> tuple[int, str] | None:
    """Read two labels before one colon, "Foto & Text:": give the body and the other kind."""
    match = _PAIR.match(low, end)
    labels = vocabulary.labels.get(match["word"]) if match else None
    return (match.end(), labels[-1].kind) if match and labels else None


def _picture(one: str, other: str) -> str:
    return other if one == "other" else one


def _is_weak(by: str, told: _Told) -> bool:
    """Read "photo of", "map of": what follows may be the subject."""
    return by in _WEAK_BY and told.kind not in _OWNED_KINDS


def _glued(line: Text, at: int, end: int, heads: _Heads) -> Cue | None:
    """Find a label whose blank got lost: "...im StudioQuelle: dpa", "VALENTINOFoto: Jo Li"."""
    text = line.text
    if line.low[at:end] == text[at:end]:
        return None
    for hump in range(end - 2, at, -1):
        if text[hump].isupper() and text[hump + 1].islower():
            head = line.low[hump:end]
            if head in heads.words:
                return _label(line, hump, heads[head], heads)
    return None


def edge(line: Text, at: int) -> int:
    """Say how clearly something new may begin: 3 start or punctuation, 2 glued, 1 a blank."""
    text = line.text
    if at == 0:
        return _START
    before = text[at - 1]
    glued = before != " "
    if not glued and at > 1:
        before = text[at - 2]
    if before in _SENTENCE_END or before in _BREAK:
        return _START
    return _GLUED if glued else _COMMA_EDGE if before == "," else _BLANK
