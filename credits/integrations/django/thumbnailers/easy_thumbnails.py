"""easy-thumbnails, and django-filer, which stands on it: nothing to set.

The package has no hook that is told the source of a thumbnail, so the one method that makes them
is wrapped, once.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.files.base import ContentFile
from easy_thumbnails.files import Thumbnailer

from credits.integrations.django.carrying import carried_if_possible


def switch_on() -> None:
    """Let every thumbnail that is made from now on get the credits of its source."""
    make = Thumbnailer.generate_thumbnail
    if getattr(make, "carries_credits", False):
        return

    @wraps(make)
    def generate_thumbnail(self: Any, *args: Any, **kwargs: Any) -> Any:
        thumbnail = make(self, *args, **kwargs)
        return _credited(self, thumbnail) if thumbnail is not None else None

    generate_thumbnail.carries_credits = True  # type: ignore[attr-defined]
    Thumbnailer.generate_thumbnail = generate_thumbnail


def _credited(source: Any, thumbnail: Any) -> Any:
    thumbnail.file.seek(0)
    made = thumbnail.file.read()
    with source.source_storage.open(source.name, "rb") as file:
        thumbnail.file = ContentFile(carried_if_possible(file.read(), made, thumbnail.name))
    return thumbnail
