"""``credits schema``: the JSON Schema of the policy and of every document of ours."""

from __future__ import annotations

import json

import click

from credits.schemas import NAMES, schema_of


@click.command()
@click.argument("name", metavar="[NAME]", required=False, type=click.Choice(NAMES))
def schema(name: str | None) -> None:
    """Print a JSON Schema: of the policy file, for editors, or of a JSON document.

    Without a NAME the names are listed.

    Example: credits schema policy > credits.schema.json
    """
    if name is None:
        click.echo("\n".join(NAMES))
        return
    click.echo(json.dumps(schema_of(name), ensure_ascii=False, indent=2))
