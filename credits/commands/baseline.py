"""``credits baseline``: what was wrong before there was a gate, written down and taken out."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import click

from credits import baseline as file_of
from credits._atomic import text_file
from credits.baseline import Baseline, made, text_of
from credits.commands import _options, _policy, _talk
from credits.folder import is_below, is_judged, walk
from credits.inspection import inspect, memory_for
from credits.ledger import Settled, settled
from credits.policy import Policy

_file = click.option(
    "--baseline", "place", metavar="FILE", callback=_options.given,
    help=f"The baseline [default: the policy's, else {file_of.NAME} beside it].",
)  # fmt: skip
_jobs = click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="Processes.")


@click.group()
def baseline() -> None:
    """Let pass what was there before the gate, so that only what is new blocks.

    Photos are known by their image data: an entry survives renames and edits of metadata, and lets
    nothing pass any more once its photo is mended.

    Example: credits baseline create .
    """


@baseline.command()
@_options.paths
@_policy.options
@_file
@_jobs
@click.option("--force", is_flag=True, help="Replace a baseline that is there.")
def create(
    paths: tuple[str, ...], file: str | None, place: str | None, jobs: int | None,
    *, force: bool, **wishes: Any,
) -> int:  # fmt: skip
    """Write down everything that is wrong now.

    Example: credits baseline create photos/
    """
    policy = _policy.policy_of(file, wishes)
    place = _place(place, policy)
    if os.path.lexists(place) and not force:
        raise click.UsageError(f"{place} is there already: --force replaces it")
    _options.spare(place, paths)
    run = _run(paths, policy, jobs)
    new = made(place, run.judgements)
    _write(new)
    held = sum(f.severity == "hold" for f in run.findings)
    _talk.tell(f"{_options.named(place)}: {_counted(new)}")
    if held:
        click.echo(f"{held} on hold are not in it: what cannot be judged never passes", err=True)
    if policy.baseline_file is None:
        _talk.tell(f'use it: --baseline FILE, or baseline = "{file_of.NAME}" in the policy')
    return _code(run)


@baseline.command()
@_options.paths
@_policy.options
@_file
@_jobs
@click.option("--dry-run", is_flag=True, help="Write nothing, tell what would be taken out.")
def prune(
    paths: tuple[str, ...], file: str | None, place: str | None, jobs: int | None,
    *, dry_run: bool, **wishes: Any,
) -> int:  # fmt: skip
    """Take out the entries that let nothing pass any more: what was mended, what is gone.

    Example: credits baseline prune photos/ --dry-run
    """
    policy = _policy.policy_of(file, wishes)
    old = file_of.load(_place(place, policy))
    run = _run(paths, policy, jobs, old)
    new = old.without((entry.image, entry.rule) for entry in run.leftovers)
    for entry in run.leftovers:
        _talk.tell(f"  {entry.rule} {_options.named(entry.path)}")
    verb = "would be taken out" if dry_run else "taken out"
    _talk.tell(f"{_options.named(old.path)}: {old.count - new.count} {verb}, {_counted(new)}")
    if not dry_run and new != old:
        _write(new)
    return _code(run)


def _place(place: str | None, policy: Policy) -> str:
    return place or policy.baseline_file or os.path.relpath(os.path.join(policy.root, file_of.NAME))


def _run(
    paths: tuple[str, ...], policy: Policy, jobs: int | None, old: Baseline | None = None
) -> Settled:
    now = datetime.now(UTC).astimezone()
    photos = list(walk(paths, policy, is_judged))
    whole = any(os.path.isdir(path) and is_below(policy.root, path) for path in paths)
    judgements = inspect(photos, policy, now, hashed=True, memory=memory_for(policy), jobs=jobs)
    seen = _options.progress(judgements, "checking", len(photos))
    return settled(seen, policy, now.date(), old, whole=whole)


def _code(run: Settled) -> int:
    bugs = [one.bug for one in run.judgements if one.bug]
    if bugs:
        _options.report_bugs(bugs)
    return _options.BUG if bugs else _options.PUBLISHED


def _counted(one: Baseline) -> str:
    files, entries = len({entry.path for entry in one.entries.values()}), one.count
    return f"{entries} entr{'ies' if entries != 1 else 'y'} of {files} file{'s' * (files != 1)}"


def _write(one: Baseline) -> None:
    with text_file(one.path) as file:
        file.write(text_of(one))
