"""A small site: what a newspaper's Django and Wagtail look like with the doors built in."""

from __future__ import annotations
