"""Candidates for likeness in a catalog: 64 bits of every variant, exactly, in both directions.

Few photos are looked for by PostgreSQL itself (``bit_count``, in PostgreSQL since version 14, no
extension); for many, and by SQLite, which cannot count bits, the 64-bit hashes are loaded: 168
bytes a picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Integer, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.types import BigInteger

from credits.catalog.schema import CODES, MAKING, picture
from credits.duplicates import Item, matches
from credits.fingerprints import LEAST_DETAIL, STANDING, VARIANTS

Codes = NDArray[np.uint64]

# photos that a database is asked about one by one
FEW: Final = 8
# rows that are fetched at a time
PAGE: Final = 20_000


def candidates(
    connection: Connection, items: Sequence[Item], radius: int, jobs: int | None
) -> list[str]:
    """Give the image-data hashes of the pictures of which a variant may be like one of *items*."""
    if connection.dialect.name == "postgresql" and len(items) <= FEW:
        return sorted({name for item in items for name in asked(connection, item, radius)})
    return sorted(_loaded(connection, items, radius, jobs))


def asked(connection: Connection, item: Item, radius: int) -> Iterator[str]:
    """Let PostgreSQL count the bits."""
    codes = item.fingerprint.rows[:, 0].astype("<u8").view("<i8").tolist()
    pairs = {(at, code) for at, code in product(range(STANDING), codes)}
    pairs |= set(product(range(STANDING, len(VARIANTS)), codes[:STANDING]))
    near = [_apart(CODES[at], code) <= radius for at, code in sorted(pairs)]
    found = select(picture.c.image_hash).where(*_COMPARABLE, or_(*near))
    yield from connection.scalars(found)


def _apart(column: ColumnElement[Any], code: int) -> ColumnElement[int]:
    differing = column.op("#")(literal(code, BigInteger))
    return func.bit_count(cast(differing, BIT(64)), type_=Integer)


_COMPARABLE: Final = (
    picture.c.codes64.is_not(None),
    picture.c.detail >= LEAST_DETAIL,
    picture.c.made_by == MAKING,
)


def _loaded(
    connection: Connection, items: Sequence[Item], radius: int, jobs: int | None
) -> Iterator[str]:
    """Load the hashes page by page, and search each page."""
    ours = np.stack([item.fingerprint.rows[:, 0] for item in items])
    rows = connection.execution_options(yield_per=PAGE).execute(
        select(picture.c.image_hash, picture.c.codes64).where(*_COMPARABLE)
    )
    for page in rows.partitions(PAGE):
        theirs = np.frombuffer(b"".join(codes for _, codes in page), "<u8").astype(np.uint64)
        theirs = theirs.reshape(len(page), len(VARIANTS))
        found = _near(ours, theirs[:, :STANDING], radius, jobs)
        turned = _near(ours[:, :STANDING], theirs, radius, jobs)
        for number in np.union1d(found, turned).tolist():
            yield page[number][0]


def _near(ours: Codes, theirs: Codes, radius: int, jobs: int | None) -> NDArray[np.intp]:
    """Give the rows of *theirs* in which a hash is near one of ours."""
    found = matches(ours.ravel(), theirs.ravel(), radius, jobs=jobs)
    return np.floor_divide(found.second, theirs.shape[1])
