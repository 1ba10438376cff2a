"""Small real pictures in every format that is written, most of them made by Pillow."""

from __future__ import annotations

import io
import re
from functools import cache

import imagecodecs
import numpy as np
import pillow_heif
from PIL import Image, ImageDraw

FORMATS = ("jpeg", "png", "webp", "tiff", "gif", "heif", "avif", "jxl", "svg")
# which blocks each format can hold, as witnesses see it
WITH_EXIF = frozenset({"jpeg", "png", "webp", "tiff", "heif", "avif", "jxl"})
WITH_IIM = frozenset({"jpeg", "tiff"})
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="120" height="90" viewBox="0 0 120 90">
  <title>A &amp; B</title>
%s</svg>
""" % b"".join(
    b'  <rect x="%d" y="5" width="3" height="80" fill="#369"/>\n' % x for x in range(0, 120, 5)
)
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
    if form == "svg":
        return SVG
    image = Image.new("RGB", size, "#336699")
    draw = ImageDraw.Draw(image)
    for step in range(0, size[0], 7):
        draw.line([(step, 0), (size[0] - step, size[1])], fill=(step * 5 % 256, 90, step % 256))
    return encoded(image, form, **options)


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    """Encode a picture; HEIF and JPEG XL by their reference libraries."""
    if form == "jxl":
        return wrapped(imagecodecs.jpegxl_encode(np.asarray(image), lossless=True))
    out = io.BytesIO()
    if form == "heif":
        pillow_heif.from_pillow(image).save(out, **options)
    else:
        image.save(out, form.upper(), **options)
    return out.getvalue()


def wrapped(codestream: bytes) -> bytes:
    """Put a codestream of JPEG XL into a container."""
    head = b"\0\0\0\x0cJXL \r\n\x87\n" + b"\0\0\0\x14ftypjxl \0\0\0\0jxl "
    return head + (len(codestream) + 8).to_bytes(4) + b"jxlc" + codestream


def pixels(data: bytes) -> bytes:
    """Decode a picture and give its pixels; of a drawing all but title and metadata."""
    if b"<svg" in data[:200]:
        return re.sub(rb"<(title|metadata)>.*?</\1>", b"", data, flags=re.DOTALL)
    if data.startswith((b"\0\0\0\x0cJXL ", b"\xff\x0a")):
        return bytes(imagecodecs.jpegxl_decode(data).tobytes())
    if data[8:12] in {b"heic", b"hevc", b"mif1"}:
        return bytes(pillow_heif.open_heif(data).to_pillow().convert("RGBA").tobytes())
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGBA").tobytes()
