"""One catalog, opened: rows in, photos out. Safe to ask from several threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self

from sqlalchemy import Connection, Table, and_, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from credits.catalog import _search, schema
from credits.catalog._engine import engine_of, named, told, url_of
from credits.catalog._rows import (
    Row,
    Seen,
    file_row,
    fingerprint_of,
    found_of,
    kept,
    picture_row,
    record_of,
    state_of,
)
from credits.catalog._rows import named as as_named
from credits.catalog._states import Folder, State
from credits.catalog.migrations import checked, prepare, version_of
from credits.duplicates import Item, Missed
from credits.errors import CatalogError
from credits.fingerprints import Fingerprint
from credits.record import Record

_INSERT: Final[dict[str, Callable[[Table], Any]]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
# values in one question
MANY: Final = 400


class Catalog:
    """A catalog at a *place*: a path, or a URL of PostgreSQL.

    It is made, or brought up to date, if *create* says so, and must be there otherwise.

    Raises:
        CatalogError: it is not there, a newer version made it, or the database refuses.
    """

    def __init__(self, place: str, *, create: bool = False) -> None:
        self.url = url_of(place)
        self.name = named(self.url)
        if not create and self._is_file and not os.path.exists(str(self.url.database)):
            raise self._missing()
        self._engine = engine_of(self.url, create=create)
        try:
            with told(self.url):
                self._opened(create=create)
        except CatalogError:
            self.close()
            raise

    @property
    def _is_file(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    def _opened(self, *, create: bool) -> None:
        with self._reading() as connection:
            there = version_of(connection)
        checked(there)
        if there is None and not create:
            raise self._missing()
        if there != schema.VERSION:
            with self._writing() as connection:
                prepare(connection)

    def _missing(self) -> CatalogError:
        return CatalogError(
            "there is no catalog here", path=self.name, help="credits index PATH... --catalog URL"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(self.url), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        engine = self._engine.execution_options(writes=True)
        with told(self.url), engine.begin() as connection:
            yield connection

    # ── files ───────────────────────────────────────────────────────────────────────────────────

    def states(self, folder: str) -> dict[str, State]:
        """Give the files of a folder that need no other look if their state is still this."""
        file = schema.file.c
        asked = select(file.name, file.size, file.mtime_ns, file.beside).where(
            file.folder == kept(folder), file.made_by == schema.MAKING, file.undecided.is_(False)
        )
        with self._reading() as connection:
            rows = connection.execute(asked)
            return {as_named(name): State(*rest) for name, *rest in rows}

    def keep(self, seen: Sequence[Seen]) -> None:
        """Take down files, all or none; what was known of them before is replaced."""
        pictures = {one.image_hash: picture_row(one) for one in seen if one.image_hash}
        files = {(one.folder, one.name): file_row(one) for one in seen}
        with self._writing() as connection:
            # everybody takes rows in the same order, or two would wait for each other
            self._upsert(connection, schema.picture, [pictures[key] for key in sorted(pictures)])
            self._upsert(connection, schema.file, [files[key] for key in sorted(files)])

    def _upsert(self, connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        keys = [column.name for column in table.primary_key]
        new = _INSERT[connection.dialect.name](table)
        rest = {column: new.excluded[column] for column in rows[0] if column not in keys}
        connection.execute(new.on_conflict_do_update(index_elements=keys, set_=rest), rows)

    def forget_missing(self, tops: Iterable[str]) -> int:
        """Forget the files below *tops* that are no longer there; give their number."""
        folders = self._below([os.path.realpath(top) for top in tops])
        gone = [
            (folder, name)
            for folder in folders
            for name in self._names(folder)
            if not os.path.lexists(os.path.join(folder, name))
        ]
        file = schema.file.c
        with self._writing() as connection:
            for folder, name in gone:
                here = and_(file.folder == kept(folder), file.name == kept(name))
                connection.execute(delete(schema.file).where(here))
        return len(gone)

    def _below(self, tops: list[str]) -> list[str]:
        with self._reading() as connection:
            found = connection.scalars(select(schema.file.c.folder).distinct())
            folders = sorted(as_named(folder) for folder in found)
        return [
            folder for folder in folders
            if any(folder == top or folder.startswith(top.rstrip(os.sep) + os.sep) for top in tops)
        ]  # fmt: skip

    def _names(self, folder: str) -> list[str]:
        asked = select(schema.file.c.name).where(schema.file.c.folder == kept(folder))
        with self._reading() as connection:
            return [as_named(name) for name in connection.scalars(asked)]

    def count(self) -> int:
        """Count the files."""
        with self._reading() as connection:
            return connection.scalar(select(func.count()).select_from(schema.file)) or 0

    # ── photos ──────────────────────────────────────────────────────────────────────────────────

    def fingerprint(self, image_hash: str) -> Fingerprint | None:
        """Give the fingerprint of a picture by the hash of its image data, if it is known."""
        picture = schema.picture
        asked = select(picture.c.codes64, picture.c.codes256, picture.c.detail).where(
            picture.c.image_hash == image_hash, picture.c.made_by == schema.MAKING
        )
        with self._reading() as connection:
            row = connection.execute(asked).mappings().first()
        return fingerprint_of(row) if row else None  # type: ignore[arg-type]

    def known(self, path: str) -> Item | Missed | None:
        """Give what is known of a file, if it is as it was; None if it has to be looked at."""
        folder, name = Folder(os.path.dirname(path)), os.path.basename(path)
        row = next(iter(self._files([(folder.path, name)])), None)
        if row is None or row["undecided"] or row["made_by"] != schema.MAKING:
            return None
        state = folder.state(name)
        if state is None or not state.is_settled or state != state_of(row):
            return None
        return found_of(row, path)

    def records(self, paths: Iterable[str]) -> dict[str, Record]:
        """Give what files said, by path."""
        places = {_place(path): path for path in paths}
        rows = self._files(list(places))
        return {places[as_named(row["folder"]), as_named(row["name"])]: record_of(row)
                for row in rows}  # fmt: skip

    def like(self, items: Sequence[Item], radius: int, *, jobs: int | None = None) -> list[Item]:
        """Give the photos that may be like some of *items*, but none of these files, by path."""
        if not items:
            return []
        own = {_place(item.path) for item in items}
        with self._reading() as connection:
            hashes = _search.candidates(connection, items, radius, jobs)
        found = [
            found_of(row)
            for row in self._rows_of(hashes)
            if (as_named(row["folder"]), as_named(row["name"])) not in own
        ]
        return sorted((one for one in found if isinstance(one, Item)), key=lambda one: one.path)

    def named(self, names: Iterable[str]) -> list[Item]:
        """Give the photos that have one of these names, in whatever folder, by path."""
        wanted = sorted(map(kept, set(names)))
        rows = (
            row
            for start in range(0, len(wanted), MANY)
            for row in self._rows(schema.file.c.name.in_(wanted[start : start + MANY]))
        )
        found = (found_of(row) for row in rows)
        return sorted((one for one in found if isinstance(one, Item)), key=lambda one: one.path)

    def _rows_of(self, hashes: Sequence[str]) -> Iterator[Row]:
        for start in range(0, len(hashes), MANY):
            some = hashes[start : start + MANY]
            yield from self._rows(schema.file.c.image_hash.in_(some))

    def _files(self, places: Sequence[tuple[str, str]]) -> Iterator[Row]:
        file = schema.file.c
        for start in range(0, len(places), MANY):
            some = places[start : start + MANY]
            here = [
                and_(file.folder == kept(folder), file.name == kept(name)) for folder, name in some
            ]
            yield from self._rows(or_(*here))

    def _rows(self, wanted: Any) -> list[Row]:
        file, picture = schema.file, schema.picture
        asked = (
            select(file, picture.c.codes64, picture.c.codes256, picture.c.detail)
            .select_from(file.outerjoin(picture, file.c.image_hash == picture.c.image_hash))
            .where(wanted)
        )
        with self._reading() as connection:
            return list(connection.execute(asked).mappings())  # type: ignore[arg-type]


def _place(path: str) -> tuple[str, str]:
    """Give the folder, without links, and the name by which a file is known."""
    return os.path.realpath(os.path.dirname(path) or os.curdir), os.path.basename(path)
