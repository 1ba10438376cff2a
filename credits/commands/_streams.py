"""The standard streams as they really are: closed, full, or with a reader that went away.

Laws: what a command has to write into photos it writes, and the verdict it comes to it exits with,
whether anybody still reads its output or not; what the disk had no room for never passes as said.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import click

# the numbers of the standard streams
_LAST: Final = 2


class Unheard(Exception):
    """Nobody takes what a command says that does nothing but say it."""


class _Raw(io.RawIOBase):
    """The way to a standard stream; after the first failure what is said goes nowhere."""

    def __init__(self, inner: Any) -> None:
        super().__init__()
        self.inner = inner
        self.error = None if inner else OSError(errno.EPIPE, os.strerror(errno.EPIPE))
        self.only_speaks = False

    def write(self, data: Any) -> int:
        if self.error is None:
            try:
                return int(self.inner.write(data) or 0)
            except OSError as error:
                self.error = error
                if self.only_speaks:
                    raise Unheard from None
        return len(data)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self.inner.fileno()) if self.inner else super().fileno()

    def isatty(self) -> bool:
        return bool(self.inner and self.inner.isatty())


def make_ready() -> None:
    """Stand between the program and its standard streams."""
    _hold_numbers()
    sys.stdout, sys.stderr = _wrapped(sys.stdout), _wrapped(sys.stderr)


def _hold_numbers() -> None:
    """See that no photo is opened under the number of a standard stream that is closed."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= _LAST:
        pass
    os.close(number)


def _wrapped(stream: object) -> io.TextIOWrapper:
    if not isinstance(stream, io.TextIOWrapper):  # it was closed
        return io.TextIOWrapper(io.BufferedWriter(_Raw(None)), encoding="utf-8")
    inner = getattr(stream.buffer, "raw", stream.buffer)
    return io.TextIOWrapper(
        io.BufferedWriter(_Raw(inner)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _raw() -> _Raw | None:
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return raw if isinstance(raw, _Raw) else None


def only_speaks() -> None:
    """Say that this command does nothing but say something: unheard, it ends."""
    if raw := _raw():
        raw.only_speaks = True


def lost() -> OSError | None:
    """Say what the output was lost to; a reader that has enough, as ``head`` has, loses nothing."""
    raw = _raw()
    if raw is not None:
        raw.only_speaks = False
    sys.stdout.flush()
    error = raw.error if raw else None
    return None if error is None or error.errno == errno.EPIPE else error


def incoming() -> BinaryIO:
    """Give the standard input.

    Raises:
        UsageError: it is closed.
    """
    if sys.stdin is None:
        raise click.UsageError("the standard input is closed: there is nothing to read")
    return sys.stdin.buffer


def lines() -> Iterator[bytes]:
    """Give what comes in line by line.

    Raises:
        UsageError: it is closed, or cannot be read.
    """
    source = incoming()
    try:
        yield from source
    except OSError as error:
        raise _unreadable(error) from None


def everything() -> bytes:
    """Give all that comes in.

    Raises:
        UsageError: it is closed, or cannot be read.
    """
    try:
        return incoming().read()
    except OSError as error:
        raise _unreadable(error) from None


def _unreadable(error: OSError) -> click.UsageError:
    return click.UsageError(f"the standard input cannot be read: {error.strerror}")
