"""Keep what is meant for editors out of what readers see.

What:
    The caption holds instructions: "MANDATORY CREDIT", "NO ARCHIVES", "RESTRICTED TO EDITORIAL USE
    - NO MARKETING", "EDS:", "Sperrfrist:", "ACHTUNG:". In small letters inside a sentence such
    words are prose and pass.

Why:
    IPTC has a property for them (Instructions, IIM 2:40). AFP and EPA send them at the end of the
    caption, and papers print them there: the training course of the African school of digital
    journalism warns of "rogue text with instructions from AFP".

Example:
    "A flooded street in Kherson. RESTRICTED TO EDITORIAL USE - NO ARCHIVES".

Fix:
    `credits fix --unsafe-fixes PHOTO` moves them into Instructions. In Photoshop: File > File Info
    > Basic > Description, and IPTC > Instructions. In Photo Mechanic: Metadata (IPTC) Info >
    Caption and Special Instructions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from credits.duties import instructions_in
from credits.finding import Fix
from credits.rules._model import (
    PHOTOS,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    levels,
)

CODE: Final = "CAP304"
NAME: Final = "caption-has-instructions"
LEVELS: Final = levels("warning", archive="info", strict="error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(caption="Rescuers carry a child out of a flooded house in Kherson."),
    example(caption="The EU extended the oil embargo until 2027."),
    example(caption="There were no sales in the market on Monday."),
    example(caption="Kherson.", instructions="NO ARCHIVES"),
    example(caption="A protester's sign reads NO WAR."),
    example(),
)
BAD: Final = (
    example(caption="A flooded street. RESTRICTED TO EDITORIAL USE - NO ARCHIVES"),
    example(caption='Kherson. (MANDATORY CREDIT: "AFP PHOTO / NASA") NO MARKETING NO ADVERTISING'),
    example(caption="EDS: adds name. A flooded street in Kherson, June 7, 2026."),
    example(caption="Überschwemmung. ACHTUNG: Nur zur redaktionellen Verwendung."),
    example(caption="Inondation à Kherson. USAGE ÉDITORIAL UNIQUEMENT", instructions="No sales"),
    example(caption="Flood. EMBARGO until 2026-05-01 06:00 GMT."),
    example(caption="A man wades home. No archives. No sales.\nMANDATORY CREDIT"),
)


class _Cut(NamedTuple):
    caption: str | None
    instructions: str


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report instructions that stand in the caption."""
    caption = subject.record.caption
    found = (
        [caption[one.start : one.stop] for one in instructions_in(caption, "caption")]
        if (caption)
        else []
    )
    if not caption or not found:
        return
    cut = _cut(caption)
    moved = "; ".join(filter(None, (subject.record.instructions, cut.instructions)))
    changes = {"caption": cut.caption, "instructions": moved}
    yield Remark(
        f"the caption holds instructions: {', '.join(map(repr, dict.fromkeys(found)))}",
        "caption",
        command(subject, caption=cut.caption or "WHO DOES WHAT, WHERE, WHEN", instructions=moved),
        Fix("unsafe", changes),
    )


# sentences, lines and brackets; a dash between capitals continues an instruction
_SEGMENT: Final = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|[^.!?\n(\[]+(?:[.!?](?!\s|$)[^.!?\n(\[]*)*[.!?]*\s*|.\s*"
)


def _cut(caption: str) -> _Cut:
    """Cut the sentences that instruct; again, until none is left."""
    spans = [(one.start, one.stop) for one in instructions_in(caption, "caption")]
    kept, gone = [], []
    for match in _SEGMENT.finditer(caption):
        told = [start for start, stop in spans if start < match.end() and match.start() < stop]
        if not told:
            kept.append(match[0])
            continue
        head = _prose_before(match[0], told[0] - match.start())
        kept.append(match[0][:head])
        gone.append(match[0][head:].strip())
    rest = _tidy("".join(kept))
    if rest and rest != caption and any(instructions_in(rest, "caption")):
        again = _cut(rest)
        return _Cut(again.caption, " ".join((*gone, again.instructions)))
    return _Cut(rest, " ".join(gone))


_DASH: Final = re.compile(r"(?<!\s)\s+[-–—]+\s+|(?:(?<!\s)\s+)?[-–—]{2,}\s*")


def _prose_before(segment: str, at: int) -> int:
    """Find where the instruction begins: behind the last dash that prose stands before."""
    head = segment[:at]
    ends = [match.end() for match in _DASH.finditer(head)]
    prose = [end for end in ends if not segment[:end].isupper()]
    if prose:
        return prose[-1]
    return at if head.strip(" \"'“(*-") and not head.isupper() else 0


def _tidy(text: str) -> str | None:
    rest = re.sub(r"\s{2,}", " ", text.replace("()", "").replace("[]", "")).strip()
    return rest.rstrip("-–—*/|([;,:").strip() or None
