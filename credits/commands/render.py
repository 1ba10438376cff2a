"""``credits render``: photos with caption and credit, ready to be printed."""

from __future__ import annotations

from typing import Any

import click

from credits.commands import _options
from credits.errors import CreditsError, InvalidValue
from credits.folder import walk
from credits.policy import policy_for
from credits.renderings import FORMS, OnMissing
from credits.renderings import render as rendered


@click.command()
@_options.paths
@_options.format_option(*FORMS)
@click.option("--style", metavar="NAME", help="How the credit is printed [default: the policy's].")
@click.option("--lang", metavar="TAG", help="Language of labels such as Photo: and via.")
@click.option("--src", metavar="URL", help="The photo's address [default: its path].")
@click.option("--base-url", "base", metavar="URL", help="What addresses count from.")
@click.option("--modified", metavar="WORD", help='What was done to it, for tasl: "cropped".')
@click.option(
    "--on-missing", type=click.Choice(["error", "placeholder", "omit"]), default="error",
    show_default=True, help="What is printed where nobody is credited.",
)  # fmt: skip
@click.option("--output", "-o", type=click.Path(), help="Write it here, not to stdout.")
def render(
    paths: tuple[str, ...],
    form: str,
    style: str | None,
    output: str | None,
    on_missing: OnMissing,
    **wishes: Any,
) -> int:
    """Print photos with caption and credit: HTML with linked data, Markdown, Media RSS, text.

    Example: credits render photos/vigil.jpg --format markdown
    """
    policy = policy_for()
    found = list(walk(paths, policy))
    _options.tell_if_none(found, paths)
    if wishes["src"] is not None and len(found) > 1:
        raise click.UsageError("--src is the address of one photo: use --base-url for several")
    how = {**wishes, "style": style or policy.house.credit_format, "vocabulary": policy.words}
    codes: list[int] = []
    printed = [_one(path, form, {**how, "on_missing": on_missing}, codes) for path in found]
    with _options.opened(output, paths) as out:
        text = _joined([text for text in printed if text], form)
        # a file is for machines; who looks at it is shown signs that turn the direction of reading
        out.write(_options.plain(text) if out.isatty() else text)
    return _options.worst(codes)


def _one(path: str, form: str, how: dict[str, Any], codes: list[int]) -> str:
    try:
        return rendered(path, form, **how)
    except InvalidValue:  # wrong for all
        raise
    except CreditsError as error:
        _options.complain(error.located(path))
        codes.append(_options.code_of(error))
        return ""


def _joined(printed: list[str], form: str) -> str:
    """Put several together: JSON as an array, figures apart, lines below each other."""
    if not printed:
        return ""
    if form == "jsonld" and len(printed) > 1:
        return "[\n" + ",\n".join(printed) + "\n]\n"
    apart = "\n\n" if form in {"html", "markdown"} else "\n"
    return apart.join(printed) + "\n"
