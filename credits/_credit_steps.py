"""The steps of parsing, each a small function that decides some fields of a `Reading`.

Law: a step looks at what earlier steps decided and writes only the fields it decides, which stand
beside it in `STEPS`; done twice it decides the same. `STEPS` is the order, and what is written is
the trace: see `credit_line.explain`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from credits import vocabulary as words
from credits._credit_furniture import Body, announces_caption, trim, without_trail
from credits._credit_labels import Cue, cues, first_cue
from credits._credit_language import language as language_of
from credits._credit_names import filler, spelled
from credits._credit_parties import read_parties
from credits._credit_rules import Found
from credits._credit_shapes import SILENT, kind
from credits._credit_split import divide
from credits._credit_stretch import Stretch
from credits._credit_strips import Stripped, instructions, may_strip, strip
from credits._credit_text import GAP, Text, bare, cut, normal, read
from credits._credit_zones import Segment
from credits.vocabulary import Vocabulary, key
from credits.vocabulary.grammar import grammar

# the strongest first
ROLES: Final = ("screenshot", "illustration", "graphic", "video", "handout", "photo")
# roles are counted together, as bits
_ROLE: Final = {name: 1 << at for at, name in enumerate(ROLES)}
_PHOTO, _HANDOUT, _GRAPHIC = _ROLE["photo"], _ROLE["handout"], _ROLE["graphic"]
_ROLE_OF_LABEL: Final = {**_ROLE, "courtesy": _HANDOUT}
# devices, programs and templates write no more
_LONG_DEFAULT: Final = 80
_NEVER_OF_A_MACHINE: Final = frozenset(":©|=＝：")
_QUOTES: Final = {'"': '"', "“": "”", "„": "“", "«": "»"}
_TEMPLATES: Final = frozenset({"template", "field"})
_BEFORE_CONFIDENCE: Final = {
    "label": 0.95, "title": 0.95, "author": 0.95, "bracket": 0.9, "whole": 0.85, "script": 0.85,
    "tail": 0.8, "head": 0.7, "filler": 0.8, "": 0.9,
}  # fmt: skip
_OF_A_DEFAULT: Final = 0.99
# of more organisations that are not known, one is no less sure
_DOUBTS: Final = 4


class Left(NamedTuple):
    """What is left of a *segment* of credit as a *stretch*, and the address taken out of it."""

    segment: Segment
    stretch: Stretch
    url: str | None


_NOTHING: Final = Stripped("")


class Reading:
    """A line while it is being read. Every field is decided by one step."""

    __slots__ = (
        "announced", "body", "canonical", "caption", "confidence", "copyright_holder", "creators",
        "default", "default_role", "dropped", "evidence", "fillers", "given_lang",
        "is_placeholder", "lang", "left", "leftover", "licence", "line", "organisations",
        "original", "role", "said", "segments", "source", "source_url", "unknown", "unparsed",
        "via", "vocabulary", "year",
    )  # fmt: skip

    line: Text

    def __init__(
        self, original: str, vocabulary: Vocabulary, given_lang: str | None = None
    ) -> None:
        self.original = original
        self.vocabulary = vocabulary
        self.given_lang = given_lang
        self.default: str | None = None
        self.default_role: str | None = None
        self.body = _WHOLE
        self.caption: str | None = None
        self.announced = ""
        self.segments: tuple[Segment, ...] = ()
        self.evidence = ""
        self.left: tuple[Left, ...] = ()
        self.copyright_holder: str | None = None
        self.creators: tuple[str, ...] = ()
        self.organisations: tuple[str, ...] = ()
        self.via: str | None = None
        self.source: str | None = None
        self.source_url: str | None = None
        self.licence: str | None = None
        self.year: int | None = None
        self.said: tuple[str, ...] = ()
        self.dropped: tuple[str, ...] = ()
        self.fillers: tuple[str, ...] = ()
        self.leftover: tuple[str, ...] = ()
        self.role: str | None = None
        self.is_placeholder = False
        self.lang: str | None = None
        self.canonical: tuple[str, ...] = ()
        self.unknown = 0
        self.confidence = 1.0
        self.unparsed: str | None = None


_WHOLE: Final = Body(0, 0)


def normalise(reading: Reading) -> None:
    """Compose letters, drop what cannot be seen, make every blank one blank."""
    reading.line = read(reading.original)


def default(reading: Reading) -> None:
    """Know what a camera, a program or a template wrote: it is neither caption nor credit."""
    text = reading.line.text
    if not text or len(text) > _LONG_DEFAULT:
        return
    first = first_cue(reading.line, 0, reading.vocabulary)
    labelled = first is not None and first.body < len(text)
    match = None if labelled or not _NEVER_OF_A_MACHINE.isdisjoint(text) else words.default_of(text)
    match = match or _said_nothing(text, reading.vocabulary)
    if match is None:
        return
    reading.default = match.reason
    reading.is_placeholder = True
    if match.group != "camera":
        reading.default_role = _strongest(_roles_of_filler(text, reading.vocabulary))


def _said_nothing(text: str, vocabulary: Vocabulary) -> words.Match | None:
    """Know a line that is nothing but a filler; remarks like "Archivbild" are captions."""
    match = filler(bare(text), vocabulary)
    if match is None:
        return None
    remark = bare(text).casefold() in grammar()["remarks"] and not text.isupper()
    return None if remark else match


def furniture(reading: Reading) -> None:
    """Take off counters, file names, buttons and labels that announce a caption."""
    reading.body = trim(reading.line, reading.vocabulary)


def segment(reading: Reading) -> None:
    """Tell caption and credit apart, by the strongest evidence."""
    line, vocabulary, start = reading.line, reading.vocabulary, reading.body.start
    caption, segments, evidence = divide(Stretch(line, start, reading.body.end, vocabulary))
    reading.segments = segments
    reading.evidence = evidence
    if not caption:
        return
    if not line.text.startswith(caption, start):
        line, start = normal(caption), 0
    caption, announced = _announced(caption, first_cue(line, start, vocabulary), start)
    if segments:
        reading.announced = announced
        reading.caption = _told(caption, vocabulary)
    else:
        reading.caption = caption or None


def _announced(caption: str, first: Cue | None, start: int) -> tuple[str, str]:
    """Drop "Image:" before a caption and quotes around all of it; give the kind of the label."""
    if first and first.body - start < len(caption) and announces_caption(first):
        return _unquoted(caption[first.body - start :].strip()), first.kind
    return _unquoted(caption), ""


def _told(caption: str, vocabulary: Vocabulary) -> str | None:
    """Drop a template's caption: "Caption goes here" tells nothing."""
    match = filler(bare(caption), vocabulary) if len(caption) < _LONG_DEFAULT else None
    return None if match and match.group in _TEMPLATES else caption or None


