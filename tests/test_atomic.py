"""A disk that fails at any byte, at any step: the old file or the new one is there, whole."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import credits
from credits import _atomic, journal
from credits._bytes import File
from credits.errors import ChangedMeanwhile, CreditsError, Unwritable
from credits.journal import Journal
from tests.pictures import FORMATS, VALUES, picture

# what a write asks the system for; taking the temporary file away is the answer to a failure
OPERATIONS = ("open", "write", "copy_file_range", "pread", "fstat", "stat", "listxattr", "fchmod",
              "utime", "fsync", "replace", "close", "link", "rename", "makedirs", "listdir")  # fmt: skip
FULL = OSError(errno.ENOSPC, "No space left on device")


class Disk:
    """A disk with room for so many bytes, that takes at most so many at once."""

    def __init__(self, room: int | None = None, at_once: int = 1 << 30) -> None:
        self.room = room
        self.at_once = at_once
        self.write, self.copy = os.write, os.copy_file_range

    def taken(self, wish: int) -> int:
        if self.room is None:
            return min(wish, self.at_once)
        if not self.room and wish:
            raise FULL
        count = min(wish, self.at_once, self.room)
        self.room -= count
        return count

    def __enter__(self) -> None:
        os.write = lambda number, data: self.write(number, data[: self.taken(len(data))])
        os.copy_file_range = lambda one, other, count, **options: self.copy(
            one, other, self.taken(count), **options
        )

    def __exit__(self, *_: object) -> None:
        os.write, os.copy_file_range = self.write, self.copy


class Failing:
    """An operation of the system that fails when it is called for the *at*-th time."""

    def __init__(self, name: str, at: int) -> None:
        self.name, self.at, self.calls = name, at, 0
        self.real = getattr(os, name)

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        self.calls += 1
        if self.calls == self.at:
            if self.name == "close":
                self.real(*arguments)
            raise OSError(errno.EIO, "Input/output error")
        return self.real(*arguments, **options)

    def __enter__(self) -> Self:
        setattr(os, self.name, self)
        return self

    def __exit__(self, *_: object) -> None:
        setattr(os, self.name, self.real)


def tiny() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    return out.getvalue()


def names(folder: Path) -> list[str]:
    return sorted(name for name in os.listdir(folder) if not name.endswith(".journal"))


def test_disk_that_is_full_after_any_byte(tmp_path: Path, monkeypatch) -> None:
    """Every byte of a replaced file in turn is the one that does not fit any more."""
    monkeypatch.setattr(_atomic, "SMALL", 16)
    path = tmp_path / "a.bin"
    old = bytes(range(256)) * 4
    path.write_bytes(old)
    new = [b"head" * 20, (300, 900), b"tail", (0, 5), b"end"]
    size = sum(len(p) if isinstance(p, bytes) else p[1] - p[0] for p in new)
    for room in range(size):
        with File(str(path)) as source, Disk(room), pytest.raises(Unwritable, match="No space"):
            _atomic.replace_file(source, iter(new), lambda _: None)
        assert names(tmp_path) == ["a.bin"]
    assert path.read_bytes() == old
    with File(str(path)) as source, Disk(size):
        _atomic.replace_file(source, iter(new), lambda _: None)
    assert path.read_bytes() == b"head" * 20 + old[300:900] + b"tail" + old[:5] + b"end"


@pytest.mark.parametrize("form", FORMATS)
def test_embedding_on_a_disk_that_is_full_somewhere(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    old = picture(form, size=(24, 18))
    new = credits.embed(old, **VALUES)
    for room in (*range(0, len(new), 97), len(new) - 1):
        path.write_bytes(old)
        with Disk(room), pytest.raises(Unwritable, match="No space"):
            credits.embed(path, **VALUES)
        assert path.read_bytes() == old
        assert names(tmp_path) == [path.name]
    with Disk(len(new)):
        credits.embed(path, **VALUES)
    assert path.read_bytes() == new


@settings(max_examples=40)
@given(at_once=st.integers(1, 5000))
def test_disk_that_takes_little_at_once_takes_all(at_once: int, tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("slow") / "a.jpg"
    path.write_bytes(picture())
    with Disk(at_once=at_once):
        credits.embed(path, **VALUES)
    assert path.read_bytes() == credits.embed(picture(), **VALUES)


def test_file_system_that_takes_nothing_and_says_nothing(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    monkeypatch.setattr(os, "write", lambda *_: 0)
    with pytest.raises(Unwritable, match="No space"):
        credits.embed(path, **VALUES)
    assert path.read_bytes() == picture()


def failures(write: Callable[[], object], name: str) -> Iterator[CreditsError | None]:
    """Run a write again and again, each time with a later call of an operation failing."""
    for at in range(1, 100):
        with Failing(name, at) as operation:
            try:
                write()
                error = None
            except CreditsError as raised:
                error = raised
        yield error
        if operation.calls < at:
            return


@pytest.mark.parametrize("name", OPERATIONS)
def test_any_operation_may_fail_when_a_photo_is_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    old, new = tiny(), credits.embed(tiny(), **VALUES)
    places: list[str] = []

    def write() -> None:
        path.write_bytes(old)
        places.append(str(tmp_path / f"{len(places)}.journal"))
        how = {"durable": True, "preserve_mtime": True, "journal": Journal("t", places[-1])}
        credits.embed(path, **VALUES, **how)

    ended = []
    for error in failures(write, name):
        ended.append(error)
        now = path.read_bytes()
        assert now in ({new} if error is None else {old, new})
        if error is not None and now == new:
            assert "was written, but" in error.message
        assert names(tmp_path) == ["a.jpg"]
    assert ended[-1] is None
    # the journal can be read after each, and gives the old bytes back
    for place in places:
        for run in journal.runs(place):
            assert all(one.error is None for one in journal.undo(run, place=place))
    assert path.read_bytes() == old


@pytest.mark.parametrize("name", OPERATIONS)
def test_any_operation_may_fail_when_a_sidecar_comes_into_being(name: str, tmp_path: Path) -> None:
    path, sidecar = tmp_path / "a.jpg", tmp_path / "a.xmp"
    path.write_bytes(tiny())

    def write() -> None:
        sidecar.unlink(missing_ok=True)
        credits.embed(path, **VALUES, sidecar=True, durable=True)

    ended = []
    for error in failures(write, name):
        ended.append(error)
        if error is None or sidecar.exists():
            assert credits.read(path).record.credit_line == "TASS"
        assert set(names(tmp_path)) <= {"a.jpg", "a.xmp"}
    assert ended[-1] is None
    assert path.read_bytes() == tiny()


def test_sidecar_on_a_disk_that_is_full_after_any_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(tiny())
    size = len((credits.embed(path, **VALUES, sidecar=True), (tmp_path / "a.xmp").read_bytes())[1])
    (tmp_path / "a.xmp").unlink()
    for room in range(0, size, 31):
        with Disk(room), pytest.raises(Unwritable, match="No space"):
            credits.embed(path, **VALUES, sidecar=True)
        assert names(tmp_path) == ["a.jpg"]


def test_file_that_came_into_being_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    with pytest.raises(ChangedMeanwhile):
        _atomic.create_file(str(path), iter((b"ours",)), lambda _: path.write_bytes(b"theirs"))
    assert path.read_bytes() == b"theirs"
    assert names(tmp_path) == ["a.xmp"]


@pytest.mark.skipif(_atomic.fcntl is None, reason="no locks there")
def test_no_write_is_lost_between_the_last_look_and_the_new_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer comes at the worst moment: one of the two is refused, none is lost."""
    path = tmp_path / "a.jpg"
    path.write_bytes(tiny())
    look = _atomic._unchanged
    refused: list[Exception] = []

    def look_and_wait(source: File, target: str) -> None:
        look(source, target)
        monkeypatch.setattr(_atomic, "_unchanged", look)
        with pytest.raises(ChangedMeanwhile) as caught:
            credits.embed(path, city="Lviv")
        refused.append(caught.value)

    monkeypatch.setattr(_atomic, "_unchanged", look_and_wait)
    credits.embed(path, caption="A dog")
    assert len(refused) == 1
    assert credits.read(path).record.caption == "A dog"
    credits.embed(path, city="Lviv")
    record = credits.read(path).record
    assert (record.caption, record.city) == ("A dog", "Lviv")


