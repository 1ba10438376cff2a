"""A model field for photos: it fills its neighbours, is judged with them, and keeps what they say.

The neighbours are the fields that hold the photo's caption and credit. On an upload the empty ones
are filled from the file; judged is what they say then; and what they say is written into the file,
so that every rendition has something to be carried from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import models

from credits.errors import CreditsError, Unwritable
from credits.integrations.django.judging import bytes_of, judged, refusal, subject
from credits.integrations.django.wording import fields_of, fill, is_cut, labels, said_by
from credits.photo import embed, read
from credits.rules._model import CREDIT_FIELDS


class CreditedImageField(models.ImageField):
    """An ``ImageField`` whose photo is judged when the model is validated.

    *properties* says which field of the model holds which property (``{"creators": "author"}``);
    without it, fields of the properties' names do. *live* names a field of the model: only while
    it is true a photo is judged, so that drafts can be saved.
    """

    def __init__(
        self, *args: Any, properties: Mapping[str, str] | None = None, live: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.properties = properties
        self.live = live

    def deconstruct(self) -> Any:
        """Say how the field is made again, for migrations."""
        name, path, args, kwargs = super().deconstruct()
        if self.properties is not None:
            kwargs["properties"] = dict(self.properties)
        if self.live:
            kwargs["live"] = self.live
        return name, path, args, kwargs

    def clean(self, value: Any, model_instance: Any) -> Any:
        """Validate the photo together with what its neighbours say.

        Raises:
            ValidationError: it may not be published; each message is one finding.
        """
        value = super().clean(value, model_instance)
        if not value or model_instance is None:
            return value
        unasked = self._prefill(value, model_instance)
        if not self.live or getattr(model_instance, self.live):
            error = self._refused(value, model_instance, unasked)
            if error:
                self._empty(model_instance, unasked)  # a second look is no answer
                raise error
        return value

    def _refused(self, value: Any, instance: Any, unasked: tuple[str, ...]) -> Any:
        fields = self.neighbours(instance)
        said, is_stored = said_by(instance, fields), value._committed
        photo = subject(value, value.name, said, stored=is_stored, unasked=unasked)
        return refusal(judged([photo]), labels(instance, fields, CREDIT_FIELDS))

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """Store an upload with what its neighbours say written into it."""
        value = getattr(model_instance, self.attname)
        if value and not value._committed:
            self._prefill(value, model_instance)
            data = self._written(bytes_of(value), model_instance)
            if data is not None:
                value.file = ContentFile(data, name=value.name)
        return super().pre_save(model_instance, add)

    def neighbours(self, model: Any) -> dict[str, str]:
        """Say which field holds which property."""
        return fields_of(model, self.properties)

    def _prefill(self, value: Any, instance: Any) -> tuple[str, ...]:
        if value._committed:
            return ()
        try:
            record = read(bytes_of(value)).record
        except CreditsError:
            return ()  # what cannot be read says nothing; the verdict tells
        return fill(instance, self.neighbours(instance), record)

    def _empty(self, instance: Any, names: tuple[str, ...]) -> None:
        fields = self.neighbours(instance)
        for name in names:
            setattr(instance, fields[name], instance._meta.get_field(fields[name]).get_default())

    def _written(self, data: bytes, instance: Any) -> bytes | None:
        fields = self.neighbours(instance)
        said = said_by(instance, fields)
        try:
            record = read(data).record
            new = {
                name: value for name, value in said.items()
                if value and not is_cut(instance, fields[name], getattr(record, name))
            }  # fmt: skip
            return embed(data, **new)
        except Unwritable:
            return None  # signed, or of a format nothing is written into: it stays as it came
        except CreditsError:
            return None
