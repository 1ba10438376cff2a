"""Keep the credit out of the alt text.

What:
    The embedded alt text holds a credit or a copyright sign: "A child in a boat. Photo: Ann
    Lee/AP", "© Ann Lee".

Why:
    Those who listen want to know what is to be seen; the credit is printed for everybody. Credits
    hidden in alt texts are not credits: nobody who looks at the page reads them.

Example:
    Alt text "A child in a boat (Photo by Ann Lee/Getty Images)".

Fix:
    `credits fix --unsafe-fixes PHOTO` cuts it. By hand: `credits embed PHOTO --alt-text "A child in
    a boat" --credit-line "Ann Lee/Getty Images"`. In Photoshop: File > File Info > IPTC > Alt Text
    (Accessibility). In Photo Mechanic: Metadata (IPTC) Info > Alt Text (Accessibility).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credits.credit_line import parse
from credits.finding import Fix
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

CODE: Final = "ALT406"
NAME: Final = "alt-contains-credit"
LEVELS: Final = levels("warning")
ROLES: Final = PHOTOS | SHOWN
OPTIONS: Final = Options

GOOD: Final = (
    example(alt_text="A child in a rescuer's arms, water to his waist"),
    example(alt_text="Ann Lee holds a camera", creators=["Ann Lee"]),
    example(alt_text="A copyright lawyer: one hand up, the other on a book"),
    example(alt_text="Men and/or women in boats"),
    example(),
)
BAD: Final = (
    example(alt_text="A child in a boat (Photo by Ann Lee/Getty Images)"),
    example(alt_text="Kind im Boot. Foto: Ann Lee/dpa"),
    example(alt_text="A child in a boat © 2026 Ann Lee"),
    example(alt_text="Дети в лодке. Фото: ТАСС"),
    example(alt_text="A child in a boat, Ann Lee/Courier", credit_line="Ann Lee/Courier"),
)

_SIGN: Final = re.compile(r"©|\(c\)|[:：/|＝]|\b(?:photo|picture|image) by\b", re.IGNORECASE)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report an alt text with a credit in it."""
    alt = subject.record.alt_text
    if not alt:
        return
    line = subject.record.credit_line
    if line and len(line) > 3 and (at := alt.find(line)) >= 0:
        yield _remark(subject, alt, _tidy(alt[:at] + alt[at + len(line) :]))
    elif _SIGN.search(alt):
        found = parse(alt, vocabulary=desk.terms.words)
        if found.creators or found.organisations or found.copyright_holder:
            yield _remark(subject, alt, found.caption)


def _tidy(text: str) -> str | None:
    return re.sub(r"(?<![\s,;:/|(\[–—-])[\s,;:/|(\[–—-]+$", "", text.strip()) or None


def _remark(subject: Subject, alt: str, rest: str | None) -> Remark:
    return Remark(
        f"the alt text {alt!r} holds a credit",
        "alt_text",
        command(subject, alt_text=rest or "WHAT THE PICTURE SHOWS"),
        Fix("unsafe", {"alt_text": rest}) if rest and not _SIGN.search(rest) else None,
    )
