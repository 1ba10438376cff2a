"""Say whose rights they are.

What:
    The photo is credited, but has no copyright notice: dc:rights, IIM 2:116 and EXIF Copyright are
    empty.

Why:
    Google shows the notice beside the picture in its image search, IPTC asks for it in every
    picture, and removing or altering it is what 17 USC 1202 (United States) and article 7 of
    Directive 2001/29/EC (European Union) forbid: a picture without one has lost that protection.

Example:
    Creator "Ann Lee", credit line "Courier", copyright notice empty.

Fix:
    `credits embed PHOTO --copyright-notice "© 2026 Ann Lee"`. In Photoshop: File > File Info >
    Basic > Copyright Notice. In Photo Mechanic: Metadata (IPTC) Info > Copyright. With a `template`
    in the policy (``[rules.CRD103] template = "© {year} {creators}"``), `credits fix` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Annotated, Final, cast

from credits._form import Checked
from credits.finding import Fix
from credits.rules._credit import judged
from credits.rules._model import (
    PHOTOS,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    is_blank,
    levels,
)

CODE: Final = "CRD103"
NAME: Final = "missing-copyright-notice"
LEVELS: Final = levels("warning", archive="info", cc="info", blog="off", strict="error")
ROLES: Final = PHOTOS

_PARTS: Final = frozenset({"year", "creators", "credit_line", "source", "house"})


def _known_parts(template: str | None) -> str | None:
    named = {part for _, part, _, _ in Formatter().parse(template or "") if part is not None}
    if unknown := named - _PARTS:
        allowed = ", ".join(sorted(_PARTS))
        raise ValueError(f"there is no {{{min(unknown)}}}; allowed: {allowed}")
    return template


class CopyrightOptions(Options):
    """*template* is the notice to write, of {year} {creators} {credit_line} {source} {house}."""

    template: Annotated[str | None, Checked(_known_parts)] = None


OPTIONS: Final = CopyrightOptions
# what the examples are judged by
EXAMPLE_OPTIONS: Final = {"template": "© {creators}"}

GOOD: Final = (
    example(creators=["Ann Lee"], copyright_notice="© 2026 Ann Lee"),
    example(),
    example(credit_line="unknown"),
)
BAD: Final = (
    example(creators=["Ann Lee"]),
    example(credit_line="TASS", copyright_notice="  "),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a credited photo without a copyright notice."""
    if is_blank(subject.record.copyright_notice) and judged(subject, desk).named:
        yield Remark(
            "no copyright notice found",
            "copyright_notice",
            command(subject, copyright_notice="© YEAR NAME"),
            _from_template(subject, desk),
        )


def _from_template(subject: Subject, desk: Desk) -> Fix | None:
    """Fill the template in; one that asks for what is not there gives nothing."""
    record = subject.record
    values = {
        "year": (record.date_created or "")[:4],
        "creators": ", ".join(record.creators),
        "credit_line": record.credit_line,
        "source": record.source,
        "house": desk.terms.house.name,
    }
    template = cast("CopyrightOptions", desk.options).template
    asked = {part for _, part, _, _ in Formatter().parse(template or "") if part}
    if template is None or not all(values[part] for part in asked):
        return None
    return Fix("safe", {"copyright_notice": template.format(**values)})
