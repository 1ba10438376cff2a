"""Thumbnailers: one module each, which carries credits on to what it makes.

``easy_thumbnails`` is switched on by being in ``INSTALLED_APPS``, ``sorl`` by
``THUMBNAIL_BACKEND``, ``imagekit`` by its class of specs.
"""

from __future__ import annotations
