"""Undo: of every file that is replaced, what the new one no longer holds is kept.

A run of a command is one file of JSON lines, a line per photo. A line says of which ranges of the
new file and which kept bytes the old file is made, and the SHA-256 of both; so undo gives the old
file byte for byte, and refuses when the new one was changed since. The line is on disk before the
file is replaced: a run that is killed can be undone too.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from credits._atomic import append_line, remove_file, replace_file, text_file
from credits._bytes import File, Source
from credits.errors import ChangedMeanwhile, CreditsError, InvalidValue, Unwritable

SCHEMA: Final = "credits/journal/1"
SUFFIX: Final = ".jsonl"
# the folder; empty: nothing is kept
VARIABLE: Final = "CREDITS_JOURNAL"
# runs older than this are forgotten when a new one begins
KEPT_FOR: Final = timedelta(days=90)

Piece = bytes | tuple[int, int]


class Entry(NamedTuple):
    """One replaced file: what it was (*before*) and became (*after*), as SHA-256.

    *pieces* are ranges of the new file and bytes of the old one. *before* is None where there was
    no file.
    """

    path: str
    before: str | None
    after: str
    modified: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command, as the journal has it."""

    id: str
    when: str
    command: str
    entries: tuple[Entry, ...]
    undone: str | None = None


class Undone(NamedTuple):
    """What undo did with one file: *error* is None where it is as it was before."""

    path: str
    error: CreditsError | None


def folder() -> str | None:
    """Say where the journal is kept; None where the user does not want one.

    It is the folder that the variable ``CREDITS_JOURNAL`` names, else the one that the system
    keeps for the state of programs.
    """
    wish = os.environ.get(VARIABLE)
    if wish is not None:
        return wish or None
    import platformdirs  # noqa: PLC0415  (only for those who write)

    return os.path.join(platformdirs.user_state_dir("credits", appauthor=False), "journal")


class Journal:
    """The journal of one run; its file comes into being with the first photo."""

    def __init__(self, command: str, place: str | None = None) -> None:
        self.command = command
        self.place = folder() if place is None else place
        self.id: str | None = None
        self._writing = threading.Lock()

    def keep(self, path: str, old: Source | None, pieces: Iterable[Piece], new: Source) -> None:
        """Keep what undo needs, before the file at *path* is replaced by *new*.

        *pieces* say of what *new* is made: bytes, and ranges of *old*.

        Raises:
            Unwritable: the journal cannot be written.
        """
        if self.place is None:
            return
        entry = {
            "path": os.path.realpath(path),
            "before": None if old is None else old.sha256(),
            "after": new.sha256(),
            "modified": old.stamp.modified if isinstance(old, File) else 0,
            "pieces": [] if old is None else list(_inverse(old, pieces)),
        }
        try:
            self._append(entry)
        except OSError as error:
            raise Unwritable(
                f"nothing was written, because its undo cannot be kept: {error.strerror}",
                path=self.place, help=f"set {VARIABLE} to another folder, or empty to do without",
            ) from error  # fmt: skip

    def _append(self, entry: dict[str, Any]) -> None:
        place = self.place or ""
        with self._writing:
            run, head = (self.id, {}) if self.id else _begun(place, self.command)
            append_line(os.path.join(place, run + SUFFIX), json.dumps(head | entry).encode())
            self.id = run  # only now: a run without its head could not be read


def _begun(place: str, command: str) -> tuple[str, dict[str, Any]]:
    """Begin the file of a run, which no other run has; gives its name and the head of it."""
    os.makedirs(place, mode=0o700, exist_ok=True)
    _forget(place)
    while True:
        now = datetime.now().astimezone()
        run = f"{now:%Y%m%d-%H%M%S-%f}"
        with contextlib.suppress(FileExistsError):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            os.close(os.open(os.path.join(place, run + SUFFIX), flags, 0o600))
            when = now.isoformat(timespec="seconds")
            return run, {"schema": SCHEMA, "when": when, "command": command}


def _inverse(old: Source, pieces: Iterable[Piece]) -> Iterator[list[int] | str]:
    """Say of what the old file is made: ranges of the new one, and bytes (base64)."""
    at = 0
    moved: list[tuple[int, int, int]] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            at += len(piece)
        else:
            moved.append((*piece, at))
            at += piece[1] - piece[0]
    known = 0
    for start, stop, place in sorted(moved):
        if stop <= known:
            continue
        if start > known:
            yield _text(old.read(known, start - known))
        begin = max(start, known)
        yield [place + begin - start, place + stop - start]
        known = stop
    if known < old.size:
        yield _text(old.read(known, old.size - known))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _forget(place: str) -> None:
    limit = (datetime.now(UTC) - KEPT_FOR).timestamp()
    for name in os.listdir(place):
        path = os.path.join(place, name)
        # another run may forget the same one at the same time
        with contextlib.suppress(OSError):
            if name.endswith((SUFFIX, DONE)) and os.stat(path).st_mtime < limit:
                os.unlink(path)


# ── looking back ────────────────────────────────────────────────────────────────────────────────

DONE: Final = ".undone"


def runs(place: str | None = None) -> list[Run]:
    """List the runs, the latest first.

    Raises:
        Unwritable: the journal is not readable.
    """
    place = folder() if place is None else place
    if place is None:
        return []
    try:
        listed = os.listdir(place)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Unwritable(
            f"the journal cannot be read: {error.strerror}", path=place,
            help=f"let this user read it, or set {VARIABLE} to another folder",
        ) from error  # fmt: skip
    names = sorted((name for name in listed if name.endswith(SUFFIX)), reverse=True)
    return [run for name in names if (run := _run(place, name)) is not None]


