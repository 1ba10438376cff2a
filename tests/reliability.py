"""The figures of docs/reliability.md: ``python -m tests.reliability`` (``--quick``, ``--long``).

Runs what tries to break things (failing disks, kills, damaged input, large files), writes what was
seen into tests/reliability.json, and the page anew. ``--take`` reads counts that were made before.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.conftest import ROOT

# what ci/dependencies.py noted
DEPENDENCIES: Final = ROOT / "ci" / "dependencies.json"
DATA: Final = Path(__file__).with_suffix(".json")
PAGE: Final = ROOT / "docs" / "reliability.md"
SEED: Final = 20261124


class Effort(NamedTuple):
    """How much is tried: faults and kills of each way and set, kills without end, minutes of input."""

    most: int
    kills: int
    anywhere: int
    minutes: float
    real: bool = False


EFFORTS: Final = {
    "quick": Effort(12, 2, 25, 1),
    "usual": Effort(14, 2, 150, 12, real=True),
    "long": Effort(1 << 30, 30, 1000, 120, real=True),
}


def main() -> int:
    """Try everything, and write down what was seen."""
    wish = parser().parse_args()
    name = "quick" if wish.quick else "long" if wish.long else "usual"
    found = figures(EFFORTS[name], wish)
    text = page(found)
    if wish.print:
        sys.stdout.write(text)
    else:
        DATA.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(text, encoding="utf-8")
    return 1 if lost(found) else 0


def parser() -> argparse.ArgumentParser:
    """Say what may be asked for."""
    known = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    known.add_argument("--quick", action="store_true", help="a few minutes")
    known.add_argument("--long", action="store_true", help="half a day")
    known.add_argument("--seed", type=int, default=SEED)
    known.add_argument("--print", action="store_true", help="write nothing, show the page")
    for name in ("faults", "kills", "fuzz"):
        known.add_argument(f"--{name}-of", type=Path, metavar="FILE", help="what such a run told")
    return known


def figures(effort: Effort, wish: argparse.Namespace) -> dict[str, Any]:
    """Run all of it, on two cores: the disks beside the inputs."""
    with ThreadPoolExecutor(2) as pool:
        disks, inputs = pool.submit(faults, effort, wish), pool.submit(fuzz, effort, wish)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "seed": wish.seed,
        "faults": disks.result(),
        "kills": kills(effort, wish),
        "fuzz": inputs.result(),
        "large": large(),
    }


def machine() -> str:
    """Name the class of machine, and nothing that tells which one."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / (1 << 30)
    python = ".".join(platform.python_version_tuple()[:2])
    return f"{platform.system()}, {os.cpu_count()} cores, {memory:.0f} GB, Python {python}"


def faults(effort: Effort, wish: argparse.Namespace) -> list[dict[str, Any]]:
    """Let the disk fail on every way to write."""
    if wish.faults_of:
        return list(json.loads(wish.faults_of.read_text()))
    with tempfile.TemporaryDirectory() as place:
        counts = Path(place, "counts.json")
        _run("tests.faults", "--most", effort.most, "--kills", effort.kills, "--seed", wish.seed,
             "--json", counts, *(["--real"] if effort.real else []))  # fmt: skip
        return list(json.loads(counts.read_text()))


_KILLS: Final = re.compile(
    r"(?P<kills>\d+) kills, (?P<looked>\d+) files looked at, (?P<written>\d+) of them written, "
    r"(?P<left>\d+) temporary files left and cleared, (?P<lost>\d+) lost"
)


def kills(effort: Effort, wish: argparse.Namespace) -> dict[str, int]:
    """Kill children that write without end."""
    text = wish.kills_of.read_text() if wish.kills_of else _run(
        "tests.faults.kills", "--kills", effort.anywhere, "--seed", wish.seed)  # fmt: skip
    found = _KILLS.search(text)
    assert found is not None, text
    return {name: int(value) for name, value in found.groupdict().items()}


_DOOR: Final = re.compile(
    r"^\| (?P<door>[\w-]+) \| (?P<inputs>\d+) \| (?P<refused>\d+) \| (?P<slowest>[\d.]+) "
    r"\| (?P<peak>\d+) \| (?P<found>\d+) \|$",
    re.MULTILINE,
)


def fuzz(effort: Effort, wish: argparse.Namespace) -> dict[str, Any]:
    """Send damaged input through every door."""
    text = wish.fuzz_of.read_text() if wish.fuzz_of else _run(
        "tests.fuzz", "--minutes", effort.minutes, "--start", wish.seed)  # fmt: skip
    minutes = re.search(r"in ([\d.]+) minutes", text)
    doors = [
        {"door": one["door"], "slowest": float(one["slowest"])}
        | {name: int(one[name]) for name in ("inputs", "refused", "peak", "found")}
        for one in _DOOR.finditer(text)
    ]
    spent = float(minutes[1]) if minutes else 0.0
    return {"minutes": spent, "start": wish.seed, "doors": doors}


def large() -> dict[str, int]:
    """Read and write large files where little memory may be taken."""
    if sys.platform != "linux":
        return {}
    from tests import test_memory  # noqa: PLC0415  (what it limits, Linux alone can)

    for test in (
        test_memory.test_two_gigabytes_are_read_in_fifty_megabytes,
        test_memory.test_pixels_are_not_loaded_to_write,
    ):
        with tempfile.TemporaryDirectory() as place:
            test(Path(place))
    sizes = test_memory.READ_SIZE, test_memory.WRITTEN_SIZE, test_memory.ALLOWED
    return dict(zip(("read", "written", "memory"), sizes, strict=True))


