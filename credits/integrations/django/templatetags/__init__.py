"""Template tags: ``{% load credits %}``."""

from __future__ import annotations
