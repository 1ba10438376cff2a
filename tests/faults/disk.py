"""A disk below one folder that fails when it is told to; see failing.c.

A program has to be started with it (`started`); then each child it forks may have its disk fail
(`Fault`), and tells what came of it through a pipe.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import Final, NamedTuple

from credits.errors import CreditsError

COMPILER: Final = shutil.which("cc") or shutil.which("gcc")
SOURCE: Final = Path(__file__).with_name("failing.c")
PRELOADED: Final = "LD_PRELOAD"


class Kind(IntEnum):
    """What is asked of a disk, as failing.c counts it; ``ANY`` is all of it."""

    WRITE = 0
    SYNC = 1
    NAME = 2
    OPEN = 3
    CLOSE = 4
    SHAPE = 5
    REMOVE = 6
    ANY = 7


class Manner(IntEnum):
    """How a disk fails; or it does not, and somebody presses Ctrl-C in that moment."""

    NOT = 0
    ERROR = 1
    SHORT = 2
    FULL = 3
    KILL = 4
    INTERRUPT = 5


class Fault(NamedTuple):
    """The *at*-th call of a kind fails in a manner."""

    kind: Kind = Kind.ANY
    at: int = 0
    manner: Manner = Manner.NOT
    error: int = errno.EIO

    def __str__(self) -> str:
        name = errno.errorcode[self.error] if self.manner is Manner.ERROR else self.manner.name
        return f"{name} at {self.kind.name} {self.at}"


NONE: Final = Fault()


class Outcome(NamedTuple):
    """What came of a write: "done", "refused", "interrupted", "killed", or what should never be.

    *calls* is how many calls of the kind the disk had.
    """

    told: str
    said: str = ""
    calls: int = 0

    @property
    def is_foreign(self) -> bool:
        return self.told not in {"done", "refused", "interrupted", "killed"}


def is_possible() -> bool:
    """Tell whether such a disk can be made here."""
    return sys.platform == "linux" and COMPILER is not None


def is_there() -> bool:
    """Tell whether this program has it under it."""
    return PRELOADED in os.environ


def started(module: str, arguments: list[str]) -> int:
    """Run a module of the tests with the disk under it; gives its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        library = os.path.join(folder, "failing.so")
        command = [COMPILER or "cc", "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"]
        subprocess.run(command, check=True)
        few = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        environment = {**os.environ, **few, PRELOADED: library}
        again = [sys.executable, "-m", module, *arguments]
        return subprocess.run(again, env=environment, check=False).returncode


def tried(
    write: Callable[[], str],
    folder: Path,
    fault: Fault = NONE,
    *,
    kill_after: float | None = None,
) -> Outcome:
    """Write in a child, on a disk that fails below *folder*; or kill it after so many seconds.

    *write* gives what it refused, or an empty text.
    """
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        try:
            os.write(into, json.dumps(_in_child(write, folder, fault)).encode())
        finally:
            os._exit(0)
    os.close(into)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, 9)
    with os.fdopen(out) as answer:
        text = answer.read()
    _, status = os.waitpid(child, 0)
    if text:
        return Outcome(*json.loads(text))
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == 9:
        return Outcome("killed")
    return Outcome("died", f"status {status}")


def _in_child(write: Callable[[], str], folder: Path, fault: Fault) -> Outcome:
    disk = ctypes.CDLL(None)
    disk.disk_arm.argtypes = [
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.c_long,
        ctypes.c_int,
        ctypes.c_int,
    ]
    disk.disk_seen.restype = ctypes.c_long
    said = io.StringIO()
    place = os.fsencode(os.path.realpath(folder))
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            disk.disk_arm(place, fault.kind, fault.at, fault.manner, fault.error)
            refused = write()
            calls = disk.disk_seen()
    except CreditsError as error:
        return Outcome("refused", str(error), disk.disk_seen())
    except KeyboardInterrupt:
        return Outcome("interrupted", "", disk.disk_seen())
    except BaseException:  # noqa: BLE001  (this is what is looked for)
        calls = disk.disk_seen()
        return Outcome("foreign", traceback.format_exc()[-1500:], calls)
    if "credits has a bug" in said.getvalue():
        return Outcome("foreign", said.getvalue()[-1500:], calls)
    return Outcome("refused" if refused else "done", refused or said.getvalue(), calls)
