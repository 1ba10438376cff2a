"""Do not read the caption out twice.

What:
    The embedded alt text is the caption, word for word; case, blanks and punctuation do not count.

Why:
    Both are read out, one after the other. The caption says who, where and when; the alt text says
    what is to be seen. axe reports it as `image-redundant-alt`.

Example:
    Caption and alt text "A flooded street in Kherson, June 7, 2026."

Fix:
    `credits embed PHOTO --alt-text "Brown water up to the windows of a row of houses"`. In
    Photoshop: File > File Info > IPTC > Alt Text (Accessibility). In Photo Mechanic: Metadata
    (IPTC) Info > Alt Text (Accessibility).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

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
)

CODE: Final = "ALT404"
NAME: Final = "alt-equals-caption"
LEVELS: Final = levels("warning")
ROLES: Final = PHOTOS | SHOWN
OPTIONS: Final = Options

GOOD: Final = (
    example(alt_text="Brown water up to the windows", caption="A flooded street in Kherson."),
    example(alt_text="", caption=""),
    example(),
)
BAD: Final = (
    example(alt_text="A flooded street in Kherson", caption="A flooded street, in Kherson."),
    example(alt_text="冠水した道路", caption="冠水した道路。"),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report an alt text that is the caption."""
    alt, caption = subject.record.alt_text, subject.record.caption
    if alt and caption and not is_blank(alt) and _plain(alt) == _plain(caption):
        help = command(subject, alt_text="WHAT THE PICTURE SHOWS")
        yield Remark("the alt text is the caption", "alt_text", help)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
