"""Content Credentials (C2PA), as far as they can be judged without certificates.

Sources: C2PA Technical Specification 2.1, 8 (JUMBF), 9.2 (hard bindings), 18.5 (data hash), A
(embedding); ISO/IEC 19566-5 (JUMBF); RFC 8949 (CBOR). Only two questions are answered: does the
hash in the manifest still fit the bytes of the file, and which digital source types does it name.
Who signed, and whether to trust him, is not asked here, so nothing is ever called authentic.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal, NamedTuple

from credits._bytes import Cursor, Source
from credits._ifd import Tiff
from credits.containers import Parts
from credits.errors import CreditsError, Truncated, UnreadableBlock

State = Literal["intact", "changed", "unknown"]

# a store with many ingredients and their thumbnails has megabytes
MOST: Final = 64 << 20
DEEPEST: Final = 32
ALGORITHMS: Final = frozenset({"sha256", "sha384", "sha512"})
DATA_HASH: Final = "c2pa.hash.data"
_SOURCE_TYPE: Final = re.compile(rb"digitalsourcetype/(\w{4,64})")
TIFF_TAG: Final = 0xCD41


class Judgement(NamedTuple):
    """What a manifest store says: whether the file is as it was signed, and of which source types.

    *state* is ``unknown`` where the hash is of another kind (boxes, BMFF) or cannot be read.
    """

    state: State
    source_types: tuple[str, ...]


def judged(parts: Parts, form: str) -> Judgement | None:
    """Judge the manifest store of a file of format *form*; None if it has none that is read."""
    find = _STORES.get(form)
    store = find(parts) if find else b""
    if not store or len(store) > MOST:
        return None
    types = dict.fromkeys(code.decode() for code in _SOURCE_TYPE.findall(store))
    return Judgement(_state(store, parts.source), tuple(types))


def _state(store: bytes, source: Source) -> State:
    try:
        binding = _binding(store)
        if binding is None:
            return "unknown"
        return "intact" if _hashed(binding, source) == binding.digest else "changed"
    except (CreditsError, LookupError, TypeError, ValueError):
        return "unknown"


# ── where the store stands ──────────────────────────────────────────────────────────────────────


def _in_jpeg(parts: Parts) -> bytes:
    """Put the segments of the store together: each repeats the head of the box (19566-5, D.2)."""
    boxes: dict[bytes, list[tuple[int, bytes]]] = {}
    for part in parts.of_kind("JUMBF"):
        data = parts.payload(part, skip=4)
        boxes.setdefault(data[2:4], []).append((int.from_bytes(data[4:8]), data[8:]))
    for pieces in boxes.values():
        ordered = [data for _, data in sorted(pieces)]
        head = 16 if ordered[0][:4] == b"\0\0\0\1" else 8
        whole = ordered[0] + b"".join(data[head:] for data in ordered[1:])
        if b"c2pa" in whole[:64]:
            return whole
    return b""


def _in_png(parts: Parts) -> bytes:
    return next((parts.payload(part, skip=8, drop=4) for part in parts.of_kind("caBX")), b"")


def _in_webp(parts: Parts) -> bytes:
    return next((parts.payload(part, skip=8) for part in parts.of_kind("C2PA")), b"")


def _in_tiff(parts: Parts) -> bytes:
    try:
        tiff = Tiff.of(parts.source)
        entry = tiff.first({TIFF_TAG}).find(TIFF_TAG)
        return tiff.raw(entry) if entry else b""
    except CreditsError:
        return b""


def _in_svg(parts: Parts) -> bytes:
    for part in parts.of_kind("c2pa"):
        text = re.sub(rb"<[^<>]*>|\s", b"", parts.payload(part))
        try:
            return base64.b64decode(text, validate=True)
        except ValueError:
            return b""
    return b""


def _in_boxes(parts: Parts) -> bytes:
    """Give what stands in boxes; their hash is of another kind, but the source types are told."""
    kinds = ("jumb", "uuid")
    heads = [part for kind in kinds for part in parts.of_kind(kind) if part.length <= MOST]
    return next((data for part in heads if b"c2pa" in (data := parts.payload(part))[:256]), b"")


_STORES: Final[dict[str, Callable[[Parts], bytes]]] = {
    "jpeg": _in_jpeg, "png": _in_png, "webp": _in_webp, "tiff": _in_tiff, "svg": _in_svg,
    "heif": _in_boxes, "avif": _in_boxes, "jxl": _in_boxes,
}  # fmt: skip


# ── JUMBF ───────────────────────────────────────────────────────────────────────────────────────


class Box(NamedTuple):
    """A box: its type, its label (of superboxes), and its content, a superbox's with its label."""

    kind: bytes
    label: str
    content: bytes


def boxes(data: bytes) -> Iterator[Box]:
    """Go through the boxes that stand in a row.

    Raises:
        Truncated: one is longer than the data.
    """
    cursor = Cursor(data)
    while cursor.left >= 8:
        length, kind, head = cursor.u32(), cursor.take(4), 8
        if length == 1:
            length, head = cursor.u64(), 16
        if length == 0:
            length = head + cursor.left
        content = cursor.take(length - head)
        yield Box(kind, _label(content) if kind == b"jumb" else "", content)


