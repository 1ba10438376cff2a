"""What a photo's record asks of those who print it: not before, not after, with a credit.

Two things say so: properties that are dates or codes (IIM 2:30-2:38, PLUS licence dates and Credit
Line Required), and the instructions that agencies write for people ("EMBARGO until 1 December 2026
06:00 GMT", "14 days from the time of transmission", "Mandatory credit: ..."). Law: nothing is
guessed. A duty whose date cannot be read, or read in two ways, keeps every reading (see
`credits.moment`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Literal

from credits.moment import Moment, moment_in, of_iso
from credits.record import Record
from credits.vocabulary.instructions import (
    Phrase,
    number_of,
    period,
    phrases,
    unit_of,
)

Kind = Literal[
    "embargo", "expiry", "mandatory-credit", "no-archive", "no-sales", "editorial-only", "note"
]

# where people write instructions for people
INSTRUCTING: Final = ("instructions", "usage_terms", "other_constraints")
# where instructions stray; what is printed in small letters there is prose
STRAYED: Final = ("caption", "headline", "title")
_DATES: Final[tuple[tuple[str, Kind], ...]] = (
    ("release_date", "embargo"),
    ("license_start", "embargo"),
    ("expiration_date", "expiry"),
    ("license_end", "expiry"),
)
# PLUS: adjacent to the image, in a credits area, on the image; CR-NRQ asks for none
_CREDIT_ASKED: Final = ("CR-CAI", "CR-CCA", "CR-COI")
# the longest a month and a year are
_HOURS: Final = {"hour": 1, "day": 24, "week": 168, "month": 744, "year": 8784}
_AHEAD: Final = 90


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing asked: *kind*, the *text* that asks it, and the property it stands in.

    *moment* is when an embargo ends or a licence does (None: a date is asked for, and none can be
    found). *period* is how long a photo may be used from when it was sent; *party* is who must be
    named.
    """

    kind: Kind
    field: str
    text: str
    moment: Moment | None = None
    period: timedelta | None = None
    party: str | None = None


def duties(record: Record, received: datetime | None = None) -> tuple[Duty, ...]:
    """List what the record asks for.

    *received* is when the photo was sent, where somebody knows: a period of use counts from then.
    No property says so; without it the period counts from when the photo was made.
    """
    found = [
        Duty(kind, name, said, of_iso(said))
        for name, kind in _DATES
        if (said := getattr(record, name))
    ]
    asked = record.credit_line_required
    if asked and asked.endswith(_CREDIT_ASKED):
        found.append(Duty("mandatory-credit", "credit_line_required", asked))
    for name in (*INSTRUCTING, *STRAYED):
        if text := getattr(record, name):
            found += said_in(text, name)
    made = received.isoformat() if received else record.date_created or record.date_digitized
    return tuple(_dated(duty, made) if duty.period else duty for duty in found)


@lru_cache(maxsize=1024)
def said_in(text: str, field: str) -> tuple[Duty, ...]:
    """Read the instructions in one text.

    >>> [duty.kind for duty in said_in("Mandatory credit. No archiving.", "instructions")]
    ['mandatory-credit', 'no-archive']
    """
    found = [_duty(text, phrase, field) for phrase in instructions_in(text, field)]
    if field in INSTRUCTING or found:
        found += _periods(text, field)
    # "UNDER EMBARGO. Not for release before 1 December": the second sentence dates the first
    dated = {duty.kind for duty in found if duty.moment}
    return tuple(duty for duty in found if duty.moment or duty.kind not in dated or duty.period)


# ── instructions that strayed into a caption ────────────────────────────────────────────────────


def instructions_in(text: str, field: str) -> Iterator[Phrase]:
    """Find the phrases that instruct; in a caption only those that are dressed for it.

    There they stand in capitals, or lead a sentence and are followed by a colon or a date: "the oil
    embargo until 2027" is news.
    """
    found = phrases(text)
    if field not in STRAYED:
        yield from found
    elif found:
        # where all is in capitals, capitals mean nothing
        capitals = not text.isupper()
        yield from (one for one in found if _is_dressed(text, one, capitals=capitals))


_OPENINGS: Final = (".", "!", "\n", "(", "[", ";", "*", "-", "–", "—", "/", "）", "。", "【")
_CLOSINGS: Final = frozenset({"", ".", ";", ")", "]", "）", "。", "】"})
_QUOTES: Final = " \t\"'“„«"


