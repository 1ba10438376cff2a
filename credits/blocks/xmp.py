"""XMP: an RDF/XML packet, read in every spelling and edited in place.

Sources: ISO 16684-1 (XMP Specification Part 1) chapter 7, Part 3 1.1.3.1 (ExtendedXMP).
Names are in Clark notation, ``{namespace}local``; prefixes mean nothing. The tree is edited, never
made anew: foreign properties, other languages, comments and the packet's padding stay. The parser
is hardened: no DTD, no entities, no network, bounded size and depth.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from hashlib import md5
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from credits._kinds import DEFAULT, Decoded, Languages, Seq
from credits.errors import InvalidValue, TooBig, UnreadableBlock

if TYPE_CHECKING:
    from credits._kinds import Value

RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
ROOT: Final = "{adobe:ns:meta/}xmpmeta"
EXTENDED: Final = "{http://ns.adobe.com/xmp/note/}HasExtendedXMP"

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

HEAD: Final = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
TAIL: Final = b'<?xpacket end="w"?>'
PADDING: Final = 2048
MOST: Final = 16 << 20
DEEPEST: Final = 100
# so many names are faster found by libxml2 than by going through all children
FEW: Final = 12
# what a standard packet may take in a JPEG segment (Part 3, 1.1.3)
JPEG_ROOM: Final = 65502
ARRAYS: Final = frozenset({RDF + "Bag", RDF + "Seq", RDF + "Alt"})
DESCRIPTION: Final = RDF + "Description"
# attributes of RDF's own, which are no properties
SYNTAX: Final = frozenset(
    {RDF + name for name in ("about", "ID", "nodeID", "resource", "datatype", "parseType")}
) | {LANG, "about", "ID"}

# the XML declaration and the encoding it names say nothing once the text is UTF-8
_DECLARATION: Final = re.compile(rb"^\s*<\?xml\s[^>]*\?>")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDE: Final = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
                (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))  # fmt: skip


class _Parsers(threading.local):
    """The hardened parsers of one thread: making one costs more than reading a packet."""

    def __init__(self) -> None:
        self.strict, self.forgiving = (
            etree.XMLParser(
                recover=recover, resolve_entities=False, no_network=True, load_dtd=False,
                huge_tree=False,
            )
            for recover in (False, True)
        )  # fmt: skip


_parsers: Final = _Parsers()


@cache
def clark(name: str) -> str:
    """Turn ``dc:creator`` into ``{http://purl.org/dc/elements/1.1/}creator``."""
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


class Packet(NamedTuple):
    """A packet taken apart: what stands before and behind the XML, and the padding."""

    head: bytes
    body: bytes
    tail: bytes


def decode(
    packet: bytes,
    wanted: Collection[str] | None = None,
    extended: Mapping[str, bytes] | None = None,
) -> Decoded[dict[str, Value]]:
    """Read the properties in *wanted* (all if None); ExtendedXMP is looked up by GUID.

    Values come as text, lists, `Languages` or structures (dict by Clark name), as the RDF has
    them. Of a property that stands twice the first counts.
    """
    problems: list[str] = []
    values: dict[str, Value] = {}
    root = _forgiving(packet, problems)
    if root is not None:
        _gather(root, wanted, values, problems)
        further = _further(root, extended, problems)
        if further is not None:
            _gather(further, wanted, values, problems)
    return Decoded(values, tuple(problems))


def _forgiving(packet: bytes, problems: list[str]) -> etree._Element | None:
    try:
        return _parsed(packet)
    except UnreadableBlock as error:
        problems.append(error.message)
    try:
        body = taken_apart(packet).body
    except UnreadableBlock:
        return None
    if b"<!DOCTYPE" in body or len(body) > MOST:
        return None
    try:
        return etree.fromstring(body, _parsers.forgiving)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parsed(packet: bytes) -> etree._Element:
    """Parse strictly.

    Raises:
        UnreadableBlock: not well formed, no RDF in it, too large or too deep, or with a DTD.
    """
    body = taken_apart(packet).body
    if len(body) > MOST:
        raise UnreadableBlock(f"an XMP packet of {len(body)} bytes (at most {MOST} are read)")
    if b"<!DOCTYPE" in body:
        raise UnreadableBlock("an XMP packet with a document type definition")
    try:
        root = etree.fromstring(body, _parsers.strict)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableBlock(f"XMP that is not well-formed XML: {error}") from None
    if _rdf(root) is None:
        raise UnreadableBlock("XMP without rdf:RDF")
    return root


def taken_apart(packet: bytes) -> Packet:
    """Find the XML in a packet; UTF-16 and UTF-32 become UTF-8.

    Raises:
        UnreadableBlock: there is no XML, or it is not in the encoding its first bytes show.
    """
    if packet[:3] != b"<?x" and packet[:3] != b"<x:":
        packet = _narrow(packet)
    start = _start(packet)
    stop = max(packet.rfind(b"</"), packet.rfind(b"/>"))
    stop = packet.find(b">", stop) + 1 if stop >= 0 else 0
    if start < 0 or stop <= start:
        raise UnreadableBlock("no XML in the XMP block")
    return Packet(packet[:start], packet[start:stop], packet[stop:])


def _narrow(packet: bytes) -> bytes:
    """Turn UTF-16 and UTF-32, which sidecars may be in, into UTF-8."""
    for mark, encoding in _WIDE:
        if packet.startswith(mark):
            try:
                return packet.decode(encoding).lstrip("\ufeff").encode()
            except UnicodeError as error:
                raise UnreadableBlock(f"XMP that is not {encoding}: {error}") from None
    return packet


def _start(packet: bytes) -> int:
    for tag in (b"<x:xmpmeta", b"<x:xapmeta", b"<rdf:RDF"):
        place = packet.find(tag)
        if place >= 0:
            break
    else:
        place = next(
            (found.start() for found in re.finditer(rb"<[A-Za-z_]", packet[: 1 << 16])), -1
        )
    # an entity declaration before the root must not go unseen
    doctype = packet.find(b"<!DOCTYPE", 0, max(place, 0))
    return doctype if doctype >= 0 else place


def _rdf(root: etree._Element) -> etree._Element | None:
    if root.tag == RDF + "RDF":
        return root
    # nearly always the only child; elsewhere only in what is not quite XMP
    inside = root.find(RDF + "RDF")
    return inside if inside is not None else next(root.iter(RDF + "RDF"), None)


def _gather(
    root: etree._Element,
    wanted: Collection[str] | None,
    values: dict[str, Value],
    problems: list[str],
) -> None:
    rdf = _rdf(root)
    if rdf is None:
        problems.append("XMP without rdf:RDF")
        return
    for node in rdf.iterchildren("*"):
        for name, text in node.attrib.items():
            if name not in SYNTAX and (wanted is None or name in wanted):
                values.setdefault(str(name), str(text))
        few = wanted is not None and len(wanted) <= FEW
        for element in node.iterchildren(*wanted) if wanted and few else node.iterchildren("*"):
            name = element.tag
            if wanted is not None and name not in wanted:
                continue
            if name in values:
                problems.append(f"{_short(name)} stands twice, the first is used")
                continue
            try:
                values[name] = _value(element, 1)
            except UnreadableBlock as error:
                problems.append(f"{_short(name)}: {error.message}")


def _further(
    root: etree._Element, extended: Mapping[str, bytes] | None, problems: list[str]
) -> etree._Element | None:
    guid = _guid(root) if extended else None
    if guid is None or extended is None:
        return None
    if guid not in extended:
        problems.append("the ExtendedXMP it refers to is not there")
        return None
    return _forgiving(extended[guid], problems)


def _guid(root: etree._Element) -> str | None:
    for node in root.iter(DESCRIPTION):
        element = node.find(EXTENDED)
        text = node.get(EXTENDED) if element is None else element.text
        if text:
            return str(text)
    return None


def _value(element: etree._Element, depth: int) -> Value:
    """Read one property in any of RDF's spellings (Part 1, 7.4 to 7.9)."""
    if depth > DEEPEST:
        raise UnreadableBlock(f"nested deeper than {DEEPEST}")
    child = next(element.iterchildren("*"), None) if len(element) else None
    if child is None:
        return _leaf(element)
    if child.tag in ARRAYS:
        return _array(child, depth + 1)
    if element.get(RDF + "parseType") == "Resource":
        return _structure(element, depth + 1)
    if element.get(RDF + "parseType") == "Literal":
        return "".join(map(str, element.itertext()))
    return _structure(child, depth + 1)


def _leaf(element: etree._Element) -> Value:
    attributes = {str(name): str(text) for name, text in element.items()}
    if not attributes:
        return element.text or ""
    resource = attributes.get(RDF + "resource")
    if resource is not None:
        return resource
    fields = {name: text for name, text in attributes.items() if name not in SYNTAX}
    if fields:
        return fields.get(RDF + "value") or dict(fields)
    return element.text or ""


def _array(array: etree._Element, depth: int) -> Value:
    items = [(item.get(LANG), _value(item, depth)) for item in array.iterchildren(RDF + "li")]
    if array.tag == RDF + "Alt" and any(language for language, _ in items):
        texts = Languages()
        for language, value in items:
            texts.setdefault(language or DEFAULT, value if isinstance(value, str) else "")
        return texts
    return [value for _, value in items]


def _structure(node: etree._Element, depth: int) -> Value:
    fields: dict[str, Value] = {str(k): str(v) for k, v in node.attrib.items() if k not in SYNTAX}
    for element in node.iterchildren("*"):
        fields.setdefault(element.tag, _value(element, depth))
    # a value with qualifiers (7.8): what it says is in rdf:value
    return fields.get(RDF + "value", fields)


def _short(name: str) -> str:
    namespace, _, local = name[1:].partition("}")
    return next((f"{p}:{local}" for p, uri in PREFIXES.items() if uri == namespace), name)


def encode(
    values: Mapping[str, Value | None],
    base: bytes | None,
    *,
    room: int | None = None,
    extended: Mapping[str, bytes] | None = None,
) -> tuple[bytes, bytes | None]:
    """Write properties into a packet; gives the packet, and the ExtendedXMP if it needs any.

    `Languages` are merged into the languages that are there. The new packet keeps the length of
    the old one while its padding suffices. *room* is the most bytes a packet may have; what does
    not fit goes to ExtendedXMP, most expendable first.

    Raises:
        UnreadableBlock: *base* cannot be parsed; it is never replaced by an empty packet.
        InvalidValue: text with characters that XML cannot hold.
        TooBig: more than *room*, with nothing left to move out.
    """
    base = base or _empty()
    packet, root = taken_apart(base), _parsed(base)
    guid = _guid(root)
    rest = _parsed((extended or {})[guid]) if guid and guid in (extended or {}) else None
    for name, value in values.items():
        _set(root, name, value)
        if rest is not None:
            _drop(rest, name)
    body = _serialised(root)
    if room is not None and (len(body) + len(HEAD) + len(TAIL) > room or rest is not None):
        rest = _spilt(root, rest, room - len(HEAD) - len(TAIL))
        body = _serialised(root)
    further = None if rest is None else _serialised(rest)
    return _packed(packet, body, len(base), room), further


def _empty() -> bytes:
    xml = (
        f'<x:xmpmeta xmlns:x="{PREFIXES["x"]}" x:xmptk="credits">\n'
        f' <rdf:RDF xmlns:rdf="{PREFIXES["rdf"]}">\n'
        '  <rdf:Description rdf:about=""/>\n </rdf:RDF>\n</x:xmpmeta>'
    )
    return HEAD + xml.encode() + b"\n" + TAIL


def _packed(packet: Packet, body: bytes, length: int, room: int | None) -> bytes:
    head = packet.head if b"<?xpacket" in packet.head else HEAD
    tail = packet.tail.strip() if b"<?xpacket" in packet.tail else TAIL
    bare = head + body + b"\n"
    pad = length - len(bare) - len(tail)
    if pad < 0:
        pad = PADDING
    if room is not None:
        pad = min(pad, room - len(bare) - len(tail))
    return bare + _padding(max(pad, 0)) + tail


def _padding(length: int) -> bytes:
    line = b" " * 99 + b"\n"
    return (line * (length // 100 + 1))[: max(length - 1, 0)] + b"\n" * (length > 0)


def _serialised(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=False, with_tail=False))


def _holders(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Give the nodes under rdf:RDF that have the property, as attribute or element."""
    rdf = _rdf(root)
    for node in () if rdf is None else rdf.iterchildren("*"):
        if name in node.attrib or node.find(name) is not None:
            yield node


def _drop(root: etree._Element, name: str, keep: etree._Element | None = None) -> None:
    for node in list(_holders(root, name)):
        node.attrib.pop(name, "")
        for element in node.findall(name):
            if element is not keep:
                _cut(element)


def _cut(element: etree._Element) -> None:
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


def _set(root: etree._Element, name: str, value: Value | None) -> None:
    if value is None or value in ("", [], {}):
        _drop(root, name)
        return
    node = next(_holders(root, name), None)
    if isinstance(value, str) and node is not None and name in node.attrib:
        node.set(name, _checked(value, name))
        return
    element = node.find(name) if node is not None else None
    if isinstance(value, Languages) and element is not None:
        value = _merged(_value(element, 1), value)
    if element is None:
        element = _added(root, name)
    _drop(root, name, keep=element)
    _fill(element, value, name)


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


def _added(root: etree._Element, name: str) -> etree._Element:
    rdf = _rdf(root)
    if rdf is None:
        raise UnreadableBlock("XMP without rdf:RDF")
    nodes = list(rdf.iterchildren(DESCRIPTION))
    node = nodes[-1] if nodes else etree.SubElement(rdf, DESCRIPTION, {RDF + "about": ""})
    indent = _indent(node)
    last = next(node.iterchildren(reversed=True), None)
    if last is None:
        node.text = indent + " "
    else:
        last.tail = indent + " "
    element = etree.SubElement(node, name, nsmap=_prefix(name))
    element.tail = indent
    return element


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
        raise InvalidValue(f"{_short(name)}: XML cannot hold the character {found.group()!r}")
    return text


def _spilt(root: etree._Element, rest: etree._Element | None, room: int) -> etree._Element:
    """Move properties to the ExtendedXMP until the packet fits: first what nobody misses."""
    rest = _parsed(_empty()) if rest is None else rest
    _set(root, EXTENDED, "0" * 32)
    while len(_serialised(root)) > room:
        candidate = max(_movable(root), key=lambda row: row[0], default=None)
        if candidate is None:
            raise TooBig(f"XMP does not fit the {room} bytes a JPEG segment has for it")
        _move(candidate[1], rest)
    guid = md5(_serialised(rest), usedforsecurity=False).hexdigest().upper()
    _set(root, EXTENDED, guid)
    return rest


def _movable(root: etree._Element) -> Iterator[tuple[tuple[int, int], etree._Element]]:
    rdf = _rdf(root)
    for node in () if rdf is None else rdf.iterchildren(DESCRIPTION):
        for element in node.iterchildren("*"):
            if element.tag != EXTENDED and not str(element.tag).startswith(_KEPT):
                yield (_expendable(str(element.tag)), len(_serialised(element))), element


# Part 3, 1.1.3.1: raw converter settings go first, then Photoshop's history, then the largest
def _expendable(name: str) -> int:
    if name.startswith("{http://ns.adobe.com/camera-raw-settings/1.0/}"):
        return 2
    return int(name == clark("photoshop:History"))


# readers without ExtendedXMP must find these
_KEPT: Final = tuple(
    f"{{{PREFIXES[prefix]}}}" for prefix in ("dc", "xmpRights", "plus", "Iptc4xmpCore")
)


def _move(element: etree._Element, rest: etree._Element) -> None:
    rdf = _rdf(rest)
    node = None if rdf is None else next(rdf.iterchildren(DESCRIPTION), None)
    if node is None:
        raise UnreadableBlock("ExtendedXMP without rdf:Description")
    _cut(element)
    node.append(element)
