"""Say when it was.

What:
    No date: neither in the caption (a year, a month, a day of the week) nor in Date Created, IIM
    2:55 or EXIF DateTimeOriginal.

Why:
    AP's captions must have one, Reuters asks for the correct one. Without it an old picture passes
    for a new one.

Example:
    Caption "Flood in Kherson", no date in any block.

Fix:
    `credits embed PHOTO --date-created 2026-06-07`. In Photoshop: File > File Info > Origin > Date
    Created. In Photo Mechanic: Metadata (IPTC) Info > Date. Where the camera says when the file
    came into being, `credits fix --unsafe-fixes` takes that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.finding import Fix
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
from credits.vocabulary.calendar import names_a_day

CODE: Final = "CAP306"
NAME: Final = "caption-no-date"
LEVELS: Final = levels("info", cc="off", blog="off", strict="warning")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(caption="Flood in Kherson, June 7, 2026."),
    example(caption="Überschwemmung am Samstag in Cherson."),
    example(caption="Повінь у Херсоні, 7 червня"),
    example(caption="2026年6月7日、洪水"),
    example(caption="Flood in Kherson", date_created="2026-06-07"),
    example(),
)
BAD: Final = (
    example(caption="Flood in Kherson"),
    example(caption="It may rain in Kherson, and people march on."),
    example(caption="Überschwemmung in Cherson", date_digitized="2026-06-07T10:00:00"),
    example(caption="洪水で冠水した道路"),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a captioned photo without a date."""
    record = subject.record
    if record.caption is None or is_blank(record.caption) or record.date_created:
        return
    if names_a_day(record.caption):
        return
    digitized = record.date_digitized
    yield Remark(
        "no date, neither in the caption nor in Date Created",
        "date_created",
        command(subject, date_created="YYYY-MM-DD"),
        Fix("unsafe", {"date_created": digitized}) if digitized else None,
    )
