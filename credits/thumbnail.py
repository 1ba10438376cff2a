"""A small picture of a photo, for reports that people look at.

It is upright, lies on white, and is sent out as a small JPEG without any metadata. What cannot be
decoded has no thumbnail; nothing is said about it here, because the rules have said it.
"""

from __future__ import annotations

import io
from typing import Final

from credits._bytes import Readable
from credits.errors import UnreadableImage

SIDE: Final = 160
QUALITY: Final = 70


def thumbnail(image: Readable, side: int = SIDE) -> bytes | None:
    """Make a JPEG of at most *side* × *side* pixels, or None where there is nothing to see."""
    from credits.fingerprints import decoded  # noqa: PLC0415  (only for reports with pictures)

    try:
        picture = decoded(image, side, colour=True)
    except UnreadableImage:
        return None
    picture.thumbnail((side, side))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
