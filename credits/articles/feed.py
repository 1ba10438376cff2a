"""Feeds: RSS and Atom, with Media RSS.

Sources: RSS 2.0, RFC 4287, the Media RSS specification 1.5.1. Pictures stand in ``media:content``
and ``media:thumbnail``, in ``enclosure`` and inside the escaped HTML of an entry; Media RSS has
elements of its own for credit, copyright, description and title. The XML parser is hardened: no
DTD, no entities, no network, bounded size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from lxml import etree
from lxml.etree import _Element as Element

from credits.articles import html
from credits.articles._captions import Captions
from credits.articles._model import Article, Place, Use, line_of
from credits.errors import Unsupported

if TYPE_CHECKING:
    from credits.vocabulary import Vocabulary

NAME: Final = "feed"
SUFFIXES: Final = (".rss", ".atom", ".xml")

MEDIA: Final = "{http://search.yahoo.com/mrss/}"
ATOM: Final = "{http://www.w3.org/2005/Atom}"
CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
ENTRIES: Final = frozenset({"item", f"{ATOM}entry"})
HTML: Final = frozenset({"description", CONTENT, f"{ATOM}content", f"{ATOM}summary"})
PICTURED: Final = frozenset({f"{MEDIA}content", f"{MEDIA}thumbnail", "enclosure"})
_DOCTYPE: Final = re.compile(r"<!DOCTYPE", re.IGNORECASE)


def scan(text: str, path: str | None = None, *, vocabulary: Vocabulary | None = None) -> Article:
    """List the photos of a feed; *vocabulary* holds the words of a newsroom.

    Raises:
        Unsupported: it has a DTD, is longer than 32 million characters, or is no XML at all.
    """
    tree = _parsed(text)
    title = tree.findtext("channel/title") or tree.findtext(f"{ATOM}title")
    # an entry that two elements of the feed tell in the same words is told once
    entries, captions = tree.iter(*ENTRIES), Captions(vocabulary)
    photos = {(use.src, use.text): use for one in entries for use in _of_entry(one, captions)}
    return Article(path, title, tuple(sorted(photos.values(), key=lambda use: use.place)))


def _parsed(text: str) -> Element:
    if len(text) > html.MOST or _DOCTYPE.search(text[:4096]):
        raise Unsupported("is a feed with a DTD, or longer than 32 million characters")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        tree = None
    if tree is None:
        raise Unsupported("is neither RSS nor Atom")
    return tree


def _of_entry(entry: Element, captions: Captions) -> Iterator[Use]:
    said = _Words(captions)
    pictured = entry.iter(*PICTURED)
    found = [use for one in pictured if (use := _media(one, entry, said))]
    inside = [use for element in entry.iter(*HTML) for use in _inside(element, captions)]
    shown = {source for use in inside for source in use.sources}
    yield from inside
    yield from (use for use in found if use.src not in shown)


class _Words(dict[tuple[Element, str], str | None]):
    """What is said right inside an element: asked by all pictures of an entry, read once."""

    def __init__(self, captions: Captions) -> None:
        super().__init__()
        self.read = cache(captions.read)

    def __missing__(self, key: tuple[Element, str]) -> str | None:
        place, name = key
        if name == "credit":  # each who is credited has an element of its own
            texts = (_joined(one.text) for one in place.iterfind(MEDIA + name))
            self[key] = "/".join(filter(None, texts)) or None
        else:
            self[key] = _joined(place.findtext(MEDIA + name)) or None
        return self[key]


def _joined(text: str | None) -> str:
    return " ".join((text or "").split())


def _media(element: Element, entry: Element, words: _Words) -> Use | None:
    address = (element.get("url") or "").strip()
    if not address or not _is_picture(element, address):
        return None
    places = _upwards(element, entry)
    credit = _near(words, places, "credit") or _near(words, places, "copyright")
    said = words.read((_near(words, places, "description"), credit))
    return Use(
        src=address, place=Place(line_of(element)), kind="cover",
        alt=_near(words, places, "text", "title"),
        text=said.text, caption=said.caption, credit=said.credit,
    )  # fmt: skip


def _is_picture(element: Element, address: str) -> bool:
    kind, medium = element.get("type") or "", element.get("medium") or ""
    if element.tag == f"{MEDIA}thumbnail" or kind.startswith("image/") or medium == "image":
        return True
    return not kind and not medium and bool(html.PICTURE.search(address))


def _upwards(element: Element, entry: Element) -> tuple[Element, ...]:
    """Give the element, its group, then the entry: Media RSS inherits downwards."""
    parent = element.getparent()
    return (element, parent if parent is not None else entry, entry)


def _near(words: _Words, places: tuple[Element, ...], *names: str) -> str | None:
    said = (words[place, name] for place in places for name in names)
    return next(filter(None, said), None)


def _inside(element: Element, captions: Captions) -> Iterator[Use]:
    """Read the HTML of an entry; its pictures have the line of the element plus their own."""
    text = element.text or "".join(etree.tostring(c, encoding="unicode") for c in element)
    if "<" not in text:
        return
    for use in html.scan(text, vocabulary=captions.vocabulary).photos:
        yield replace(use, place=Place(line_of(element) + use.place.line - 1))