def _label(content: bytes) -> str:
    """Read the label in the description box, the first one of a superbox (19566-5, B.3)."""
    description = next(boxes(content), None)
    if description is None or description.kind != b"jumd" or len(description.content) < 17:
        return ""
    named = description.content[16] & 2
    return description.content[17:].partition(b"\0")[0].decode("utf-8", "replace") if named else ""


class Binding(NamedTuple):
    """A data hash: the algorithm, the digest, and the ranges of the file that are left out."""

    algorithm: str
    digest: bytes
    excluded: list[tuple[int, int]]


def _binding(store: bytes) -> Binding | None:
    """Find the hash that binds the file: the active manifest is the last; updates have none."""
    outer = next((box for box in boxes(store) if box.label == "c2pa"), None)
    manifests = [box for box in boxes(outer.content) if box.kind == b"jumb"] if outer else []
    for manifest in reversed(manifests):
        inner = [box for box in boxes(manifest.content) if box.kind == b"jumb"]
        default = next((_map(box).get("alg") for box in inner if _is_claim(box)), None)
        for assertions in (box for box in inner if box.label == "c2pa.assertions"):
            for box in boxes(assertions.content):
                if box.label.partition("__")[0] == DATA_HASH:
                    return _read(_map(box), default or "sha256")
    return None


def _is_claim(box: Box) -> bool:
    return box.label.startswith("c2pa.claim")


def _map(box: Box) -> dict[Any, Any]:
    """Decode the CBOR of an assertion or a claim."""
    content = next((one.content for one in boxes(box.content) if one.kind == b"cbor"), b"\xa0")
    value = _value(Cursor(content), 0)
    return value if isinstance(value, dict) else {}


def _read(values: dict[Any, Any], algorithm: Any) -> Binding | None:
    name = values.get("alg", algorithm)
    if name not in ALGORITHMS or not isinstance(values.get("hash"), bytes):
        return None
    excluded = [(row["start"], row["length"]) for row in values.get("exclusions") or ()]
    if not all(isinstance(number, int) for row in excluded for number in row):
        return None
    return Binding(name, values["hash"], sorted((at, at + length) for at, length in excluded))


def _hashed(binding: Binding, source: Source) -> bytes:
    whole, at = hashlib.new(binding.algorithm), 0
    for start, stop in [*binding.excluded, (source.size, source.size)]:
        for chunk in source.chunks(at, min(start, source.size)):
            whole.update(chunk)
        at = max(at, stop)
    return whole.digest()


# ── CBOR (RFC 8949, 3) ──────────────────────────────────────────────────────────────────────────

_SIZES: Final = {24: "B", 25: "H", 26: "I", 27: "Q"}
_BREAK: Final = object()
_SIMPLE: Final = {20: False, 21: True, 22: None, 23: None, 31: _BREAK}


def _value(cursor: Cursor, depth: int) -> Any:
    if depth > DEEPEST:
        raise UnreadableBlock(f"CBOR nested deeper than {DEEPEST}")
    head = cursor.u8()
    major, short = head >> 5, head & 31
    if major == 7:
        return _simple(cursor, short)
    endless = short == 31
    amount = 0 if endless else _amount(cursor, short)
    if major in {2, 3}:
        data = b"".join(_chunks(cursor, depth)) if endless else cursor.take(amount)
        return data if major == 2 else data.decode("utf-8", "replace")
    if major in {4, 5}:
        items = list(_items(cursor, None if endless else amount * (major - 3), depth))
        return items if major == 4 else _pairs(items)
    if major == 6:
        return _value(cursor, depth + 1)  # a tag says what the value means, and is not needed
    return amount if major == 0 else -1 - amount


def _amount(cursor: Cursor, short: int) -> int:
    if short < 24:
        return short
    if short not in _SIZES:
        raise UnreadableBlock(f"CBOR with the length {short}")
    return cursor.unpack(_SIZES[short])[0]


def _simple(cursor: Cursor, short: int) -> Any:
    if short in {25, 26, 27}:
        form = {25: "e", 26: "f", 27: "d"}[short]
        return struct.unpack(f">{form}", cursor.take(struct.calcsize(form)))[0]
    return cursor.u8() if short == 24 else _SIMPLE.get(short)


def _items(cursor: Cursor, amount: int | None, depth: int) -> Iterator[Any]:
    if amount is not None and amount > cursor.left:
        raise Truncated(f"{amount} values in {cursor.left} bytes")
    while amount is None or amount > 0:
        value = _value(cursor, depth + 1)
        if value is _BREAK:
            return
        yield value
        amount = None if amount is None else amount - 1


def _chunks(cursor: Cursor, depth: int) -> Iterator[bytes]:
    for piece in _items(cursor, None, depth):
        yield piece if isinstance(piece, bytes) else str(piece).encode()


def _pairs(items: list[Any]) -> dict[Any, Any]:
    return dict(zip(items[::2], items[1::2], strict=True))
