"""Comparing the pictures of a run with each other and with a catalog."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any, TypeAlias

from credits.commands import _options
from credits.folder import is_candidate
from credits.policy import Policy

# facts about photos, by path
Known: TypeAlias = dict[str, dict[str, Any]]


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
