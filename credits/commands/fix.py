"""``credits fix``: apply what rules offer to mend."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import click

from credits.baseline import load as load_baseline
from credits.checker import moment
from credits.commands import _options, _policy
from credits.commands._moment import now_option
from credits.commands._writing import described_run, show_changes
from credits.finding import Finding, Severity
from credits.fixes import Fixed, Fixer
from credits.folder import walk
from credits.journal import Journal
from credits.policy import Policy
from credits.reports.json import described
from credits.verdict import decide


@click.command()
@_options.paths
@_policy.options
@_policy.fail_on
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Apply fixes that guess, too.")
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
    dry_run: bool,
    diff: bool,
    **wishes: Any,
) -> int:
    """Apply the fixes that rules offer: the safe ones, which guess nothing.

    All that a run writes can be taken back at once: credits undo. Exits like credits check, with
    what is left.

    Example: credits fix photos/ --diff --dry-run
    """
    baseline = wishes.pop("baseline")
    policy = _policy.policy_of(file, wishes)
    baseline = baseline or policy.baseline_file
    fixer = Fixer(policy, moment(now), load_baseline(baseline) if baseline else None, unsafe=unsafe)
    photos = _options.progress(list(walk(paths, policy)), "mending")
    journal = None if dry_run else Journal(described_run(sys.argv))
    done = list(fixer.fixed(photos, dry_run=dry_run, journal=journal))
    if form == "json":
        click.echo(json.dumps(_document(done), ensure_ascii=False, indent=2, default=_plain))
    else:
        for one in done:
            _print(one, dry_run=dry_run, diff=diff)
        _sum_up(done, dry_run=dry_run, unsafe=unsafe)
    return _options.worst([_code(done, policy), *(_options.code_of(e) for e in _errors(done))])


def _errors(done: Iterable[Fixed]) -> list[Any]:
    return [one.error for one in done if one.error is not None]


def _code(done: Iterable[Fixed], policy: Policy) -> int:
    return _options.EXITS[decide((f for one in done for f in one.remaining), policy)]


def _document(done: Iterable[Fixed]) -> dict[str, Any]:
    return {
        "schema": "credits/fix/1",
        "photos": [
            {
                "path": one.path,
                "fixed": list(one.codes),
                "changes": {n: {"old": old, "new": new} for n, (old, new) in one.changes.items()},
                "removed": sorted(one.removed),
                "remaining": [described(finding) for finding in one.remaining],
                "error": one.error.message if one.error else None,
            }
            for one in done
        ],
    }


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json")


def _print(one: Fixed, *, dry_run: bool, diff: bool) -> None:
    if one.error is not None:
        _options.complain(one.error.located(one.path))
    if not one.codes:
        return
    verb = "would be fixed" if dry_run else "fixed"
    click.echo(f"{_options.plain(one.path)}: {', '.join(one.codes)} {verb}")
    if diff:
        show_changes(one.changes)
        _show_removed(one)
    for note in one.notes:
        click.echo(f"  note: {_options.plain(note)}")


def _show_removed(one: Fixed) -> None:
    for kind, traces in one.removed.items():
        for trace in traces or (None,):
            told = f"{trace.block} {trace.name}: {trace.text}" if trace else ""
            line = _options.plain(f"  - {kind} {told}".rstrip(" :"))
            click.echo(_options.styled(line, Severity.ERROR))


def _sum_up(done: list[Fixed], *, dry_run: bool, unsafe: bool) -> None:
    fixed = sum(bool(one.codes) for one in done)
    left = [finding for one in done for finding in one.remaining]
    verb = "would be mended" if dry_run else "mended"
    photos = f"{len(done)} photo{'s' * (len(done) != 1)}"
    click.echo(f"{photos} checked, {fixed} {verb}, {_count(left)} left")
    more = sum(f.fix is not None and f.fix.safety == "unsafe" for f in left)
    if more and not unsafe:
        hint = f"{more} of them can be mended by guessing: --unsafe-fixes"
        click.echo(_options.styled(hint, Severity.INFO))


def _count(findings: list[Finding]) -> str:
    return f"{len(findings)} finding{'s' * (len(findings) != 1)}"
