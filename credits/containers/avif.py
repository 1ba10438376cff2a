"""AVIF: still pictures and sequences of AV1, written as HEIF is.

Source: AV1 Image File Format 1.1; what it shares with HEIF, `credits.containers.heif` does.
"""

from __future__ import annotations

from typing import Final

from credits.containers import heif

NAME: Final = "avif"
MEDIA_TYPE: Final = "image/avif"
SUFFIXES: Final = (".avif", ".avifs", ".avis")
WRITES: Final = heif.WRITES


def recognises(head: bytes) -> bool:
    """Tell by the brands."""
    return heif.form_of(head) == NAME


split = heif.split
blocks = heif.blocks
replaced = heif.replaced
image_data = heif.image_data
dimensions = heif.dimensions
is_signed = heif.is_signed
