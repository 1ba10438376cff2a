"""``credits show``: what the files say of themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import click

from credits._bytes import Readable
from credits._threads import mapped
from credits.commands import _options, _streams, _talk
from credits.errors import CreditsError
from credits.fields import FIELDS, present
from credits.finding import Severity
from credits.folder import walk
from credits.photo import Photo, read
from credits.policy import Policy, policy_for
from credits.reconcile import Precedence


@click.command()
@_options.paths
@_options.format_option("text", "json", "jsonl")
@_options.precedence
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Threads that read ahead [default: 1].",
)
@click.option("--all", "everything", is_flag=True, help="List properties that are missing, too.")
def show(
    paths: tuple[str, ...], form: str, precedence: Precedence | None, jobs: int, *, everything: bool
) -> int:
    """Show what photos say: the record, where each value comes from, conflicts, problems.

    Example: credits show photos/vigil.jpg
    """
    codes: list[int] = []
    photos = _photos(paths, codes, precedence, jobs)
    if form == "json":
        document = {"schema": "credits/show/1", "photos": [described(photo) for photo in photos]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif form == "jsonl":
        for photo in photos:
            line = {"schema": "credits/show/1", **described(photo)}
            click.echo(json.dumps(line, ensure_ascii=False))
    else:
        for photo in photos:
            click.echo("\n".join(_lines(photo, everything=everything)) + "\n")
    return _options.worst(codes)


def _photos(
    paths: tuple[str, ...], codes: list[int], precedence: Precedence | None, jobs: int
) -> Iterator[Photo]:
    policy = policy_for()
    look = partial(_read, precedence=precedence or policy.precedence)
    images = _images(paths, policy)
    found = map(look, images) if jobs == 1 else mapped(look, images, jobs)
    for one in found:
        if isinstance(one, CreditsError):
            _options.complain(one)
            codes.append(_options.code_of(one))
        else:
            _talk.detail(f"read {one.path or '-'}")
            yield one


def _read(image: Readable, precedence: Precedence) -> Photo | CreditsError:
    try:
        return read(image, precedence=precedence)
    except CreditsError as error:
        return error


def _images(paths: tuple[str, ...], policy: Policy) -> list[str] | list[bytes]:
    """List the photos, or take the one that comes in by stdin."""
    if paths == ("-",):
        return [_streams.everything()]
    found = list(walk(paths, policy))
    _options.tell_if_none(found, paths)
    return found


def described(photo: Photo) -> dict[str, Any]:
    """Give one photo as the ``show`` document has it."""
    return {
        "path": photo.path,
        "format": photo.format,
        "width": photo.width,
        "height": photo.height,
        "sha256": photo.sha256,
        "record": photo.record.model_dump(mode="json"),
        "sources": {name: list(blocks) for name, blocks in photo.sources.items() if blocks},
        "conflicts": [
            {"field": c.field, "values": c.values, "chosen": c.chosen, "verdict": c.verdict}
            for c in photo.conflicts
        ],
        "problems": [{"block": p.block, "message": p.message} for p in photo.problems],
        "credentials": dict(photo.credentials) if photo.credentials else None,
    }


def _lines(photo: Photo, *, everything: bool) -> Iterator[str]:
    size = f"{photo.width} x {photo.height}" if photo.width else "size unknown"
    signed = ", signed (C2PA)" if photo.credentials else ""
    path = _options.styled(_options.named(photo.path or "-"), bold=True)
    yield f"{path}  {photo.format}, {size}{signed}"
    values = photo.record.model_dump(exclude_none=True)
    rows = [
        (field.label, _text(values.get(field.name)), photo.sources.get(field.name, ()))
        for field in FIELDS
        if everything or present(values.get(field.name))
    ]
    width = max((len(label) for label, *_ in rows), default=0)
    if not rows:
        yield "  nothing: no caption, no credit, no rights"
    for label, text, blocks in rows:
        value = text.replace("\n", "\n" + " " * (width + 4))
        origin = click.style(f"  [{' '.join(blocks)}]", dim=True) if blocks else ""
        yield f"  {label:{width}}  {_options.plain(value) or '-'}{origin}"
    for name, texts in photo.record.translations.items():
        for language, text in texts.items():
            yield f"  {name} ({_options.plain(language)})  {_options.plain(text)}"
    for conflict in photo.conflicts:
        said = ", ".join(f"{block} {_text(value)!r}" for block, value in conflict.values.items())
        kind = _options.styled(conflict.verdict, Severity.WARNING)
        yield f"  {kind}: {conflict.field}: {_options.plain(said)}"
    for problem in photo.problems:
        kind = _options.styled("problem", Severity.WARNING)
        yield f"  {kind}: {problem.block}: {_options.plain(problem.message)}"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(item)}" for key, item in value.items() if present(item))
    if isinstance(value, (list, tuple)):
        return "; ".join(map(_text, value))
    return "" if value is None else str(value)
