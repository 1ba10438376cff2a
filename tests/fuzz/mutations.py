"""Damage: the same number gives the same damaged input, so that every find can be had again."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Sequence
from typing import Final

# no input is longer than this (bytes): what is being looked for is depth, loops and lies
MOST: Final = 400_000
# numbers at the edges of their types, and the one that a length must not be
EDGES: Final = (0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000,
                0xFFFFFFFF, 0xFFFFFFF0, 1 << 63, (1 << 64) - 1)  # fmt: skip
# texts that something somewhere takes for more than text
TOKENS: Final = (
    "\0", "\x1b[2J", "\r\n", "\u202e", "\u2066", "\ufeff", "\ud7ff", "\U0010ffff", "é", "İ", "ß",
    "../", "..\\", "/", "//", "\\", "%00", "%2e%2e%2f", "file:///etc/passwd", "http://[", "data:,",
    "<", ">", "&", "&amp;", "&#0;", "&#x110000;", "&lol;", "]]>", "<![CDATA[", "<!--", "-->", "<?",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<svg>", "<img src=x>", "<figure>", "<figcaption>", "<table>",
    "<script type='application/ld+json'>", "<rdf:Bag>", "<rdf:li>", " rdf:parseType='Resource'",
    " xml:lang='x'", "{", "}", "{{", "[", "]", "(", ")", '"', "'", "`", "```", "~~~", "---", "+++",
    "![", "](", '![a](b "c")', ":::", ".. figure:: a.jpg", "{% include a %}", "{{< figure >}}",
    "{creator}", "{date:%Y}", "{n:099}", "{x|}", "=tk=", "=tk#99999=", "#", "=", ":", ";", ",", "|",
    "\t", " ", "\n", "\n\n", "- ", "* ", "> ", "1. ", "&a", "*a", "<<: *a", "!!python/object", "- - ",
    "true", "null", "NaN", "Infinity", "-1", "0", "1e999", "9" * 400, "1979-05-27T07:32:00Z",
    "9999-12-31", "0000-00-00", "2026-02-30", "[[waiver]]", "[a.b]", "**/", "**", "*", "?", "[!", "\\",
    "Photo: ", "Фото: ", "/", " via ", " by ", "©", "(c) ", "CC BY 4.0", "Source: ", " / ", "—",
)  # fmt: skip

Change = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def damaged(number: int, seeds: Sequence[bytes]) -> bytes:
    """Damage one of the seeds, in the way that this number stands for."""
    dice = random.Random(number)
    data = dice.choice(seeds)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 5, 9))):
        data = dice.choice(CHANGES)(dice, data, seeds)[:MOST]
    if data.startswith(b"\x89PNG") and dice.random() < 0.7:
        data = with_checksums(data)
    return data


def _place(dice: random.Random, data: bytes) -> int:
    """Choose a place, oftener near the head, where the lengths and counts stand."""
    most = len(data) if dice.random() < 0.5 else min(len(data), 512)
    return dice.randrange(most + 1)


def _span(dice: random.Random, data: bytes) -> tuple[int, int]:
    start = _place(dice, data)
    return start, min(len(data), start + dice.choice((1, 2, 4, 12, 64, 700, 9000)))


def flipped(dice: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = _place(dice, data)
    return (
        data[:at]
        + bytes(one ^ (1 << dice.randrange(8)) for one in data[at : at + 1])
        + data[at + 1 :]
    )


def edged(dice: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Put a number from the edge of its type over one that was there."""
    at, width = _place(dice, data), dice.choice((1, 2, 4, 8))
    number = dice.choice(EDGES) & ((1 << 8 * width) - 1)
    return data[:at] + number.to_bytes(width, dice.choice(("big", "little"))) + data[at + width :]


def cut(dice: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def dropped(dice: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, stop = _span(dice, data)
    return data[:start] + data[stop:]


def repeated(dice: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Say something again, sometimes thousands of times: what nests or loops shows here."""
    start, stop = _span(dice, data)
    times = dice.choice((2, 2, 3, 20, 300, 5000, 60000))
    return data[:start] + data[start:stop] * min(times, MOST // (stop - start + 1)) + data[stop:]


def moved(dice: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, stop = _span(dice, data)
    rest, at = data[:start] + data[stop:], _place(dice, data)
    return rest[:at] + data[start:stop] + rest[at:]


def spliced(dice: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    other = dice.choice(seeds)
    start, stop = _span(dice, other)
    at = _place(dice, data)
    return data[:at] + other[start:stop] + data[at + dice.choice((0, stop - start)) :]


def randomised(dice: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, stop = _span(dice, data)
    return data[:start] + dice.randbytes(stop - start) + data[stop:]


def worded(dice: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Put in a text that something takes for more, once or very often."""
    at, times = _place(dice, data), dice.choice((1, 1, 1, 2, 40, 2000, 30000))
    words = "".join(dice.choice(TOKENS) for _ in range(dice.choice((1, 1, 2, 3))))
    text = words.encode("utf-8", "surrogatepass")
    return data[:at] + text * min(times, MOST // len(text)) + data[at:]


CHANGES: Final[tuple[Change, ...]] = (
    flipped, edged, edged, cut, dropped, repeated, moved, spliced, randomised, worded, worded,
)  # fmt: skip


def with_checksums(data: bytes) -> bytes:
    """Put the checksums of a PNG right, so that what stands behind them is read."""
    out, at = [data[:8]], 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        stop = at + 8 + length
        if stop + 4 > len(data):
            break
        out += [data[at:stop], zlib.crc32(data[at + 4 : stop]).to_bytes(4)]
        at = stop + 4
    return b"".join(out) + data[at:]
