"""Name the person, not only the agency.

What:
    There is a credit line, a source or a copyright notice, but no creator (by-line).

Why:
    IPTC's Creator is who made the picture; the credit line is how it is to be printed. The
    agencies' guides (AP, Reuters, AFP) ask for the photographer's name in every picture.

Example:
    Credit line "TASS", no creator.

Fix:
    `credits embed PHOTO --creator "Name"`; for an agency that withholds the name, ignore the rule
    for its folder with `per-file-ignores`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.rules._model import (
    PHOTOS,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    credits_of,
    example,
    label,
    levels,
)

CODE: Final = "CRD102"
NAME: Final = "missing-creator"
LEVELS: Final = levels("warning", archive="info", blog="off", strict="error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (example(), example(creators=["Ann Lee"], credit_line="TASS"))
BAD: Final = (example(credit_line="TASS"), example(source="versia.ru"))


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a credit without a person."""
    given = dict(credits_of(subject))
    if given and "creators" not in given:
        name, text = next(iter(given.items()))
        yield Remark(
            f"no creator, only the {label(name)} {text!r}",
            "creators",
            command(subject, creators="NAME"),
        )
