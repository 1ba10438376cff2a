"""The photo in an SVG that is nothing but a frame around it.

Sources: SVG 2, 12 (image) and 14.3 (pattern); RFC 2397 (data URLs). Programs for layout export a
photo so: one ``image`` element with the whole file in it, clipped, or painted by a pattern onto a
rectangle, perhaps on a background. Where more is drawn than that, it is a drawing.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes
from xml.parsers import expat

from credits.errors import Unsupported

if TYPE_CHECKING:
    from credits._bytes import Source

MARK: Final = b"data:image/"
# bytes of a drawing that is looked into
MOST: Final = 128 << 20
# elements that draw, and those that only say how others are drawn
SHAPES: Final = frozenset(
    {"circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "foreignObject", "video"}
)
WORDS: Final = frozenset({"text", "textPath"})
UNDRAWN: Final = frozenset({"clipPath", "mask", "marker", "symbol", "metadata"})
# a background, and the rectangle that a pattern is painted onto
MOST_SHAPES: Final = 2
LINKS: Final = ("href", "http://www.w3.org/1999/xlink href")
_URL: Final = re.compile(r"\s*data:image/(?!svg)[\w.+-]+((?:;[\w.=-]+)*?)(;base64)?,", re.ASCII)


def framed(source: Source) -> bytes | None:
    """Give the bytes of the photo that a drawing is nothing but a frame of; None for a drawing."""
    if source.size > MOST or source.rfind(MARK, 0) < 0:
        return None
    look = _Look()
    try:
        for chunk in source.chunks(0, source.size):
            look.parser.Parse(chunk, False)
        look.parser.Parse(b"", True)
    except (expat.ExpatError, Unsupported):
        return None
    drawn = look.words or look.shapes > MOST_SHAPES or len(look.images) != 1
    return None if drawn else _decoded(look.images.pop())


class _Look:
    """One pass over a drawing: what is in it that can be seen."""

    def __init__(self) -> None:
        self.images: set[str] = set()
        self.shapes = 0
        self.words = False
        self._undrawn = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._typed
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _typed(self, _: str, __: str | None, ___: str | None, internal: int) -> None:
        if internal:
            raise Unsupported("has a document type with definitions of its own")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if self._undrawn or local in UNDRAWN:
            self._undrawn += 1
        self.words |= local in WORDS and not self._undrawn
        self.shapes += local in SHAPES and not self._undrawn
        if local == "image":
            links = (attributes[name] for name in LINKS if name in attributes)
            self.images.update(link for link in links if _URL.match(link))

    def _end(self, _: str) -> None:
        self._undrawn -= self._undrawn > 0


def _decoded(url: str) -> bytes | None:
    head = _URL.match(url)
    if head is None:
        return None
    data = unquote_to_bytes(url[head.end() :])
    try:
        return b64decode(data) if head[2] else data
    except Base64Error:
        return None
