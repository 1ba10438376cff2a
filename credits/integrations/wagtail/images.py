"""Image models that know who made a photo: a mixin for every site's own.

On an upload the empty fields are filled from the file. Renditions say what the fields say, and
nothing private; they are made anew when the fields change. A credit that a live page stands on
cannot be emptied.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models

from credits.errors import CreditsError
from credits.integrations.django.judging import against, bytes_of
from credits.integrations.django.wording import fill, said_by
from credits.integrations.wagtail.renditions import credited
from credits.photo import read

# property → the field that holds it; Wagtail itself keeps the alt text as the description
FIELDS: Final = {
    "caption": "caption",
    "creators": "creators",
    "credit_line": "credit_line",
    "source": "source",
    "copyright_notice": "copyright_notice",
    "usage_terms": "usage_terms",
    "web_statement": "web_statement",
    "digital_source_type": "digital_source_type",
    "alt_text": "description",
}
ADMIN_FIELDS: Final = tuple(field for field in FIELDS.values() if field != "description")


class CreditedImageMixin(models.Model):
    """Mix into an image model, before ``AbstractImage``; add `ADMIN_FIELDS` to its form fields."""

    caption = models.TextField(blank=True, help_text="What the photo shows.")
    creators = models.CharField(
        "photographer", max_length=255, blank=True, help_text="Several with semicolons."
    )
    credit_line = models.CharField(
        max_length=255, blank=True, help_text="The agency, or the credit as it has to be printed."
    )
    source = models.CharField(max_length=255, blank=True, help_text="Where the photo came from.")
    copyright_notice = models.CharField(max_length=255, blank=True)
    usage_terms = models.TextField(blank=True)
    web_statement = models.CharField(
        "licence address", max_length=255, blank=True, help_text="The web page of the licence."
    )
    digital_source_type = models.CharField(
        max_length=255, blank=True, help_text="How it came to be, as IPTC has it."
    )

    credit_fields = FIELDS

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let renditions be made anew where the fields changed."""
        stale = self._changed(kwargs.get("update_fields"))
        super().save(*args, **kwargs)
        if stale:
            for rendition in self.renditions.all():
                rendition.file.storage.delete(rendition.file.name)
                rendition.delete()

    def credit_words(self) -> dict[str, Any]:
        """Give what the fields say, property by property."""
        return said_by(self, self.credit_fields)

    def clean(self) -> None:
        """Refuse what would leave live pages with a photo that may not be shown.

        Raises:
            ValidationError: an edit brings a finding that was not there before.
        """
        super().clean()
        found = self._worse()
        if found:
            from credits.integrations.wagtail.judging import Refused  # noqa: PLC0415

            raise ValidationError(Refused(self, tuple(found)).on_live_pages(), code="uncredited")

    def generate_rendition_file(self, filter: Any, *, source: File | None = None) -> File:  # noqa: A002
        """Make a rendition that says what the fields say."""
        made = super().generate_rendition_file(filter, source=source)
        return credited(made, self, source)

    def _set_image_file_metadata(self) -> None:
        super()._set_image_file_metadata()
        try:
            record = read(bytes_of(self.file)).record
        except CreditsError:
            return  # what cannot be read says nothing; the gate tells
        fill(self, self.credit_fields, record)

    def _worse(self) -> list[Any]:
        from credits.integrations.wagtail.judging import verdict_of  # noqa: PLC0415
        from credits.integrations.wagtail.usage import is_in_live_use  # noqa: PLC0415

        if self.pk is None or not is_in_live_use(self):
            return []
        now = against(verdict_of([self]))
        stored = type(self)._default_manager.filter(pk=self.pk).first() if now else None
        before = {one.code for one in against(verdict_of([stored]))} if stored else set()
        return [one for one in now if one.code not in before]

    def _changed(self, written: Any) -> bool:
        if self.pk is None or (written is not None and not set(written) & {*FIELDS.values()}):
            return False
        stored = type(self)._default_manager.filter(pk=self.pk).first()
        return stored is not None and stored.credit_words() != self.credit_words()
