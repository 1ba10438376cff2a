"""Parties at the very end of a caption: "... at the port. Jo Li/AFP via Getty Images".

Law: the chain of parties is walked back from the end as long as they are joined; it is a credit
only if one of `_TAILS` knows why. A name alone behind a full stop proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from credits._credit_extent import Shaped, known_suffix, name_suffix, stands_apart
from credits._credit_names import known
from credits._credit_shapes import SILENT, SURE, commissioned, halved, kind
from credits._credit_stretch import SELLERS, Stretch, ends_with_seller, witnesses, zone
from credits._credit_text import Piece, bare, cut
from credits._credit_zones import Zone
from credits.vocabulary import Vocabulary
from credits.vocabulary.grammar import function_words

_TAIL: Final = 260
_SENTENCE_WORDS: Final = 6
_HUMP_LENGTH: Final = 30
_CHAINED: Final = frozenset({"slash", "via", "comma", "dash", "open", "semi", "equal"})
_LINKS: Final = SURE | SILENT
_HUMP: Final = re.compile(r"(?<=[a-zß-ÿа-я0-9])(?P<name>[A-ZÀ-ÞА-Я]{2,}|[A-ZÀ-ÞА-Я][a-zß-ÿ]+)$")


@dataclass(slots=True, eq=False)
class Tail:
    """The *pieces* at the end of a line, and the *links*: those that are a chain of parties.

    *first* is the number of the first link; *witness* tells that one of them sells
    pictures; *complete* that the chain begins at a separator and not inside prose.
    """

    stretch: Stretch
    pieces: tuple[Piece, ...]
    links: list[Shaped]
    witness: bool
    complete: bool

    @property
    def first(self) -> int:
        """The number of the first link."""
        return len(self.pieces) - len(self.links)

    @property
    def before(self) -> str:
        """The separator before the chain."""
        return self.links[0][0].before


def by_tail(stretch: Stretch) -> list[Zone]:
    """Find the parties that end the line."""
    last = stretch.last
    pieces = cut(stretch.line, _word_start(stretch, last - _TAIL), last)
    if not pieces:
        return []
    at = _chain_start(_chain(stretch, pieces))
    return [zone(at, stretch.end, last)] if at > stretch.start else []


def _word_start(stretch: Stretch, at: int) -> int:
    if at <= stretch.start:
        return stretch.start
    blank = stretch.text.find(" ", at, stretch.end)
    return at if blank < 0 else blank + 1


def _chain(stretch: Stretch, pieces: tuple[Piece, ...]) -> Tail:
    """Walk back from the end as long as parties are joined."""
    vocabulary = stretch.vocabulary
    links: list[Shaped] = []
    witness = False
    for number in range(len(pieces) - 1, -1, -1):
        piece = pieces[number]
        one = (piece, kind(piece.text, vocabulary))
        if not _is_link(one, number, links, vocabulary):
            return Tail(stretch, pieces, links, witness, complete=False)
        links.insert(0, one)
        witness = witness or _may_witness(one, vocabulary)
        if piece.before == "comma" and not _list_goes_on(pieces[number - 1], vocabulary):
            if _is_spoken_of(stretch, links):
                del links[0]
            break
        if piece.before not in _CHAINED:
            break
    return Tail(stretch, pieces, links, witness, complete=True)


def _is_spoken_of(stretch: Stretch, links: list[Shaped]) -> bool:
    """Read "President, Jo Li / AFP": behind a comma and before " / " a person is spoken of."""
    if links[0][1] != "person" or len(links) == 1:
        return False
    after = links[1][0]
    return after.before == "slash" and stretch.text[after.start - 1] == " "


def _is_link(one: Shaped, number: int, links: list[Shaped], vocabulary: Vocabulary) -> bool:
    piece, shape = one
    if shape in ("person", "organisation") and ends_with_seller(piece.text, vocabulary):
        return False
    if shape in _LINKS:
        return shape != "year" or number > 0
    if shape in ("word", "lower", "script"):
        return links[0][0].before in ("slash", "via") if links else piece.before == "slash"
    return shape == "mixed" and commissioned(piece.text, vocabulary) is not None


def _list_goes_on(before: Piece, vocabulary: Vocabulary) -> bool:
    """Tell whether the piece before a comma is of the list: "Jo Li, AP" where a sentence begins."""
    if before.before not in ("stop", "", "slash", "dash"):
        return False
    return kind(before.text, vocabulary) in ("known", "person")


def _may_witness(one: Shaped, vocabulary: Vocabulary) -> bool:
    piece, shape = one
    joined = piece.before in ("stop", "slash", "via")
    return witnesses(one, vocabulary) or (shape == "known" and joined)


def _chain_start(tail: Tail) -> int:
    """Find where the credit begins, or -1 if the chain proves nothing."""
    if not tail.complete:
        at = _inside_prose(tail)
        if at >= 0 or not tail.witness or tail.before == "comma":
            return at
        return tail.links[0][0].start
    if not tail.links:
        return -1
    return tail.links[0][0].start if any(rule(tail) for rule in _TAILS) else -1


# ---- what makes a chain a credit ----------------------------------------------------------------


def _sold(tail: Tail) -> bool:
    """One of the parties sells pictures, and something shows that the caption is over."""
    return tail.witness and (tail.before != "" or len(tail.pieces) > 1)


def _joined(tail: Tail) -> bool:
    """Behind a full stop stand a person and another party, joined by "/" or "via"."""
    joined = any(one.before in ("slash", "via") for one, _ in tail.links[1:])
    persons = any(shape in ("person", "handle") for _, shape in tail.links)
    return joined and persons and tail.before in ("stop", "close")


def _dashed(tail: Tail) -> bool:
    """Read a caption that is a sentence, a slash between blanks, and one person."""
    piece, shape = tail.links[0]
    if len(tail.links) > 1 or shape != "person" or tail.before != "slash" or not tail.first:
        return False
    low = tail.stretch.low
    spaced = tail.stretch.text[piece.start - 1] == " "
    return spaced and _is_told(low[tail.pieces[0].start : piece.start])


def _is_told(text: str) -> bool:
    """Tell whether a text is a sentence or most of one."""
    words = text.split()
    return len(words) > _SENTENCE_WORDS and sum(one in function_words() for one in words) > 1


def _commissioned(tail: Tail) -> bool:
    """Behind a full stop stands "Jo Li for The New York Times", "Jo Li-USA TODAY Sports"."""
    text, vocabulary = tail.links[0][0].text, tail.stretch.vocabulary
    if tail.before != "stop":
        return False
    glued = "-" in text and bool(halved(text, vocabulary))
    return glued or commissioned(text, vocabulary) is not None


_TAILS: Final[tuple[Callable[[Tail], bool], ...]] = (_sold, _joined, _dashed, _commissioned)


# ---- a credit whose separator got lost ----------------------------------------------------------


def _inside_prose(tail: Tail) -> int:
    """Find where the first party begins when caption words stand before it, or -1."""
    line, vocabulary = tail.stretch.line, tail.stretch.vocabulary
    piece = tail.pieces[tail.first - 1]
    at = known_suffix(line, piece.start, piece.end, vocabulary)
    one = known(bare(line.text[at : piece.end]), vocabulary) if at > piece.start else None
    if one is not None and one.kind in SELLERS and stands_apart(line, at):
        return at
    if tail.witness and tail.links and tail.before in ("slash", "via"):
        return _name_before(tail, piece)
    return _glued(tail.stretch, piece.end)


def _name_before(tail: Tail, piece: Piece) -> int:
    """Find the name prose ends with, unless the chain has its person already."""
    if any(shape in ("person", "handle") for _, shape in tail.links):
        return tail.links[0][0].start
    at = name_suffix(tail.stretch.line, piece.start, piece.end)
    return at if at >= 0 and " " in tail.stretch.text[at : piece.end].strip() else -1


def _glued(stretch: Stretch, end: int) -> int:
    """Find an agency whose blank got lost: "...nach dem TrainingGetty"."""
    text, first = stretch.text, max(0, end - _HUMP_LENGTH)
    if text[text.rfind(" ", first, end) + 2 : end].islower():
        return -1
    match = _HUMP.search(text, first, end)
    one = stretch.vocabulary.witness(match["name"]) if match else None
    return match.start() if match and one and one.kind in SELLERS else -1
