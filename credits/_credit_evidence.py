"""The evidence that parts of a line are credit where no label says so.

Law: each rule looks at one place (a title, a closing bracket, the whole line, the start, a filler
at the end, the end of a line in a script without capitals) and finds a `Zone` or nothing.
"""

from __future__ import annotations

import re
from typing import Final

from credits._credit_extent import Shaped, begins_sentence, prefix
from credits._credit_licences import licence_in
from credits._credit_names import account, filler, known, looks_coined, may_be_known
from credits._credit_shapes import SILENT, SURE, commissioned, halved, is_own_work, kind
from credits._credit_stretch import SELLERS, WITNESSES, Stretch, ends_with_seller, witnesses, zone
from credits._credit_text import Piece, bare, brackets, cut
from credits._credit_zones import Segment, Zone
from credits.vocabulary import Vocabulary, key
from credits.vocabulary.grammar import grammar

_REACH: Final = 260
_HEAD: Final = 200
_NEAR: Final = 40
_FILLER_REACH: Final = 60
_HEAD_WORDS: Final = 4
_ACRONYM: Final = (2, 6)
_SENTENCE: Final = '.!?…"”“»。！？'
_ASIAN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LINKS: Final = SURE | SILENT | {"word"}
# no line that is nothing but parties has one of these
_TELLING: Final = frozenset({"prose", "year"})
_TOPICS: Final = frozenset({"company", "platform", "public"})
_CLOSERS: Final = frozenset(")]）］】")
_JOINS: Final = frozenset({"slash", "via"})

# ---- a title, its author, its licence -----------------------------------------------------------

_QUOTES: Final = frozenset('"“„«')
_TITLE: Final = re.compile(
    r"[\"“„«](?P<title>[^\"”“»]{1,300})[\"”“»],?\s+(?P<by>by|von|de|par|por|di|van|av|af)\s"
)


def by_title(stretch: Stretch) -> list[Zone]:
    """Read "Title" by Jo Li is licensed under CC BY 2.0, via Wikimedia Commons."""
    if stretch.text[stretch.start : stretch.start + 1] not in _QUOTES:
        return []
    match = _TITLE.match(stretch.text, stretch.start, stretch.end)
    if match is None or not licence_in(stretch.low, match.end(), stretch.end):
        return []
    author = Segment("credit", match.end(), stretch.end, "by", "by")
    return [Zone(match.start("by"), stretch.end, (author,))]


_BY: Final = re.compile(r"(?:by|von|par|por|di|da|door|av|af|przez)\s(?=[^\W\d_])", re.IGNORECASE)
# the others are also how surnames begin: "Von Miller", "Di Maria"
_SURELY_BY: Final = frozenset({"by", "par", "por", "przez", "door"})


def by_author(stretch: Stretch) -> list[Zone]:
    """Read "Par Jo Li — Travail personnel", "By Statoil, CC BY 2.0": a maker and their right."""
    match = _BY.match(stretch.text, stretch.start, stretch.end)
    if match is None or stretch.end - stretch.start > _REACH:
        return []
    each = stretch.shaped(match.end(), stretch.last)
    word = match[0].strip().casefold()
    claimed = any(is_own_work(piece.text) for piece, _ in each)
    given = word in _SURELY_BY and any(shape == "licence" for _, shape in each)
    if not (claimed or given) or any(shape not in _LINKS for _, shape in each):
        return []
    author = Segment("credit", match.end(), stretch.end, word, "by")
    return [Zone(stretch.start, stretch.end, (author,))]


# ---- a closing bracket that holds parties -------------------------------------------------------


def by_bracket(stretch: Stretch) -> list[Zone]:
    """Read "... at the port. (Jo Li/AFP)"."""
    last = stretch.last
    if stretch.text[last - 1 : last] not in _CLOSERS:
        return []
    pairs = brackets(stretch.text, max(stretch.start, last - 2 * _REACH), last)
    closing = [opened for opened, close in pairs if close == last - 1]
    if not closing or not _holds_parties(stretch, closing[0], last - 1):
        return []
    opened = closing[0]
    named = _named_before(stretch, opened)
    if named < opened:
        return [zone(named, last, last - 1)]
    return [zone(opened, last, last - 1, opened + 1)]


