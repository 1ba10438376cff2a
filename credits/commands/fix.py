"""``credits fix``: apply what rules offer to mend."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import click

from credits.baseline import load as load_baseline
from credits.checker import moment
from credits.commands import _options, _policy, _talk
from credits.commands._likeness import compared
from credits.commands._moment import now_option
from credits.commands._writing import (
    described_changes,
    described_error,
    described_run,
    print_document,
    show_changes,
)
from credits.finding import Finding, Severity
from credits.fixes import Fixed, Fixer, for_duplicates
from credits.folder import walk
from credits.journal import Journal
from credits.policy import Policy
from credits.reports.json import described
from credits.reports.text import headline
from credits.verdict import decide


@click.command()
@_options.paths
@_policy.options
@_policy.fail_on
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Apply fixes that guess, too.")
@click.option(
    "--from-duplicates", is_flag=True,
    help="Only this: give photos without a credit that of a photo that shows the same picture. "
    "Tells what it would write; writes with --yes.",
)  # fmt: skip
@click.option("--catalog", metavar="URL", callback=_options.given,
              help="With --from-duplicates: from this catalog, too.")  # fmt: skip
@click.option("--yes", is_flag=True, help="With --from-duplicates: write.")
@click.option("--diff", is_flag=True, help="Show the old and the new values.")
@click.option("--dry-run", is_flag=True, help="Write nothing, tell what would be written.")
@click.option("--baseline", metavar="FILE", help="Leave alone what was there before the gate.")
@now_option
@_options.format_option("text", "json")
def fix(
    paths: tuple[str, ...],
    file: str | None,
    form: str,
    now: datetime | None,
    *,
    unsafe: bool,
    diff: bool,
    **wishes: Any,
) -> int:
    """Apply the fixes that rules offer: the safe ones, which guess nothing.

    All that a run writes can be taken back at once: credits undo. Exits like credits check, with
    what is left.

    Example: credits fix photos/ --diff --dry-run
    """
    mode = _mode(wishes)
    baseline = wishes.pop("baseline")
    policy = _policy.policy_of(file, wishes)
    if mode.from_duplicates:
        policy = for_duplicates(policy)
    baseline = baseline or policy.baseline_file
    photos = list(walk(paths, policy))
    _options.tell_if_none(photos, paths)
    known = compared(photos, policy, mode.catalog) if mode.from_duplicates else None
    fixer = Fixer(
        policy, moment(now), load_baseline(baseline) if baseline else None,
        unsafe=unsafe, known=known,
    )  # fmt: skip
    journal = None if mode.dry_run else Journal(described_run(sys.argv))
    watched = _options.progress(photos, "mending")
    done = list(fixer.fixed(watched, dry_run=mode.dry_run, journal=journal))
    if form == "json":
        print_document("fix", photos=[_described(one) for one in done])
    else:
        for one in done:
            _print(one, mode, diff=diff)
        _sum_up(done, mode, unsafe=unsafe)
    return _options.worst([_code(done, policy), *(_options.code_of(e) for e in _errors(done))])


class _Mode(NamedTuple):
    """What a run may do: *from_duplicates* looks at other photos, and writes only if told to."""

    from_duplicates: bool
    catalog: str | None
    dry_run: bool


def _mode(wishes: dict[str, Any]) -> _Mode:
    """Take from the wishes those that say what the run may do.

    Raises:
        UsageError: some of them exclude each other.
    """
    from_duplicates, catalog = wishes.pop("from_duplicates"), wishes.pop("catalog")
    yes, dry_run = wishes.pop("yes"), wishes.pop("dry_run")
    if not from_duplicates and (catalog or yes):
        option = "--catalog" if catalog else "--yes"
        raise click.UsageError(f"{option} is for --from-duplicates")
    if yes and dry_run:
        raise click.UsageError("--yes and --dry-run exclude each other")
    for name in ("select", "extend_select", "ignore") if from_duplicates else ():
        if wishes[name]:
            option = name.replace("_", "-")
            raise click.UsageError(f"--{option} and --from-duplicates exclude each other")
    return _Mode(from_duplicates, catalog, dry_run or (from_duplicates and not yes))


def _errors(done: Iterable[Fixed]) -> list[Any]:
    return [one.error for one in done if one.error is not None]


def _code(done: Iterable[Fixed], policy: Policy) -> int:
    return _options.EXITS[decide((f for one in done for f in one.remaining), policy)]


def _described(one: Fixed) -> dict[str, Any]:
    return {
        "path": one.path,
        "fixed": list(one.codes),
        "changes": described_changes(one.changes),
        "removed": sorted(one.removed),
        "mended": [described(finding) for finding in one.mended],
        "remaining": [described(finding) for finding in one.remaining],
        **described_error(one.error),
    }


def _print(one: Fixed, mode: _Mode, *, diff: bool) -> None:
    if one.error is not None:
        _options.complain(one.error.located(one.path))
    if one.codes and (diff or one.notes or mode.from_duplicates or not _talk.is_quiet()):
        verb = "would be fixed" if mode.dry_run else "fixed"
        click.echo(f"{_options.named(one.path)}: {', '.join(one.codes)} {verb}")
    if one.codes and (diff or mode.from_duplicates):
        _show_reasons(one.mended if mode.from_duplicates else ())
        show_changes(one.changes)
        _show_removed(one)
    for note in one.notes if one.codes else ():
        click.echo(f"  note: {_options.plain(note)}")
    left = one.remaining if mode.from_duplicates else _held(one)
    if left:
        _show_left(one.path, left)


def _show_reasons(findings: Iterable[Finding]) -> None:
    for finding in findings:
        click.echo(f"  {_options.plain(finding.message)}")


def _held(one: Fixed) -> tuple[Finding, ...]:
    """Give what could not be decided, such as of a file that cannot be read."""
    return tuple(finding for finding in one.remaining if finding.severity is Severity.HOLD)


def _show_left(path: str, left: Iterable[Finding]) -> None:
    """Tell what was left alone: credits that differ, what may only be guessed, what is on hold."""
    click.echo(_options.styled(_options.named(path), bold=True))
    for finding in left:
        click.echo(headline(finding))
        if finding.help:
            click.echo(f"    help: {_options.plain(finding.help)}")


def _show_removed(one: Fixed) -> None:
    for kind, traces in one.removed.items():
        for trace in traces or (None,):
            told = f"{trace.block} {trace.name}: {trace.text}" if trace else ""
            line = _options.plain(f"  - {kind} {told}".rstrip(" :"))
            click.echo(_options.styled(line, Severity.ERROR))


def _sum_up(done: list[Fixed], mode: _Mode, *, unsafe: bool) -> None:
    if _talk.is_quiet():
        return
    fixed = sum(bool(one.codes) for one in done)
    left = [finding for one in done for finding in one.remaining]
    verb = "would be mended" if mode.dry_run else "mended"
    photos = f"{len(done)} photo{'s' * (len(done) != 1)}"
    click.echo(f"{photos} checked, {fixed} {verb}, {_count(left)} left")
    more = sum(f.fix is not None and f.fix.safety == "unsafe" for f in left)
    if more and not unsafe:
        _hint(f"{more} of them can be mended by guessing: --unsafe-fixes")
    if mode.from_duplicates and mode.dry_run and fixed:
        _hint("nothing was written: --yes writes")


def _hint(text: str) -> None:
    click.echo(_options.styled(text, Severity.INFO))


def _count(findings: list[Finding]) -> str:
    return f"{len(findings)} finding{'s' * (len(findings) != 1)}"
