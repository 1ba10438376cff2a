"""Let no broken metadata block go out.

What:
    A block that cannot be read to its end, values that lie outside of it, two blocks where there
    may be one: all that reading forgave. What makes the picture itself unreadable is FIL951's.

Why:
    Every program forgives something else. The next one reads no credit at all, or the old one in
    the second block; and what is broken cannot be edited, so that a wrong credit stays wrong.

Example:
    An XMP packet that an e-mail gateway cut off: "not well-formed XML".

Fix:
    `credits fix --unsafe-fixes --select FIL954 PHOTO` takes out blocks that nobody can read to
    their end, and second copies; what only they said is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.blocks.iim import UNDECLARED
from credits.containers import Problem
from credits.finding import Fix
from credits.rules._model import (
    EVERYTHING,
    Desk,
    Options,
    Remark,
    Subject,
    example,
    levels,
    mending,
)

CODE: Final = "FIL954"
NAME: Final = "metadata-corrupt"
LEVELS: Final = levels("warning")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

# files beside the photo have rooms of their own that tell what is wrong with them
OUTSIDE: Final = frozenset({"sidecar", "reuse"})
_CUT: Final = Problem("xmp", "XMP that is not well-formed XML: Premature end of data")
_TWO: Final = Problem("exif", "2 Exif segments, the first is used")
_HABIT: Final = Problem("iim", f"{UNDECLARED}, read as cp1252")
_FATAL: Final = Problem("file", "truncated: no end-of-image marker", fatal=True)
GOOD: Final = (example(), example(photo={"problems": (_HABIT, _FATAL)}))
BAD: Final = (example(photo={"problems": (_CUT,)}), example(photo={"problems": (_TWO, _CUT)}))


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report what is broken, in one remark."""
    broken = [
        problem
        for problem in (subject.photo.problems if subject.photo else ())
        if not (problem.fatal or problem.block in OUTSIDE or problem.message.startswith(UNDECLARED))
    ]
    if broken:
        said = "; ".join(dict.fromkeys(f"{one.block}: {one.message}" for one in broken))
        yield Remark(
            f"its metadata are broken: {said}",
            help=f"save it again from the original, or {mending(subject, CODE)} --unsafe-fixes",
            fix=Fix("unsafe", removes=("broken", "duplicate")),
        )
