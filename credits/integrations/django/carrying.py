"""Credits carried over from a photo in a storage to a rendition of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.core.files.base import File

from credits.errors import CreditsError
from credits.integrations.django.judging import bytes_of, worded
from credits.photo import Photo, embed, read
from credits.renditions import carry

logger = logging.getLogger("credits")


def carried(original: Photo, rendition: bytes, said: Mapping[str, Any] | None = None) -> bytes:
    """Give a rendition that says what its host, and else its original, says.

    Raises:
        CreditsError: it is no photo, or of a format that nothing is written into.
    """
    photo = worded(original, said or {})
    emptied = {name: None for name, value in (said or {}).items() if not value}
    (data,) = carry(photo, rendition, overwrite=True)
    return embed(data, **emptied) if emptied else bytes(data)


def carried_if_possible(
    original: File | bytes, rendition: bytes, name: str, said: Mapping[str, Any] | None = None
) -> bytes:
    """Carry credits on, or log why they could not be: a page must not lose its picture for it."""
    try:
        return carried(read(bytes_of(original)), rendition, said)
    except (CreditsError, OSError) as error:
        logger.warning("%s: no credits were carried on: %s", name, error)
        return rendition
