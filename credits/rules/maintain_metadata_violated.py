"""Keep the metadata where the rights holder asks for it.

What:
    The original says that its metadata must be kept (PLUS Image File Constraints: IF-MMD), and this
    copy of it has lost some of the credit or the rights. It is judged where the caller knows the
    original (``Facts``: ``original``): `credits carry`, `credits publish`, and duplicates by the
    catalog.

Why:
    PLUS licence data format: "Maintain Metadata" is a condition of the licence. Removing copyright
    management information is what 17 USC 1202(b) and article 7 of Directive 2001/29/EC forbid.

Example:
    The original names "Ann Lee" and IF-MMD, the rendition names nobody.

Fix:
    `credits fix PHOTO`, or `credits carry ORIGINAL PHOTO`. In Photoshop: File > Export > Save for
    Web, Metadata: Copyright and Contact Info. In Photo Mechanic: Save Photos As, "IPTC/XMP" kept.
    In content systems: switch the stripping of metadata off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.finding import Fix
from credits.record import record_of
from credits.rules._model import (
    CREDIT_FIELDS,
    EVERYTHING,
    Desk,
    Options,
    Remark,
    Subject,
    example,
    label,
    levels,
)

CODE: Final = "RGT609"
NAME: Final = "maintain-metadata-violated"
LEVELS: Final = levels("error")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

KEPT: Final = (
    *CREDIT_FIELDS,
    "usage_terms",
    "web_statement",
    "copyright_marked",
    "file_constraints",
)
_MAINTAIN: Final = "http://ns.useplus.org/ldf/vocab/IF-MMD"
_ORIGINAL: Final = record_of(
    {"creators": ["Ann Lee"], "credit_line": "Ann Lee/Courier", "file_constraints": [_MAINTAIN]}
)
GOOD: Final = (
    example(),
    example(facts={"original": record_of({"creators": ["Ann Lee"]})}),
    example(
        creators=["Ann Lee"], credit_line="Ann Lee/Courier", file_constraints=[_MAINTAIN],
        facts={"original": _ORIGINAL},
    ),
)  # fmt: skip
BAD: Final = (
    example(facts={"original": _ORIGINAL}),
    example(creators=["Ann Lee"], facts={"original": _ORIGINAL}),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report what a copy has lost of what had to be kept."""
    original = subject.facts.values.get("original")
    if original is None or not any(one.endswith("IF-MMD") for one in original.file_constraints):
        return
    lost = {
        name: value for name in KEPT
        if (value := getattr(original, name)) and not getattr(subject.record, name)
    }  # fmt: skip
    if lost:
        yield Remark(
            f"the original's metadata must be kept (IF-MMD); lost: {', '.join(map(label, lost))}",
            next(iter(lost)),
            "credits carry ORIGINAL " + subject.path,
            Fix("safe", lost),
        )
