"""``credits carry``: put credits back on resized and recoded copies."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from credits import renditions
from credits.commands import _options, _talk
from credits.commands._writing import (
    Outcome,
    described_outcome,
    described_run,
    print_document,
    show_changes,
)
from credits.errors import CreditsError, Unwritable
from credits.finding import Severity
from credits.folder import there, walk
from credits.journal import Journal
from credits.pages import role_of
from credits.photo import Photo, read
from credits.policy import policy_for
from credits.reports._place import relative
from credits.rules._terms import CREDIT_FIELDS

if TYPE_CHECKING:
    from credits.origins import Doubt


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=_options.NAMED, metavar="ORIGINAL [RENDITION]..."
)
@click.option(
    "--match", "sites", multiple=True, metavar="DIR", type=click.Path(exists=True, readable=False),
    help="Find the renditions in this folder, such as a built site, by name and by likeness; all "
    "PATHS are originals, folders of them, too. Repeatable.",
)  # fmt: skip
@click.option(
    "--keep", multiple=True, metavar="KIND",
    help="Leave this kind of trace in the renditions (gps, serial ...). Repeatable.",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="Over the names of other people, too.")
@click.option(
    "--force", is_flag=True, help="Into named renditions that plainly show another picture, too.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Write nothing, tell what would be written.")
@click.option("--diff", is_flag=True, help="Show the old and the new values.")
@click.option("--preserve-mtime", is_flag=True, help="Keep the file's time of modification.")
@click.option("--durable", is_flag=True, help="Wait until the disk has it.")
@_options.format_option("text", "json")
def carry(
    paths: tuple[str, ...],
    sites: tuple[str, ...],
    form: str,
    *,
    force: bool,
    diff: bool,
    **how: Any,
) -> int:
    """Put caption, credit and rights of an original back on its renditions, losslessly.

    Thumbnailers and site builders drop them. Place, serial numbers and the old thumbnail are not
    carried on; sizes and an orientation that the pixels belie are corrected. A named rendition that
    plainly shows another picture is left alone. credits undo takes a run back.

    Example: credits carry photos/ --match public/
    """
    codes: list[int] = []
    if sites and force:
        raise click.UsageError("--force is for renditions that are named, not for --match")
    how["journal"] = None if how["dry_run"] else Journal(described_run(sys.argv))
    found = _matched(paths, sites, codes) if sites else _named(paths, force=force)
    done = []
    for task, outcome in _carried(found.tasks, how):
        done.append((task, outcome))
        _tell(task, outcome, dry_run=how["dry_run"], diff=diff, quiet=form != "text")
    if form == "json":
        print_document("carry", dry_run=how["dry_run"], **_described(done, found))
    return _options.worst([*codes, *(outcome.code for _, outcome in done)])


class _Task(NamedTuple):
    """A rendition and its original: how that is known, if it was not named, and a way apart.

    It is *stopped* where its picture is another one.
    """

    original: str
    rendition: str
    by: str | None = None
    apart: int | None = None
    stopped: CreditsError | None = None

    @property
    def origin(self) -> str:
        """Say what it was made from, and how that is known."""
        bits = "" if self.apart is None else f", {self.apart} of 256 bits apart"
        return f"{self.original} by {self.by}{bits}" if self.by else self.original


class _Found(NamedTuple):
    """What is to be done, and the pictures of which no original is known for certain."""

    tasks: Sequence[_Task]
    doubts: tuple[Doubt, ...] = ()
    unknown: tuple[str, ...] = ()


def _carried(tasks: Iterable[_Task], how: dict[str, Any]) -> Iterator[tuple[_Task, Outcome]]:
    originals: dict[str, Photo] = {}
    for task in tasks:
        try:
            if task.stopped:
                raise task.stopped
            if task.original not in originals:
                photo = read(task.original, precedence=policy_for().precedence)
                originals = {task.original: photo}
            (written,) = renditions.carry(originals[task.original], task.rendition, **how)
            yield task, Outcome(task.rendition, written)
        except CreditsError as error:
            yield task, Outcome(task.rendition, error=error)


def _named(paths: tuple[str, ...], *, force: bool) -> _Found:
    original, *others = paths
    if not others:
        raise click.UsageError("name the renditions, or the folder they are in: --match DIR")
    for path in paths:
        there(path)
    apart = {} if force else _strangers(original, others)
    stopped = {path: _other_picture(path, original, bits) for path, bits in apart.items()}
    return _Found([_Task(original, path, stopped=stopped.get(path)) for path in others])


def _strangers(original: str, others: list[str]) -> dict[str, int]:
    from credits.origins import strangers  # noqa: PLC0415  (only where pictures are compared)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what decoders mutter about odd files
        return strangers(original, others)


def _other_picture(path: str, original: str, bits: int) -> Unwritable:
    return Unwritable(
        f"shows another picture than {original} ({bits} of 256 bits apart); nothing was carried",
        path=path, help="name its own original, or --force where it is a small part of it",
    )  # fmt: skip


def _matched(paths: tuple[str, ...], sites: tuple[str, ...], codes: list[int]) -> _Found:
    from credits.origins import origins  # noqa: PLC0415  (only where pictures are compared)

    policy = policy_for()
    originals = [path for path, _ in _readable(walk(paths, policy), codes)]
    pictures = (
        path
        for path, photo in _readable(walk(sites, policy), codes)
        if role_of(path, photo, policy).role == "photo"
    )
    found = origins(originals, _options.progress(pictures, "looking"))
    for doubt in found.doubts:
        told = ", ".join(doubt.originals)
        _note(f"{doubt.rendition}: is like {told}, whose credits differ; name the original")
        codes.append(_options.BLOCKED)
    for path in found.unknown:
        _note(f"{path}: no original found")
    return _Found([_Task(*pair) for pair in sorted(found.pairs)], found.doubts, found.unknown)


def _readable(paths: Iterable[str], codes: list[int]) -> Iterator[tuple[str, Photo]]:
    """Give the pictures that can be read; what cannot is told, its exit code noted."""
    for path in paths:
        try:
            yield path, read(path, only=())
        except CreditsError as error:
            _options.complain(error)
            codes.append(_options.code_of(error))


def _note(text: str) -> None:
    click.echo(f"{_options.styled('note', Severity.WARNING)}: {_options.plain(text)}", err=True)


def _tell(task: _Task, one: Outcome, *, dry_run: bool, diff: bool, quiet: bool) -> None:
    """Say what came of one rendition; *quiet*: only what went wrong."""
    if one.error is not None:
        _options.complain(one.error)
    written = one.written
    if written is None or quiet or (_talk.is_quiet() and not (diff or written.notes)):
        return
    told = _result(task, changed=written.changed, dry_run=dry_run)
    click.echo(f"{_options.named(one.path)}: {_options.plain(told)}")
    if diff:
        show_changes(written.changes)
    if written.removed:
        click.echo(f"  removed: {', '.join(written.removed)}")
    for note in written.notes:
        click.echo(f"  note: {_options.plain(note)}")


def _result(task: _Task, *, changed: bool, dry_run: bool) -> str:
    if not _credits_somebody(task.original):
        return f"has no credit: nobody is credited in {task.origin}"
    verb = f"{'would be ' if dry_run else ''}credited from {task.origin}"
    return verb if changed else f"says all of it already ({task.origin})"


def _credits_somebody(original: str) -> bool:
    try:
        record = read(original, only=CREDIT_FIELDS).record
    except CreditsError:  # it went away meanwhile
        return True
    return any(getattr(record, name) for name in CREDIT_FIELDS)


def _described(done: Iterable[tuple[_Task, Outcome]], found: _Found) -> dict[str, Any]:
    return {
        "photos": [
            {
                "original": relative(task.original),
                "by": task.by,
                "distance": task.apart,
                **described_outcome(outcome),
            }
            for task, outcome in done
        ],
        "doubts": [
            {"path": relative(doubt.rendition), "originals": list(map(relative, doubt.originals))}
            for doubt in found.doubts
        ],
        "unknown": list(map(relative, found.unknown)),
    }
