"""Stories with photos, and the forms of the admin that make them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.images import ImageFile
from django.test import TestCase
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from credits.integrations.wagtail.models import CreditedImage
from tests.integrations.newsroom.models import ArticlePage
from tests.integrations.photos import upload


def image(kind: str = "credited", title: str = "Vigil") -> CreditedImage:
    """Store an image as an upload does: its fields are filled from the file."""
    made = CreditedImage(title=title, file=ImageFile(upload(kind), name=f"{title.lower()}.jpg"))
    made._set_image_file_metadata()
    made.save()
    return made


def article(home: Any, photo: Any = None, *, live: bool = False, **fields: Any) -> ArticlePage:
    """Make a story; it is a draft unless said otherwise."""
    fields = {
        "title": "Vigil for the flood",
        "slug": f"story-{ArticlePage.objects.count()}",
    } | fields
    with indexed():
        return home.add_child(instance=ArticlePage(photo=photo, live=live, **fields))


def lost(photo: Any) -> None:
    """Empty the credit behind the back of every form and model."""
    empty = dict.fromkeys(("creators", "credit_line", "source", "copyright_notice"), "")
    CreditedImage.objects.filter(pk=photo.pk).update(**empty)


@contextmanager
def indexed() -> Iterator[None]:
    """Let Wagtail's reference index be written, which it is when a transaction ends."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield


def form_of(photo: Any = None, **more: Any) -> dict[str, Any]:
    """Fill in the form of a story."""
    return nested_form_data({
        "title": "Vigil for the flood", "slug": "vigil", "photo": photo.pk if photo else "",
        "lead": rich_text("<p>Words.</p>"), "body": streamfield([]),
        "gallery": inline_formset([]), "comments": inline_formset([]), **more,
    })  # fmt: skip
