"""``credits doctor``: whether everything is there, and what is missing."""

from __future__ import annotations

import importlib
import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from typing import Final, Literal, NamedTuple

import click

from credits import __version__, journal, remembered
from credits.commands import _options
from credits.errors import PolicyError
from credits.finding import Severity
from credits.policy import policy_for

DISTRIBUTION: Final = "photo-credits"
OLDEST: Final = (3, 11)
# programs that are not needed, and what for they are asked
TOOLS: Final = {
    "git": "check --since, hooks",
    "git-lfs": "photos behind pointers",
    "exiftool": "a second opinion on metadata",
    "exiv2": "a second opinion on metadata",
}
# formats whose pixels need a decoder, and the package that Pillow gets it from
DECODERS: Final = {
    "jpeg": "jpg", "png": "zlib", "webp": "webp", "tiff": "libtiff", "avif": "avif",
}  # fmt: skip

# extras for those who work on the program itself
MAKERS: Final = frozenset({"dev", "tests", "bench"})

State = Literal["ok", "missing", "wrong"]
MARKS: Final[dict[State, tuple[str, Severity]]] = {
    "ok": ("ok", Severity.INFO),
    "missing": ("missing", Severity.WARNING),
    "wrong": ("wrong", Severity.ERROR),
}


class Check(NamedTuple):
    """One thing that was looked at; what is *needed* and not ok makes the command fail."""

    what: str
    state: State
    told: str
    needed: bool = False


@click.command()
@_options.format_option("text", "json")
def doctor(form: str) -> int:
    """Look whether everything is there: Python, packages, decoders, the policy, the journal.

    Exits with 0 when what is needed is there, 2 when the policy is wrong, 3 when something needed
    is missing.

    Example: credits doctor
    """
    checks = [one for examine in EXAMINATIONS for one in examine()]
    if form == "json":
        told = {"schema": "credits/doctor/1", "checks": [one._asdict() for one in checks]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for one in checks:
            _print(one)
    return _code(checks)


def _code(checks: list[Check]) -> int:
    failed = [one for one in checks if one.needed and one.state != "ok"]
    if any(one.what == "policy" for one in failed):
        return _options.USAGE
    return _options.UNDECIDED if failed else _options.PUBLISHED


def _print(one: Check) -> None:
    word, severity = MARKS[one.state]
    if one.state == "missing" and not one.needed:
        word, severity = "absent", Severity.INFO
    mark = _options.styled(f"{word:7}", severity)
    click.echo(f"{mark}  {one.what:22}  {_options.plain(one.told)}")


def _program() -> Iterator[Check]:
    yield Check("credits", "ok", f"{__version__}, {os.path.dirname(os.path.dirname(__file__))}")
    version = platform.python_version()
    state: State = "ok" if sys.version_info >= OLDEST else "wrong"
    yield Check("python", state, f"{version}, {sys.platform}", needed=True)


def _packages() -> Iterator[Check]:
    """Look at what the distribution requires; packages of extras are not needed."""
    try:
        required = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        yield Check(DISTRIBUTION, "missing", "not installed as a package", needed=False)
        return
    seen = set()
    for line in sorted(required):
        name, _, marker = line.partition(";")
        extra = marker.partition("extra ==")[2].strip(" '\"")
        if extra in MAKERS or name.startswith(DISTRIBUTION) or name in seen:
            continue
        seen.add(name)
        yield _package(name.strip(), extra)


def _package(requirement: str, extra: str) -> Check:
    name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
    try:
        return Check(name, "ok", metadata.version(name), needed=not extra)
    except metadata.PackageNotFoundError:
        way_out = f"pip install '{DISTRIBUTION}[{extra}]'" if extra else f"pip install {name}"
        return Check(name, "missing", way_out, needed=not extra)


def _decoders() -> Iterator[Check]:
    features = importlib.import_module("PIL.features")
    for form, feature in DECODERS.items():
        there = features.check(feature)
        yield Check(f"decoder {form}", "ok" if there else "missing", f"Pillow {feature}")
    for form, package in (("heif", "pillow_heif"), ("jxl", "imagecodecs")):
        yield _decoder(form, package)


def _decoder(form: str, package: str) -> Check:
    try:
        importlib.import_module(package)
    except ImportError:
        return Check(f"decoder {form}", "missing", f"pip install '{DISTRIBUTION}[{form}]'")
    return Check(f"decoder {form}", "ok", package)


def _policy() -> Iterator[Check]:
    try:
        policy = policy_for()
    except PolicyError as error:
        yield Check("policy", "wrong", str(error), needed=True)
        return
    told = policy.origin.file or "none found, the defaults hold: credits init writes one"
    yield Check("policy", "ok", f"{told} (profile {policy.profile})", needed=True)
    if policy.baseline_file:
        there = os.path.isfile(policy.baseline_file)
        yield Check("baseline", "ok" if there else "missing", policy.baseline_file, needed=True)


def _places() -> Iterator[Check]:
    for what, place, variable in (
        ("journal", journal.folder(), journal.VARIABLE),
        ("cache", remembered.folder(), remembered.VARIABLE),
    ):
        if place is None:
            yield Check(what, "ok", f"switched off by {variable}")
        else:
            state: State = "ok" if _is_writable(place) else "wrong"
            told = place if state == "ok" else f"{place} cannot be written: {variable}=FOLDER"
            yield Check(what, state, told, needed=what == "journal")


def _is_writable(place: str) -> bool:
    """Tell whether a folder can be written into, or made."""
    while not os.path.lexists(place):
        above = os.path.dirname(place)
        if above == place:
            return False
        place = above
    return os.path.isdir(place) and os.access(place, os.W_OK)


def _tools() -> Iterator[Check]:
    for tool, purpose in TOOLS.items():
        path = shutil.which(tool)
        yield Check(tool, "ok" if path else "missing", path or f"not installed ({purpose})")


EXAMINATIONS: Final[tuple[Callable[[], Iterator[Check]], ...]] = (
    _program, _packages, _decoders, _policy, _places, _tools,
)  # fmt: skip
