"""Let no picture pass that nobody can open.

What:
    A picture whose header promises more pixels than `max-pixels` (178,956,970 where nothing is
    said: from there on Pillow refuses to decode).

Why:
    A PNG of 40 kilobytes can promise 30 gigabytes. It takes down the program that scales it, and
    with it the page; the largest cameras make 150 million pixels.

Example:
    65,500 x 65,500 pixels in a file of 60 kilobytes.

Fix:
    Ask for a smaller version, or set `max-pixels` under `[rules.FIL955]` if it is what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits._form import field
from credits.rules._model import EVERYTHING, Desk, Options, Remark, Subject, example, levels


class Most(Options):
    """How many pixels a picture may have."""

    max_pixels: int = field(default=178_956_970, metadata={"ge": 1})


CODE: Final = "FIL955"
NAME: Final = "decompression-bomb"
LEVELS: Final = levels("error")
ROLES: Final = EVERYTHING
OPTIONS: Final = Most

GOOD: Final = (example(), example(photo={"width": 14204, "height": 10652}))
BAD: Final = (example(photo={"width": 65_500, "height": 65_500}),)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Compare width times height with what is allowed."""
    photo = subject.photo
    most = desk.options.max_pixels if isinstance(desk.options, Most) else 0
    if photo is None or photo.format == "svg" or not photo.width or not photo.height:
        return
    if photo.width * photo.height > most:
        yield Remark(
            f"it promises {photo.width} x {photo.height} pixels, more than {most:,} in all",
            help="ask for a smaller version, or set max-pixels under [rules.FIL955]",
        )
