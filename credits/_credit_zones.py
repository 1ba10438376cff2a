"""The stretches of a line that are credit because a label or a mark says so.

Law: a label alone proves nothing; what follows it must read as parties ("Photo: Jo Li"), and it
must not stand in a sentence ("in the photo: ..."). How much is asked depends on how the label is
joined and where it stands: see `_PLAUSIBLE`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from credits._credit_extent import begins_sentence, extent, known_suffix, shaped, strict
from credits._credit_labels import Cue, cues
from credits._credit_names import filler, known
from credits._credit_shapes import SILENT
from credits._credit_text import Text, bare, brackets
from credits.vocabulary import Vocabulary
from credits.vocabulary.grammar import function_words, grammar

_WINDOW: Final = 3000
# no line has more labels; of one that has, the last are read
_MANY: Final = 24
_OWNER_WORDS: Final = 6
_STRICT_KINDS: Final = frozenset({"image", "video", "graphic", "illustration", "screenshot"})
_BARE_KINDS: Final = frozenset({"photo", "image", "credit", "courtesy", "rights", "screenshot"})
_INNER_BARE: Final = frozenset({"courtesy", "rights", "screenshot"})
_PICTURE: Final = frozenset({"photo", "illustration"})
# "Foto di Jo Li" names who made it; "photo of Jo Li" whom it shows
_OF_MAKERS: Final = frozenset({"foto", "ph", "ph."})
_CLEAR: Final = 3


@dataclass(slots=True, eq=False)
class Segment:
    """A stretch of credit under one label; *kind* is empty without a label.

    *source* tells a label that asks where the picture is from; *join* is that of the `Cue`.
    """

    kind: str
    start: int
    end: int
    word: str = ""
    join: str = ""
    langs: tuple[str, ...] = ()
    source: bool = False


@dataclass(slots=True, eq=False)
class Zone:
    """A stretch of the line that is credit, brackets and labels included."""

    start: int
    end: int
    segments: tuple[Segment, ...]


@dataclass(slots=True, eq=False)
class Field:
    """What the label rules look at: the line, its stretch, its brackets, its cues."""

    line: Text
    start: int
    end: int
    pairs: list[tuple[int, int]]
    found: list[Cue]
    vocabulary: Vocabulary


def labelled(line: Text, start: int, end: int, vocabulary: Vocabulary) -> list[Zone]:
    """Every stretch that a label or mark shows to be credit, left to right."""
    start = max(start, end - _WINDOW)
    found = cues(line, start, end, vocabulary)
    if not found:
        return []
    usable = [one for one in found[-_MANY:] if not _in_sentence(line, one, vocabulary)]
    field = Field(line, start, end, brackets(line.text, start, end), usable, vocabulary)
    zones: list[Zone] = []
    for number, cue in enumerate(usable):
        if zones and cue.start < zones[-1].end:
            continue
        zone = _zone(field, number)
        if zone is not None:
            zones.append(zone)
    for one in zones:
        if any(part.kind != "other" for part in one.segments):
            return zones
    return []


def _in_sentence(line: Text, cue: Cue, vocabulary: Vocabulary) -> bool:
    """Read "in the photo: ...", "на фото: ...": behind a small word, a label is of a sentence."""
    if cue.edge == _CLEAR or cue.kind in ("rights", "caption") or cue.start < 2:
        return False
    if line.text[cue.start - 1] != " ":
        return False
    before = line.low[max(0, cue.start - 40) : cue.start].rsplit(None, 1)[-1]
    if cue.join == "colon" and not line.text[cue.start].islower():
        return before in grammar()["in_picture"]
    return before in function_words() and before not in vocabulary.words["via"]["and"]


def _zone(field: Field, number: int) -> Zone | None:
    cue = field.found[number]
    close = closing(field, cue.start)
    if cue.kind == "caption" or not _plausible(field, number, close):
        return None
    owner = _owner(field, cue)
    segments = [Segment("", owner, cue.start)] if owner < cue.start else []
    end = owner
    while True:
        cue = field.found[number]
        following = _following(field, number, close)
        stop = field.found[following].start if following else close
        end = max(cue.body, _extent(field, cue, stop))
        segments.append(Segment(cue.kind, cue.body, end, cue.word, cue.join, cue.langs, cue.source))
        if not following or end < stop:
            break
        if field.found[following].kind == "caption":
            end = field.found[following].body
            break
        number = following
    return Zone(owner, end, tuple(segments))


_TRUSTED: Final = frozenset({"photo", "credit", "source", "screenshot", "courtesy"})


def _extent(field: Field, cue: Cue, stop: int) -> int:
    trusted = cue.kind in _TRUSTED and cue.join in ("colon", "by", "bare")
    return extent(field.line, cue.body, stop, field.vocabulary, trusted=trusted)


def _following(field: Field, number: int, close: int) -> int:
    """Find the next label that opens a new stretch inside the same credit, or 0."""
    for later in range(number + 1, len(field.found)):
        cue = field.found[later]
        if cue.start >= close:
            return 0
        if cue.kind == "caption":
            return later if cue.join != "bare" else 0
        if _opens_inside(field, cue, field.found[number], close):
            return later
    return 0


def _opens_inside(field: Field, cue: Cue, previous: Cue, close: int) -> bool:
    if cue.kind != "rights" and filler(bare(field.line.text[cue.start : close]), field.vocabulary):
        return False
    if cue.join in ("colon", "mark", "comma"):
        return True
    if cue.start == previous.body:
        return not any(name == "made" for name, *_ in field.line.whole)
    if cue.join == "by":
        return cue.edge == _CLEAR or strict(field.line, cue.body, close, field.vocabulary)
    return cue.kind in _INNER_BARE and cue.kind != previous.kind


def closing(field: Field, at: int) -> int:
    """Where the bracket around *at* closes; the end of the stretch if there is none."""
    if not field.pairs:
        return field.end
    return min((close for start, close in field.pairs if start < at < close), default=field.end)


# ---- may this label open a credit? --------------------------------------------------------------


def _plausible(field: Field, number: int, close: int) -> bool:
    cue = field.found[number]
    later = [one.start for one in field.found[number + 1 :] if one.start < close]
    stop = later[0] if later else close
    return _PLAUSIBLE[cue.join](field, cue, stop)


def _by_mark(field: Field, cue: Cue, _: int) -> bool:
    return field.line.low[cue.start] != "(" or "(b)" not in field.line.low[: cue.start]


def _by_colon(field: Field, cue: Cue, stop: int) -> bool:
    line, vocabulary = field.line, field.vocabulary
    if cue.kind == "place":
        return _names_organisation(field, cue, stop)
    if cue.edge == 1 and line.text[cue.start].islower() and cue.kind != "source":
        return stop <= cue.body or strict(line, cue.body, stop, vocabulary)
    if cue.body >= stop:
        return True
    end = _extent(field, cue, stop)
    if cue.kind == "graphic" and not _shows_party(field, cue, max(end, cue.body)):
        return False
    if cue.kind in _STRICT_KINDS or cue.kind == "other":
        return end >= stop or (end > 0 and _is_firm(field, cue, end))
    return end > 0


def _is_firm(field: Field, cue: Cue, end: int) -> bool:
    """Whether what ends before prose has a known party or a chain of parties in it."""
    each = shaped(field.line, cue.body, end, field.vocabulary)
    return any(shape in ("known", "filler", "licence") for _, shape in each) or (
        field.line.text[end : end + 1] in (")", ".", "]")
        and strict(field.line, cue.body, end, field.vocabulary)
    )


def _names_organisation(field: Field, cue: Cue, stop: int) -> bool:
    each = shaped(field.line, cue.body, stop, field.vocabulary)
    if not each or cue.start == field.start or begins_sentence(each[0][0].text.split()[0]):
        return False
    kinds = {shape for _, shape in each}
    return bool(kinds & {"known", "organisation"}) and "prose" not in kinds


def _begins(line: Text, start: int, end: int, vocabulary: Vocabulary) -> bool:
    return extent(line, start, end, vocabulary) > 0


def _by_comma(field: Field, cue: Cue, stop: int) -> bool:
    return cue.edge == _CLEAR and _begins(field.line, cue.body, stop, field.vocabulary)


def _by_word(field: Field, cue: Cue, stop: int) -> bool:
    line, vocabulary = field.line, field.vocabulary
    if cue.body >= stop:
        return _is_capital(field, cue) and cue.edge == _CLEAR
    if cue.kind == "courtesy" and cue.edge < _CLEAR and not _is_capital(field, cue):
        return _is_firm(field, cue, stop) and strict(line, cue.body, stop, vocabulary)
    if cue.edge == _CLEAR and _is_capital(field, cue) and cue.kind != "other":
        return _begins(line, cue.body, stop, vocabulary)
    if _owner(field, cue) < cue.start:
        return _begins(line, cue.body, stop, vocabulary)
    return strict(line, cue.body, stop, vocabulary)


def _by_of(field: Field, cue: Cue, stop: int) -> bool:
    """Read "Foto di Jo Li/ANSA": only where a credit would begin, and only if it reads as one."""
    line, vocabulary = field.line, field.vocabulary
    if cue.edge < _CLEAR or not _is_capital(field, cue) or cue.body >= stop:
        return False
    if cue.kind not in _PICTURE or not strict(line, cue.body, stop, vocabulary):
        return False
    return _is_firm(field, cue, stop) or cue.word in _OF_MAKERS


def _by_place(field: Field, cue: Cue, stop: int) -> bool:
    """Read a label with nothing behind it but a party: "Photo iStock", "Foto dpa"."""
    line, vocabulary = field.line, field.vocabulary
    if cue.body >= stop:
        lone = cue.start == field.start or cue.kind == "courtesy"
        return lone and cue.edge == _CLEAR and cue.word not in grammar()["remarks"]
    if cue.kind not in _BARE_KINDS:
        return False
    if cue.edge < _CLEAR:
        return _asked(field, cue) and strict(line, cue.body, stop, vocabulary)
    if not _is_capital(field, cue):
        return cue.start > field.start and strict(line, cue.body, stop, vocabulary)
    if cue.kind in ("rights", "courtesy"):
        small = cue.kind == "courtesy" and line.text[cue.body].islower()
        may = strict if small else _begins
        return may(line, cue.body, stop, vocabulary)
    end = extent(line, cue.body, stop, vocabulary)
    return end > 0 and strict(line, cue.body, end, vocabulary) and _shows_party(field, cue, end)


def _asked(field: Field, cue: Cue) -> bool:
    """Read "on the pier courtesy Ann Lee", ", credit Ann Lee"; "a credit union" is a thing."""
    if cue.word.startswith("credit"):
        return cue.edge > 1 or not field.line.text[cue.body].islower()
    return cue.kind == "courtesy"


def _shows_party(field: Field, cue: Cue, stop: int) -> bool:
    """Read "Photo Jo Li" yes; "Photo Album", "Foto Museum" are names of things."""
    each = shaped(field.line, cue.body, stop, field.vocabulary)
    names = [shape for _, shape in each if shape not in SILENT]
    sure = {"known", "person", "organisation" if cue.kind == "graphic" else "known"}
    return not sure.isdisjoint(names) or any(shape in ("filler", "edited") for _, shape in each)


def _is_capital(field: Field, cue: Cue) -> bool:
    return not field.line.text[cue.start].islower()


_PLAUSIBLE: Final[dict[str, Callable[[Field, Cue, int], bool]]] = {
    "mark": _by_mark,
    "colon": _by_colon,
    "comma": _by_comma,
    "by": _by_word,
    "of": _by_of,
    "bare": _by_place,
}


# ---- whose photo it is: "U.S. Navy photo by", "AP Photo/" ---------------------------------------


def _owner(field: Field, cue: Cue) -> int:
    """Where the organisation before a label begins, or the label itself."""
    if cue.kind not in _PICTURE or cue.edge != 1:
        return cue.start
    line = field.line
    if cue.join not in ("by", "bare") and not line.text[cue.start : cue.start + 2].isupper():
        return cue.start
    start = known_suffix(line, field.start, cue.start, field.vocabulary)
    if start >= 0:
        return start
    return _loud_owner(field, cue) if cue.join == "by" else cue.start


def _loud_owner(field: Field, cue: Cue) -> int:
    """Read "Times-Herald staff photo by": capitals between a sentence's end and the label."""
    text = field.line.text
    words = text[max(field.start, cue.start - 80) : cue.start].split()[-_OWNER_WORDS:]
    own: list[str] = []
    for word in reversed(words):
        if word[-1] in ".!?)]" and not (own and len(word) <= 4 and word.count(".") > 1):
            break
        if not word[0].isupper() and word not in grammar()["behind_agency"]:
            return cue.start
        own.append(word)
    if not own or len(own) == _OWNER_WORDS:
        return cue.start
    start = text.rfind(own[-1], 0, cue.start)
    name = " ".join(reversed(own))
    told = len(own) > 1 or known(name, field.vocabulary) or filler(name, field.vocabulary)
    return start if told else cue.start
