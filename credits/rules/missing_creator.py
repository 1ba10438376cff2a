"""Name the person, not only the agency.

What:
    There is a credit line, a source or a copyright notice that names somebody, but no creator
    (by-line).

Why:
    IPTC's Creator is who made the picture; the credit line is how it is to be printed. The
    agencies' guides (AP, Reuters, AFP) ask for the photographer's name in every picture.

Example:
    Credit line "TASS", no creator. Credit line "Ann Lee/AP", no creator: the name is there, in the
    wrong place.

Fix:
    `credits embed PHOTO --creator "Name"`; `credits fix --unsafe-fixes` takes the name out of a
    credit line like "Ann Lee/AP". In Photoshop: File > File Info > Basic > Author. In Photo
    Mechanic: Metadata (IPTC) Info > Photographer. For an agency that withholds the name, ignore the
    rule for its folder with `per-file-ignores`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.credit_line import parse
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
    label,
    levels,
)
from credits.rules._party import only_platforms

CODE: Final = "CRD102"
NAME: Final = "missing-creator"
LEVELS: Final = levels("warning", archive="info", blog="off", strict="error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(),
    example(creators=["Ann Lee"], credit_line="TASS"),
    example(credit_line="Photo: Internet"),
    example(credit_line="Фото: Unsplash"),
)
BAD: Final = (
    example(credit_line="TASS"),
    example(source="versia.ru"),
    example(credit_line="Ann Lee/AP"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a credit without a person."""
    credit = judged(subject, desk)
    given = {one.field for one in credit.flawed} | {name for name, _ in credit.named}
    if not credit.named or "creators" in given or only_platforms(subject, desk):
        return
    name, text = credit.named[0]
    yield Remark(
        f"no creator, only the {label(name)} {text!r}",
        "creators",
        command(subject, creators="NAME"),
        _split(text, desk),
    )


def _split(text: str, desk: Desk) -> Fix | None:
    """Take the names out of a line like "Ann Lee/AP"."""
    creators = parse(text, vocabulary=desk.terms.words).creators
    return Fix("unsafe", {"creators": creators}) if creators else None
