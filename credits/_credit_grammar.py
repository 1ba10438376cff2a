"""From a printed line to its stretches: which is caption, which is credit, and under what label.

Law: without evidence there is no credit. Evidence is, in this order: a label word or a copyright
mark, a closing bracket that holds parties, a separator before a known organisation, a known
organisation at the very end. Every stretch is a slice of `Line.text`; nothing is re-spelt here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from credits._credit_shapes import bare, kind
from credits.vocabulary import Label, Vocabulary, key

# A longer line is prose with at most one credit, and that stands at its end.
_WINDOW: Final = 3000
_TAIL: Final = 240

_INVISIBLE: Final = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WORD: Final = re.compile(r"[^\W_]+")
_COLON: Final = re.compile(r"(?:\((?:s|en|in)\))?\s?(?:[:=]|\.\.\.|…)[:=.…\s]*")
_MARK: Final = re.compile(r"©|\(c\)|℗")
_GLUED: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÄÖÜÉ][^\W\d_]{2,14}\s?:)")
_EDGE: Final = " \t|/\\–—-•·:,;([【（＝="
_SENTENCE_END: Final = frozenset(".!?…\"”“»’')]。！？*")
_BREAK: Final = frozenset("([|/\\–—-•·:;>［（【、＝=")
_OPEN_TO_CLOSE: Final = {"(": ")", "[": "]", "（": "）", "［": "］", "【": "】"}
_CLOSE_TO_OPEN: Final = {close: start for start, close in _OPEN_TO_CLOSE.items()}

SEPARATOR: Final = re.compile(
    r"(?P<slash>\s?[/|\\·•∙]+\s?)"
    r"|(?P<dash>\s[-–—]+\s|\s?—\s?)"
    r"|(?P<semi>\s?;\s?)"
    r"|(?P<comma>\s?[,،、]\s|\s?[，、])"
    r"|(?P<open>\s?[(\[【]\s?)"
    r"|(?P<close>\s?[)\]】]\s?)"
    r"|(?P<via>\s(?:via|über|vía|tramite|через|przez)\s)"
    r"|(?P<stop>[.!?](?:\s|(?=[^\W\d_])))"
)
_ABBREVIATED: Final = frozenset(
    [
        "jr",
        "sr",
        "dr",
        "mr",
        "mrs",
        "ms",
        "st",
        "lt",
        "col",
        "gen",
        "sgt",
        "capt",
        "cpl",
        "spc",
        "pfc",
        "maj",
        "cmdr",
        "prof",
        "rev",
        "hon",
        "inc",
        "ltd",
        "co",
        "corp",
        "bros",
        "dept",
        "gov",
        "sen",
        "rep",
        "no",
        "vs",
        "pvt",
        "adm",
        "ret",
        "fot",
        "foto",
        "zdj",
        "rys",
        "mat",
        "dok",
    ]
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A label or mark: it *start*s here, the *body* behind it starts there.

    *join* is ``colon``, ``by``, ``mark`` or ``bare``.
    """

    start: int
    body: int
    kind: str
    word: str
    join: str
    langs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of credit under one label; *kind* is empty without a label."""

    kind: str
    text: str
    word: str = ""
    join: str = ""
    langs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """A line taken apart: the caption, the credit's segments, and which evidence decided."""

    caption: str
    segments: tuple[Segment, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class Line:
    """A normalised line: *text* to print from, *low* (same length) to compare with."""

    text: str
    low: str
    vocabulary: Vocabulary


def normalise(text: str) -> str:
    """Compose letters (NFC), drop invisible characters, make every blank one blank."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(_INVISIBLE.sub("", text).split())


def lowered(text: str) -> str:
    """Lower case and half width, exactly one character for each."""
    if text.isascii():
        return text.lower()
    text = text.translate(_FULL_WIDTH)
    low = text.lower()
    return low if len(low) == len(text) else "".join(one.lower()[:1] or one for one in text)


def read(text: str, vocabulary: Vocabulary) -> Line:
    """Make a `Line` of any text."""
    text = normalise(text)
    return Line(text, lowered(text), vocabulary)


def divide(line: Line) -> Split:
    """Take *line* apart at the first evidence of a credit, strongest kind of evidence first."""
    for _, find in _EVIDENCE:
        found = find(line)
        if found is not None:
            return found
    return Split(line.text, (), "")


# ---- labels and marks -------------------------------------------------------------------------


def cues(line: Line, start: int, end: int) -> Iterator[Cue]:
    """Every label or mark between *start* and *end*, left to right, without overlaps."""
    labels = line.vocabulary.labels
    free = start
    for match in _CANDIDATE.finditer(line.low, start, end):
        at = match.start()
        if at < free:
            continue
        found = labels.get(match[0])
        cue = (
            _mark(line, at, match.end())
            if match[0][0] in "©(℗"
            else (_label(line, at, found) if found else _glued(line, at, match.end()))
        )
        if cue is not None:
            free = cue.body
            yield cue


_CANDIDATE: Final = re.compile(r"[^\W_]+|©|\(c\)|℗")
_AFTER_MARK: Final = re.compile(r"[\s:]*(?:copyright\b[\s:]*)?(?:by\b\s*)?")


def _mark(line: Line, at: int, end: int) -> Cue | None:
    after = _AFTER_MARK.match(line.low, end)
    return Cue(at, after.end() if after else end, "rights", "©", "mark")


def _label(line: Line, at: int, labels: tuple[Label, ...]) -> Cue | None:
    low = line.low
    for label in labels:
        if not low.startswith(label.word, at):
            continue
        end = at + len(label.word)
        if end < len(low) and low[end].isalnum() and not _CJK_LABEL(label):
            continue
        body, join = _join(line, label, end)
        return Cue(at, body, label.kind, label.word, join, label.langs)
    return None


def _CJK_LABEL(label: Label) -> bool:
    return label.word[-1] >= "\u3040"


def _join(line: Line, label: Label, end: int) -> tuple[int, str]:
    low = line.low
    if colon := _COLON.match(low, end):
        return colon.end(), "colon"
    if label.word.endswith(_BY_ENDINGS):
        return end + (low[end : end + 1] == " "), "by"
    space = low[end : end + 1] == " "
    word_end = low.find(" ", end + 1)
    if (
        space
        and word_end > 0
        and low[end + 1 : word_end].rstrip(":") in line.vocabulary.words["via"]["by"]
    ):
        return word_end + 1, "by"
    return end + space, "bare"


_BY_ENDINGS: Final = (" by", " of", " by", " von", " de", " por", " von der", " des", " per", "ено")


def _glued(line: Line, at: int, end: int) -> Cue | None:
    """A label whose blank got lost: "...im StudioQuelle: dpa"."""
    colon = line.low[end : end + 2].lstrip()[:1]
    if colon != ":":
        return None
    text = line.text
    for hump in range(end - 3, at, -1):
        if text[hump].isupper() and (text[hump - 1].islower() or text[hump - 1].isdigit()):
            labels = line.vocabulary.labels.get(line.low[hump:end])
            return _label(line, hump, labels) if labels else None
    return None


def boundary(line: Line, at: int) -> int:
    """How clearly something new may begin at *at*: 3 start or punctuation, 2 glued, 1 a blank."""
    text = line.text
    if at == 0:
        return 3
    before = text[at - 1]
    if before == " " and at > 1:
        before = text[at - 2]
        return 3 if before in _SENTENCE_END or before in _BREAK else 2 if before == "," else 1
    return 3 if before in _SENTENCE_END or before in _BREAK else 2


# ---- pieces -----------------------------------------------------------------------------------


def pieces(line: Line, start: int, end: int) -> list[tuple[str, int, int]]:
    """Cut a stretch at its separators: (separator before, start, end) each, empty ones left out."""
    found: list[tuple[str, int, int]] = []
    at, before = start, ""
    for match in SEPARATOR.finditer(line.low, start, end):
        name = match.lastgroup or ""
        if name == "stop" and not _ends_sentence(line, match.start()):
            continue
        stop = match.start() + (name == "stop")
        if stop > at:
            found.append((before, at, stop))
        at, before = match.end(), name
    if end > at:
        found.append((before, at, end))
    return found


def _ends_sentence(line: Line, dot: int) -> bool:
    low = line.low
    start = max(low.rfind(" ", 0, dot), low.rfind("/", 0, dot), low.rfind("(", 0, dot)) + 1
    word = low[start:dot]
    if low[dot + 1] != " ":
        return _lost_blank(line.text, dot) and len(word) > 1
    if line.text[dot] != ".":
        return True
    if len(word) <= 1 or word in _ABBREVIATED:
        return False
    return "." not in word or len(word) > 8


def _lost_blank(text: str, dot: int) -> bool:
    """ "...in Qatar.AFP", but no "iStock.com", "J.J." or "U.S."."""
    before, after = text[dot - 1], text[dot + 1 : dot + 3]
    return after.isalpha() and after[0].isupper() and (before.islower() or before in "0123456789)")


def _kinds(line: Line, start: int, end: int) -> list[str]:
    return [
        kind(bare(line.text[first:last]), line.vocabulary)
        for _, first, last in pieces(line, start, end)
    ]


_PARTY: Final = frozenset(
    [
        "known",
        "person",
        "organisation",
        "handle",
        "drop",
        "domain",
        "word",
        "script",
        "mixed",
        "lower",
    ]
)
_SURE: Final = frozenset(["known", "person", "organisation", "handle", "drop", "domain"])


def credible(line: Line, start: int, end: int) -> bool:
    """Whether the stretch reads as parties and not as prose."""
    kinds = _kinds(line, start, end)
    return bool(kinds) and "prose" not in kinds


def strict(line: Line, start: int, end: int) -> bool:
    """Whether every piece of the stretch is clearly a party."""
    kinds = [one for one in _kinds(line, start, end) if one != "empty"]
    if not kinds or "prose" in kinds:
        return False
    if "known" in kinds:
        return True
    return all(one in _SURE or one == "word" for one in kinds)


# ---- evidence 1: a label word or a copyright mark ---------------------------------------------

_STRICT_KINDS: Final = frozenset(["image", "video", "graphic", "illustration", "other"])


def _by_label(line: Line) -> Split | None:
    end = len(line.text)
    found = list(cues(line, max(0, end - _WINDOW), end))
    for index, cue in enumerate(found):
        if cue.kind in ("caption", "other"):
            continue
        close = _closing(line, cue.start)
        later = [one for one in found[index + 1 :] if one.start < close]
        stop = later[0].start if later else close
        if _plausible(line, cue, stop):
            return _cut(line, cue, later, close)
    return None


def _plausible(line: Line, cue: Cue, end: int) -> bool:
    edge = boundary(line, cue.start)
    capital = not line.text[cue.start].islower()
    if cue.join == "mark":
        return True
    if cue.join == "colon":
        if edge == 1 and not capital:
            return strict(line, cue.body, end)
        if cue.kind in _STRICT_KINDS:
            return (
                cue.body >= end
                or strict(line, cue.body, end)
                or _credit_end(line, cue.body, end) < end
            )
        return _credit_end(line, cue.body, end) >= 0
    if cue.body >= end:
        return edge == 3 and capital and _owner(line, cue) < cue.start
    if cue.join == "by":
        return (
            strict(line, cue.body, end)
            if edge < 3 or cue.kind != "photo"
            else credible(line, cue.body, end)
        )
    if _owner(line, cue) < cue.start:
        return credible(line, cue.body, end)
    return (
        edge == 3
        and capital
        and cue.kind not in ("source", "other")
        and strict(line, cue.body, end)
    )


def _closing(line: Line, at: int) -> int:
    """Where the bracket around *at* closes; the end of the line if there is none."""
    text = line.text
    opened = max(text.rfind(one, 0, at) for one in _OPEN_TO_CLOSE)
    if opened < 0:
        return len(text)
    close = _partner(text, opened)
    return close if close > at else len(text)


def _partner(text: str, opened: int) -> int:
    depth = 0
    start, close = text[opened], _OPEN_TO_CLOSE[text[opened]]
    for index in range(opened, min(len(text), opened + _WINDOW)):
        depth += (text[index] == start) - (text[index] == close)
        if depth == 0:
            return index
    return len(text)


def _owner(line: Line, cue: Cue) -> int:
    """Where the organisation before "photo" begins: "U.S. Air Force photo by", "AP Photo/"."""
    if cue.kind != "photo" or cue.start == 0:
        return cue.start
    start = _known_suffix(line, max(0, cue.start - 80), cue.start)
    return cue.start if start < 0 else start


def _cut(line: Line, first: Cue, later: list[Cue], close: int) -> Split:
    text = line.text
    start = _owner(line, first)
    segments = [Segment("", text[start : first.start])] if start < first.start else []
    inner = [one for one in later if one.join != "bare" or _plausible(line, one, close)]
    for cue, after in zip([first, *inner], [*inner, None], strict=True):
        stop = after.start if after else close
        segments.append(Segment(cue.kind, text[cue.body : stop], cue.word, cue.join, cue.langs))
    opened = _opened(text, start)
    before, after_close = text[:opened], text[close + 1 :]
    last = inner[-1] if inner else first
    stop = _credit_end(line, last.body, close)
    if 0 <= stop < close:
        tail = text[stop:close]
        segments[-1] = Segment(last.kind, text[last.body : stop], last.word, last.join, last.langs)
        after_close = f"{tail} {after_close}"
    return Split(_joined(before, after_close), tuple(segments), "label")


def _opened(text: str, at: int) -> int:
    """Step back over the bracket or separator that opens a credit."""
    return len(text[:at].rstrip(_EDGE))


def _joined(before: str, after: str) -> str:
    before, after = before.strip(), after.strip(_EDGE + ")].")
    after = after if len(after) > 3 else ""
    return f"{before} {after}".strip() if before and after else before or after


def _credit_end(line: Line, start: int, end: int) -> int:
    """Where a credit that begins at *start* gives way to prose; -1 if it is prose from the first."""
    cut = pieces(line, start, end)
    for index, (before, first, last) in enumerate(cut):
        if kind(bare(line.text[first:last]), line.vocabulary) != "prose":
            continue
        for _, one, other in cut[: index + 1]:
            known = _known_prefix(line, one, other)
            if 0 < known < other:
                return known
        if index and before in ("stop", "dash", "slash", "close"):
            return cut[index - 1][2] + (before == "stop")
        return -1
    return end


def _known_prefix(line: Line, start: int, end: int) -> int:
    """Where the known organisation ends with which the stretch begins, or -1."""
    text = line.text
    ends = [match.end() for match in _PREFIX_WORD.finditer(text, start, end)][:6]
    for stop in reversed(ends):
        if line.vocabulary.organisation(text[start:stop]):
            return stop
    return -1


_PREFIX_WORD: Final = re.compile(r"\S+")


def _known_suffix(line: Line, start: int, end: int) -> int:
    """Where the known organisation begins with which the stretch ends, or -1."""
    text = line.text
    words = [match.start() for match in _PREFIX_WORD.finditer(text, start, end)][-6:]
    for first in words:
        if line.vocabulary.organisation(text[first:end]):
            return first
    return -1


# ---- evidence 2: a closing bracket that holds parties -----------------------------------------

_WITNESS: Final = frozenset(["agency", "stock", "paper", "house"])


def _by_bracket(line: Line) -> Split | None:
    text = line.text
    end = len(text.rstrip(' ."”'))
    if not end or text[end - 1] not in _CLOSE_TO_OPEN:
        return None
    opened = _opening(text, end - 1)
    if opened < 0 or not _holds_parties(line, opened + 1, end - 1):
        return None
    return Split(text[:opened].strip(), (Segment("", text[opened + 1 : end - 1]),), "bracket")


def _opening(text: str, close: int) -> int:
    depth = 0
    end, start = text[close], _CLOSE_TO_OPEN[text[close]]
    for index in range(close, max(-1, close - _WINDOW), -1):
        depth += (text[index] == end) - (text[index] == start)
        if depth == 0:
            return index
    return -1


def _holds_parties(line: Line, start: int, end: int) -> bool:
    cut = pieces(line, start, end)
    texts = [bare(line.text[first:last]) for _, first, last in cut]
    kinds = [kind(one, line.vocabulary) for one in texts]
    if not kinds or "prose" in kinds:
        return _is_filler(line, start, end)
    witness = any(
        (one := line.vocabulary.organisation(text)) and one.kind in _WITNESS for text in texts
    )
    joined = any(before in ("slash", "via") for before, _, _ in cut)
    return (
        witness
        or (joined and "known" in kinds)
        or (joined and "person" in kinds and len(kinds) > 1)
        or _is_filler(line, start, end)
    )


_ILLUSTRATIVE: Final = frozenset(["web"])


def _is_filler(line: Line, start: int, end: int) -> bool:
    match = line.vocabulary.placeholders.get(key(line.text[start:end]))
    return (match is not None and match.group in ("handout", "unknown")) or (
        match is not None and match.lang in ("zh",)
    )


# ---- evidence 3: a separator, a sentence end or nothing before parties at the very end ----------

_REPORTING: Final = frozenset(
    [
        "told",
        "to",
        "by",
        "from",
        "for",
        "with",
        "of",
        "the",
        "a",
        "an",
        "and",
        "or",
        "in",
        "on",
        "at",
        "said",
        "says",
        "laut",
        "sagte",
        "der",
        "die",
        "das",
        "dem",
        "den",
        "des",
        "von",
        "bei",
        "mit",
        "an",
        "am",
        "im",
        "und",
        "zu",
        "zur",
        "zum",
        "según",
        "a",
        "la",
        "el",
        "los",
        "le",
        "les",
        "selon",
        "par",
        "à",
        "de",
        "du",
        "des",
        "di",
        "da",
        "do",
        "al",
        "del",
        "con",
        "para",
        "por",
        "y",
        "e",
        "o",
        "agencia",
        "agency",
        "agence",
        "agentur",
        "nachrichtenagentur",
    ]
)


def _by_tail(line: Line) -> Split | None:
    end = len(line.text.rstrip(' ."”'))
    cut = pieces(line, _word_start(line, end - _TAIL), end)
    kinds = [kind(bare(line.text[first:last]), line.vocabulary) for _, first, last in cut]
    while cut and kinds[-1] == "drop" and len(cut) > 1:
        cut.pop(), kinds.pop()
    start = _chain_start(line, cut, kinds)
    if start < 0:
        return None
    return Split(line.text[:start].strip(), (Segment("", line.text[start:end]),), "tail")


def _word_start(line: Line, at: int) -> int:
    return 0 if at <= 0 else line.text.find(" ", at) + 1


_CHAINED: Final = frozenset(["slash", "via", "comma", "dash", "open", "semi"])
_LINK: Final = frozenset(["known", "person", "organisation", "handle", "drop", "domain"])


def _chain_start(line: Line, cut: list[tuple[str, int, int]], kinds: list[str]) -> int:
    """Where the chain of parties at the end of the line begins, or -1 if there is no evidence."""
    witness = False
    start = -1
    people = links = 0
    for index in range(len(cut) - 1, -1, -1):
        before, first, last = cut[index]
        shape = kinds[index]
        after = cut[index + 1][0] if index + 1 < len(cut) else ""
        organisation = line.vocabulary.organisation(bare(line.text[first:last]))
        if shape not in _LINK and not (
            shape in ("word", "lower", "script")
            and after == "slash"
            and (index == 0 or before == "stop")
        ):
            return _partial(line, first, last, start, witness, after, links)
        links += 1
        people += shape in ("person", "handle")
        witness = witness or (
            organisation is not None and _may_witness(line, organisation.kind, before, first)
        )
        start = first
        if before not in _CHAINED:
            break
        if before == "comma" and not _continues(line, cut, kinds, index):
            break
    if not cut:
        return -1
    before = cut[index][0]
    if witness:
        return start
    joined = any(name in ("slash", "via") for name, _, _ in cut[index + 1 :])
    if joined and people and before in ("stop", "") and links > 1:
        return start
    if before == "slash" and people and links == 1 and start > 24:
        return start
    return -1


def _continues(line: Line, cut: list[tuple[str, int, int]], kinds: list[str], index: int) -> bool:
    """Whether the piece before a comma still belongs to the chain: "Name, AP" at a sentence start."""
    before, first, last = cut[index - 1]
    return kinds[index - 1] in ("known", "person") and before in ("stop", "", "slash")


def _may_witness(line: Line, kind_: str, before: str, first: int) -> bool:
    if kind_ in _WITNESS:
        return True
    return before in ("stop", "slash", "via") and kind_ in ("public", "platform", "company")


def _partial(
    line: Line, first: int, last: int, start: int, witness: bool, after: str, links: int
) -> int:
    """The chain's first party has caption words before it: find where it begins."""
    suffix = _known_suffix(line, first, last)
    if suffix > first and _stands_apart(line, suffix, last):
        return suffix
    if witness and after == "slash":
        name = _name_suffix(line, first, last)
        return name if name >= 0 else start
    if witness:
        return start
    return -1


def _stands_apart(line: Line, at: int, end: int) -> bool:
    organisation = line.vocabulary.organisation(line.text[at:end])
    if organisation is None or organisation.kind not in ("agency", "stock"):
        return False
    before = line.text[:at].rstrip()
    word = before.rsplit(None, 1)[-1]
    if word.casefold() in _REPORTING:
        return False
    return not word[-1].islower() or not word.islower() or line.text[at:end].isupper()


def _name_suffix(line: Line, first: int, last: int) -> int:
    words = list(_PREFIX_WORD.finditer(line.text, first, last))[-3:]
    start = -1
    for match in reversed(words):
        if not match[0][0].isupper() or match[0][-1] in ",;:":
            break
        start = match.start()
    return start


# ---- evidence 4: scripts without blanks and without capitals ------------------------------------

_ASIAN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ASIAN_END: Final = re.compile(
    r"(?:[=\s/]|^)(?P<party>[^\s=/。、,]{1,24})(?P<word>\s?提供|\s?撮影|\s?제공)?[\])】]?\.?$"
)


def _by_script(line: Line) -> Split | None:
    if not _ASIAN.search(line.low[-40:]):
        return None
    match = _ASIAN_END.search(line.low, max(0, len(line.low) - 60))
    if match is None:
        return None
    start, end = match.span("party")
    known = line.vocabulary.organisation(line.text[start:end])
    if known is None and match["word"] is None:
        return None
    return Split(
        line.text[: match.start()].strip(),
        (Segment("courtesy" if match["word"] else "", line.text[start:end]),),
        "script",
    )


_EVIDENCE: Final = (
    ("label", _by_label),
    ("bracket", _by_bracket),
    ("script", _by_script),
    ("tail", _by_tail),
)
