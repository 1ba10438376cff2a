"""Articles: one module a kind of text, each listing the photos a reader sees in it.

The kind is told by the name's ending, and by the first characters where that says nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING, Final

from credits._bytes import File, Readable, Source, source_of
from credits.articles import feed, html, markdown, rst
from credits.articles._files import Site, found, led_out
from credits.articles._model import Article, Use
from credits.errors import Unsupported

if TYPE_CHECKING:
    from credits.vocabulary import Vocabulary

__all__ = ["KINDS", "SUFFIXES", "Article", "Site", "Use", "is_article", "scan"]

KINDS: Final[dict[str, ModuleType]] = {
    module.NAME: module for module in (html, markdown, rst, feed)
}
SUFFIXES: Final = {suffix: module for module in KINDS.values() for suffix in module.SUFFIXES}
# an ending that says nothing of what is inside
GENERIC: Final = ".xml"
# bytes; characters take up to four
MOST: Final = html.MOST * 4

_FEED: Final = re.compile(
    r"\s*+(?:<\?xml[^>]*>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:rss|feed|rdf:RDF)\b", re.DOTALL
)
_TAG: Final = re.compile(
    r"\s*<(?:!doctype html|html|head|body|figure|img|p|div|article|!--)", re.IGNORECASE
)
_CHARSET: Final = re.compile(
    rb"charset\s*=\s*+(?:[\"']\s*+)?([\w.:-]+)|encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def scan(
    article: Readable,
    *,
    root: str | None = None,
    within: str | None = None,
    kind: str | None = None,
    keys: Sequence[str] = (),
    vocabulary: Vocabulary | None = None,
) -> Article:
    """List the photos an article uses, with caption, credit and place.

    *article* is a path, bytes or a binary file object. *root* is the folder that addresses
    beginning with a slash count from (for a path, its own folder if None); no file is looked for
    outside of *within* (*root* if None). *kind* is one of ``html``, ``markdown``, ``rst``,
    ``feed``; else it is told by the ending or the content. *keys* are further front-matter keys
    that name a cover, *vocabulary* holds a newsroom's own words (a policy's ``words``).

    Raises:
        UnreadableImage: there is no such file.
        Unsupported: it is too long, a picture, or a feed that is none.
    """
    path = os.fspath(article) if isinstance(article, (str, os.PathLike)) else None
    text = _decoded(_data(article))
    module = KINDS[kind] if kind else _kind(path, text)
    more = {"keys": keys} if module is markdown else {}
    read: Article = module.scan(text, path, vocabulary=vocabulary, **more)
    if path is None and root is None:
        return read
    site = Site.of(path, root, within)
    photos = [_looked_up(use, site) for use in read.photos]
    return replace(read, photos=tuple(_once(photos)))


def _looked_up(use: Use, site: Site) -> Use:
    file = found(use, site)
    return replace(use, file=file, outside=None if file else led_out(use, site))


def _once(photos: list[Use]) -> Iterator[Use]:
    """Leave out what is named for networks alone and shown in the article, too."""
    shown = {use.file for use in photos if use.kind != "social"}
    for use in photos:
        if use.kind != "social" or use.file is None or use.file not in shown or use.text:
            yield use


def is_article(path: str) -> bool:
    """Tell by the ending whether this is an article; of XML, only feeds are."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix != GENERIC:
        return suffix in SUFFIXES
    with source_of(path) as source:
        return _FEED.match(source.peek(0, 4096).decode("utf-8", "replace")) is not None


def _data(article: Readable) -> bytes:
    with source_of(article) as source:
        if source.size > MOST:
            raise Unsupported(f"is an article of {source.size} bytes, the most is {MOST}")
        if _is_picture(source):
            raise Unsupported(
                "is a picture, not an article", help="credits show tells what it says"
            )
        return source.read(0, source.size)


def _is_picture(source: Source) -> bool:
    """Tell whether this is no text; a page may begin with a drawing, a drawing is no page."""
    from credits import containers

    if not containers.is_image(source):
        return False
    drawn = containers.container_of(source).NAME == "svg"
    return not drawn or (isinstance(source, File) and source.path.lower().endswith(".svg"))


def _kind(path: str | None, text: str) -> ModuleType:
    if _FEED.match(text[:4096]):
        return feed
    suffix = os.path.splitext(path or "")[1].lower()
    if suffix == GENERIC:
        return html
    return SUFFIXES.get(suffix) or (html if _TAG.match(text[:4096]) else markdown)


def _decoded(data: bytes) -> str:
    """Decode a text: by its mark, by what it declares, as UTF-8, else as Windows has it."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:4096])
        name = (declared[1] or declared[2]).decode("ascii", "replace") if declared else "cp1252"
    try:
        return data.decode(name, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")
