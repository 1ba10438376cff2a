"""The steps of parsing, each a small pure function from a `Reading` to what it decided.

Law: a step looks at what earlier steps decided and returns only its own fields; it changes
nothing. `STEPS` is the order. The values a step returns are its trace: see `credit_line.explain`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeVar

from credits import vocabulary as words
from credits._credit_furniture import Body, announces_caption, trim, without_trail
from credits._credit_labels import Cue, cues, first_cue
from credits._credit_language import language as language_of
from credits._credit_names import filler, spelled
from credits._credit_parties import read_parties
from credits._credit_rules import Found
from credits._credit_shapes import kind
from credits._credit_split import divide
from credits._credit_stretch import Stretch
from credits._credit_strips import Stripped, may_strip, strip
from credits._credit_text import GAP, Text, bare, cut, normal, read
from credits._credit_zones import Segment
from credits.vocabulary import Vocabulary, key
from credits.vocabulary.grammar import grammar

T = TypeVar("T")

ROLES: Final = ("screenshot", "illustration", "graphic", "video", "handout", "photo")
_ROLE_OF_LABEL: Final = {
    "photo": "photo",
    "illustration": "illustration",
    "screenshot": "screenshot",
    "graphic": "graphic",
    "video": "video",
    "courtesy": "handout",
}
# devices, programs and templates write no more
_LONG_DEFAULT: Final = 80
_NEVER_OF_A_MACHINE: Final = frozenset(":©|=＝：")
_TEMPLATES: Final = frozenset({"template", "field"})
_BEFORE_CONFIDENCE: Final = {
    "label": 0.95, "title": 0.95, "author": 0.95, "bracket": 0.9, "whole": 0.85, "script": 0.85,
    "tail": 0.8, "head": 0.7, "filler": 0.8, "": 0.9,
}  # fmt: skip


class Reading:
    """A line while it is being read. Every field is decided by one step."""

    line: Text
    default: str | None = None
    default_role: str | None = None
    body: Body = Body(0, 0)
    caption: str | None = None
    announced: str = ""
    segments: tuple[Segment, ...] = ()
    evidence: str = ""
    stripped: tuple[tuple[Segment, Stripped], ...] = ()
    copyright_holder: str | None = None
    creators: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    via: str | None = None
    source: str | None = None
    source_url: str | None = None
    licence: str | None = None
    year: int | None = None
    said: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    leftover: tuple[str, ...] = ()
    role: str | None = None
    is_placeholder: bool = False
    lang: str | None = None
    canonical: tuple[str, ...] = ()
    unknown: int = 0
    confidence: float = 1.0
    unparsed: str | None = None

    def __init__(
        self, original: str, vocabulary: Vocabulary, given_lang: str | None = None
    ) -> None:
        self.original = original
        self.vocabulary = vocabulary
        self.given_lang = given_lang


Decided = Mapping[str, Any]


def normalise(reading: Reading) -> Decided:
    """Compose letters, drop what cannot be seen, make every blank one blank."""
    return {"line": read(reading.original)}


def default(reading: Reading) -> Decided:
    """Know what a camera, a program or a template wrote: it is neither caption nor credit."""
    text = reading.line.text
    if not text or len(text) > _LONG_DEFAULT:
        return {}
    first = first_cue(reading.line, 0, reading.vocabulary)
    labelled = first is not None and first.body < len(text)
    match = None if labelled else _machine(text)
    match = match or _said_nothing(text, reading.vocabulary)
    if match is None:
        return {}
    roles = _roles_of_filler(text, reading.vocabulary) if match.group != "camera" else []
    return {
        "default": match.reason,
        "is_placeholder": True,
        "default_role": next((one for one in ROLES if one in roles), None),
    }


def _machine(text: str) -> words.Match | None:
    if not _NEVER_OF_A_MACHINE.isdisjoint(text):
        return None
    tests = (words.camera_default, words.software_name, words.file_name)
    return next((match for test in tests if (match := test(text))), None)


def _said_nothing(text: str, vocabulary: Vocabulary) -> words.Match | None:
    """Know a line that is nothing but a filler; remarks like "Archivbild" are captions."""
    match = filler(bare(text), vocabulary)
    if match is None:
        return None
    remark = bare(text).casefold() in grammar()["remarks"] and not text.isupper()
    return None if remark else match


def furniture(reading: Reading) -> Decided:
    """Take off counters, file names, buttons and labels that announce a caption."""
    return {"body": trim(reading.line, reading.vocabulary)}


def segment(reading: Reading) -> Decided:
    """Tell caption and credit apart, by the strongest evidence."""
    body = reading.body
    split = divide(Stretch(reading.line, body.start, body.end, reading.vocabulary))
    leads = reading.line.text.startswith(split.caption, body.start)
    line = reading.line if leads else normal(split.caption)
    first = first_cue(line, body.start if leads else 0, reading.vocabulary)
    caption, announced = _announced(split.caption, first, body.start if leads else 0)
    return {
        "caption": _told(caption, reading.vocabulary) if split.segments else caption or None,
        "announced": announced if split.segments else "",
        "segments": split.segments,
        "evidence": split.evidence,
    }


def _announced(caption: str, first: Cue | None, start: int) -> tuple[str, str]:
    """Drop "Image:" before a caption and quotes around all of it; give the kind of the label."""
    if first and first.body - start < len(caption) and announces_caption(first):
        return _unquoted(caption[first.body - start :].strip()), first.kind
    return _unquoted(caption.strip()), ""


def _told(caption: str, vocabulary: Vocabulary) -> str | None:
    """Drop a template's caption: "Caption goes here" tells nothing."""
    match = filler(bare(caption), vocabulary) if len(caption) < _LONG_DEFAULT else None
    return None if match and match.group in _TEMPLATES else caption or None


