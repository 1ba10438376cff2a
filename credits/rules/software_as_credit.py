"""Take no program for a photographer.

What:
    A credit field that holds the name of a program: "Adobe Photoshop", "Canva", "Midjourney",
    "ChatGPT", "AI generated".

Why:
    Programs fill empty fields with their own names. Where a generator made the picture, article
    50(4) of the EU AI Act and AP's standards ask for a label that says so, not for a by-line.

Example:
    Creator "Midjourney". "Illustration by Ann Lee, made with Midjourney" would name somebody.

Fix:
    `credits embed PHOTO --creator "Name"`; of a generated picture say it in its own properties:
    `--digital-source-type trainedAlgorithmicMedia --ai-system "Midjourney"`. In Photoshop: File >
    File Info > Basic > Author. In Photo Mechanic: Metadata (IPTC) Info > Photographer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.rules._credit import Kind, judged, quoted
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

CODE: Final = "CRD203"
NAME: Final = "software-as-credit"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(creators=["Ann Lee"]),
    example(credit_line="Adobe Stock/Ann Lee"),
    example(creators=["Ai Weiwei"]),
    example(credit_line="Illustration: Ann Lee/Midjourney"),
)
BAD: Final = (
    example(creators=["Adobe Photoshop"]),
    example(credit_line="Image: Midjourney"),
    example(creators=["Canva"]),
    example(credit_line="Mit KI generiert"),
    example(copyright_notice="© 2026 ChatGPT"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report each credit that is a program's name."""
    for name, flawed in judged(subject, desk).of(Kind.SOFTWARE):
        yield Remark(
            f"the {label(name)} {quoted(flawed)} {flawed[0].flaw.reason}",
            name,
            command(subject, **{name: "NAME"}),
        )
