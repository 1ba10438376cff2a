"""From a stretch of credit to its parties: cut, put together again, seen beside each other.

Law: what a separator cuts is put together only if the lexicon, a place or a legal form says that
it is one name.
"""

from __future__ import annotations

import re
from typing import Final

from credits._credit_names import filler, is_contributors, is_network, known, may_be_known, spelled
from credits._credit_rules import Beside, Found, as_party, place
from credits._credit_shapes import SILENT, is_own_work, kind, reporter
from credits._credit_stretch import Stretch
from credits._credit_text import GAP, Piece, bare, cut
from credits.vocabulary import Organisation, Vocabulary

_SELLERS: Final = frozenset({"agency", "stock", "house"})
_SOLD: Final = frozenset({"agency", "stock", "platform"})
_INSIDE_NAMES: Final = frozenset({"slash", "dash", "comma", "open"})
_PERSONS: Final = frozenset({"person", "handle"})
_PAIR: Final = 2
# no other shape is an organisation of the lexicon; a person is, if the house names its staff so
_KNOWN: Final = frozenset({"known", "filler"})
# the separator before a piece, its text, its shape, what the lexicon has of that name
Shaped = tuple[str, str, str, Organisation | None]
_ET_AL: Final = re.compile(r"^(?:et al|u\. ?a|i in|и др)\.?$", re.IGNORECASE)


def read_parties(stretch: Stretch, label: str, join: str, *, source: bool, found: Found) -> None:
    """Read one stretch of credit, left to right, into *found*."""
    vocabulary = stretch.vocabulary
    found.printed = stretch.line.text
    text = found.printed[stretch.start : stretch.end]
    if taken := filler(bare(text), vocabulary):
        found.fillers.append(taken.entry)
        return
    pieces = cut(stretch.line, stretch.start, stretch.end)
    if source and (whole := _one_source([one.text for one in pieces], text, vocabulary)):
        found.source = found.source or whole
        return
    shaped = _shaped(pieces, stretch)
    beside = _beside(shaped, licensed=found.licence is not None)
    for before, name, shape, one in shaped:
        place(as_party((name, before, shape, one, label, join, beside, vocabulary)), found)


def _shaped(pieces: tuple[Piece, ...], stretch: Stretch) -> list[Shaped]:
    """Name the shape of each piece; what a separator inside a name had cut is one again."""
    found: list[Shaped] = []
    vocabulary = stretch.vocabulary
    at = 0
    for piece in pieces:
        before, text = piece.before, piece.text
        if found and before in _INSIDE_NAMES and _may_join(found[-1][1], piece, vocabulary):
            whole = bare(stretch.text[at : piece.end])
            if GAP not in whole and _are_one(found[-1], piece, whole, vocabulary):
                found[-1] = _shape(found[-1][0], whole, vocabulary)
                continue
        found.append(_shape(before, text, vocabulary))
        at = piece.start
    return found


def _shape(before: str, text: str, vocabulary: Vocabulary) -> Shaped:
    shape = kind(text, vocabulary)
    maybe = shape in _KNOWN or (shape == "person" and bool(vocabulary.staff))
    return before, text, shape, known(text, vocabulary) if maybe else None


def _may_join(previous: str, piece: Piece, vocabulary: Vocabulary) -> bool:
    return piece.before == "comma" or may_be_known(previous, vocabulary)


def _are_one(previous: Shaped, piece: Piece, whole: str, vocabulary: Vocabulary) -> bool:
    if piece.before == "comma" and _belongs(previous, piece.text, vocabulary):
        return True
    return _is_one_name(whole, piece.text, vocabulary)


def _is_one_name(whole: str, last: str, vocabulary: Vocabulary) -> bool:
    """Read "Página/12" as one name; "Bongarts/Getty Images" are two, whatever a lexicon has."""
    return spelled(whole, vocabulary) is not None and known(last, vocabulary) is None


def _belongs(previous: Shaped, text: str, vocabulary: Vocabulary) -> bool:
    if _ET_AL.match(text):
        return True
    if previous[2] != "organisation":
        return False
    folded = text.casefold().rstrip(".")
    places = vocabulary.shapes["places"]
    return folded in places or text.casefold() in places or _is_district(text, previous[1])


def _is_district(text: str, previous: str) -> bool:
    """Read "U.S. District Court, Eastern District of New York"."""
    return " District" in previous and " District" in text


def _one_source(texts: list[str], text: str, vocabulary: Vocabulary) -> str:
    """Give the value of "Source:" if it is a publication, not an agency, a library or a name."""
    kept = [one for one in texts if kind(one, vocabulary) not in ("drop", "edited")]
    for one in kept:
        organisation = known(one, vocabulary)
        shape = kind(one, vocabulary)
        if organisation is not None:
            if organisation.kind in _SELLERS and not is_network(organisation):
                return ""
        elif shape in ("person", "handle", "filler") or reporter(one, vocabulary):
            return ""
    if not kept or "" in kept:
        return ""
    last = text.rfind(kept[-1]) + len(kept[-1])
    return bare(bare(text[:last] if kept != texts else text).split(GAP)[0])


def _beside(shaped: list[Shaped], *, licensed: bool) -> Beside:
    """Tell what the parties of a stretch are to each other."""
    loud = named = 0
    persons = False
    libraries: list[Organisation] = []
    for before, text, shape, one in shaped:
        if one is not None:
            libraries.append(one)
        if before != "via" and shape not in SILENT:
            loud += 1
            named += one is not None
            persons = persons or shape in _PERSONS
        elif shape == "drop":
            licensed = licensed or is_own_work(text)
    if not libraries:
        return _NOBODY_KNOWN[loud < _PAIR, licensed]
    users = not persons and loud == named + 1 and any(map(_has_users, libraries))
    kinds = {one.kind for one in libraries}
    network = loud == _PAIR and len(libraries) == 1 and is_network(libraries[0])
    sold = not kinds.isdisjoint(_SOLD)
    return Beside(loud < _PAIR, users, network, sold, "stock" in kinds, licensed)


def _has_users(one: Organisation) -> bool:
    return is_contributors(one) or is_network(one)


_NOBODY_KNOWN: Final = {
    (alone, licensed): Beside(
        alone=alone, contributors=False, network=False, sold=False, stocked=False, licensed=licensed
    )
    for alone in (True, False)
    for licensed in (True, False)
}
