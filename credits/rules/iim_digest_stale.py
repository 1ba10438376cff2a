"""Let Photoshop's digest fit the IIM it stands beside.

What:
    Image resource 0x0425 is not the MD5 of the IIM: somebody edited IIM and left the digest as it
    was, or edited both and forgot it.

Why:
    Adobe's programs take such IIM for newer than XMP, value by value (XMP Specification Part 3,
    2.4); ExifTool warns, and in MWG mode reads IIM first. One program shows the desk's correction,
    the other what was corrected.

Example:
    An old desk tool changed the by-line in IIM; the digest is still the one of last year.

Fix:
    `credits fix --select SYN502 PHOTO` writes what is newer in IIM into all blocks, and the digest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.finding import Fix
from credits.reconcile import Conflict
from credits.rules._model import (
    EVERYTHING,
    Desk,
    Options,
    Remark,
    Subject,
    example,
    label,
    levels,
    mending,
)

CODE: Final = "SYN502"
NAME: Final = "iim-digest-stale"
LEVELS: Final = levels("warning")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

_TWO: Final = {"xmp": ["Ann Lee"], "iim": ["Anne Lee"]}
GOOD: Final = (example(), example(creators=["Ann Lee"]))
BAD: Final = (
    example(photo={"digest_stale": True}),
    example(
        creators=["Anne Lee"],
        photo={"digest_stale": True},
        conflicts=(Conflict("creators", _TWO, "iim", "iim-newer"),),
    ),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report the digest, and what is taken for newer because of it."""
    photo = subject.photo
    if photo is None or not photo.digest_stale:
        return
    newer = {
        conflict.field: conflict.values[conflict.chosen]
        for conflict in photo.conflicts
        if conflict.verdict == "iim-newer"
    }
    said = f": {', '.join(map(label, newer))} would be taken from IIM" if newer else ""
    yield Remark(
        f"Photoshop's digest does not fit the IIM{said}",
        help=mending(subject, CODE),
        # a write renews the digest, too
        fix=Fix("safe", newer) if newer else Fix("safe", removes=("stale-digest",)),
    )
