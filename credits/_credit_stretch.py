"""The part of a line in which a credit is looked for, and who in it sells pictures.

Law: an organisation that sells or makes pictures bears witness that a credit stands here; one
that only is in the news (a company, a ministry) does not.
"""

from __future__ import annotations

from typing import Final

from credits._credit_extent import Shaped, shaped
from credits._credit_names import known, may_end_known
from credits._credit_text import Text
from credits._credit_zones import Segment, Zone
from credits.vocabulary import Vocabulary

SELLERS: Final = frozenset({"agency", "stock"})
WITNESSES: Final = frozenset({"agency", "stock", "paper", "house"})
_ENDS: Final = frozenset(' ."”')
_LONGEST_NAME: Final = 4


class Stretch:
    """The part of a line in which a credit is looked for.

    *text* and *low* are the whole line's.
    """

    __slots__ = ("end", "line", "low", "start", "text", "vocabulary")

    def __init__(self, line: Text, start: int, end: int, vocabulary: Vocabulary) -> None:
        self.line: Final = line
        self.text: Final = line.text
        self.low: Final = line.low
        self.start: Final = start
        self.end: Final = end
        self.vocabulary: Final = vocabulary

    def __repr__(self) -> str:
        return f"Stretch({self.text[self.start : self.end]!r}, {self.start}, {self.end})"

    @property
    def last(self) -> int:
        """Where the stretch ends without its final stops and quotes."""
        if self.text[self.end - 1 : self.end] not in _ENDS:
            return self.end
        return self.start + len(self.text[self.start : self.end].rstrip(' ."”'))

    def until(self, end: int) -> Stretch:
        """Give the part of the stretch before *end*."""
        return Stretch(self.line, self.start, end, self.vocabulary)

    def shaped(self, start: int, end: int) -> tuple[Shaped, ...]:
        """Cut a part of the stretch and name the shape of each piece."""
        return shaped(self.line, start, end, self.vocabulary)


def zone(start: int, end: int, last: int, first: int | None = None) -> Zone:
    """Make a zone of one stretch without a label, from *first* (or *start*) to *last*."""
    return Zone(start, end, (Segment("", start if first is None else first, last),))


def witnesses(one: Shaped, vocabulary: Vocabulary) -> bool:
    """Tell whether a piece names who makes or sells pictures, in words of no other meaning."""
    piece, shape = one
    if shape != "known":
        return False
    organisation = known(piece.text, vocabulary)
    sells = organisation is not None and organisation.kind in WITNESSES
    return sells and vocabulary.witness(piece.text) is not None


def ends_with_seller(text: str, vocabulary: Vocabulary) -> bool:
    """Tell "Dee Dee Myers Getty Images": caption and credit with nothing between."""
    if not may_end_known(text, vocabulary):
        return False
    words = text.split()
    first = max(1, len(words) - _LONGEST_NAME)
    tails = (" ".join(words[number:]) for number in range(first, len(words)))
    return any((one := known(tail, vocabulary)) and one.kind in SELLERS for tail in tails)
