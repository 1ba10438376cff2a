"""GIF: blocks of sub-blocks, and a packet that is none."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

import credits
from credits import containers
from credits._bytes import Buffer
from credits.containers import gif
from tests.pictures import VALUES, picture, pixels

COMMENT = b"\x21\xfe\x05hello\0"


def with_comment(data: bytes, comment: bytes = COMMENT) -> bytes:
    parts = gif.split(Buffer(data))
    at = parts.parts[1].stop
    return data[:at] + comment + data[at:]


def test_packet_is_led_out_of_by_its_magic_bytes() -> None:
    new = credits.embed(picture("gif"), **VALUES)
    at = new.index(gif.XMP_HEAD) + len(gif.XMP_HEAD)
    steps = 0
    while new[at]:  # as a reader does that knows nothing of XMP
        at += 1 + new[at]
        steps += 1
    assert new[at - 1 : at + 1] == b"\0\0"
    assert steps > 10
    assert new[at + 1] in {0x21, 0x2C}


def test_older_version_is_raised_only_when_an_extension_comes_in() -> None:
    old = b"GIF87a" + picture("gif")[6:]
    assert credits.embed(old) == old
    assert credits.embed(old, credit_line="TASS").startswith(b"GIF89a")


def test_comment_is_the_caption_of_last_resort_and_kept_in_step() -> None:
    data = with_comment(picture("gif"))
    assert credits.read(data).record.caption == "hello"
    assert credits.read(data).sources["caption"] == ("text",)
    new = credits.embed(data, caption="Привіт " * 50)
    found = credits.read(new)
    assert set(found.sources["caption"]) == {"xmp", "text"}
    assert not found.conflicts
    gone = credits.embed(new, caption=None)
    assert not containers.split(Buffer(gone))[1].of_kind("comment")


def test_other_comments_stay() -> None:
    second = b"\x21\xfe\x02hm\0"
    new = credits.embed(with_comment(picture("gif"), COMMENT + second), caption="New")
    assert second in new


def test_program_that_names_itself_is_no_caption() -> None:
    made = b"\x21\xfe\x11Created with GIMP\0"
    assert credits.read(with_comment(picture("gif"), made)).record.caption is None


def test_animation_keeps_its_frames_and_its_loop() -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue", "white")]
    out = io.BytesIO()
    frames[0].save(out, "gif", save_all=True, append_images=frames[1:], loop=0, duration=80)
    data = out.getvalue()
    new = credits.embed(data, **VALUES)
    assert pixels(new) == pixels(data)
    kinds = [part.kind for part in containers.split(Buffer(new))[1].parts]
    assert kinds.count("image") == 4
    assert kinds.index("application") < kinds.index("xmp") < kinds.index("image")


def test_packet_cut_into_sub_blocks_is_read_too() -> None:
    packet = containers.split(Buffer(credits.embed(picture("gif"), credit_line="AP")))[1]
    xmp = gif.blocks(packet).xmp or b""
    cut = b"".join(
        bytes([len(xmp[i : i + 255])]) + xmp[i : i + 255] for i in range(0, len(xmp), 255)
    )
    data = with_comment(picture("gif"), gif.XMP_HEAD + cut + b"\0")
    assert credits.read(data).record.credit_line == "AP"
    assert credits.read(credits.embed(data, credit_line="TASS")).record.credit_line == "TASS"


def test_missing_trailer_and_what_follows_it_are_forgiven() -> None:
    data = picture("gif")
    cut, longer = data[:-1], data + b"junk"
    assert not credits.read(cut).is_damaged
    assert credits.read(cut).problems
    assert credits.embed(longer, credit_line="AP").endswith(b";junk")


def test_a_run_of_filler_is_one_part(tmp_path: Path) -> None:
    """Zeros between blocks are stepped over by browsers, be they a million."""
    data = picture("gif")
    head, tail = data[:-1], data[-1:]
    for zeros in (1, 63, 64, 65, 1_000_000):
        long = head + b"\0" * zeros + tail
        parts = containers.split(Buffer(long))[1]
        assert [(p.kind, p.length) for p in parts.parts[-2:]] == [("filler", zeros), ("trailer", 1)]
        assert containers.join(parts) == long
        path = tmp_path / "a.gif"
        path.write_bytes(long)
        credits.embed(path, **VALUES)
        assert path.read_bytes() == credits.embed(long, **VALUES)