def _named_before(stretch: Stretch, opened: int) -> int:
    """Find where the person before the bracket begins: "El puerto. ANA GÓMEZ (EFE)"."""
    if stretch.text[opened - 1] != " ":
        return opened
    pieces = cut(stretch.line, max(stretch.start, opened - _REACH), opened)
    if not pieces or kind((piece := pieces[-1]).text, stretch.vocabulary) != "person":
        return opened
    loud = piece.text.isupper() and piece.start == stretch.start
    return piece.start if piece.before == "stop" or loud else opened


def _holds_parties(stretch: Stretch, opened: int, close: int) -> bool:
    inside = bare(stretch.text[opened + 1 : close])
    if not inside or inside.casefold() in grammar()["remarks"]:
        return False
    if _is_handout(inside, stretch.vocabulary):
        return True
    each = stretch.shaped(opened + 1, close)
    if not each or any(shape == "prose" for _, shape in each):
        return False
    if any(witnesses(one, stretch.vocabulary) for one in each):
        return True
    before = stretch.text[stretch.start : opened].rstrip()
    apart = not before or before[-1] in _SENTENCE
    return _names_parties(each) if apart else _is_chain(each)


def _is_chain(each: tuple[Shaped, ...]) -> bool:
    """Read "caption (Jo Li/The Union)": joined parties, one of them known or a person."""
    kinds = [shape for _, shape in each]
    joined = any(one.before in _JOINS for one, _ in each)
    named = "known" in kinds or "person" in kinds
    return joined and named and kinds.count("word") < len(kinds) - 1


def _names_parties(each: tuple[Shaped, ...]) -> bool:
    """Read a bracket that stands apart: every piece is a party, and not all are mere words."""
    kinds = [shape for _, shape in each]
    if any(one not in _LINKS for one in kinds):
        return False
    if not {"known", "person", "organisation"}.isdisjoint(kinds):
        return True
    first = each[0][0].text
    return kinds[0] == "word" and first.isupper() and looks_coined(first)


def _is_handout(text: str, vocabulary: Vocabulary) -> bool:
    match = filler(text, vocabulary)
    return match is not None and (match.group in ("handout", "unknown") or _is_asian(text))


def _is_asian(text: str) -> bool:
    return _ASIAN.search(text) is not None


# ---- nothing but parties ------------------------------------------------------------------------


def by_whole(stretch: Stretch) -> list[Zone]:
    """Read a line that is nothing but parties: "Jo Li/AFP via Getty Images"."""
    if stretch.end - stretch.start > _REACH:
        return []
    vocabulary = stretch.vocabulary
    each = _untold(stretch)
    if any(one != "known" and ends_with_seller(piece.text, vocabulary) for piece, one in each):
        return []
    if each and any(rule(each, vocabulary) for rule in _WHOLE):
        return [zone(stretch.start, stretch.end, stretch.end)]
    return []


def _untold(stretch: Stretch) -> list[Shaped]:
    """Name the shape of each piece of a stretch; none if one of them tells something."""
    each = []
    for piece in cut(stretch.line, stretch.start, stretch.last):
        shape = kind(piece.text, stretch.vocabulary)
        if shape in _TELLING:
            return []
        each.append((piece, shape))
    return each


def _licensed(each: list[Shaped], _: Vocabulary) -> bool:
    return len(each) > 1 and any(shape == "licence" for _, shape in each)


def _alone(each: list[Shaped], vocabulary: Vocabulary) -> bool:
    """Read one agency or library, one domain, "Jo Li for BuzzFeed News"."""
    named = [one for one in each if one[1] not in SILENT]
    if len(named) != 1:
        return False
    piece, shape = named[0]
    one = known(piece.text, vocabulary)
    if one is not None:
        sells = one.kind in SELLERS and vocabulary.witness(piece.text) is not None
        return sells or (len(each) > 1 and each[0][1] == "drop")
    glued = "-" in piece.text and bool(halved(piece.text, vocabulary))
    return glued or shape == "domain" or commissioned(piece.text, vocabulary) is not None


