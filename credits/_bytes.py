"""Where bytes come from, and every bounds check of the house.

A `Source` is random access to bytes that may be larger than memory; a `Cursor` walks a small
piece of them. Both raise `Truncated` when asked for what is not there, so that the parsers
above can read like their specifications.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import BinaryIO, Final, Literal, NamedTuple, Self, TypeAlias

from credits._release import again
from credits._shell import quoted_path
from credits.errors import ChangedMeanwhile, Truncated, UnreadableImage

# holds the metadata of nine photos in ten, and no more pages are copied than that takes
WINDOW: Final = 6 << 12
# from 128 KiB on the C library has the system map, clear and unmap pages for each piece
CHUNK: Final = 1 << 16
# a named pipe among the photos must not stop the walk: opened without waiting, then refused
_READ: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)

Order: TypeAlias = Literal["<", ">"]
Readable: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO


class Barred(str):
    """A path that was found and is not to be opened: *why*, and the way out."""

    __slots__ = ("help", "why")

    why: str
    help: str | None

    def __new__(cls, path: str, why: str = "is not to be opened", help: str | None = None) -> Self:
        """Bar a path."""
        barred = super().__new__(cls, path)
        barred.why, barred.help = why, help
        return barred


class Stamp(NamedTuple):
    """What tells one state of a file from the next: device, inode, size, time in nanoseconds."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        """Take the stamp from a stat result."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


class Source:
    """Random access to bytes: offsets and lengths are in bytes from the start."""

    size: int

    def peek(self, start: int, length: int) -> bytes:
        """Give up to *length* bytes from *start*, fewer where the source ends."""
        raise NotImplementedError

    def read(self, start: int, length: int) -> bytes:
        """Give exactly *length* bytes from *start*.

        Raises:
            Truncated: the source ends before that.
        """
        data = self.peek(start, length) if start >= 0 and length >= 0 else b""
        if len(data) != length or start < 0:
            raise Truncated(f"needs {length} bytes at offset {start}, has {len(data)}")
        return data

    def last(self, length: int) -> bytes:
        """Give the last *length* bytes, without giving up the window that metadata is read from."""
        return self.peek(max(self.size - length, 0), length)

    def chunks(self, start: int, stop: int) -> Iterator[bytes]:
        """Give the bytes from *start* to *stop* in pieces of at most 64 KiB."""
        while start < stop:
            data = self.read(start, min(CHUNK, stop - start))
            yield data
            start += len(data)

    def sha256(self, ranges: Iterable[tuple[int, int]] | None = None) -> str:
        """Hash ranges one after the other, all of it if None (64 hexadecimal digits)."""
        whole = hashlib.sha256()
        for start, stop in ((0, self.size),) if ranges is None else ranges:
            for chunk in self.chunks(start, stop):
                whole.update(chunk)
        return whole.hexdigest()

    def rfind(self, needle: bytes, start: int) -> int:
        """Find the last place of *needle* at or after *start*, reading from the end; else -1."""
        stop = self.size
        while stop > start:
            low = max(start, stop - CHUNK)
            found = self.peek(low, stop - low + len(needle) - 1).rfind(needle)
            if found >= 0:
                return low + found
            stop = low
        return -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what is held open."""


class Buffer(Source):
    """A source that is in memory."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = len(data)

    def peek(self, start: int, length: int) -> bytes:
        return self.data[start : start + length]

    def read(self, start: int, length: int) -> bytes:
        data = self.data[start : start + length]
        return data if len(data) == length and start >= 0 else super().read(start, length)


class View(Source):
    """A stretch of another source, as a source of its own."""

    def __init__(self, whole: Source, start: int, length: int) -> None:
        self.whole = whole
        self.start = start
        self.size = max(0, min(length, whole.size - start))

    def peek(self, start: int, length: int) -> bytes:
        return self.whole.peek(self.start + start, min(length, max(self.size - start, 0)))


class File(Source):
    """A source on disk: read in windows, since metadata stands together at one place.

    *let_go* closes its descriptor in the end.
    """

    let_go: Callable[[int], None] = staticmethod(os.close)

    def __init__(self, path: str) -> None:
        if isinstance(path, Barred):
            raise UnreadableImage(path.why, path=path, help=path.help)
        self.path = path
        self.descriptor = os.open(path, _READ)
        status = os.fstat(self.descriptor)
        if not stat.S_ISREG(status.st_mode):
            self.close()
            raise UnreadableImage("is not a regular file", path=path)
        self.stamp = Stamp.of(status)
        self.links = status.st_nlink
        self.size = self.stamp.size
        self._start = 0
        self._window = b""

    def peek(self, start: int, length: int) -> bytes:
        inside = start - self._start
        if inside >= 0 and inside + length <= len(self._window):
            return self._window[inside : inside + length]
        if length >= WINDOW:
            return self._pread(start, length)
        self._start, self._window = start, self._pread(start, WINDOW)
        return self._window[:length]

    def read(self, start: int, length: int) -> bytes:
        inside = start - self._start
        if inside >= 0:
            data = self._window[inside : inside + length]
            if len(data) == length:
                return data
        return super().read(start, length)

    def last(self, length: int) -> bytes:
        return self._pread(max(self.size - length, 0), length)

    def _pread(self, start: int, length: int) -> bytes:
        if start >= self.size:
            return b""
        # the system makes room for all that is asked for, and lengths in files lie
        length = min(length, self.size - start)
        try:
            data = pread(self.descriptor, length, start)
        except OSError as error:
            raise UnreadableImage(f"cannot be read: {error.strerror}", path=self.path) from error
        if start + len(data) < min(start + length, self.size):
            raise ChangedMeanwhile("became shorter while it was read", path=self.path)
        return data

    def close(self) -> None:
        descriptor, self.descriptor = self.descriptor, -1
        try:
            if descriptor >= 0:
                self.let_go(descriptor)
        except OSError:  # nothing was written through it, so nothing is lost
            return


