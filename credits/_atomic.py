"""Replacing a file in one step: at any moment the old or the new one is there, whole.

The new bytes go to a temporary file beside the target, with its mode, owner and extended
attributes; they are verified there; then the name is moved over. A symbolic link stays a link: the
file it points to is replaced.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Final, TextIO

from credits._bytes import CHUNK, File, Source, Stamp
from credits._release import RELEASE, again
from credits.errors import ChangedMeanwhile, Unwritable

try:
    import fcntl
except ImportError:  # Windows: no file that is open is replaced there
    fcntl = None  # type: ignore[assignment]

# named so that a leftover of a killed run is recognised, and never taken for a photo: by the
# machine, the process, and which of the processes of that number it was
PREFIX: Final = ".credits-"
SUFFIX: Final = ".tmp"
_NAME: Final = re.compile(r"\.credits-([0-9a-f]{8})-(\d{1,10})-([0-9a-f]{8})[0-9a-f]{8}\.tmp")
_HERE: Final = f"{zlib.crc32(os.uname().nodename.encode()) if os.name == 'posix' else 0:08x}"
_RUN: Final = os.urandom(4).hex()

# ranges up to this are read and written rather than copied by the kernel
SMALL: Final = 1 << 12

# what a shell has opened already is written where it is
_OPEN_FILES: Final = ("/dev/", "/proc/")

Verify = Callable[[str], None]


def replace_file(
    source: File,
    pieces: Iterator[bytes | tuple[int, int]],
    verify: Verify,
    *,
    durable: bool = False,
    preserve_mtime: bool = False,
) -> None:
    """Put *pieces* (new bytes, and ranges of *source*) in the place of the file they come from.

    *verify* is called with the path of the finished temporary file and raises to stop. *durable*
    waits until the disk has it.

    Raises:
        ChangedMeanwhile: the file is no longer the one *source* opened.
        Unwritable: the folder, the disk or the file does not allow it.
    """
    target = os.path.realpath(source.path) if os.path.islink(source.path) else source.path
    try:
        temporary, descriptor = _beside(target)
    except OSError as error:
        raise Unwritable(f"cannot be written: {error.strerror}", path=source.path) from error
    try:
        with contextlib.closing(_Descriptor(descriptor)) as out:
            out.fill(_gathered(source, pieces), source)
            _like(source.descriptor, out.number)
            if durable:
                os.fsync(out.number)
        verify(temporary)
        if preserve_mtime:
            _keep_times(source, temporary)
        with _alone(source):
            _unchanged(source, target)
            os.replace(temporary, target)
    except OSError as error:
        raise Unwritable(f"cannot be written: {error.strerror}", path=source.path) from error
    finally:
        _gone(temporary)
    if durable:
        _sync_folder(target)
    else:
        source.let_go = RELEASE.close


def remove_file(source: File) -> None:
    """Take away the file that *source* opened, and what killed runs left beside it.

    Raises:
        ChangedMeanwhile: the file is no longer the one *source* opened.
        OSError: the disk or the folder does not allow it.
    """
    _clear(os.path.dirname(source.path) or os.curdir, os.getpid())
    with _alone(source):
        _unchanged(source, source.path)
        os.unlink(source.path)


@contextlib.contextmanager
def _alone(source: File) -> Iterator[None]:
    """Let one writer at a time look whether a file is unchanged, and put another in its place.

    The lock is on the file that goes: all who edit it have that one open, and who comes second
    finds another in its place. It is gone with its descriptor, whatever becomes of the process.

    Raises:
        ChangedMeanwhile: another writer is at it.
    """
    if fcntl is not None:
        try:
            fcntl.flock(source.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ChangedMeanwhile("is being written by another program", path=source.path,
                                   help="run the command again") from error  # fmt: skip
        except OSError:  # file systems without locks: what was changed before is seen all the same
            pass
    try:
        yield
    finally:
        if fcntl is not None:
            with contextlib.suppress(OSError):
                fcntl.flock(source.descriptor, fcntl.LOCK_UN)


def _gone(temporary: str) -> None:
    """Take the temporary file away, if it is still there and the disk lets us."""
    with contextlib.suppress(OSError):
        os.unlink(temporary)


def is_leftover(name: str) -> bool:
    """Tell whether a file is one on its way to its place, or was when its run was killed."""
    return name.startswith(PREFIX) and name.endswith(SUFFIX)


@lru_cache(maxsize=1024)
def _clear(folder: str, process: int) -> None:
    """Take away what killed runs on this machine left in a folder; once for each process."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            left = _NAME.fullmatch(entry.name)
            if left and left[1] == _HERE and _is_over(int(left[2]), left[3], process):
                _gone(entry.path)


