"""Reports of likeness: one writer per output format, all of one shape: ``write(found, out)``.

A writer's room is opened only when its format is asked for.
"""

from __future__ import annotations

import importlib
from typing import Final, TextIO

from credits.duplicates import Duplicates

FORMATS: Final = ("text", "json", "jsonl", "csv", "html")


def write(form: str, found: Duplicates, out: TextIO) -> None:
    """Write what was found in one of `FORMATS`."""
    importlib.import_module(f"credits.reports.likeness.{form}").write(found, out)
