"""SVG: text, spliced; the drawing is never serialised anew.

Sources: SVG 2, 5.6 and 5.7 (title, desc, metadata); XMP Specification Part 3, 1.1 and table 14: the
packet stands in a ``metadata`` child of the outermost element, whose ``title`` and ``desc``
children say the same in SVG's own words. Only UTF-8 is read; a document type with definitions of
its own (entities) is not followed, and such a file is not written.
"""

from __future__ import annotations

import re
from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from credits.containers._parts import Blocks, Part, Parts, Problem, Size, marked_image, texts_of
from credits.errors import Unwritable

if TYPE_CHECKING:
    from credits._bytes import Source
    from credits.containers._parts import Edits

NAME: Final = "svg"
MEDIA_TYPE: Final = "image/svg+xml"
SUFFIXES: Final = (".svg",)
WRITES: Final = frozenset({"xmp", "text"})

SVG: Final = "http://www.w3.org/2000/svg"
XMPMETA: Final = "adobe:ns:meta/ xmpmeta"
C2PA: Final = "http://c2pa.org/manifest manifest"
# SVG's own words, by the keyword they have among texts
NATIVE: Final = {"title": "Title", "desc": "Description"}
KEYWORDS: Final = {keyword: kind for kind, keyword in NATIVE.items()}
# a tag, with ">" allowed inside its quoted values
TAG: Final = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*+>""")
# pixels in each unit of length (CSS Values 4, 6.2)
UNITS: Final = {"": 1, "px": 1, "pt": 96 / 72, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
LONGEST_TAG: Final = 1 << 20
# what may stand before the outermost element: declaration, comment, document type
PROLOGUE: Final = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)


def recognises(head: bytes) -> bool:
    """Tell by the outermost element, behind declaration, comments and document type."""
    rest = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    while before := PROLOGUE.match(rest):
        rest = rest[before.end() :].lstrip()
    return re.match(rb"<(?:[\w.-]+:)?svg[\s>/]", rest) is not None


class _Found(NamedTuple):
    """A stretch of the file, by what it is, with the text in it."""

    kind: str
    start: int
    stop: int
    text: str = ""


class _Scan:
    """One pass over the file: where the outermost element's children of interest stand."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[_Found] = []
        self.problem: Problem | None = None
        self.root = 0
        self.inside = 0
        self.attributes: dict[str, str] = {}
        self._stack: list[tuple[str, int]] = []
        self._child = ""
        self._kinds: set[str] = set()
        self._packet: int | None = None
        self._text: list[str] | None = None
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = self._typed
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.ProcessingInstructionHandler = self._instruction

    def run(self) -> None:
        try:
            for chunk in self.source.chunks(0, self.source.size):
                self._parser.Parse(chunk, False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            if self.problem is None:
                self.problem = Problem("file", f"truncated or broken: {error}", fatal=True)
        except _Stop:
            pass

    def _refuse(self, why: str) -> None:
        self.problem = Problem("file", f"{why}: its metadata is not read")
        self.found.clear()
        raise _Stop

    def _declared(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "utf8"}:
            self._refuse(f"is encoded in {encoding}, not UTF-8")

    def _typed(self, _: str, __: str | None, ___: str | None, internal: int) -> None:
        if internal:
            self._refuse("has a document type with definitions of its own")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at, depth = self._parser.CurrentByteIndex, len(self._stack)
        if depth == 0:
            self.attributes, self.root, self.inside = attributes, at, self._behind_tag(at)
        elif depth == 1:
            # a drawing without namespace is none for browsers, but people have them
            space, _, local = name.rpartition(" ")
            self._child = local if space in {"", SVG} else ""
            self._text = [] if self._child in NATIVE else None
        else:
            self._text = None  # a title with elements in it is not one text
        self._stack.append((name, at))

    def _end(self, name: str) -> None:
        _, start = self._stack.pop()
        at, depth = self._parser.CurrentByteIndex, len(self._stack)
        if depth == 1 and self._text is not None:
            self._native(start, at)
        elif depth == 1 and self._child == "metadata":
            self._frame(start, self._behind_end(start, at))
        elif depth == 2 and self._child == "metadata" and name == XMPMETA and not self._packet:
            self.found.append(_Found("xmp", start, self._behind_end(start, at)))
        elif depth == 2 and self._child == "metadata" and name == C2PA:
            self.found.append(_Found("c2pa", start, self._behind_end(start, at)))
        if depth <= 1:
            self._child, self._text = "", None

    def _native(self, start: int, at: int) -> None:
        content = self._behind_tag(start)
        if content <= at and self._child not in self._kinds:
            self._kinds.add(self._child)
            text = "".join(self._text or ())
            self.found.append(_Found(self._child, content, at, text))

    def _frame(self, start: int, stop: int) -> None:
        """Mark the element around a packet as ours if nothing else is in it."""
        inside = [*takewhile(lambda found: found.start > start, reversed(self.found))]
        if [found.kind for found in inside] != ["xmp"] or inside[0].stop > stop:
            return
        frames = (start, inside[0].start), (inside[0].stop, stop)
        texts = [self.source.read(at, end - at) for at, end in frames]
        if not (TAG.sub(b"", texts[0], count=1) + TAG.sub(b"", texts[1], count=1)).strip():
            self.found += [_Found("frame", *frame) for frame in frames]

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _instruction(self, target: str, data: str) -> None:
        """Take the packet from its head to its tail where it has them."""
        if target != "xpacket" or self._child != "metadata":
            return
        at = self._parser.CurrentByteIndex
        if data.startswith("begin"):
            self._packet = at
        elif data.startswith("end") and self._packet is not None:
            self.found.append(_Found("xmp", self._packet, self._behind(at, b"?>")))

    def _behind_end(self, start: int, at: int) -> int:
        """Step over an end tag; an empty element, begun at *start*, has none."""
        stop = self._behind_tag(start)
        return stop if self.source.peek(stop - 2, 2) == b"/>" else self._behind_tag(at)

    def _behind_tag(self, at: int) -> int:
        for most in (1 << 10, LONGEST_TAG):
            if match := TAG.match(self.source.peek(at, most)):
                return at + match.end()
        return self.source.size

    def _behind(self, at: int, end: bytes) -> int:
        place = self.source.peek(at, LONGEST_TAG).find(end)
        return at + place + len(end) if place >= 0 else self.source.size


class _Stop(Exception):
    """What is to be known is known."""


def split(source: Source) -> Parts:
    """Take an SVG apart: the drawing around its packet, its title and its description."""
    scan = _Scan(source)
    scan.run()
    # an empty stretch where a packet would go in, so that the drawing is cut there either way
    marks = [
        _Found("root", scan.root, scan.inside),
        _Found("inside", scan.inside, scan.inside),
        *scan.found,
    ]
    parts: list[Part] = []
    at = 0
    for kind, start, stop, _ in sorted(marks, key=lambda found: found[1:3]):
        if start < at:
            continue
        parts.append(Part("drawing", at, start, image=True))
        parts.append(Part(kind, start, stop, image=kind == "root"))
        at = stop
    parts.append(Part("drawing", at, source.size, image=True))
    return Parts(source, tuple(parts), (scan.problem,) if scan.problem else ())


def blocks(parts: Parts) -> Blocks:
    """Gather the raw blocks."""
    packets = parts.of_kind("xmp")
    texts = [
        (NATIVE[part.kind], _text(parts.payload(part)))
        for part in parts.parts
        if part.kind in NATIVE
    ]
    return Blocks(xmp=parts.payload(packets[0]) if packets else None, text=tuple(texts))


def _text(content: bytes) -> str:
    """Read what stands between two tags: references and CDATA resolved, blanks as one."""
    pieces: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = pieces.append
    parser.Parse(b"<t>" + content + b"</t>", True)
    return " ".join("".join(pieces).split())


def replaced(parts: Parts, edits: Edits) -> Parts:
    """Splice new blocks in: the packet in the place of the old one or as the first child.

    Raises:
        Unwritable: the document type or the encoding hides what the file says.
    """
    if parts.problems:
        raise Unwritable(f"{parts.problems[0].message}, and nothing can be written into it",
                         help="save it again as plain SVG in UTF-8")  # fmt: skip
    said = iter(texts_of(edits))
    has_packet = bool(parts.of_kind("xmp"))
    gone = {"c2pa"} if "credentials" in edits else set[str]()
    gone |= {"frame"} if edits.get("xmp", b"") is None else set()
    kept: list[Part] = []
    for part in parts.parts:
        if part.kind in gone:
            kept.append(part._replace(data=b""))
        elif part.kind in NATIVE and "text" in edits:
            kept.append(_with_text(parts, part, next(said, None) or ""))
        elif part.kind == ("xmp" if has_packet else "inside") and "xmp" in edits:
            around = (b"", b"") if has_packet else _metadata_tags(parts)
            data = edits["xmp"]
            data = data.join(around) if isinstance(data, bytes) else b""
            kept.append(part._replace(data=data))
        else:
            kept.append(part)
    return parts.with_parts(tuple(kept))


def _with_text(parts: Parts, part: Part, text: str) -> Part:
    same = text == _text(parts.payload(part))
    return part if same else part._replace(data=escape(text, quote=False).encode())


def _metadata_tags(parts: Parts) -> tuple[bytes, bytes]:
    """Name the element as the outermost one is named: readers compare prefixes."""
    match = re.match(rb"<([\w.-]+:)?svg", parts.payload(parts.of_kind("root")[0]))
    name = (match[1] or b"" if match else b"") + b"metadata"
    return b"<" + name + b">", b"</" + name + b">"


def dimensions(parts: Parts) -> Size | None:
    """Read width and height, else the view box, in CSS pixels."""
    scan = _Scan(parts.source)
    scan.run()
    sides = [_length(scan.attributes.get(name, "")) for name in ("width", "height")]
    box = re.split(r"[\s,]+", scan.attributes.get("viewBox", "").strip())
    if None in sides and len(box) == 4:
        sides = [_length(side) for side in box[2:]]
    if sides[0] is None or sides[1] is None:
        return None
    return Size(round(sides[0]), round(sides[1]))


def _length(text: str) -> float | None:
    match = re.fullmatch(r"([0-9]{0,9}(?:\.[0-9]{0,9})?)\s*+([a-z]*)", text.strip())
    if match is None or match[2] not in UNITS or not match[1].strip("."):
        return None
    return float(match[1]) * UNITS[match[2]]


image_data = marked_image


def is_signed(parts: Parts) -> bool:
    """Tell whether a C2PA manifest store is there."""
    return bool(parts.of_kind("c2pa"))
