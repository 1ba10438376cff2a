"""A storage that puts credits on what it stores: renditions get those of the original beside them.

Which file is the original is told by its name, as thumbnailers and site builders make names
(``photo.jpg.300x200_q85.jpg``, ``photo-300x200.jpg``).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from credits.articles._files import originals
from credits.integrations.django.carrying import carried_if_possible


class CreditStorageMixin:
    """Mix into a storage class, before it."""

    def _save(self, name: str, content: Any) -> str:
        original = self.original_of(name)
        if original is None:
            return str(super()._save(name, content))  # type: ignore[misc]
        content.seek(0)
        rendition = content.read()
        with self.open(original, "rb") as file:  # type: ignore[attr-defined]
            data = carried_if_possible(file.read(), _bytes(rendition), name)
        kept = File(io.BytesIO(data), name=name)
        return str(super()._save(name, kept))  # type: ignore[misc]

    def original_of(self, name: str) -> str | None:
        """Find the original of a rendition by its name; None if it is one itself."""
        return next((one for one in _names(name) if one != name and self.exists(one)), None)  # type: ignore[attr-defined]


class CreditStorage(CreditStorageMixin, FileSystemStorage):
    """Files on disk."""


def _names(name: str) -> Iterator[str]:
    # easy-thumbnails appends its own name to the whole name of the original
    head, found, _ = name.rpartition(".")[0].rpartition(".")
    if found and "." in head.rpartition("/")[2]:
        yield head
    yield from originals(name)


def _bytes(data: bytes | str) -> bytes:
    return data.encode() if isinstance(data, str) else data
