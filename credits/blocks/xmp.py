"""XMP: an RDF/XML packet, read in every spelling and edited in place.

Sources: ISO 16684-1 (XMP Specification Part 1) chapter 7, Part 3 1.1.3.1 (ExtendedXMP).
Names are in Clark notation, ``{namespace}local``; prefixes mean nothing. The tree is edited, never
made anew: foreign properties, other languages, comments and the packet's padding stay. The parser
is hardened: no DTD, no entities, no network, bounded size and depth.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import md5
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from credits._kinds import Decoded
from credits.blocks._rdf import (
    DESCRIPTION,
    PREFIXES,
    RDF,
    SYNTAX,
    child,
    clark,
    cut,
    drop,
    elements,
    places,
    put,
    short,
    value_of,
)
from credits.errors import TooBig, UnreadableBlock

if TYPE_CHECKING:
    from credits._kinds import Value

__all__ = [
    "HEAD",
    "JPEG_ROOM",
    "PREFIXES",
    "TAIL",
    "clark",
    "decode",
    "encode",
    "taken_apart",
]

ROOT: Final = "{adobe:ns:meta/}xmpmeta"
EXTENDED: Final = "{http://ns.adobe.com/xmp/note/}HasExtendedXMP"

HEAD: Final = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
DOCTYPE: Final = b"<!DOCTYPE"
LITERAL: Final = b"Literal"
TAIL: Final = b'<?xpacket end="w"?>'
PADDING: Final = 2048
TOP: Final = RDF + "RDF"
MOST: Final = 16 << 20
# the tree of a packet is kept for who edits it next, up to this size
KEPT: Final = 1 << 20
# up to this many attributes or properties are asked for by name instead of one after the other
FEW: Final = 12
# what a standard packet may take in a JPEG segment (Part 3, 1.1.3)
JPEG_ROOM: Final = 65502
# the XML declaration and the encoding it names say nothing once the text is UTF-8
_DECLARATION: Final = re.compile(rb"^\s*<\?xml\s[^>]*\?>")
_WIDE: Final = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
                (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))  # fmt: skip


class _Parsers(threading.local):
    """The hardened parsers of one thread: making one costs more than reading a packet.

    *last* is the packet that was parsed last, its tree, and whether that is whole: whoever writes
    has just read. *terse* makes no nodes of the blanks between elements, which only an edit needs.
    """

    def __init__(self) -> None:
        self.last: tuple[bytes, etree._Element, bool] | None = None
        self.strict, self.forgiving, self.terse = (
            etree.XMLParser(
                recover=recover, remove_blank_text=terse, resolve_entities=False, no_network=True,
                load_dtd=False, huge_tree=False, collect_ids=False,
            )
            for recover, terse in ((False, False), (True, False), (False, True))
        )  # fmt: skip


_parsers: Final = _Parsers()


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
    _parsers.last = None  # its memory takes this tree
    terse = wanted is not None and len(wanted) <= FEW
    root = _forgiving(packet, problems, terse=terse)
    if root is not None:
        _gather(root, wanted, values, problems)
        if not problems and len(packet) <= KEPT:
            _parsers.last = (packet, root, not terse)
        further = _further(root, extended, problems)
        if further is not None:
            _gather(further, wanted, values, problems)
    return Decoded(values, tuple(problems))


def _forgiving(packet: bytes, problems: list[str], *, terse: bool = False) -> etree._Element | None:
    try:
        return _parsed(packet, terse=terse)
    except UnreadableBlock as error:
        problems.append(error.message)
    try:
        body = taken_apart(packet).body
    except UnreadableBlock:
        return None
    if body.startswith(DOCTYPE) or len(body) > MOST:
        return None
    try:
        return etree.fromstring(body, _parsers.forgiving)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parsed(packet: bytes, *, terse: bool = False) -> etree._Element:
    """Parse strictly.

    Raises:
        UnreadableBlock: not well formed, no RDF in it, too large or too deep, or with a DTD.
    """
    packet, start, stop = _found(packet)
    if stop - start > MOST:
        raise UnreadableBlock(f"an XMP packet of {stop - start} bytes (at most {MOST} are read)")
    body = packet[start:stop]
    # behind the begin of the root there is no DTD, but an error
    if body.startswith(DOCTYPE):
        raise UnreadableBlock("an XMP packet with a document type definition")
    try:
        # in a literal blanks are text
        terse = terse and LITERAL not in body
        root = etree.fromstring(body, _parsers.terse if terse else _parsers.strict)
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
    packet, start, stop = _found(packet)
    return Packet(packet[:start], packet[start:stop], packet[stop:])


def _found(packet: bytes) -> tuple[bytes, int, int]:
    """Find the XML: the packet, in UTF-8, and where the XML begins and ends in it."""
    if not packet.startswith((b"<?x", b"<x:")):
        packet = _narrow(packet)
    start = _start(packet)
    stop = packet.rfind(b"</")
    stop = max(stop, packet.rfind(b"/>", max(stop, 0)))
    stop = packet.find(b">", stop) + 1 if stop >= 0 else 0
    if start < 0 or stop <= start:
        raise UnreadableBlock("no XML in the XMP block")
    return packet, start, stop


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
    doctype = packet.find(DOCTYPE, 0, max(place, 0))
    return doctype if doctype >= 0 else place


def _rdf(root: etree._Element) -> etree._Element | None:
    if len(root) and root[0].tag == TOP:  # nearly always the only child
        return root[0]
    # root or child; elsewhere only in what is not quite XMP
    inside = root if root.tag == TOP else child(root, TOP)
    return inside if inside is not None else next(root.iter(TOP), None)


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
        for name, text in _attributes(node, wanted):
            values.setdefault(name, text)
        for element in _properties(node, wanted):
            name = element.tag
            if name in values:
                problems.append(f"{short(name)} stands twice, the first is used")
                continue
            try:
                values[name] = value_of(element)
            except UnreadableBlock as error:
                problems.append(f"{short(name)}: {error.message}")


def _properties(node: etree._Element, wanted: Collection[str] | None) -> Iterable[etree._Element]:
    """Give the properties that stand as elements; libxml2 itself looks for a few of them."""
    if wanted is None:
        return elements(node)
    if 0 < len(wanted) <= FEW:
        return node.iterchildren(*wanted)
    return [element for element in elements(node) if element.tag in wanted]


def _attributes(node: etree._Element, wanted: Collection[str] | None) -> Iterable[tuple[str, str]]:
    """Give the properties that stand as attributes, by whichever way asks libxml2 less."""
    if wanted is None:
        return [(str(k), str(v)) for k, v in node.items() if k not in SYNTAX]
    if len(wanted) <= FEW:
        return [(name, str(v)) for name in wanted if (v := node.get(name)) is not None]
    amount, likely = len(node.attrib), wanted
    if amount > FEW:
        likely = _within(frozenset(wanted), frozenset(node.nsmap.values()))
    if amount > 2 * len(likely):
        return [(name, str(v)) for name in likely if (v := node.get(name)) is not None]
    return [(str(k), str(v)) for k, v in node.items() if k in wanted]


@lru_cache(maxsize=256)
def _within(names: frozenset[str], namespaces: frozenset[str]) -> tuple[str, ...]:
    """Choose the names that a node with these namespaces can have as attributes."""
    return tuple(name for name in names if name[1 : name.index("}")] in namespaces)


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
        element = child(node, EXTENDED)
        text = node.get(EXTENDED) if element is None else element.text
        if text:
            return str(text)
    return None


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
    packet, root = taken_apart(base), _editable(base)
    guid = _guid(root)
    rest = _parsed((extended or {})[guid]) if guid and guid in (extended or {}) else None
    rdf, further = _rdf_of(root), None if rest is None else _rdf_of(rest)
    for name, value in values.items():
        put(rdf, name, value)
        if further is not None:
            drop(places(further, name), name)
    body = _serialised(root)
    if room is not None and (len(body) + len(HEAD) + len(TAIL) > room or rest is not None):
        rest = _spilt(root, rest, room - len(HEAD) - len(TAIL))
        body = _serialised(root)
    packed = _packed(packet, body, len(base), room)
    return packed, None if rest is None else _serialised(rest)


def looked_at(packet: bytes, problems: list[str]) -> etree._Element | None:
    """Give a tree to look at, which stays as it is: whoever asks has often just read the packet."""
    last = _parsers.last
    if last is not None and last[0] is packet:
        return last[1]
    return _forgiving(packet, problems)


def _editable(packet: bytes) -> etree._Element:
    """Give a tree to change: the one that was read last if it is of this packet, else a new one."""
    last, _parsers.last = _parsers.last, None
    if last is not None and last[0] is packet and last[2]:
        return last[1]
    return _parsed(packet)


def _rdf_of(root: etree._Element) -> etree._Element:
    rdf = _rdf(root)
    if rdf is None:
        raise UnreadableBlock("XMP without rdf:RDF")
    return rdf


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


def _spilt(root: etree._Element, rest: etree._Element | None, room: int) -> etree._Element:
    """Move properties to the ExtendedXMP until the packet fits: first what nobody misses."""
    rest = _parsed(_empty()) if rest is None else rest
    rdf = _rdf_of(root)
    put(rdf, EXTENDED, "0" * 32)
    while len(_serialised(root)) > room:
        candidate = max(_movable(rdf), key=lambda row: row[0], default=None)
        if candidate is None:
            raise TooBig(f"XMP does not fit the {room} bytes a JPEG segment has for it",
                         help=f"shorten the longest: {_longest(rdf)}")  # fmt: skip
        _move(candidate[1], rest)
    guid = md5(_serialised(rest), usedforsecurity=False).hexdigest().upper()
    put(rdf, EXTENDED, guid)
    return rest


def _longest(rdf: etree._Element) -> str:
    found = [element for node in elements(rdf) for element in elements(node)]
    return short(max(found, key=lambda element: len(_serialised(element))).tag) if found else "all"


def _movable(rdf: etree._Element) -> Iterator[tuple[tuple[int, int], etree._Element]]:
    for node in rdf.iterchildren(DESCRIPTION):
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
    cut(element)
    node.append(element)
