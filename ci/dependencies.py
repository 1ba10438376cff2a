"""Try the project with the oldest and the newest of what it stands on, and with nothing more.

``python ci/dependencies.py lowest`` takes the lower bounds of pyproject.toml word for word,
``newest`` what the registry has now, ``bare`` no extra at all, ``audit`` asks for known
vulnerabilities (pip-audit). Each works in an environment of its own, which is thrown away.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
EXTRAS: Final = ("heif", "jxl", "postgres")
TOOLS: Final = ("pytest", "hypothesis", "jsonschema", "linkify-it-py")
# what stands nearest to other people's packages: pixels, XML, Markdown, settings, catalogs, pages
TESTS: Final = (
    "tests/containers", "tests/blocks", "tests/fingerprints", "tests/articles", "tests/catalog",
    "tests/reports", "tests/renderings", "tests/rules", "tests/commands", "tests/test_photo.py",
    "tests/test_policy.py", "tests/test_duplicates.py", "tests/test_publication.py",
)  # fmt: skip


def main(which: str) -> int:
    """Try one of the four; gives the exit code of what was run."""
    with tempfile.TemporaryDirectory() as place:
        python = _made(Path(place))
        return {"lowest": lowest, "newest": newest, "bare": bare, "audit": audit}[which](python)


def lowest(python: str) -> int:
    """Install the lower bounds themselves, and run the tests nearest to them."""
    pins = [bound.replace(">=", "==") for bound in bounds()]
    _install(python, f"{ROOT}[{','.join(EXTRAS)}]", *pins, *TOOLS)
    return _tested(python)


def newest(python: str) -> int:
    """Install the newest of all, and run the same tests."""
    names = [re.split(r"[>=<]", bound)[0] for bound in bounds()]
    _install(python, "--upgrade", f"{ROOT}[{','.join(EXTRAS)}]", *names, *TOOLS)
    return _tested(python)


def bare(python: str) -> int:
    """Install no extra, and do what every command does with the sample images."""
    _install(python, str(ROOT))
    return _run(python, "-W", "error", str(ROOT / "tests" / "bare.py"))


def audit(python: str) -> int:
    """Ask whether anything that is installed is known to be vulnerable."""
    _install(python, f"{ROOT}[{','.join(EXTRAS)},django,wagtail,postgres]")
    listed = subprocess.run([python, "-m", "pip", "freeze", "--exclude", "photo-credits"],
                            check=True, capture_output=True, text=True).stdout  # fmt: skip
    names = Path(python).with_name("installed.txt")
    names.write_text("\n".join(one for one in listed.splitlines() if "==" in one) + "\n")
    _install(python, "pip-audit")
    return _run(python, "-m", "pip_audit", "--no-deps", "--disable-pip", "-r", str(names))


def bounds() -> list[str]:
    """Give the bounds of what is needed always, and of the extras that are tried."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    more = (bound for extra in EXTRAS for bound in project["optional-dependencies"][extra])
    return [*project["dependencies"], *more]


def _made(place: Path) -> str:
    venv.create(place, with_pip=True)
    return str(place / ("Scripts" if os.name == "nt" else "bin") / "python")


def _install(python: str, *what: str) -> None:
    command = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *what]
    subprocess.run(command, check=True)
    _run(python, "-m", "pip", "freeze", "--exclude", "photo-credits")


def _tested(python: str) -> int:
    return _run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS)


def _run(python: str, *arguments: str) -> int:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([python, *arguments], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
