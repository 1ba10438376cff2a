"""Properties of a photo as fields of a model: one text each, several names with semicolons.

Which model field holds which property goes by its name, or by what the site says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist

from credits.fields import BY_NAME, present
from credits.record import Record

# what a site keeps of a photo, where a field of its model bears the name
PROPERTIES: Final = (
    "caption", "headline", "alt_text", "creators", "credit_line", "source", "copyright_notice",
    "usage_terms", "web_statement", "digital_source_type", "date_created",
)  # fmt: skip
SEPARATOR: Final = "; "


def text_of(value: Any) -> str:
    """Write a property's value as one text."""
    if not present(value):
        return ""
    return SEPARATOR.join(value) if isinstance(value, (list, tuple)) else str(value)


def value_of(name: str, text: Any) -> Any:
    """Give the value that a text stands for; None if it says nothing."""
    said = str(text or "").strip()
    if not BY_NAME[name].is_list:
        return said or None
    return tuple(one for part in said.split(SEPARATOR.strip()) if (one := part.strip())) or None


def fields_of(model: Any, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Say which field of a model holds which property: those *given*, or those of the name."""
    return dict(given) if given is not None else {
        name: name for name in PROPERTIES if _has(model, name)
    }  # fmt: skip


def said_by(instance: Any, fields: Mapping[str, str]) -> dict[str, Any]:
    """Give what a model instance says of its photo, property by property."""
    return {name: value_of(name, getattr(instance, field)) for name, field in fields.items()}


def fill(instance: Any, fields: Mapping[str, str], record: Record) -> tuple[str, ...]:
    """Fill the empty fields of an instance from a photo's record; tell for which properties.

    What somebody wrote stays; a text longer than its field is cut at the field's limit.
    """
    filled = []
    for name, field in fields.items():
        text = text_of(getattr(record, name))
        if text and not getattr(instance, field):
            setattr(instance, field, text[: _limit(instance, field)])
            filled.append(name)
    return tuple(filled)


def is_cut(instance: Any, field: str, whole: Any) -> bool:
    """Tell whether a field says of a value what it has room for, and no more."""
    text, limit = text_of(whole), _limit(instance, field)
    return limit is not None and len(text) > limit and getattr(instance, field) == text[:limit]


def _limit(instance: Any, field: str) -> int | None:
    limit: int | None = instance._meta.get_field(field).max_length
    return limit


def labels(model: Any, fields: Mapping[str, str], names: Iterable[str]) -> str:
    """Name the fields of a model that hold some of the properties, as its forms do."""
    held = (fields[name] for name in names if name in fields)
    return " or ".join(str(model._meta.get_field(field).verbose_name) for field in held)


def _has(model: Any, name: str) -> bool:
    try:
        return hasattr(model._meta.get_field(name), "attname")
    except FieldDoesNotExist:
        return False
