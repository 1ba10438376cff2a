"""The public surface: what other people's code is written against, name by name.

A name that is added stands here too; one that goes, or a parameter that changes, is a decision that
the changelog tells.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

import credits
from credits.commands import COMMANDS, cli

SURFACE = Path(__file__).with_name("surface.json")


def surface() -> dict[str, dict[str, dict[str, str]]]:
    """Gather parameters of functions, attributes of classes, options of commands."""
    names = {name: getattr(credits, name) for name in credits.__all__ if name != "__version__"}
    return {
        "functions": {n: _parameters(v) for n, v in names.items() if inspect.isfunction(v)},
        "classes": {n: _attributes(v) for n, v in names.items() if inspect.isclass(v)},
        "commands": dict(_commands(cli, "")),
    }


def _parameters(function: Callable[..., object]) -> dict[str, str]:
    """Say of each parameter what it is, and what it is when it is left out."""
    signature = inspect.signature(function)
    said = {
        name: f"{one.kind.description}: {one.annotation}"
        + ("" if one.default is one.empty else f" = {one.default!r}")
        for name, one in signature.parameters.items()
    }
    return said | {"return": str(signature.return_annotation)}


def _attributes(kind: type) -> dict[str, str]:
    known = {*getattr(kind, "model_fields", {}), *getattr(kind, "__dataclass_fields__", {})}
    known |= {name for name in vars(kind) if not name.startswith(("_", "model_"))}
    return dict.fromkeys(sorted(known), "")


def _commands(group: click.Group, above: str) -> Iterator[tuple[str, dict[str, str]]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        words = (word for one in command.params for word in (*one.opts, *one.secondary_opts))
        yield f"{above}{name}", dict.fromkeys(sorted(words), "")
        if isinstance(command, click.Group):
            yield from _commands(command, f"{above}{name} ")


@pytest.mark.parametrize("part", ["functions", "classes", "commands"])
def test_what_was_promised_is_there(part: str) -> None:
    """Mend by decision only; what is added is written down by ``python -m tests.test_surface``."""
    promised, here = json.loads(SURFACE.read_text(encoding="utf-8"))[part], surface()[part]
    assert set(promised) == set(here)
    for name, said in promised.items():
        assert said.items() <= here[name].items(), name


def test_every_command_is_promised() -> None:
    assert set(COMMANDS) <= set(surface()["commands"])


if __name__ == "__main__":
    SURFACE.write_text(json.dumps(surface(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
