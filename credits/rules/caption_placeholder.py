"""Print no caption that nobody wrote.

What:
    The caption is template text: "Lorem ipsum", "Caption here", "TK", "XXX", "Bildunterschrift",
    "Pie de foto", "подпись к фото", or what a camera or a program writes by itself.

Why:
    It was to be replaced before printing. Every paper has printed one.

Example:
    Caption "Insert caption here".

Fix:
    `credits embed PHOTO --caption "Who does what, where, when"`. In Photoshop: File > File Info >
    Basic > Description. In Photo Mechanic: Metadata (IPTC) Info > Caption; look into the template
    that filled it.
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
    example,
    is_blank,
    levels,
)
from credits.vocabulary import camera_default, software_name
from credits.vocabulary.captions import caption_placeholder

CODE: Final = "CAP303"
NAME: Final = "caption-placeholder"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(caption="Rescuers carry a child out of a flooded house in Kherson."),
    example(caption="A test of the new lifeboat at Lindhaven."),
    example(caption="TK Maxx opens its first shop in Lindhaven."),
    example(caption="Die Bildunterschrift zum Plakat wird überklebt."),
    example(),
)
BAD: Final = (
    example(caption="Lorem ipsum dolor sit amet, consectetur adipiscing elit."),
    example(caption="Caption here"),
    example(caption="TK"),
    example(caption="xxx"),
    example(caption="[Insert caption: who, what, where]"),
    example(caption="Hier steht die Bildunterschrift, die noch folgt."),
    example(caption="Légende de la photo"),
    example(caption="Escribe un pie de foto…"),
    example(caption="подпись к фото"),
    example(caption="图片说明"),
    example(caption="OLYMPUS DIGITAL CAMERA"),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a caption that is template text."""
    caption = subject.record.caption
    if caption is None or is_blank(caption):
        return
    if reason := _reason(caption):
        yield Remark(
            f"the caption {caption!r} {reason}",
            "caption",
            command(subject, caption="WHO DOES WHAT, WHERE, WHEN"),
        )


def _reason(caption: str) -> str | None:
    if entry := caption_placeholder(caption):
        return f"is template text ({entry!r})"
    if not any(sign.isalpha() for sign in caption):
        return "has no letter in it"
    if len(caption) > 120:
        return None
    match = camera_default(caption) or software_name(caption)
    return f"is {match.reason}" if match else None