def _is_over(number: int, run: str, process: int) -> bool:
    """Tell whether a process is no more; in containers all have the same few numbers."""
    if number == process:
        return run != _RUN
    if os.name != "posix":  # elsewhere a signal that only asks is none
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _gathered(
    source: File, pieces: Iterator[bytes | tuple[int, int]]
) -> Iterator[bytes | tuple[int, int]]:
    """Put what is small together, so that a head of many segments is one write."""
    held: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            held.append(piece)
        elif piece[1] - piece[0] <= SMALL:
            held.append(source.read(piece[0], piece[1] - piece[0]))
        else:
            if held:
                yield b"".join(held)
                held.clear()
            yield piece
    if held:
        yield b"".join(held)


def create_file(
    path: str,
    pieces: Iterator[bytes | tuple[int, int]],
    verify: Verify,
    *,
    source: File | None = None,
    durable: bool = False,
    replace: File | bool = False,
) -> None:
    """Put a new file in its place in one step, where there is none yet.

    *pieces* are bytes, and ranges of *source*. *replace* puts it in the place of one that is there:
    of any, or only of the one it opened.

    Raises:
        ChangedMeanwhile: there is one now, or no longer the one to be replaced.
        Unwritable: the folder or the disk does not allow it.
    """
    try:
        temporary, descriptor = _beside(path, 0o666)  # what is new has the mode this user gives
        try:
            with contextlib.closing(_Descriptor(descriptor)) as out:
                out.fill(pieces, source)
                if durable:
                    os.fsync(out.number)
            verify(temporary)
            _moved(temporary, path, replace)
        finally:
            _gone(temporary)
    except OSError as error:
        raise Unwritable(f"cannot be written: {error.strerror}", path=path) from error
    if durable:
        _sync_folder(path)


@contextlib.contextmanager
def text_file(path: str, *, errors: str = "strict") -> Iterator[TextIO]:
    """Write a text that takes the place of a file in one step, once all of it is written.

    A link stays a link, and a file keeps its mode. What is no file
    (a pipe, a terminal) is written straight to, and so is a file in a folder that may not be.

    Raises:
        Unwritable: the folder or the disk does not allow it.
    """
    straight = path.startswith(_OPEN_FILES) or (os.path.exists(path) and not os.path.isfile(path))
    target = os.path.realpath(path) if os.path.islink(path) and not straight else path
    try:
        place, descriptor = _beside_or_there(target, straight=straight)
        try:
            with open(descriptor, "w", encoding="utf-8", errors=errors, newline="\n") as out:
                yield out
            if place != target:
                if os.path.exists(target):
                    os.chmod(place, stat.S_IMODE(os.stat(target).st_mode))
                os.replace(place, target)
        finally:
            if place != target:
                _gone(place)
    except OSError as error:
        raise Unwritable(f"cannot be written: {error.strerror}", path=path) from error


def _beside_or_there(target: str, *, straight: bool) -> tuple[str, int]:
    if not straight:
        with contextlib.suppress(PermissionError):
            return _beside(target, 0o666)
    return target, os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)


def _moved(temporary: str, path: str, replaced: File | bool) -> None:
    """Give the file its name: a new one, or that of the file it replaces."""
    if isinstance(replaced, File):
        with _alone(replaced):
            _unchanged(replaced, path)
            os.replace(temporary, path)
    elif replaced:
        os.replace(temporary, path)
    else:
        _named(temporary, path)


def _named(temporary: str, path: str) -> None:
    """Give the file its name, and nobody else's file."""
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise ChangedMeanwhile("came into being meanwhile", path=path,
                               help="run the command again") from error  # fmt: skip
    except OSError:  # file systems without hard links
        os.rename(temporary, path)


