"""The verdict as JUnit's XML: one test case for each checked photo, the good ones too.

Jenkins, GitLab and others draw trends of it. A photo that is blocked fails, one on hold errs, one
that only a waiver or the baseline lets pass counts as skipped.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TextIO
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from credits.finding import Finding, Severity
from credits.reports._place import relative
from credits.reports._terminal import plain
from credits.reports.text import summary
from credits.verdict import Verdict


def write(verdict: Verdict, out: TextIO) -> None:
    """Write the document."""
    by_path: dict[str, list[Finding]] = {one.path: [] for one in verdict.checked}
    for finding in verdict.findings:
        by_path.setdefault(finding.path, []).append(finding)
    suite = Element("testsuite", name="credits")
    for path, findings in by_path.items():
        suite.append(_case(path, findings, verdict))
    for outcome, plural in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(plural, str(len(suite.findall(f"testcase/{outcome}"))))
    suite.set("tests", str(len(by_path)))
    whole = Element("testsuites", suite.attrib | {"name": plain(summary(verdict))})
    whole.append(suite)
    indent(whole)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    ElementTree(whole).write(out, encoding="unicode")
    out.write("\n")


def _case(path: str, findings: list[Finding], verdict: Verdict) -> Element:
    folder, name = os.path.split(plain(relative(path)))
    case = Element("testcase", classname=folder or ".", name=name)
    blocking = [finding for finding in findings if verdict.blocks(finding)]
    held = [f for f in findings if f.severity is Severity.HOLD and not f.suppression]
    passed = [finding for finding in findings if finding.suppression]
    if blocking:
        _outcome(case, "failure", blocking)
    elif held:
        _outcome(case, "error", held)
    elif passed:
        SubElement(case, "skipped", message=_reasons(passed))
    told = [f for f in findings if f not in blocking and f not in held and not f.suppression]
    if told:
        SubElement(case, "system-out").text = "\n".join(map(_line, told))
    return case


def _outcome(case: Element, kind: str, findings: list[Finding]) -> None:
    gravest = findings[0]
    outcome = SubElement(case, kind, message=plain(gravest.message), type=gravest.code)
    outcome.text = "\n".join(map(_line, findings))


def _line(finding: Finding) -> str:
    help = f" ({finding.help})" if finding.help else ""
    return plain(f"{finding.severity} {finding.code} {finding.name}: {finding.message}{help}")


def _reasons(passed: Iterable[Finding]) -> str:
    return plain("; ".join(
        f"{finding.code} {by.kind}: {by.reason}"
        for finding in passed if (by := finding.suppression)
    ))  # fmt: skip
