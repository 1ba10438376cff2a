"""Every way that something is written, each with the scene it is written in.

A scene is a folder: ``work`` (what is the user's), ``journal``, ``cache``, ``archive.db``. A way
lays it out, and writes in it; a second time is what a user does who was told of a failure.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import credits
from credits import journal
from credits.commands import main
from credits.commands._options import INTERRUPTED
from credits.journal import Journal
from credits.policy import Policy
from credits.review import Review, key_of, state_of
from tests.pictures import VALUES

NOW: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
STRICT: Final = Policy(profile="newsroom")
# what goes out is judged by its credit alone: nothing here is about rules
LAX: Final = Policy(profile="blog", select=("CRD101",))
NEW: Final = VALUES | {"alt_text": "A square", "city": "Kyiv"}

# a policy that lets no photo pass without a caption, and asks for nothing else
WANTED: Final = 'select = ["CAP301"]\nseverity = { "CAP301" = "error" }\ndetect-roles = false\n'

# photos by name, as bytes
Photos = dict[str, bytes]


class Way(NamedTuple):
    """One way to write: *write* gives what it refused, or an empty text.

    *photos* are laid into ``work`` first. *journaled*: undo leads back. *fails_in* is the folder of
    the scene whose disk fails.
    """

    lay: Callable[[Path, Photos], None]
    write: Callable[[Path], str]
    journaled: bool = False
    fails_in: str = "."


def photos_in(scene: Path) -> list[Path]:
    """List the photos a scene began with."""
    found = (scene / "work").glob("[0-9]*")
    return sorted(path for path in found if path.suffix != ".xmp")


def _laid(scene: Path, photos: Photos) -> None:
    (scene / "work").mkdir(parents=True)
    for name, data in photos.items():
        (scene / "work" / name).write_bytes(data)


def _credited(scene: Path, photos: Photos) -> None:
    _laid(scene, {name: credits.embed(data, **NEW) for name, data in photos.items()})


def _run(*arguments: str, expected: tuple[int, ...] = (0,)) -> str:
    """Run a command in this process; what it says is caught by whoever calls."""
    code = main(list(arguments))
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    return "" if code in expected else f"exit {code}"


# ── photos ──────────────────────────────────────────────────────────────────────────────────────


def _each(write: Callable[[Path, Journal], object]) -> Callable[[Path], str]:
    def all_of_them(scene: Path) -> str:
        run = Journal("faults")
        for path in photos_in(scene):
            write(path, run)
        return ""

    return all_of_them


def _embed(path: Path, run: Journal) -> None:
    credits.embed(path, **NEW, durable=True, preserve_mtime=True, journal=run)


def _sidecar(path: Path, run: Journal) -> None:
    credits.embed(path, **NEW, sidecar=True, durable=True, journal=run)


def _with_sidecars(scene: Path, photos: Photos) -> None:
    _laid(scene, photos)
    for path in photos_in(scene):
        credits.embed(path, caption="Before", sidecar=True)


def _fix(scene: Path) -> str:
    done = credits.fix([scene / "work"], STRICT, unsafe=True, now=NOW, journal=Journal("faults"))
    return "; ".join(str(one.error) for one in done if one.error)


def _strip(path: Path, run: Journal) -> None:
    credits.strip(path, durable=True, journal=run)


def _carry(scene: Path) -> str:
    original, *renditions = photos_in(scene)
    credits.carry(original, *renditions, overwrite=True, durable=True, journal=Journal("faults"))
    return ""


def _original(scene: Path, photos: Photos) -> None:
    first, *rest = photos.items()
    _laid(scene, {first[0]: credits.embed(first[1], **NEW), **dict(rest)})


def _publish(scene: Path) -> str:
    credits.publish(photos_in(scene), scene / "work" / "public", policy=LAX, now=NOW, durable=True)
    return ""


def _published(scene: Path, photos: Photos) -> None:
    """Lay out what was published before, with other credits."""
    _credited(scene, photos)
    _publish(scene)
    for path in photos_in(scene):
        credits.embed(path, city="Lviv")


def _written(scene: Path, photos: Photos) -> None:
    _laid(scene, photos)
    _each(_embed)(scene)


def _review(scene: Path) -> str:
    paths = list(map(str, photos_in(scene)))
    queue = Review(paths, STRICT, NOW, journal=Journal("faults"))
    for path in paths:
        queue.save(key_of(path), state_of(path), {"credit_line": "AFP", "caption": "A night"})
    return ""


def _undo(scene: Path) -> str:
    latest = journal.runs()[0]
    return "; ".join(str(one.error) for one in journal.undo(latest) if one.error)


# ── what is beside ──────────────────────────────────────────────────────────────────────────────


def _index(scene: Path) -> str:
    credits.index([scene / "work"], str(scene / "archive.db"), policy=LAX)
    return ""


def _indexed(scene: Path, photos: Photos) -> None:
    """Lay out a catalog that has to learn of new credits."""
    _laid(scene, photos)
    _index(scene)
    for path in photos_in(scene):
        credits.embed(path, **NEW)


def _baseline(scene: Path) -> str:
    return _run("baseline", "create", str(scene / "work"), "--profile", "newsroom", "--force",
                "--baseline", str(scene / "work" / "baseline.json"), "-j", "1")  # fmt: skip


def _with_baseline(scene: Path, photos: Photos) -> None:
    _laid(scene, photos)
    _baseline(scene)
    for path in photos_in(scene):
        credits.strip(path)


def _prune(scene: Path) -> str:
    return _run("baseline", "prune", str(scene / "work"), "--profile", "newsroom",
                "--baseline", str(scene / "work" / "baseline.json"), "-j", "1")  # fmt: skip


def _render(scene: Path) -> str:
    return _run("render", *map(str, photos_in(scene)), "--format", "html",
                "--output", str(scene / "work" / "page.html"))  # fmt: skip


def _report(scene: Path) -> str:
    return _run("check", str(scene / "work"), "--profile", "blog", "--select", "CRD101",
                "--now", "2026-06-01", "--format", "json", "-j", "1", "--no-cache",
                "--output", str(scene / "work" / "report.json"))  # fmt: skip


def _likenesses(scene: Path) -> str:
    return _run("dedupe", str(scene / "work"), "--format", "csv", "-j", "1",
                "--output", str(scene / "work" / "report.csv"))  # fmt: skip


def _memory(scene: Path) -> str:
    time.sleep(0.06)  # what was changed within a tick of the clock is not remembered
    return _run("check", str(scene / "work"), "--profile", "newsroom", "--now", "2026-06-01",
                "-j", "1", expected=(0, 1))  # fmt: skip


def _repository(scene: Path, photos: Photos) -> None:
    _credited(scene, photos)
    for command in ("init -q", "add -A"):
        subprocess.run(["git", *command.split()], cwd=scene / "work", check=True)
    hook = scene / "work" / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n")
    hook.chmod(0o755)


def _hooked(scene: Path, photos: Photos) -> None:
    _repository(scene, photos)
    _install(scene)


def _in(scene: Path, *arguments: str) -> str:
    os.chdir(scene / "work")
    return _run(*arguments)


def _staged(scene: Path, photos: Photos) -> None:
    """Lay out what must not pass: photos without a caption in the index, with one on the disk."""
    _laid(scene, {name: credits.embed(data, caption=None) for name, data in photos.items()})
    (scene / "work" / "credits.toml").write_text(WANTED)
    (scene / "tmp").mkdir()
    for command in ("init -q", "add -A"):
        subprocess.run(["git", *command.split()], cwd=scene / "work", check=True)
    for path in photos_in(scene):
        credits.embed(path, **NEW)


def _judged_as_staged(*command: str) -> Callable[[Path], str]:
    """Judge on a temporary disk that fails: whatever happens, nothing passes."""

    def judged(scene: Path) -> str:
        tempfile.tempdir = str(scene / "tmp")
        os.chdir(scene / "work")
        try:
            code = main([*command])
        finally:
            tempfile.tempdir = None
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        assert code, "what is staged has passed, and must not"
        return "" if code == 1 else f"exit {code}"

    return judged


def _install(scene: Path) -> str:
    return _in(scene, "hook", "install")


def _uninstall(scene: Path) -> str:
    return _in(scene, "hook", "uninstall")


def _init(scene: Path) -> str:
    return _in(scene, "init", "--yes")


WAYS: Final = {
    "embed": Way(_laid, _each(_embed), journaled=True),
    "embed: sidecar, new": Way(_laid, _each(_sidecar), journaled=True),
    "embed: sidecar": Way(_with_sidecars, _each(_sidecar), journaled=True),
    "fix": Way(_laid, _fix, journaled=True),
    "strip": Way(_laid, _each(_strip), journaled=True),
    "carry": Way(_original, _carry, journaled=True),
    "publish, new": Way(_credited, _publish),
    "publish": Way(_published, _publish),
    "review: save": Way(_laid, _review, journaled=True),
    "undo": Way(_written, _undo),
    "journal": Way(_laid, _each(_embed), journaled=True, fails_in="journal"),
    "index, new": Way(_laid, _index),
    "index": Way(_indexed, _index),
    "baseline create": Way(_laid, _baseline),
    "baseline prune": Way(_with_baseline, _prune),
    "render --output": Way(_credited, _render),
    "check --output": Way(_credited, _report),
    "dedupe --output": Way(_credited, _likenesses),
    "check --staged": Way(_staged, _judged_as_staged("check", "--staged", "-j", "1"), fails_in="tmp"),
    "hook run": Way(_staged, _judged_as_staged("hook", "run"), fails_in="tmp"),
    "what check remembers": Way(_laid, _memory, fails_in="cache"),
    "hook install": Way(_repository, _install),
    "hook uninstall": Way(_hooked, _uninstall),
    "init": Way(_laid, _init),
}  # fmt: skip


def known(scene: Path) -> Iterator[tuple[str, str]]:
    """Give what the journal says a photo has been: its path, and a SHA-256."""
    for run in journal.runs():
        for entry in run.entries:
            yield from ((entry.path, one) for one in (entry.before, entry.after) if one)
