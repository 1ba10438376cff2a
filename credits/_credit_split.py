"""From a printed line to its caption and its credit, by the strongest evidence there is.

Law: without evidence there is no credit. `EVIDENCE` is the order in which it is looked for: a label
or mark, a title with an author and a licence, an author and their right, a closing bracket that
holds parties, a line that is nothing but parties, parties at the end of a line in a script without
capitals, parties at the end behind a separator or a full stop, parties in front of prose, a filler
at the very end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Final, NamedTuple

from credits._credit_evidence import (
    by_author,
    by_bracket,
    by_filler,
    by_head,
    by_script,
    by_title,
    by_whole,
)
from credits._credit_names import filler
from credits._credit_shapes import SURE
from credits._credit_stretch import Stretch, zone
from credits._credit_tail import by_tail
from credits._credit_text import bare, vocables
from credits._credit_zones import Segment, Zone, labelled
from credits.vocabulary import Vocabulary, licences
from credits.vocabulary.grammar import grammar

_REACH: Final = 260
_FEW: Final = 6
# no instruction is longer
_LONGEST_NOISE: Final = 100
_MARKS: Final = "/|@"
# neither an address, nor a distributor, nor two names joined by a hyphen
_PLAIN: Final = re.compile(r"(?:[a-z0-9 ,;:!?'\"()]|\.(?: |$))*")
# "Jo Li for The Times"; a licence
_CLIENT: Final = ("for", "pour", "para", "per", "voor", "dla", "via", "tramite", "przez", "cc")
_EDGE: Final = " \t|/\\–—-•·:,;([【（＝=<"
_CLOSERS: Final = " \t|/\\–—-•·:,;)]】）.>"
# the sign for a picture, where a label should be
_PICTURES: Final = frozenset({"圖", "图"})
_NOISE: Final = frozenset({"and", "und", "et", "y", "e", "og", "och", "en", "и", "та"})


class Split(NamedTuple):
    """A line taken apart: what is *caption*, the credit's *segments*, which *evidence* decided."""

    caption: str
    segments: tuple[Segment, ...]
    evidence: str


def divide(stretch: Stretch) -> Split:
    """Take the stretch of a line apart at the strongest evidence of a credit."""
    for name, find in EVIDENCE:
        if zones := find(stretch):
            if len(zones) == 1:
                return Split(_caption(stretch, zones), zones[0].segments, name)
            each = chain.from_iterable(map(attrgetter("segments"), zones))
            return Split(_caption(stretch, zones), tuple(each), name)
    return Split(stretch.text[stretch.start : stretch.end].strip(), (), "")


def by_label(stretch: Stretch) -> list[Zone]:
    """Find labelled stretches; and parties before the first, if nothing else stands there."""
    zones = labelled(stretch.line, stretch.start, stretch.end, stretch.vocabulary)
    if not zones or zones[0].start <= stretch.start:
        return zones
    before = stretch.until(zones[0].start)
    if _is_dated_mark(stretch, zones[0]):
        return [*_led(before, joined=True), *zones]
    if _may_be_parties(before):
        return [*(by_whole(before) or _led(before)), *zones]
    return zones


def _may_be_parties(stretch: Stretch) -> bool:
    """Tell at a glance whether what stands before a label can be parties: few words, or a mark.

    A few words in which no mark is and no word with which a party's name begins are a caption.
    """
    low = stretch.low[stretch.start : stretch.end]
    if len(low) >= _REACH:
        return False
    if any(map(low.__contains__, _MARKS)):
        return True
    if low.count(" ") >= _FEW:
        return False
    plain = low.isascii() and _PLAIN.fullmatch(low) is not None
    return not plain or not _party_words(stretch.vocabulary).isdisjoint(vocables(low))


@lru_cache(maxsize=8)
def _party_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Give the words with which names of organisations and licences begin, and "for"."""
    names = (*vocabulary.organisations, *licences())
    return frozenset(_CLIENT).union(*(vocables(one)[:1] for one in names))


def _is_dated_mark(stretch: Stretch, first: Zone) -> bool:
    """Read "Jo Li © 2020": behind the mark stands a year and nobody."""
    one = first.segments[0]
    if one.join != "mark" or len(first.segments) > 1:
        return False
    return bare(stretch.text[one.start : one.end]).isdigit()


def _led(stretch: Stretch, *, joined: bool = False) -> list[Zone]:
    """Read "Jo Li/Copyright 2024 The AP": a party joined by a slash to the label behind it."""
    if not joined and stretch.text[stretch.end - 1] not in "/|":
        return []
    each = stretch.shaped(max(stretch.start, stretch.end - _REACH), stretch.end)
    if not each or each[-1][1] not in SURE or each[-1][0].before not in ("", "stop"):
        return []
    return [zone(each[-1][0].start, stretch.end, stretch.end - 1)]


EVIDENCE: Final[tuple[tuple[str, Callable[[Stretch], list[Zone]]], ...]] = (
    ("label", by_label),
    ("title", by_title),
    ("author", by_author),
    ("bracket", by_bracket),
    ("whole", by_whole),
    ("script", by_script),
    ("tail", by_tail),
    ("head", by_head),
    ("filler", by_filler),
)


def _caption(stretch: Stretch, zones: list[Zone]) -> str:
    """Give what is left around the zones, without the separators that held them."""
    text, at = stretch.text, stretch.start
    left = []
    for one in zones:
        before = text[at : one.start].strip().rstrip(_EDGE) if one.start > at else ""
        if before and not _is_of_the_label(stretch, at, one):
            left.append(before)
        at = one.end
    if at < stretch.end and (rest := text[at : stretch.end].lstrip(_CLOSERS).rstrip()):
        left.append(_balanced(rest))
    return " ".join([one for one in left if _tells(one, stretch.vocabulary)])


def _is_of_the_label(stretch: Stretch, at: int, one: Zone) -> bool:
    """Read "Symbolic photo: Jo Li": with the label, what stands before it is a known remark."""
    said = stretch.text[at : one.segments[0].start]
    return len(said) < _LONGEST_NOISE and filler(bare(said), stretch.vocabulary) is not None


def _tells(text: str, vocabulary: Vocabulary) -> bool:
    if len(text) > _LONGEST_NOISE:
        return any(map(str.isalnum, text))
    low = bare(text).casefold()
    if low.strip("(（[【 ") in _PICTURES:
        return False
    if not (text[0].isalnum() or any(map(str.isalnum, text))) or low in _NOISE:
        return False
    told = vocabulary.words["drop"]["instructions"]
    return low not in told and low not in grammar()["instructions"]


def _balanced(text: str) -> str:
    if text.endswith((")", "]")) and "(" not in text and "[" not in text:
        return text[:-1].rstrip()
    return text
