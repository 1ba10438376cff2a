"""What commands that write say: which run it is, and what changes; for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import click

from credits._shell import quoted
from credits._translated import NAME as TRANSLATIONS
from credits.commands import _options
from credits.errors import CreditsError
from credits.finding import Severity
from credits.photo import Written
from credits.reports._place import relative


class Outcome(NamedTuple):
    """What came of one photo: it was *written*, or there is an *error*."""

    path: str
    written: Written | None = None
    error: CreditsError | None = None

    @property
    def code(self) -> int:
        """Give the exit code it ends with."""
        return _options.code_of(self.error) if self.error else _options.PUBLISHED


def print_document(name: str, **keys: Any) -> None:
    """Print a JSON document of that schema."""
    document = {"schema": f"credits/{name}/1", **keys}
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json")


def described_outcome(one: Outcome) -> dict[str, Any]:
    """Give what came of one photo as documents have it."""
    written = one.written or Written(one.path, changed=False, changes={})
    return {
        "path": relative(one.path),
        "file": relative(written.path),
        "changed": written.changed,
        "changes": described_changes(written.changes),
        "removed": sorted(written.removed),
        "notes": list(written.notes),
        **described_error(one.error),
    }


def described_changes(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Give the old and the new values as documents have them."""
    return {name: {"old": old, "new": new} for name, (old, new) in changes.items()}


def described_error(error: CreditsError | None) -> dict[str, str | None]:
    """Give an error and the way out as documents have them; null where there is none."""
    return {"error": error.message if error else None, "help": error.help if error else None}


def described_run(arguments: list[str]) -> str:
    """Give the command line as the journal keeps it."""
    return " ".join(["credits", *map(quoted, arguments[1:])])[:200]


def show_changes(changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Print the old and the new values, property by property."""
    for name, (old, new) in changes.items():
        if old == new:  # some block said otherwise
            _show("=", name, new, None)
            continue
        _show("-", name, old, Severity.ERROR)
        _show("+", name, new, Severity.INFO)


def _show(sign: str, name: str, value: Any, severity: Severity | None) -> None:
    for label, text in _told(name, value):
        told = f"  {sign} {_options.plain(label)}: {_options.plain(text)}"
        click.echo(_options.styled(told, severity))


def _told(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Give what is printed of a value: of translations, a line for each."""
    if name == TRANSLATIONS:
        for field, texts in (value or {}).items():
            yield from ((f"{field} ({language})", text) for language, text in texts.items())
    elif value:
        text = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
        yield name, str(text)