def _run(module: str, *arguments: object) -> str:
    """Run a module of the tests, and give what it told, shown meanwhile; it may find something."""
    command = [sys.executable, "-u", "-m", module, *map(str, arguments)]
    told = ""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            told += line
            sys.stderr.write(line)
    assert running.returncode in {0, 1}, told
    return told


# ── the page ────────────────────────────────────────────────────────────────────────────────────


def lost(found: dict[str, Any]) -> int:
    """Count what was lost, and what ended in a foreign error."""
    by_faults = sum(len(row["lost"]) for row in found["faults"])
    by_input = sum(door["found"] for door in found["fuzz"]["doors"])
    return by_faults + int(found["kills"]["lost"]) + by_input


def page(found: dict[str, Any]) -> str:
    """Write the page from the figures."""
    return "\n".join([*_head(found), *_faults(found["faults"]), *_kills(found["kills"]),
                      *_fuzz(found["fuzz"]), *_large(found["large"]),
                      *_dependencies()]) + "\n"  # fmt: skip


def _head(found: dict[str, Any]) -> list[str]:
    doors, rows = found["fuzz"]["doors"], found["faults"]
    injected = sum(row["faults"] for row in rows)
    killed = sum(row["kills"] for row in rows) + found["kills"]["kills"]
    return [
        "# What was tried to break it", "",
        "Written by `python -m tests.reliability`; the figures stand in tests/reliability.json. What is",
        "promised, and by which test each promise is held: [security.md](security.md).", "",
        f"{found['date']}, {found['machine']}, seed {found['seed']}, inputs from number {found['fuzz']['start']} on.", "",
        "| | |", "|---|--:|",
        f"| faults of the disk survived | {injected:,} |",
        f"| kills survived | {killed:,} |",
        f"| damaged inputs tried | {sum(door['inputs'] for door in doors):,} |",
        f"| hours they were tried, on one core of a busy machine | {found['fuzz']['minutes'] / 60:.1f} |",
        f"| most memory an input took (MB, with all that is loaded) | {max(d['peak'] for d in doors):,} |",
        f"| longest an input took (s of processor) | {max(d['slowest'] for d in doors):.2f} |",
        f"| **files lost, foreign errors** | **{lost(found)}** |", "",
    ]  # fmt: skip


def _faults(rows: list[dict[str, Any]]) -> list[str]:
    return [
        "## A disk that fails", "",
        "Between the program and its C library each write, sync, rename, link, folder, opening, closing,",
        "change of mode and removal fails in turn: with an error, with half of the bytes, by a full disk,",
        "or by SIGKILL in that moment; or somebody presses Ctrl-C in it (commands end with 130, as errors",
        "told here); besides, the process is killed at random. Each time every file is",
        "the old or the new one, whole; the failure is told in the library's own words; undo leads back;",
        "the catalog is sound; and the same again, on a sound disk, does its work and clears what was left.",
        "",
        "| written by | faults | told as errors | kills | temporary files left, and cleared | lost |",
        "|---|--:|--:|--:|--:|--:|",
        *(f"| {row['way']} | {row['faults']:,} | {row['told']:,} | {row['kills']:,} "
          f"| {row['left']:,} | {len(row['lost'])} |" for row in rows), "",
    ]  # fmt: skip


def _kills(row: dict[str, int]) -> list[str]:
    return [
        "## Killed while writing without end", "",
        f"A child embeds, fixes, strips and undoes in real files until it is killed: {row['kills']:,} kills,",
        f"{row['looked']:,} files looked at, {row['written']:,} of them written, {row['left']:,} temporary",
        f"files left and cleared, {row['lost']} lost.", "",
    ]  # fmt: skip


def _fuzz(found: dict[str, Any]) -> list[str]:
    return [
        "## Damaged input", "",
        "Real files, blocks, pages and settings, cut, flipped, spliced and blown up. Only the library's own",
        "errors may escape; an input may cost 3 s of processor time and 768 MB.", "",
        "| door | inputs | refused | slowest (s) | peak (MB) | found |",
        "|---|--:|--:|--:|--:|--:|",
        *(f"| {one['door']} | {one['inputs']:,} | {one['refused']:,} | {one['slowest']:.2f} "
          f"| {one['peak']:,} | {one['found']} |" for one in found["doors"]), "",
    ]  # fmt: skip


def _large(found: dict[str, Any]) -> list[str]:
    if not found:
        return []
    return [
        "## Large files", "",
        f"A file of {found['read'] >> 20:,} MB is read, and one of {found['written'] >> 20:,} MB is",
        f"written, in {found['memory'] >> 20} MB beyond what is loaded (tests/test_memory.py).",
    ]  # fmt: skip


def _dependencies() -> list[str]:
    """Write what the package was tried with: the bounds of pyproject.toml, and the newest."""
    found = json.loads(DEPENDENCIES.read_text(encoding="utf-8"))
    lowest, newest, audit = found["lowest"], found["newest"], found["audit"]
    answered = audit["asked"] - audit["unanswered"]
    return [
        "", "## What it stands on", "",
        f"`python ci/dependencies.py lowest` installs the lower bounds themselves ({lowest['date']}, Python",
        f"{lowest['python']}: {lowest['passed']:,} tests passed, {lowest['failed']} failed), `newest` the newest there is",
        f"({newest['date']}: {newest['passed']:,} passed, {newest['failed']} failed), `bare` no extra ({found['bare']['date']}:",
        f"{'every command works' if not found['bare']['failed'] else 'FAILED'}). `audit` asked about {audit['asked']} packages on {audit['date']}: {answered} were known to the",
        f"service it could reach, {len(audit['vulnerable'])} vulnerabilities were found; the other {audit['unanswered']} are not judged.", "",
        "| package | lowest tried | newest tried |", "|---|---|---|",
        *(f"| {name} | {version} | {newest['packages'][name]} |" for name, version in lowest["packages"].items()),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
