"""Likeness as JSON lines: one group a line."""

from __future__ import annotations

import json
from typing import TextIO

from credits.duplicates import Duplicates
from credits.reports.likeness.json import SCHEMA, described


def write(found: Duplicates, out: TextIO) -> None:
    """Write the groups, in order."""
    head = {"schema": SCHEMA, "hash": found.hash, "threshold": found.threshold}
    out.writelines(
        json.dumps({**head, **described(group)}, ensure_ascii=False) + "\n"
        for group in found.groups
    )
