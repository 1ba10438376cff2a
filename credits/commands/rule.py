"""``credits rule`` and ``credits rules``: what a rule finds, why, and how to mend it."""

from __future__ import annotations

import inspect
import json
from difflib import get_close_matches
from typing import Final

import click

from credits.commands import _options
from credits.rules import RULES
from credits.rules._model import Rule, desk_of, settings_of

# more of them help nobody
MOST_NEAR: Final = 6


@click.command()
@click.argument("code", required=False)
@_options.format_option("text", "json")
def rule(code: str | None, form: str) -> None:
    """Explain a rule: what it finds, why, an example, how to fix it.

    CODE is a code or a name: CRD101, missing-credit. Without one, all rules are listed.

    Example: credits rule missing-credit
    """
    if code is None:
        _list(form)
        return
    found = next((r for c, r in RULES.items() if code.upper() == c or code.lower() == r.NAME), None)
    if found is None:
        raise click.UsageError(f"there is no rule {code!r} ({_near(code)})")
    if form == "json":
        click.echo(
            json.dumps(
                {"schema": "credits/rule/1", **_described(found)}, ensure_ascii=False, indent=2
            )
        )
    else:
        click.echo(f"{_options.styled(found.CODE, bold=True)} {found.NAME}\n\n{_doc(found)}")
        if given := settings_of(found):
            said = ", ".join(f"{name} = {value!r}" for name, value in given.items())
            click.echo(f"\nSettings:\n    [rules.{found.CODE}] {said}")


def _near(word: str) -> str:
    """Name the rules that may be meant."""
    asked = word.lower()
    near = [rule for c, rule in RULES.items() if asked in rule.NAME or c.startswith(word.upper())]
    if not near:
        names = {rule.NAME: rule for rule in RULES.values()}
        near = [names[name] for name in get_close_matches(asked, names)]
    told = ", ".join(f"{rule.CODE} {rule.NAME}" for rule in near[:MOST_NEAR])
    return f"did you mean {told}?" if near else "credits rules lists them"


@click.command()
@_options.format_option("text", "json")
def rules(form: str) -> None:
    """List all rules.

    Example: credits rules --format json
    """
    _list(form)


def _list(form: str) -> None:
    if form == "json":
        listed = [_described(found) for found in RULES.values()]
        click.echo(
            json.dumps({"schema": "credits/rules/1", "rules": listed}, ensure_ascii=False, indent=2)
        )
        return
    for found in RULES.values():
        code, level = _options.styled(found.CODE, bold=True), found.LEVELS.get("newsroom") or "off"
        click.echo(f"{code}  {found.NAME:26} {level:8} {_doc(found).splitlines()[0]}")


def _doc(found: Rule) -> str:
    return inspect.cleandoc(found.__doc__ or "")


def _described(found: Rule) -> dict[str, object]:
    summary, *sections = _doc(found).split("\n\n", 1)
    return {
        "code": found.CODE,
        "name": found.NAME,
        "group": found.CODE[:3],
        "severity": {profile: str(level) for profile, level in found.LEVELS.items()},
        "fix": _fix(found),
        "options": settings_of(found),
        "summary": summary,
        "doc": sections[0] if sections else "",
    }


def _fix(found: Rule) -> str | None:
    """Say what kind of fix the rule offers: its bad examples show it."""
    remarks = [remark for bad in found.BAD for remark in found.check(bad.subject, desk_of(found))]
    return next((remark.fix.safety for remark in remarks if remark.fix), None)
