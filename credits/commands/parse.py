"""``credits parse``: understand printed credit lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, Final

import click

from credits.commands import _options, _streams
from credits.credit_line import CreditLine, Decision
from credits.credit_line import explain as explain_line
from credits.credit_line import parse as parse_line
from credits.policy import policy_for
from credits.vocabulary import Vocabulary

SCHEMA: Final = "credits/parse/1"


@click.command()
@click.argument("texts", nargs=-1, metavar="[TEXT]...")
@_options.format_option("text", "json", "jsonl")
@click.option(
    "--style",
    metavar="NAME",
    help="Print the credit in a house style, or by a template like {creators}/{organisations}.",
)
@click.option("--lang", metavar="CODE", help="The language of the lines (ISO 639-1), if known.")
@click.option("--explain", is_flag=True, help="Tell which step decided what.")
def parse(
    texts: tuple[str, ...], form: str, style: str | None, lang: str | None, explain: bool
) -> None:
    """Understand credit lines: arguments, or one a line on stdin.

    Example: credits parse "Migrants are called to serve/ Source: versia.ru photo by Evgeny
    Epanchintsev/TASS"
    """
    known = _vocabulary()
    given = iter(texts) if texts else _stdin()
    if style is not None:
        rows: Iterable[str] = (_styled(text, style, lang, known) for text in given)
    elif form == "json":
        lines = [_line(text, lang, known, explain=explain) for text in given]
        rows = [json.dumps({"schema": SCHEMA, "lines": lines}, ensure_ascii=False, indent=2)]
    elif form == "jsonl":
        documents = ({"schema": SCHEMA, **_line(text, lang, known, explain=explain)}
                     for text in given)  # fmt: skip
        rows = (json.dumps(one, ensure_ascii=False) for one in documents)
    else:
        rows = (_text(text, lang, known, explain=explain) for text in given)
    for row in rows:
        click.echo(row)


def _vocabulary() -> Vocabulary:
    """Give the words of the house whose policy is found from here."""
    return policy_for().words


def _stdin() -> Iterator[str]:
    for row in _streams.lines():
        if text := row.decode("utf-8", "replace").rstrip("\r\n"):
            yield text


def _styled(text: str, style: str, lang: str | None, known: Vocabulary) -> str:
    line = parse_line(text, lang=lang, vocabulary=known)
    return _options.plain(line.format(style, lang=lang, vocabulary=known))


def _line(text: str, lang: str | None, known: Vocabulary, *, explain: bool) -> dict[str, Any]:
    document = parse_line(text, lang=lang, vocabulary=known).as_dict()
    if explain:
        told = explain_line(text, lang=lang, vocabulary=known)
        document["decisions"] = [asdict(one) for one in told]
    return document


def _text(text: str, lang: str | None, known: Vocabulary, *, explain: bool) -> str:
    rows = [*_described(parse_line(text, lang=lang, vocabulary=known))]
    if explain:
        told = explain_line(text, lang=lang, vocabulary=known)
        rows += ["", *(_decision(one) for one in told)]
    return "\n".join(rows) + "\n"


def _described(line: CreditLine) -> Iterator[str]:
    yield _options.styled(_options.plain(str(line)), bold=True)
    for name, value in line.as_dict().items():
        if name != "text" and value not in (None, [], "", False):
            text = "; ".join(value) if isinstance(value, list) else str(value)
            yield f"  {name:16}  {_options.plain(text)}"


def _decision(one: Decision) -> str:
    because = f"  <- {one.evidence}" if one.evidence and one.evidence != one.value else ""
    return f"  {one.step:12} {one.field:16}  {_options.plain(one.value + because)}"
