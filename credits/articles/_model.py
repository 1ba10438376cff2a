"""What an article says of the photos it uses.

A `Use` is one photo at one place; an `Article` is all of them in the order a reader meets them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from credits.credit_line import CreditLine

Kind: TypeAlias = Literal["figure", "inline", "cover", "social", "background", "gallery"]


class Original(NamedTuple):
    """The photo a picture was made from; *apart* is in bits of 256, None if only a name tells."""

    path: str
    by: Literal["name", "likeness"]
    apart: int | None


class Place(NamedTuple):
    """A place in a text: line and column, both from 1; no column where only the line is known."""

    line: int
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """One photo at one place in an article.

    *src* is the address as written, *others* are further addresses of the same picture (``srcset``,
    lazy attributes, the link around it). *alt* is None without the attribute, empty for a picture
    said to be decoration. *text* is the whole caption as a reader sees it; *caption* and *credit*
    are what the parser makes of it. *file* is the path found for it, None where there is none.
    *original* is the photo it was made from, where that was looked for; *rivals* are photos it is
    as like as each other, whose credits differ. *outside* is a link in its place that leads out of
    the site, and is not followed. *side* is the shortest side the article gives it,
    in pixels.
    """

    src: str
    place: Place
    kind: Kind
    alt: str | None = None
    text: str | None = None
    caption: str | None = None
    credit: CreditLine | None = None
    file: str | None = None
    others: tuple[str, ...] = ()
    original: Original | None = None
    rivals: tuple[str, ...] = ()
    side: int | None = None
    outside: str | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """Every address the picture has here."""
        return (self.src, *self.others)

    @property
    def speaker(self) -> str | None:
        """The file that says who made it: the original where that is known, else its own."""
        return self.original.path if self.original else self.file


class Waiver(NamedTuple):
    """A comment that lets something pass: rules, reason and last day, as written."""

    place: Place
    rules: tuple[str, ...]
    reason: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """An article read for its photos. *problems* is what was forgiven while reading it.

    *objects* are the ``ImageObject`` nodes of its JSON-LD, with their lines.
    """

    path: str | None
    title: str | None
    photos: tuple[Use, ...]
    waivers: tuple[Waiver, ...] = ()
    objects: tuple[tuple[Place, dict[str, object]], ...] = ()
    problems: tuple[str, ...] = ()


class Lines:
    """Turns offsets into a text into places."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, offset: int) -> Place:
        """Give line and column of an offset (in characters, from 0)."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)

    def offset(self, line: int) -> int:
        """Give the offset at which a line (from 1) begins; behind the last one, the last's."""
        return self._starts[min(line, len(self._starts)) - 1]


def line_of(element: object) -> int:
    """Give the line the parser saw an element in; the first where it does not know."""
    line: int | None = getattr(element, "sourceline", None)
    return line or 1
