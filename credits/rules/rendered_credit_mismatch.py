"""Print no other name than the photo's.

What:
    The credit that an article prints at a photo names other people or agencies than the photo's
    file does. The order, the spelling and the house's style do not count: "AP Photo/Jane Doe" and
    "Jane Doe/AP" are the same; a credit that says less is no contradiction.

Why:
    A wrong name is worse than none: *Mango v. BuzzFeed* (2019) gave damages for it under 17 USC
    1202.

Example:
    Caption "Photo: Joe Doe/AFP", and in the file: Creator Ann Lee, Credit Line dpa.

Fix:
    Find out who is right. Then mend the caption, or the file: `credits embed PHOTO --line
    "CREDIT"`; for a whole article `credits embed --from-article PAGE --overwrite`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits._shell import quoted_path
from credits.credit_comparison import compared
from credits.rules._model import SHOWN, Desk, Options, Remark, Subject, levels, shown
from credits.rules._visible import owed, printed

CODE: Final = "ART902"
NAME: Final = "rendered-credit-mismatch"
LEVELS: Final = levels("error")
ROLES: Final = SHOWN
OPTIONS: Final = Options

GOOD: Final = (
    shown(text="Photo: AP Photo/Jane Doe", creators=["Jane Doe"], credit_line="Jane Doe/AP"),
    shown(text="Photo: Ann Lee", creators=["Ann Lee"], credit_line="dpa"),
    shown(text="Photo: Ann Lee"),
    shown(text="A dog.", creators=["Ann Lee"]),
)
BAD: Final = (
    shown(text="Photo: Joe Doe/AFP", creators=["Ann Lee"], credit_line="dpa"),
    shown(text="A dog. Photo: Joe Doe", creators=["Ann Lee"]),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a printed credit that contradicts the file's."""
    use, words = subject.use, desk.terms.words
    if use is None or use.credit is None or use.credit.is_placeholder:
        return
    line = owed(subject, words)
    if line and compared(use.credit, line, vocabulary=words).verdict == "different":
        said = printed(use.credit)
        yield Remark(
            f"{use.src} is credited to {said!r} here, in its file to {printed(line)!r}",
            "credit_line",
            f"find out who is right; credits show {quoted_path(use.speaker or use.src)}",
        )
