"""What the commands share: exit codes, colours, plain text, options."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, TextIO, TypeVar

import click

from credits import __version__
from credits._atomic import text_file
from credits._shell import quoted_path
from credits.commands import _talk
from credits.errors import (
    Blocked,
    CatalogError,
    CreditsError,
    InvalidValue,
    PolicyError,
    Uncredited,
    UnreadableBlock,
    UnreadableImage,
    Unwritable,
)
from credits.finding import Severity
from credits.reports._terminal import named, plain, styled
from credits.verdict import Decision, Verdict

__all__ = [
    "NAMED",
    "archive",
    "catalog",
    "code_for",
    "code_of",
    "complain",
    "format_option",
    "jobs",
    "named",
    "opened",
    "paths",
    "plain",
    "precedence",
    "progress",
    "report_bugs",
    "spare",
    "styled",
    "tell_if_none",
]

PUBLISHED, BLOCKED, USAGE, UNDECIDED, BUG, INTERRUPTED = 0, 1, 2, 3, 70, 130
EXITS: Final = {
    Decision.PUBLISH: PUBLISHED,
    Decision.BLOCK: BLOCKED,
    Decision.HOLD: UNDECIDED,
}
ERRORS: Final[dict[type[CreditsError], int]] = {
    PolicyError: USAGE,
    CatalogError: USAGE,
    InvalidValue: USAGE,
    UnreadableImage: UNDECIDED,
    UnreadableBlock: UNDECIDED,
    Unwritable: BLOCKED,
    Uncredited: BLOCKED,
    Blocked: BLOCKED,
}
# from the gravest to the mildest, when several files end differently
GRAVITY: Final = (BUG, USAGE, BLOCKED, UNDECIDED, PUBLISHED)

REPORTS: Final = "https://github.com/photo-credits/credits/issues"

# a bar for fewer would be gone before it is seen
FEW: Final = 50

Item = TypeVar("Item")
Command = TypeVar("Command", bound=Callable[..., Any])


def given(_: click.Context, __: click.Parameter, value: Any) -> Any:
    """Refuse an empty text, which a variable of CI that is not set leaves: it is never a wish."""
    for text in value if isinstance(value, tuple) else (value,):
        if text is not None and not text.strip():
            raise click.BadParameter("is empty; leave the option out where nothing is meant")
    return value


jobs = click.option(
    "--jobs", "-j", type=click.IntRange(min=1), metavar="N",
    help="Threads [default: one for each processor].",
)  # fmt: skip

catalog = click.option(
    "--catalog", required=True, metavar="URL", callback=given,
    help="The catalog: a file, or postgresql://USER@HOST/DATABASE.",
)  # fmt: skip

# whether a file can be read is told of that file, and stops no other
NAMED: Final = click.Path(readable=False)

paths = click.argument("paths", nargs=-1, required=True, type=NAMED)

precedence = click.option(
    "--precedence", type=click.Choice(["default", "mwg", "xmp", "iim"]), default=None,
    help="Whose word counts first where blocks differ [default: the policy's].",
)  # fmt: skip


def format_option(*names: str) -> Callable[[Command], Command]:
    """Offer output formats, the first by default."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True,
        help="How to print it.",
    )  # fmt: skip


def code_of(error: CreditsError) -> int:
    """Give the exit code an error ends with."""
    return next(code for kind, code in ERRORS.items() if isinstance(error, kind))


def worst(codes: Iterable[int]) -> int:
    """Give the gravest of several exit codes."""
    return min(codes, key=GRAVITY.index, default=PUBLISHED)


def complain(error: CreditsError) -> None:
    """Tell of an error on stderr: the file, what was found, the way out."""
    place = f"{named(error.path)}: " if error.path else ""
    click.echo(f"{styled('error', Severity.ERROR)}: {place}{plain(error.message)}", err=True)
    if error.help:
        click.echo(f"  help: {plain(error.help)}", err=True)


def code_for(verdict: Verdict) -> int:
    """Give the exit code of a verdict; where we failed on a file, tell of it."""
    if verdict.bugs:
        report_bugs(verdict.bugs)
        return BUG
    return EXITS[verdict.decision]


def report_bugs(reports: Sequence[str]) -> None:
    """Tell of failures of ours on stderr, the first in full, ready to be pasted."""
    first, *others = reports
    more = f" ({len(others)} more files fail)" if others else ""
    click.echo(
        f"credits has a bug. Please paste this at {REPORTS} :{more}\n\n"
        f"    credits {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n"
        + "\n".join(f"    {plain(line)}" for line in first.rstrip().splitlines()),
        err=True,
    )


def progress(items: Iterable[Item], label: str, total: int | None = None) -> Iterator[Item]:
    """Show a bar on stderr while going through many items, if somebody is looking.

    *total* says how many they are, where that is not known yet.
    """
    if _talk.is_quiet() or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield from _detailed(items, label)
        return
    known = items if total is not None else list(items)
    total = total if total is not None else len(known)  # type: ignore[arg-type]
    if total < FEW:
        yield from known
        return
    from rich.console import Console  # noqa: PLC0415  (only for people)
    from rich.progress import track  # noqa: PLC0415

    yield from track(known, label, total, console=Console(stderr=True), transient=True)


def _detailed(items: Iterable[Item], label: str) -> Iterator[Item]:
    for item in items:
        _talk.detail(f"{label} {getattr(item, 'path', item)}")
        yield item


def archive(place: str | None) -> AbstractContextManager[Any]:
    """Open the catalog that ``--catalog`` names, if it does.

    Raises:
        CatalogError: it is not there, or cannot be used.
    """
    if place is None:
        return nullcontext()
    from credits.catalog import Catalog  # noqa: PLC0415  (only where a catalog is asked)

    return Catalog(place)


def tell_if_none(found: Collection[Any], paths: Iterable[str], what: str = "photos") -> None:
    """Say on stderr that there was nothing to do."""
    if not found:
        told = ", ".join(map(named, paths)) or "what was named"
        click.echo(f"no {what} found in {told}", err=True)


def tell_of_dashes(arguments: Iterable[str]) -> None:
    """Say how a file is named that was taken for an option."""
    dashed = next((one for one in arguments if one[:1] == "-" and os.path.lexists(one)), None)
    if dashed:
        click.echo(f"  help: a file that is called so is named {quoted_path(dashed)}", err=True)


@contextmanager
def opened(path: str | None, judged: Iterable[str] = ()) -> Iterator[TextIO]:
    """Open the file named by ``--output``, or stay with stdout.

    The file is there once all of the report is in it.

    Raises:
        UsageError: it cannot be written, is a photo, or is one of the files *judged*.
    """
    if path is None or path == "-":
        yield sys.stdout
        return
    spare(path, judged)
    try:
        # a path that is no text in any encoding must not end a report
        with text_file(path, errors="backslashreplace") as out:
            yield out
    except Unwritable as error:
        raise click.UsageError(f"{path}: {error.message}") from None


def spare(path: str, judged: Iterable[str]) -> None:
    """Refuse to write a report over what it is about."""
    if not os.path.isfile(path):
        return
    if any(os.path.exists(one) and os.path.samefile(path, one) for one in judged):
        raise click.UsageError(f"{named(path)}: is what the report is about: name another file")
    from credits.folder import is_candidate  # noqa: PLC0415  (only where a file is there)

    if is_candidate(path):
        raise click.UsageError(f"{named(path)}: is a photo: name another file")
