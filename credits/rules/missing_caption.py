"""Say who does what, where and when.

What:
    The photo has no caption. What a camera writes into every picture counts as none.

Why:
    A picture without a caption cannot be checked, found or explained. AP, AFP and Reuters move
    none without.

Example:
    ImageDescription "OLYMPUS DIGITAL CAMERA" and nothing else.

Fix:
    `credits embed PHOTO --caption "Who does what, where, when"`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.fields import addresses
from credits.reconcile import Conflict
from credits.rules._model import PHOTOS, Desk, Options, Remark, Subject, command, example, levels

CODE: Final = "CAP301"
NAME: Final = "missing-caption"
LEVELS: Final = levels("warning", archive="info", cc="info", blog="info", strict="error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

_DEFAULT: Final = "camera-default-ignored"
_CAMERA: Final = Conflict("caption", {"exif": "SONY DSC"}, "", _DEFAULT)
GOOD: Final = (example(caption="Rescuers carry a child out of a flooded house in Kherson."),)
BAD: Final = (example(), example(conflicts=(_CAMERA,)))


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a photo without a caption."""
    if subject.photo is None or subject.record.caption:
        return
    ignored = [
        conflict.values["exif"] for conflict in subject.photo.conflicts
        if conflict.field == "caption" and conflict.verdict == _DEFAULT
    ]  # fmt: skip
    places = ", ".join(addresses("caption"))
    beside = f"; {ignored[0]!r} is what the camera writes into every picture" if ignored else ""
    yield Remark(
        f"no caption found (looked in {places}{beside})",
        "caption",
        command(subject, caption="WHO DOES WHAT, WHERE, WHEN"),
    )
