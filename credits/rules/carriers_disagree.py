"""Let no two blocks of a file name different people.

What:
    EXIF, IIM and XMP disagree on the creator, the credit line, the source, the copyright notice or
    the caption, after differences that mean nothing are set aside: texts cut at IIM's limit, other
    spellings of the same characters, a name list of which older software kept the first.

Why:
    Which name is printed then depends on the program that reads the file: Photoshop prefers XMP,
    ExifTool's MWG mode EXIF, many content systems IIM. Who reads the block that says nothing
    prints nothing.

Example:
    IIM By-line "Ann Lee", dc:creator "Anne Lee".

Fix:
    `credits embed PHOTO --creator "The right one"` writes all blocks; `credits show PHOTO` shows
    what each of them says; `credits fix --select SYN501 PHOTO` writes what counts first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from credits.credit_comparison import compared
from credits.finding import Fix, Severity
from credits.photo import Photo
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

JUDGED: Final = (*CREDIT_FIELDS, "caption")
# who is named counts, not how; a notice's words are its own
NAMING: Final = frozenset({"creators", "credit_line", "source"})
# EXIF is filled by cameras, which know neither
BOTH: Final = ("xmp", "iim")
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
    example(
        creators=["Ann Lee"], caption="A vigil.",
        photo={"sources": {"creators": ("xmp", "iim"), "caption": ("xmp",)}},
    ),
)  # fmt: skip


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report each property that blocks contradict each other in, and each that one lacks."""
    photo = subject.photo
    if photo is None:
        return
    for conflict in photo.conflicts:
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
    for name, block, other in _missing(photo):
        value = getattr(photo.record, name)
        yield Remark(
            f"{block.upper()} has no {label(name)}, {other.upper()} has",
            name,
            command(subject, **{name: value}),
            Fix("safe", {name: value}),
            severity=Severity.WARNING,
        )


def _missing(photo: Photo) -> Iterator[tuple[str, str, str]]:
    """Say which property which of the two blocks lacks, and which one has it."""
    said = {name: set(blocks) for name, blocks in photo.sources.items()}
    for conflict in photo.conflicts:
        said.setdefault(conflict.field, set()).update(conflict.values)
    if not all(any(block in blocks for blocks in said.values()) for block in BOTH):
        return
    for name in JUDGED:
        lacking = [block for block in BOTH if block not in said.get(name, BOTH)]
        if len(lacking) == 1 and getattr(photo.record, name):
            yield name, lacking[0], next(block for block in BOTH if block not in lacking)


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