def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(_atomic.fcntl, "flock", refuse)
    path = tmp_path / "a.jpg"
    path.write_bytes(tiny())
    credits.embed(path, city="Lviv")
    assert credits.read(path).record.city == "Lviv"


def test_undo_takes_away_no_file_that_is_another_by_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, place = tmp_path / "a.jpg", str(tmp_path / "x.journal")
    path.write_bytes(tiny())
    credits.embed(path, city="Lviv", sidecar=True, journal=Journal("t", place))
    whole = File.sha256

    def changed(source: File) -> str:
        found = whole(source)
        (tmp_path / "new").write_bytes(b"theirs")
        (tmp_path / "new").replace(tmp_path / "a.xmp")
        return found

    monkeypatch.setattr(File, "sha256", changed)
    (done,) = journal.undo(journal.find(place=place), place=place)
    assert isinstance(done.error, ChangedMeanwhile)
    assert (tmp_path / "a.xmp").read_bytes() == b"theirs"


def test_file_system_without_hard_links(tmp_path: Path, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    _atomic.create_file(str(tmp_path / "a"), iter((b"ours",)), lambda _: None)
    assert names(tmp_path) == ["a"]


def test_journal_line_that_does_not_fit_leaves_the_lines_before(tmp_path: Path) -> None:
    path, place = tmp_path / "a.jpg", tmp_path / "x.journal"
    run = Journal("t", str(place))
    path.write_bytes(tiny())
    credits.embed(path, city="Kyiv", journal=run)
    before = path.read_bytes()
    kept = place / f"{run.id}.jsonl"
    lines = kept.read_bytes()
    for room in range(0, 400, 13):
        with pytest.raises(Unwritable, match="undo cannot be kept"), Disk(room):
            _keep(run, path)
        assert kept.read_bytes() == lines
    assert path.read_bytes() == before
    credits.embed(path, city="Lviv", journal=run)
    latest = journal.find(place=str(place))
    assert [one.error for one in journal.undo(latest, place=str(place))] == [None, None]
    assert path.read_bytes() == tiny()
    with pytest.raises(Unwritable, match="cannot be marked"):
        journal.undo(replace(latest, entries=latest.entries[:1]), place=str(tmp_path / "nowhere"))


def _keep(run: Journal, path: Path) -> None:
    with File(str(path)) as old, File(str(path)) as new:
        run.keep(str(path), old, iter((b"x" * 300,)), new)
