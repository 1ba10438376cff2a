"""Small real pictures, made by Pillow, in every format that is written."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

FORMATS = ("jpeg", "png", "webp", "tiff")
VALUES = {
    "caption": "Migrants are called to serve – „Peoples service“",
    "creators": ["Evgeny Epanchintsev", "Zoë Müller"],
    "credit_line": "TASS",
    "source": "versia.ru",
    "copyright_notice": "© 2026 TASS",
}


@cache
def picture(form: str = "jpeg", size: tuple[int, int] = (120, 90), **options: object) -> bytes:
    """Draw a picture and encode it."""
    image = Image.new("RGB", size, "#336699")
    draw = ImageDraw.Draw(image)
    for step in range(0, size[0], 7):
        draw.line([(step, 0), (size[0] - step, size[1])], fill=(step * 5 % 256, 90, step % 256))
    out = io.BytesIO()
    image.save(out, form.upper(), **options)
    return out.getvalue()


def pixels(data: bytes) -> bytes:
    """Decode a picture and give its pixels."""
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGBA").tobytes()
