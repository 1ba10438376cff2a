"""``credits completion`` prints the script that completes commands and options in a shell."""

from __future__ import annotations

import os

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS), required=False)
@click.pass_context
def completion(ctx: click.Context, shell: str | None) -> None:
    """Print the completion script for a shell, the one that runs if none is named.

    In the start file of bash or zsh: eval "$(credits completion)"

    Example: credits completion bash
    """
    name = shell or os.path.basename(os.environ.get("SHELL", ""))
    made = get_completion_class(name) if name in SHELLS else None
    if made is None:
        raise click.UsageError(f"say for which shell: {', '.join(SHELLS)}", ctx)
    root = ctx.find_root()
    click.echo(made(root.command, {}, "credits", "_CREDITS_COMPLETE").source())