def _run(place: str, name: str) -> Run | None:
    path = os.path.join(place, name)
    try:
        with open(path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.endswith("\n")]
        entries = tuple(_entry(line) for line in lines)
        head = {key: str(lines[0][key]) for key in ("when", "command")} if lines else {}
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise Unwritable(f"the journal is broken: {error}", path=path,
                         help="move that file away") from error  # fmt: skip
    if not lines:
        return None
    return Run(
        name.removesuffix(SUFFIX), **head, entries=entries, undone=_undone(path, len(entries))
    )


def _entry(line: dict[str, Any]) -> Entry:
    pieces = (
        base64.b64decode(piece) if isinstance(piece, str) else (int(piece[0]), int(piece[1]))
        for piece in line["pieces"]
    )
    return Entry(line["path"], line["before"], line["after"], line["modified"], tuple(pieces))


def _undone(path: str, entries: int) -> str | None:
    """Say when a run was undone; one that wrote on after that is not."""
    try:
        with open(path.removesuffix(SUFFIX) + DONE, encoding="utf-8") as file:
            when, _, count = file.read().strip().partition(" ")
    except FileNotFoundError:
        return None
    return when if not count.isdecimal() or int(count) >= entries else None


def find(run_id: str | None = None, place: str | None = None) -> Run:
    """Find a run by the beginning of its name, or the latest that was not undone.

    Raises:
        InvalidValue: there is none, or several begin so.
    """
    known = runs(place)
    if run_id is None:
        found = [run for run in known if run.undone is None][:1]
    else:
        found = [run for run in known if run.id.startswith(run_id)]
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidValue(f"{len(found)} runs begin with {run_id!r}", help="credits log")
    what = "nothing to undo" if run_id is None else f"there is no run {run_id!r}"
    raise InvalidValue(what, help="credits log lists the runs")


def undo(run: Run, *, dry_run: bool = False, place: str | None = None) -> list[Undone]:
    """Give every file of a run its old bytes back, the latest change first.

    A file that was changed since is left alone; its error says which run did, or how to go on. A
    run whose files are all as they were before is marked as undone.

    Raises:
        Unwritable: that mark cannot be written.
    """
    would_be: dict[str, str | None] = {}
    rows = [*zip(run.entries, _states(run.entries), strict=True)]
    done = [
        Undone(entry.path, _undo(entry, states, would_be, dry_run=dry_run))
        for entry, states in reversed(rows)
    ]
    place = folder() if place is None else place
    for path, error in done:
        if isinstance(error, ChangedMeanwhile):
            error.help = _way_on(run, path, runs(place))
    if place and not dry_run and all(one.error is None for one in done):
        _mark(os.path.join(place, run.id + DONE), len(run.entries))
    return done


def _way_on(run: Run, path: str, known: Iterable[Run]) -> str:
    """Say what to do about a file that is not as a run left it."""
    standing = [one for one in known if one.undone is None]
    later = [one for one in standing if one.id > run.id and _wrote(one, path)]
    if later:
        return f"undo the run after it first: credits undo {later[0].id}"
    stays = "something else changed it, so that it stays as it is"
    before = next((one.id for one in standing if one.id < run.id), None)
    return f"{stays}; the run before this one: credits undo {before}" if before else stays


def _wrote(run: Run, path: str) -> bool:
    return any(entry.path == path for entry in run.entries)


def _mark(path: str, entries: int) -> None:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        with text_file(path) as file:
            file.write(f"{now} {entries}\n")
    except Unwritable as error:
        raise Unwritable(f"the run is undone, but cannot be marked as undone: {error.message}",
                         path=path) from error  # fmt: skip


def _states(entries: Iterable[Entry]) -> Iterator[frozenset[str | None]]:
    """Say for each entry what its file had been before it, in the same run."""
    known: dict[str, frozenset[str | None]] = {}
    for entry in entries:
        known[entry.path] = known.get(entry.path, frozenset()) | {entry.before}
        yield known[entry.path]


def _undo(
    entry: Entry, states: frozenset[str | None], would_be: dict[str, str | None], *, dry_run: bool
) -> CreditsError | None:
    """Undo one change, unless the file is in one of the *states* before it already.

    *would_be* tells a dry run what the changes behind it would have made of the file.
    """
    try:
        with File(entry.path) as source:
            now = would_be.get(entry.path) or source.sha256()
            if now in states:
                return None
            if now != entry.after:
                raise ChangedMeanwhile("was changed after that run")
            if dry_run:
                would_be[entry.path] = entry.before
            else:
                _restore(entry, source)
    except FileNotFoundError:
        if None not in states:
            return Unwritable("is no longer there", path=entry.path)
    except OSError as error:
        return Unwritable(f"cannot be read: {error.strerror}", path=entry.path)
    except CreditsError as error:
        return error.located(entry.path)
    return None


def _restore(entry: Entry, source: File) -> None:
    if entry.before is None:
        remove_file(source)
        return
    replace_file(source, iter(entry.pieces), lambda temporary: _check(entry, temporary))
    os.utime(entry.path, ns=(entry.modified, entry.modified))


def _check(entry: Entry, temporary: str) -> None:
    with File(temporary) as result:
        if result.sha256() != entry.before:
            raise Unwritable("what the journal kept is not the old file; nothing was changed")
