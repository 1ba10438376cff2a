from __future__ import annotations

from django.db import models

from credits.integrations.django import CreditedImageField


class Picture(models.Model):
    """A photo that is always shown, with fields of the properties' names."""

    photo = CreditedImageField(upload_to="pictures")
    caption = models.CharField(max_length=60, blank=True)
    creators = models.CharField(max_length=200, blank=True)
    credit_line = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "newsroom"

    def __str__(self) -> str:
        return self.photo.name


class Story(models.Model):
    """A photo that is shown once its story is, with fields of other names."""

    photo = CreditedImageField(
        upload_to="stories", properties={"creators": "photographer"}, live="published", blank=True
    )
    photographer = models.CharField(max_length=200, blank=True)
    published = models.BooleanField(default=False)

    class Meta:
        app_label = "newsroom"

    def __str__(self) -> str:
        return self.photo.name
