"""From the stretches of a credit to the parties it names.

A stretch goes through `_STRIPS` (each takes one thing out: instructions, address, licence, year),
then what is left is cut into pieces, and each piece is told apart by lexicon and shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from credits import vocabulary as words
from credits._credit_grammar import Line, Segment, lowered, pieces
from credits._credit_shapes import bare, kind
from credits.vocabulary import Vocabulary, key

ROLES: Final = ("screenshot", "illustration", "graphic", "video", "handout", "photo")
_ROLE_OF_KIND: Final = {
    "photo": "photo",
    "illustration": "illustration",
    "screenshot": "screenshot",
    "graphic": "graphic",
    "video": "video",
    "courtesy": "handout",
    "handout": "handout",
}

_URL: Final = re.compile(
    r"<?((?:https?://|www\.)[^\s<>()\[\]|;]*[^\s<>()\[\]|;.,:])>?", re.IGNORECASE
)
_LICENCE_URL: Final = re.compile(r"creativecommons\.org|gnu\.org|/licen[sc]e", re.IGNORECASE)
_CC: Final = re.compile(
    r"(?:\b(?:is )?(?:licensed under(?: a)?|lizenziert unter|license:?|licence:?|lizenz:?|licencia:?|sous licence)\s)?"
    r"\b(?P<name>cc[ -]?(?:by|0|zero)(?:[ -]?(?:sa|nd|nc)\b){0,2}(?:[ -]?\d(?:\.\d)?)?(?:[ -](?:de|us|uk|at|ch|igo|unported|international|generic|deed))?\b"
    r"|creative commons(?: [a-z-]+){0,4}(?: \d\.\d)?(?: [a-z]+)?"
    r"|cc attribution(?:[ -](?:share ?-?alike|non ?-?commercial|no ?-?derivs))*(?: \d\.\d)?"
    r"|cc(?=\s|$))",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(
    r"(?<![\w])(?:\d{1,2}\.\s?\d{1,2}\.\s?|\d{4}\s?[-–]\s?)?(?P<year>(?:18|19|20)\d\d)(?![\w])"
)
_INVENTORY: Final = re.compile(r"[\d\s._/-]+[a-z]{0,3}|[a-z]{0,3}\d{4,}[\w-]*", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """What the credit says, while it is being read."""

    creators: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    via: str | None = None
    source: str | None = None
    source_url: str | None = None
    licence: str | None = None
    copyright_holder: str | None = None
    year: int | None = None
    roles: set[str] = field(default_factory=set)
    fillers: list[str] = field(default_factory=list)
    unparsed: list[str] = field(default_factory=list)
    langs: list[str] = field(default_factory=list)

    @property
    def role(self) -> str | None:
        """The strongest role that was said in words."""
        return next((role for role in ROLES if role in self.roles), None)

    @property
    def names_somebody(self) -> bool:
        """Whether anybody or anything can be credited."""
        return bool(
            self.creators
            or self.organisations
            or self.via
            or self.source
            or self.source_url
            or self.licence
            or self.copyright_holder
        )


def parties(segments: tuple[Segment, ...], vocabulary: Vocabulary) -> Found:
    """Read every stretch of a credit, left to right."""
    found = Found()
    for segment in segments:
        if segment.kind != "other":
            _read(segment, found, vocabulary)
    return found


def _read(segment: Segment, found: Found, vocabulary: Vocabulary) -> None:
    if role := _ROLE_OF_KIND.get(segment.kind):
        found.roles.add(role)
    found.langs.extend(segment.langs)
    text = segment.text
    for strip in _STRIPS:
        text = strip(text, segment, found, vocabulary)
    if segment.kind == "rights":
        _holder(text, found, vocabulary)
    if _is_filler(text, found, vocabulary):
        return
    _each_piece(text, segment, found, vocabulary)


# ---- what is taken out of a stretch first -------------------------------------------------------


def _without_instructions(text: str, _: Segment, __: Found, vocabulary: Vocabulary) -> str:
    low = lowered(text)
    for said in vocabulary.words["drop"]["instructions"]:
        at = low.find(said)
        if at >= 0:
            text, low = text[:at], low[:at]
    return text


def _without_url(text: str, _: Segment, found: Found, __: Vocabulary) -> str:
    if "www." not in text and "://" not in text:
        return text
    for match in _URL.finditer(text):
        if not _LICENCE_URL.search(match[1]):
            found.source_url = found.source_url or match[1]
    return _URL.sub(" ", text)


def _without_licence(text: str, _: Segment, found: Found, __: Vocabulary) -> str:
    low = text.casefold()
    if "cc" not in low and "creative" not in low:
        return text
    match = _CC.search(text)
    if match is None:
        return text
    found.licence = found.licence or match["name"].strip(" -")
    return f"{text[: match.start()].rstrip(' [(,')} , {text[match.end() :].lstrip(' ])')}"


def _without_year(text: str, segment: Segment, found: Found, _: Vocabulary) -> str:
    match = _YEAR.search(text)
    if match is None:
        return text
    rest = text[: match.start()].rstrip(" ,(") + " " + text[match.end() :].lstrip(" ,)")
    if segment.kind == "rights" or match.end() >= len(text.rstrip(" .)")):
        found.year = found.year or int(match["year"])
        return rest
    return text


_STRIPS: Final = (_without_instructions, _without_url, _without_licence, _without_year)


def _holder(text: str, found: Found, vocabulary: Vocabulary) -> None:
    line = Line(text, lowered(text), vocabulary)
    kept = [
        (first, last)
        for _, first, last in pieces(line, 0, len(text))
        if kind(bare(text[first:last]), vocabulary) not in ("drop", "empty")
    ]
    if kept and found.copyright_holder is None:
        holder = text[kept[0][0] : kept[-1][1]]
        if ("(" in holder) and ")" not in holder:
            holder += ")"
        holder = bare(holder)
        if vocabulary.placeholders.get(key(holder)) is None:
            found.copyright_holder = holder or None


def _is_filler(text: str, found: Found, vocabulary: Vocabulary) -> bool:
    match = vocabulary.placeholders.get(key(text))
    if match is None or match.group == "network":
        return False
    _filler(text, found, vocabulary)
    return True


def _filler(text: str, found: Found, vocabulary: Vocabulary) -> None:
    found.fillers.append(text)
    folded = key(text)
    for role in ("handout", "screenshot", "illustration"):
        if folded in _keys(vocabulary, role):
            found.roles.add(role)


_ROLE_KEYS: dict[str, frozenset[str]] = {}


def _keys(vocabulary: Vocabulary, role: str) -> frozenset[str]:
    found = _ROLE_KEYS.get(role)
    if found is None:
        found = _ROLE_KEYS[role] = frozenset(key(word) for word in vocabulary.words["role"][role])
    return found


# ---- pieces -------------------------------------------------------------------------------------


def _each_piece(text: str, segment: Segment, found: Found, vocabulary: Vocabulary) -> None:
    line = Line(text, lowered(text), vocabulary)
    cut = pieces(line, 0, len(text))
    if segment.kind == "source" and _one_source(cut, text, vocabulary):
        found.source = found.source or bare(text)
        return
    stocked = any(
        (one := vocabulary.organisation(bare(text[first:last])))
        and one.kind in ("stock", "platform")
        for _, first, last in cut
    )
    for before, first, last in cut:
        piece = bare(text[first:last])
        _one_piece(piece, before, segment, stocked, found, vocabulary)


def _one_source(cut: list[tuple[str, int, int]], text: str, vocabulary: Vocabulary) -> bool:
    """Whether the value of "Source:" is a publication, not an agency, a library or a name."""
    shapes = [bare(text[first:last]) for _, first, last in cut]
    for shape in shapes:
        organisation = vocabulary.organisation(shape)
        if organisation is not None and organisation.kind in ("agency", "stock", "house"):
            return False
        if organisation is None and kind(shape, vocabulary) in ("person", "handle"):
            return False
    return bool(shapes)


_VIA: Final = re.compile(r"^(?:via|über|vía|tramite|через|przez)\s+(?P<party>\S.*)$", re.IGNORECASE)
_ON: Final = re.compile(
    r"^(?P<left>.*?)\s?\b(?:via|über|on|from|auf dem|auf|von|bei|sur|de|di|from the|na)\s+(?P<right>\S.*)$",
    re.IGNORECASE,
)
_FOR: Final = re.compile(
    r"^(?P<left>\S.*?)\s(?:for|für|pour|para el|para|per|voor|för|dla|для)\s(?:the (?=[A-Z]))?(?P<right>[A-Z\u00c0-\u04ff].*)$"
)
_AND: Final = re.compile(r"\s(?:and|und|et|y|e|og|och|en|i|и|та|&|\+)\s")
_EDITED: Final = re.compile(
    r"(?:bearbeitet|edited|cropped|modified|crop|ausschnitt|retouch|bearbeitung|recadr|changes|ritaglio|adapted|verändert)\b",
    re.IGNORECASE,
)
_COURTESY: Final = re.compile(
    r"^(?P<word>courtesy(?: of)?|cortesía(?: de)?|cortesia(?: de)?|gentileza(?: de)?|handout from|provided by|supplied by|submitted by|provided|supplied)\s+(?P<party>\S.*)$",
    re.IGNORECASE,
)


def _one_piece(
    piece: str, before: str, segment: Segment, stocked: bool, found: Found, vocabulary: Vocabulary
) -> None:
    if not piece or (before == "open" and _EDITED.match(piece)) or _INVENTORY.fullmatch(piece):
        return
    match = None if before == "via" else _VIA.match(piece)
    if before == "via" or match:
        via = match["party"] if match else piece
        if found.via is None:
            found.via = _printed(via, found, vocabulary)
        return
    if words.licences().get(key(piece)):
        found.licence = found.licence or piece
        return
    if _is_filler(piece, found, vocabulary):
        return
    shape = kind(piece, vocabulary)
    if shape == "drop":
        _filler_role(piece, found, vocabulary)
        return
    if shape == "known":
        _organisation(piece, found, vocabulary)
        return
    if match := _COURTESY.match(piece):
        found.roles.add("handout")
        _one_piece(
            match["party"], "", Segment("courtesy", match["party"]), stocked, found, vocabulary
        )
        return
    if (match := _ON.match(piece)) and _distributes(bare(match["right"]), vocabulary):
        if match["left"]:
            _one_piece(bare(match["left"]), before, segment, True, found, vocabulary)
        found.via = found.via or bare(match["right"])
        return
    if match := _FOR.match(piece):
        _one_piece(bare(match["left"]), before, segment, stocked, found, vocabulary)
        _organisation(bare(match["right"]), found, vocabulary)
        return
    if before == "open":
        _bracketed(piece, shape, found, vocabulary)
        return
    if shape in ("person", "mixed", "organisation") and _split_known(
        piece, segment, stocked, found, vocabulary
    ):
        return
    if shape in ("person", "mixed") and _AND.search(piece):
        halves = [bare(one) for one in _AND.split(piece)]
        if all(kind(one, vocabulary) in ("person", "handle", "known", "word") for one in halves):
            for one in halves:
                _one_piece(one, "and", segment, stocked, found, vocabulary)
            return
    _unknown(piece, shape, segment, stocked, found, vocabulary)


def _distributes(text: str, vocabulary: Vocabulary) -> bool:
    organisation = vocabulary.organisation(text)
    return organisation is not None and organisation.kind in ("stock", "platform", "agency")


def _filler_role(piece: str, found: Found, vocabulary: Vocabulary) -> None:
    found.fillers.append(piece)
    for role in ("handout", "illustration", "screenshot"):
        if key(piece) in _keys(vocabulary, role):
            found.roles.add(role)


_AFTER_AGENCY: Final = re.compile(
    r"\s(?:photos?|pictures?|files?|images?|foto|handout)$", re.IGNORECASE
)


def _printed(piece: str, found: Found, vocabulary: Vocabulary) -> str:
    """Take "Photo" off "AP Photo", unless it belongs to the name ("Magnum Photos")."""
    match = _AFTER_AGENCY.search(piece)
    if match is None:
        return piece
    head = piece[: match.start()]
    organisation = vocabulary.organisation(head)
    if organisation is None or organisation.kind not in ("agency", "public", "paper"):
        return piece
    if piece in organisation.aliases:
        return piece
    if "photo" in match[0].casefold() or "foto" in match[0].casefold():
        found.roles.add("photo")
    return head


def _organisation(piece: str, found: Found, vocabulary: Vocabulary) -> None:
    _add(found.organisations, _printed(piece, found, vocabulary))


def _add(names: list[str], name: str) -> None:
    folded = key(name)
    if folded and all(key(one) != folded for one in names):
        names.append(name)


def _bracketed(piece: str, shape: str, found: Found, vocabulary: Vocabulary) -> None:
    if found.creators and shape == "lower" and found.creators[-1].islower():
        found.creators[-1] = f"{found.creators[-1]} ({piece})"
    elif shape in ("lower", "prose"):
        found.unparsed.append(piece)
    elif (
        not found.creators
        and found.organisations
        and found.organisations[-1].isupper()
        and len(piece) > len(found.organisations[-1])
    ):
        found.organisations[-1] = f"{found.organisations[-1]} ({piece})"
    else:
        _organisation(piece, found, vocabulary)


def _split_known(
    piece: str, segment: Segment, stocked: bool, found: Found, vocabulary: Vocabulary
) -> bool:
    """ "PAP Jerzy Nowak", "Jerzy Nowak PAP": an agency and a name without a separator."""
    parts = piece.split()
    for cut in range(len(parts) - 1, 0, -1):
        left, right = " ".join(parts[:cut]), " ".join(parts[cut:])
        for known, rest in ((left, right), (right, left)):
            organisation = vocabulary.organisation(known)
            if (
                organisation is not None
                and organisation.kind in ("agency", "stock")
                and kind(rest, vocabulary) == "person"
            ):
                for one in (left, right):
                    _one_piece(one, "", segment, stocked, found, vocabulary)
                return True
    return False


def _unknown(
    piece: str, shape: str, segment: Segment, stocked: bool, found: Found, vocabulary: Vocabulary
) -> None:
    if shape == "handle":
        found.creators.append(piece)
    elif shape == "domain":
        found.source = found.source or piece
    elif shape == "person":
        name = _without_title(piece, vocabulary)
        if segment.kind == "courtesy":
            found.source = found.source or name
        else:
            _add(found.creators, name)
    elif shape == "organisation":
        _organisation(piece, found, vocabulary)
    elif shape in ("word", "lower", "script"):
        _short(piece, shape, segment, stocked, found, vocabulary)
    elif segment.kind:
        (found.organisations if segment.kind != "source" else found.unparsed).append(piece)
    else:
        found.unparsed.append(piece)


def _short(
    piece: str, shape: str, segment: Segment, stocked: bool, found: Found, vocabulary: Vocabulary
) -> None:
    if stocked or shape == "lower":
        _add(found.creators, piece)
    elif shape == "script":
        _add(found.creators if segment.kind == "photo" else found.organisations, piece)
    elif segment.kind in ("photo", "illustration") and not _looks_coined(piece):
        _add(found.creators, piece)
    else:
        _organisation(piece, found, vocabulary)


def _looks_coined(word: str) -> bool:
    """ "WeWork", "iFixit", "LN", "4K": no surname is written so."""
    return (
        (word.isupper() and len(word) <= 5)
        or (not word[1:].islower() and not word.isupper())
        or any(map(str.isdigit, word))
    )


def _without_title(name: str, vocabulary: Vocabulary) -> str:
    folded = name.casefold()
    for title in vocabulary.words["person"]["titles"]:
        if folded.startswith(title + " ") and len(name) > len(title) + 1:
            return _without_title(name[len(title) + 1 :], vocabulary)
    for suffix in ("기자", "특파원", "記者", "记者", " staff photographer", " stf", " staff"):
        if folded.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)].strip()
    return name
