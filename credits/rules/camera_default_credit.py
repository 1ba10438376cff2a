"""Take no camera's own words for a credit.

What:
    A credit field that holds what a camera or a scanner writes into every picture: "OLYMPUS
    DIGITAL CAMERA", "SONY DSC", "SAMSUNG", "Picasa".

Why:
    Nobody said it of this picture. Programs that fill empty fields from EXIF print it as a name.

Example:
    Artist "OLYMPUS DIGITAL CAMERA".

Fix:
    `credits embed PHOTO --creator "Name"`, or clear it with `credits fix`. Set your own name once
    in the camera's menu.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.finding import Fix
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
from credits.vocabulary import camera_default

CODE: Final = "CRD202"
NAME: Final = "camera-default-credit"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (example(creators=["Ann Lee"]), example(credit_line="Olympus Imaging/Ann Lee"))
BAD: Final = (
    example(creators=["OLYMPUS DIGITAL CAMERA"]),
    example(copyright_notice="SONY DSC"),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report each credit that a device wrote by itself."""
    for name, text in credits_of(subject):
        match = camera_default(text)
        if match is not None:
            yield Remark(
                f"the {label(name)} {text!r} is {match.reason}",
                name,
                command(subject, **{name: "NAME"}),
                Fix("safe", {name: _others(subject, name, text)}),
            )


def _others(subject: Subject, name: str, text: str) -> tuple[str, ...] | None:
    value = getattr(subject.record, name)
    return tuple(one for one in value if one != text) or None if isinstance(value, tuple) else None
