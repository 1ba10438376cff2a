"""Template tags: ``{% load credits_wagtail %}``."""

from __future__ import annotations
