"""What every container keeps: join(split(b)) == b, and no foreign error."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from credits import _ifd, containers
from credits._bytes import Buffer
from credits._ifd import BYTE, Change
from credits.containers import _heif
from credits.containers._boxes import made
from credits.errors import CreditsError, PointerFile, Truncated, WrongSignature
from tests.conftest import corpus_files, iptc_files
from tests.pictures import FORMATS, picture
from tests.torture import flips, only_our_errors, truncations

PACKET = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'


def round_trip(data: bytes) -> str:
    container, parts = containers.split(Buffer(data))
    assert containers.join(parts) == data
    assert not parts.edits()
    container.blocks(parts)
    container.dimensions(parts)
    container.is_signed(parts)
    for start, stop in container.image_data(parts):
        assert 0 <= start <= stop <= len(data)
    return container.NAME


def test_table_is_the_folder() -> None:
    folder = Path(containers.__file__).parent
    modules = {path.stem for path in folder.glob("[!_]*.py")}
    assert set(containers.FORMATS) == modules
    assert all(name == module.NAME for name, module in containers.FORMATS.items())


@pytest.mark.parametrize("form", FORMATS)
def test_pictures_round_trip(form: str) -> None:
    assert round_trip(picture(form)) == form


def test_real_files_round_trip(corpus: Path) -> None:
    counts: dict[str, int] = {}
    for path in [*corpus_files("valid"), *iptc_files()]:
        try:
            name = round_trip(path.read_bytes())
        except WrongSignature:
            continue
        counts[name] = counts.get(name, 0) + 1
    assert counts == {"jpeg": 197, "png": 47, "tiff": 19, "webp": 4, "gif": 8, "psd": 4,
                      "heif": 4, "avif": 3, "jxl": 1}, corpus  # fmt: skip


def test_malformed_files_round_trip_or_are_refused(corpus: Path) -> None:
    split = refused = 0
    for path in corpus_files("malformed"):
        try:
            round_trip(path.read_bytes())
            split += 1
        except CreditsError:
            refused += 1
    assert (split, refused) == (37, 108), corpus


@pytest.mark.parametrize("form", FORMATS)
def test_every_truncation_is_forgiven_or_refused(form: str) -> None:
    assert only_our_errors(round_trip, truncations(picture(form))) > 300


@pytest.mark.parametrize("form", FORMATS)
def test_every_flipped_byte_is_forgiven_or_refused(form: str) -> None:
    assert only_our_errors(round_trip, flips(picture(form))) >= 900


@pytest.mark.parametrize("form", FORMATS)
def test_a_cut_file_is_known_to_be_damaged(form: str) -> None:
    data = picture(form)
    _, parts = containers.split(Buffer(data[: len(data) * 2 // 3]))
    assert any(problem.fatal for problem in parts.problems)


def test_every_format_but_gif_can_be_signed() -> None:
    assert set(SIGNED) == {*FORMATS} - {"gif"}


def test_what_is_no_image_is_told_apart() -> None:
    with pytest.raises(Truncated, match="is empty"):
        containers.split(Buffer(b""))
    with pytest.raises(WrongSignature, match="not an image"):
        containers.split(Buffer(b"<html>"))
    with pytest.raises(PointerFile, match="git-lfs"):
        containers.split(Buffer(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"))


@pytest.mark.parametrize("form", FORMATS)
def test_taking_out_what_was_put_in_gives_the_same_image(form: str) -> None:
    data = picture(form)
    container, parts = containers.split(Buffer(data))
    with_xmp = containers.join(container.replaced(parts, {"xmp": PACKET}))
    again = containers.split(Buffer(with_xmp))[1]
    assert container.blocks(again).xmp == PACKET
    gone = containers.join(container.replaced(again, {"xmp": None}))
    last = containers.split(Buffer(gone))[1]
    assert container.blocks(last).xmp is None
    for one, other in zip(container.image_data(parts), container.image_data(last), strict=True):
        assert data[slice(*one)] == gone[slice(*other)]


def jumbf(payload: bytes, number: bytes, order: int) -> bytes:
    data = b"JP" + number + order.to_bytes(4) + payload
    return b"\xff\xeb" + (len(data) + 2).to_bytes(2) + data


def signed_jpeg(data: bytes) -> bytes:
    boxes = [(b"..c2pa..", b"\0\1", 1), (b"more", b"\0\1", 2), (b"other boxes", b"\0\2", 1)]
    return data[:2] + b"".join(jumbf(*one) for one in boxes) + data[2:]


def signed_png(data: bytes) -> bytes:
    chunk = b"caBX" + b"c2pa"
    return data[:33] + (4).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4) + data[33:]


def signed_webp(data: bytes) -> bytes:
    body = data[12:] + b"C2PA\4\0\0\0c2pa"
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def signed_tiff(data: bytes) -> bytes:
    store = Change("ifd0", 0xCD41, BYTE, b"c2pa")
    return _ifd.applied(data, _ifd.edited(Buffer(data), (store,)))


def signed_svg(data: bytes) -> bytes:
    manifest = b'<metadata><m:manifest xmlns:m="http://c2pa.org/manifest">x</m:manifest></metadata>'
    return data.replace(b"<title>", manifest + b"<title>")


def signed_heif(data: bytes) -> bytes:
    return data + made("uuid", _heif.C2PA + bytes(4) + b"manifest\0" + bytes(8) + b"c2pa")


def signed_jxl(data: bytes) -> bytes:
    return data[:32] + made("jumb", made("jumd", b"c2pa")) + data[32:]


# what puts something that looks like a manifest store into a picture
SIGNED = {
    "jpeg": signed_jpeg, "png": signed_png, "webp": signed_webp, "tiff": signed_tiff,
    "heif": signed_heif, "avif": signed_heif, "jxl": signed_jxl, "svg": signed_svg,
}  # fmt: skip


@pytest.mark.parametrize("form", SIGNED)
def test_manifest_store_is_known_and_goes_alone(form: str) -> None:
    data = SIGNED[form](picture(form))
    container, parts = containers.split(Buffer(data))
    assert container.is_signed(parts)
    assert not container.is_signed(container.split(Buffer(picture(form))))
    without = containers.join(container.replaced(parts, {"credentials": None}))
    again = container.split(Buffer(without))
    assert not container.is_signed(again)
    if form == "jpeg":
        assert len(again.of_kind("JUMBF")) == 1
    assert [data[slice(*place)] for place in container.image_data(parts)] == [
        without[slice(*place)] for place in container.image_data(again)
    ] or form == "svg"
