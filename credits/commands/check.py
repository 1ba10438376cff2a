"""``credits check`` judges photos: may they go out."""

from __future__ import annotations

from typing import Any, get_args

import click
from pydantic import ValidationError

from credits import checker, reports
from credits.commands import _options
from credits.folder import walk
from credits.policy import Policy, load, policy_for
from credits.rules._model import Profile
from credits.verdict import gate

_CODES = "Repeatable, or with commas; a prefix will do."


@click.command()
@_options.paths
@click.option("--policy", "file", type=click.Path(), help="Policy file; else found by walking up.")
@click.option("--profile", type=click.Choice(get_args(Profile)), help="Which rules, how grave.")
@click.option("--select", multiple=True, metavar="CODE", help=f"Only these rules. {_CODES}")
@click.option("--extend-select", multiple=True, metavar="CODE", help="These rules, too.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Not these rules.")
@click.option("--fail-on", type=click.Choice(["error", "warning"]), help="What blocks.")
@_options.format_option(*reports.FORMATS)
@click.option("--output", "-o", type=click.Path(), help="Write the report here, not to stdout.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
def check(
    paths: tuple[str, ...],
    file: str | None,
    form: str,
    output: str | None,
    *,
    exit_zero: bool,
    **wishes: Any,
) -> int:
    """Judge photos and folders of photos.

    Exits with 0 when all may be published, 1 when one may not, 3 when one could not be judged and
    nothing is worse, 2 when the command or the policy is wrong.

    Example: credits check photos/ --fail-on warning
    """
    policy = _adjusted(load(file) if file else policy_for(), wishes)
    photos = list(walk(paths, policy))
    if not photos:
        click.echo(f"no photos found in {', '.join(map(_options.plain, paths))}", err=True)
    seen = checker.subjects(
        _options.progress(photos, "checking"), policy, hashed=form in reports.FINGERPRINTED
    )
    verdict = gate(seen, policy)
    with _options.opened(output) as out:
        reports.write(form, verdict, out)
    return _options.PUBLISHED if exit_zero else _options.EXITS[verdict.decision]


def _adjusted(policy: Policy, wishes: dict[str, Any]) -> Policy:
    """Lay the options of the command line over the policy file."""
    given = {name: _split(wish) for name, wish in wishes.items() if wish}
    try:
        return Policy.model_validate(policy.model_dump() | given | {"root": policy.root})
    except ValidationError as error:
        first = error.errors()[0]
        option = str(first["loc"][0]).replace("_", "-")
        message = first["msg"].removeprefix("Value error, ")
        raise click.BadParameter(message, param_hint=f"--{option}") from None


def _split(wish: Any) -> Any:
    if not isinstance(wish, tuple):
        return wish
    return tuple(part.strip() for text in wish for part in text.split(",") if part.strip())
