"""A fix that takes traces out removes its finding, and a second run has nothing left to do."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path

import pytest

import credits
from credits import containers, photo
from credits._bytes import Buffer
from credits.blocks import iim, photoshop
from credits.checker import subject_of
from credits.finding import Checked
from credits.policy import Policy
from credits.reports import FORMATS, write
from credits.rules import RULES
from credits.rules._model import desk_of
from credits.rules.contact_data import KINDS
from credits.verdict import Decision, Verdict
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


PRIVATE = ("gps", "serial", "owner", "image-id", *KINDS)


@pytest.mark.parametrize(("form", "private"), [("jpeg", 13), ("png", 13), ("webp", 13)])
def test_no_report_repeats_what_is_private(form: str, private: int) -> None:
    """Job logs, annotations and code scanning are read by everybody."""
    data = telling(form)
    texts = {
        trace.text
        for kind in PRIVATE
        for trace in credits.read(data).traces.get(kind, ())
        if not re.fullmatch(r"(\d+ (bytes|entry|properties))?", trace.text)
    }
    assert len(texts) == private
    findings = credits.check(data, Policy(profile="strict", select=("PRV",)))
    assert {one.code for one in findings} >= {"PRV801", "PRV802", "PRV803"}
    verdict = Verdict(Decision.BLOCK, tuple(findings), (Checked(findings[0].path),))
    for report in FORMATS:
        out = io.StringIO()
        write(report, verdict, out)
        assert [text for text in texts if text in out.getvalue()] == [], report


def test_the_messages_name_fields_and_blocks() -> None:
    said = {
        code: remark.message
        for code in ("PRV801", "PRV802", "PRV803")
        for rule in [RULES[code]]
        for remark in rule.check(subject_of(telling("jpeg"), Policy()), desk_of(rule))
    }
    assert said["PRV801"] == "the exact position stands in EXIF and XMP"
    assert said["PRV802"].startswith("it tells which camera took it: BodySerialNumber")
    assert "Iptc4xmpCore:CiTelWork" in said["PRV803"]


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
