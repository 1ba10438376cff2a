"""Reports: one writer per output format, all of one shape: ``write(verdict, out)``.

A writer's room is opened only when its format is asked for.
"""

from __future__ import annotations

import importlib
from typing import Final, TextIO

from credits.verdict import Verdict

# for people, for programs, for continuous integration, for the desk
FORMATS: Final = (
    "text", "full", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "html",
    "csv",
)  # fmt: skip
# formats that carry fingerprints, for which the image data has to be read
FINGERPRINTED: Final = frozenset({"json", "jsonl", "sarif", "gitlab"})


def write(form: str, verdict: Verdict, out: TextIO) -> None:
    """Write the verdict in one of `FORMATS`."""
    importlib.import_module(f"credits.reports.{form}").write(verdict, out)