def _unquoted(text: str) -> str:
    pairs = {'"': '"', "“": "”", "„": "“", "«": "»"}
    if len(text) > 2 and pairs.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        return text[1:-1]
    return text


def strip_segments(reading: Reading) -> Decided:
    """Take addresses, licences, years and instructions out of each stretch of credit."""
    if not reading.segments:
        return {}
    stripped = []
    rights, some = False, may_strip(reading.line, reading.vocabulary)
    for one in reading.segments:
        if one.kind == "other":
            continue
        rights = rights or one.kind == "rights"
        text = without_trail(reading.line.text[one.start : one.end], reading.vocabulary)
        left = strip(text, reading.vocabulary, rights=rights) if some else Stripped(text)
        stripped.append((one, left))
    if not some:
        return {"stripped": tuple(stripped)}
    return {
        "stripped": tuple(stripped),
        "source_url": _first(one.url for _, one in stripped),
        "licence": _first(one.licence for _, one in stripped),
        "year": _first(one.year for _, one in stripped),
    }


def _first(values: Iterable[T | None]) -> T | None:
    return next((one for one in values if one), None)


def holder(reading: Reading) -> Decided:
    """Name who holds the copyright: all that is printed behind the mark."""
    marked = [number for number, (one, _) in enumerate(reading.stripped) if one.kind == "rights"]
    if not marked:
        return {}
    behind = reading.stripped[marked[0] :]
    texts = [_held(one.text, reading.vocabulary) for part, one in behind if part.kind != "courtesy"]
    said = _first(texts) or _address(behind)
    if said is None and marked[0]:
        before = reading.stripped[marked[0] - 1][1].text
        said = _held(before.rstrip(" ([（"), reading.vocabulary)
    return {"copyright_holder": said}


def _address(behind: tuple[tuple[Segment, Stripped], ...]) -> str | None:
    return _first(one.url for _, one in behind)


def _held(text: str, vocabulary: Vocabulary) -> str | None:
    """Give the stretch between the first and the last piece that names somebody."""
    line = normal(text)
    silent = ("drop", "filler", "edited", "year", "inventory", "empty", "licence")
    kept = [one for one in cut(line, 0, len(text)) if kind(one.text, vocabulary) not in silent]
    if not kept:
        return None
    last = next((one for one in kept if one.before == "stop"), None)
    ends = kept[kept.index(last) - 1] if last and kept.index(last) else kept[-1]
    said = bare(bare(text[kept[0].start : ends.end]).split(GAP)[0])
    if said.count("(") > said.count(")"):
        said += ")"
    return said or None


def _left(reading: Reading, one: Segment, left: Stripped) -> Stretch:
    """Give what is left of a stretch of credit: a part of the line, if nothing was taken out."""
    if left.text == reading.line.text[one.start : one.end]:
        return Stretch(reading.line, one.start, one.end, reading.vocabulary)
    line = normal(left.text)
    return Stretch(line, 0, len(line.text), reading.vocabulary)


def classify(reading: Reading) -> Decided:
    """Tell persons from organisations, and find the distributor and the source."""
    if not reading.stripped:
        return {}
    found = Found(licence=reading.licence)
    for one, left in reading.stripped:
        read_parties(_left(reading, one, left), one.kind, one.join, source=one.source, found=found)
    said = (*found.said, *(one.word for one, _ in reading.stripped))
    return {
        "creators": tuple(found.creators),
        "organisations": _without(found.organisations, found.via),
        "via": found.via,
        "source": found.source,
        "licence": found.licence,
        "said": said,
        "dropped": tuple(found.dropped),
        "fillers": tuple(found.fillers),
        "leftover": tuple(found.unparsed),
    }


