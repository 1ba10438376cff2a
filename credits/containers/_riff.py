"""RIFF, the grammar under WebP: chunks of a four-letter name, a length, and padding to even."""

from __future__ import annotations

import struct

from credits._bytes import Source
from credits.containers._parts import Part, Problem, crowded


def chunks(source: Source, problems: list[Problem]) -> list[Part]:
    """Take a RIFF file apart: the header, the chunks with their padding, and any trailer."""
    parts = [Part("RIFF", 0, 12)]
    declared = 8 + int.from_bytes(source.read(4, 4), "little")
    end = max(12, min(declared, source.size))  # a length that leaves no room for the header lies
    # a last odd chunk whose padding byte was forgotten, or not counted
    if declared > source.size + 1:
        problems.append(Problem("file", "truncated: RIFF says it is longer", fatal=True))
    at = 12
    while at + 8 <= end:
        if crowded(parts, at, end, problems):
            at = end
            break
        head = source.read(at, 8)
        size = int.from_bytes(head[4:], "little")
        stop = at + 8 + size
        if stop > end:
            break
        stop = min(stop + size % 2, end)
        parts.append(Part(head[:4].decode("latin-1"), at, stop))
        at = stop
    if at < end:
        problems.append(Problem("file", f"truncated: chunk at byte {at}", fatal=True))
        parts.append(Part("broken", at, end))
    if end < source.size:
        parts.append(Part("trailer", end, source.size))
    return parts


def content(data: bytes) -> bytes:
    """Give what a chunk holds, without header and padding."""
    return data[8 : 8 + int.from_bytes(data[4:8], "little")]


def chunk(kind: str, data: bytes) -> bytes:
    """Build a chunk, padded to an even length."""
    return kind.encode() + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def header(form: str, length: int) -> bytes:
    """Build the RIFF header for *length* bytes of chunks."""
    return b"RIFF" + struct.pack("<I", 4 + length) + form.encode()