def _unquoted(text: str) -> str:
    closing = _QUOTES.get(text[:1])
    if closing and len(text) > 2 and closing == text[-1] and closing not in text[1:-1]:
        return text[1:-1]
    return text


def strip_segments(reading: Reading) -> None:
    """Take addresses, licences, years and instructions out of each stretch of credit."""
    if not reading.segments:
        return
    line, vocabulary = reading.line, reading.vocabulary
    said = instructions(line, vocabulary)
    some = bool(said) or may_strip(line)
    left = []
    rights = False
    for one in reading.segments:
        if one.kind == "other":
            continue
        rights = rights or one.kind == "rights"
        text = without_trail(line.text[one.start : one.end], vocabulary)
        taken = strip(text, said, rights=rights) if some else _NOTHING
        reading.source_url = reading.source_url or taken.url
        reading.licence = reading.licence or taken.licence
        reading.year = reading.year or taken.year
        left.append(Left(one, _stretch(reading, one, taken.text if some else text), taken.url))
    reading.left = tuple(left)


def _stretch(reading: Reading, one: Segment, text: str) -> Stretch:
    """Give what is left of a stretch of credit: a part of the line, if nothing was taken out."""
    line = reading.line
    if text == line.text[one.start : one.end]:
        return Stretch(line, one.start, one.end, reading.vocabulary)
    return Stretch(normal(text), 0, len(text), reading.vocabulary)


