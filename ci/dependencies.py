"""Try the project with the oldest and the newest of what it stands on, and with nothing more.

``python ci/dependencies.py lowest`` takes the lower bounds of pyproject.toml word for word,
``newest`` what the registry has now, ``bare`` no extra at all, ``audit`` asks for known
vulnerabilities (pip-audit), and ends with 3 if anything could not be asked about. Each works in an
environment of its own, which is thrown away; what came of it is written into dependencies.json, and
from there into docs/reliability.md.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
FOUND: Final = Path(__file__).with_suffix(".json")
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
    return _tested(python, "lowest")


def newest(python: str) -> int:
    """Install the newest of all, and run the same tests."""
    names = [re.split(r"[>=<]", bound)[0] for bound in bounds()]
    _install(python, "--upgrade", f"{ROOT}[{','.join(EXTRAS)}]", *names, *TOOLS)
    return _tested(python, "newest")


def bare(python: str) -> int:
    """Install no extra, and do what every command does with the sample images."""
    _install(python, str(ROOT))
    code = _run(python, "-W", "error", str(ROOT / "tests" / "bare.py"))
    noted("bare", {"passed": 1 - bool(code), "failed": int(bool(code))})
    return code


def audit(python: str) -> int:
    """Ask whether anything that is installed is known to be vulnerable."""
    _install(python, f"{ROOT}[{','.join(EXTRAS)},django,wagtail,postgres]")
    listed = subprocess.run([python, "-m", "pip", "freeze", "--exclude", "photo-credits"],
                            check=True, capture_output=True, text=True).stdout  # fmt: skip
    names = Path(python).with_name("installed.txt")
    names.write_text("\n".join(one for one in listed.splitlines() if "==" in one) + "\n")
    _install(python, "pip-audit")
    asked = [python, "-m", "pip_audit", "--no-deps", "--disable-pip", "--format", "json",
             "--progress-spinner", "off", "-r", str(names)]  # fmt: skip
    done = subprocess.run(asked, check=False, capture_output=True, text=True)
    result = judged(done.stdout)
    noted("audit", result)
    sys.stdout.write(f"{told(result, done.stderr)}\n")
    return 1 if result["vulnerable"] else 3 if result["unanswered"] or not result["asked"] else 0


def judged(answer: str) -> dict[str, Any]:
    """Read what pip-audit says: how many were asked about, what is vulnerable, what got no answer.

    A package that the service does not know is skipped by pip-audit, which then ends with 0 and "No
    known vulnerabilities found".
    """
    try:
        packages = json.loads(answer)["dependencies"]
    except ValueError:
        packages = []
    return {
        "asked": len(packages),
        "unanswered": sum("skip_reason" in one for one in packages),
        "vulnerable": [
            f"{one['name']} {one['version']}: {flaw['id']}"
            for one in packages for flaw in one.get("vulns", ())
        ],
    }  # fmt: skip


def told(result: dict[str, Any], errors: str) -> str:
    """Say in words what the audit came to."""
    if not result["asked"]:
        return f"nothing could be asked: {errors.strip() or 'pip-audit gave no answer'}"
    answered = result["asked"] - result["unanswered"]
    looked_up = f"{answered} of {result['asked']} packages were looked up"
    rows = [
        *result["vulnerable"],
        f"{looked_up}, {len(result['vulnerable'])} vulnerabilities found",
    ]
    if result["unanswered"]:
        why = "the service does not know them, or is not reachable from here"
        rows.append(f"{result['unanswered']} could not be looked up, and may be anything: {why}")
    return "\n".join(rows)


def noted(which: str, result: dict[str, Any]) -> None:
    """Keep what came of a try, beside the others."""
    found = json.loads(FOUND.read_text(encoding="utf-8")) if FOUND.exists() else {}
    python = ".".join(platform.python_version_tuple()[:2])
    found[which] = {"date": datetime.now(UTC).date().isoformat(), "python": python, **result}
    FOUND.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


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


def name_of(bound: str) -> str:
    """Give the name of a package, as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[>=<]", bound)[0]).lower()


def _tested(python: str, which: str) -> int:
    """Run the tests; note how many passed, and with which versions of what is bounded."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        code = _run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider",
                    f"--junitxml={report.name}", *TESTS)  # fmt: skip
        counts = re.search(rb'errors="(\d+)" failures="(\d+)" skipped="(\d+)" tests="(\d+)"',
                           report.read())  # fmt: skip
    errors, failures, skipped, tests = map(int, counts.groups()) if counts else (1, 0, 0, 1)
    failed = errors + failures
    noted(which, {"passed": tests - failed - skipped, "failed": failed,
                  "packages": _versions(python)})  # fmt: skip
    return code


def _versions(python: str) -> dict[str, str]:
    listed = subprocess.run([python, "-m", "pip", "list", "--format", "json"], check=True,
                            capture_output=True, text=True).stdout  # fmt: skip
    there = {name_of(one["name"]): one["version"] for one in json.loads(listed)}
    return {name: there[name] for name in map(name_of, bounds())}


def _run(python: str, *arguments: str) -> int:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([python, *arguments], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
