"""``credits config``: the settings that hold here, and where each comes from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from credits.commands import _options, _policy
from credits.policy import Policy
from credits.rules import RULES
from credits.rules._terms import Options


class Setting(NamedTuple):
    """A key with dots, its value, and where it comes from."""

    key: str
    value: Any
    origin: str


@click.command()
@_policy.options
@_policy.fail_on
@click.option("--origin", "origins", is_flag=True, help="Say where each setting comes from.")
@click.option("--all", "everything", is_flag=True, help="List the levels and options of all rules.")
@_options.format_option("text", "json")
def config(file: str | None, form: str, *, origins: bool, everything: bool, **wishes: Any) -> int:
    """Show the settings that hold in this folder.

    A setting comes from the command line, from a line of the policy file, from the profile, or is
    the default.

    Example: credits config --origin
    """
    policy = _policy.policy_of(file, wishes)
    rows = [*settings(policy), *(rule_settings(policy) if everything else ())]
    if form == "json":
        listed = [{"key": row.key, "value": row.value, "origin": row.origin} for row in rows]
        told = {"schema": "credits/config/1", "policy": policy.origin.file, "settings": listed}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return _options.PUBLISHED
    click.echo(f"# {_options.plain(policy.origin.file or 'no policy file: the defaults')}")
    for row in rows:
        value = json.dumps(row.value, ensure_ascii=False)
        origin = click.style(f"  # {row.origin}", dim=True) if origins else ""
        click.echo(_options.plain(f"{row.key} = {value}") + origin)
    return _options.PUBLISHED


def settings(policy: Policy) -> Iterator[Setting]:
    """Give every setting, with dashes, tables flattened."""
    for name, value in policy.model_dump(mode="json", by_alias=True).items():
        yield from _flat(policy, (name,), value)


def _flat(policy: Policy, keys: tuple[str, ...], value: Any) -> Iterator[Setting]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _flat(policy, (*keys, name), inner)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value):
            yield from _flat(policy, (*keys, str(number)), inner)
    elif value is not None and not _is_unsaid(policy, keys, value):
        yield Setting(".".join(keys), value, _origin(policy, keys))


def _is_unsaid(policy: Policy, keys: tuple[str, ...], value: Any) -> bool:
    """Leave out what is empty because nobody said anything."""
    return value in ({}, [], "") and _origin(policy, keys) == "default"


def _origin(policy: Policy, keys: tuple[str, ...]) -> str:
    found = policy.origin.of(*keys)
    if found is None or found == "command line":
        return found or "default"
    path, _, line = found.rpartition(":")
    return f"{os.path.relpath(path)}:{line}"


def rule_settings(policy: Policy) -> Iterator[Setting]:
    """Give the level and the options of every rule."""
    for code in RULES:
        level = policy.levels.get(code)
        yield Setting(f"severity.{code}", str(level or "off"), _level_origin(policy, code))
        for name, value in _options_of(policy.options[code]):
            yield Setting(f"rules.{code}.{name}", value, _origin(policy, ("rules", code, name)))


def _options_of(options: Options) -> Iterator[tuple[str, Any]]:
    yield from options.model_dump(mode="json", by_alias=True).items()


def _level_origin(policy: Policy, code: str) -> str:
    for key in ("severity", "ignore", "select", "extend_select"):
        wishes = getattr(policy, key)
        near = [wish for wish in wishes if code.startswith(wish)]
        if near:
            keys = ("severity", max(near, key=len)) if key == "severity" else (key,)
            return _origin(policy, tuple(part.replace("_", "-") for part in keys))
    return f"profile {policy.profile}"
