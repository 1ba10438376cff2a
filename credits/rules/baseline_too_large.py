"""Let the baseline only shrink.

What:
    The baseline has more entries than `[rules.GAT004] at-most`, or the option `--max-baseline`,
    allows. Without either nothing is counted.

Why:
    A baseline is for what was there before the gate. Where adding to it is easier than crediting
    a photo, it grows.

Example:
    `credits check . --baseline .credits-baseline.json --max-baseline 120` with 121 entries.

Fix:
    Credit the photos that were added, and `credits baseline prune`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from credits._form import field
from credits.rules._model import POLICY, Desk, Remark, Subject, levels, run
from credits.rules._model import Options as _Options


class Options(_Options):
    """How many entries there may be."""

    at_most: int | None = field(default=None, metadata={"ge": 0})


CODE: Final = "GAT004"
NAME: Final = "baseline-too-large"
LEVELS: Final = levels("error")
ROLES: Final = POLICY
OPTIONS: Final = Options

_MOST: Final = {"at-most": 120}
GOOD: Final = (
    run(".credits-baseline.json", entries=121),
    run(".credits-baseline.json", entries=120, **_MOST),
)
BAD: Final = (run(".credits-baseline.json", entries=121, **_MOST),)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a baseline with more entries than are allowed."""
    facts = subject.facts.values
    count = facts.get("entries", 0)
    most = facts.get("at-most", cast("Options", desk.options).at_most)
    if most is not None and count > most:
        yield Remark(
            f"the baseline has {count} entries, {most} are allowed",
            help="credit the photos, then: credits baseline prune",
        )
