"""The text of a credit line: made of one kind of blanks and letters, and cut at its separators.

Law: every name the parser gives is a slice of `Text.text`; nothing is re-spelt here. `Text.low` is
the same text, lower case and half width, with exactly one character for each, so that a position
found in the one holds in the other. Everything is linear in the length of the text.

Sources: Unicode Standard Annex 15 (NFC); the stretches in which letters are composed are kept
short, as its "Stream-Safe Text Format" advises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final

from credits._credit_licences import may_hold_units, units
from credits.vocabulary.grammar import grammar

_STRETCH: Final = 128
_SHORT: Final = 600
# of a longer text only the end is searched for licences and addresses
_NEAR: Final = 4000
# the joiners of Persian and Indian scripts are letters there; everywhere else they are invisible
_INVISIBLE: Final = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0f\ufeff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]|(?<![\u0600-\u109f])[\u200c\u200d]"
)
_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULL_WIDTH: Final = re.compile("[\uff01-\uff5e]")
_ASCII_VOCABLE: Final = re.compile("[a-z0-9]+")
_VOCABLE: Final = re.compile(r"[^\W_]+")
_AROUND: Final = ' \t,;:|/\\–—-"“”„‟«»‹›「」『』《》<>*·•∙=＝，、；：。｡'
_QUOTED: Final = {"'": "'", "‘": "’", "’": "’"}
_INITIALS: Final = 8
_WORD: Final = 40
_DOTTED: Final = frozenset({"jr", "sr", "inc", "ltd", "co", "corp", "bros", "al", "e.v", "st"})

# stands where something was taken out of a credit; in no normalised text
GAP: Final = "\x1f"
# dashes, commas and stops stand in names and numbers too: what follows shows that they separate
_SIGN: Final = re.compile(
    r"[\x1f/|\\·•∙—–;,،、()\[\]【】=.!?。！？-]"
    r"(?:(?<![.,!?–،-])|(?<=[.!?])(?=[^\W\d_]| )|(?<=,)(?=\D)|(?<=[-،])(?= )|(?<= –))"
)
_NAMES: Final = {
    GAP: "slash",
    "/": "slash", "|": "slash", "\\": "slash", "·": "slash", "•": "slash", "∙": "slash",
    "—": "dash", "–": "dash", "-": "dash", ";": "semi", ",": "comma", "،": "comma", "、": "comma",
    "(": "open", "[": "open", "【": "open", ")": "close", "]": "close", "】": "close",
    "=": "equal", ".": "stop", "!": "stop", "?": "stop", "。": "stop", "！": "stop", "？": "stop",
}  # fmt: skip
_ASCII_VIAS: Final = ("via ", "tramite ", "przez ")
_VIAS: Final = (*_ASCII_VIAS, "vía ", "über ", "через ")
_VIA: Final = re.compile(r"(?:(?<=[\s,/|(\[])|\s)(?:via|über|vía|tramite|через|przez)\s")


Separator = tuple[str, int, int]


class Text:
    """A normalised line: *text* to print from, *low* (same length) to compare with.

    *whole* holds what no separator cuts: addresses, licences, handles (see `units`). *vocables* are
    the words of *low* in order, letters and digits only: read once, asked by everything that looks
    for a word. *vias* are the separators that are words. Compared by identity; nothing is changed
    in it.
    """

    __slots__ = ("low", "text", "vias", "vocables", "whole")

    def __init__(self, text: str) -> None:
        self.text: Final = text
        low = lowered(text)
        self.low: Final = low
        self.vocables: Final = vocables(low)
        self.vias: Final = _vias(low)
        self.whole: Final = _whole(low) if may_hold_units(low, self.vocables) else ()

    def __repr__(self) -> str:
        return f"Text({self.text!r})"


@dataclass(slots=True, eq=False)
class Piece:
    """What stands between two separators: *before* names the left one, *text* is bare."""

    before: str
    start: int
    end: int
    text: str


def normalise(text: str) -> str:
    """Compose letters (NFC), drop invisible characters, make every blank one blank."""
    if not text.isascii():
        text = _composed(text)
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def _composed(text: str) -> str:
    if len(text) <= _SHORT:
        return unicodedata.normalize("NFC", text)
    return "".join(unicodedata.normalize("NFC", one) for one in _stretches(text))


def _stretches(text: str) -> Iterator[str]:
    """Cut *text* where no letter is composed across the cut (as far as a cut can wait)."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _STRETCH)
        last = min(len(text), end + _STRETCH)
        while end < last and _composes(text[end]):
            end += 1
        yield text[start:end]
        start = end


def _composes(character: str) -> bool:
    return unicodedata.combining(character) > 0 or "\u1160" <= character <= "\u11ff"


def lowered(text: str) -> str:
    """Lower case and half width, exactly one character for each."""
    if text.isascii():
        return text.lower()
    if _FULL_WIDTH.search(text):
        text = text.translate(_HALF_WIDTH)
    low = text.lower()
    return low if len(low) == len(text) else "".join(one.lower()[:1] or one for one in text)


def read(text: str) -> Text:
    """Make a `Text` of any text."""
    return normal(normalise(text))


def normal(text: str) -> Text:
    """Make a `Text` of a text that is normalised already."""
    return Text(text)


def vocables(low: str) -> list[str]:
    """Give the words of a lower-case text, in order.

    >>> vocables("foto: l'été 2020/afp")
    ['foto', 'l', 'été', '2020', 'afp']
    """
    return (_ASCII_VOCABLE if low.isascii() else _VOCABLE).findall(low)


def _whole(low: str) -> tuple[tuple[str, int, int], ...]:
    near = max(0, len(low) - _NEAR)
    found = units(low, near, len(low))
    return tuple(units(low, 0, near) + found if 0 < near < _NEAR else found)