def holder(reading: Reading) -> None:
    """Name who holds the copyright: all that is printed behind the mark."""
    kinds = [one.segment.kind for one in reading.left]
    if "rights" not in kinds:
        return
    marked = kinds.index("rights")
    said = _held_behind(reading.left[marked:])
    if said is None and marked:
        before = reading.left[marked - 1].stretch
        text = before.text[before.start : before.end].rstrip(" ([（")
        said = _held(before.until(before.start + len(text)))
    reading.copyright_holder = said


def _held_behind(behind: tuple[Left, ...]) -> str | None:
    for one in behind:
        if one.segment.kind != "courtesy" and (said := _held(one.stretch)):
            return said
    return next((one.url for one in behind if one.url), None)


_OF_NO_HOLDER: Final = SILENT - {"url"} | {"empty"}


def _held(stretch: Stretch) -> str | None:
    """Give the stretch between the first and the last piece that names somebody."""
    vocabulary = stretch.vocabulary
    pieces = cut(stretch.line, stretch.start, stretch.end)
    kept = [one for one in pieces if kind(one.text, vocabulary) not in _OF_NO_HOLDER]
    if not kept:
        return None
    stops = [number for number, one in enumerate(kept) if number and one.before == "stop"]
    last = kept[stops[0] - 1] if stops and kept[0].before != "stop" else kept[-1]
    said = bare(bare(stretch.text[kept[0].start : last.end]).split(GAP)[0])
    return (f"{said})" if said.count("(") > said.count(")") else said) or None


def classify(reading: Reading) -> None:
    """Tell persons from organisations, and find the distributor and the source."""
    if not reading.left:
        return
    found = Found(licence=reading.licence)
    for one, stretch, _ in reading.left:
        read_parties(stretch, one.kind, one.join, source=one.source, found=found)
    reading.creators = tuple(found.creators)
    reading.organisations = _without(found.organisations, found.via)
    reading.via = found.via
    reading.source = found.source
    reading.licence = found.licence
    reading.said = (*found.said, *[one.segment.word for one in reading.left])
    reading.dropped = tuple(found.dropped)
    reading.fillers = tuple(found.fillers)
    reading.leftover = tuple(found.unparsed)


def _without(names: list[str], via: str | None) -> tuple[str, ...]:
    """Give the organisations that do not distribute what they made."""
    if via is None:
        return tuple(names)
    said = key(via)
    return tuple(one for one in names if key(one) != said)


def role(reading: Reading) -> None:
    """Name the kind of picture the words of the credit tell of; the strongest wins."""
    if reading.default is not None:
        reading.role = reading.default_role
        return
    vocabulary = reading.vocabulary
    roles = _ROLE_OF_LABEL.get(reading.announced, 0)
    for one in reading.segments:
        roles |= _ROLE_OF_LABEL.get(one.kind, 0)
    for word in reading.said:
        roles |= _roles(word, vocabulary)
    for word in reading.dropped:
        roles |= _roles(word, vocabulary) & ~_PHOTO
    for text in reading.fillers:
        roles |= _roles_of_filler(text, vocabulary)
    for party in reading.organisations:
        roles |= _of_a_desk(party)
    reading.role = _strongest(roles | _of_a_desk(reading.source or ""))


def _strongest(roles: int) -> str | None:
    return ROLES[(roles & -roles).bit_length() - 1] if roles else None


_GRAPHIC_DESKS: Final = ("infogra", "инфогра", "інфогра")


def _of_a_desk(party: str) -> int:
    """Read "Infografik Lindhaven": who makes graphics made one."""
    return _GRAPHIC if party.casefold().startswith(_GRAPHIC_DESKS) else 0


