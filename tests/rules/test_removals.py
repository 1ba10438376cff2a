"""A fix that takes traces out removes its finding, and a second run has nothing left to do."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

import credits
from credits import containers, photo
from credits._bytes import Buffer
from credits.blocks import iim, photoshop
from credits.checker import subject_of
from credits.policy import Policy
from credits.rules import RULES
from credits.rules._model import desk_of
from tests.pictures import picture
from tests.test_strip import telling


def with_text(keyword: str, text: str) -> bytes:
    data = picture("png")
    body = b"tEXt" + keyword.encode() + b"\0" + text.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:33] + chunk + data[33:]


def with_stale_digest(*, changed: bool) -> bytes:
    data = credits.embed(picture(), creators=["Ann Lee"], caption="A vigil.", credit_line="TASS")
    container, parts = containers.split(Buffer(data))
    block = container.blocks(parts).photoshop
    datastream = photoshop.decode(block).values[photoshop.IIM]
    new = iim.encode({(2, 80): ["Bo Lind"]}, datastream) if changed else datastream
    resources = {photoshop.IIM: new, photoshop.DIGEST: photoshop.digest(b"of last year")}
    edits = {"photoshop": photoshop.encode(resources, block)}
    return containers.join(container.replaced(parts, edits))


def with_cut_xmp() -> bytes:
    data = credits.embed(picture(), creators=["Ann Lee"])
    container, parts = containers.split(Buffer(data))
    packet = container.blocks(parts).xmp
    return containers.join(container.replaced(parts, {"xmp": packet[: len(packet) // 8] + b">"}))


def cropped() -> bytes:
    """A picture cut to a portrait, with the thumbnail it had before."""
    container, parts = containers.split(Buffer(telling("jpeg")))
    exif = container.blocks(parts).exif
    container, parts = containers.split(Buffer(picture("jpeg", (100, 220))))
    return containers.join(container.replaced(parts, {"exif": exif.read(0, exif.size)}))


FILES = {
    "PRV801": telling("jpeg"),
    "PRV802": telling("webp"),
    "PRV803": telling("png"),
    "PRV805": cropped(),
    "SYN502": with_stale_digest(changed=False),
    "SYN502 ": with_stale_digest(changed=True),
    "AID701": with_text("parameters", "a horse\nSteps: 20, Sampler: Euler a"),
    "FIL954": with_cut_xmp(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_fix_removes_its_finding(name: str, tmp_path: Path) -> None:
    rule = RULES[name.strip()]
    path = tmp_path / "photo of a vigil"
    path.write_bytes(FILES[name])
    (remark,) = rule.check(subject_of(path, Policy()), desk_of(rule))
    assert remark.fix
    if remark.fix.changes:
        credits.embed(path, **remark.fix.changes)
    photo.strip(path, remark.fix.removes)
    mended = path.read_bytes()
    assert not list(rule.check(subject_of(path, Policy()), desk_of(rule)))
    photo.strip(path, remark.fix.removes)
    assert path.read_bytes() == mended


def test_the_message_names_position_and_blocks(tmp_path: Path) -> None:
    rule = RULES["PRV801"]
    (remark,) = rule.check(subject_of(FILES["PRV801"], Policy()), desk_of(rule))
    assert remark.message == "the exact position 48.85802 N, 2.29407 E stands in EXIF and XMP"


def test_sensitive_photos_are_graver() -> None:
    policy = Policy(select=("PRV801",), rules={"PRV801": {"sensitive": ["shelter"]}})
    data = credits.embed(FILES["PRV801"], keywords=["Shelter", "night"])
    assert [str(one.severity) for one in credits.check(data, policy)] == ["error"]
    assert [str(one.severity) for one in credits.check(FILES["PRV801"], policy)] == ["warning"]
    pinned = Policy.model_validate(policy.model_dump() | {"severity": {"PRV": "info"}})
    assert [str(one.severity) for one in credits.check(data, pinned)] == ["info"]


def test_what_newer_iim_says_is_kept_when_the_digest_is_renewed() -> None:
    new = photo.strip(FILES["SYN502"], ["stale-digest"])
    assert credits.read(new).record.creators == ("Ann Lee",)
    assert not credits.read(new).digest_stale
    rule = RULES["SYN502"]
    (remark,) = rule.check(subject_of(FILES["SYN502 "], Policy()), desk_of(rule))
    assert remark.fix.changes == {"creators": ["Bo Lind"]}
