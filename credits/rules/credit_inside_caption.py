"""Put the credit where programs look for it.

What:
    The photo has no creator and no credit line, but its caption ends with a credit: "... in
    Kherson. (AP Photo/Ann Lee)", "... Foto: Ann Lee/dpa".

Why:
    Getty and others ask that the credit stand at the end of the caption as well; where it stands
    only there, no content system finds it, and whoever rewrites the caption cuts it.

Example:
    Caption "A flooded street in Kherson. (Photo by Ann Lee/Getty Images)", nothing else.

Fix:
    `credits fix --unsafe-fixes PHOTO` takes the caption apart, or `credits embed PHOTO --line
    "CAPTION AND CREDIT"`. In Photoshop: File > File Info > Basic > Author, and IPTC > Credit Line.
    In Photo Mechanic: Metadata (IPTC) Info > Photographer and Credit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.credit_bridge import split
from credits.finding import Fix
from credits.rules._credit import judged
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

CODE: Final = "CAP310"
NAME: Final = "credit-inside-caption"
LEVELS: Final = levels("warning")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(caption="A flooded street in Kherson."),
    example(caption="Kherson. (AP Photo/Ann Lee)", creators=["Ann Lee"], credit_line="AP"),
    example(caption="The Reuters building in London, seen from the river."),
    example(caption="Ann Lee speaks in Kherson, June 7, 2026."),
    example(),
)
BAD: Final = (
    example(caption="A flooded street in Kherson. (Photo by Ann Lee/Getty Images)"),
    example(caption="Überschwemmung in Cherson. Foto: Ann Lee/dpa"),
    example(caption="Повінь у Херсоні. Фото: Укрінформ"),
    example(caption="Migrants are called to serve/ Source: versia.ru photo by Evgeny Lee/TASS"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a credit that stands only in the caption."""
    caption = subject.record.caption
    if not caption or any(
        name in {"creators", "credit_line"} for name, _ in judged(subject, desk).named
    ):
        return
    found = split(caption, vocabulary=desk.terms.words)
    # a lone source may be that of a fact, not of the picture
    if found.keys().isdisjoint({"creators", "credit_line"}):
        return
    changes = {name: found[name] for name in found if name == "caption" or _is_free(subject, name)}
    yield Remark(
        f"the credit stands only in the caption: {caption[-80:]!r}",
        "caption",
        command(subject, **changes),
        Fix("unsafe", changes),
    )


def _is_free(subject: Subject, name: str) -> bool:
    return not getattr(subject.record, name) or name in {"creators", "credit_line"}
