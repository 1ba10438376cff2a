"""Holding a door to its promises, with limits of time and memory for every input."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from credits.errors import CreditsError
from tests.conftest import ROOT
from tests.fuzz.mutations import damaged
from tests.fuzz.targets import TARGETS

# processor time (s) and memory (bytes, beyond what is loaded) that one input may cost
SECONDS: Final = 3.0
MEMORY: Final = 768 << 20


class TooSlowError(BaseException):
    """One input took more processor time than it may."""


@dataclass
class Tally:
    """What came of some inputs of one door: *slowest* is in seconds of processor time."""

    target: str
    tried: int = 0
    refused: int = 0
    slowest: float = 0.0
    slowest_number: int = 0
    finds: list[dict[str, Any]] = field(default_factory=list)


def run(target: str, numbers: Iterable[int], *, until: float | None = None) -> Tally:
    """Send damaged inputs through one door, in this process, in a folder of its own."""
    seeds, tally = TARGETS[target].seeds(), Tally(target)
    with _in_a_folder() as note:
        _limit_memory()
        for number in numbers:
            if until is not None and time.monotonic() > until:
                break
            os.pwrite(note, b"%-24d" % number, 0)
            _try(tally, number, damaged(number, seeds))
    return tally


def _try(tally: Tally, number: int, data: bytes) -> None:
    begin = time.process_time()
    tally.tried += 1
    try:
        with _limited(SECONDS):
            TARGETS[tally.target].run(data)
    except CreditsError:
        tally.refused += 1
    except (TooSlowError, Exception) as error:  # noqa: BLE001  (each is a find)
        tally.finds.append(_find(number, data, error))
    spent = time.process_time() - begin
    if spent > tally.slowest:
        tally.slowest, tally.slowest_number = spent, number


def _find(number: int, data: bytes, error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if f"{os.sep}credits{os.sep}" in f.filename] or frames
    place = f"{os.path.basename(ours[-1].filename)}:{ours[-1].name}"
    return {
        "number": number, "error": type(error).__name__, "message": str(error)[:300],
        "place": place, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(),
        "trace": "".join(traceback.format_exception(error))[-3000:],
    }  # fmt: skip


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlowError(f"more than {seconds} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def _in_a_folder() -> Iterator[int]:
    """Work in a new folder; gives a descriptor to note in what is being tried.

    Some folders above it are new, too: what leads out of it is not to walk through everything here.
    """
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        place = os.path.join(folder, *"abc")
        os.makedirs(place)
        os.chdir(place)
        note = os.open(os.environ.get("FUZZ_NOTE", "note"), os.O_RDWR | os.O_CREAT)
        try:
            yield note
        finally:
            os.close(note)
            os.chdir(before)


def _limit_memory() -> None:
    if not sys.platform.startswith("linux"):
        return
    with open("/proc/self/statm", encoding="ascii") as file:
        loaded = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (loaded + MEMORY, resource.RLIM_INFINITY))


def child(target: str, start: int, count: int, seconds: float | None) -> None:
    """Be the process that tries, and tell on stdout."""
    warnings.simplefilter("error")
    until = None if seconds is None else time.monotonic() + seconds
    tally = run(target, range(start, start + count), until=until)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps(asdict(tally) | {"peak": peak}))


def started(target: str, start: int, count: int, seconds: float | None = None) -> dict[str, Any]:
    """Try in a process of its own; one that dies is a find, too."""
    with tempfile.NamedTemporaryFile() as note:
        command = [sys.executable, "-X", "faulthandler", "-m", "tests.fuzz", "--child", target,
                   str(start), str(count), str(seconds or 0)]  # fmt: skip
        env = os.environ | {
            "FUZZ_NOTE": note.name,
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        # on a busy machine a process that yields to all others may wait for minutes
        patience = (seconds or 120) * 3 + 600
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=env, capture_output=True, text=True, check=False,
                timeout=patience,
            )  # fmt: skip
            if done.returncode == 0:
                return dict(json.loads(done.stdout))
            error, message = f"exit {done.returncode}", done.stderr[-2000:]
        except subprocess.TimeoutExpired:
            error, message = "hangs", f"more than {patience} s"
        last = int(note.read().split()[0] or b"0") if os.path.getsize(note.name) else start
    find = {"number": last, "error": error, "message": message, "place": target, "trace": message}
    return asdict(Tally(target, tried=last - start + 1)) | {"finds": [find], "peak": 0}
