"""``credits hook``: the gate at git's door."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from credits import _git, git_hook
from credits.commands import _options, _streams, _talk

if TYPE_CHECKING:
    from credits.verdict import Verdict

# what git was about to do
_ACTS: Final[dict[git_hook.Kind, str]] = {
    "pre-commit": "commit",
    "pre-merge-commit": "merge",
    "pre-push": "push",
}
_kinds = click.argument("kinds", nargs=-1, type=click.Choice(git_hook.KINDS))


class _Task(NamedTuple):
    """A state to be judged, and the reference it goes to, where there is one."""

    state: _git.State
    ref: str | None = None


@click.group()
def hook() -> None:
    """Judge photos whenever something is committed or pushed.

    Example: credits hook install pre-commit pre-push
    """


@hook.command()
@_kinds
def install(kinds: tuple[git_hook.Kind, ...]) -> None:
    """Put the gate into this repository's hooks: KINDS, or pre-commit.

    A hook that is there already runs first. Where ``core.hooksPath`` is set, it goes there.

    Example: credits hook install pre-commit pre-push
    """
    for one in git_hook.install(kinds or ("pre-commit",)):
        said = "installed" if one.changed else "as it was"
        first = ", after the hook that was there" if one.before else ""
        _talk.tell(f"{_shown(one.path)}: {said}{first}")


@hook.command()
@_kinds
@click.option("--force", is_flag=True, help="Even where the hook was edited.")
def uninstall(kinds: tuple[git_hook.Kind, ...], *, force: bool) -> None:
    """Take the gate out of this repository's hooks: KINDS, or all; the hooks of before are back.

    Example: credits hook uninstall
    """
    hooks = git_hook.uninstall(kinds or git_hook.KINDS, force=force)
    for one in hooks:
        if one.changed:
            back = ", the hook of before is back" if one.before else ""
            _talk.tell(f"{_shown(one.path)}: taken out{back}")
    if not any(one.changed for one in hooks):
        click.echo("no hook of credits here", err=True)


@hook.command()
@click.argument("kind", type=click.Choice(git_hook.KINDS), default="pre-commit")
@click.argument("remote", required=False)
@click.argument("address", required=False)
def run(kind: git_hook.Kind, remote: str | None, address: str | None) -> int:
    """Judge as the hook does: what is staged, or what a push brings to REMOTE.

    Git gives pre-push the references on standard input.

    Example: credits hook run
    """
    codes = []
    for task in _tasks(kind, remote or address or "origin"):
        verdict = _verdict(task.state)
        if verdict is not None:
            _tell(verdict, kind, task.ref)
            codes.append(_options.code_for(verdict))
    return _options.worst(codes)


def _tasks(kind: git_hook.Kind, remote: str) -> Iterator[_Task]:
    if kind != "pre-push":
        yield _Task(_git.staged())
        return
    # a reference may be no text in any encoding
    for update in git_hook.updates(map(os.fsdecode, _streams.lines())):
        state = _git.pushed(update, remote)
        if state is None:
            click.echo(f"{_options.plain(update.ref)} is no commit, and is not judged", err=True)
        else:
            yield _Task(state, update.remote_ref)


def _verdict(state: _git.State) -> Verdict | None:
    """Judge by the policy at the top of the repository; None where there are no photos."""
    if not state.changed:
        return None
    from credits.snapshot import laid_out  # noqa: PLC0415  (only where something changed)

    # git starts hooks at the top; what is told is meant where the user is
    with laid_out(state, os.environ.get("GIT_PREFIX") or os.curdir) as snapshot:
        policy = snapshot.policy(start=snapshot.folder)
        photos = snapshot.photos(policy, [snapshot.folder])
        for note in snapshot.notes:
            click.echo(_options.plain(note), err=True)
        if not photos:
            return None
        known = snapshot.baseline(policy.baseline_file) if policy.baseline_file else None
        return git_hook.judged(snapshot, photos, policy, datetime.now(UTC).astimezone(), known)


def _tell(verdict: Verdict, kind: git_hook.Kind, ref: str | None) -> None:
    from credits.reports import text  # noqa: PLC0415  (only where there is something to tell)

    if verdict.decision == "publish":
        if verdict.findings:
            _talk.tell(f"credits: {text.summary(verdict)}")
        return
    text.write(verdict, sys.stdout)
    to = f" to {_options.plain(ref)}" if ref else ""
    again = f"commit, and {_ACTS[kind]} again" if ref else f"and {_ACTS[kind]} again"
    click.echo(f"The {_ACTS[kind]}{to} is stopped; index and files are as they were. "
               f"Mend with the commands above, {again}.")  # fmt: skip


def _shown(path: str) -> str:
    return _options.plain(os.path.relpath(path))
