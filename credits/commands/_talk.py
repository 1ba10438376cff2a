"""How commands speak: ``-q`` less, ``-v`` more, ``--color`` or not, alike for every command.

Laws: what is wrong is always said, and so is what was asked for; what goes into a pipe is the same
with and without ``-v``, which speaks on stderr alone.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Final

import click

from credits import __version__

_QUIET: Final = "credits.quiet"
_VERBOSE: Final = "credits.verbose"


def offered(command: click.Command) -> click.Command:
    """Offer ``--color``, ``-q`` and ``-v`` on a command, and on those below it."""
    if not any(one.name == "quiet" for one in command.params):
        command.params += [
            click.Option(["--color"], type=click.Choice(["auto", "always", "never"]),
                         expose_value=False, callback=_color,
                         help="Colours: auto follows the terminal, NO_COLOR and FORCE_COLOR."),
            click.Option(["--quiet", "-q"], is_flag=True, expose_value=False, callback=_quiet,
                         help="Say only what is wrong, and what was asked for."),
            click.Option(["--verbose", "-v"], is_flag=True, expose_value=False, callback=_verbose,
                         help="Say on stderr what is done meanwhile."),
        ]  # fmt: skip
    if isinstance(command, click.Group):
        for below in command.commands.values():
            offered(below)
    return command


def _color(context: click.Context, _: click.Parameter, wish: str | None) -> None:
    if wish or context.parent is None:
        context.color = _colour(wish or "auto")


def _colour(wish: str) -> bool | None:
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def _quiet(context: click.Context, _: click.Parameter, wish: bool) -> None:
    if wish:
        context.meta[_QUIET] = True
        _only_one(context)


def _verbose(context: click.Context, _: click.Parameter, wish: bool) -> None:
    if not wish or context.meta.get(_VERBOSE):
        return
    context.meta[_VERBOSE] = True
    _only_one(context)
    began = time.perf_counter()
    detail(f"credits {__version__}, Python {sys.version.split()[0]}, {sys.platform}")
    context.call_on_close(lambda: _say(f"{time.perf_counter() - began:.2f} s"))


def _only_one(context: click.Context) -> None:
    if is_quiet() and context.meta.get(_VERBOSE):
        raise click.UsageError("--quiet and --verbose exclude each other")


def is_quiet() -> bool:
    """Tell whether only what is wrong is to be said."""
    return _meant(_QUIET)


def _meant(wish: str) -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(wish))


def tell(text: str, *, err: bool = False) -> None:
    """Say what went well, unless the user wants to hear of what is wrong alone."""
    if not is_quiet():
        click.echo(text, err=err)


def detail(text: str) -> None:
    """Say on stderr what is done, if the user wants to hear of it."""
    if _meant(_VERBOSE):
        _say(text)


def _say(text: str) -> None:
    from credits.reports._terminal import plain  # noqa: PLC0415  (only where something is said)

    click.echo(plain(text), err=True)
