"""Views of the admin: the photos that are shown and should not be, and letting one pass."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import classproperty
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from credits.integrations.django import conf
from credits.integrations.wagtail import usage
from credits.integrations.wagtail.judging import Refused, refused, remembered
from credits.integrations.wagtail.models import CreditOverride


class UncreditedView(ReportView):
    """Uncredited photos in use: what live pages show, and may not."""

    page_title = "Uncredited photos in use"
    header_icon = "image"
    index_url_name = "credits_uncredited"
    index_results_url_name = "credits_uncredited_results"
    results_template_name = "credits_wagtail/uncredited_results.html"
    any_permission_required = ("add", "change", "delete")
    columns = (
        Column("photo", label="Photo", accessor="link"),
        Column("reasons", label="What is wrong"),
        Column("pages", label="Shown on", accessor="page_links"),
    )
    list_export = ("title", "file", "reasons", "page_titles")
    export_headings = {  # noqa: RUF012  (as Wagtail has it)
        "title": "Photo", "file": "File", "reasons": "What is wrong", "page_titles": "Shown on",
    }  # fmt: skip

    @classproperty
    def permission_policy(cls) -> Any:  # noqa: N805  (a property of the class)
        """Give what says who may work with images."""
        return policy_registry.get_by_type(get_image_model())

    def get_filename(self) -> str:
        """Name the file of an export."""
        return f"uncredited-photos-{localdate().isoformat()}"

    def get_queryset(self) -> list[Row]:
        """Give the photos, in the order they were uploaded."""
        found = map(remembered, usage.in_live_use())
        return [Row(one) for one in found if one is not None]

    def filter_queryset(self, queryset: Any) -> Any:
        """Leave them as they are."""
        return queryset

    def order_queryset(self, queryset: Any) -> Any:
        """Leave them as they are."""
        return queryset


class Row:
    """One line of the report."""

    def __init__(self, found: Refused) -> None:
        self.pk = found.image.pk
        self.title = found.image.title
        self.file = found.image.file.name
        self.reasons = found.reasons
        self.link = format_html('<a href="{}">{}</a>', found.edit_url, found.image.title)
        pages = list(usage.pages_of(found.image))
        self.page_titles = "; ".join(page.title for page in pages)
        self.page_links = format_html_join(
            ", ", '<a href="{}">{}</a>', ((page.url or "", page.title) for page in pages)
        )


class OverrideForm(forms.Form):
    """Why a photo may be shown as it is, and until when."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who says so, and what stands in the way of a credit.",
    )
    expires = forms.DateField(widget=AdminDateInput, label="Until",
                              help_text="The photo is shown through this day.")  # fmt: skip

    def clean_expires(self) -> Any:
        """Refuse days that are over, and those further away than the policy allows."""
        day = self.cleaned_data["expires"]
        today, longest = localdate(), conf.policy().max_waiver_days
        if day < today:
            raise forms.ValidationError("This day is over.")
        if day > today + timedelta(days=longest):
            raise forms.ValidationError(f"The policy allows {longest} days at most.")
        return day


class OverrideView(FormView):
    """Let a photo pass for a reason, for some time; it is logged with the image."""

    form_class = OverrideForm
    template_name = "credits_wagtail/override.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Let in who has the permission.

        Raises:
            PermissionDenied: the user has not.
        """
        if not request.user.has_perm("credits_wagtail.add_creditoverride"):
            raise PermissionDenied
        self.image = get_object_or_404(get_image_model(), pk=kwargs["image_id"])
        found = refused([self.image])
        self.refused = found[0] if found else None
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what is wrong with the photo."""
        return super().get_context_data(
            image=self.image, refused=self.refused, page_title="Let a photo pass", **kwargs
        )

    def form_valid(self, form: OverrideForm) -> Any:
        """Note it, log it, and go to the image."""
        if self.refused is None:
            messages.warning(self.request, "Nothing is wrong with this photo.")
        else:
            made = overridden(self.refused, self.request.user, **form.cleaned_data)
            messages.success(self.request, f"The photo may be shown until {made.expires}.")
        return redirect("wagtailimages:edit", self.image.pk)


def overridden(found: Refused, user: Any, *, reason: str, expires: Any) -> CreditOverride:
    """Let a photo pass; what is wrong with it later is not covered."""
    rules = sorted({one.code for one in found.findings})
    made = CreditOverride.objects.create(
        image=found.image, rules=rules, reason=reason, expires=expires, owner=user,
        owner_name=user.get_full_name() or user.get_username(),
    )  # fmt: skip
    told = {"rules": rules, "reason": reason, "expires": expires.isoformat()}
    log(instance=found.image, action="credits.override", user=user, data=told)
    return made
