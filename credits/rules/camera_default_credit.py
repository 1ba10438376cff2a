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
    in the camera's menu (Canon: Copyright information; Nikon: Artist; Sony: Copyright info). In
    Photoshop: File > File Info > Basic > Author. In Photo Mechanic: Metadata (IPTC) Info >
    Photographer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.finding import Fix
from credits.rules._credit import Kind, judged, others, quoted
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

CODE: Final = "CRD202"
NAME: Final = "camera-default-credit"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(creators=["Ann Lee"]),
    example(credit_line="Olympus Imaging/Ann Lee"),
    example(credit_line="Samsung Electronics"),
    example(creators=["Nikon Jovanović"]),
)
BAD: Final = (
    example(creators=["OLYMPUS DIGITAL CAMERA"]),
    example(copyright_notice="SONY DSC"),
    example(copyright_notice="© 2026 SAMSUNG"),
    example(creators=["SAMSUNG", "Ann Lee", "Picasa"]),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report each credit that a device wrote by itself."""
    for name, flawed in judged(subject, desk).of(Kind.CAMERA):
        yield Remark(
            f"the {label(name)} {quoted(flawed)} {flawed[0].flaw.reason}",
            name,
            command(subject, **{name: "NAME"}),
            Fix("safe", {name: others(subject, name, flawed)}),
        )
