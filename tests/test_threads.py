"""Threads and processes: the answers are the same, in the same order, and every file is whole."""

from __future__ import annotations

import json
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest

import credits
from credits import journal
from credits.errors import ChangedMeanwhile
from credits.inspection import inspect
from credits.journal import Journal
from credits.policy import Policy
from tests.conftest import ROOT
from tests.pictures import FORMATS, VALUES, picture

THREADS = 16
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAGE = b"<figure><img src=a.jpg alt=A><figcaption>A dog. Photo: Ann Lee/AP</figcaption></figure>"
SIGNED = credits.embed(picture("jpeg", (200, 150)), **VALUES, alt_text="A square")
POLICY = Policy(profile="archive")
STADIUM, SMALLER = (ROOT / "sample_images" / f"stadium{end}.jpg" for end in ("", "-small"))

# every public function, each to be asked of one and the same file by all threads at once
CALLS: dict[str, Callable[[Path], object]] = {
    "read": lambda path: credits.read(path, beyond=True).record,
    "check": lambda path: credits.check([path], POLICY, now=NOW),
    "gate": lambda path: credits.gate(list(subjects(path)), POLICY, NOW).decision,
    "require": lambda path: credits.require(path, POLICY, NOW).decision,
    "parse": lambda _: credits.parse("A dog. Photo: Ann Lee/AP"),
    "scan": lambda _: credits.scan(PAGE),
    "render": lambda path: credits.render(path, "html"),
    "fingerprint": credits.fingerprint,
    "dedupe": lambda path: credits.dedupe([path, path.with_suffix(".png")]).groups,
    "embed": lambda path: credits.embed(path.read_bytes(), city="Kyiv"),
    "strip": lambda path: credits.strip(path.read_bytes()),
    "carry": lambda path: credits.carry(path, picture("png")),
    "fix": lambda path: [one.codes for one in credits.fix([path], POLICY, now=NOW, dry_run=True)],
    "index": lambda path: credits.index([path], str(path.parent / f"{secrets.token_hex(8)}.db")),
    "search": lambda path: credits.search(STADIUM, str(path.with_suffix(".db"))).found,
    "publish": lambda path: credits.publish(path, path.parent / "out", policy=POLICY, now=NOW,
                                            dry_run=True).verdict.decision,
}  # fmt: skip


def subjects(path: Path):
    from credits.checker import subjects as read  # noqa: PLC0415

    return read([path], POLICY)


def together(act: Callable[[int], object]) -> list[object]:
    """Let all threads begin at once."""
    barrier = Barrier(THREADS)

    def one(number: int) -> object:
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(SIGNED)
    path.with_suffix(".png").write_bytes(credits.embed(picture("png", (200, 150)), **VALUES))
    credits.index([STADIUM, SMALLER], str(path.with_suffix(".db")))
    return path


def test_every_public_function_is_asked() -> None:
    functions = {name for name in credits.__all__ if name[0].islower()}
    assert set(CALLS) == functions


@pytest.mark.parametrize("name", CALLS)
def test_all_threads_get_the_same_answer(name: str, shared: Path) -> None:
    alone = CALLS[name](shared)
    assert together(lambda _: CALLS[name](shared)) == [alone] * THREADS


def test_many_writers_of_one_catalog(shared: Path) -> None:
    """Each takes down the same two photos in a catalog that is not there yet."""
    catalog = str(shared.parent / "new.db")
    together(lambda _: credits.index([STADIUM, SMALLER], catalog))
    found = credits.search(STADIUM, catalog).found
    assert len(found) == 1
    assert found == credits.search(STADIUM, str(shared.with_suffix(".db"))).found


def test_threads_in_a_new_process_get_the_same_answer(shared: Path) -> None:
    """Rooms are opened and vocabularies are read by whoever comes first: here all come first."""
    program = (
        "import sys, credits\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def one(number):\n"
        "    return (credits.read(sys.argv[1]).record.credit_line, len(credits.check([sys.argv[1]])),\n"
        "        str(credits.parse('Photo: Ann Lee/AP').organisations), str(credits.fingerprint(sys.argv[1])))\n"
        f"with ThreadPoolExecutor({THREADS}) as pool:\n"
        f"    print(len(set(pool.map(one, range({THREADS})))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(shared)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_one_journal_for_all_threads(tmp_path: Path) -> None:
    """Each writes files of its own; one run holds them all, and gives them all back."""
    run = Journal("threads")
    forms = [FORMATS[number % len(FORMATS)] for number in range(THREADS * 4)]
    paths = [tmp_path / f"{number}.{form}" for number, form in enumerate(forms)]
    for path, form in zip(paths, forms, strict=True):
        path.write_bytes(picture(form))

    def one(number: int) -> None:
        for path in paths[number::THREADS]:
            credits.embed(path, **VALUES, journal=run)

    together(one)
    (kept,) = journal.runs()
    assert len(kept.entries) == len(paths)
    assert all(credits.read(path).record.credit_line == "TASS" for path in paths)
    assert all(one.error is None for one in journal.undo(kept))
    assert [path.read_bytes() for path in paths] == [picture(form) for form in forms]


def test_many_writers_on_one_file(tmp_path: Path) -> None:
    """Each succeeds or is told; what is there is one of theirs, and undo leads back."""
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())

    def one(number: int) -> str:
        try:
            credits.embed(path, city=f"City {number}", journal=Journal(f"writer {number}"))
        except ChangedMeanwhile:
            return "told"
        return f"City {number}"

    done = together(one)
    assert credits.read(path).record.city in done
    assert not credits.read(path).problems
    assert os.listdir(tmp_path) == ["a.jpg"]
    runs = journal.runs()
    assert len(runs) == len({run.id for run in runs}) >= len(set(done) - {"told"})


@pytest.mark.parametrize("jobs", [2, 5])
def test_processes_judge_in_the_order_asked(jobs: int, tmp_path: Path) -> None:
    """130 photos, some without credit, some that are none."""
    paths = []
    for number in range(130):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes((SIGNED, picture("jpeg", (200, 150)), b"no photo")[number % 3])
        paths.append(str(path))
    random.Random(jobs).shuffle(paths)
    alone = list(inspect(paths, POLICY, NOW, jobs=1))
    assert [one.path for one in alone] == paths
    assert list(inspect(paths, POLICY, NOW, jobs=jobs)) == alone


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("wait", [0.05, 0.5])
def test_an_interrupt_leaves_every_photo_whole(wait: float, tmp_path: Path) -> None:
    """Ctrl-C ends with 130; photos are old or new, and undo gives all back."""
    for number in range(200):
        (tmp_path / f"{number}.jpg").write_bytes(picture())
    command = [sys.executable, "-u", "-m", "credits", "embed", ".", "--city", "Kyiv"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline().endswith("written\n")
        time.sleep(wait)
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=60)
    assert "Traceback" not in told
    states = [path.read_bytes() == picture() for path in tmp_path.iterdir()]
    assert len(states) == 200
    assert run.returncode == (130 if any(states) else 0)
    log = subprocess.run([sys.executable, "-m", "credits", "log", "--format", "json"],
                         capture_output=True, text=True, check=True)  # fmt: skip
    (kept,) = json.loads(log.stdout)["runs"]
    assert len(kept["files"]) - states.count(False) in {0, 1}  # what was about to be written
    subprocess.run([sys.executable, "-m", "credits", "undo"], check=True, capture_output=True)
    assert all(path.read_bytes() == picture() for path in tmp_path.iterdir())
