"""JPEG XL: boxes around a codestream, and the way back to a JPEG."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import brotli
import imagecodecs
import numpy as np
import pytest
from PIL import Image

import credits
from credits import containers
from credits._bytes import Buffer
from credits.containers import jxl
from credits.errors import CreditsError, UnreadableBlock, Unsupported, Unwritable
from tests.containers.bmff import box
from tests.pictures import VALUES, picture, pixels, wrapped
from tests.torture import flips, only_our_errors, truncations

PACKET = b"<x:xmpmeta>" + b"caption " * 20 + b"</x:xmpmeta>"
TIFF = b"II*\0\x08\0\0\0" + bytes(90)
HEAD = jxl.SIGNATURE + jxl.FTYP


def codestream(width: int = 120, height: int = 90, **options: object) -> bytes:
    shape = np.arange(width * height * 3, dtype=np.uint32) % 251
    return imagecodecs.jpegxl_encode(shape.astype(np.uint8).reshape(height, width, 3), **options)


def blocks(data: bytes) -> dict[str, bytes]:
    found = jxl.blocks(jxl.split(Buffer(data)))
    both = {"exif": found.exif.read(0, found.exif.size) if found.exif else None, "xmp": found.xmp}
    return {name: block for name, block in both.items() if block is not None}


def replaced(data: bytes, **edits: bytes | None) -> bytes:
    return containers.join(jxl.replaced(jxl.split(Buffer(data)), edits))


def kinds(data: bytes) -> list[str]:
    return [part.kind for part in jxl.split(Buffer(data)).parts]


def with_boxes(*boxes: bytes) -> bytes:
    return HEAD + b"".join(boxes) + box(b"jxlc", codestream())


def brob(kind: bytes, content: bytes) -> bytes:
    return box(b"brob", kind, brotli.compress(content))


# ── the codestream ──────────────────────────────────────────────────────────────────────────────

SIDES = [(1, 1), (8, 8), (256, 256), (264, 256), (257, 255), (120, 100), (400, 300), (300, 200),
         (1600, 900), (500, 400), (640, 320), (513, 1), (1, 9000), (31, 17)]  # fmt: skip


@pytest.mark.parametrize(("width", "height"), SIDES)
def test_size_is_read_from_the_codestream_as_its_library_reads_it(width: int, height: int) -> None:
    data = codestream(width, height, effort=1)
    assert imagecodecs.jpegxl_decode(data).shape[:2] == (height, width)
    for form in (data, wrapped(data)):
        assert jxl.dimensions(jxl.split(Buffer(form))) == (width, height)


def test_codestream_alone_is_wrapped_when_it_is_written() -> None:
    data = codestream()
    assert kinds(data) == ["codestream"]
    assert credits.embed(data) == data
    new = credits.embed(data, **VALUES)
    assert kinds(new) == ["JXL ", "ftyp", "Exif", "xml ", "jxlc"]
    assert pixels(new) == pixels(data)
    assert credits.read(new).image_data_hash == credits.read(data).image_data_hash


def test_codestream_in_pieces() -> None:
    data = codestream()
    pieces = [data[:3], data[3:9], data[9:]]
    cut = HEAD + b"".join(
        box(b"jxlp", (n | (n == 2) << 31).to_bytes(4), piece) for n, piece in enumerate(pieces)
    )
    assert credits.read(cut).width == 120
    new = credits.embed(cut, **VALUES)
    assert kinds(new)[2:] == ["Exif", "xml ", "jxlp", "jxlp", "jxlp"]
    assert pixels(new) == pixels(data)


@pytest.mark.parametrize("data", [b"\xff\x0a", b"\xff\x0a\0", HEAD, HEAD + box(b"jxlc"),
                                  HEAD + box(b"jxlc", b"no codestream at all")])  # fmt: skip
def test_file_without_image_is_damaged(data: bytes) -> None:
    assert credits.read(data).is_damaged
    with pytest.raises(CreditsError, match="damaged"):
        credits.embed(data, caption="x")


# ── boxes ───────────────────────────────────────────────────────────────────────────────────────


def test_last_box_may_run_to_the_end() -> None:
    data = HEAD + b"\0\0\0\0jxlc" + codestream()
    new = credits.embed(data, **VALUES)
    assert pixels(new) == pixels(data)
    assert new.endswith(data[len(HEAD) :])  # what comes before it needs no length


def test_lengths_of_64_bits() -> None:
    data = HEAD + box(b"xml ", PACKET, wide=True) + box(b"jxlc", codestream(), wide=True)
    assert blocks(data) == {"xmp": PACKET}
    assert jxl.dimensions(jxl.split(Buffer(data))) == (120, 90)
    assert blocks(replaced(data, xmp=b"<x/>", exif=TIFF)) == {"xmp": b"<x/>", "exif": TIFF}


def test_other_boxes_stay_where_they_are() -> None:
    data = with_boxes(box(b"jxll", b"\x0a"), box(b"what", b"ever"), box(b"xml ", PACKET))
    new = replaced(data, exif=TIFF, xmp=b"<x/>")
    assert kinds(new) == ["JXL ", "ftyp", "jxll", "what", "xml ", "Exif", "jxlc"]
    assert replaced(replaced(data, exif=TIFF), exif=None) == data


def test_offset_of_exif_is_kept() -> None:
    data = with_boxes(box(b"Exif", b"\0\0\0\6Exif\0\0", TIFF))
    assert blocks(data) == {"exif": TIFF}
    assert b"\0\0\0\6Exif\0\0" + TIFF + b"more" in replaced(data, exif=TIFF + b"more")


def test_edit_that_changes_nothing_gives_the_same_file() -> None:
    data = with_boxes(brob(b"Exif", bytes(4) + TIFF), brob(b"xml ", PACKET))
    assert replaced(data, exif=TIFF, xmp=PACKET) == data


# ── compressed boxes ────────────────────────────────────────────────────────────────────────────


def test_compressed_boxes_are_read_and_written_plain() -> None:
    data = with_boxes(brob(b"Exif", bytes(4) + TIFF), brob(b"xml ", PACKET))
    assert blocks(data) == {"exif": TIFF, "xmp": PACKET}
    new = replaced(data, xmp=b"<x/>")
    assert blocks(new) == {"exif": TIFF, "xmp": b"<x/>"}
    assert kinds(new) == ["JXL ", "ftyp", "brob", "xml ", "jxlc"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"\xff\xff\xff", "does not unpack"), (brotli.compress(PACKET)[:-3], "cut short"),
     (b"", "cut short"), (brotli.compress(bytes(17 << 20)), "more than 16 MiB")],
)  # fmt: skip
def test_box_that_does_not_unpack_is_a_problem_and_stays(content: bytes, fault: str) -> None:
    data = with_boxes(box(b"brob", b"xml ", content))
    (problem,) = credits.read(data).problems
    assert (problem.block, fault in problem.message) == ("xmp", True)
    with pytest.raises(UnreadableBlock, match=fault):
        credits.embed(data, caption="x")


def test_boxes_that_do_not_unpack_are_not_all_tried() -> None:
    bomb = brob(b"xml ", bytes(17 << 20))
    found = jxl.blocks(jxl.split(Buffer(with_boxes(bomb * 100, brob(b"Exif", bytes(4) + TIFF)))))
    assert len(found.problems) == jxl.MOST_BROKEN
    few = with_boxes(bomb * (jxl.MOST_BROKEN - 1), brob(b"xml ", PACKET))
    assert blocks(few) == {"xmp": PACKET}


def test_without_the_package_a_compressed_box_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    data = with_boxes(brob(b"xml ", PACKET))
    (problem,) = credits.read(data).problems
    assert "pip install 'photo-credits[jxl]'" in problem.message
    with pytest.raises(Unsupported, match="needs the package brotli") as caught:
        credits.embed(data, caption="x")
    assert caught.value.help == "pip install 'photo-credits[jxl]'"


# ── a JPEG in disguise ──────────────────────────────────────────────────────────────────────────


def test_jpeg_is_restored_bit_for_bit_after_a_credit_came_to_it() -> None:
    jpeg = picture("jpeg")
    data = imagecodecs.jpegxl_encode_jpeg(jpeg)
    assert "jbrd" in kinds(data)
    new = credits.embed(data, **VALUES)
    assert credits.read(new).record.creators == tuple(VALUES["creators"])
    assert imagecodecs.jpegxl_decode_jpeg(new) == jpeg
    # what came to it is not the JPEG's own, and may change
    assert imagecodecs.jpegxl_decode_jpeg(credits.embed(new, caption="Another")) == jpeg


@pytest.mark.parametrize("block", ["exif", "xmp"])
def test_block_that_the_jpeg_had_is_not_changed(block: str) -> None:
    jpeg = credits.embed(picture("jpeg"), **VALUES)
    keep = "Exif" if block == "exif" else "http"
    container, parts = containers.split(Buffer(jpeg))
    drop = {"exif": None} if keep == "http" else {"xmp": None}
    jpeg = containers.join(container.replaced(parts, drop))
    data = imagecodecs.jpegxl_encode_jpeg(jpeg)
    assert imagecodecs.jpegxl_decode_jpeg(data) == jpeg
    assert set(blocks(data)) == {block}
    other = {"exif": "xmp", "xmp": "exif"}[block]
    with pytest.raises(Unwritable, match=f"bit for bit.*{block.upper()}") as caught:
        replaced(data, **{block: TIFF})
    assert "--sidecar" in str(caught.value)
    assert imagecodecs.jpegxl_decode_jpeg(replaced(data, **{other: TIFF})) == jpeg


def test_refused_file_gets_a_sidecar(tmp_path: Path) -> None:
    path = tmp_path / "a.jxl"
    path.write_bytes(imagecodecs.jpegxl_encode_jpeg(credits.embed(picture("jpeg"), **VALUES)))
    with pytest.raises(Unwritable, match="--sidecar"):
        credits.embed(str(path), caption="Another")
    credits.embed(str(path), caption="Another", sidecar=True)
    found = credits.read(path)
    assert found.record.caption == "Another"
    assert found.sources["caption"] == ("sidecar",)


def test_reconstruction_data_that_is_not_understood_forbids_a_change() -> None:
    data = with_boxes(box(b"jbrd", b"\0" * 40), box(b"xml ", PACKET))
    with pytest.raises(Unwritable, match="bit for bit"):
        replaced(data, xmp=b"<x/>")


# ── Content Credentials ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("store", "signed"),
    [(box(b"jumb", box(b"jumd", b"c2pa")), True), (brob(b"jumb", b"whatever"), True),
     (box(b"jumb", box(b"jumd", b"other")), False), (brob(b"what", b"ever"), False)],
)  # fmt: skip
def test_manifest_store_is_told_from_other_boxes(store: bytes, *, signed: bool) -> None:
    data = with_boxes(store)
    assert (credits.read(data).credentials is not None) is signed
    if signed:
        with pytest.raises(CreditsError, match="signed"):
            credits.embed(data, **VALUES)
    clean = credits.embed(data, credentials="strip", **VALUES)
    assert (store in clean) is not signed
    assert pixels(clean) == pixels(data)


# ── what is broken ──────────────────────────────────────────────────────────────────────────────


def test_every_truncation_and_every_flipped_byte_is_ours() -> None:
    data = with_boxes(brob(b"Exif", bytes(4) + TIFF), box(b"xml ", PACKET), box(b"jbrd", b"xyz"))

    def edit(broken: bytes) -> None:
        blocks(broken)
        replaced(broken, xmp=b"<x/>", exif=None)

    assert only_our_errors(edit, truncations(data)) > 600
    assert only_our_errors(edit, flips(data)) == 1200


def test_malformed_files_of_the_corpus_are_read_and_written(corpus: Path) -> None:
    for number in (1, 2):
        data = (corpus / "malformed" / f"exiv2--issue_2233_poc{number}.jxl").read_bytes()
        assert credits.read(data).record.caption == "Test image"
        new = credits.embed(data, **VALUES)
        assert credits.read(new).record.caption == VALUES["caption"]
        assert credits.read(new).image_data_hash == credits.read(data).image_data_hash


def test_picture_of_another_library_decodes_the_same_after_an_edit() -> None:
    with Image.open(io.BytesIO(picture("png"))) as image:
        data = imagecodecs.jpegxl_encode(np.asarray(image.convert("RGB")), effort=3)
    assert pixels(credits.embed(data, **VALUES)) == pixels(data)
