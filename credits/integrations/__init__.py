"""Hosts: one folder each, and in it only what is the host's own.

Law: no door decides. Every one makes subjects of what its host keeps and asks `credits.gate`.
"""

from __future__ import annotations
