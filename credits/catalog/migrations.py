"""Making the tables of a catalog, and bringing older ones up to date, in one transaction.

`STEPS` has, for every version of the tables but the first, what makes it of the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection, Index, func, insert, inspect, select, update

from credits.catalog import schema
from credits.errors import CatalogError

STEPS: Final[dict[int, Callable[[Connection], None]]] = {
    # photos are asked for by their names alone, too
    2: lambda connection: _index("credits_file_name").create(connection, checkfirst=True),
}
# PostgreSQL: who makes or changes the tables holds this lock
_LOCK: Final = 0x63726564697473


def _index(name: str) -> Index:
    return next(one for one in schema.file.indexes if one.name == name)


def version_of(connection: Connection) -> int | None:
    """Give the version of the tables that are there; None if there are none."""
    if not inspect(connection).has_table(schema.version.name):
        return None
    found: int | None = connection.scalar(select(func.max(schema.version.c.version)))
    return found


def prepare(connection: Connection) -> None:
    """Make the tables, or bring them up to date.

    Raises:
        CatalogError: a newer version made them.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    there = version_of(connection)
    checked(there)
    if there is None:
        schema.METADATA.create_all(connection)
        connection.execute(insert(schema.version).values(version=schema.VERSION))
        return
    if there < schema.VERSION:
        _climb(connection, there, STEPS)


def _climb(
    connection: Connection, there: int, steps: Mapping[int, Callable[[Connection], None]]
) -> None:
    for number in range(there + 1, schema.VERSION + 1):
        steps[number](connection)
    connection.execute(update(schema.version).values(version=schema.VERSION))


def checked(there: int | None) -> None:
    """Let pass tables that this version knows, and older ones.

    Raises:
        CatalogError: a newer version made them.
    """
    if there is not None and not isinstance(there, int):  # SQLite keeps what it is given
        raise CatalogError("is damaged: its version is no number",
                           help="name another file, or index anew")  # fmt: skip
    if there is not None and there > schema.VERSION:
        raise CatalogError(
            f"was made by a newer version of credits (tables {there}, known are {schema.VERSION})",
            help="pip install --upgrade photo-credits",
        )
