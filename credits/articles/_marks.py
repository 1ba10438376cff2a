"""Edits before parsing, and places kept through it.

HTML parsers tell the line at best, and none after the markup was mended. So the offset is written
into the tag before parsing, without quotes, which is harmless even inside another attribute, and
taken out of every text that is given on. All edits are found in the original text and applied in
one go, so their offsets are true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

MARK: Final = "data-credits-at"
TAGS: Final = (
    "img", "amp-img", "amp-story-page", "image", "video", "meta", "link", "script",
    "media:content", "media:thumbnail", "enclosure",
)  # fmt: skip
_OPENING: Final = re.compile(rf"<(?:{'|'.join(map(re.escape, TAGS))})(?=[\s/>])", re.IGNORECASE)
_BEHIND: Final = re.compile(r"\burl\(", re.IGNORECASE)
_NAME: Final = re.compile(r"<[a-z][a-z0-9-]*(?=\s)", re.IGNORECASE)
# a style attribute stands this near behind the name of its tag, in characters
_NEAR: Final = 1000
_MARKED: Final = re.compile(rf"\s{MARK}=\d+")


class Edit(NamedTuple):
    """New *text* for what stands from *start* to *stop*."""

    start: int
    stop: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Apply all edits; of two that overlap, the one that begins first."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.start >= at:
            pieces += text[at : edit.start], edit.text
            at = edit.stop
    return "".join([*pieces, text[at:]])


def marks(text: str) -> Iterator[Edit]:
    """Write its offset into every tag that can show a picture."""
    places = {tag.end(): tag.start() for tag in _OPENING.finditer(text)} | _styled(text)
    return (Edit(end, end, f" {MARK}={begin}") for end, begin in places.items())


def _styled(text: str) -> dict[int, int]:
    """Find the tags whose style shows a picture: where each name ends, and where it begins."""
    found: dict[int, int] = {}
    if "url(" not in text.lower():
        return found
    for style in _BEHIND.finditer(text):
        begin = text.rfind("<", max(0, style.start() - _NEAR), style.start())
        if begin >= 0 and (tag := _NAME.match(text, begin)):
            found[tag.end()] = begin
    return found


def unmarked(text: str) -> str:
    """Take the offsets out of a text again."""
    return _MARKED.sub("", text) if MARK in text else text