def _chained(each: list[Shaped], vocabulary: Vocabulary) -> bool:
    """Read parties joined by "/", "|" or "via": one is known, or none is a mere word."""
    kinds = [shape for _, shape in each]
    joined = [one.before for one, _ in each[1:]]
    if _JOINS.isdisjoint(joined) or "stop" in joined or _tells_first(each):
        return False
    if "known" in kinds:
        return "mixed" not in kinds and not _are_topics(each, vocabulary)
    if any(one not in SURE | SILENT and not _is_acronym(piece.text) for piece, one in each):
        return False
    return "organisation" in kinds or all(_is_acronym(one.text) for one, _ in each)


def _tells_first(each: list[Shaped]) -> bool:
    """Read "Londyn nocą, Jo Li / AFP": what stands before the first comma is caption."""
    return each[1][0].before == "comma" and each[0][1] in ("mixed", "script")


def _are_topics(each: list[Shaped], vocabulary: Vocabulary) -> bool:
    """Read "Apple/Google": companies, and no one who sells pictures."""
    found = [known(piece.text, vocabulary) for piece, _ in each]
    return all(one is not None and one.kind in _TOPICS for one in found)


def _is_acronym(text: str) -> bool:
    return text.isupper() and text.isalpha() and _ACRONYM[0] <= len(text) <= _ACRONYM[1]


def _listed(each: list[Shaped], vocabulary: Vocabulary) -> bool:
    """Read "Jo Li, ASSOCIATED PRESS": persons and one who sells pictures."""
    if len(each) < 2 or any(one.before == "stop" for one, _ in each[1:]):
        return False
    parties = {shape for _, shape in each} <= SURE | SILENT
    return parties and any(witnesses(one, vocabulary) for one in each)


def _networked(each: list[Shaped], vocabulary: Vocabulary) -> bool:
    """Read "Twitter: @x", "reddit by u/x", "Instagram / @x"."""
    if any(account(piece.text, vocabulary) is not None for piece, _ in each):
        return True
    return len(each) > 1 and any(shape == "handle" for _, shape in each)


_WHOLE: Final = (_licensed, _alone, _chained, _listed, _networked)


# ---- scripts without blanks and without capitals ------------------------------------------------

_CASELESS_END: Final = re.compile(
    r"(?:[=\s/。(・、,]|^)(?P<party>[^\s=/。、,(・]{1,24}?)(?P<word>\s?(?:記者|记者|기자))?"
    r"(?P<how>\s?(?:提供|供图|供圖|撮影|摄|攝|摄影|攝影|제공))?[\])】]?[.。]?$"
)
_REPORTS_FOR: Final = re.compile(r"(?P<agency>[^\s。、,(]{1,12}?)(?P<reporter>记者|記者)?\s?$")


def by_script(stretch: Stretch) -> list[Zone]:
    """Read "会見する首相＝共同", "…모습. 연합뉴스 제공", "新华社记者 李明 摄"."""
    low, start, end = stretch.low, stretch.start, stretch.end
    if low.isascii() or not _is_asian(low[max(start, end - _NEAR) : end]):
        return []
    match = _CASELESS_END.search(low, max(start, end - 2 * _NEAR), end)
    if match is None or not _ends_in_party(stretch, match):
        return []
    segment = _caseless_segment(match)
    agency = _REPORTS_FOR.search(low, max(start, segment.start - _NEAR), segment.start)
    if agency is None or not _has_reporters(stretch, agency, match):
        return [Zone(match.start(), end, (segment,))]
    return [Zone(agency.start(), end, (Segment("", *agency.span("agency")), segment))]


def _has_reporters(stretch: Stretch, agency: re.Match[str], named: re.Match[str]) -> bool:
    """Read "新华社记者 李明", "연합뉴스 김철수 기자": a known agency needs no word for it."""
    if agency["reporter"] or not agency["agency"]:
        return bool(agency["agency"])
    if not (named["word"] or named["how"]) or agency.end("agency") == agency.end():
        return False
    one = known(stretch.text[slice(*agency.span("agency"))], stretch.vocabulary)
    return one is not None and one.kind in WITNESSES