def _without(names: list[str], via: str | None) -> tuple[str, ...]:
    """Give the organisations that do not distribute what they made."""
    if via is None:
        return tuple(names)
    return tuple(one for one in names if key(one) != key(via))


def role(reading: Reading) -> Decided:
    """Name the kind of picture the words of the credit tell of; the strongest wins."""
    if reading.default is not None:
        return {"role": reading.default_role}
    said = {_ROLE_OF_LABEL[one.kind] for one in reading.segments if one.kind in _ROLE_OF_LABEL}
    if reading.announced in _ROLE_OF_LABEL:
        said.add(_ROLE_OF_LABEL[reading.announced])
    for word in reading.said:
        if word:
            said.update(_roles(word, reading.vocabulary))
    for word in reading.dropped:
        said.update(set(_roles(word, reading.vocabulary)) - {"photo"})
    for text in reading.fillers:
        said.update(_roles_of_filler(text, reading.vocabulary))
    for party in (*reading.organisations, reading.source or ""):
        if party.casefold().startswith(_GRAPHIC):
            said.add("graphic")
    return {"role": next((one for one in ROLES if one in said), None) if said else None}


_GRAPHIC: Final = ("infogra", "инфогра", "інфогра")


def _roles_of_filler(text: str, vocabulary: Vocabulary) -> list[str]:
    """Name the kinds a filler tells of: its own words, and a label at its start."""
    line = normal(text)
    found = cues(line, 0, len(text), vocabulary)
    labels = [_ROLE_OF_LABEL[one.kind] for one in found if one.kind in _ROLE_OF_LABEL]
    told = grammar()
    if text.casefold() in told["handed_over"] or any(
        one in text for one in told["caseless_handout"]
    ):
        labels.append("handout")
    if any(one in text for one in told["caseless_photo"]):
        labels.append("photo")
    return [*_roles(text, vocabulary), *labels]


@lru_cache(maxsize=2048)
def _roles(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    folded = {key(word), word.casefold(), *key(word).split()}
    return tuple(
        name for name, said in vocabulary.words["role"].items()
        if not folded.isdisjoint(said) or key(word) in {key(one) for one in said}
    )  # fmt: skip


def placeholder(reading: Reading) -> Decided:
    """Say whether a credit is attempted that names nobody one could credit."""
    if reading.default is not None or not reading.segments:
        return {}
    named = (
        reading.creators or reading.organisations or reading.via or reading.source
        or reading.source_url or reading.licence or reading.copyright_holder
    )  # fmt: skip
    return {"is_placeholder": not named}


def language(reading: Reading) -> Decided:
    """Name the language of the line; the one given wins."""
    if reading.given_lang:
        return {"lang": reading.given_lang}
    labels = [one.langs for one in reading.segments if one.langs]
    return {"lang": language_of(reading.line, labels, reading.caption or "")}


def canonical(reading: Reading) -> Decided:
    """Give, beside each organisation as printed, the name the vocabulary knows it by."""
    if not reading.organisations:
        return {}
    staff = reading.vocabulary.staff
    known = [(name, spelled(name, reading.vocabulary)) for name in reading.organisations]
    return {
        "canonical": tuple(one.name if one else name for name, one in known),
        "unknown": sum(one is None and name not in staff for name, one in known),
    }


def confidence(reading: Reading) -> Decided:
    """Say how sure the reading is, and what it could not place."""
    sure = 0.99 if reading.default else _BEFORE_CONFIDENCE[reading.evidence]
    if not reading.leftover and not reading.organisations:
        return {"confidence": sure}
    left = " ".join(reading.leftover) or None
    return {
        "unparsed": left,
        "confidence": round(
            max(0.1, sure - 0.05 * min(reading.unknown, 4) - (0.15 if left else 0)), 2
        ),
    }


Step = Callable[[Reading], Decided]

STEPS: Final[tuple[tuple[str, Step], ...]] = (
    ("normalise", normalise),
    ("default", default),
    ("furniture", furniture),
    ("segment", segment),
    ("strip", strip_segments),
    ("holder", holder),
    ("classify", classify),
    ("role", role),
    ("placeholder", placeholder),
    ("language", language),
    ("canonical", canonical),
    ("confidence", confidence),
)

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