def _roles_of_filler(text: str, vocabulary: Vocabulary) -> int:
    """Give the kinds a filler tells of: its own words, and a label at its start."""
    roles = _roles(text, vocabulary)
    for one in cues(normal(text), 0, len(text), vocabulary):
        roles |= _ROLE_OF_LABEL.get(one.kind, 0)
    told = grammar()
    if text.casefold() in told["handed_over"] or _has_any(text, told["caseless_handout"]):
        roles |= _HANDOUT
    return roles | _PHOTO if _has_any(text, told["caseless_photo"]) else roles


def _has_any(text: str, words: Iterable[str]) -> bool:
    return any(map(text.__contains__, words))


@lru_cache(maxsize=2048)
def _roles(word: str, vocabulary: Vocabulary) -> int:
    folded = {key(word), word.casefold(), *key(word).split()}
    return sum(
        _ROLE[name] for name, said in vocabulary.words["role"].items()
        if not folded.isdisjoint(said) or key(word) in {key(one) for one in said}
    )  # fmt: skip


def placeholder(reading: Reading) -> None:
    """Say whether a credit is attempted that names nobody one could credit."""
    reading.is_placeholder = bool(reading.segments) and not (
        reading.creators or reading.organisations or reading.via or reading.source
        or reading.source_url or reading.licence or reading.copyright_holder
    )  # fmt: skip


def language(reading: Reading) -> None:
    """Name the language of the line; the one given wins."""
    if reading.given_lang:
        reading.lang = reading.given_lang
        return
    labels = [one.langs for one in reading.segments if one.langs]
    reading.lang = language_of(reading.line, labels, reading.caption or "")


def canonical(reading: Reading) -> None:
    """Give, beside each organisation as printed, the name the vocabulary knows it by."""
    if not reading.organisations:
        return
    vocabulary = reading.vocabulary
    names = []
    unknown = 0
    for name in reading.organisations:
        one = spelled(name, vocabulary)
        names.append(one.name if one else name)
        unknown += one is None and name not in vocabulary.staff
    reading.canonical = tuple(names)
    reading.unknown = unknown


def confidence(reading: Reading) -> None:
    """Say how sure the reading is, and what it could not place."""
    reading.unparsed = " ".join(reading.leftover) or None
    if reading.default is not None:
        reading.confidence = _OF_A_DEFAULT
        return
    doubts = min(reading.unknown, _DOUBTS) + 3 * (reading.unparsed is not None)
    reading.confidence = _doubted(_BEFORE_CONFIDENCE[reading.evidence], doubts)


@cache
def _doubted(sure: float, doubts: int) -> float:
    return round(max(0.1, sure - 0.05 * doubts), 2)


class Step(NamedTuple):
    """One step: its *name*, what it does, the fields of a `Reading` it decides."""

    name: str
    act: Callable[[Reading], None]
    decides: tuple[str, ...]


STEPS: Final = (
    Step("normalise", normalise, ("line",)),
    Step("default", default, ("default", "is_placeholder", "default_role")),
    Step("furniture", furniture, ("body",)),
    Step("segment", segment, ("caption", "announced", "segments", "evidence")),
    Step("strip", strip_segments, ("left", "source_url", "licence", "year")),
    Step("holder", holder, ("copyright_holder",)),
    Step("classify", classify, (
        "creators", "organisations", "via", "source", "licence", "said", "dropped", "fillers",
        "leftover",
    )),
    Step("role", role, ("role",)),
    Step("placeholder", placeholder, ("is_placeholder",)),
    Step("language", language, ("lang",)),
    Step("canonical", canonical, ("canonical", "unknown")),
    Step("confidence", confidence, ("unparsed", "confidence")),
)  # fmt: skip

#: what still runs when a device, a program or a template wrote the line
AFTER_DEFAULT: Final = frozenset({"role", "language", "confidence"})

# `STEPS` without those that have nothing to do: the first two tell what a device wrote, the next
# two whether there is a credit
OPENING: Final = (normalise, default)
DIVIDING: Final = (furniture, segment)
WITH_CREDIT: Final = (
    strip_segments, holder, classify, role, placeholder, language, canonical, confidence,
)  # fmt: skip
WITHOUT_CREDIT: Final = (role, language, confidence)
