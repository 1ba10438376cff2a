"""Take no file name for a caption.

What:
    The caption is the name of a file: "DSC_1234", "march-2026.jpg", the photo's own name, or its
    title where that is a slug ("kherson-flood-02").

Why:
    Cameras, scanners and content systems put the name there when nobody wrote a caption; content
    systems print it.

Example:
    `DSC_1234.JPG` with the caption "DSC_1234".

Fix:
    `credits embed PHOTO --caption "Who does what, where, when"`; `credits fix` clears it. In
    Photoshop: File > File Info > Basic > Description. In Photo Mechanic: Metadata (IPTC) Info >
    Caption.
"""

from __future__ import annotations

import os
import re
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
    example,
    is_blank,
    levels,
)
from credits.vocabulary import file_name

CODE: Final = "CAP302"
NAME: Final = "caption-is-filename"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(caption="Rescuers carry a child out of a flooded house in Kherson."),
    example(caption="Vigil", path="photos/IMG_0001.jpg"),
    example(caption="The file DSC_1234.JPG was found on the thief's phone.", path="x.jpg"),
    example(caption="Kherson", title="Kherson", path="x.jpg"),
    example(),
)
BAD: Final = (
    example(caption="DSC_1234"),
    example(caption="march-2026.jpg"),
    example(caption="march 2026", path="photos/march-2026.jpg"),
    example(caption="kherson-flood-02", title="kherson-flood-02", path="x.jpg"),
    example(caption="Screenshot 2026-03-14 at 08.20.44.png"),
)

_SLUG: Final = re.compile(r"[\w.]++(?:-[\w.]++)*+")


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a caption that is a file's name."""
    caption = subject.record.caption
    if caption is None or is_blank(caption) or not _is_a_name(caption.strip(), subject):
        return
    yield Remark(
        f"the caption {caption!r} is the name of a file",
        "caption",
        command(subject, caption="WHO DOES WHAT, WHERE, WHEN"),
        Fix("safe", {"caption": None}),
    )


def _is_a_name(caption: str, subject: Subject) -> bool:
    if len(caption) > 120:
        return False
    stem, _ = os.path.splitext(os.path.basename(subject.path))
    return (
        (caption == (subject.record.title or "").strip() and _is_a_slug(caption))
        or _plain(caption) in {_plain(stem), _plain(os.path.basename(subject.path))}
        or (file_name(caption) is not None)
    )


def _is_a_slug(caption: str) -> bool:
    joined = "-" in caption or "_" in caption[1:-1]
    return joined and _SLUG.fullmatch(caption) is not None


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()
