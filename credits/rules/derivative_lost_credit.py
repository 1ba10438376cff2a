"""Let a copy keep the credit of its original.

What:
    A photo that nobody is credited for, and that shows the same picture as one somebody is credited
    for, here or in the catalog. It is judged where the caller compared the pixels: `credits check
    --catalog URL` and `--duplicates`.

Why:
    Thumbnailers, content systems and messengers drop metadata. The photographer is known all the
    same, and leaving the name out is what 17 USC 1202(b) and article 7 of Directive 2001/29/EC
    forbid.

Example:
    `stadium-small.jpg` without metadata, `stadium.jpg` credited to "Anadolu Agency".

Fix:
    The report names the credit, where it is from, and the command that writes it. Where photos
    that are alike have credits that differ, nothing is offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from credits.credit_comparison import compared
from credits.finding import Fix
from credits.rules._credit import flaw_of
from credits.rules._likeness import SAME, Likeness, evidence, like, looks_like, usable
from credits.rules._model import (
    CREDIT_FIELDS,
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
from credits.vocabulary import Vocabulary

CODE: Final = "SYN505"
NAME: Final = "derivative-lost-credit"
LEVELS: Final = levels("error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(),
    example(creators=["Ann Lee"], facts=looks_like(creators=["Ann Lee"], credit_line="TASS")),
    example(facts=looks_like()),
    example(facts=looks_like("review", creators=["Ann Lee"])),
    example(facts=looks_like(creators=["Photo: Internet"])),
)
BAD: Final = (
    example(facts=looks_like(creators=["Ann Lee"], credit_line="TASS")),
    example(facts=looks_like("likely", credit_line="TASS")),
    example(creators=["Photo: Internet"], facts=looks_like(creators=["Ann Lee"])),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a photo without the credit that one like it has."""
    words = desk.terms.words
    credited = [one for one in like(subject) if one.credit and dict(_known(one, words))]
    if subject.photo is None or not credited or usable(subject, desk):
        return
    first = credited[0]
    told = f"{first.credit!r} in {first.path} ({evidence(first)})"
    other = _other(credited, words)
    if other is not None or any(one.disputed for one in credited):
        also = f", to {other.credit!r} in {other.path}" if other else ", and in dispute"
        yield Remark(
            f"nobody is credited; the same picture is credited to {told}{also}",
            "creators", command(subject, creators="NAME", credit_line="AGENCY"),
        )  # fmt: skip
        return
    known = dict(_known(first, words))
    # what stands there is not written over, whatever it is
    offered = not credits_of(subject)
    fix = Fix("safe" if first.level == SAME else "unsafe", known) if offered else None
    yield Remark(
        f"nobody is credited; the same picture is credited to {told}",
        next(iter(known)),
        command(subject, **known),
        fix,
    )


def _other(credited: list[Likeness], words: Vocabulary) -> Likeness | None:
    """Find one whose credit names others than the likest's."""
    first, *others = credited
    differing = (
        one for one in others
        if compared(first.record, one.record, vocabulary=words).verdict == "different"
    )  # fmt: skip
    return next(differing, None)


def _known(one: Likeness, words: Vocabulary) -> Iterator[tuple[str, Any]]:
    """Give the credit of a record, without what names nobody."""
    for name in CREDIT_FIELDS:
        value = getattr(one.record, name)
        if isinstance(value, tuple):
            value = tuple(text for text in value if flaw_of(text, words) is None)
        elif value and flaw_of(value, words) is not None:
            continue
        if value:
            yield name, value
