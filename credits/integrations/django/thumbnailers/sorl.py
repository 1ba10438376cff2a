"""sorl-thumbnail: ``THUMBNAIL_BACKEND`` names the `Backend` of this module."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import Any, Final

from sorl.thumbnail import default
from sorl.thumbnail.base import ThumbnailBackend
from sorl.thumbnail.conf import settings
from sorl.thumbnail.images import ImageFile

from credits.integrations.django.carrying import carried_if_possible

# what is being made a thumbnail of: the methods that make it are not told
_source: Final[ContextVar[Any]] = ContextVar("source")


class Backend(ThumbnailBackend):
    """The thumbnail backend that keeps credits, also at the resolutions of finer screens."""

    def get_thumbnail(self, file_: Any, geometry_string: str, **options: Any) -> Any:
        """Give a thumbnail; one that is made gets the credits of its source."""
        token = _source.set(ImageFile(file_) if file_ else None)
        try:
            return super().get_thumbnail(file_, geometry_string, **options)
        finally:
            _source.reset(token)

    def _create_thumbnail(
        self, source_image: Any, geometry_string: str, options: Any, thumbnail: Any
    ) -> None:
        super()._create_thumbnail(source_image, geometry_string, options, thumbnail)
        _carry(thumbnail)

    def _create_alternative_resolutions(
        self, source_image: Any, geometry_string: str, options: Any, name: str
    ) -> None:
        super()._create_alternative_resolutions(source_image, geometry_string, options, name)
        stem, suffix = os.path.splitext(name)
        for resolution in settings.THUMBNAIL_ALTERNATIVE_RESOLUTIONS:
            _carry(ImageFile(f"{stem}@{resolution}x{suffix}", default.storage))


def _carry(thumbnail: Any) -> None:
    made = thumbnail.read()
    data = carried_if_possible(_source.get().read(), made, thumbnail.name)
    if data != made:
        # a storage gives another name to what would overwrite a file
        thumbnail.storage.delete(thumbnail.name)
        thumbnail.write(data)
