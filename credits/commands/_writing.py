"""What commands that write say: which run it is, and what changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from credits.commands import _options
from credits.finding import Severity


def described_run(arguments: list[str]) -> str:
    """Give the command line as the journal keeps it."""
    return " ".join(["credits", *arguments[1:]])[:200]


def show_changes(changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Print the old and the new values, property by property."""
    for name, (old, new) in changes.items():
        if old == new:  # some block said otherwise
            _show("=", name, new, None)
            continue
        _show("-", name, old, Severity.ERROR)
        _show("+", name, new, Severity.INFO)


def _show(sign: str, name: str, value: Any, severity: Severity | None) -> None:
    if value:
        text = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
        told = f"  {sign} {name}: {_options.plain(str(text))}"
        click.echo(_options.styled(told, severity))
