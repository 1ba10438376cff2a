"""Compressed metadata: ``brob`` boxes of JPEG XL, encoded items of HEIF.

Sources: ISO/IEC 18181-2, 9.3 (Brotli, RFC 7932); ISO/IEC 14496-12, 8.11.6 (content encodings). What
unpacks to more than a block may have is a bomb, and is refused before it is unpacked.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Final

from credits import _optional
from credits.errors import UnreadableBlock

# a block unpacks to at most this many bytes
MOST: Final = 16 << 20


def unbrotli(data: bytes) -> bytes:
    """Unpack Brotli.

    Raises:
        UnreadableBlock: it does not unpack, or to too much.
        Unsupported: the package that can is not installed.
    """
    brotli = _optional.need("brotli", "jxl")
    unpacker = brotli.Decompressor()
    try:
        text = unpacker.process(data, output_buffer_limit=MOST + 1)
    except brotli.error as error:
        raise UnreadableBlock("compressed with Brotli, and does not unpack") from error
    return _whole(text, complete=unpacker.is_finished())


def inflated(data: bytes, bits: int) -> bytes:
    """Inflate zlib's forms of the deflate encoding; *bits* as zlib has them.

    Raises:
        UnreadableBlock: it does not unpack, or to too much.
    """
    unpacker = zlib.decompressobj(bits)
    try:
        text = unpacker.decompress(data, MOST + 1)
    except zlib.error as error:
        raise UnreadableBlock("compressed, and does not unpack") from error
    return _whole(text, complete=unpacker.eof)


def _whole(data: bytes, *, complete: bool) -> bytes:
    if len(data) > MOST:
        raise UnreadableBlock(f"compressed, and unpacks to more than {MOST >> 20} MiB")
    if not complete:
        raise UnreadableBlock("compressed, and cut short")
    return data


def _zlib_or_bare(data: bytes) -> bytes:
    # HTTP's old quarrel about what "deflate" means went on here
    return inflated(data, zlib.MAX_WBITS if data[:1] == b"\x78" else -zlib.MAX_WBITS)


ENCODINGS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "": bytes,
    "br": unbrotli,
    "gzip": lambda data: inflated(data, 16 + zlib.MAX_WBITS),
    "zlib": lambda data: inflated(data, zlib.MAX_WBITS),
    "deflate": _zlib_or_bare,
}


def unpacked(data: bytes, encoding: str) -> bytes:
    """Undo a content encoding.

    Raises:
        UnreadableBlock: it does not unpack, to too much, or from an encoding not known here.
        Unsupported: the package that can is not installed.
    """
    unpack = ENCODINGS.get(encoding)
    if unpack is None:
        raise UnreadableBlock(f"has the content encoding {encoding!r}, which is not read here")
    return unpack(data)
