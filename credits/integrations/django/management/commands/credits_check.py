"""``manage.py credits_check``: judges the photos a site keeps, for cron and for deployments."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from credits.finding import Finding, Severity
from credits.integrations.django.fields import CreditedImageField
from credits.integrations.django.judging import judged, sentence, subject
from credits.integrations.django.wording import said_by
from credits.rules._model import Subject
from credits.verdict import Verdict

# what is reached by which level
LEVELS: Final = {
    "error": frozenset({Severity.ERROR, Severity.HOLD}),
    "warning": frozenset({Severity.ERROR, Severity.HOLD, Severity.WARNING}),
    "info": frozenset(Severity),
}


class Command(BaseCommand):
    """Judge the photos in the fields of the site's models."""

    help = "Judge the photos of the site: who is credited, and may they be published?"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take models, and what counts."""
        parser.add_argument("models", nargs="*", metavar="app.Model", help="all if none is named")
        parser.add_argument(
            "--fail-level", choices=[*LEVELS, "never"], default="error",
            help="the mildest finding that ends with exit code 1 (default: error)",
        )  # fmt: skip
        parser.add_argument("--live", action="store_true",
                            help="only photos whose field says they are live")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django calls it so)
        """Judge, report, and fail where asked to.

        Raises:
            CommandError: there is no such model, or a finding reaches the level.
        """
        subjects = self.subjects(list(_fields(options["models"])), live=options["live"])
        others = () if options["models"] else _of_apps(live=options["live"])
        verdict = judged(chain(subjects, others))
        found = [one for one in verdict.findings if one.suppression is None]
        for finding in found:
            self.stdout.write(_line(finding))
        self.stdout.write(_summary(verdict, found))
        counting = LEVELS.get(options["fail_level"], frozenset())
        if any(finding.severity in counting for finding in found):
            raise CommandError("photos are not credited as the policy asks", returncode=1)

    def subjects(
        self, fields: Iterable[tuple[Any, CreditedImageField]], *, live: bool
    ) -> Iterator[Subject]:
        """Give the photos in fields of models."""
        for model, field in fields:
            for instance in model._default_manager.iterator():
                photo = getattr(instance, field.attname)
                shown = not (live and field.live) or getattr(instance, field.live)
                if photo and shown:
                    yield _subject(photo, instance, field)


def _subject(photo: Any, instance: Any, field: CreditedImageField) -> Subject:
    try:
        return subject(photo, photo.name, said_by(instance, field.neighbours(instance)))
    except OSError:
        # an empty file is a subject that cannot be read, and is told of as such
        return subject(b"", photo.name)


def _of_apps(*, live: bool) -> Iterator[Subject]:
    """Give the photos of apps that keep them in another way, as Wagtail's images are."""
    for config in apps.get_app_configs():
        if hasattr(config, "credit_subjects"):
            yield from config.credit_subjects(live=live)


def _fields(names: list[str]) -> Iterator[tuple[Any, CreditedImageField]]:
    try:
        models = [apps.get_model(name) for name in names] if names else apps.get_models()
    except (LookupError, ValueError) as error:
        raise CommandError(f"there is no such model: {error}") from None
    for model in models:
        for field in model._meta.get_fields():
            if isinstance(field, CreditedImageField):
                yield model, field


def _line(finding: Finding) -> str:
    return f"{finding.path}: {finding.severity} {finding.code} {finding.name}: {sentence(finding)}"


def _summary(verdict: Verdict, found: list[Finding]) -> str:
    photos = "1 photo" if verdict.photos == 1 else f"{verdict.photos} photos"
    findings = "1 finding" if len(found) == 1 else f"{len(found)} findings"
    return f"{photos} checked, {findings}: {verdict.decision}"