def _ends_in_party(stretch: Stretch, match: re.Match[str]) -> bool:
    first, last = match.span("party")
    if match["word"] or match["how"]:
        return True
    one = known(bare(stretch.text[first:last]), stretch.vocabulary)
    return one is not None and one.kind in WITNESSES


def _caseless_segment(match: re.Match[str]) -> Segment:
    how = match["how"] or ""
    supplied = any(one in how for one in grammar()["caseless_handout"])
    kind = "courtesy" if supplied else "photo" if how else "credit"
    end = match.end("word") if match["word"] else match.end("party")
    return Segment(kind, match.start("party"), end, how.strip(), "bare")


# ---- parties in front of prose ------------------------------------------------------------------


def by_head(stretch: Stretch) -> list[Zone]:
    """Read "Jo Li | Getty Images The governor ...": a credit before its caption."""
    short = stretch.last - stretch.start <= _REACH
    last = stretch.last if short else stretch.start + _HEAD
    pieces = cut(stretch.line, stretch.start, last)
    number = _leading(pieces, stretch.vocabulary)
    if number < 0:
        return []
    piece, before = pieces[number], [one.text for one in pieces[:number]]
    if not (may_be_known(piece.text, stretch.vocabulary) or _any_sells(before, stretch.vocabulary)):
        return []
    at = prefix(stretch.line, piece, before[-1] if before else "", stretch.vocabulary)
    if at < 0 or not _leads(stretch, before, piece.start, at):
        return []
    return [zone(stretch.start, at, at)]


def _leading(pieces: tuple[Piece, ...], vocabulary: Vocabulary) -> int:
    """Count the parties before the piece in which prose begins; -1 if there is no such piece."""
    for number, piece in enumerate(pieces):
        if number and piece.before not in _JOINS:
            return -1
        shape = kind(piece.text, vocabulary)
        if shape not in _LINKS or _starts_with_known(piece.text, shape, vocabulary):
            return number
    return -1


def _starts_with_known(text: str, shape: str, vocabulary: Vocabulary) -> bool:
    if shape == "known" or not may_be_known(text, vocabulary):
        return False
    words = text.split()[:_HEAD_WORDS]
    heads = (" ".join(words[:number]) for number in range(1, len(words)))
    return any(known(head, vocabulary) for head in heads)


def _leads(stretch: Stretch, before: list[str], start: int, at: int) -> bool:
    chain = [*before, bare(stretch.text[start:at])]
    if not _any_sells(chain, stretch.vocabulary):
        return False
    following = stretch.text[at:].split(None, 1)
    return bool(before) or (bool(following) and begins_sentence(following[0]))


def _any_sells(names: list[str], vocabulary: Vocabulary) -> bool:
    found = map(vocabulary.witness, names)
    return any(one is not None and one.kind in WITNESSES for one in found)


# ---- a filler at the very end -------------------------------------------------------------------


def by_filler(stretch: Stretch) -> list[Zone]:
    """Read "...from the ground up. Supplied", "Jonathan Blair Submitted photo", "... 2011 D.R."."""
    text, start = stretch.text, stretch.start
    last = start + len(text[start : stretch.end].rstrip())
    words = text[max(start, last - _FILLER_REACH) : last].split()
    for number in range(min(4, len(words)), 0, -1):
        if not words[-number][0].isupper():
            continue
        said = " ".join(words[-number:])
        match = filler(said, stretch.vocabulary)
        if match and _may_stand(text[start : last - len(said)].rstrip(), said, match.group):
            return [zone(last - len(said), stretch.end, last)]
    return []


def _may_stand(before: str, said: str, group: str) -> bool:
    if not before or not said[0].isupper() or said.casefold() in grammar()["remarks"]:
        return False
    if group in ("handout", "unknown") and before[-1] in ".!?…|—–/":
        return True
    if group == "handout" and " " in said:
        return True
    return key(said) in ("d r", "dr") and said.isupper()
