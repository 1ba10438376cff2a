"""Photos as they reach a newsroom: credited, without a credit, with a filler for one, with a place."""

from __future__ import annotations

import io
from functools import cache

import piexif
from django.core.files.base import ContentFile
from PIL import Image

import credits
from tests.pictures import encoded, picture

CREDIT = {
    "caption": "People of Lindhaven remember the victims of the flood",
    "creators": ["Ann Lee", "Jonas Brandt"],
    "credit_line": "Lindhaven Courier",
    "alt_text": "People with candles before a cathedral",
}
KINDS = {
    "credited": CREDIT,
    "uncredited": {"caption": CREDIT["caption"]},
    "placeholder": {"caption": CREDIT["caption"], "creators": ["Photo: Internet"]},
}
PLACE = {
    piexif.GPSIFD.GPSLatitudeRef: b"N",
    piexif.GPSIFD.GPSLatitude: ((50, 1), (27, 1), (0, 1)),
    piexif.GPSIFD.GPSLongitudeRef: b"E",
    piexif.GPSIFD.GPSLongitude: ((30, 1), (31, 1), (0, 1)),
}


@cache
def photo(kind: str = "credited", form: str = "jpeg") -> bytes:
    """Make a photo of 600 x 400 pixels that says who made it, and where."""
    exif = piexif.dump({"GPS": PLACE, "0th": {piexif.ImageIFD.Make: b"Camera"}})
    with Image.open(io.BytesIO(picture("png", (600, 400)))) as image:
        data = encoded(image.convert("RGB"), form, exif=exif)
    return credits.embed(data, **KINDS[kind])


def upload(kind: str = "credited", name: str = "vigil.jpg") -> ContentFile:
    """Make an upload of it."""
    return ContentFile(photo(kind), name=name)
