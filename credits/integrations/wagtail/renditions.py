"""Renditions with the credit that Wagtail drops, and without the place that it keeps.

Measured with Wagtail 8.0: JPEG and PNG renditions keep the whole EXIF block with the coordinates,
and lose IIM and XMP, which is where the credit line stands.
"""

from __future__ import annotations

import io
import logging
from typing import Any

from django.core.files.base import File

from credits.errors import CreditsError
from credits.integrations.django.carrying import carried
from credits.integrations.django.judging import bytes_of
from credits.photo import read, strip

logger = logging.getLogger("credits")


def credited(made: File, image: Any, source: File | None = None) -> File:
    """Give a rendition that says what its image says, under its own name."""
    with made.file as file:
        file.seek(0)
        data = file.read()
    with image.open_file() as file:
        original = bytes_of(source if source is not None else file)
    return File(io.BytesIO(_credited(original, data, made.name, image)), name=made.name)


def _credited(original: bytes, rendition: bytes, name: str, image: Any) -> bytes:
    try:
        return carried(read(original), rendition, image.credit_words())
    except CreditsError as error:
        logger.warning("%s: no credits were carried on: %s", name, error)
    try:
        return bytes(strip(rendition))
    except CreditsError:
        return rendition  # of a format nothing is read of or written into
