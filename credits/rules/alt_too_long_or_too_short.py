"""Say in the alt text as much as one can hear at once, and not less than something.

What:
    The embedded alt text is longer than `most` (125) or shorter than `least` (12) characters; wide
    characters (Chinese, Japanese, Korean) count two.

Why:
    Screen readers cut or break long ones, and nobody can skip back within one; WAVE reports more
    than 100 characters, house styles mostly take 125. What has less than twelve mostly says
    nothing: "Man". What is longer belongs into the extended description.

Example:
    Alt text "Man".

Fix:
    `credits embed PHOTO --alt-text "A man wades through brown water" --extended-description "…"`.
    In Photoshop: File > File Info > IPTC > Alt Text (Accessibility). In Photo Mechanic: Metadata
    (IPTC) Info > Alt Text (Accessibility).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final, cast

from credits._form import field
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
from credits.rules.alt_is_filename import is_a_file_name
from credits.vocabulary.alternatives import is_only_a_picture

CODE: Final = "ALT405"
NAME: Final = "alt-too-long-or-too-short"
LEVELS: Final = levels("info", archive="off", strict="warning")
ROLES: Final = PHOTOS | SHOWN


class LengthOptions(Options):
    """*most* and *least* count characters, wide ones twice."""

    most: int = field(default=125, metadata={"ge": 1})
    least: int = field(default=12, metadata={"ge": 0})


OPTIONS: Final = LengthOptions

GOOD: Final = (
    example(alt_text="A man wades through brown water"),
    example(alt_text="水の中の男性と子供"),
    example(alt_text="DSC_1.jpg"),
    example(alt_text="Photo"),
    example(),
)
BAD: Final = (
    example(alt_text="Man"),
    example(alt_text="男性"),
    example(alt_text="A man in a blue coat wades through brown water " * 4),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report an alt text that is too long or too short."""
    alt = subject.record.alt_text
    if not alt or is_blank(alt) or is_only_a_picture(alt) or is_a_file_name(alt, subject.named):
        return
    options = cast("LengthOptions", desk.options)
    length = len(alt) if alt.isascii() else sum(map(_width, alt))
    if length > options.most:
        said = f"has {length} characters, {options.most} can be heard at once"
    elif length < options.least:
        said = f"has {length} characters, too few to say what is seen"
    else:
        return
    yield Remark(f"the alt text {said}", "alt_text",
                 command(subject, alt_text="WHAT THE PICTURE SHOWS"))  # fmt: skip


def _width(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1
