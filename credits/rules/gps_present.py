"""Let no photo tell where exactly the camera stood.

What:
    A position in EXIF, XMP or the texts of a PNG. With `sensitive`, a list of words, a photo that
    has one of them in its caption, headline, keywords or instructions is an error; `["*"]` takes
    every photo for sensitive. The report does not repeat the position: it is read in job logs.

Why:
    A position of five decimals is a front door. It leads to sources, to witnesses and to the
    photographer's home; in wars it has led artillery. GDPR counts it as personal data (article 4).

Example:
    GPSLatitude 48.85800 N, GPSLongitude 2.29400 E in a portrait made at somebody's home.

Fix:
    `credits fix --select PRV801 PHOTO` takes the position out of every block; city and country, as
    the desk wrote them, stay. `--diff --dry-run` shows what would go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.finding import Fix, Severity
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
from credits.traces import POSITIONS
from credits.vocabulary import key


class Sensitive(Options):
    """Words of photos that must not tell where they were taken."""

    sensitive: tuple[str, ...] = ()


CODE: Final = "PRV801"
NAME: Final = "gps-present"
LEVELS: Final = levels("warning", archive="off", cc="info", strict="error")
ROLES: Final = EVERYTHING
OPTIONS: Final = Sensitive

GOOD: Final = (
    example(),
    example(city="Paris"),
    example(photo=told(gps="exif GPSInfo 1 field")),
)
BAD: Final = (
    example(photo=told(gps="exif GPSPosition 48.85800 N, 2.29400 E")),
    example(photo=told(gps="xmp exif:GPSLatitude 48,51.48N")),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report the position, and every block that tells it."""
    found = [trace for trace in traces_of(subject, "gps") if trace.name in POSITIONS]
    if found:
        blocks = " and ".join(dict.fromkeys(trace.block.upper() for trace in found))
        yield Remark(
            f"the exact position stands in {blocks}",
            "gps",
            mending(subject, CODE),
            Fix("safe", removes=("gps",)),
            severity=Severity.ERROR if _is_sensitive(subject, desk) else None,
        )


def _is_sensitive(subject: Subject, desk: Desk) -> bool:
    words = desk.options.sensitive if isinstance(desk.options, Sensitive) else ()
    if not words:
        return False
    record = subject.record
    texts = (record.caption, record.headline, record.instructions, *record.keywords)
    said = f" {' '.join(key(text) for text in texts if text)} "
    return any(word == "*" or f" {key(word)} " in said for word in words)
