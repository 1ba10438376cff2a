"""``credits init``: write a policy to begin with."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, get_args

import click

from credits._atomic import create_file
from credits.commands import _options, _talk
from credits.errors import PolicyError, Unwritable
from credits.policy import NAMES, has_section, load
from credits.rules._terms import Profile

PROFILES: Final[Mapping[str, str]] = {
    "newsroom": "a credit blocks, captions and rights warn",
    "archive": "as newsroom, milder on what old photos never had",
    "cc": "for Creative Commons: title, author, source, licence",
    "blog": "only what is plainly wrong blocks",
    "strict": "everything counts, alt text too",
}


class Kind(NamedTuple):
    """A kind of project: files that tell it, where its articles' photos are, what is not judged."""

    name: str
    marks: tuple[str, ...]
    root: str
    exclude: tuple[str, ...]


# the first whose mark is there
KINDS: Final = (
    Kind("Hugo", ("hugo.toml", "hugo.yaml", "hugo.json", "archetypes"), "static",
         ("public/**", "resources/_gen/**", "themes/**")),
    Kind("Jekyll", ("_config.yml", "_config.yaml"), ".", ("_site/**", "vendor/**")),
    Kind("Eleventy", (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs"), "src",
         ("_site/**",)),
    Kind("MkDocs", ("mkdocs.yml",), "docs", ("site/**",)),
    Kind("Docusaurus", ("docusaurus.config.js", "docusaurus.config.ts"), "static", ("build/**",)),
    Kind("Astro", ("astro.config.mjs", "astro.config.ts", "astro.config.js"), "public",
         ("dist/**",)),
    Kind("Pelican", ("pelicanconf.py",), "content", ("output/**",)),
    Kind("Django", ("manage.py",), "media", ("static/admin/**", "staticfiles/**")),
    Kind("Sphinx", ("conf.py",), ".", ("**/_build/**",)),
)  # fmt: skip
PLAIN: Final = Kind("", (), "", ())
NEVER: Final = ("node_modules/**", "venv/**")

TEMPLATE: Final = """\
# What this house asks of its photos. "credits config --origin" shows all that holds,
# "credits rules" lists the rules, "credits schema policy" is the schema for editors.

# newsroom | archive | cc | blog | strict
profile = {profile}
# what blocks: error | warning
fail-on = "error"
{exclude}
[credit]
# one usable value in any of these counts as credited
any-of = ["creators", "credit_line", "source", "copyright_notice"]

[roles]
# what is no photo needs no photographer; icons, logos and drawings are mostly seen by themselves
# decorative = ["static/ornaments/**"]
# logo = ["**/logo*"]

[house]
{name}
# people whose names are spelt so
# staff = ["Ann Lee"]
# what nobody may write where a name belongs
# placeholders = ["our photographer"]
{articles}
# A waiver lets one rule pass on some files, until a day. Somebody answers for it.
# [[waiver]]
# rule = "CRD101"
# path = "archive/1998/**"
# reason = "estate unknown, cleared by the desk"
# owner = "photo desk"
# expires = 2027-01-31
"""


@click.command()
@click.argument("folder", required=False, default=".", type=click.Path())
@click.option("--profile", type=click.Choice(get_args(Profile)), help="Which rules, how grave.")
@click.option("--name", help="The name of the house.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing, take the defaults.")
@click.option("--dry-run", is_flag=True, help="Print it, write nothing.")
def init(folder: str, profile: str | None, name: str | None, *, yes: bool, dry_run: bool) -> int:
    """Write a credits.toml with comments, which says what this project asks of its photos.

    It goes to the root of the git repository that FOLDER is in, else into FOLDER. A policy that is
    there is never replaced.

    Example: credits init --yes
    """
    if not os.path.isdir(folder):
        raise click.UsageError(f"{folder} is no folder")
    place = root_of(folder)
    _refuse_second(place)
    kind = kind_of(place)
    if not yes:
        profile = profile or _asked(_profile)
        name = name if name is not None else _asked(_name)
    text = written(profile or "newsroom", name or "", kind)
    if dry_run:
        click.echo(text, nl=False)
        return _options.PUBLISHED
    path = os.path.join(place, NAMES[0])
    _create(path, text)
    load(path)
    seen = f" ({kind.name})" if kind.name else ""
    _talk.tell(f"{_options.plain(os.path.relpath(path))}: written{seen}; now: credits check .")
    return _options.PUBLISHED


def _asked(question: Callable[[], str]) -> str:
    """Ask, at a terminal or of what is piped in.

    Raises:
        UsageError: there is no answer.
    """
    try:
        return question()
    except click.Abort:
        if sys.stdin is not None and sys.stdin.isatty():
            raise
        click.echo(err=True)
        told = "nobody answers: --yes takes the defaults, --profile and --name say more"
        raise click.UsageError(told) from None


def _name() -> str:
    return str(click.prompt("Name of the house", default=""))


def _profile() -> str:
    for profile, about in PROFILES.items():
        click.echo(f"  {profile:9} {about}")
    choice = click.Choice(get_args(Profile))
    return str(click.prompt("Profile", type=choice, default="newsroom", show_choices=False))


def root_of(folder: str) -> str:
    """Give the root of the repository that a folder is in, else the folder."""
    place = os.path.abspath(folder)
    while not os.path.lexists(os.path.join(place, ".git")):
        above = os.path.dirname(place)
        if above == place:
            return os.path.abspath(folder)
        place = above
    return place


def kind_of(place: str) -> Kind:
    """Tell the kind of a project by its files."""
    there = set(os.listdir(place))
    return next((kind for kind in KINDS if not there.isdisjoint(kind.marks)), PLAIN)


def _refuse_second(place: str) -> None:
    for name in NAMES:
        path = os.path.join(place, name)
        if os.path.lexists(path) and (name != "pyproject.toml" or has_section(path)):
            raise PolicyError("is there already, and stays as it is", path=os.path.relpath(path),
                              help="edit it; credits config shows what holds")  # fmt: skip


def written(profile: str, name: str, kind: Kind) -> str:
    """Write the file's text."""
    exclude = ", ".join(map(_quoted, (*NEVER, *kind.exclude)))
    articles = f"\n[articles]\nroot = {_quoted(kind.root)}\n" if kind.root else ""
    return TEMPLATE.format(
        profile=_quoted(profile),
        exclude=f"exclude = [{exclude}]\n",
        name=f"name = {_quoted(name)}" if name else '# name = "The Daily"',
        articles=articles,
    )


def _quoted(text: str) -> str:
    """Write a basic string of TOML."""
    escapes: dict[Any, str] = {ord(char): f"\\{char}" for char in '"\\'}
    escapes |= {code: f"\\u{code:04x}" for code in (*range(32), 127)}
    return f'"{text.translate(escapes)}"'


def _create(path: str, text: str) -> None:
    """Write the policy, whole or not at all, and never over another one."""
    try:
        create_file(path, iter((text.encode(),)), lambda _: None)
    except Unwritable as error:
        raise PolicyError(error.message, path=path) from None
