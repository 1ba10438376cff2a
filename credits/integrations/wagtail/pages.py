"""Pages that are not published while a photo on them may not be shown.

The one place that every way to publish comes by is ``save`` of a live page. The form says the same
before, so that editors read it beside what they edit, and ``publish``, so that a refusal leaves
what was scheduled as it was. Drafts are saved, pages are unpublished.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from credits.integrations.wagtail import usage
from credits.integrations.wagtail.judging import (
    NotCredited,
    Refused,
    refused,
    require,
    require_tree,
)


class CreditedPageForm(WagtailAdminPageForm):
    """The form of a page: publishing is refused with a message for each photo."""

    def is_valid(self) -> bool:
        """Tell whether the page can be saved; a draft always can."""
        valid = bool(super().is_valid())
        if not valid or self.is_deferred_validation:
            return valid
        found = refused(
            usage.images_of(self.instance, self._children()), usage.alts_of(self.instance)
        )
        for one in found:
            self.add_error(self._field_of(one), one.html(self.for_user))
        return not found

    def _children(self) -> Iterator[Any]:
        for formset in self.formsets.values():
            for form in formset.forms:
                if form.is_valid() and not form.cleaned_data.get("DELETE"):
                    yield form.instance

    def _field_of(self, one: Refused) -> str | None:
        """Find the field that shows a photo; None where a block or a text does."""
        return next(
            (name for name, value in self.cleaned_data.items() if _is_image(value, one.image)), None
        )


def _is_image(value: Any, image: Any) -> bool:
    return type(value) is type(image) and value.pk == image.pk


class CreditedPageMixin:
    """Mix into a page, before ``Page``: ``class ArticlePage(CreditedPageMixin, Page)``."""

    base_form_class = CreditedPageForm
    credits_gate = True

    def save(self, clean: bool = True, **kwargs: Any) -> Any:  # noqa: FBT002  (as Wagtail has it)
        """Save; a live page only if its photos may be shown.

        Raises:
            NotCredited: they may not.
        """
        if clean and self.live and _is_of_content(kwargs.get("update_fields")):  # type: ignore[attr-defined]
            require(self)
        return super().save(clean=clean, **kwargs)  # type: ignore[misc]

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish or schedule a revision whose photos may be shown; else nothing is written.

        Raises:
            NotCredited: they may not.
        """
        require(revision.as_object())
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def copy(self, *args: Any, keep_live: bool = True, **kwargs: Any) -> Any:
        """Copy; what may not be published again is copied as a draft."""
        if keep_live:
            try:
                require_tree(self, recursive=bool(kwargs.get("recursive") or args[:1] == (True,)))
            except NotCredited:
                keep_live = False
        return super().copy(*args, keep_live=keep_live, **kwargs)  # type: ignore[misc]

    def create_alias(self, *, recursive: bool = False, **kwargs: Any) -> Any:
        """Make an alias; one that may not be published is not made.

        Raises:
            NotCredited: photos may not be shown. Nothing was made.
        """
        require_tree(self, recursive=recursive)
        return super().create_alias(recursive=recursive, **kwargs)  # type: ignore[misc]


def _is_of_content(written: Any) -> bool:
    """Tell whether a save is more than Wagtail's own book-keeping, such as a lock."""
    if written is None:
        return True
    own = {field.name for field in Page._meta.get_fields()}
    return "live" in written or not set(written) <= own
