"""Content Credentials: does the hash fit, and which source types are named."""

from __future__ import annotations

import contextlib
import hashlib
import math
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import credits
from credits import credentials
from credits._bytes import Buffer, Cursor
from credits.errors import CreditsError, WouldBreakCredentials
from credits.photo import strip
from tests.conftest import absent
from tests.pictures import picture

GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def cbor(value: object) -> bytes:
    """Write CBOR as manifests have it."""
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, dict):
        return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, (bytes, str)):
        data = value if isinstance(value, bytes) else value.encode()
        return head(3 if isinstance(value, str) else 2, len(data)) + data
    if isinstance(value, bool):
        return bytes([0xF4 + value])
    return head(0, value) if value >= 0 else head(1, -1 - value)


def head(major: int, amount: int) -> bytes:
    # always of four bytes, so that the manifest's length does not depend on what it says
    return bytes([major << 5 | 26]) + struct.pack(">I", amount)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def superbox(label: str, *content: bytes) -> bytes:
    return box(
        b"jumb", box(b"jumd", bytes(16) + b"\3" + label.encode() + b"\0") + b"".join(content)
    )


def store(excluded: tuple[int, int], digest: bytes, *, algorithm: str | None = "sha256") -> bytes:
    bound = {"exclusions": [{"start": excluded[0], "length": excluded[1]}], "hash": digest}
    bound |= {"alg": algorithm} if algorithm else {}
    actions = {"actions": [{"action": "c2pa.created", "digitalSourceType": GENERATED}]}
    assertions = superbox(
        "c2pa.assertions",
        superbox("c2pa.actions", box(b"cbor", cbor(actions))),
        superbox("c2pa.hash.data", box(b"cbor", cbor(bound))),
    )
    claim = superbox("c2pa.claim", box(b"cbor", cbor({"alg": "sha256", "dc:title": "x"})))
    return superbox("c2pa", superbox("urn:uuid:one", assertions, claim))


def signed(form: str, **how: object) -> bytes:
    """Put a store into a picture whose hash fits: the store itself is left out of it."""
    data = picture(form)
    at = {"png": 33, "jpeg": 2, "webp": len(data)}[form]
    wrap = {"png": in_png, "jpeg": in_jpeg, "webp": in_webp}[form]
    size = len(wrap(store((at, 1 << 20), bytes(32), **how)))
    if form == "webp":
        data = data[:4] + struct.pack("<I", len(data) - 8 + size) + data[8:]
    digest = hashlib.sha256(data[:at] + data[at:]).digest()
    return data[:at] + wrap(store((at, size), digest, **how)) + data[at:]


def in_png(manifest: bytes) -> bytes:
    body = b"caBX" + manifest
    return struct.pack(">I", len(manifest)) + body + struct.pack(">I", zlib.crc32(body))


def in_jpeg(manifest: bytes, room: int = 200) -> bytes:
    first, rest = manifest[8:room], manifest[room:]
    pieces = [first, *(rest[i : i + room] for i in range(0, len(rest), room))]
    bodies = [
        b"JP\0\1" + struct.pack(">I", number) + manifest[:8] + piece
        for number, piece in enumerate(pieces, 1)
    ]
    return b"".join(b"\xff\xeb" + struct.pack(">H", len(body) + 2) + body for body in bodies)


def in_webp(manifest: bytes) -> bytes:
    return b"C2PA" + struct.pack("<I", len(manifest)) + manifest + b"\0" * (len(manifest) % 2)


def state(data: bytes) -> dict[str, str]:
    return {trace.name: trace.text for trace in credits.read(data).traces.get("credentials", ())}


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("algorithm", ["sha256", None])
def test_a_hash_that_fits_and_one_that_does_not(form: str, algorithm: str | None) -> None:
    data = signed(form, algorithm=algorithm)
    assert state(data) == {"data-hash": "intact", "source-type": "trainedAlgorithmicMedia"}
    changed = bytearray(data)
    changed[100 if form == "webp" else -30] ^= 1
    assert state(bytes(changed))["data-hash"] == "changed"


def test_credentials_go_whole_and_only_when_asked() -> None:
    data = signed("png")
    assert strip(data, ["credentials"]) == picture("png")
    assert strip(data) == data
    telling = credits.embed(picture("png"), caption="x")
    at = len(in_png(store((33, 0), bytes(32))))
    both = telling[:33] + signed("png")[33 : 33 + at] + telling[33:]
    with pytest.raises(WouldBreakCredentials):
        credits.embed(both, caption="y")
    assert strip(both, ["credentials"]) == telling


@pytest.mark.parametrize("start", [math.inf, -math.inf, math.nan, 1.5, 1e300, "7", b"7"])
def test_a_place_that_is_no_whole_number_is_not_judged(start: object) -> None:
    found = credentials._state(store((start, 8), bytes(32)), Buffer(picture()))  # type: ignore[arg-type]
    assert found == "unknown"


def test_an_unknown_algorithm_is_not_judged() -> None:
    assert state(signed("png", algorithm="blake3"))["data-hash"] == "unknown"


@given(st.binary(max_size=200))
def test_broken_cbor_raises_only_our_errors(data: bytes) -> None:
    with contextlib.suppress(CreditsError, LookupError, TypeError, ValueError):
        credentials._value(Cursor(data), 0)


def test_truncated_stores_are_unknown() -> None:
    whole = store((0, 10), bytes(32))
    for stop in range(0, len(whole), 7):
        assert credentials._state(whole[:stop], Buffer(b"")) == "unknown"


def test_a_real_signed_photo(corpus: Path) -> None:
    path = corpus / "valid" / "c2pa--image_jpeg_adobe-20220124-C.jpg"
    if not path.exists():
        absent("the signed photo")
    data = path.read_bytes()
    assert state(data)["data-hash"] == "intact"
    assert state(data + b"\0")["data-hash"] == "changed"
