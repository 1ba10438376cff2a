"""Migrations of the ready models."""

from __future__ import annotations
