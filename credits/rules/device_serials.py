"""Let no published photo tell which camera took it, and whose it is.

What:
    Serial numbers of body and lens, the owner's name in the camera's menu, the maker's own notes
    (which have all of these again, faces and shutter counts) and the unique number of the exposure.
    The report names the fields and not what stands in them: it is read in job logs.

Why:
    One serial number ties every photo of one camera together: a leaked picture to the signed ones
    of a staff photographer. Nobody who looks at the page needs it.

Example:
    BodySerialNumber "0123456789" in EXIF.

Fix:
    `credits fix --select PRV802 PHOTO`; `--diff --dry-run` shows what would go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.finding import Fix
from credits.rules._model import (
    EVERYTHING,
    Desk,
    Options,
    Remark,
    Subject,
    example,
    levels,
    mending,
    told,
    traces_of,
)

CODE: Final = "PRV802"
NAME: Final = "device-serials"
LEVELS: Final = levels("info", archive="off", strict="warning")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

KINDS: Final = ("serial", "owner", "image-id", "maker-note")
GOOD: Final = (example(), example(photo=told(software="exif Software Desk 26.1")))
BAD: Final = (
    example(photo=told(serial="exif BodySerialNumber 0123456789")),
    example(photo=told(owner="exif CameraOwnerName Ann Lee", maker_note="exif MakerNote 9 bytes")),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report what tells one camera from another, in one remark."""
    found = traces_of(subject, *KINDS)
    if found:
        said = ", ".join(dict.fromkeys(trace.name for trace in found))
        kinds = tuple(dict.fromkeys(trace.kind for trace in found))
        yield Remark(
            f"it tells which camera took it: {said}",
            help=mending(subject, CODE),
            fix=Fix("safe", removes=kinds),
        )
