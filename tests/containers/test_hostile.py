"""Files of very many small parts: time and memory grow as the file does, and no faster."""

from __future__ import annotations

import contextlib
import struct
import time
from collections.abc import Callable, Iterator

import pytest

import credits
from credits import containers, photo
from credits._bytes import Buffer
from credits.containers import _parts, gif, jpeg, png
from credits.traces import BY_KIND, CREDENTIALS
from tests.pictures import FORMATS, VALUES, picture
from tests.torture import only_our_errors

Many = Callable[[int], bytes]
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/">%s</rdf:Description></rdf:RDF>
</x:xmpmeta>"""
# seconds of the processor; what is listed here took tens of them once
MOST_SECONDS = 2.5


def jpegs(marker: int, payload: bytes) -> Many:
    segment = struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload
    return lambda count: picture()[:2] + segment * count + picture()[2:]


def pngs(kind: bytes, content: bytes) -> Many:
    data = picture("png")
    return lambda count: data[:33] + png._chunk(kind, content) * count + data[33:]


def packets(element: bytes) -> Many:
    return lambda count: pngs(
        b"iTXt", png.XMP_KEYWORD.encode() + bytes(5) + XMP % (element * count)
    )(1)


def webps(chunk: bytes) -> Many:
    data = credits.embed(picture("webp"), caption="x")
    return lambda count: (
        data[:4] + struct.pack("<I", len(data) - 8 + len(chunk) * count) + data[8:] + chunk * count
    )


def gifs(block: bytes) -> Many:
    data = picture("gif")
    at = gif.split(Buffer(data)).parts[1].stop
    return lambda count: data[:at] + block * count + data[at:]


def svgs(element: bytes, around: bytes = b"%s") -> Many:
    return lambda count: picture("svg").replace(b"</svg>", around % (element * count) + b"</svg>")


INDEX = b"MPF\0MM\0*\0\0\0\x08\0\1\xb0\2\0\7\0\0\0\x10\0\0\0\x1a\0\0\0\0" + bytes(16)
PACKET = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
CASES: dict[str, tuple[Many, int]] = {
    "notes of makers": (jpegs(0xE5, b"abcd"), 20_000),
    "manifests": (jpegs(0xEB, b"JP\0\1\0\0\0\1\0\0\0\x10jumbc2pa...."), 4_000),
    "image resources": (jpegs(0xED, jpeg.PHOTOSHOP_HEADER), 30_000),
    "indexes of pictures": (jpegs(0xE2, INDEX), 10_000),
    "packets of WebP": (webps(b"XMP \0\0\0\0"), 50_000),
    "packets of GIF": (gifs(gif.XMP_HEAD + b"\1x\0"), 50_000),
    "comments of GIF": (gifs(b"\x21\xfe\1x\0"), 20_000),
    "titles": (svgs(b"<title>a</title>"), 10_000),
    "packets of SVG": (svgs(b"<metadata>" + PACKET + b"</metadata>"), 6_000),
    "packets in one place": (svgs(PACKET, b"<metadata>%s</metadata>"), 16_000),
    "properties": (packets(b"<crs:Tint>1</crs:Tint>"), 40_000),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_time_grows_as_the_file_does(name: str) -> None:
    make, count = CASES[name]
    data = make(count)
    start = time.process_time()
    for door in (
        lambda: credits.read(data, beyond=True),
        lambda: photo.strip(data, {*BY_KIND, CREDENTIALS}),
        lambda: credits.embed(data, caption="new", credentials="strip"),
    ):
        with contextlib.suppress(credits.errors.CreditsError):
            door()
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ("jpeg", jpegs(0xE0, b"")(100)),
        ("png", pngs(b"vpAg", b"")(100)),
        ("webp", webps(b"abcd\0\0\0\0")(100)),
        ("gif", gifs(b"\x21\xfe\0")(100)),
    ],
)
def test_only_so_many_parts_are_told_apart(
    form: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not credits.read(data).is_damaged
    monkeypatch.setattr(_parts, "MOST_PARTS", 50)
    container, parts = containers.split(Buffer(data))
    assert form == container.NAME
    assert len(parts.parts) <= 52
    assert "has more than 50 parts" in [one.message for one in parts.problems if one.fatal]
    assert containers.join(parts) == data
    with pytest.raises(credits.errors.Truncated, match="has more than 50 parts"):
        credits.embed(data, caption="new")


def test_a_row_of_markers_alone_is_one_part() -> None:
    data = picture()[:2] + b"\xff\xd0\xff\x01" * 100_000 + picture()[2:]
    kinds = [part.kind for part in jpeg.split(Buffer(data)).parts]
    assert kinds[:3] == ["SOI", "filler", "APP0"]
    assert credits.read(data).width == 120


def edges(data: bytes) -> Iterator[bytes]:
    """Put numbers from the edges of their types over each place of the head."""
    for at in range(min(len(data) - 8, 300)):
        for width, number in (
            (2, 0xFFFF),
            (4, 0x7FFFFFFF),
            (4, 0xFFFFFFFF),
            (8, 1 << 63),
            (8, (1 << 64) - 1),
        ):
            for order in ("big", "little") if number in {0x7FFFFFFF, 1 << 63} else ("big",):
                said = number.to_bytes(width, order)  # type: ignore[arg-type]
                yield data[:at] + said + data[at + width :]


@pytest.mark.parametrize("form", FORMATS)
def test_numbers_at_the_edge_of_their_type_lead_nowhere(form: str) -> None:
    """Lengths, counts and offsets that a sum of overflows, or that lie behind the end."""
    data = credits.embed(picture(form), **VALUES)

    def read(changed: bytes) -> None:
        container, parts = containers.split(Buffer(changed))
        assert containers.join(parts) == changed
        container.blocks(parts)
        container.dimensions(parts)

    start = time.process_time()
    assert only_our_errors(read, edges(data)) >= 7 * min(len(data) - 8, 300)
    assert time.process_time() - start < 20
