"""Take no file name for an alt text.

What:
    The embedded alt text is the name of a file: "DSC_1234.JPG", "march-2026.webp".

Why:
    A screen reader spells it out, letter by letter. WAVE reports it as suspicious alternative text;
    WCAG 2.2, 1.1.1, failure F30.

Example:
    Alt text "IMG_0042.jpg".

Fix:
    `credits embed PHOTO --alt-text "A child in a rescuer's arms, water to his waist"`. In
    Photoshop: File > File Info > IPTC > Alt Text (Accessibility). In Photo Mechanic: Metadata
    (IPTC) Info > Alt Text (Accessibility).
"""

from __future__ import annotations

import os
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
    levels,
)
from credits.vocabulary import file_name

CODE: Final = "ALT402"
NAME: Final = "alt-is-filename"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS | SHOWN
OPTIONS: Final = Options

GOOD: Final = (
    example(alt_text="A child in a rescuer's arms, water to his waist"),
    example(alt_text="A screen shows the file DSC_1234.JPG and a cursor"),
    example(),
)
BAD: Final = (
    example(alt_text="IMG_0042.jpg"),
    example(alt_text="DSC_1234"),
    example(alt_text="vigil-for-the-victims", path="photos/vigil-for-the-victims.jpg"),
    example(alt_text="_images/vigil-by-night.jpg", path="_images/vigil-by-night.jpg"),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report an alt text that is a file's name."""
    alt = subject.record.alt_text
    if alt and is_a_file_name(alt, subject.named):
        help = command(subject, alt_text="WHAT THE PICTURE SHOWS")
        yield Remark(f"the alt text {alt!r} is the name of a file", "alt_text", help)


def is_a_file_name(alt: str, path: str) -> bool:
    """Tell whether an alt text is a name of files, or that of this one."""
    name = os.path.basename(path)
    stem, _ = os.path.splitext(name)
    # builders give a picture without words its path
    own = " " not in alt.strip() and len(stem) > 3 and os.path.basename(alt.strip()) in {name, stem}
    return own or file_name(alt) is not None
