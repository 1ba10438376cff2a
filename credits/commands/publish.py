"""``credits publish``: judge photos, and copy those clean that may go out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from credits import publication, reports
from credits.commands import _options, _talk
from credits.errors import Blocked
from credits.policy import load, policy_for
from credits.publication import Copy, Publication
from credits.reports._place import relative
from credits.reports.json import described
from credits.verdict import Decision


@click.command()
@_options.paths
@click.option("--to", required=True, metavar="DIR", type=click.Path(file_okay=False),
              help="Folder the copies go to.")  # fmt: skip
@click.option("--policy", "file", type=click.Path(), help="Policy file; else found by walking up.")
@click.option(
    "--keep", multiple=True, metavar="KIND",
    help="Leave this kind of trace in the copies (gps, history ...). Repeatable.",
)  # fmt: skip
@click.option(
    "--credentials", type=click.Choice(["refuse", "strip"]), default="refuse", show_default=True,
    help="What to do with a signed file that has to be cleaned.",
)  # fmt: skip
@click.option("--keep-going", is_flag=True, help="Let those go out that may, if others may not.")
@click.option("--dry-run", is_flag=True, help="Write nothing, tell what would be written.")
@click.option("--durable", is_flag=True, help="Wait until the disk has it.")
@_options.format_option("text", "json")
def publish(
    paths: tuple[str, ...], file: str | None, form: str, credentials: str, **how: Any
) -> int:
    """Judge photos, and write clean copies of those that may go out.

    Caption, credit and rights stay, and the pixels are untouched; place, serial numbers, maker
    notes, history, private contact data and the embedded thumbnail are removed. If one photo may
    not go out none does, unless with --keep-going.

    Example: credits publish photos/ --to public/photos
    """
    policy = load(file) if file else policy_for()
    try:
        done = publication.publish(paths, policy=policy, credentials=credentials == "strip", **how)
    except Blocked as error:
        done = Publication(error.verdict, ())
    _options.tell_if_none(done.verdict.checked, paths)
    if form == "json":
        click.echo(json.dumps(_document(done), ensure_ascii=False, indent=2))
    else:
        for line in _lines(done, dry_run=how["dry_run"]):
            _talk.tell(line)
        if not (_talk.is_quiet() and done.verdict.decision is Decision.PUBLISH):
            reports.write("text", done.verdict, sys.stdout)
        if how["keep_going"] and done.verdict.photos:
            _talk.tell(_went_out(done, dry_run=how["dry_run"]))
    return _options.EXITS[done.verdict.decision]


def _lines(done: Publication, *, dry_run: bool) -> Iterator[str]:
    for copy in done.copies:
        verb = "would go to" if dry_run else "→" if copy.changed else "is already"
        yield _options.named(f"{relative(copy.path)} {verb} {relative(copy.target)}")
        for kind, traces in copy.removed.items():
            told = ", ".join(dict.fromkeys(_trace(one) for one in traces))
            yield f"  removed {kind}: {_options.plain(told)}"
        if copy.added:
            yield f"  taken from beside it: {', '.join(copy.added)}"
    if done.copies:
        yield ""
    elif done.verdict.photos:
        yield "nothing was published\n"


def _went_out(done: Publication, *, dry_run: bool) -> str:
    """Say how many went, where some may go though others may not."""
    verb = "would go out" if dry_run else "went out"
    return f"{len(done.copies)} of {done.verdict.photos} {verb}"


def _trace(one: Any) -> str:
    return f"{one.name} {one.text}".strip()


def _document(done: Publication) -> dict[str, Any]:
    return {
        "schema": "credits/publish/1",
        "verdict": str(done.verdict.decision),
        "copies": [_copy(copy) for copy in done.copies],
        "findings": [described(finding) for finding in done.verdict.findings],
    }


def _copy(copy: Copy) -> dict[str, Any]:
    return {
        "path": relative(copy.path),
        "target": relative(copy.target),
        "changed": copy.changed,
        "added": list(copy.added),
        "removed": {
            kind: [{"block": one.block, "name": one.name, "text": one.text} for one in traces]
            for kind, traces in copy.removed.items()
        },
    }
