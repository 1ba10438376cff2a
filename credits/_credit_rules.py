"""What one party of a credit is: a person, an organisation, a distributor, a source, nobody.

Law: parties are told apart by lexicon and shape, never by position. A party goes through `_RULES`;
the first that knows what it is decides. What no rule knows is `Found.unparsed`, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NamedTuple

from credits._credit_names import (
    account,
    is_caseless_organisation,
    is_network,
    known,
    looks_coined,
    spelled,
    without_title,
)
from credits._credit_shapes import (
    AND,
    DOMAIN,
    SILENT,
    are_persons,
    commissioned,
    halved,
    is_machine_made,
    is_plain,
    kind,
    reporter,
)
from credits._credit_text import bare
from credits.vocabulary import Organisation, Vocabulary, key
from credits.vocabulary.grammar import grammar

_SELLERS: Final = frozenset({"agency", "stock", "house"})
_VIA_LETTERS: Final = frozenset("vütчпpVÜTЧПP")
_VIA: Final = re.compile(r"(?:via|über|vía|tramite|через|przez)\s+(?P<party>\S.*)", re.IGNORECASE)
_ON: Final = re.compile(
    r"(?:^|\s)(?:on|from|auf dem|auf der|auf|von|bei|sur|de|di|na|en|på|op|no|su|на|з|с)\s",
    re.IGNORECASE,
)
_DISTRIBUTORS: Final = frozenset({"stock", "platform", "agency"})
_COURTESY: Final = re.compile(
    r"(?:photo |image |picture )?(?:courtesy(?: of)?(?: the)?|cortes[ií]a(?: de)?"
    r"|gentileza(?: de)?|handout from|(?:provided|supplied|submitted) by|cedida por|с разрешения"
    r"|предоставлено)\s+(?P<party>\S.*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Found:
    """Whom the credit names, while it is being read."""

    creators: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    via: str | None = None
    source: str | None = None
    licence: str | None = None
    said: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    fillers: list[str] = field(default_factory=list)
    unparsed: list[str] = field(default_factory=list)
    printed: str = ""

    def add(self, names: list[str], name: str) -> None:
        """Add a name once, in its first form."""
        if not names:
            if name and (name[0].isalnum() or key(name)):
                names.append(name)
            return
        folded = key(name)
        if folded and all(key(one) != folded for one in names):
            names.append(name)


class Beside(NamedTuple):
    """What stands beside a party in its stretch of credit.

    *alone*: nothing does; *contributors*: a library of user names, and no one else it could name;
    *network*: one social network, and nothing else; *sold*: an agency, a library or a network;
    *stocked*: a library; *licensed*: the credit names a licence.
    """

    alone: bool
    contributors: bool
    network: bool
    sold: bool
    stocked: bool
    licensed: bool


class Party(NamedTuple):
    """One piece of a credit, with all its rules may ask.

    *text* is bare, *before* its left separator, *organisation* what the lexicon has of that name;
    *label* and *join* are those of its label.
    """

    text: str
    before: str
    shape: str
    organisation: Organisation | None
    label: str
    join: str
    beside: Beside
    vocabulary: Vocabulary


#: make a `Party` of a tuple of all its fields
as_party: Final = partial(tuple.__new__, Party)


def place(party: Party, found: Found) -> None:
    """Add to *found* whom a party names, by the first rule that knows what it is."""
    for rule in _rules(party):
        if rule(party, found):
            return
    found.unparsed.append(party.text)


def _rules(party: Party) -> tuple[Rule, ...]:
    """Give the rules that may read a party: in most parties, most have nothing to look for."""
    shape, before = party.shape, party.before
    if shape == "person" and before not in _ASKED_BEFORE and is_plain(party.text, party.vocabulary):
        return _PLAIN
    asked = before in _ASKED_BEFORE or party.label == "screenshot"
    return _BY_SHAPE[shape, asked or party.text[:1] in _VIA_LETTERS]


def _again(party: Party, text: str, found: Found, **changes: Any) -> None:
    shape = kind(text, party.vocabulary)
    one = known(text, party.vocabulary) if shape == "known" else None
    place(party._replace(text=text, shape=shape, organisation=one, **changes), found)


# ---- the rules, in order ------------------------------------------------------------------------


def _nothing(party: Party, found: Found) -> bool:
    if is_machine_made(party.text):
        found.dropped.append("ai image")
    return party.shape in ("empty", "edited", "inventory", "year", "url")


def _distributor(party: Party, found: Found) -> bool:
    """Read "via Getty Images": one distributor, the first named."""
    match = _VIA.fullmatch(party.text) if party.text[:1] in _VIA_LETTERS else None
    if (party.before != "via" and match is None) or party.shape in SILENT:
        return False
    name = match["party"] if match else party.text
    core, said = unwrapped(name, party.vocabulary)
    found.said.extend(said)
    found.via = found.via or core
    return True


def _licence(party: Party, found: Found) -> bool:
    if party.shape != "licence":
        return False
    found.licence = found.licence or party.text
    return True


def _silent(party: Party, found: Found) -> bool:
    if party.shape not in ("drop", "filler"):
        return False
    (found.fillers if party.shape == "filler" else found.dropped).append(party.text)
    return True


def _network(party: Party, found: Found) -> bool:
    """Read a network alone, or a network with an account: where it was found, and whose it is."""
    pair = account(party.text, party.vocabulary)
    if pair is not None:
        found.source = found.source or pair[0]
        found.add(found.creators, pair[1])
        return True
    if party.before == "via" or not (party.beside.alone or party.beside.network):
        return False
    if party.organisation is None or not is_network(party.organisation):
        return False
    found.source = found.source or party.text
    return True


def _expanded(party: Party, found: Found) -> bool:
    """Read "WANA (West Asia News Agency)": a name and what its letters stand for."""
    others = found.organisations
    if party.before != "open" or not others or not others[-1].isupper():
        return False
    if not _spells_out(party.text, others[-1]):
        return False
    whole = _with_bracket(others[-1], party.text, found)
    others[-1] = whole or others[-1]
    return bool(whole)


def _known(party: Party, found: Found) -> bool:
    if party.shape != "known":
        return False
    if party.beside.alone and DOMAIN.fullmatch(party.text) and not _is_seller(party):
        found.source = found.source or party.text
        return True
    core, said = unwrapped(party.text, party.vocabulary)
    found.said.extend(said)
    found.add(found.organisations, core)
    return True


def _is_seller(party: Party) -> bool:
    return party.organisation is not None and party.organisation.kind in _SELLERS


def _wrapped(party: Party, found: Found) -> bool:
    """Read "Navy handout", "Archivo UH": words that are not of the name."""
    core, said = unwrapped(party.text, party.vocabulary)
    if core == party.text:
        return False
    found.said.extend(said)
    if core:
        _again(party, core, found, before="", label=party.label or "wrapped")
    return True


def _courteous(party: Party, found: Found) -> bool:
    match = _COURTESY.fullmatch(party.text)
    if match is None:
        return False
    found.said.append("courtesy")
    _again(party, match["party"], found, label="courtesy", before="")
    return True


def _listed_on(party: Party, found: Found) -> bool:
    """Read "Jo Li on Unsplash", "Jo Li von Pexels": the library after a word distributes."""
    for match in _ON.finditer(party.text):
        right = bare(party.text[match.end() :])
        one = known(right, party.vocabulary)
        if one is not None and one.kind in _DISTRIBUTORS:
            break
    else:
        return False
    left = bare(party.text[: match.start()])
    if left:
        _again(party, left, found, beside=party.beside._replace(contributors=True))
    found.via = found.via or right
    return True


def _for_client(party: Party, found: Found) -> bool:
    pair = commissioned(party.text, party.vocabulary)
    if pair is None:
        return False
    _again(party, pair[0], found, before="")
    core, said = unwrapped(pair[1], party.vocabulary)
    found.said.extend(said)
    found.add(found.organisations, core)
    return True


def _bracketed(party: Party, found: Found) -> bool:
    """Read "imran (futch)", "WANA (West Asia News Agency)": part of a name, or one more party."""
    if party.before != "open":
        return False
    makers, others = found.creators, found.organisations
    if makers and party.shape == "lower" and makers[-1].islower():
        makers[-1] = _with_bracket(makers[-1], party.text, found) or makers[-1]
    elif party.shape in ("prose", "lower", "mixed"):
        found.unparsed.append(party.text)
    elif party.shape in _BRACKETED or (makers and party.shape == "person"):
        found.add(others, party.text)
    else:
        return False
    return True


_BRACKETED: Final = frozenset({"word", "organisation", "script", "domain"})


def _with_bracket(name: str, text: str, found: Found) -> str:
    """Give a name with the bracket behind it as it is printed; empty if it is not."""
    pattern = rf"{re.escape(name)}\s?[(\[（]\s?{re.escape(text)}\s?[)\]）]"
    match = re.search(pattern, found.printed)
    return match[0] if match else ""


def _spells_out(text: str, initials: str) -> bool:
    return "".join(word[0] for word in text.split() if word[0].isupper()).startswith(initials[:2])


def _glued_agency(party: Party, found: Found) -> bool:
    """Read "PAP Jerzy Nowak", "Jerzy Nowak PAP", "Jo Li-USA TODAY Sports": no separator between."""
    if party.shape not in ("person", "mixed", "organisation"):
        return False
    halves = halved(party.text, party.vocabulary)
    for half in halves:
        _again(party, half, found, before="", beside=party.beside._replace(alone=False))
    return bool(halves)


def _and(party: Party, found: Found) -> bool:
    """Read "Jo Li and Al Day", "NASA and USGS"; "Simon & Schuster" is one."""
    if party.shape not in ("person", "mixed", "organisation"):
        return False
    halves = [bare(one) for one in AND.split(party.text)]
    if len(halves) < 2 or not all(halves):
        return False
    shapes = [kind(one, party.vocabulary) for one in halves]
    if not (are_persons(shapes) or "filler" in shapes or shapes.count("known") == len(shapes)):
        return False
    for half in halves:
        _again(party, half, found, before="")
    return True


def _reporter(party: Party, found: Found) -> bool:
    """Read "新华社记者李明", "연합뉴스 김철수 기자": who made it, for which agency."""
    halves = reporter(party.text, party.vocabulary)
    if halves:
        found.add(found.organisations, halves[0])
        found.add(found.creators, halves[1])
    return bool(halves)


def _domain(party: Party, found: Found) -> bool:
    if party.shape != "domain":
        return False
    if party.beside.alone:
        found.source = found.source or party.text
    else:
        found.add(found.organisations, party.text)
    return True


def _user(party: Party, found: Found) -> bool:
    """Beside a library of user names, what is not known is a user: "PNW production / pexels"."""
    if not party.beside.contributors or party.shape in ("prose", "script"):
        return False
    found.add(found.creators, without_title(party.text, party.vocabulary))
    return True


def _captured(party: Party, found: Found) -> bool:
    """Read "Screenshot: ATP TV": where it was taken from; "Screenshot by Jo Li": who took it."""
    if party.label != "screenshot" or party.join == "by" or party.shape == "person":
        return False
    found.source = found.source or party.text
    return True


def _handle(party: Party, found: Found) -> bool:
    if party.shape != "handle":
        return False
    found.add(found.creators, party.text)
    return True


def _person(party: Party, found: Found) -> bool:
    if party.shape != "person" or "!" in party.text:
        return False
    _name(without_title(party.text, party.vocabulary), party, found)
    return True


def _plain_person(party: Party, found: Found) -> bool:
    _name(party.text, party, found)
    return True


def _name(name: str, party: Party, found: Found) -> None:
    """Add a person: who made the picture, or whose courtesy it is."""
    if party.label == "courtesy":
        found.source = found.source or name
    else:
        found.add(found.creators, name)


def _single(party: Party, found: Found) -> bool:
    """One word: a user beside a library, a surname behind "Foto:", else an organisation."""
    if party.shape not in ("word", "lower"):
        return False
    maker = _is_maker(party, found) and party.label not in ("courtesy", "rights")
    found.add(found.creators if maker else found.organisations, party.text)
    return True


def _is_maker(party: Party, found: Found) -> bool:
    if party.shape == "lower":
        return True
    if found.creators and party.before == "slash" and not party.beside.sold:
        return False
    if (party.beside.stocked and not party.text.isupper()) or (
        party.beside.licensed and looks_coined(party.text)
    ):
        return True
    # "By Diliff - Own work, CC BY-SA 3.0": who gives a licence away by name alone is a user
    if party.beside.licensed and party.label == "credit" and party.join in ("bare", "by"):
        return True
    return not looks_coined(party.text) and (party.label in _MAKER_LABELS or party.beside.sold)


_MAKER_LABELS: Final = frozenset({"photo", "illustration"})
_CASELESS_NAME: Final = 5


def _caseless(party: Party, found: Found) -> bool:
    if party.shape != "script":
        return False
    name = without_title(party.text, party.vocabulary)
    organisation = is_caseless_organisation(name)
    if party.label == "courtesy":
        if organisation:
            found.add(found.organisations, name)
        else:
            found.source = found.source or name
    elif organisation or (
        party.label not in ("photo", "credit", "illustration") and name == party.text
    ):
        found.add(found.organisations, name)
    else:
        found.add(found.creators, name)
    return True


def _named_party(party: Party, found: Found) -> bool:
    """Read a name that is no person's: an organisation the lexicon does not have."""
    if party.shape in ("organisation", "mixed", "person") or (
        party.shape == "prose" and party.label
    ):
        name = without_title(party.text, party.vocabulary)
        if name != party.text and kind(name, party.vocabulary) == "person":
            found.add(found.creators, name)
        else:
            found.add(found.organisations, party.text)
        return True
    return False


