"""``credits dedupe`` finds the same photo in several files."""

from __future__ import annotations

import warnings
from typing import Any

import click

from credits import duplicates, folder
from credits.commands import _options
from credits.duplicates import RADII, Duplicates, Level
from credits.policy import policy_for
from credits.reports import likeness


@click.command()
@_options.paths
@click.option(
    "--hash", type=click.Choice(list(RADII)), default="phash", show_default=True,
    help="What to compare, by imagehash's names. Only phash finds edited copies.",
)  # fmt: skip
@click.option(
    "--threshold", type=click.IntRange(0, 64), metavar="BITS",
    help="Most bits of the hash that may differ [default: 8 of 64 for phash].",
)  # fmt: skip
@click.option(
    "--level", type=click.Choice([*map(str, Level)]), default=str(Level.LIKELY),
    show_default=True, help="The least sure likeness to show.",
)  # fmt: skip
@click.option(
    "--catalog", metavar="URL", callback=_options.given,
    help="Compare with this catalog, too; see credits index.",
)  # fmt: skip
@click.option("--exact", is_flag=True, help="Decode in full size: imagehash's bits, slower.")
@_options.jobs
@_options.format_option(*likeness.FORMATS)
@click.option("--output", "-o", type=click.Path(), help="Write the report here, not to stdout.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
def dedupe(
    paths: tuple[str, ...],
    form: str,
    output: str | None,
    catalog: str | None,
    *,
    exit_zero: bool,
    **wishes: Any,
) -> int:
    """Find photos that show the same picture; suggest credits, report conflicts.

    Nothing is changed. Exits with 0 if no credits differ, 1 if those of one picture do, 3 if a
    photo could not be looked at and nothing is worse.

    Example: credits dedupe photos/ --format html -o sheet.html
    """
    photos = list(folder.walk(paths, policy_for()))
    _options.tell_if_none(photos, paths)
    with warnings.catch_warnings(), _options.archive(catalog) as archive:
        warnings.simplefilter("ignore")  # what decoders mutter about odd files
        found = duplicates.dedupe(
            photos,
            archive=archive,
            watch=lambda images: _options.progress(images, "comparing"),
            **wishes,
        )
    with _options.opened(output, paths) as out:
        likeness.write(form, found, out)
    return _options.PUBLISHED if exit_zero else _code(found)


def _code(found: Duplicates) -> int:
    if any(group.conflict for group in found.groups):
        return _options.BLOCKED
    undecided = any(missed.undecided for missed in found.missed)
    return _options.UNDECIDED if undecided else _options.PUBLISHED