if hasattr(os, "pread"):

    def pread(descriptor: int, length: int, start: int) -> bytes:
        """Read up to *length* bytes at *start*; short only at the end of the file."""
        data = os.pread(descriptor, length, start)
        while len(data) < length:  # one call gives at most 2 GiB, and signals shorten it
            more = os.pread(descriptor, length - len(data), start + len(data))
            if not more:
                break
            data += more
        return data

else:  # Windows has no pread
    _seeking = threading.Lock()

    def pread(descriptor: int, length: int, start: int) -> bytes:
        """Read up to *length* bytes at *start*; short only at the end of the file."""
        with _seeking:
            os.lseek(descriptor, start, os.SEEK_SET)
            return io.FileIO(descriptor, closefd=False).read(length) or b""


def source_of(image: Readable) -> Source:
    """Open a path, wrap bytes, or read a binary file object from its start (its position stays).

    Raises:
        UnreadableImage: there is no such file, it is a folder, or it may not be read.
        TypeError: it is nothing of the kind.
    """
    if isinstance(image, (bytes, bytearray, memoryview)):
        return Buffer(bytes(image))
    if isinstance(image, (str, os.PathLike)):
        return file_at(os.fspath(image))
    return Buffer(_whole(image))


def file_at(path: str) -> File:
    """Open a file.

    Raises:
        UnreadableImage: there is none, it is a folder, it may not be read, or it is `Barred`.
    """
    try:
        return again(partial(File, path))
    except PermissionError as error:
        raise UnreadableImage(f"cannot be opened: {error.strerror}", path=path,
                              help=f"let this user read it: chmod u+rX {quoted_path(path)}"
                              ) from error  # fmt: skip
    except FileNotFoundError as error:
        raise _missing(path, error.strerror) from error
    except OSError as error:
        raise UnreadableImage(f"cannot be opened: {error.strerror}", path=path) from error
    except ValueError as error:  # a NUL, or a character that no file system here can name
        raise UnreadableImage(f"cannot be opened: {error}", path=path) from error


def _missing(path: str, said: str | None) -> UnreadableImage:
    """Say that a file is not there, or where the link leads that nothing is behind."""
    try:
        target = os.readlink(path)
    except OSError:
        return UnreadableImage(f"cannot be opened: {said}", path=path)
    # https://git-annex.branchable.com/internals/: a link to an object that may be elsewhere
    annexed = "annex/objects/" in target.replace(os.sep, "/")
    help = f"git annex get {quoted_path(path)}" if annexed else "mend the link, or take it away"
    return UnreadableImage(f"is a link to {target}, and nothing is there", path=path, help=help)


def held(image: Readable) -> Readable:
    """Give what can be read again and again: what comes out of a pipe has to be kept."""
    return image if isinstance(image, _KEPT) or _seeks(image) else _whole(image)


_KEPT: Final = (bytes, bytearray, memoryview, str, os.PathLike)


def _seeks(stream: BinaryIO) -> bool:
    return hasattr(stream, "seekable") and stream.seekable()


def _whole(stream: BinaryIO) -> bytes:
    if not hasattr(stream, "read"):
        name = type(stream).__name__
        raise TypeError(f"an image is a path, bytes or a binary file object, not {name}")
    if not _seeks(stream):
        return _binary(stream.read())
    place = stream.tell()
    stream.seek(0)
    try:
        return _binary(stream.read())
    finally:
        stream.seek(place)


def _binary(data: object) -> bytes:
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError(f"a file object gives {type(data).__name__}: open it in binary mode")
    return bytes(data)


class Cursor:
    """A place in a piece of memory; every step is checked.

    *order* is ``"<"`` or ``">"`` for the integers that follow.
    """

    __slots__ = ("at", "data", "order")

    def __init__(self, data: bytes, at: int = 0, order: Order = ">") -> None:
        self.data = data
        self.at = at
        self.order = order

    @property
    def left(self) -> int:
        """Bytes between here and the end."""
        return len(self.data) - self.at

    def take(self, length: int) -> bytes:
        """Give the next *length* bytes and step over them.

        Raises:
            Truncated: fewer are left.
        """
        stop = self.at + length
        if length < 0 or stop > len(self.data):
            raise Truncated(f"needs {length} bytes at offset {self.at}, has {self.left}")
        piece = self.data[self.at : stop]
        self.at = stop
        return piece

    def unpack(self, layout: str) -> tuple[int, ...]:
        """Read integers laid out as `struct` writes it, without the byte order."""
        form = self.order + layout
        return struct.unpack(form, self.take(struct.calcsize(form)))

    def u8(self) -> int:
        """Read one byte."""
        return self.take(1)[0]

    def u16(self) -> int:
        """Read two bytes as an unsigned integer."""
        return self.unpack("H")[0]

    def u32(self) -> int:
        """Read four bytes as an unsigned integer."""
        return self.unpack("I")[0]

    def u64(self) -> int:
        """Read eight bytes as an unsigned integer."""
        return self.unpack("Q")[0]