def bare(text: str) -> str:
    """Take off what is printed around a party: blanks, quotes, separators, a final full stop.

    >>> bare(" “Getty Images”. "), bare("Felix Garza Jr."), bare("U.S.")
    ('Getty Images', 'Felix Garza Jr.', 'U.S.')
    """
    if text[:1].isalnum() and text[-1].isalnum():
        return text
    text = text.strip(_AROUND)
    if text.endswith(".") and not _keeps_dot(text):
        text = text.rstrip(". ").rstrip(_AROUND)
    if len(text) > 2 and _QUOTED.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    return text


def _keeps_dot(text: str) -> bool:
    last = text.rsplit(None, 1)[-1]
    initials = last.count(".") > 1 and len(last) <= _INITIALS
    return initials or last[:-1].casefold() in _DOTTED or (len(last) == 2 and last[0].isupper())


@lru_cache(maxsize=64)
def cut(line: Text, start: int, end: int) -> tuple[Piece, ...]:
    """Cut a stretch at its separators; empty pieces are left out.

    >>> [one.text for one in cut(read("Jo Li/AFP via Getty Images. (2)"), 0, 31)]
    ['Jo Li', 'AFP', 'Getty Images', '2']
    """
    found: list[Piece] = []
    at, before = start, ""
    for name, first, last in (*_separators(line, start, end), ("", end, end)):
        inner = line.text[at:first]
        if not (inner[:1].isalnum() and inner[-1].isalnum()):
            inner = bare(inner)
        if inner:
            found.append(Piece(before, at, first, inner))
            before = name
        else:
            before = _stronger(before, name)
        at = last
    return tuple(found)


_STRENGTH: Final = (
    "",
    "close",
    "unit",
    "open",
    "comma",
    "semi",
    "equal",
    "dash",
    "slash",
    "via",
    "stop",
)


def _stronger(one: str, other: str) -> str:
    """Of two separators with nothing between ("). / ", ", via") the one that says more."""
    return max(one, other, key=_STRENGTH.index)


def _separators(line: Text, start: int, end: int) -> list[Separator]:
    """Find every separator between *start* and *end*; a licence has one on both sides."""
    found: list[Separator] = []
    if not line.whole:
        _plain_separators(line, start, end, start, found)
        return found
    at = start
    for name, first, last in line.whole:
        if start <= first and last <= end:
            _plain_separators(line, at, first, start, found)
            if name != "handle":
                found += (("unit", first, first), ("unit", last, last))
            at = last
    _plain_separators(line, at, end, start, found)
    return found


def _plain_separators(line: Text, at: int, end: int, start: int, found: list[Separator]) -> None:
    """Add the separators of a part that holds no licence; the stretch began at *start*."""
    low, number = line.low, len(found)
    for match in _SIGN.finditer(low, at, end):
        place = match.start()
        name = _NAMES[low[place]]
        if name != "stop":
            first = place - (place > at and low[place - 1] == " ")
        elif _ends_sentence(line, place, start):
            first = place + 1
        else:
            continue
        found.append((name, first, place + 1 + low.startswith(" ", place + 1, end)))
    if line.vias:
        inside = [one for one in line.vias if at <= one[1] + 1 and one[2] <= end]
        found += [("via", max(at, first), last) for _, first, last in inside]
        found[number:] = sorted(found[number:], key=itemgetter(1))


def _vias(low: str) -> list[Separator]:
    """Find the words that name a distributor, with the blanks around them."""
    if not any(map(low.__contains__, _ASCII_VIAS if low.isascii() else _VIAS)):
        return []
    return [("via", *one.span()) for one in _VIA.finditer(low)]


def _ends_sentence(line: Text, dot: int, first: int) -> bool:
    """Tell whether a stop before a blank or a letter is more than the end of a short form."""
    low = line.low
    if low[dot] not in ".!?":
        return True
    from_ = max(0, dot - _WORD)
    start = max(
        low.rfind(" ", from_, dot), low.rfind("/", from_, dot), low.rfind("(", from_, dot),
        low.rfind("-", from_, dot),
    ) + 1  # fmt: skip
    word = low[start:dot]
    if low[dot + 1 : dot + 2] != " ":
        closed = line.text[dot - 1] in ")]"
        return start > first and (word.isalnum() or closed) and _lost_blank(line.text, dot)
    if low[dot] != ".":
        return True
    if len(word) <= 1 or word in grammar()["abbreviations"]:
        return False
    return "." not in word or len(word) > _INITIALS


def _lost_blank(text: str, dot: int) -> bool:
    """Tell "...in Qatar.AFP" from "iStock.com", "J.J." and "U.S."."""
    before, after = text[dot - 1], text[dot + 1 : dot + 2]
    if not after.isalpha() or after.islower():
        return False
    return before in "0123456789)]" or (before.islower() and text[dot - 2 : dot - 1].isalpha())


_OPEN_TO_CLOSE: Final = {"(": ")", "[": "]", "（": "）", "［": "］", "【": "】"}
_CLOSE_TO_OPEN: Final = {close: start for start, close in _OPEN_TO_CLOSE.items()}
_BRACKET: Final = re.compile(r"[()\[\]（）［］【】]")


def brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Pair the brackets between *start* and *end*: (open, close), by where they open.

    An opening bracket without a partner closes at *end*.
    """
    if text.isascii() and "(" not in text and "[" not in text:
        return []
    found: list[tuple[int, int]] = []
    open_: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        if match[0] in _OPEN_TO_CLOSE:
            open_.append(match.start())
        elif open_ and text[open_[-1]] == _CLOSE_TO_OPEN[match[0]]:
            found.append((open_.pop(), match.start()))
    found.extend((one, end) for one in open_)
    return sorted(found)
