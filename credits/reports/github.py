"""The verdict as annotations of GitHub Actions, with the job's summary.

Source: "Workflow commands for GitHub Actions". Of one step GitHub shows ten errors, ten warnings
and ten notices: the gravest come first, and the tenth says how many more there are. All of them
stand in the text around the annotations and, as Markdown, in ``$GITHUB_STEP_SUMMARY``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from secrets import token_hex
from typing import Final, TextIO

from credits.errors import Unwritable
from credits.finding import Finding, Severity
from credits.reports import markdown, text
from credits.reports._place import in_repository
from credits.reports._terminal import plain
from credits.verdict import Verdict

LEVELS: Final = {
    Severity.ERROR: "error",
    Severity.HOLD: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
SHOWN: Final = 10
# a step's summary is dropped whole above 1 MiB; some of it is for the words around the tables
ROOM: Final = 1_000_000


def write(verdict: Verdict, out: TextIO) -> None:
    """Write text and annotations, and append the summary to the job's."""
    # a caption in the text must not be taken for a command
    token = token_hex(16)
    out.write(f"::stop-commands::{token}\n")
    text.write(verdict, out)
    out.write(f"::{token}::\n")
    out.writelines(f"{line}\n" for line in commands(verdict))
    if page := os.environ.get("GITHUB_STEP_SUMMARY"):
        _append(page, verdict)


def _append(page: str, verdict: Verdict) -> None:
    try:
        with open(page, "a", encoding="utf-8") as summary:
            markdown.write(verdict, summary, ROOM - os.path.getsize(page))
    except OSError as error:
        raise Unwritable(f"cannot be written: {error.strerror}", path=page) from error


def commands(verdict: Verdict) -> Iterator[str]:
    """Give the workflow commands, the gravest first, at most ten of a level."""
    counting = [finding for finding in verdict.findings if not finding.suppression]
    counting.sort(key=lambda finding: finding.severity.rank)
    for level in dict.fromkeys(LEVELS.values()):
        ours = [finding for finding in counting if LEVELS[finding.severity] == level]
        shown = ours if len(ours) <= SHOWN else ours[: SHOWN - 1]
        yield from map(_command, shown)
        if rest := ours[len(shown) :]:
            files = len({finding.path for finding in rest})
            yield _line(
                level, {"title": "credits"},
                f"{len(rest)} more in {files} file{'s' * (files != 1)}: see the job's summary",
            )  # fmt: skip


def _command(finding: Finding) -> str:
    place = {
        "file": in_repository(finding.path),
        "line": str(finding.line or 1),
        "title": f"{finding.code} {finding.name}",
    }
    if finding.column:
        place["col"] = str(finding.column)
    message = f"{finding.message}\nhelp: {finding.help}" if finding.help else finding.message
    return _line(LEVELS[finding.severity], place, message)


def _line(level: str, place: dict[str, str], message: str) -> str:
    properties = ",".join(f"{key}={_property(value)}" for key, value in place.items())
    return f"::{level} {properties}::{_data(plain(message))}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(plain(value)).replace(":", "%3A").replace(",", "%2C")
