"""Tell those who cannot see the picture what it shows.

What:
    A photo without an embedded alt text (IPTC Alt Text (Accessibility)). It is asked for in copies
    that are published (`credits publish`), in the strict profile, and with `embedded = true` of
    every photo: few agencies write one, and most desks do it in the article.

Why:
    WCAG 2.2, success criterion 1.1.1 (level A): what is not text needs a text that serves the same
    purpose. Content systems fill the alt attribute from this property.

Example:
    A published copy with caption and credit, alt text empty.

Fix:
    `credits embed PHOTO --alt-text "A child in a rescuer's arms, water to his waist"`. In
    Photoshop: File > File Info > IPTC > Alt Text (Accessibility). In Photo Mechanic: Metadata
    (IPTC) Info > Alt Text (Accessibility). Where the photo has an extended description, `credits
    fix --unsafe-fixes` takes its first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, cast

from credits.finding import Fix
from credits.rules._model import (
    PHOTOS,
    SHOWN,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    is_blank,
    levels,
    shown,
)

CODE: Final = "ALT401"
NAME: Final = "missing-alt"
LEVELS: Final = levels("warning", archive="off", cc="info", strict="error")
ROLES: Final = PHOTOS | SHOWN


class AltOptions(Options):
    """*embedded* asks for an alt text in every photo: in the strict profile if nothing is said."""

    embedded: bool | None = None


OPTIONS: Final = AltOptions

# kinds of use that have one
SEEN: Final = frozenset({"figure", "inline", "gallery"})
_COPY: Final = {"exported": True}
GOOD: Final = (
    example(),
    example(alt_text="A child in a rescuer's arms", facts=_COPY),
    shown(alt=""),
    shown(alt=None, kind="social"),
)
BAD: Final = (
    shown(alt=None),
    example(facts=_COPY),
    example(alt_text=" ", facts=_COPY),
    example(extended_description="A child in a boat. The water is brown.", facts=_COPY),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a photo for the public without an alt text, and one in an article."""
    if subject.use is not None:
        # an empty one says that it is decoration, which a reader's eye has to judge
        if subject.use.alt is None and subject.use.kind in SEEN:
            help = command(subject, alt_text="WHAT THE PICTURE SHOWS")
            yield Remark(f"{subject.use.src} has no alt text", "alt_text", help)
        return
    if subject.photo is None or not is_blank(subject.record.alt_text) or not _asked(subject, desk):
        return
    said = subject.record.extended_description
    first = re.split(r"(?<=[.!?。])\s*", said.strip(), maxsplit=1)[0] if said else None
    yield Remark(
        "no alt text found",
        "alt_text",
        command(subject, alt_text="WHAT THE PICTURE SHOWS"),
        Fix("unsafe", {"alt_text": first}) if first else None,
    )


def _asked(subject: Subject, desk: Desk) -> bool:
    embedded = cast("AltOptions", desk.options).embedded
    always = desk.terms.profile == "strict" if embedded is None else embedded
    return always or bool(subject.facts.values.get("exported"))
