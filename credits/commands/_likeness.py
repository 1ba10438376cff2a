"""Comparing the pictures of a run with each other, with originals and with a catalog."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from credits.commands import _options
from credits.errors import CreditsError
from credits.folder import is_candidate, is_text, walk
from credits.policy import Policy

if TYPE_CHECKING:
    from credits.articles import Article

# facts about photos, by path
Known: TypeAlias = dict[str, dict[str, Any]]

originals_option = click.option(
    "--originals", multiple=True, metavar="PATH", type=click.Path(exists=True),
    help="Look for the originals of the photos in articles here, by name and by likeness. "
    "Repeatable.",
)  # fmt: skip


def compared(
    photos: Iterable[str], policy: Policy, catalog: str | None, *, jobs: int | None = None
) -> Known:
    """Find out which photos show the same picture as others of the run, or of a catalog.

    Raises:
        CatalogError: the catalog is not there, or cannot be used.
    """
    from credits.likeness import facts_of  # noqa: PLC0415  (only where pixels are compared)

    with warnings.catch_warnings(), _options.archive(catalog) as archive:
        warnings.simplefilter("ignore")  # what decoders mutter about odd files
        return facts_of(
            filter(is_candidate, photos), archive, jobs=jobs, vocabulary=policy.words,
            watch=lambda paths: _options.progress(paths, "comparing"),
        )  # fmt: skip


def traced(
    articles: Iterable[Article],
    policy: Policy,
    originals: Iterable[str],
    catalog: str | None,
    *,
    jobs: int | None = None,
) -> list[Article]:
    """Find the originals of the photos in articles, in folders and in a catalog.

    Raises:
        CatalogError: the catalog is not there, or cannot be used.
        PolicyError: a path does not exist.
    """
    from credits import likeness  # noqa: PLC0415  (only where pixels are compared)

    with warnings.catch_warnings(), _options.archive(catalog) as archive:
        warnings.simplefilter("ignore")  # what decoders mutter about odd files
        photos = _options.progress(list(walk(originals, policy)), "looking")
        return likeness.traced(articles, photos, archive, vocabulary=policy.words, jobs=jobs)


def originals_known(
    paths: Iterable[str],
    policy: Policy,
    originals: Iterable[str],
    catalog: str | None,
    *,
    jobs: int | None = None,
) -> Known:
    """Say which originals the photos of articles have, by article and by their address in it.

    Raises:
        CatalogError: the catalog is not there, or cannot be used.
        PolicyError: a path does not exist.
    """
    read = dict(_read(paths, policy))
    found = traced(read.values(), policy, originals, catalog, jobs=jobs)
    by_page = {
        path: {use.src: use.original for use in article.photos if use.original}
        for path, article in zip(read, found, strict=True)
    }
    return {path: {"originals": known} for path, known in by_page.items() if known}


def _read(paths: Iterable[str], policy: Policy) -> Iterator[tuple[str, Article]]:
    """Read the articles among files; one that cannot be read is held when it is judged."""
    from credits.pages import read_page  # noqa: PLC0415  (only where there are articles)

    for path in filter(is_text, paths):
        with contextlib.suppress(CreditsError):
            yield path, read_page(path, policy)
