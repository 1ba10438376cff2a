"""Let no picture go out under two names.

What:
    A photo that shows the same picture as another one, here or in the catalog, and is credited to
    somebody else. Who is named counts, not how: "AP Photo/Jane Doe" and "Jane Doe/AP" are the same.
    It is judged where the caller compared the pixels: `credits check --catalog URL` and
    `--duplicates`. A photo whose pixels could not be compared then is held.

Why:
    One of the two credits is wrong. Whoever made the picture is robbed of it, and a takedown notice
    or an invoice comes from the agency that was not named.

Example:
    "Nordic Picture Service" under a picture that the archive has as "Ann Lee/Lindhaven Courier".

Fix:
    Ask who made it; then `credits embed PHOTO --creator "Name" --credit-line "Agency"`. `credits
    dedupe PHOTO --catalog URL --format html` shows the pictures side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits._shell import quoted_path
from credits.credit_comparison import compared
from credits.rules._likeness import evidence, like, looks_like, usable
from credits.rules._model import PHOTOS, Desk, Options, Remark, Subject, example, levels

CODE: Final = "DUP851"
NAME: Final = "duplicate-other-credit"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(creators=["Ann Lee"]),
    example(
        creators=["Jane Doe"], credit_line="AP", facts=looks_like(credit_line="AP Photo/Jane Doe")
    ),
    example(facts=looks_like(creators=["Ann Lee"])),
    example(creators=["Jonas Brandt"], facts=looks_like("review", creators=["Ann Lee"])),
)
BAD: Final = (
    example(creators=["Jonas Brandt"], facts=looks_like(creators=["Ann Lee"])),
    example(credit_line="TASS", facts=looks_like("likely", credit_line="Reuters")),
    example(creators=["Ann Lee"], facts={"incomparable": "needs the package pillow_heif"}),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report the likest photo that somebody else is credited for."""
    reason = subject.facts.values.get("incomparable")
    if subject.photo is not None and reason:
        help = "look at it: credits doctor tells which decoders are missing"
        yield Remark(
            f"could not be compared with other photos: {reason}", help=help, undecided=True
        )
    words = desk.terms.words
    if not usable(subject, desk):
        return
    differing = (
        (one, compared(subject.record, one.record, vocabulary=words))
        for one in like(subject)
        if one.credit
    )
    others = [one for one, difference in differing if difference.verdict == "different"]
    if others:
        first = others[0]
        more = f", and {len(others) - 1} more" if len(others) > 1 else ""
        yield Remark(
            f"the same picture is credited to {first.credit!r} in {first.path} "
            f"({evidence(first)}{more})",
            "creators" if subject.record.creators else "credit_line",
            f"credits dedupe {quoted_path(subject.path)} {quoted_path(first.path)}",
        )
