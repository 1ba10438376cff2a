"""``{% load credits_wagtail %}``, ``{% credited_image page.photo "width-800" %}``."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal

from django import template
from django.utils.safestring import SafeString, mark_safe

from credits.integrations.django import conf
from credits.integrations.django.judging import bytes_of, worded
from credits.photo import read
from credits.renderings import render

register = template.Library()


@register.simple_tag
def credited_image(
    image: Any,
    spec: str,
    style: str = "plain",
    lang: str | None = None,
    missing: Literal["error", "placeholder", "omit"] = "placeholder",
) -> SafeString:
    """Print a rendition with caption, credit and linked data; nobody's photo is not shown.

    *spec* is what Wagtail's ``{% image %}`` takes: ``width-800|format-webp``.
    """
    if not image:
        return SafeString("")
    rendition = image.get_rendition(spec)
    page = render(
        _photo(image, rendition), "html", src=rendition.url, style=style, lang=lang,
        on_missing=missing, vocabulary=conf.policy().words,
    )  # fmt: skip
    return mark_safe(page)  # noqa: S308  (built element by element, every text escaped)


def _photo(image: Any, rendition: Any) -> Any:
    """Give the photo as it is shown: the rendition's size, upright, the words of the image."""
    with image.open_file() as file:
        seen = read(bytes_of(file))
    words = image.credit_words() if hasattr(image, "credit_words") else {}
    if image.contextual_alt_text or image.decorative:
        words["alt_text"] = None if image.decorative else image.contextual_alt_text
    photo = worded(seen, words)
    record = photo.record.model_copy(update={"orientation": None})
    return dataclasses.replace(photo, record=record, width=rendition.width, height=rendition.height)