class _Descriptor:
    """A file being written, by its number."""

    def __init__(self, number: int) -> None:
        self.number = number

    def put(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            count = again(partial(os.write, self.number, view))
            if not count:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            view = view[count:]

    def fill(self, pieces: Iterator[bytes | tuple[int, int]], source: File | None) -> None:
        """Write bytes, and ranges of the source."""
        for piece in pieces:
            if isinstance(piece, bytes):
                self.put(piece)
            elif source is not None:
                self.copy(source, *piece)

    def copy(self, source: File, start: int, stop: int) -> None:
        """Copy a range inside the kernel where it can, in pieces where it cannot."""
        while _kernel_copy and start < stop:
            try:
                count = os.copy_file_range(
                    source.descriptor, self.number, stop - start, offset_src=start
                )
            except OSError:  # other file systems, old kernels
                break
            if not count:
                break
            start += count
        for data in source.chunks(start, stop):
            self.put(data)

    def close(self) -> None:
        os.close(self.number)


_kernel_copy: Final = hasattr(os, "copy_file_range")


def _beside(target: str, mode: int = 0o600) -> tuple[str, int]:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    _clear(os.path.dirname(target) or os.curdir, os.getpid())
    name = f"{PREFIX}{_HERE}-{os.getpid()}-{_RUN}{os.urandom(4).hex()}{SUFFIX}"
    path = os.path.join(os.path.dirname(target), name)
    try:
        return path, again(partial(os.open, path, flags, mode))
    except KeyboardInterrupt:
        _gone(path)
        raise


def _like(model: int, copy: int) -> None:
    """Give the copy the model's extended attributes, owner and mode, as far as allowed."""
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(model):
                os.setxattr(copy, name, os.getxattr(model, name))
    status = os.fstat(model)
    if hasattr(os, "fchown"):
        own = os.fstat(copy)
        if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
            with contextlib.suppress(OSError):
                os.fchown(copy, status.st_uid, status.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(copy, stat.S_IMODE(status.st_mode))


def _keep_times(source: File, temporary: str) -> None:
    status = os.fstat(source.descriptor)
    os.utime(temporary, ns=(status.st_atime_ns, status.st_mtime_ns))


def _unchanged(source: File, target: str) -> None:
    try:
        now = Stamp.of(os.stat(target))
    except FileNotFoundError:
        now = None
    if now != source.stamp:
        raise ChangedMeanwhile("was changed while it was being edited", path=source.path,
                               help="run the command again")  # fmt: skip


def _sync_folder(target: str) -> None:
    if os.name != "posix":
        return
    try:
        folder = os.open(os.path.dirname(target) or os.curdir, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise Unwritable(f"was written, but the disk does not confirm it: {error.strerror}",
                         path=target) from error  # fmt: skip


def append_line(path: str, line: bytes) -> None:
    """Add a line to a file and wait until the disk has it; after a failure the file is as before.

    Raises:
        OSError: the disk or the folder does not allow it.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    with contextlib.closing(_Descriptor(os.open(path, flags, 0o600))) as out:
        size = os.fstat(out.number).st_size
        try:
            out.put(line + b"\n")
            os.fsync(out.number)
        except OSError:
            os.ftruncate(out.number, size)
            raise


def same_ranges(
    one: Source, ranges: list[tuple[int, int]], other: Source, others: list[tuple[int, int]]
) -> bool:
    """Compare what stands in two lists of ranges, however each is cut, piece by piece."""
    if _total(ranges) != _total(others):
        return False
    theirs = _pieces(others)
    at = stop = 0
    for start, end in _pieces(ranges):
        place = start
        while place < end:
            if at == stop:
                at, stop = next(theirs)
            length = min(end - place, stop - at)
            if one.read(place, length) != other.read(at, length):
                return False
            place, at = place + length, at + length
    return True


def _total(ranges: list[tuple[int, int]]) -> int:
    return sum(stop - start for start, stop in ranges)


def _pieces(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, stop in ranges:
        for at in range(start, stop, CHUNK):
            yield at, min(at + CHUNK, stop)
