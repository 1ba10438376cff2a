"""Streams that fail: what every reader has to stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from credits.errors import CreditsError


def truncations(data: bytes, most: int = 600) -> Iterator[bytes]:
    """Cut a file at every byte of its head, then at ever wider steps."""
    yield from (data[:stop] for stop in range(min(most, len(data))))
    step = max(1, (len(data) - most) // 200)
    yield from (data[:stop] for stop in range(most, len(data), step))


def flips(data: bytes, most: int = 400) -> Iterator[bytes]:
    """Change one byte after the other of the head."""
    for place in range(min(most, len(data))):
        for value in (0x00, 0xFF, data[place] ^ 0x80):
            yield data[:place] + bytes([value]) + data[place + 1 :]


def only_our_errors(read: Callable[[bytes], object], inputs: Iterator[bytes]) -> int:
    """Read each input: nothing but the library's errors may escape. Gives how many were read."""
    count = 0
    for data in inputs:
        count += 1
        try:
            read(data)
        except CreditsError:
            continue
    return count
