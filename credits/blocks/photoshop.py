"""Photoshop image resources (8BIM), the envelope in which IIM travels.

Source: Adobe Photoshop File Formats Specification, "Image Resource Blocks". The digest (0x0425)
is the MD5 of the IIM that XMP was last reconciled with: when it differs from the MD5 of the IIM
that is there, somebody changed IIM alone (XMP Specification Part 3, 2.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import md5
from typing import Final, NamedTuple

from credits._kinds import Decoded

IIM: Final = 0x0404
EXIF: Final = 0x0422
XMP: Final = 0x0424
DIGEST: Final = 0x0425
COPYRIGHT_FLAG: Final = 0x040A
COPYRIGHT_URL: Final = 0x040B
# besides Photoshop's own: ImageReady, Photo Mechanic's and two cameras' makers'
SIGNATURES: Final = frozenset({b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR"})


class Resource(NamedTuple):
    """One resource: number, data, and all its bytes with header and padding."""

    number: int
    data: bytes
    whole: bytes


def split(data: bytes) -> tuple[list[Resource], bytes]:
    """Take the resources apart: the resources, and what stands behind them and is none."""
    found: list[Resource] = []
    at = 0
    while data[at : at + 4] in SIGNATURES and at + 12 <= len(data):
        number = int.from_bytes(data[at + 4 : at + 6])
        # the name is a Pascal string, padded to an even length with its length byte
        start = at + 6 + (data[at + 6] + 2) // 2 * 2
        size = int.from_bytes(data[start : start + 4])
        stop = start + 4 + size
        if stop > len(data):
            break
        padded = min(stop + size % 2, len(data))
        found.append(Resource(number, data[start + 4 : stop], data[at:padded]))
        at = padded
    return found, data[at:]


def decode(data: bytes) -> Decoded[dict[int, bytes]]:
    """Read the resources by number; of several with one number the first counts.

    IIM is an exception: the datastreams of several resources are read as one, as Exiv2 does.
    """
    resources, rest = split(data)
    values: dict[int, bytes] = {}
    for resource in resources:
        if resource.number == IIM and resource.number in values:
            values[IIM] += resource.data
        else:
            values.setdefault(resource.number, resource.data)
    problem = (f"{len(rest)} bytes that are no resource, kept as they are",)
    return Decoded(values, problem if rest.strip(b"\0") else ())


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
