"""Validators: an upload that names nobody is refused, with the reason.

They judge the file alone. `credits.integrations.django.fields.CreditedImageField` judges the file
together with what the form says of it.
"""

from __future__ import annotations

from typing import Any

from django.utils.deconstruct import deconstructible

from credits.integrations.django.judging import judged, refusal, subject


@deconstructible
class CreditValidator:
    """Validates uploads: in forms, in model fields, in serializers of Django REST framework."""

    def __call__(self, upload: Any) -> None:
        """Let a photo pass.

        Raises:
            ValidationError: it may not be published; each message is one finding.
        """
        error = refusal(judged([subject(upload, upload.name or "upload")]))
        if error:
            raise error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CreditValidator)

    def __hash__(self) -> int:
        return hash(type(self))


def validate_upload(file_name: str, file: Any, owner: Any, mime_type: str) -> None:  # noqa: ARG001
    """Validate an upload to django-filer (``FILER_ADD_FILE_VALIDATORS``).

    Raises:
        FileValidationError: it may not be published.
    """
    from filer.validation import FileValidationError  # noqa: PLC0415  (only where filer is)

    error = refusal(judged([subject(file.read(), file_name)]))
    if error:
        raise FileValidationError(error.messages)
