"""Take no placeholder for a credit.

What:
    A credit that names nobody: "Photo: Internet", "unknown", "TBD", "Your Name", "Google Images",
    in the languages of `credits/vocabulary` and the policy's `[house] placeholders`.

Why:
    A picture found on the internet has an author all the same; the search engine is not it.

Example:
    Credit line "Photo: Internet".

Fix:
    Find the author and write the name: `credits embed PHOTO --creator "Name" --credit-line
    "Agency"`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

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
from credits.vocabulary import is_placeholder_credit

CODE: Final = "CRD201"
NAME: Final = "placeholder-credit"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(creators=["Ann Lee"]),
    example(credit_line="Internet Archive"),
    example(),
)
BAD: Final = (
    example(credit_line="Photo: Internet"),
    example(creators=["unknown"]),
    example(source="Google Images"),
    example(copyright_notice="n/a"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report each credit that names nobody."""
    for name, text in credits_of(subject):
        match = is_placeholder_credit(text, vocabulary=desk.terms.words)
        if match is None:
            continue
        yield Remark(
            f"the {label(name)} {text!r} is no credit: it {match.reason}",
            name,
            command(subject, **{name: "NAME"}),
        )
