"""What rules are told of photos that show the same picture: facts of who compared them."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from credits.record import Record, record_of
from credits.rules._credit import flaw_of
from credits.rules._model import Desk, Subject, credits_of

SAME: Final = "same"
# levels that are sure enough to be spoken of (docs/likeness.md)
SURE: Final = frozenset({SAME, "likely"})


class Likeness(NamedTuple):
    """A photo that shows the same picture: where it is, what it says, and how sure that is.

    *credit* is printed for it, None if it names nobody; *disputed*: another photo of this picture
    names others. *level* and the distances (bits of 64 and 256) are those of `duplicates.Match`.
    """

    path: str
    record: Record
    credit: str | None
    level: str
    distance: int = 0
    distance256: int = 0
    variant: str = "whole"
    exact: bool = False
    disputed: bool = False


def like(subject: Subject) -> list[Likeness]:
    """Give the photos that surely show the same picture, the likest first."""
    known = subject.facts.values.get("likenesses", ())
    return [one for one in known if one.level in SURE]


def usable(subject: Subject, desk: Desk) -> bool:
    """Tell whether a credit of the photo names somebody."""
    words = desk.terms.words
    return any(flaw_of(text, words) is None for _, text in credits_of(subject))


def evidence(one: Likeness) -> str:
    """Say how like it is."""
    if one.exact:
        return "same image data"
    edited = "" if one.variant == "whole" else f", as {one.variant}"
    return f"{one.level}: {one.distance} of 64 and {one.distance256} of 256 bits differ{edited}"


def looks_like(level: str = SAME, **record: Any) -> dict[str, Any]:
    """Make up the facts of an example: another photo that shows the same picture, and says this."""
    said = record_of(record)
    credit = "/".join((*said.creators, *filter(None, [said.credit_line]))) or None
    return {"likenesses": (Likeness("archive/original.jpg", said, credit, level, 2, 16),)}
