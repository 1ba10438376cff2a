"""The app: what is wrong with a site's settings is told by its system checks."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.core.checks import register


class CreditsConfig(AppConfig):
    """``credits.integrations.django`` in ``INSTALLED_APPS``."""

    name = "credits.integrations.django"
    label = "credits"
    verbose_name = "Photo credits"

    def ready(self) -> None:
        """Register the system checks, and let easy-thumbnails carry credits where it is used."""
        from credits.integrations.django import checks  # noqa: PLC0415  (models are ready by now)

        register(checks.policy_is_right, "credits")
        register(checks.fields_are_there, "credits")
        if apps.is_installed("easy_thumbnails"):
            from credits.integrations.django.thumbnailers import easy_thumbnails  # noqa: PLC0415

            easy_thumbnails.switch_on()
