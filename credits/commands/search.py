"""``credits search`` finds a picture in a catalog."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any, Final

import click

from credits.commands import _options, _streams
from credits.duplicates import Level
from credits.reports._place import relative
from credits.reports.likeness.json import evidence
from credits.reports.likeness.text import likeness

if TYPE_CHECKING:
    from credits.catalog import Searched

_STDIN: Final = "-"


@click.command()
@click.argument("image", type=click.Path(allow_dash=True, readable=False))
@_options.catalog
@click.option(
    "--level", type=click.Choice([*map(str, Level)]), default=str(Level.LIKELY),
    show_default=True, help="The least sure likeness to show.",
)  # fmt: skip
@_options.jobs
@_options.format_option("text", "json")
def search(image: str, catalog: str, form: str, **wishes: Any) -> int:
    """Find the photos of a catalog that show the same picture as IMAGE (- is stdin).

    Exits with 0 whether there are any or not, with 3 if the image cannot be compared.

    Example: credits search incoming.jpg --catalog archive.db
    """
    from credits.catalog import search as find  # noqa: PLC0415  (only when it is run)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what decoders mutter about odd files
        found = find(_streams.everything() if image == _STDIN else image, catalog, **wishes)
    if form == "json":
        click.echo(json.dumps(_document(image, found), ensure_ascii=False, indent=2))
    else:
        _tell(image, found)
    return _options.PUBLISHED


def _document(image: str, found: Searched) -> dict[str, Any]:
    return {
        "schema": "credits/search/1",
        "path": relative(image),
        "sha256": found.item.sha256,
        "fingerprint": str(found.item.fingerprint),
        "credit": found.item.credit,
        "found": [
            {
                "path": relative(item.path),
                "sha256": item.sha256,
                "credit": item.credit,
                "exact": match.exact,
                **evidence(match),
            }
            for item, match in found.found
        ],
    }


def _tell(image: str, found: Searched) -> None:
    for item, match in found.found:
        place = _options.styled(_options.named(relative(item.path)), bold=True)
        click.echo(f"{place}: {_options.plain(item.credit or 'no credit')}")
        click.echo(f"    {likeness(match)}")
    if not found.found:
        click.echo(f"{_options.named(image)}: nothing like it in the catalog")
