"""``credits parse``: understand printed credit lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from credits.commands import _options
from credits.credit_line import CreditLine
from credits.credit_line import parse as parse_line


@click.command()
@click.argument("texts", nargs=-1, metavar="[TEXT]...")
@_options.format_option("text", "json", "jsonl")
@click.option(
    "--style",
    metavar="NAME",
    help="Print the credit in a house style, or by a template like {creators}/{organisations}.",
)
def parse(texts: tuple[str, ...], form: str, style: str | None) -> None:
    """Understand credit lines: arguments, or one a line on stdin.

    Example: credits parse "Migrants are called to serve/ Source: versia.ru photo by Evgeny
    Epanchintsev/TASS"
    """
    lines = (parse_line(text) for text in texts or _stdin())
    if style is not None:
        for line in lines:
            click.echo(_options.plain(line.format(style)))
    elif form == "json":
        click.echo(json.dumps([line.as_dict() for line in lines], ensure_ascii=False, indent=2))
    elif form == "jsonl":
        for line in lines:
            click.echo(json.dumps(line.as_dict(), ensure_ascii=False))
    else:
        for line in lines:
            click.echo("\n".join(_described(line)) + "\n")


def _stdin() -> Iterator[str]:
    for row in sys.stdin.buffer:
        if text := row.decode("utf-8", "replace").rstrip("\r\n"):
            yield text


def _described(line: CreditLine) -> Iterator[str]:
    yield _options.styled(_options.plain(str(line)), bold=True)
    for name, value in line.as_dict().items():
        if name != "text" and value not in (None, [], "", False):
            text = "; ".join(value) if isinstance(value, list) else str(value)
            yield f"  {name:16}  {_options.plain(text)}"
