"""What a page prints around a caption: counters, file names, buttons, announcing labels.

Law: only whole, known pieces of furniture at the two ends of a line are taken off; nothing in the
middle is touched.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from credits._credit_labels import Cue, first_cue
from credits._credit_names import spelled
from credits._credit_text import Text
from credits.vocabulary import Vocabulary
from credits.vocabulary.grammar import grammar

_LEAD: Final = re.compile(
    r"(?:\d{1,3}\s?(?:/|of|von|sur|de|из|з|z)\s?\d{1,3}(?=\D)[\s:.|–-]*"
    r"|\d{1,2}\.\d{1,2}\.\d{2,4}\s+\d{1,2}:\d{2}\s+"
    r"|[\w()+,@-]{1,80}\.(?:jpe?g|png|tiff?|gif|webp|heic)\s+)",
    re.IGNORECASE,
)
_TRAIL: Final = re.compile(
    r"\s\d{1,3}$|\.(?:jpe?g|png|tiff?|gif|webp|heic)$|\s\[\+\]$|\s\+$", re.IGNORECASE
)
_TRAILING: Final = frozenset("0123456789gfpc]+")
_DIGIT: Final = re.compile(r"\d")
_HEAD: Final = 84
_LONGEST: Final = 40
_ANNOUNCING: Final = frozenset({"image", "photo", "credit", "video"})


class Body(NamedTuple):
    """The stretch of a line that is caption and credit; what stood around it was *taken*."""

    start: int
    end: int
    taken: tuple[str, ...] = ()


def trim(line: Text, vocabulary: Vocabulary) -> Body:
    """Take furniture off both ends of a line."""
    start = _counted(line)
    start = _announced(line, start, vocabulary)
    end = _buttons(line, start, vocabulary)
    if start == 0 and end == len(line.text):
        return Body(start, end)
    taken = (line.text[:start].strip(), line.text[end:].strip())
    return Body(start, end, tuple(one for one in taken if one))


def _counted(line: Text) -> int:
    head = line.low[:_HEAD]
    match = _LEAD.match(line.low) if "." in head or _DIGIT.match(head) else None
    return match.end() if match and match.end() < len(line.low) else 0


def _announced(line: Text, start: int, vocabulary: Vocabulary) -> int:
    """Step over "Image caption", "Legende:", "Pie de foto:" at the start."""
    first = first_cue(line, start, vocabulary)
    if first is None or first.kind != "caption":
        return start
    if first.body >= len(line.text):
        return start
    spoken = first.join in ("colon", "comma") or " " in first.word
    return first.body if spoken and line.text[start].isupper() else start


def _buttons(line: Text, start: int, vocabulary: Vocabulary) -> int:
    end = len(line.text)
    furniture = vocabulary.words["drop"]["furniture"]
    last_words = _last_words(vocabulary)
    while end > start and line.low[line.low.rfind(" ", start, end) + 1 : end] in last_words:
        said = line.low[max(start, end - _LONGEST) : end].split(" ")[-4:]
        taken = next((one for one in _endings(said) if one in furniture), None)
        before = end - len(taken) - 1 if taken else end
        if taken is None or before <= start or not _is_button(line, before):
            return end
        end = before
    return end


@lru_cache(maxsize=8)
def _last_words(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(one.rsplit(" ", 1)[-1] for one in vocabulary.words["drop"]["furniture"])


def _endings(words: list[str]) -> list[str]:
    return [" ".join(words[number:]) for number in range(len(words))]


def _is_button(line: Text, at: int) -> bool:
    """Tell a button: it has a capital, or stands behind a full stop or a bracket."""
    before = line.text[at - 1]
    if " " in line.text[at + 1 :]:
        return True
    return line.text[at + 1].isupper() or before in ".!?)]" or line.text[at + 1] in "[+"


def announces_caption(cue: Cue) -> bool:
    """Tell "Image: The Prime Minister arrives": a label that turned out to announce a caption."""
    remark = cue.word in grammar()["remarks"] or cue.word.startswith(("file", "archiv", "symbol"))
    return cue.kind in _ANNOUNCING and cue.join in ("colon", "comma") and not remark


def without_trail(text: str, vocabulary: Vocabulary) -> str:
    """Take a counter, a button or a file's ending off the end of a credit.

    >>> from credits.vocabulary import default
    >>> without_trail("PAP Jerzy Nowak.jpg", default()), without_trail("TV 2", default())
    ('PAP Jerzy Nowak', 'TV 2')
    """
    if not text or text[-1].isspace() or text[-1].casefold() not in _TRAILING:
        return text
    return text if spelled(text, vocabulary) else _TRAIL.sub("", text)
