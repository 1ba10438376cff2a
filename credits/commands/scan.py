"""``credits scan``: the photos an article uses, and what it says of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import click

from credits.articles import Article, Use
from credits.commands import _options
from credits.commands._likeness import originals_option, traced
from credits.credit_line import CreditLine
from credits.errors import CreditsError
from credits.folder import is_text, walk
from credits.pages import read_page
from credits.policy import Policy, policy_for
from credits.reports._place import relative


@click.command()
@click.argument("articles", nargs=-1, required=True, type=_options.NAMED)
@_options.format_option("text", "json", "jsonl")
@click.option(
    "--root", type=click.Path(file_okay=False),
    help="Folder that addresses with a leading slash count from [default: the policy's].",
)  # fmt: skip
@originals_option
@click.option("--catalog", metavar="URL", help="Look for the originals in this catalog, too.")
def scan(
    articles: tuple[str, ...],
    form: str,
    root: str | None,
    originals: tuple[str, ...],
    catalog: str | None,
) -> int:
    """List the photos that articles use: HTML, Markdown, reStructuredText, feeds, folders of them.

    Example: credits scan posts/march.md --format json
    """
    codes: list[int] = []
    policy = policy_for()
    read: Iterable[Article] = read_articles(articles, root, policy, codes)
    if originals or catalog:
        read = traced(read, policy, originals, catalog)
    if form == "json":
        listed = [described(article) for article in read]
        document = {"schema": "credits/scan/1", "articles": listed}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif form == "jsonl":
        for article in read:
            line = {"schema": "credits/scan/1", **described(article)}
            click.echo(json.dumps(line, ensure_ascii=False))
    else:
        for article in read:
            click.echo("\n".join(_lines(article)) + "\n")
    return _options.worst(codes)


def read_articles(
    paths: tuple[str, ...], root: str | None, policy: Policy, codes: list[int]
) -> Iterator[Article]:
    """Scan articles and folders of them; what cannot be read is told, its exit code noted."""
    found = list(walk(paths, policy, is_text))
    _options.tell_if_none(found, paths, "articles")
    for path in found:
        try:
            article = read_page(path, policy, root)
        except CreditsError as error:
            _options.complain(error.located(path))
            codes.append(_options.code_of(error))
            continue
        for problem in article.problems:
            click.echo(f"{_options.named(path)}: {_options.plain(problem)}", err=True)
        yield article


def described(article: Article) -> dict[str, Any]:
    """Give an article as the document has it."""
    return {
        "path": relative(article.path) if article.path else None,
        "title": article.title,
        "photos": [_photo(use) for use in article.photos],
    }


def _photo(use: Use) -> dict[str, Any]:
    return {
        "src": use.src,
        "file": relative(use.file) if use.file else None,
        "alt": use.alt,
        "text": use.text,
        "caption": use.caption,
        "credit": (use.credit or CreditLine(original=use.text or "")).as_dict(),
        "line": use.place.line,
        "column": use.place.column,
        "kind": use.kind,
        "original": _original(use),
        "rivals": [relative(path) for path in use.rivals],
    }


def _original(use: Use) -> dict[str, Any] | None:
    if use.original is None:
        return None
    path, by, apart = use.original
    return {"path": relative(path), "by": by, "distance": apart}


def _lines(article: Article) -> Iterator[str]:
    yield _options.styled(_options.named(article.path or "-"), bold=True)
    for use in article.photos:
        place = ":".join(str(number) for number in use.place if number)
        missing = "" if use.file else "  (no such file here)"
        yield f"  {place:>8}  {use.kind:10}  {_options.named(use.src)}{missing}"
        said = {
            "alt": use.alt,
            "caption": use.caption,
            "credit": use.credit.format() or str(use.credit) if use.credit else None,
            "original": _made_from(use),
        }
        for name, text in said.items():
            if text is not None:
                yield f"            {name:8}  {_options.plain(text)}"


def _made_from(use: Use) -> str | None:
    """Say what a picture was made from, and how that is known."""
    if use.rivals:
        return f"{' or '.join(map(relative, use.rivals))}, whose credits differ"
    if use.original is None:
        return None
    path, by, apart = use.original
    bits = "" if apart is None else f", {apart} of 256 bits apart"
    return f"{relative(path)} by {by}{bits}"
