"""Photoshop image resources (8BIM), the envelope in which IIM travels.

Source: Adobe Photoshop File Formats Specification, "Image Resource Blocks". The digest (0x0425)
is the MD5 of the IIM that XMP was last reconciled with: when it differs from the MD5 of the IIM
that is there, somebody changed IIM alone (XMP Specification Part 3, 2.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import md5
from typing import Final, NamedTuple, TypeAlias

from credits._kinds import Decoded

IIM: Final = 0x0404
EXIF: Final = 0x0422
XMP: Final = 0x0424
DIGEST: Final = 0x0425
COPYRIGHT_FLAG: Final = 0x040A
COPYRIGHT_URL: Final = 0x040B
# besides Photoshop's own: ImageReady, Photo Mechanic's and two cameras' makers'
SIGNATURES: Final = frozenset({b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR"})


# number of a resource, and where it begins, its data begin, they end, and it ends
Span: TypeAlias = tuple[int, int, int, int, int]


class Resource(NamedTuple):
    """One resource: number, data, and all its bytes with header and padding."""

    number: int
    data: bytes
    whole: bytes


def split(data: bytes) -> tuple[list[Resource], bytes]:
    """Take the resources apart: the resources, and what stands behind them and is none."""
    spans, rest = _spans(data)
    found = [Resource(n, data[start:stop], data[at:end]) for n, at, start, stop, end in spans]
    return found, data[rest:]


def _spans(data: bytes) -> tuple[list[Span], int]:
    """Find the resources, and where they end."""
    found: list[Span] = []
    at, length = 0, len(data)
    while data[at : at + 4] in SIGNATURES and at + 12 <= length:
        number = data[at + 4] << 8 | data[at + 5]
        # the name is a Pascal string, padded to an even length with its length byte
        start = at + 10 + (data[at + 6] + 2) // 2 * 2
        size = int.from_bytes(data[start - 4 : start])
        stop = start + size
        if stop > length:
            break
        end = min(stop + size % 2, length)
        found.append((number, at, start, stop, end))
        at = end
    return found, at


def decode(data: bytes) -> Decoded[dict[int, bytes]]:
    """Read the resources by number; of several with one number the first counts.

    IIM is an exception: the datastreams of several resources are read as one, as Exiv2 does.
    """
    spans, end = _spans(data)
    values: dict[int, bytes] = {}
    for number, _, start, stop, _ in spans:
        if number not in values:
            values[number] = data[start:stop]
        elif number == IIM:
            values[number] += data[start:stop]
    if not data[end:].strip(b"\0"):
        return Decoded(values)
    return Decoded(values, (f"{len(data) - end} bytes that are no resource, kept as they are",))


def encode(values: Mapping[int, bytes | None], base: bytes | None) -> bytes:
    """Write resources into *base*, each in the place of the old one, new ones behind the last."""
    resources, rest = split(base or b"")
    pending = {number: data for number, data in values.items() if data is not None}
    kept: list[bytes] = []
    for resource in resources:
        if resource.number not in values:
            kept.append(resource.whole)
        elif resource.number in pending:
            kept.append(_made(resource.number, pending.pop(resource.number)))
    kept += [_made(number, data) for number, data in pending.items()]
    # the padding of the last one may be missing in a file, and is missed where one follows
    return b"".join(one + b"\0" * (len(one) % 2) for one in kept[:-1]) + b"".join(kept[-1:]) + rest


def _made(number: int, data: bytes) -> bytes:
    head = b"8BIM" + number.to_bytes(2) + b"\0\0" + len(data).to_bytes(4)
    return head + data + b"\0" * (len(data) % 2)


def digest(iim: bytes) -> bytes:
    """Give the 16 bytes that resource 0x0425 should hold for this IIM datastream."""
    return md5(iim, usedforsecurity=False).digest()
