"""The app: models with migrations, hooks of the admin, system checks, photos for credits_check."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import AppConfig
from django.core.checks import register

from credits.rules._model import Subject


class CreditsWagtailConfig(AppConfig):
    """``credits.integrations.wagtail`` in ``INSTALLED_APPS``."""

    name = "credits.integrations.wagtail"
    label = "credits_wagtail"
    verbose_name = "Photo credits in Wagtail"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from credits.integrations.wagtail import checks  # noqa: PLC0415  (models are ready by now)

        register(checks.apps_are_in_order, "credits")
        register(checks.image_model_is_credited, "credits")
        register(checks.pages_are_gated, "credits")

    def credit_subjects(self, *, live: bool) -> Iterator[Subject]:
        """Give ``manage.py credits_check`` the photos: all, or those on *live* pages."""
        from credits.integrations.wagtail import usage  # noqa: PLC0415
        from credits.integrations.wagtail.judging import subject_of  # noqa: PLC0415

        images = usage.in_live_use() if live else usage.every_image()
        return map(subject_of, images.iterator())
