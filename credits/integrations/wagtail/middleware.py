"""Where the admin would answer a refusal with an error page: the message, and back to the page.

Approving in a workflow's dialog is such a place. Nothing was published then; this only tells why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages

from credits.integrations.wagtail.judging import NotCredited


class RefusalMiddleware:
    """``credits.integrations.wagtail.middleware.RefusalMiddleware``, last in ``MIDDLEWARE``."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        """Let the request go on."""
        return self.get_response(request)

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """Tell which photos, what is missing and where it is filled in."""
        user = getattr(request, "user", None)
        if not isinstance(error, NotCredited) or not (
            user and user.has_perm("wagtailadmin.access_admin")
        ):
            return None
        for one in error.refused:
            messages.error(request, one.html(user))
        back = _back(request)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # what the dialogs of workflows take as: done, go there
            return JsonResponse({"step": "success", "redirect": back})
        return redirect(back)


def _back(request: Any) -> str:
    came_from = str(request.META.get("HTTP_REFERER") or "")
    known = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return came_from if known else str(redirect("wagtailadmin_home").url)
