"""Wagtail: image models that know who made a photo, and a gate on every way to publish.

Put ``credits.integrations.wagtail`` and ``credits.integrations.django`` into ``INSTALLED_APPS``,
before Wagtail's own apps.
"""

from __future__ import annotations

from credits._optional import need

need("wagtail", "wagtail")
