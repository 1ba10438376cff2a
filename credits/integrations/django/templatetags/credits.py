"""``{% load credits %}``, ``{% credited_image article.photo %}``: a photo with caption and credit.

The figure and the linked data for search engines are those of `credits.render`. A photo that names
nobody is not shown: a grey picture stands in its place, and says so (``missing="omit"``: nothing).
"""

from __future__ import annotations

from typing import Any, Literal

from django import template
from django.utils.safestring import SafeString, mark_safe

from credits.integrations.django import conf
from credits.integrations.django.fields import CreditedImageField
from credits.integrations.django.judging import bytes_of, worded
from credits.integrations.django.wording import said_by
from credits.photo import read
from credits.renderings import render

register = template.Library()


@register.simple_tag
def credited_image(
    photo: Any,
    src: str = "",
    style: str = "plain",
    lang: str | None = None,
    missing: Literal["error", "placeholder", "omit"] = "placeholder",
) -> SafeString:
    """Print the photo of a field with its caption and credit; *src* is another address for it.

    Raises:
        Uncredited: with ``missing="error"``, nobody is credited.
        UnreadableImage: it is no photo.
    """
    if not photo:
        return SafeString("")
    seen = worded(read(bytes_of(photo)), _said(photo))
    page = render(
        seen, "html", src=src or photo.url, style=style, lang=lang, on_missing=missing,
        vocabulary=conf.policy().words,
    )  # fmt: skip
    return mark_safe(page)  # noqa: S308  (built element by element, every text escaped)


def _said(photo: Any) -> dict[str, Any]:
    field, instance = getattr(photo, "field", None), getattr(photo, "instance", None)
    if not isinstance(field, CreditedImageField) or instance is None:
        return {}
    return said_by(instance, field.neighbours(instance))
