"""``credits explain``: where each value comes from, and why the verdict is what it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

import click

from credits._bytes import Readable
from credits.baseline import Baseline
from credits.baseline import load as load_baseline
from credits.checker import Judge, judged_as_a_whole, moment, subject_of
from credits.commands import _options, _policy, _streams
from credits.commands._moment import now_option
from credits.fields import FIELDS, present
from credits.finding import Finding, Severity
from credits.folder import walk
from credits.ledger import settled
from credits.policy import Policy
from credits.reports.json import described
from credits.rules import RULES, name_of
from credits.rules._model import POLICY, Subject
from credits.verdict import Decision, decide

STDIN: Final = "-"
WHY: Final = {
    Decision.PUBLISH: "nothing found that blocks",
    Decision.HOLD: "it could not be judged, and nothing blocks it",
    Decision.BLOCK: "what is found blocks it",
}


class Explained(NamedTuple):
    """One photo, the policy it was judged by, and all that came of it."""

    subject: Subject
    policy: Policy
    findings: tuple[Finding, ...]
    decision: Decision


@click.command()
@click.argument("path", type=_options.NAMED)
@_policy.options
@_policy.fail_on
@click.option("--baseline", metavar="FILE", help="Let pass what was there before the gate.")
@now_option
@_options.format_option("text", "json")
def explain(path: str, file: str | None, form: str, now: datetime | None, **wishes: Any) -> int:
    """Explain one photo: where each value comes from, which rules judged it, and the verdict.

    PATH may be - for stdin. Exits like credits check.

    Example: credits explain photos/vigil.jpg
    """
    baseline = wishes.pop("baseline")
    policy = _policy.policy_of(file, wishes)
    baseline = baseline or policy.baseline_file
    image: Readable = path
    if path == STDIN:
        image = _streams.everything()
    elif list(walk([path], policy)) != [path]:
        raise click.UsageError(f"{path} is a folder: name one photo")
    one = explained(image, policy, moment(now), load_baseline(baseline) if baseline else None)
    if form == "json":
        click.echo(json.dumps(document(one), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(one)))
    return _options.EXITS[one.decision]


def explained(
    image: Readable, policy: Policy, now: datetime, baseline: Baseline | None
) -> Explained:
    """Judge one photo, and keep everything.

    Raises:
        PolicyError: there is no such file.
    """
    hashed = baseline is not None
    name = image if isinstance(image, str) else STDIN
    subject = subject_of(image, policy, name, hashed=hashed)
    run = settled([Judge(policy, now).judgement(subject)], policy, now.date(), baseline)
    findings = tuple(judged_as_a_whole(run, policy, now))
    return Explained(subject, policy, findings, decide(findings, policy))


def document(one: Explained) -> dict[str, Any]:
    """Give the ``explain`` document."""
    subject, photo = one.subject, one.subject.photo
    return {
        "schema": "credits/explain/1",
        "path": subject.path,
        "verdict": str(one.decision),
        "why": WHY[one.decision],
        "policy": one.policy.origin.file,
        "profile": one.policy.profile,
        "role": subject.role,
        "role_reason": subject.role_reason,
        "values": list(_values(one)),
        "problems": [{"block": p.block, "message": p.message} for p in photo.problems]
        if photo
        else [],
        "rules": [
            {"code": code, "name": name_of(code), "result": result, "reason": reason}
            for code, result, reason in _rules(one)
        ],
        "findings": [described(finding) for finding in one.findings],
    }


def _values(one: Explained) -> Iterator[dict[str, Any]]:
    """Give each value with the blocks that say so, and what others say instead."""
    photo = one.subject.photo
    if photo is None:
        return
    conflicts = {conflict.field: conflict for conflict in photo.conflicts}
    values = photo.record.model_dump(mode="json", exclude_none=True)
    for field in FIELDS:
        conflict = conflicts.get(field.name)
        if present(values.get(field.name)) or conflict:
            yield {
                "field": field.name,
                "value": values.get(field.name),
                "sources": list(photo.sources.get(field.name, ())),
                "conflict": {"values": conflict.values, "verdict": conflict.verdict}
                if conflict
                else None,
            }


def _rules(one: Explained) -> Iterator[tuple[str, str, str]]:
    """Say of every rule what it did, and where it was silent, why."""
    ignored = one.policy.ignored(one.subject.path)
    found = {finding.code: finding for finding in one.findings}
    for code, rule in RULES.items():
        if rule.ROLES == POLICY:
            continue  # they judge the run, not the photo
        if code in found:
            by = found[code].suppression
            yield code, "found", f"lets it pass: {by.kind}" if by else str(found[code].severity)
        elif code not in one.policy.levels:
            yield code, "off", _why_off(code, one.policy)
        elif code in ignored:
            yield code, "ignored", "per-file-ignores"
        elif one.subject.role not in rule.ROLES:
            yield code, "not asked", f"does not judge the role {one.subject.role}"
        else:
            yield code, "passed", str(one.policy.levels[code])


def _why_off(code: str, policy: Policy) -> str:
    ignored = policy.origin.of("ignore")
    if ignored and any(code.startswith(w) or w == name_of(code) for w in policy.ignore):
        return f"ignore ({ignored})"
    selected = policy.origin.of("select")
    return f"select ({selected})" if selected else f"not in the profile {policy.profile}"


def _lines(one: Explained) -> Iterator[str]:
    subject, plain = one.subject, _options.plain
    path = _options.styled(_options.named(subject.path), bold=True)
    yield f"{path}: {one.decision}: {WHY[one.decision]}"
    file = plain(one.policy.origin.file or "none, the defaults hold")
    yield f"  policy   {file}, profile {one.policy.profile}"
    reason = f" ({plain(subject.role_reason)})" if subject.role_reason else ""
    yield f"  role     {subject.role}{reason}"
    if subject.error:
        yield f"  problem  {plain(subject.error.message)}"
    yield from ("", "values")
    yield from _value_lines(one)
    yield from ("", "rules")
    for code, result, reason in _rules(one):
        if result != "off":
            yield f"  {code}  {name_of(code):26}  {result:9}  {plain(reason)}"
    yield from ("", "findings")
    for finding in one.findings:
        yield from _finding_lines(finding)
    if not one.findings:
        yield "  none"


def _value_lines(one: Explained) -> Iterator[str]:
    rows = list(_values(one))
    width = max((len(row["field"]) for row in rows), default=0)
    if not rows:
        yield "  none"
    for row in rows:
        value = _options.plain(_text(row["value"]))
        yield f"  {row['field']:{width}}  {value}  [{' '.join(row['sources'])}]"
        if row["conflict"]:
            for block, other in row["conflict"]["values"].items():
                yield f"  {'':{width}}    {block} says {_options.plain(_text(other))!r}"


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return "" if value is None else str(value)


def _finding_lines(finding: Finding) -> Iterator[str]:
    level = _options.styled(str(finding.severity), finding.severity)
    yield f"  {level} {finding.code} {finding.name}: {_options.plain(finding.message)}"
    if by := finding.suppression:
        until = f" until {by.expires}" if by.expires else ""
        owner = f", {by.owner}" if by.owner else ""
        told = f"passes by {by.kind}{until}: {by.reason}{owner}"
        yield f"    {_options.styled(_options.plain(told), Severity.INFO)}"
    if finding.help:
        yield f"    help: {_options.plain(finding.help)}"
