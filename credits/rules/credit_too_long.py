"""Keep a credit as short as it is printed.

What:
    A credit line, source or name that no place for a credit has room for; and the note that some
    agencies leave instead: "(Credit too long, see caption)". With `iim = true` also what IIM has no
    room for: 32 bytes of by-line, credit and source.

Why:
    IIM cuts at 32 bytes (IIM 4.2, 2:80, 2:110 and 2:115), not characters: of a name in Cyrillic 16
    letters are left. XMP has no limit, and the blocks are kept in step, so the cut only matters to
    those whose partners still read IIM: they switch it on.

Example:
    Credit line "(Credit too long, see caption)".

Fix:
    `credits embed PHOTO --credit-line "Name/Agency"`. In Photoshop: File > File Info > IPTC >
    Credit Line. In Photo Mechanic: Metadata (IPTC) Info > Credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, cast

from credits._form import field
from credits.fields import BY_NAME
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

CODE: Final = "CRD209"
NAME: Final = "credit-too-long"
LEVELS: Final = levels("warning", archive="info", blog="info")
ROLES: Final = PHOTOS


class LengthOptions(Options):
    """*most* counts characters; *iim* asks for IIM's bytes too."""

    most: int = field(default=160, metadata={"ge": 1})
    iim: bool = False


OPTIONS: Final = LengthOptions

GOOD: Final = (
    example(credit_line="Solomiia Verbytska/Anadolu Agency via Getty Images"),
    example(creators=["Евгений Епанчинцев"]),
    example(copyright_notice="© 2026 Ann Lee. " + "All rights reserved. " * 20),
)
BAD: Final = (
    example(credit_line="(Credit too long, see caption)"),
    example(credit_line="Photographs by " + ", ".join(["Ann Lee", "Jonas Brandt"] * 8)),
)

_TOO_LONG: Final = re.compile(r"credit too long", re.IGNORECASE)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report each credit that is too long to be printed, or to be stored in IIM."""
    options = cast("LengthOptions", desk.options)
    for name, text in credits_of(subject):
        if name == "copyright_notice":
            continue
        if said := _excess(name, text, options):
            yield Remark(f"the {label(name)} {text!r} {said}", name,
                         command(subject, **{name: "SHORTER"}))  # fmt: skip


def _excess(name: str, text: str, options: LengthOptions) -> str | None:
    if len(text) > options.most:
        return f"has {len(text)} characters, {options.most} can be printed"
    if _TOO_LONG.search(text):
        return "says only that it was too long"
    field = BY_NAME[name].iim
    if options.iim and field and len(text.encode()) > field.most:
        return f"has {len(text.encode())} bytes, IIM keeps {field.most}"
    return None
