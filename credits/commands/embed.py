"""``credits embed``: write captions, credits and rights into photos."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

import click

import credits.photo
from credits import _toml, batch, table, template
from credits._values import checked
from credits.batch import Order
from credits.commands import _options, _streams, _talk
from credits.commands._writing import (
    Outcome,
    described_outcome,
    described_run,
    print_document,
    show_changes,
)
from credits.errors import CreditsError, InvalidValue
from credits.fields import FIELDS, Field, Kind, known
from credits.finding import Severity
from credits.folder import walk
from credits.journal import Journal
from credits.pages import role_of
from credits.policy import Policy, policy_for
from credits.reports._place import relative
from credits.table import Row


def _field_option(field: Field) -> Callable[[Any], Any]:
    shape = " As JSON." if field.shape else ""
    repeat = " Repeatable." if field.is_list else ""
    kind = click.BOOL if field.kind is Kind.FLAG else click.STRING
    return click.option(
        f"--{field.option}", field.name, type=kind, multiple=field.is_list,
        help=f"{field.label}. {field.help}{shape}{repeat}".strip(),
    )  # fmt: skip


def _field_options(function: Any) -> Any:
    for field in reversed(FIELDS):
        if field.writable:
            function = _field_option(field)(function)
    return function


@click.command()
@click.argument("paths", nargs=-1, type=_options.NAMED)
@_field_options
@click.option(
    "--line", metavar="TEXT", help='A printed line, parsed: "caption / Source: Name/Agency".'
)
@click.option(
    "--translation", "translations", nargs=3, multiple=True, metavar="FIELD LANGUAGE TEXT",
    help="A text in another language: --translation caption uk TEXT; an empty TEXT takes it out. "
    "Repeatable.",
)  # fmt: skip
@click.option(
    "--from", "source", metavar="TABLE",
    help="A table with a row per photo: CSV, JSON or JSON lines; - is stdin.",
)  # fmt: skip
@click.option(
    "--from-article", "articles", metavar="PAGE", multiple=True,
    help="What pages, Markdown and feeds say of the photos they use. Repeatable; folders, too.",
)  # fmt: skip
@click.option(
    "--overwrite", is_flag=True, help="With --from-article: over values that differ, too."
)
@click.option(
    "--template", metavar="NAME",
    help="Properties with variables: a [templates.NAME] of the policy, or a TOML file.",
)  # fmt: skip
@click.option(
    "--codes", metavar="FILE", multiple=True,
    help="Code replacements (=code=), tab-separated. Repeatable.",
)  # fmt: skip
@click.option("--only-missing", is_flag=True, help="Leave alone what a photo says already.")
@click.option("--sidecar", is_flag=True, help="Write into an XMP file beside the photo.")
@click.option(
    "--credentials", type=click.Choice(["refuse", "strip", "sidecar"]), default="refuse",
    show_default=True, help="What to do with a file signed with Content Credentials.",
)  # fmt: skip
@_options.precedence
@click.option("--dry-run", is_flag=True, help="Write nothing, tell what would be written.")
@click.option("--diff", is_flag=True, help="Show the old and the new values.")
@click.option("--preserve-mtime", is_flag=True, help="Keep the file's time of modification.")
@click.option("--durable", is_flag=True, help="Wait until the disk has it.")
@_options.format_option("text", "json")
def embed(paths: tuple[str, ...], form: str, *, diff: bool, **wishes: Any) -> int:
    """Write properties into photos, all blocks of a file in step.

    What is not named stays as it is; an empty value takes a property out. The image data is never
    touched, and the file is replaced in one step after the result was read back. credits undo
    takes a run back.

    Example: credits embed vigil.jpg --creator "Evgeny Epanchintsev" --credit-line TASS
    """
    names = ("dry_run", "preserve_mtime", "durable", "sidecar", "credentials", "precedence")
    how = {name: wishes.pop(name) for name in names}
    policy = policy_for()
    how["precedence"] = how["precedence"] or policy.precedence
    how["sidecar"] = policy.sidecar_naming if how["sidecar"] else False
    source, articles = wishes.pop("source"), wishes.pop("articles")
    overwrite = wishes.pop("overwrite")
    order = _order(wishes, policy, empty=source is not None or bool(articles))
    if paths == ("-",):
        return _filter(order, how, form)
    codes: list[int] = []
    if articles:
        if paths or source is not None:
            raise click.UsageError("--from-article names the photos: leave PATHS and --from out")
        rows = _from_articles(articles, policy, codes, overwrite=overwrite)
    else:
        rows = _rows(paths, source, policy)
    jobs = batch.jobs(rows, order)
    # no promise of undo for what was only tried
    how["journal"] = None if how["dry_run"] else Journal(described_run(sys.argv))
    done = []
    for job in _options.progress(jobs, "writing"):
        done.append(_one(job.path, job.values, how))
        _tell(done[-1], dry_run=how["dry_run"], diff=diff, quiet=form != "text")
    if form == "json":
        photos = [described_outcome(one) for one in done]
        print_document("embed", dry_run=how["dry_run"], photos=photos)
    return _options.worst([*codes, *(one.code for one in done)])


def _order(wishes: dict[str, Any], policy: Policy, *, empty: bool) -> Order:
    """Gather what is said for all photos."""
    named, files = wishes.pop("template"), wishes.pop("codes")
    line, only_missing = wishes.pop("line"), wishes.pop("only_missing")
    texts = _translations(wishes.pop("translations"))
    values = _from_line(line, policy) | _given(wishes) | texts
    codes = template.codes([*policy.code_files, *files])
    order = Order(_template(named, policy), values, codes or None, only_missing)
    if not (values or order.template or empty):
        raise click.UsageError(
            "nothing to write: name at least one property, such as --credit-line"
        )
    # what is wrong for all is told before the first photo is opened
    if order.codes is None:
        order = order._replace(values=checked(values))
    for name in order.template:
        known(name)
    return order


def _template(name: str | None, policy: Policy) -> Mapping[str, Any]:
    if name is None:
        return {}
    if not name.endswith(".toml"):
        if name not in policy.templates:
            allowed = ", ".join(policy.templates) or "none"
            raise click.BadParameter(
                f"the policy has no template {name!r} (it has: {allowed})", param_hint="--template"
            )
        return policy.templates[name]
    try:
        with open(name, encoding="utf-8") as file:
            return _toml.loaded(file.read())
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidValue(f"cannot be read: {error}", path=name) from None


def _rows(paths: tuple[str, ...], source: str | None, policy: Policy) -> list[Row]:
    if source is None:
        if not paths:
            raise click.UsageError("name a photo or a folder, or a table: --from TABLE")
        found = list(walk(paths, policy))
        _options.tell_if_none(found, paths)
        return batch.all_alike(found)
    if paths:
        raise click.UsageError("--from names the photos: leave PATHS out")
    if source == "-":
        return table.rows("<stdin>", _streams.everything())
    try:
        with open(source, "rb") as file:
            data = file.read()
    except OSError as error:
        raise InvalidValue(f"cannot be read: {error.strerror}", path=source) from None
    return table.rows(source, data, os.path.dirname(source))


def _from_articles(
    named: tuple[str, ...], policy: Policy, codes: list[int], *, overwrite: bool
) -> list[Row]:
    from credits.commands.scan import read_articles  # noqa: PLC0415  (only for articles)
    from credits.transcription import told, transcribe  # noqa: PLC0415

    found = transcribe(
        read_articles(named, None, policy, codes),
        overwrite=overwrite,
        is_photo=lambda photo: role_of(photo.path or "", photo, policy).role == "photo",
        vocabulary=policy.words,
    )
    for line in told(found, relative):
        click.echo(f"{_options.styled('note', Severity.WARNING)}: {_options.plain(line)}", err=True)
    for error in found.errors:
        _options.complain(error)
        codes.append(_options.code_of(error))
    if found.clashes:
        click.echo("  help: --overwrite takes what the articles say", err=True)
        codes.append(_options.BLOCKED)
    return [row._replace(path=relative(row.path)) for row in found.rows]


def _given(wishes: dict[str, Any]) -> dict[str, Any]:
    given = {name: wish for name, wish in wishes.items() if wish is not None and wish != ()}
    return {name: _value(name, wish) for name, wish in given.items()}


def _translations(given: tuple[tuple[str, str, str], ...]) -> dict[str, Any]:
    """Gather texts by property and language; a property is named as its option is."""
    texts: dict[str, dict[str, str]] = {}
    for option, language, text in given:
        field = known(_BY_OPTION.get(option, option))
        said = texts.setdefault(field.name, {})
        if any(language.lower() == one.lower() for one in said):
            raise click.BadParameter(f"{option} {language} is said twice",
                                     param_hint="--translation")  # fmt: skip
        said[language] = text
    return {"translations": texts} if texts else {}


_BY_OPTION: Final = {field.option: field.name for field in FIELDS}


def _value(name: str, wish: Any) -> Any:
    field = known(name)
    texts: Any = [text for text in wish if text] if field.is_list else wish
    if not field.shape or not texts:
        return texts
    try:
        return [json.loads(text) for text in texts] if field.is_list else json.loads(texts)
    except (ValueError, RecursionError) as error:
        raise click.BadParameter(f"is not JSON: {error}", param_hint=f"--{field.option}") from None


def _from_line(line: str | None, policy: Policy) -> dict[str, Any]:
    if line is None:
        return {}
    from credits.credit_bridge import changes  # noqa: PLC0415
    from credits.credit_line import parse  # noqa: PLC0415

    values = changes(parse(line, vocabulary=policy.words))
    if not values:
        raise click.BadParameter(f"{line!r} names nobody and tells nothing", param_hint="--line")
    return values


def _one(path: str, values: dict[str, Any], how: dict[str, Any]) -> Outcome:
    try:
        return Outcome(path, credits.photo.embed(path, **how, **values))
    except CreditsError as error:
        return Outcome(path, error=error)


def _tell(one: Outcome, *, dry_run: bool, diff: bool, quiet: bool) -> None:
    """Say what came of one photo; *quiet*: only what went wrong."""
    if one.error is not None:
        _options.complain(one.error)
    written = one.written
    if written is None or quiet or (_talk.is_quiet() and not (diff or written.notes)):
        return
    verb = "would be written" if dry_run else "written"
    beside = "" if written.path == one.path else f" ({os.path.basename(written.path)})"
    told = f"{verb}{beside}" if written.changed else "says all of it already"
    click.echo(f"{_options.named(one.path)}: {_options.named(told)}")
    if diff:
        show_changes(written.changes)
    for note in written.notes:
        click.echo(f"  note: {_options.plain(note)}")


def _filter(order: Order, how: dict[str, Any], form: str) -> int:
    """Read one image from stdin and write it to stdout."""
    if sys.stdout.isatty():
        raise click.UsageError("an image would go to the terminal: redirect the output")
    if form != "text":
        raise click.UsageError("the image goes to stdout: leave --format out")
    if order.template or order.only_missing or how["sidecar"] or how["dry_run"]:
        raise click.UsageError(
            "stdin has no name: no template, --only-missing, --sidecar, --dry-run"
        )
    data = _streams.everything()
    values = order.values
    if order.codes is not None:
        values = {name: template.decoded(value, order.codes) for name, value in values.items()}
    new = credits.photo.embed(
        data, credentials=how["credentials"], precedence=how["precedence"], **checked(values)
    )
    sys.stdout.buffer.write(new)
    return _options.PUBLISHED
