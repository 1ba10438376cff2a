"""The ready models, for sites that have none of their own, and what people let pass.

``WAGTAILIMAGES_IMAGE_MODEL = "credits_wagtail.CreditedImage"``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.timezone import localdate
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from credits.integrations.wagtail.images import ADMIN_FIELDS, CreditedImageMixin
from credits.rules._model import Waiver


class CreditedImage(CreditedImageMixin, AbstractImage):
    """An image with caption and credit."""

    admin_form_fields = (*Image.admin_form_fields, *ADMIN_FIELDS)

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"


class CreditedRendition(AbstractRendition):
    """A rendition of it."""

    image = models.ForeignKey(CreditedImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        verbose_name = "rendition"

    def __str__(self) -> str:
        return f"{self.image}: {self.filter_spec}"


class CreditOverride(models.Model):
    """Somebody's word that a photo may be shown as it is: why, and until when.

    It holds for the rules that were broken when it was given; what goes wrong later blocks.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=64, db_index=True)
    image = GenericForeignKey()
    rules = models.JSONField(default=list)
    reason = models.TextField()
    expires = models.DateField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    owner_name = models.CharField(max_length=255)
    created = models.DateTimeField(auto_now_add=True)

    # it is no use of the image
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "credit override"
        default_permissions = ("add",)
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.owner_name}, until {self.expires}: {self.reason}"

    @classmethod
    def in_force(cls, images: Iterable[Any]) -> models.QuerySet[Any]:
        """Give what is in force today for some images."""
        keys = [str(image.pk) for image in images if image is not None and image.pk]
        kinds = ContentType.objects.get_for_models(*{type(image) for image in images})
        return cls.objects.filter(
            content_type__in=kinds.values(), object_id__in=keys, expires__gte=localdate()
        )

    @classmethod
    def waivers_for(cls, images: Iterable[Any]) -> list[Waiver]:
        """Give the waivers that are in force for some images, as the gate takes them."""
        known = {str(image.pk): image for image in images if image is not None}
        return [
            Waiver(rule=rule, path=known[one.object_id].file.name, reason=one.reason,
                   owner=one.owner_name, expires=one.expires)
            for one in cls.in_force(known.values())
            for rule in one.rules
        ]  # fmt: skip
