"""Let no two blocks of a file name different people.

What:
    EXIF, IIM and XMP disagree on the creator, the credit line, the source, the copyright notice or
    the caption, after differences that mean nothing are set aside: texts cut at IIM's limit, other
    spellings of the same characters, a name list of which older software kept the first.

Why:
    Which name is printed then depends on the program that reads the file: Photoshop prefers XMP,
    ExifTool's MWG mode EXIF, many content systems IIM.

Example:
    IIM By-line "Ann Lee", dc:creator "Anne Lee".

Fix:
    `credits embed PHOTO --creator "The right one"` writes all blocks; `credits show PHOTO` shows
    what each of them says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from credits.credit_comparison import compared
from credits.finding import Fix
from credits.reconcile import Conflict
from credits.record import Record
from credits.rules._model import (
    CREDIT_FIELDS,
    PHOTOS,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    label,
    levels,
)
from credits.vocabulary import Vocabulary

CODE: Final = "SYN501"
NAME: Final = "carriers-disagree"
LEVELS: Final = levels("error", blog="warning")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

JUDGED: Final = frozenset({*CREDIT_FIELDS, "caption"})
# who is named counts, not how; a notice's words are its own
NAMING: Final = frozenset({"creators", "credit_line", "source"})
_TWO: Final = {"xmp": ["Anne Lee"], "iim": ["Ann Lee"]}
_DRESSED: Final = {"xmp": "AP Photo/Ann Lee", "iim": "Ann Lee/AP"}
GOOD: Final = (
    example(creators=["Ann Lee"]),
    example(
        credit_line="AP Photo/Ann Lee",
        conflicts=(Conflict("credit_line", _DRESSED, "xmp", "conflict"),),
    ),
    example(),
)
BAD: Final = (
    example(creators=["Anne Lee"], conflicts=(Conflict("creators", _TWO, "xmp", "conflict"),)),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report each property that blocks contradict each other in."""
    for conflict in subject.photo.conflicts if subject.photo else ():
        if conflict.field not in JUDGED or _name_the_same(conflict, desk.terms.words):
            continue
        if conflict.verdict in {"conflict", "iim-newer"}:
            said = ", ".join(
                f"{block.upper()} says {_text(value)!r}" for block, value in conflict.values.items()
            )
            chosen = conflict.values[conflict.chosen]
            yield Remark(
                f"the blocks disagree on the {label(conflict.field)}: {said}",
                conflict.field,
                command(subject, **{conflict.field: chosen}),
                Fix("safe", {conflict.field: chosen}),
            )


def _name_the_same(conflict: Conflict, words: Vocabulary) -> bool:
    """Tell whether only the dress differs: "AP Photo/Jane Doe", "Jane Doe/AP"."""
    if conflict.field not in NAMING:
        return False
    first, *others = (
        Record.model_validate({conflict.field: value}) for value in conflict.values.values()
    )
    return all(compared(first, other, vocabulary=words).same for other in others)


def _text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)
