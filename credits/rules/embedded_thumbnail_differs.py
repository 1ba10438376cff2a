"""Let no small picture inside the file show what was cut away.

What:
    A thumbnail in EXIF or Photoshop's resources whose shape is not the picture's: the picture was
    cropped afterwards. Shapes are compared without decoding anything. Cameras put every picture
    into 160 x 120 pixels with black bars (DCF); there the bars hide the shape, and only what a
    caller knows from the pixels counts: the fact `thumbnail_distance`, in bits of a 64-bit pHash,
    against `distance`.

Why:
    The face that was cropped or blurred is still in the file, and every file manager shows it. It
    has undressed a television host (2003) and named sources since.

Example:
    A portrait of 800 x 1200 pixels with a thumbnail of 160 x 107.

Fix:
    `credits fix --select PRV805 PHOTO` takes the thumbnail out, with all its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credits._form import field
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


class Distance(Options):
    """From how many bits on (of 64) two pictures are different ones."""

    distance: int = field(default=20, metadata={"ge": 1, "le": 64})


CODE: Final = "PRV805"
NAME: Final = "embedded-thumbnail-differs"
LEVELS: Final = levels("error", archive="warning")
ROLES: Final = EVERYTHING
OPTIONS: Final = Distance

# DCF 2.0 (CIPA DC-009), 3.3.3: thumbnails have this size, whatever the picture's shape
DCF: Final = (160, 120)
# the sides of so small a picture are rounded
ROUNDING: Final = 2

GOOD: Final = (
    example(),
    example(photo=told(thumbnail="exif IFD1 160 x 107")),
    example(photo=told(thumbnail="exif IFD1 160 x 120")),
    example(photo=told(thumbnail="exif IFD1 107 x 160")),
)
BAD: Final = (
    example(photo=told(thumbnail="exif IFD1 160 x 90")),
    example(photo=told(thumbnail="photoshop PhotoshopThumbnail 120 x 160")),
    example(photo=told(thumbnail="exif IFD1 160 x 120"), facts={"thumbnail_distance": 28}),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report the thumbnails of another shape, or of another picture."""
    fix, help = Fix("safe", removes=("thumbnail",)), mending(subject, CODE)
    for trace in traces_of(subject, "thumbnail"):
        size = re.fullmatch(r"(\d+) x (\d+)", trace.text)
        if size and _is_cropped(subject, int(size[1]), int(size[2])):
            photo = subject.photo
            shape = f"{photo.width} x {photo.height}" if photo else ""
            yield Remark(
                f"the thumbnail ({trace.block.upper()}, {trace.text}) has another shape than the "
                f"picture ({shape}): it shows what was cut away",
                help=help, fix=fix,
            )  # fmt: skip
            return
    bits = subject.facts.values.get("thumbnail_distance")
    most = desk.options.distance if isinstance(desk.options, Distance) else 64
    if isinstance(bits, int) and bits >= most:
        yield Remark(f"the thumbnail shows another picture ({bits} of 64 bits differ)",
                     help=help, fix=fix)  # fmt: skip


def _is_cropped(subject: Subject, wide: int, high: int) -> bool:
    photo = subject.photo
    if photo is None or not photo.width or not photo.height or not wide or not high:
        return False
    # software that turns a picture leaves its thumbnail as it was
    sizes = (photo.width, photo.height), (photo.height, photo.width)
    return (wide, high) != DCF and not any(_fits(wide, high, *size) for size in sizes)


def _fits(wide: int, high: int, width: int, height: int) -> bool:
    """Tell whether the small picture is the large one, scaled."""
    return (
        abs(wide * height / width - high) <= ROUNDING
        or abs(high * width / height - wide) <= ROUNDING
    )