# a distributor, and what stands in a bracket
_ASKED_BEFORE: Final = frozenset({"via", "open"})

Rule = Callable[[Party, Found], bool]

_EVERY: Final = (
    "empty", "edited", "inventory", "year", "url", "licence", "drop", "filler", "known", "handle",
    "domain", "person", "organisation", "word", "lower", "script", "mixed", "prose",
)  # fmt: skip
_NAMED: Final = (
    "known", "domain", "person", "organisation", "word", "lower", "script", "mixed", "prose",
)  # fmt: skip
_WORDY: Final = ("person", "organisation", "mixed", "prose", "lower")

# in order; each with the shapes it may read
_RULES: Final[tuple[tuple[Rule, tuple[str, ...]], ...]] = (
    (_nothing, ("empty", "edited", "inventory", "year", "url")),
    (_distributor, ("handle", *_NAMED)),
    (_licence, ("licence",)),
    (_silent, ("drop", "filler")),
    (_network, ("handle", "known")),
    (_reporter, ("script",)),
    (_captured, ("handle", *_NAMED)),
    (_expanded, _NAMED),
    (_known, ("known",)),
    (_courteous, _WORDY),
    (_listed_on, _WORDY),
    (_for_client, _WORDY),
    (_wrapped, _NAMED),
    (_bracketed, ("handle", *_NAMED)),
    (_glued_agency, ("person", "mixed", "organisation")),
    (_handle, ("handle",)),
    (_domain, ("domain",)),
    (_user, _NAMED),
    (_and, ("person", "mixed", "organisation")),
    (_person, ("person",)),
    (_single, ("word", "lower")),
    (_caseless, ("script",)),
    (_named_party, ("organisation", "mixed", "person", "prose")),
)
_PLAIN: Final = (_user, _plain_person)
# these look for a distributor, for a bracket, for what stands behind "Screenshot:"
_ASKING: Final = frozenset({_distributor, _captured, _expanded, _bracketed})
_BY_SHAPE: Final = {
    (shape, asked): tuple(
        rule for rule, shapes in _RULES if shape in shapes and (asked or rule not in _ASKING)
    )
    for shape in _EVERY
    for asked in (True, False)
}


