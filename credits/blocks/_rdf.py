"""RDF as XMP uses it: a property read in any spelling, and changed in its place.

Source: ISO 16684-1 (XMP Specification Part 1), 7.4 to 7.9. What an edit does not touch stays as it
is written: other languages, foreign members of structures, comments, indentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from lxml import etree

from credits._kinds import DEFAULT, Languages, Seq, Structure
from credits.errors import InvalidValue, UnreadableBlock

if TYPE_CHECKING:
    from credits._kinds import Value

RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "rdf": RDF[1:-1],
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "x": "adobe:ns:meta/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xml": LANG[1 : LANG.index("}")],
}

DEEPEST: Final = 100
ARRAYS: Final = frozenset({RDF + "Bag", RDF + "Seq", RDF + "Alt"})
DESCRIPTION: Final = RDF + "Description"
_RDF, _ITEM, _ALT, _VALUE = RDF + "RDF", RDF + "li", RDF + "Alt", RDF + "value"
_RESOURCE, _PARSE_TYPE = RDF + "resource", RDF + "parseType"
# attributes of RDF's own, which are no properties
SYNTAX: Final = frozenset(
    {RDF + name for name in ("about", "ID", "nodeID", "resource", "datatype", "parseType")}
) | {LANG, "about", "ID"}

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@cache
def clark(name: str) -> str:
    """Turn ``dc:creator`` into ``{http://purl.org/dc/elements/1.1/}creator``."""
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def elements(parent: etree._Element) -> list[etree._Element]:
    """List the children that are elements: no comments, no processing instructions."""
    return list(parent.iterchildren("*"))


def value_of(element: etree._Element, depth: int = 1) -> Value:
    """Read one property in any of RDF's spellings (Part 1, 7.4 to 7.9)."""
    if depth > DEEPEST:
        raise UnreadableBlock(f"nested deeper than {DEEPEST}")
    if not len(element):
        return _leaf(element)
    first = element[0]
    if type(first.tag) is not str:  # a comment, or an instruction
        inner = child(element, "*")
        if inner is None:
            return _leaf(element)
        first = inner
    if first.tag in ARRAYS:
        return _array(first, depth + 1)
    kind = element.get(_PARSE_TYPE)
    if kind == "Resource":
        return _structure(element, depth + 1)
    if kind == "Literal":
        return "".join(map(str, element.itertext()))
    return _structure(first, depth + 1)


def _leaf(element: etree._Element) -> Value:
    names = element.keys()
    if not names or names == [LANG]:
        return element.text or ""
    resource = element.get(_RESOURCE)
    if resource is not None:
        return resource
    fields: dict[str, Value] = {str(k): str(v) for k, v in element.items() if k not in SYNTAX}
    return fields.get(_VALUE) or fields or element.text or ""


def _array(array: etree._Element, depth: int) -> Value:
    items = [item for item in array if item.tag == _ITEM]
    values = [value_of(item, depth) for item in items]
    languages = [item.get(LANG) for item in items] if array.tag == _ALT else []
    if not any(languages):
        return values
    texts = Languages()
    for language, value in zip(languages, values, strict=True):
        texts.setdefault(language or DEFAULT, value if isinstance(value, str) else "")
    return texts


def _structure(node: etree._Element, depth: int) -> Value:
    fields: dict[str, Value] = {str(k): str(v) for k, v in node.items() if k not in SYNTAX}
    for element in elements(node):
        fields.setdefault(element.tag, value_of(element, depth))
    # a value with qualifiers (7.8): what it says is in rdf:value
    return fields.get(_VALUE, fields)


def short(name: str) -> str:
    """Write a name with its usual prefix, where it has one."""
    namespace, _, local = name[1:].partition("}")
    return next((f"{p}:{local}" for p, uri in PREFIXES.items() if uri == namespace), name)


# ── editing ─────────────────────────────────────────────────────────────────────────────────────


def places(rdf: etree._Element, name: str) -> list[etree._Element]:
    """List the nodes under rdf:RDF that have a property, as attribute or element."""
    return [
        node for node in elements(rdf)
        if node.get(name) is not None or child(node, name) is not None
    ]  # fmt: skip


def child(node: etree._Element, name: str) -> etree._Element | None:
    """Find the first child of a name."""
    return next(node.iterchildren(name), None)


def drop(nodes: Iterable[etree._Element], name: str) -> None:
    """Take a property out of nodes, whichever way it stands there."""
    for node in nodes:
        node.attrib.pop(name, "")
        for element in list(node.iterchildren(name)):
            cut(element)


def cut(element: etree._Element) -> None:
    """Take an element out together with the indentation before it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = element.tail
    elif element.getnext() is None:
        parent.text = None
    parent.remove(element)


def put(rdf: etree._Element, name: str, value: Value | None) -> None:
    """Give a property its value, where it stands or in the last description; None takes it out.

    Raises:
        InvalidValue: text with characters that XML cannot hold.
    """
    found = places(rdf, name)
    if value is None or value in ("", [], {}):
        drop(found, name)
        return
    drop(found[1:], name)
    _put(found[0] if found else _last(rdf), name, value)


def _last(rdf: etree._Element) -> etree._Element:
    nodes = list(rdf.iterchildren(DESCRIPTION))
    return nodes[-1] if nodes else etree.SubElement(rdf, DESCRIPTION, {RDF + "about": ""})


def _put(node: etree._Element, name: str, value: Value) -> None:
    there = list(node.iterchildren(name))
    for element in there[1:]:
        cut(element)
    if isinstance(value, str) and node.get(name) is not None and not there:
        node.set(name, _checked(value, name))
        return
    node.attrib.pop(name, "")
    element = there[0] if there else _added(node, name)
    old = value_of(element) if there else None
    if isinstance(value, Languages) and old is not None:
        value = _merged(old, value)
    if old != value:
        _bring(element, value, name)


def _bring(element: etree._Element, value: Value, name: str) -> None:
    """Bring an element to a value, in the way that keeps most of what it holds besides."""
    if not any(way(element, value, name) for way in (_retexted, _relisted, _restructured)):
        _fill(element, value, name)


def _retexted(element: etree._Element, value: Value, name: str) -> bool:
    """Put new texts into the array that is there, if it has a place for each of them."""
    arrays = list(element)
    if len(arrays) != 1 or arrays[0].tag not in ARRAYS or not isinstance(value, (list, Languages)):
        return False
    items = list(arrays[0])
    kind, texts = _texts(value, items)
    if arrays[0].tag != kind or len(items) != len(value) or not all(map(_is_plain, items, texts)):
        return False
    for item, text in zip(items, texts, strict=True):
        item.text = _checked(str(text), name)
    return True


def _texts(
    value: list[Value] | Languages, items: list[etree._Element]
) -> tuple[str, Sequence[Value | None]]:
    """Give the container of an array, and the new value of each of its items."""
    if isinstance(value, Languages):
        return _ALT, [value.get(str(item.get(LANG))) for item in items]
    return RDF + ("Seq" if isinstance(value, Seq) else "Bag"), value


def _is_plain(item: etree._Element, text: Value | None) -> bool:
    """Tell whether an item holds text alone, and is to hold text."""
    return (
        isinstance(text, str)
        and item.tag == _ITEM
        and not len(item)
        and item.keys() in ([], [LANG])
    )


def _relisted(element: etree._Element, value: Value, name: str) -> bool:
    """Put structures into the array that is there; what is still the same thing is edited."""
    arrays = list(element)
    if not isinstance(value, list) or not all(isinstance(item, Structure) for item in value):
        return False
    if len(arrays) != 1 or arrays[0].tag not in ARRAYS:
        return False
    array, items = arrays[0], list(arrays[0])
    old = [value_of(item) if item.tag == _ITEM else None for item in items]
    array.tag = RDF + ("Seq" if isinstance(value, Seq) else "Bag")
    chosen = _matched([item for item in value if isinstance(item, Structure)], old)
    for item in items:
        array.remove(item)
    outer = _indent(array)
    array.text = outer + " "
    for place, structure in zip(chosen, value, strict=True):
        item = etree.SubElement(array, _ITEM) if place is None else items[place]
        array.append(item)
        item.tail = outer + " "
        _bring(item, structure, name)
    array[-1].tail = outer
    return True


def _matched(new: list[Structure], old: list[Value | None]) -> list[int | None]:
    """Choose for each new structure the old one that is the same thing, each at most once."""
    free = dict(enumerate(old))
    chosen: list[int | None] = [None] * len(new)
    for test in (_equal, _same_thing):
        for at, structure in enumerate(new):
            if chosen[at] is None:
                chosen[at] = next((i for i, other in free.items() if test(structure, other)), None)
                free.pop(-1 if (place := chosen[at]) is None else place, None)
    return chosen


def _equal(structure: Structure, other: Value | None) -> bool:
    return isinstance(other, dict) and all(
        _alike(structure.get(name), other.get(name)) for name in structure.known
    )


def _same_thing(structure: Structure, other: Value | None) -> bool:
    """Tell by name or identifier; where there is none, by the greater part of what is said."""
    if not isinstance(other, dict):
        return False
    told = {name for name in structure.known if name in structure or name in other}
    alike = {name for name in told if _alike(structure.get(name), other.get(name))}
    named = told & structure.identity
    return bool(alike & named) if named else 2 * len(alike) > len(told)


def _alike(one: Value | None, other: Value | None) -> bool:
    first, second = (v.default if isinstance(v, Languages) else v for v in (one, other))
    return first == second


def _restructured(element: etree._Element, value: Value, _: str) -> bool:
    """Edit the members of the structure that is there; those nobody here knows stay."""
    node = _node_of(element) if isinstance(value, Structure) else None
    if node is None or not isinstance(value, Structure):
        return False
    for name in value.known.difference(value):
        drop((node,), name)
    for name, member in value.items():
        _put(node, name, member)
    return True


def _node_of(element: etree._Element) -> etree._Element | None:
    """Find what holds the members of a structure, in any spelling (7.9.2)."""
    children, kind = elements(element), element.get(_PARSE_TYPE)
    if child(element, _VALUE) is not None or kind not in {None, "Resource"}:
        return None
    if kind == "Resource":
        return element
    if len(children) == 1 and children[0].tag not in ARRAYS:
        return children[0] if child(children[0], _VALUE) is None else None
    if children or not set(element.keys()).difference(SYNTAX):
        return None
    _spell_out(element)
    return element


def _spell_out(element: etree._Element) -> None:
    """Turn members that stand as attributes into elements, which can stand beside others."""
    members = {str(k): str(v) for k, v in element.items() if k not in SYNTAX}
    for name in members:
        del element.attrib[name]
    element.set(_PARSE_TYPE, "Resource")
    for name, text in members.items():
        _added(element, name).text = text


def _merged(old: Value, new: Languages) -> Languages:
    """Lay *new* over the languages that are there.

    A language that repeats the default (as Adobe's toolkit stores it) follows it.
    """
    there = (
        old
        if isinstance(old, Languages)
        else Languages({DEFAULT: old} if isinstance(old, str) else {})
    )
    before = there.default
    followed = {
        language: new[DEFAULT]
        for language, text in there.items()
        if DEFAULT in new and text == before
    }
    merged = Languages(there | followed | new)
    return Languages({language: text for language, text in merged.items() if text})


def _added(node: etree._Element, name: str) -> etree._Element:
    indent = _indent(node)
    last = next(node.iterchildren(reversed=True), None)
    if last is None:
        node.text = indent + " "
    else:
        last.tail = indent + " "
    element = etree.SubElement(node, name, nsmap=_prefix(name))
    element.tail = indent
    return element


@cache
def _prefix(name: str) -> dict[str, str]:
    namespace = name[1 : name.index("}")]
    return {prefix: uri for prefix, uri in PREFIXES.items() if uri == namespace}


def _indent(element: etree._Element) -> str:
    """Give the line break and the indentation that stand before an element."""
    before = element.getprevious()
    parent = element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else None
    return text if text and not text.strip() and "\n" in text else "\n"


def _fill(element: etree._Element, value: Value, name: str) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail
    indent = _indent(element)
    if isinstance(value, str):
        element.text = _checked(value, name)
    elif isinstance(value, Languages):
        rows = sorted(value.items(), key=lambda row: row[0] != DEFAULT)
        texts = [(text, {LANG: language}) for language, text in rows]
        _fill_array(element, "Alt", texts, name, indent)
    elif isinstance(value, list):
        container = "Seq" if isinstance(value, Seq) else "Bag"
        _fill_array(element, container, [(item, {}) for item in value], name, indent)
    else:
        element.set(RDF + "parseType", "Resource")
        for key, field in value.items():
            _fill_field(element, key, field, indent + " ")
        if len(element):
            element[-1].tail = indent


def _fill_field(parent: etree._Element, name: str, value: Value, indent: str) -> None:
    last = next(parent.iterchildren(reversed=True), None)
    if last is None:
        parent.text = indent
    else:
        last.tail = indent
    _fill(etree.SubElement(parent, name, nsmap=_prefix(name)), value, name)


def _fill_array(
    element: etree._Element,
    container: str,
    rows: Sequence[tuple[Value, dict[str, str]]],
    name: str,
    indent: str,
) -> None:
    element.text = indent + " "
    array = etree.SubElement(element, RDF + container)
    array.tail = indent
    array.text = indent + "  "
    for value, attributes in rows:
        item = etree.SubElement(array, RDF + "li", attributes)
        item.tail = indent + "  "
        _fill(item, value, name)
        for key, text in attributes.items():
            item.set(key, text)
    if len(array):
        array[-1].tail = indent + " "


def _checked(text: str, name: str) -> str:
    if found := _FORBIDDEN.search(text):
        raise InvalidValue(f"{short(name)}: XML cannot hold the character {found.group()!r}")
    return text
