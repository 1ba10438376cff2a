"""``credits carry``: put credits back on resized and recoded copies."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from credits import renditions
from credits.commands import _options, _talk
from credits.commands._writing import described_run, show_changes
from credits.errors import CreditsError
from credits.finding import Severity
from credits.folder import there, walk
from credits.journal import Journal
from credits.photo import Photo, Written, read
from credits.policy import policy_for


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
@click.option("--dry-run", is_flag=True, help="Write nothing, tell what would be written.")
@click.option("--diff", is_flag=True, help="Show the old and the new values.")
@click.option("--preserve-mtime", is_flag=True, help="Keep the file's time of modification.")
@click.option("--durable", is_flag=True, help="Wait until the disk has it.")
def carry(paths: tuple[str, ...], sites: tuple[str, ...], *, diff: bool, **how: Any) -> int:
    """Put caption, credit and rights of an original back on its renditions, losslessly.

    Thumbnailers and site builders drop them. Place, serial numbers and the old thumbnail are not
    carried on; sizes and an orientation that the pixels belie are corrected. credits undo takes a
    run back.

    Example: credits carry photos/ --match public/
    """
    codes: list[int] = []
    how["journal"] = None if how["dry_run"] else Journal(described_run(sys.argv))
    pairs = _matched(paths, sites, codes) if sites else _named(paths)
    originals: dict[str, Photo] = {}
    for original, rendition, note in pairs:
        try:
            if original not in originals:
                originals = {original: read(original, precedence=policy_for().precedence)}
            (written,) = renditions.carry(originals[original], rendition, **how)
        except CreditsError as error:
            _options.complain(error)
            codes.append(_options.code_of(error))
            continue
        _tell(written, rendition, f"{original}{note}", dry_run=how["dry_run"], diff=diff)
    return _options.worst(codes)


def _named(paths: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    original, *others = paths
    if not others:
        raise click.UsageError("name the renditions, or the folder they are in: --match DIR")
    for path in paths:
        there(path)
    return ((original, rendition, "") for rendition in others)


def _matched(
    paths: tuple[str, ...], sites: tuple[str, ...], codes: list[int]
) -> Iterator[tuple[str, str, str]]:
    from credits.origins import origins  # noqa: PLC0415  (only where pictures are compared)

    policy = policy_for()
    originals = [path for path, _ in _readable(walk(paths, policy), codes)]
    pictures = (
        path
        for path, photo in _readable(walk(sites, policy), codes)
        if policy.role(path, photo).role == "photo"
    )
    found = origins(originals, _options.progress(pictures, "looking"))
    for doubt in found.doubts:
        told = ", ".join(doubt.originals)
        _note(f"{doubt.rendition}: is like {told}, whose credits differ; name the original")
        codes.append(_options.BLOCKED)
    for path in found.unknown:
        _note(f"{path}: no original found")
    for pair in sorted(found.pairs):
        bits = "" if pair.apart is None else f", {pair.apart} of 256 bits apart"
        yield pair.original, pair.rendition, f" by {pair.by}{bits}"


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


def _tell(written: Written, path: str, origin: str, *, dry_run: bool, diff: bool) -> None:
    verb = f"{'would be ' if dry_run else ''}credited from {origin}"
    told = verb if written.changed else f"says all that {origin} does"
    if _talk.is_quiet() and not (diff or written.notes):
        return
    click.echo(f"{_options.plain(path)}: {_options.plain(told)}")
    if diff:
        show_changes(written.changes)
    if written.removed:
        click.echo(f"  removed: {', '.join(written.removed)}")
    for note in written.notes:
        click.echo(f"  note: {_options.plain(note)}")
