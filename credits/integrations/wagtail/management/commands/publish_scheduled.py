"""``manage.py publish_scheduled``, in the place of Wagtail's: one photo never stops the others.

What is refused stays scheduled, and goes out with the first run after its credit was filled in. The
run ends with 1, so that cron tells somebody.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as Scheduled
from wagtail.models import DraftStateMixin, Page, Revision


class Command(Scheduled):
    """Publish what is due, page by page."""

    help = "Publish what is due and unpublish what has expired; report what may not be published."

    def handle(self, *args: Any, **options: Any) -> None:
        """Unpublish, publish, report.

        Raises:
            CommandError: something that is due may not be published.
        """
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        self._unpublish()
        due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
        stuck = [one for one in due.order_by("approved_go_live_at") if not self._published(one)]
        if stuck:
            number = "1 page is" if len(stuck) == 1 else f"{len(stuck)} pages are"
            raise CommandError(f"{number} due and may not be published", returncode=1)

    def _unpublish(self) -> None:
        for model in (Page, *_drafted()):
            expired = model.objects.filter(live=True, expire_at__lt=timezone.now())
            for one in list(expired.order_by("expire_at")):
                one.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")

    def _published(self, revision: Any) -> bool:
        try:
            # what Wagtail writes before it saves the page is taken back with it
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as error:
            for message in error.messages:
                self.stderr.write(f"{revision.object_str}: {message}")
            return False
        return True


def _drafted() -> list[Any]:
    return [model for model in apps.get_models()
            if issubclass(model, DraftStateMixin) and not issubclass(model, Page)]  # fmt: skip
