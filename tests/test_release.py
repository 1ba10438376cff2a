"""What was replaced is let go of beside the next write: soon, few at a time, never in a child."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import credits
from credits import _atomic, _release
from credits._release import BATCH, MOST, RELEASE, Release, again
from credits.errors import Unwritable
from tests.pictures import VALUES, picture

pytestmark = pytest.mark.skipif(os.name != "posix", reason="an open file is replaced on POSIX only")


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> Iterator[list[float]]:
    """Give a clock that stands still; begin and end without a batch."""
    now = [1000.0]
    monkeypatch.setattr(_release, "monotonic", lambda: now[0])
    RELEASE._last = -BATCH
    yield now
    RELEASE.settle()
    RELEASE._last = -BATCH


@pytest.fixture
def slow(monkeypatch) -> Iterator[threading.Event]:
    """Let the thread close nothing before it is told to."""
    go, close = threading.Event(), os.close

    def waiting(number: int) -> None:
        if threading.current_thread().name == "credits-release":
            go.wait(10)
        close(number)

    monkeypatch.setattr(os, "close", waiting)
    yield go
    go.set()
    RELEASE.settle()


def photos(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number}.jpg" for number in range(count)]
    for path in paths:
        path.write_bytes(picture("jpeg"))
    return paths


def opened() -> list[int]:
    """Open files that have no name any more."""
    numbers = [os.memfd_create("replaced") for _ in range(MOST + 3)]
    assert all(map(is_open, numbers))
    return numbers


def is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def without_name(folder: Path) -> list[str]:
    """List the open files of this process that were replaced in a folder."""
    found = []
    for number in os.listdir("/proc/self/fd"):
        try:
            found.append(os.readlink(f"/proc/self/fd/{number}"))
        except OSError:
            continue
    return [name for name in found if name.endswith("(deleted)") and name.startswith(str(folder))]


linux = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="the system tells it here")


@linux
def test_a_write_that_stands_alone_leaves_nothing_open(tmp_path):
    (path,) = photos(tmp_path, 1)
    credits.embed(str(path), **VALUES)
    assert without_name(tmp_path) == []
    assert RELEASE._thread is None


@linux
def test_of_a_batch_few_files_wait_and_soon_none(tmp_path, slow):
    seen = []
    for path in photos(tmp_path, 3 * MOST):
        credits.embed(str(path), **VALUES)
        seen.append(len(without_name(tmp_path)))
    assert max(seen) == MOST, seen
    slow.set()
    assert RELEASE.settle()
    assert without_name(tmp_path) == []


@linux
def test_what_has_to_be_on_the_disk_is_let_go_of_at_once(tmp_path, slow):
    for path in photos(tmp_path, 3):
        credits.embed(str(path), **VALUES, durable=True)
    assert without_name(tmp_path) == []


def test_the_thread_goes_when_the_batch_is_over(clock):
    release = Release()
    for number in opened()[:3]:
        release.close(number)
    thread = release._thread
    assert thread is not None
    assert thread.daemon
    thread.join(5)
    assert release._thread is None
    clock[0] += BATCH
    release.close(late := os.memfd_create("late"))
    assert not is_open(late), "it begins another batch"


def test_many_threads_hand_over_and_every_descriptor_is_closed_once():
    release = Release()
    numbers = [os.memfd_create("replaced") for _ in range(200)]
    threads = [
        threading.Thread(
            target=lambda mine: [release.close(n) for n in mine], args=(numbers[k::8],)
        )
        for k in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    release.settle()
    assert not any(map(is_open, numbers))


def test_where_no_thread_may_start_files_are_closed_at_once(monkeypatch):
    def refused(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    release = Release()
    for number in opened():
        release.close(number)
        assert not is_open(number)
    assert not release.settle()


def test_a_child_has_nothing_open_that_was_replaced(tmp_path, slow, clock):
    for path in photos(tmp_path, 3):
        credits.embed(str(path), **VALUES)
    threading.Timer(0.05, slow.set).start()
    child = os.fork()
    if not child:
        os._exit(bool(RELEASE._waiting) + 2 * (RELEASE._thread is not None)
                 + 4 * (threading.active_count() > 1) + 8 * bool(without_name(tmp_path)))  # fmt: skip
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert RELEASE._thread is None, "there is no other thread while a process forks"
    clock[0] += BATCH
    RELEASE.close(os.memfd_create("first"))
    assert RELEASE._thread is None
    RELEASE.close(os.memfd_create("second"))
    assert RELEASE._thread is not None, "behind the fork a batch is one again"


def test_while_a_process_forks_files_are_closed_at_once():
    release = Release()
    release.rest()
    for number in opened():
        release.close(number)
        assert not is_open(number)
    release.resume()


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def once(act: Callable[..., object], error: OSError) -> Callable[..., object]:
    """Give what fails the first time."""
    left = [error]

    def tried(*given: object) -> object:
        if left:
            raise left.pop()
        return act(*given)

    return tried


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE])
def test_where_there_is_no_room_what_waits_is_let_go_of_first(slow, monkeypatch, code):
    monkeypatch.setattr(_release, "RELEASE", release := Release())
    first, second, *_ = opened()
    release.close(first)
    release.close(second)
    assert is_open(second)
    threading.Timer(0.02, slow.set).start()
    assert again(once(lambda: not is_open(second), OSError(code, "no room")))
    with pytest.raises(OSError, match="no room"):
        again(once(lambda: True, OSError(code, "no room")))


def test_other_errors_are_not_tried_again(slow):
    RELEASE.close(os.memfd_create("first"))
    RELEASE.close(os.memfd_create("second"))
    with pytest.raises(OSError, match="broken"):
        again(once(lambda: True, OSError(errno.EIO, "broken")))
    slow.set()


@pytest.mark.parametrize("operation", ["write", "open"])
def test_a_disk_that_is_full_of_replaced_files_takes_the_next_one(
    tmp_path, slow, monkeypatch, operation
):
    *before, last = photos(tmp_path, 4)
    for path in before:
        credits.embed(str(path), **VALUES)
    threading.Timer(0.02, slow.set).start()
    monkeypatch.setattr(os, operation, once(getattr(os, operation), FULL))
    assert credits.embed(str(last), **VALUES).changed
    assert credits.read(last).record.caption == VALUES["caption"]


def test_a_disk_that_is_full_is_told_and_the_photo_stays(tmp_path, monkeypatch):
    (path,) = photos(tmp_path, 1)
    before = path.read_bytes()

    def full(*_: object) -> int:
        raise FULL

    monkeypatch.setattr(_atomic.os, "write", full)
    with pytest.raises(Unwritable, match="No space left"):
        credits.embed(str(path), **VALUES)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_few_descriptors_are_enough(tmp_path):
    resource = pytest.importorskip("resource")
    paths = photos(tmp_path, 12)
    for path in paths[:2]:  # whatever is loaded late is loaded
        credits.embed(str(path), **VALUES)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    spare = os.dup(0)
    os.close(spare)
    resource.setrlimit(resource.RLIMIT_NOFILE, (spare + 3, hard))
    try:
        changed = [credits.embed(str(path), **VALUES).changed for path in paths[2:]]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert changed == [True] * 10


def test_a_process_that_ends_waits_for_nothing_long(tmp_path):
    start = time.monotonic()
    RELEASE.rest()
    RELEASE.resume()
    assert time.monotonic() - start < 1


def test_what_was_let_go_of_while_it_was_refused_counts():
    """The thread may have closed the last one before anybody waits for it."""
    tries = []

    def act():
        tries.append(1)
        if len(tries) == 1:
            RELEASE.closed += 1
            raise OSError(errno.EMFILE, "Too many open files")
        return "done"

    assert again(act) == "done"
    assert len(tries) == 2
