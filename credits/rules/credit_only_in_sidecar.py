"""Let the credit travel with the photo, not beside it.

What:
    The credit stands in a file beside the photo (an XMP sidecar, a ``.license`` file, REUSE.toml),
    and nothing of it in the photo itself, which has room for it.

Why:
    Uploading, mailing and resizing leave what stands beside a file behind. `credits carry` and
    `credits publish` take what is embedded.

Example:
    `march.jpg` without metadata, `march.xmp` with its creator.

Fix:
    `credits fix PHOTO` embeds what the sidecar says. In Photo Mechanic: set "Embed XMP in JPEG,
    TIFF and PSD" (Preferences > IPTC/XMP) and save the metadata again. In Photoshop: open and save.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits import containers
from credits.finding import Fix
from credits.rules._credit import flaw_of
from credits.rules._model import (
    PHOTOS,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    credits_of,
    example,
    levels,
)

CODE: Final = "CRD104"
NAME: Final = "credit-only-in-sidecar"
LEVELS: Final = levels("warning", archive="info", strict="error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

_BESIDE: Final = frozenset({"sidecar", "reuse"})
GOOD: Final = (
    example(creators=["Ann Lee"]),
    example(creators=["Ann Lee"], blocks=("xmp", "sidecar")),
    example(creators=["Unknown"], blocks=("sidecar",)),
    example(),
)
BAD: Final = (
    example(creators=["Ann Lee"], credit_line="TASS", blocks=("sidecar",)),
    example(copyright_notice="2026 Ann Lee", blocks=("reuse",)),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a credit that is known and not embedded."""
    photo = subject.photo
    if photo is None or photo.credentials or not containers.FORMATS[photo.format].WRITES:
        return
    words = desk.terms.words
    said: dict[str, bool] = {}
    for name, text in credits_of(subject):
        said[name] = said.get(name, True) and flaw_of(text, words) is None
    known = {name: getattr(photo.record, name) for name, names in said.items() if names}
    if known and all(_BESIDE.issuperset(photo.sources.get(name, ())) for name in known):
        yield Remark(
            "the credit stands beside the photo, not in it",
            next(iter(known)),
            command(subject, **known),
            Fix("safe", known),
        )
