"""``credits embed``: write captions, credits and rights into photos."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import click

import credits.photo
from credits.checker import walk
from credits.commands import _options
from credits.errors import CreditsError
from credits.fields import FIELDS, Field, Kind
from credits.finding import Severity
from credits.policy import policy_for


def _field_option(field: Field) -> Callable[[Any], Any]:
    shape = " As JSON." if field.shape else ""
    repeat = " Repeatable." if field.is_list else ""
    kind = click.BOOL if field.kind is Kind.FLAG else click.STRING
    return click.option(
        f"--{field.option}", field.name, type=kind, multiple=field.is_list,
        help=f"{field.label}. {field.help}{shape}{repeat}".strip(),
    )  # fmt: skip


def _field_options(function: Any) -> Any:
    for field in reversed(FIELDS):
        if field.writable:
            function = _field_option(field)(function)
    return function


@click.command()
@_options.paths
@_field_options
@click.option(
    "--line", metavar="TEXT", help='A printed line, parsed: "caption / Source: Name/Agency".'
)
@click.option("--dry-run", is_flag=True, help="Write nothing, tell what would be written.")
@click.option("--diff", is_flag=True, help="Show the old and the new values.")
@click.option("--preserve-mtime", is_flag=True, help="Keep the file's time of modification.")
@click.option("--durable", is_flag=True, help="Wait until the disk has it.")
def embed(paths: tuple[str, ...], line: str | None, *, diff: bool, **wishes: Any) -> int:
    """Write properties into photos, all blocks of a file in step.

    What is not named stays as it is; an empty value takes a property out. The image data is never
    touched, and the file is replaced in one step after the result was read back.

    Example: credits embed vigil.jpg --creator "Evgeny Epanchintsev" --credit-line TASS
    """
    how = {name: wishes.pop(name) for name in ("dry_run", "preserve_mtime", "durable")}
    values = _from_line(line) | _given(wishes)
    if not values:
        raise click.UsageError(
            "nothing to write: name at least one property, such as --credit-line"
        )
    checked = credits.photo.checked(values)
    if paths == ("-",):
        return _filter(checked)
    found = _options.progress(list(walk(paths, policy_for())), "writing")
    return _options.worst([_one(path, checked, how, diff=diff) for path in found])


def _given(wishes: dict[str, Any]) -> dict[str, Any]:
    given = {name: wish for name, wish in wishes.items() if wish is not None and wish != ()}
    return {name: _value(name, wish) for name, wish in given.items()}


def _value(name: str, wish: Any) -> Any:
    field = next(field for field in FIELDS if field.name == name)
    texts: Any = [text for text in wish if text] if field.is_list else wish
    if not field.shape or not texts:
        return texts
    try:
        return [json.loads(text) for text in texts] if field.is_list else json.loads(texts)
    except ValueError as error:
        raise click.BadParameter(f"is not JSON: {error}", param_hint=f"--{field.option}") from None


def _from_line(line: str | None) -> dict[str, Any]:
    if line is None:
        return {}
    from credits.credit_line import parse, to_fields  # noqa: PLC0415

    return dict(to_fields(parse(line)))


def _one(path: str, values: dict[str, Any], how: dict[str, bool], *, diff: bool) -> int:
    try:
        written = credits.photo.embed(path, **how, **values)
    except CreditsError as error:
        _options.complain(error)
        return _options.code_of(error)
    verb = "would be written" if how["dry_run"] else "written"
    click.echo(f"{_options.plain(path)}: {verb if written.changed else 'says all of it already'}")
    for name, (old, new) in written.changes.items() if diff else ():
        for sign, value, severity in (("-", old, Severity.ERROR), ("+", new, Severity.INFO)):
            if value:
                text = (
                    "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
                )
                click.echo(_options.styled(f"  {sign} {name}: {_options.plain(text)}", severity))
    for note in written.notes:
        click.echo(f"  note: {_options.plain(note)}")
    return _options.PUBLISHED


def _filter(values: dict[str, Any]) -> int:
    """Read one image from stdin and write it to stdout."""
    if sys.stdout.isatty():
        raise click.UsageError("an image would go to the terminal: redirect the output")
    data = credits.photo.embed(sys.stdin.buffer.read(), **values)
    sys.stdout.buffer.write(data)
    return _options.PUBLISHED
