"""Looking for one image in a catalog."""

from __future__ import annotations

from dataclasses import dataclass

from credits._bytes import Readable
from credits.catalog._catalog import Catalog
from credits.duplicates import (
    Item,
    Level,
    Match,
    Missed,
    checked_wishes,
    likenesses_between,
    look,
)
from credits.errors import NoPixels, UnreadableImage


@dataclass(frozen=True, slots=True)
class Searched:
    """What a catalog has like an image: the *item* itself, and photos with their likeness."""

    item: Item
    found: tuple[tuple[Item, Match], ...]


def search(
    image: Readable,
    catalog: str,
    *,
    level: Level | str = Level.LIKELY,
    jobs: int | None = None,
) -> Searched:
    """Find the photos of a catalog that are like an image: a path, bytes or a binary file.

    *catalog* is a path, or a URL of PostgreSQL; *level* the least sure likeness that is given. The
    likest come first; the file itself, if the catalog has it, is not among them.

    Raises:
        CatalogError: the catalog is not there, or cannot be used.
        UnreadableImage: the image cannot be compared.
        InvalidValue: there is no such level.
    """
    radius, least = checked_wishes("phash", None, level)
    item = look((1, image))
    if isinstance(item, Missed):
        kind = UnreadableImage if item.undecided else NoPixels
        raise kind(f"cannot be compared: {item.reason}", path=item.path)
    with Catalog(catalog) as opened:
        others = opened.like([item], radius, jobs=jobs)
    by_path = {other.path: other for other in others}
    like = likenesses_between([item], others, radius, jobs=jobs)
    shown = [match for match in like if match.level.rank <= least.rank]
    shown.sort(key=lambda match: (match.level.rank, match.distance256, match.second))
    return Searched(item, tuple((by_path[match.second], match) for match in shown))
