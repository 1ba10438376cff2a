"""``credits log`` and ``credits undo``: what was written, and taking it back."""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import Any

import click

from credits import journal
from credits.commands import _options, _talk
from credits.commands._writing import described_error, print_document
from credits.journal import Run


@click.command()
@_options.format_option("text", "json", "jsonl")
@click.argument("run_id", metavar="[ID]", required=False)
def log(form: str, run_id: str | None) -> int:
    """List the runs that wrote into photos, the latest first; with an ID the photos of one run.

    Example: credits log
    """
    found = [journal.find(run_id)] if run_id else journal.runs()
    if form == "json":
        document = {"schema": "credits/log/1", "runs": [_described(run) for run in found]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif form == "jsonl":
        for run in found:
            click.echo(
                json.dumps({"schema": "credits/log/1", **_described(run)}, ensure_ascii=False)
            )
    else:
        for run in found:
            _print(run, whole=run_id is not None)
        if not found:
            click.echo("nothing was written yet", err=True)
    return _options.PUBLISHED


def _described(run: Run) -> dict[str, Any]:
    files = [
        {"path": entry.path, "before": entry.before, "after": entry.after} for entry in run.entries
    ]
    return {
        "id": run.id, "when": run.when, "command": run.command, "undone": run.undone,
        "files": files,
    }  # fmt: skip


def _print(run: Run, *, whole: bool) -> None:
    count = len(run.entries)
    state = f", undone {_local(run.undone)}" if run.undone else ""
    files = f"{count} file{'s' * (count != 1)}"
    click.echo(f"{run.id}  {_local(run.when)}  {files}{state}  {_options.named(run.command)}")
    for entry in run.entries if whole else ():
        new = "  (new)" if entry.before is None else ""
        click.echo(f"  {_shown(entry.path)}{new}")


def _local(moment: str) -> str:
    """Give a moment by the clock of this place."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M:%S}"


def _shown(path: str) -> str:
    return _options.named(_near(path))


def _near(path: str) -> str:
    """Name a file from here, if it is below."""
    near = os.path.relpath(path)
    return path if near.startswith(os.pardir) else near


@click.command()
@click.argument("run_id", metavar="[ID]", required=False)
@click.option("--dry-run", is_flag=True, help="Change nothing, tell what would be undone.")
@_options.format_option("text", "json")
def undo(form: str, run_id: str | None, *, dry_run: bool) -> int:
    """Give the photos of a run their old bytes back: the latest run, or the one with this ID.

    A file that was changed since is left alone.

    Example: credits undo
    """
    run = journal.find(run_id)
    done = journal.undo(run, dry_run=dry_run)
    for path, error in done:
        if error is not None:
            _options.complain(error)
        elif form == "text":
            verb = "would be as before" if dry_run else "as before"
            _talk.tell(f"{_shown(path)}: {verb}")
    if form == "json":
        files = [{"path": _near(path), **described_error(error)} for path, error in done]
        print_document("undo", id=run.id, dry_run=dry_run, files=files)
    return _options.worst(_options.code_of(error) for _, error in done if error is not None)
