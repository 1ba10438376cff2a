"""A small picture of a photo, for reports that people look at.

Decoding is reduced (Pillow's draft mode), turned upright by EXIF, laid on white, and sent out as a
small JPEG without any metadata. What cannot be decoded has no thumbnail; nothing is said about it
here, because the rules have said it.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Final

from credits._bytes import Readable

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE: Final = 160
QUALITY: Final = 70


def thumbnail(image: Readable, side: int = SIDE) -> bytes | None:
    """Make a JPEG of at most *side* × *side* pixels, or None where there is nothing to see."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  (only for reports with pictures)

    stream = io.BytesIO(image) if isinstance(image, (bytes, bytearray, memoryview)) else image
    try:
        with warnings.catch_warnings():
            # a picture that could be a decompression bomb is not opened at all
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)
            with Image.open(stream) as picture:
                return _jpeg(picture, side)
    except (
        OSError, SyntaxError, ValueError, EOFError, MemoryError, UnidentifiedImageError,
        Image.DecompressionBombError, Image.DecompressionBombWarning,
    ):  # fmt: skip
        return None


def _jpeg(picture: Image, side: int) -> bytes:
    from PIL import ImageOps  # noqa: PLC0415

    picture.draft("RGB", (side, side))
    picture.thumbnail((side, side))
    small = _on_white(ImageOps.exif_transpose(picture))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _on_white(picture: Image) -> Image:
    from PIL import Image  # noqa: PLC0415

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    above = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", above.size, "white"), above).convert("RGB")
