"""Keep no baseline entry that lets nothing pass.

What:
    An entry of the baseline whose photo was judged in this run, and has not that finding any more;
    or whose photo is not there any more, when everything was judged.

Why:
    The photo was mended. As long as the entry stands, its credit could be lost again unseen.

Example:
    CRD101 of a photo that was credited last week.

Fix:
    `credits baseline prune`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.rules._model import (
    POLICY,
    Desk,
    Leftover,
    Options,
    Remark,
    Subject,
    levels,
    run,
)

CODE: Final = "GAT003"
NAME: Final = "baseline-entry-unused"
LEVELS: Final = levels("info")
ROLES: Final = POLICY
OPTIONS: Final = Options

GOOD: Final = (run(".credits-baseline.json"),)
BAD: Final = (
    run(".credits-baseline.json", leftovers=(Leftover("CRD101", "archive/vigil.jpg", 2),)),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report each entry that is left over."""
    leftovers: tuple[Leftover, ...] = subject.facts.values.get("leftovers", ())
    for entry in leftovers:
        yield Remark(
            f"the entry of {entry.rule} for {entry.path} lets nothing pass any more",
            help="credits baseline prune",
            line=entry.line,
        )
