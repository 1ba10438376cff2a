"""Figures that a benchmark measured, kept beside it: docs/make.py writes the pages from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "figures"


def recorded(name: str) -> dict[str, Any]:
    """Give what was last recorded of a benchmark."""
    figures: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return figures


def record(name: str, figures: dict[str, Any]) -> None:
    """Keep what a benchmark measured."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(figures, indent=1, ensure_ascii=False, sort_keys=True)
    (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