def unwrapped(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """Take "Photo", "handout", "Archivo" off a name; tell what was taken.

    >>> from credits.vocabulary import default
    >>> unwrapped("AP Photo", default()), unwrapped("Magnum Photos", default())
    (('AP', ('photo',)), ('Magnum Photos', ()))
    """
    one = spelled(text, vocabulary)
    if one is not None and not _is_photo_of(text, one):
        return text, ()
    words = text.split()
    said: list[str] = []
    while len(words) > 1 and _may_drop(words, vocabulary):
        said.append(words.pop().casefold())
    while len(words) > 1 and words[0].casefold() in grammar()["before_party"]:
        said.append(words.pop(0).casefold())
    return (" ".join(words), tuple(said)) if said else (text, ())


def _is_photo_of(text: str, one: Organisation) -> bool:
    """Read "PTI Photo" is PTI's; "Magnum Photos" is what Magnum is called."""
    if one.kind != "agency" or not text.endswith(" Photo"):
        return False
    return text != one.name and text.removesuffix(" Photo") in one.spellings


_NEVER_OF_A_NAME: Final = frozenset({"handout", "files", "file", "staff", "stringer", "pool"})


def _may_drop(words: list[str], vocabulary: Vocabulary) -> bool:
    last = words[-1].casefold()
    if last in _NEVER_OF_A_NAME:
        return True
    one = known(" ".join(words[:-1]), vocabulary)
    return one is not None and last in grammar()["behind_agency"] and one.kind != "stock"
