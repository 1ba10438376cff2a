"""IIM, the datasets that newsrooms have sent since 1991.

Source: IPTC-NAA Information Interchange Model 4.2, 1.5 (datasets) and chapter 6 (record 2).
Lengths are bytes, not characters. Text has the code that dataset 1:90 declares; much of what is
out there declares nothing. Whenever text is written, all text of record 2 becomes UTF-8 and 1:90
says so: two codes are never mixed. Datasets that are not text, and other records, are kept as
they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from struct import Struct
from typing import Final, NamedTuple, TypeAlias

from credits._kinds import Decoded
from credits.errors import InvalidValue

Address: TypeAlias = tuple[int, int]
Values: TypeAlias = dict[Address, list[str]]
# where a dataset is, and where it begins, its value begins, and it ends
Span: TypeAlias = tuple[Address, int, int, int]

MARK: Final = 0x1C
# how a dataset begins: mark, record, number, length of the value
HEAD: Final = Struct(">BBBH")
CHARSET: Final = (1, 90)
VERSION: Final = (2, 0)
UTF8: Final = b"\x1b%G"
# binary datasets of record 2: version, rasterised caption, sound and preview
BINARY: Final = frozenset({0, 125, 200, 201, 202})
TEXTS: Final = frozenset((2, number) for number in range(256) if number not in BINARY)
# a habit of old software, which breaks nothing
UNDECLARED: Final = "text without a declared character set"
# at most this many bytes in a dataset with a plain length
PLAIN: Final = 0x7FFF


class Dataset(NamedTuple):
    """One dataset: its record and number, its value, and all its bytes with the header."""

    record: int
    number: int
    value: bytes
    whole: bytes

    @property
    def is_text(self) -> bool:
        """Tell whether the value is text of record 2."""
        return self.record == 2 and self.number not in BINARY


def split(data: bytes) -> tuple[list[Dataset], bytes]:
    """Take a datastream apart: the datasets, and what stands behind them and is none."""
    spans, end = _spans(data)
    return _datasets(data, spans), data[end:]


def _datasets(data: bytes, spans: list[Span]) -> list[Dataset]:
    return [Dataset(*place, data[start:stop], data[at:stop]) for place, at, start, stop in spans]


def _spans(data: bytes) -> tuple[list[Span], int]:
    """Find the datasets, and where they end."""
    found: list[Span] = []
    at, size = 0, len(data)
    unpack, last = HEAD.unpack_from, size - HEAD.size
    while at <= last:
        mark, record, number, length = unpack(data, at)
        if mark != MARK:
            # NULs pad to an even length, also where two datastreams were put together
            behind = 0 if mark else _behind_padding(data, at)
            if not behind:
                break
            at = behind
            continue
        start = at + 5
        if length > PLAIN:  # extended dataset: the length of the length (1.5.b)
            start += length & PLAIN
            length = int.from_bytes(data[at + 5 : start]) if start - at <= 13 else size
        stop = start + length
        if stop > size:
            break
        found.append(((record, number), at, start, stop))
        at = stop
    return found, found[-1][3] if found and not data[at:].strip(b"\0") else at


def _behind_padding(data: bytes, at: int) -> int:
    mark = data.find(MARK, at)
    return mark if mark > 0 and not data[at:mark].strip(b"\0") else 0


def decode(data: bytes, wanted: Collection[Address] | None = None) -> Decoded[Values]:
    """Read the text of record 2 (only datasets in *wanted*), repeated datasets in their order."""
    spans, end = _spans(data)
    rest = data[end:].strip(b"\0")
    problems = [f"{len(rest)} bytes that are no dataset, kept as they are"] if rest else []
    code = _charset(data, spans)
    if code.guessed:
        problems.append(f"{UNDECLARED}, read as {code.name}")
    values: Values = {}
    wanted = TEXTS if wanted is None else wanted
    for place, _, start, stop in [span for span in spans if span[0] in wanted]:
        text = _text(data[start:stop], code)
        if text and place in values:
            values[place].append(text)
        elif text:
            values[place] = [text]
    return Decoded(values, tuple(problems))


class Charset(NamedTuple):
    """A Python codec name, and whether it was guessed rather than declared."""

    name: str
    guessed: bool


DECLARED: Final = Charset("utf-8", guessed=False)


def charset(data: bytes) -> Charset:
    """Find the code of the text: declared in 1:90, else the first one that fits the bytes."""
    return _charset(data, _spans(data)[0])


def _charset(data: bytes, spans: list[Span]) -> Charset:
    for place, _, start, _ in spans:
        if place == CHARSET and data.startswith(UTF8, start):
            return DECLARED
    text = b"".join([data[start:stop] for place, _, start, stop in spans if place in TEXTS])
    return DECLARED if text.isascii() else Charset(_guess(text), guessed=True)


def _guess(text: bytes) -> str:
    for name in ("utf-8", "cp1252"):
        try:
            text.decode(name)
        except UnicodeDecodeError:
            continue
        return "mac-roman" if name == "cp1252" and _looks_macintosh(text) else name
    return "mac-roman" if _looks_macintosh(text) else "cp1252"


def _looks_macintosh(text: bytes) -> bool:
    """Compare letters with signs: a wrong code turns accented letters into signs and back."""
    return _letters(text, "mac-roman") > _letters(text, "cp1252")


def _letters(text: bytes, code: str) -> int:
    high = [bytes([byte]).decode(code, "replace") for byte in text if byte >= 0x80]
    likely = sum(char.islower() or char in "‘’“”–—©®" for char in high)
    unlikely = sum(not char.isalpha() and char not in "‘’“”–—©®«»°…€£§·" for char in high)
    return likely - 2 * unlikely


def _text(data: bytes, code: Charset) -> str:
    text = _unicode(data, code) if code.guessed else data.decode(code.name, "replace")
    # padding with NUL or spaces is a habit of old scanners' software
    return text.rstrip("\0 ").lstrip("\0")


def _unicode(data: bytes, code: Charset) -> str:
    """Decode one dataset where the code was guessed: software of several may have been at it."""
    if code.name != "utf-8":
        try:
            return data.decode()
        except UnicodeDecodeError:
            pass
    return data.decode(code.name, "replace")


def encode(values: Mapping[Address, Sequence[str] | None], base: bytes | None) -> bytes:
    """Write the datasets in *values* into *base*; an empty list or None takes a dataset out.

    A changed dataset stands where its first one stood, a new one in the order of numbers.

    Raises:
        InvalidValue: a dataset outside record 2.
    """
    base = base or b""
    spans, end = _spans(base)
    datasets, rest = _datasets(base, spans), base[end:] if base[end:].strip(b"\0") else b""
    code = _charset(base, spans)
    pending = {place: _made(place, texts or ()) for place, texts in values.items()}
    kept: list[Dataset] = []
    for dataset in datasets:
        place = (dataset.record, dataset.number)
        if place not in values:
            kept.append(_transcoded(dataset, code))
        else:
            kept += pending.pop(place, ())
    for place, made in sorted(pending.items()):
        _insert(kept, place, made)
    if not any(d.record == 2 for d in kept):
        return b"".join(d.whole for d in kept) + rest
    _declare(kept)
    return b"".join(d.whole for d in kept) + rest


def without(gone: Collection[Address], base: bytes) -> bytes:
    """Take datasets out, binary ones too, and leave every other byte as it is."""
    datasets, rest = split(base)
    kept = (one.whole for one in datasets if (one.record, one.number) not in gone)
    return b"".join(kept) + rest


def _made(place: Address, texts: Sequence[str]) -> list[Dataset]:
    if place[0] != 2 or place[1] in BINARY:
        raise InvalidValue(f"IIM {place[0]}:{place[1]:02} is not a text dataset of record 2")
    return [dataset(*place, text.encode()) for text in texts]


def dataset(record: int, number: int, value: bytes) -> Dataset:
    """Build one dataset, extended when the value is longer than 32,767 bytes."""
    head = bytes([MARK, record, number])
    if len(value) <= PLAIN:
        head += len(value).to_bytes(2)
    else:
        head += b"\x80\x04" + len(value).to_bytes(4)
    return Dataset(record, number, value, head + value)


def _transcoded(old: Dataset, code: Charset) -> Dataset:
    if not old.is_text or code.name == "utf-8" or old.value.isascii():
        return old
    return dataset(old.record, old.number, _unicode(old.value, code).encode())


def _insert(kept: list[Dataset], place: Address, made: list[Dataset]) -> None:
    at = next((index for index, d in enumerate(kept) if (d.record, d.number) > place), len(kept))
    kept[at:at] = made


def _declare(kept: list[Dataset]) -> None:
    """Say that text is UTF-8, and which version of the record this is (2:00 is mandatory)."""
    kept[:] = [d for d in kept if (d.record, d.number) != CHARSET]
    _insert(kept, CHARSET, [dataset(*CHARSET, UTF8)])
    if not any((d.record, d.number) == VERSION for d in kept):
        _insert(kept, VERSION, [dataset(*VERSION, b"\0\4")])


def clipped(text: str, most: int) -> str:
    """Cut a text to *most* bytes of UTF-8, never inside a character."""
    data = text.encode()
    return text if len(data) <= most else data[:most].decode("utf-8", "ignore").rstrip()


def fields(data: bytes) -> Iterator[tuple[Address, bytes]]:
    """Give every dataset's address and raw value, in file order."""
    for found in split(data)[0]:
        yield (found.record, found.number), found.value