def _is_dressed(text: str, phrase: Phrase, *, capitals: bool) -> bool:
    said, after = (
        text[phrase.start : phrase.stop],
        text[phrase.stop : phrase.stop + _AHEAD].lstrip(),
    )
    announced = said.endswith(":") or after[:1] in {":", "!", "："}
    dated = phrase.kind in _DATED and moment_in(after) is not None
    if capitals and _is_shouted(said):
        return announced or dated or phrase.kind not in _DATED
    before = _before(text, phrase).rstrip(_QUOTES)
    # a sentence of its own: "No archives."
    whole = phrase.kind not in _DATED and after[:1] in _CLOSINGS
    return (not before or before.endswith(_OPENINGS)) and (announced or dated or whole)


def _before(text: str, phrase: Phrase) -> str:
    return text[max(0, phrase.start - _AHEAD) : phrase.start]


def _is_shouted(said: str) -> bool:
    """Tell whether a phrase, or its first word, is in capitals: "EMBARGO until"."""
    return said.isupper() or (len(first := said.split(maxsplit=1)[0]) > 3 and first.isupper())


# ── what one phrase asks ────────────────────────────────────────────────────────────────────────

_DATED: Final = frozenset({"embargo", "expiry"})


def _duty(text: str, phrase: Phrase, field: str) -> Duty:
    said = text[phrase.start : phrase.stop]
    kind: Kind = phrase.kind  # type: ignore[assignment]
    after = _clause(text[phrase.stop : phrase.stop + _AHEAD])
    if kind in _DATED:
        # "12 June 2026 08:00: embargo" puts the date first
        before = "" if after.strip(" .:!") else _clause_before(_before(text, phrase))
        return Duty(kind, field, f"{said}{after}".strip(), moment_in(after) or moment_in(before))
    return Duty(kind, field, said, party=_party(after) if kind == "mandatory-credit" else None)


# the end of a sentence or of a part between dashes; a full stop inside a date is neither
_END: Final = re.compile(r"[\n;]|(?<=[^\W\d_]{3})\.\s|\s[-–—]+\s(?=\D)")


def _clause(text: str) -> str:
    return _END.split(text, maxsplit=1)[0].rstrip()


def _clause_before(text: str) -> str:
    return _END.split(text)[-1]


_NAMED: Final = re.compile(
    r"\s*+(?:[:=：]\s*+[\"“„«']?|[\"“„«'])(?P<party>[^\"“”„«»\n;]{2,80}?)"
    r"(?=[\"”»'“]|[.;]?\s*$|\.\s)"
)


def _party(after: str) -> str | None:
    """Read who must be named: ``Mandatory credit: Ann Lee``, ``MANDATORY CREDIT "AFP"``."""
    match = _NAMED.match(after)
    return match["party"].strip() if match else None


def _periods(text: str, field: str) -> Iterator[Duty]:
    for match in period().finditer(text):
        length = timedelta(hours=_HOURS[unit_of(match["unit"])] * number_of(match["number"]))
        if match["since"]:
            yield Duty("expiry", field, match[0], period=length)
        elif (moment := moment_in(text[match.end() :][:_AHEAD])) and moment.spans:
            said = f"{match[0]}{moment.text}"
            yield Duty("expiry", field, said, moment.later(length))


def _dated(duty: Duty, made: str | None) -> Duty:
    """Count a period of use from when the photo was sent or made."""
    start = of_iso(made) if made else None
    if start is None or not start.spans or duty.period is None:
        return duty
    return replace(duty, moment=start.later(duty.period))


# ── time ────────────────────────────────────────────────────────────────────────────────────────

State = Literal["before", "after", "unknown"]


def state(moment: Moment | None, now: datetime, *, ends: bool) -> State:
    """Tell whether *now* is before a moment or after it; unknown if its readings differ on that.

    *ends* asks for the end of the moment (the last day of a licence), else its beginning is meant.
    """
    if moment is None or not moment.spans:
        return "unknown"
    instants = moment.ends(now.tzinfo) if ends else moment.begins(now.tzinfo)
    if now < instants[0]:
        return "before"
    return "after" if now >= instants[-1] else "unknown"
