"""Where a catalog is: a file of SQLite, or a database of PostgreSQL by its URL.

Law: whatever the database says becomes a `CatalogError` that names the catalog, without its
password, and the way out.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from credits._optional import need
from credits.errors import CatalogError, Unsupported

# seconds that a writer waits for another one
PATIENCE: Final = 60
_FORMS: Final = "a file (archive.db), or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"
# what a message of a driver has in it → the way out
_WAYS_OUT: Final = {
    "not a database": "name another file: this one is no catalog",
    "codec can't decode": "name another file, or index anew: this one is damaged",
    "malformed": "name another file, or index anew: this one is damaged",
    "locked": "try again: another program is writing",
    "readonly": "make the file and its folder writable",
    "read-only": "make the file and its folder writable",
    "unable to open": "name a file in a folder that is there and writable",
    "full": "make room on the disk",
    "connection refused": "start the server, or look at host and port in the URL",
    "resolve host": "look at the host in the URL",
    "password": "look at user and password in the URL, or into PGPASSWORD and ~/.pgpass",
    "does not exist": "createdb NAME, or name a database and a user that are there",
    "permission denied": "ask for the right to create tables and write in this database",
}


def url_of(place: str) -> URL:
    """Read where a catalog is: a path is a file of SQLite.

    Raises:
        CatalogError: no such kind of database.
    """
    if "://" not in place:
        if not place.strip() or "\0" in place:
            raise CatalogError("names no catalog", path=place, help=_FORMS)
        return URL.create("sqlite", database=os.path.abspath(place))
    try:
        url = make_url(place)
    except (ArgumentError, ValueError):
        raise CatalogError("the catalog's URL cannot be read", help=_FORMS) from None
    kind = url.get_backend_name()
    if kind == "postgres":  # as libpq and hosting services write it
        kind = "postgresql"
    if kind == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite" or not url.database or url.database == ":memory:":
        raise CatalogError("is no place for a catalog", path=named(url), help=_FORMS)
    return url.set(drivername="sqlite", database=os.path.abspath(url.database))


def named(url: URL) -> str:
    """Name a catalog for people: a file by its path, a database without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


def engine_of(url: URL, *, create: bool = False) -> Engine:
    """Open a database; nothing is asked of it yet. A file may be made if *create* says so.

    Raises:
        CatalogError: its driver is not installed.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _as_sqlite)
        if create:
            event.listen(engine, "connect", _side_by_side)
        event.listen(engine, "begin", _begun)
        return engine
    try:
        need("psycopg", "postgres")
    except (Unsupported, ImportError) as error:
        way_out = getattr(error, "help", None) or "pip install 'photo-credits[postgres]'"
        raise CatalogError(
            "PostgreSQL needs the package psycopg", path=named(url), help=way_out
        ) from None
    return create_engine(url, pool_pre_ping=True)


def _as_sqlite(connection: Any, _: Any) -> None:
    """Leave transactions to us."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _side_by_side(connection: Any, _: Any) -> None:
    """Let readers and a writer go on side by side, from now on (``sqlite.org/wal.html``)."""
    # another one is doing so now, or it is a disk that cannot
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def _begun(connection: Connection) -> None:
    """Take the lock of who writes at once: one that reads first could not wait for it."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Tell of what a database refuses as of an error of the catalog.

    Raises:
        CatalogError: the database refuses something.
    """
    try:
        yield
    except CatalogError as error:
        raise error.located(named(url)) from None
    except (SQLAlchemyError, NoSuchModuleError, sqlite3.Error, UnicodeDecodeError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        said = " ".join(str(cause).split())
        password = str(url.password or "")
        said = said.replace(password, "***") if password else said
        found = (way for sign, way in _WAYS_OUT.items() if sign in said.casefold())
        raise CatalogError(
            f"the catalog cannot be used: {said}", path=named(url), help=next(found, _FORMS)
        ) from error
