"""``credits index`` fills a catalog with what photos say and look like."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import click

from credits.commands import _options, _talk
from credits.reports._place import relative

if TYPE_CHECKING:
    from credits.catalog import Indexed


@click.command()
@_options.paths
@_options.catalog
@click.option("--prune", is_flag=True, help="Forget files of these folders that are gone.")
@_options.jobs
@_options.format_option("text", "json")
def index(paths: tuple[str, ...], catalog: str, form: str, **wishes: Any) -> int:
    """Take down photos in a catalog: where they are, what they say, what they look like.

    What did not change since is not looked at again; a run that was broken off goes on where it
    was. No photo is changed. Exits with 0, or 3 if a photo could not be looked at.

    Example: credits index archive/ --catalog archive.db
    """
    from credits.catalog import index as fill  # noqa: PLC0415  (only when it is run)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what decoders mutter about odd files
        done = fill(
            paths, catalog, watch=lambda photos: _options.progress(photos, "indexing"), **wishes
        )
    if form == "json":
        click.echo(json.dumps(_document(done), ensure_ascii=False, indent=2))
    else:
        _tell(done)
    undecided = any(missed.undecided for missed in done.missed)
    return _options.UNDECIDED if undecided else _options.PUBLISHED


def _document(done: Indexed) -> dict[str, Any]:
    return {
        "schema": "credits/index/1",
        "indexed": done.looked,
        "unchanged": done.unchanged,
        "forgotten": done.forgot,
        "incomparable": [
            {"path": relative(path), "reason": reason, "undecided": undecided}
            for path, reason, undecided in done.missed
        ],
    }


def _tell(done: Indexed) -> None:
    for path, reason, _ in done.missed:
        place = _options.named(relative(path))
        click.echo(f"{place}: not comparable: {_options.plain(reason)}")
    photos = f"{done.looked} photo{'s' * (done.looked != 1)}"
    forgot = f", {done.forgot} forgotten" if done.forgot else ""
    _talk.tell(f"{photos} indexed, {done.unchanged} unchanged{forgot}")
