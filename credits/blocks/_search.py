"""Looking for properties anywhere in XMP, and taking them out of it.

Source: ISO 16684-1 (XMP Specification Part 1) 7.4 to 7.9: a property stands as an element or as an
attribute, and inside structures as well. What is taken out leaves nothing empty around it; the
packet keeps its length, so that nothing behind it moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from hashlib import md5
from typing import Final, NamedTuple, cast

from lxml import etree

from credits._kinds import Decoded
from credits.blocks import xmp
from credits.blocks._rdf import ARRAYS, RDF, SYNTAX, cut, drop, places, put
from credits.blocks.xmp import (
    EXTENDED,
    _further,
    _guid,
    _packed,
    _parsed,
    _rdf,
    _rdf_of,
    _serialised,
    looked_at,
    taken_apart,
)
from credits.errors import UnreadableBlock

# besides those of the record: what cameras, drones and programs write
PREFIXES: Final = xmp.PREFIXES | {
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "creatorAtom": "http://ns.adobe.com/creatorAtom/1.0/",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "darktable": "http://darktable.sf.net/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "drone-dji": "http://www.dji.com/drone-dji/1.0/",
    "GCamera": "http://ns.google.com/photos/1.0/camera/",
    "exifEX": "http://cipa.jp/exif/1.0/",
    "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
    "photomechanic": "http://ns.camerabits.com/photomechanic/1.0/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
}
RESOURCE: Final = RDF + "resource"
# attributes that an element without a value may have
_EMPTY: Final = SYNTAX - {RESOURCE}


@cache
def clark(name: str) -> str:
    """Turn ``crs:*`` into ``{http://ns.adobe.com/camera-raw-settings/1.0/}*``."""
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


@lru_cache(maxsize=4096)
def _named(name: str) -> str:
    namespace, _, local = name[1:].partition("}")
    return next((f"{p}:{local}" for p, uri in PREFIXES.items() if uri == namespace), name)


@lru_cache(maxsize=4096)
def _space(name: str) -> str:
    """Give the namespace of a name, with its braces."""
    return name[: name.find("}") + 1]


class Sought(NamedTuple):
    """What to look for at any depth.

    *names* maps names, *spaces* whole namespaces (``{namespace}``) to what they are sought for;
    *by_text* says the same by name and text, and is None where no text is to be looked at.
    """

    names: Mapping[str, str]
    spaces: Mapping[str, str]
    by_text: Callable[[str, str], str | None] | None = None


class Occurrence(NamedTuple):
    """A property that was found: what it was sought for, its name, and its text."""

    sought: str
    name: str
    text: str


def occurrences(
    packet: bytes, sought: Sought, extended: Mapping[str, bytes] | None = None
) -> Decoded[tuple[Occurrence, ...]]:
    """Look for properties at any depth, as elements and as attributes.

    Those of a whole namespace are counted, and reported as ``prefix:*``.
    """
    problems: list[str] = []
    root = looked_at(packet, problems)
    roots = [] if root is None else [root, _further(root, extended, problems)]
    found: list[Occurrence] = []
    counts: dict[str, int] = {}
    for one in roots:
        rdf = None if one is None else _rdf(one)
        for what, name, node in () if rdf is None else _sought(rdf, sought, counts):
            found.append(Occurrence(what, _named(name), _told(name, node)))
    found += [
        Occurrence(sought.spaces[space], _named(space + "*"), f"{count} properties")
        for space, count in counts.items()
    ]
    return Decoded(tuple(found), tuple(problems))


_with_attributes: Final = etree.XPath("descendant::*[@*]")


def _sought(
    rdf: etree._Element, sought: Sought, counts: dict[str, int] | None = None
) -> Iterator[tuple[str, str, etree._Element]]:
    """Go through attributes, elements and texts; with *counts*, namespaces are only counted."""
    names, spaces = sought.names, sought.spaces
    nodes = cast("list[etree._Element]", _with_attributes(rdf))  # noqa: SLF001  (lxml's type)
    for node in nodes:
        for name in cast("list[str]", node.keys()):
            what = names.get(name)
            if what is not None:
                yield what, name, node
            elif (space := _space(name)) in spaces:
                if counts is None:
                    yield spaces[space], name, node
                else:
                    counts[space] = counts.get(space, 0) + 1
    tags = (*names, *(f"{space}*" for space in spaces))
    # asked for no tag, the iterator gives every node
    for node in rdf.iter(*tags) if tags else ():
        what = names.get(node.tag)
        space = _space(node.tag)
        if what is None and counts is not None:
            counts[space] = counts.get(space, 0) + 1
        else:
            yield what or spaces[space], node.tag, node
    if sought.by_text is not None:
        yield from _by_text(rdf, sought.by_text)


def _by_text(
    rdf: etree._Element, by_text: Callable[[str, str], str | None]
) -> Iterator[tuple[str, str, etree._Element]]:
    """Look at every text; an item of a list is known by the property that has the list."""
    for node in rdf.iter("*"):
        rows = [(str(name), str(text)) for name, text in node.attrib.items() if name not in SYNTAX]
        owner = _owner(node)
        rows.append((owner, node.text or str(node.get(RESOURCE) or "")))
        for name, text in rows:
            what = by_text(name, text)
            if what is not None:
                yield what, node.tag if name == owner else name, node


def _owner(node: etree._Element) -> str:
    while node.tag == RDF + "li" or node.tag in ARRAYS:
        parent = node.getparent()
        if parent is None:
            break
        node = parent
    return node.tag


def is_broken(packet: bytes) -> bool:
    """Tell whether a packet cannot be parsed to its end, so that it is never edited."""
    try:
        _parsed(packet)
    except UnreadableBlock:
        return True
    return False


def without(
    packet: bytes, sought: Sought, extended: Mapping[str, bytes] | None = None
) -> tuple[bytes, bytes | None]:
    """Take out every property that *sought* gives an answer for, at any depth.

    Gives the packet, as long as before, and the ExtendedXMP it refers to.

    Raises:
        UnreadableBlock: it cannot be parsed, so nothing can be taken out of it.
    """
    root = _parsed(packet)
    guid = _guid(root)
    rest = None
    if guid is not None:
        rest = _parsed((extended or {})[guid]) if guid in (extended or {}) else None
        drop(places(_rdf_of(root), EXTENDED), EXTENDED)
    for one in (root, rest):
        rdf = None if one is None else _rdf(one)
        for _, name, node in () if rdf is None else list(_sought(rdf, sought)):
            _take_out(node, name)
    further = None
    if rest is not None and any(len(node) for node in _rdf(rest) or ()):
        further = _serialised(rest)
        put(_rdf_of(root), EXTENDED, md5(further, usedforsecurity=False).hexdigest().upper())
    return _packed(taken_apart(packet), _serialised(root), len(packet), None), further


def _told(name: str, node: etree._Element) -> str:
    if name != node.tag:
        return str(node.get(name))
    items = len(node[0]) if len(node) and node[0].tag in ARRAYS else 0
    if items:
        return f"{items} entries" if items > 1 else "1 entry"
    return (node.text or "").strip() or str(node.get(RESOURCE) or "")


def _take_out(node: etree._Element, name: str) -> None:
    """Take an attribute or an element out, and what then stands empty around it."""
    if name != node.tag:
        node.attrib.pop(name, "")
    else:
        parent = node.getparent()
        cut(node)
        if parent is None:
            return
        node = parent
    while _is_hollow(node):
        parent = node.getparent()
        cut(node)
        if parent is None:
            return
        node = parent


def _is_hollow(node: etree._Element) -> bool:
    parent = node.getparent()
    # len() counts all children, each time
    if next(node.iterchildren(), None) is not None or parent is None:
        return False
    if (node.text or "").strip() or parent.tag == RDF + "RDF":
        return False
    return node.tag != RDF + "RDF" and all(str(name) in _EMPTY for name in node.attrib)
