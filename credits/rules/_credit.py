"""What is wrong with one credit, told in one place: so that one cause gives one finding.

Every credit is at most one of the `Kind`s. What is the whole text counts, after a label, a
copyright sign and a year: names that merely contain such a word ("Internet Archive", "Jane Test")
are names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum, auto
from functools import lru_cache
from typing import Any, Final, NamedTuple

from credits.rules._model import Desk, Subject, credits_of
from credits.vocabulary import (
    Match,
    Vocabulary,
    camera_default,
    file_name,
    is_placeholder_credit,
    software_name,
    without_label,
)
from credits.vocabulary.notices import empty_notice
from credits.vocabulary.platforms import is_platform


class Kind(StrEnum):
    """Why a credit names nobody."""

    CAMERA = auto()
    SOFTWARE = auto()
    PLACEHOLDER = auto()
    HANDOUT = auto()
    OWN = auto()  # the house's staff, agencies' stringers and pools: right beside a name
    NETWORK = auto()  # right beside an account
    NOTICE = auto()  # a copyright notice without a name: right beside a credit
    ADDRESS = auto()


# what is wrong only where nobody else is named
ALONE: Final = frozenset({Kind.OWN, Kind.NETWORK, Kind.NOTICE})
_GROUPS: Final = {"handout": Kind.HANDOUT, "own": Kind.OWN, "network": Kind.NETWORK}


class Flaw(NamedTuple):
    """Why one credit names nobody."""

    kind: Kind
    reason: str


class Flawed(NamedTuple):
    """A credit that names nobody, and the property it stands in."""

    field: str
    text: str
    flaw: Flaw


class Judged(NamedTuple):
    """All credits of a photo: those that name somebody, and those that do not."""

    named: tuple[tuple[str, str], ...]
    flawed: tuple[Flawed, ...]

    def of(self, *kinds: Kind) -> Iterator[tuple[str, tuple[Flawed, ...]]]:
        """Give the flawed credits of some kinds, property by property."""
        found = [one for one in self.flawed if one.flaw.kind in kinds]
        for name in dict.fromkeys(one.field for one in found):
            yield name, tuple(one for one in found if one.field == name)


def judged(subject: Subject, desk: Desk) -> Judged:
    """Judge every credit of a photo, once."""
    words = desk.terms.words
    known: Judged | None = subject.memory.get(("credits", words))
    if known is None:
        known = subject.memory["credits", words] = _judged(subject, words)
    return known


def _judged(subject: Subject, words: Vocabulary) -> Judged:
    named, flawed = [], []
    for name, text in credits_of(subject):
        flaw = flaw_of(text, words)
        if flaw is None:
            named.append((name, text))
        else:
            flawed.append(Flawed(name, text, flaw))
    return Judged(tuple(named), tuple(flawed))


def others(subject: Subject, name: str, flawed: Iterable[Flawed]) -> Any:
    """Give what is left of a property without some of its credits; None if nothing is."""
    value = getattr(subject.record, name)
    gone = {one.text for one in flawed}
    kept = tuple(one for one in value if one not in gone) if isinstance(value, tuple) else ()
    return kept or None


def quoted(flawed: Iterable[Flawed]) -> str:
    """Quote credits in a message."""
    return ", ".join(repr(one.text) for one in flawed)


# ── one text ────────────────────────────────────────────────────────────────────────────────────

_ADDRESS: Final = re.compile(
    r"(?P<url>(?:https?://|www\.)\S+)"
    r"|(?P<profile>(?P<host>[\w-]+(?:\.[\w-]+)+)/[\w./@-]+)"
    r"|(?P<mail>(?:mailto:)?[^\s@/]+@[^\s@./]+(?:\.[^\s@./]+)+)"
    r"|(?P<handle>@[\w.-]+|u/[\w-]+)",
    re.IGNORECASE,
)
_REASONS: Final = {
    "url": "is an address on the web", "mail": "is an e-mail address", "handle": "is an account",
    "profile": "is an account on a network",
}  # fmt: skip
_DEFAULTS: Final = (
    (Kind.CAMERA, camera_default),
    (Kind.SOFTWARE, software_name),
    (Kind.PLACEHOLDER, file_name),
)
_IN_WHAT_WAY: Final = "says in what way it came, not from whom"
# fillers are short; what is longer says something
_LONGEST: Final = 240
_LONGEST_LABEL: Final = 20
_PARTS: Final = re.compile(r"\s*[/|;,·•]\s*|\s+[-–—]\s+|\s*\(\s*|\s*\)\s*")


@lru_cache(maxsize=8192)
def flaw_of(text: str, words: Vocabulary) -> Flaw | None:
    """Tell why a credit names nobody, None if it may name somebody."""
    if not any(map(str.isalpha, text)) and not empty_notice().fullmatch(text[:_LONGEST].strip()):
        return Flaw(Kind.PLACEHOLDER, "has no letter in it")
    if len(text) > _LONGEST:
        return None
    if flaw := _whole(text, words):
        return flaw
    rest = _bare(text)
    if not rest:
        return Flaw(Kind.NOTICE, "is a copyright notice without a name")
    if rest != text:
        return flaw_of(rest, words)
    return _behind_a_word(text, words) or _in_parts(text, words)


def _bare(text: str) -> str:
    """Give what stands behind a label, or a copyright sign and a year."""
    rest = without_label(text.strip()).strip()
    notice = empty_notice().match(rest)
    return rest[notice.end() :].strip() if notice else rest


def _whole(text: str, words: Vocabulary) -> Flaw | None:
    if empty_notice().fullmatch(text.strip()):
        return Flaw(Kind.NOTICE, "is a copyright notice without a name")
    for kind, known in _DEFAULTS:
        if match := known(text):
            return Flaw(kind, f"is {match.reason}")
    if match := is_placeholder_credit(text, vocabulary=words):
        return _placeholder(match, text, words)
    return _address(text.strip(" <>()[]"), words)


def _address(text: str, words: Vocabulary) -> Flaw | None:
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None
    # "iStock.com/djedzura" names the library and the photographer
    if match["host"] and not is_platform(words.organisation(match["host"])):
        return None
    return Flaw(Kind.ADDRESS, _REASONS[match.lastgroup or "url"])


def _placeholder(match: Match, text: str, words: Vocabulary) -> Flaw:
    kind = _GROUPS.get(match.group, Kind.PLACEHOLDER)
    # a pool is the agencies' own doing, nobody's handout
    small, dropped = text.casefold(), words.words["drop"]["words"]
    if kind is Kind.HANDOUT and small in dropped and small not in words.words["role"]["handout"]:
        return Flaw(Kind.OWN, _IN_WHAT_WAY)
    return Flaw(kind, match.reason)


def _behind_a_word(text: str, words: Vocabulary) -> Flaw | None:
    """Judge "fot. archiwum" and "Foto privat", where the label has no colon."""
    head, _, rest = text.partition(" ")
    small = head.casefold()
    if not rest or len(head) > _LONGEST_LABEL:
        return None
    match = is_placeholder_credit(rest, vocabulary=words)
    if match is None:
        return None
    labels = words.labels.get(small.strip("."), ())
    announced = any(label.word in {small, small.strip(".")} for label in labels)
    return _placeholder(match, rest, words) if announced else None


def _in_parts(text: str, words: Vocabulary) -> Flaw | None:
    """Judge "Reprodução/Internet", "archive, file photo": flawed if every part is."""
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) < 2:
        return None
    flaws: list[Flaw] = []
    for part in parts:
        flaw = flaw_of(part, words)
        if flaw is None and part.casefold() in words.words["drop"]["words"]:
            flaw = Flaw(Kind.OWN, _IN_WHAT_WAY)
        if flaw is None:
            return None
        flaws.append(flaw)
    return min(flaws, key=lambda one: list(Kind).index(one.kind))
