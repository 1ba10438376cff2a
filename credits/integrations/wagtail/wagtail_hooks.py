"""What is hung into Wagtail's admin: the gate's messages, the override, the report, the log."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from credits.integrations.wagtail import actions
from credits.integrations.wagtail.judging import NotCredited, is_gated, refused_on, require_tree
from credits.integrations.wagtail.views import OverrideView, UncreditedView


@hooks.register("register_actions")
def put_gate_before_actions(registry: Any) -> None:
    """Let the API meet the gate before anything is written."""
    actions.register(registry)


@hooks.register("before_bulk_action")
def refuse_in_bulk(request: Any, kind: str, objects: Any, action: Any) -> Any:
    """Publish none of the pages that were marked if one of them may not be."""
    if kind != "publish" or not all(isinstance(one, Page) for one in objects):
        return None
    below = action.cleaned_form.cleaned_data.get("include_descendants")
    found = [one for page in _to_publish(objects, below=below) for one in refused_on(page)]
    for one in found:
        messages.error(request, one.html(request.user))
    return redirect(action.next_url) if found else None


def _to_publish(pages: Any, *, below: bool) -> Any:
    for page in pages:
        drafts = page.get_descendants().not_live() if below else ()
        for each in (page, *drafts):
            latest = each.get_latest_revision_as_object()
            if is_gated(latest):
                yield latest


@hooks.register("before_copy_page")
def refuse_copies(request: Any, page: Any) -> Any:
    """Make no live copy and no alias of what may not be published again."""
    live = request.POST.get("publish_copies") or request.POST.get("alias")
    if request.method != "POST" or not live:
        return None
    try:
        require_tree(page.specific, recursive=bool(request.POST.get("copy_subpages")))
    except NotCredited as error:
        for one in error.refused:
            messages.error(request, one.html(request.user))
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Give the report and the override their addresses."""
    report = UncreditedView.as_view()
    return [
        path("reports/uncredited-photos/", report, name="credits_uncredited"),
        path("reports/uncredited-photos/results/", UncreditedView.as_view(results_only=True),
             name="credits_uncredited_results"),
        path("credits/override/<str:image_id>/", OverrideView.as_view(), name="credits_override"),
    ]  # fmt: skip


@hooks.register("register_reports_menu_item")
def report_in_menu() -> MenuItem:
    """Show the report among the others."""
    return _ReportItem("Uncredited photos in use", reverse("credits_uncredited"),
                       name="uncredited-photos", icon_name="image", order=850)  # fmt: skip


class _ReportItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(UncreditedView.permission_policy.user_has_any_permission(
            request.user, ["add", "change", "delete"]
        ))  # fmt: skip


@hooks.register("register_permissions")
def permission_to_override() -> Any:
    """Let groups be given the right to let a photo pass."""
    return Permission.objects.filter(
        content_type__app_label="credits_wagtail", codename="add_creditoverride"
    )


@hooks.register("register_log_actions")
def log_actions(registry: Any) -> None:
    """Tell in the history of an image who let it pass, why, and until when."""

    @registry.register_action("credits.override")
    class OverrideFormatter(LogFormatter):
        label = "Let a photo pass without its credit"

        def format_message(self, log_entry: Any) -> str:
            told = log_entry.data
            rules = ", ".join(told["rules"])
            return f"Let pass until {told['expires']} ({rules}): {told['reason']}"
