"""The options by which a policy is found, and laid over from the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, get_args

import click

from credits._form import complaints
from credits.commands import _options, _talk
from credits.policy import Policy, load, policy_for, reason
from credits.rules._terms import Profile

Command = TypeVar("Command", bound=Callable[..., Any])

_CODES: Final = "Repeatable, or with commas; a prefix will do."
_OPTIONS: Final = (
    click.option("--policy", "file", type=click.Path(), callback=_options.given,
                 help="Policy file; else found by walking up."),
    click.option("--profile", type=click.Choice(get_args(Profile)), help="Which rules, how grave."),
    click.option("--select", multiple=True, metavar="CODE", callback=_options.given,
                 help=f"Only these rules. {_CODES}"),
    click.option("--extend-select", multiple=True, metavar="CODE", callback=_options.given,
                 help="These rules, too."),
    click.option("--ignore", multiple=True, metavar="CODE", callback=_options.given,
                 help="Not these rules."),
    _options.precedence,
)  # fmt: skip
fail_on = click.option("--fail-on", type=click.Choice(["error", "warning"]), help="What blocks.")
WISHES: Final[tuple[str, ...]] = (
    "profile", "select", "extend_select", "ignore", "fail_on", "precedence",
)  # fmt: skip


def options(function: Command) -> Command:
    """Offer ``--policy --profile --select --extend-select --ignore --precedence``."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def _loaded(file: str | None) -> Policy:
    return load(file) if file else policy_for()


def policy_of(
    file: str | None,
    wishes: dict[str, Any],
    loaded: Callable[[str | None], Policy] = _loaded,
) -> Policy:
    """Find the policy, and lay over it what the command line wishes, which leaves *wishes*.

    Raises:
        PolicyError: the file is missing or wrong.
    """
    given = {name: wishes.pop(name) for name in WISHES if name in wishes}
    policy = laid_over(loaded(file), given)
    _talk.detail(f"policy {policy.origin.file or 'none'}, profile {policy.profile}")
    return policy


def laid_over(policy: Policy, wishes: dict[str, Any]) -> Policy:
    """Lay settings of the command line over a policy."""
    given = {name: _split(wish) for name, wish in wishes.items() if wish}
    if not given:
        return policy
    origin = policy.origin._replace(given=policy.origin.given | given.keys())
    values = policy.model_dump() | given | {"root": policy.root, "origin": origin}
    try:
        return Policy.model_validate(values)
    except ValueError as error:
        first = complaints(error)[0]
        option = first.place[0].replace("_", "-")
        raise click.BadParameter(reason(first), param_hint=f"--{option}") from None


def _split(wish: Any) -> Any:
    if not isinstance(wish, tuple):
        return wish
    return tuple(part.strip() for text in wish for part in text.split(",") if part.strip())
