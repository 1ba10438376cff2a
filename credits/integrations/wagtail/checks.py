"""System checks: what leaves the gate open.

``credits.W010`` the order of apps; ``credits.W011`` the image model knows no credit;
``credits.W012`` a page that shows images has no gate; ``credits.W013`` a form without it;
``credits.W014`` the middleware is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004  (Django's name)
from django.core.management import get_commands
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, get_page_models

from credits.integrations.wagtail.images import CreditedImageMixin
from credits.integrations.wagtail.pages import CreditedPageForm, CreditedPageMixin

MIDDLEWARE: Final = "credits.integrations.wagtail.middleware.RefusalMiddleware"


def apps_are_in_order(app_configs: Any, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Check that our publish_scheduled is the one that runs, and that refusals are told."""
    found = []
    if get_commands().get("publish_scheduled") != "credits.integrations.wagtail":
        found.append(Warning(
            "publish_scheduled is Wagtail's, which stops at the first page that may not go out.",
            hint="Put credits.integrations.wagtail before wagtail in INSTALLED_APPS.",
            id="credits.W010",
        ))  # fmt: skip
    if MIDDLEWARE not in settings.MIDDLEWARE:
        found.append(Warning(
            "Refusals end in an error page where Wagtail does not expect them.",
            hint=f"Put {MIDDLEWARE} last into MIDDLEWARE.",
            id="credits.W014",
        ))  # fmt: skip
    return found


def image_model_is_credited(app_configs: Any, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Check that images have fields for their credit."""
    model = get_image_model()
    if issubclass(model, CreditedImageMixin):
        return []
    return [Warning(
        f"{model._meta.label} keeps no credit, so that only files are judged.",
        hint="WAGTAILIMAGES_IMAGE_MODEL = 'credits_wagtail.CreditedImage', or CreditedImageMixin.",
        id="credits.W011",
    )]  # fmt: skip


def pages_are_gated(app_configs: Any, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Check that no page that can show an image goes round the gate."""
    return [message for model in get_page_models() for message in _of(model)]


def _of(model: Any) -> Iterator[CheckMessage]:
    if model is Page or not _can_show_images(model):
        return
    if not issubclass(model, CreditedPageMixin):
        yield Warning("A page that can show images has no gate.", obj=model, id="credits.W012",
                      hint="class MyPage(CreditedPageMixin, Page)")  # fmt: skip
    elif not issubclass(model.base_form_class, CreditedPageForm):
        yield Warning("Its form refuses nothing.", obj=model, id="credits.W013",
                      hint="Let base_form_class be a subclass of CreditedPageForm.")  # fmt: skip


def _can_show_images(model: Any) -> bool:
    image = get_image_model()
    return any(
        isinstance(field, (StreamField, RichTextField))
        or (field.is_relation and field.many_to_one and field.related_model is image)
        for field in model._meta.get_fields()
    )
