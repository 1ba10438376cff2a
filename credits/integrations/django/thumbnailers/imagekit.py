"""django-imagekit: specs that are subclasses of `CreditedSpec` keep credits."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from imagekit import ImageSpec

from credits.integrations.django.carrying import carried_if_possible
from credits.integrations.django.judging import bytes_of


class CreditedSpec(ImageSpec):
    """The base of a spec: ``class Thumbnail(CreditedSpec): processors = […]``."""

    def generate(self) -> Any:
        """Make the image, and give it the credits of its source."""
        made = super().generate()
        made.seek(0)
        data = made.read()
        return ContentFile(carried_if_possible(bytes_of(self.source), data, str(self.source)))
