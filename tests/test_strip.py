"""Traces are found, and what is taken out is nowhere in the file any more."""

from __future__ import annotations

import io
from pathlib import Path

import piexif
import pytest

import credits
from credits import containers, errors, photo
from credits._bytes import Buffer
from credits.blocks import xmp
from credits.containers import gif, png
from credits.journal import Journal, find, undo
from credits.traces import PRIVATE
from tests.differential.witnesses import exiftool
from tests.pictures import FORMATS, VALUES, WITH_EXIF, picture, pixels

SECRETS = (
    b"SER-1234567", b"LENS-7654321", b"Olga Owner", b"MAKERNOTE-SECRET", b"deadbeefdeadbeefdeadbeef",
    b"buero-rechner", b"+380-44-1234567", b"olga@home.example", b"saved-by-olga", b"Olga/raw.dng",
)  # fmt: skip
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
 xmlns:stRef="http://ns.adobe.com/xap/1.0/sType/ResourceRef#"
 xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:my="https://example.org/mine/"
 exif:GPSLatitude="48,51.480000N" exif:GPSLongitude="2,17.640000E"
 aux:SerialNumber="SER-1234567" crs:Exposure2012="+0.35" my:kept="yes">
 <xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved" stEvt:changed="saved-by-olga"/></rdf:Seq>
 </xmpMM:History>
 <xmpMM:DerivedFrom stRef:filePath="/Users/Olga/raw.dng"/>
 <my:work>file:///Users/Olga/raw.dng</my:work>
 <Iptc4xmpCore:CreatorContactInfo Iptc4xmpCore:CiTelWork="+380-44-1234567"
  Iptc4xmpCore:CiEmailWork="olga@home.example" Iptc4xmpCore:CiUrlWork="https://example.org"/>
 <Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource">
  <Iptc4xmpExt:City>Paris</Iptc4xmpExt:City><exif:GPSLatitude>48,51.48N</exif:GPSLatitude>
  </rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def exif_block(*, thumbnail: bool = True) -> bytes:
    exif = {
        0xA431: b"SER-1234567", 0xA435: b"LENS-7654321", 0xA430: b"Olga Owner",
        0x927C: b"MAKERNOTE-SECRET" * 20, 0xA420: b"deadbeefdeadbeefdeadbeefdeadbeef",
        0x9003: b"2026:06:07 11:32:05",
    }  # fmt: skip
    gps = {1: b"N", 2: ((48, 1), (51, 1), (2888, 100)), 3: b"E", 4: ((2, 1), (17, 1), (3864, 100))}
    small = picture("jpeg", (32, 24))
    table = {"0th": {0x010F: b"Acme", 0x013C: b"buero-rechner"}, "Exif": exif, "GPS": gps}
    if thumbnail:
        table |= {"1st": {0x0103: 6}, "thumbnail": small}
    return piexif.dump(table)


def telling(form: str) -> bytes:
    """Make a picture that tells more than its record, with a full record in it."""
    options = {}
    if form in WITH_EXIF:
        # a TIFF's further directories are pages
        options["exif"] = exif_block(thumbnail=form != "tiff")
    data = picture(form, **options)
    if form == "jxl":
        container, parts = containers.split(Buffer(data))
        edits = {"exif": options["exif"].removeprefix(b"Exif\0\0")}
        data = containers.join(container.replaced(parts, edits))
    return with_xmp(credits.embed(data, **VALUES))


def with_xmp(data: bytes) -> bytes:
    container, parts = containers.split(Buffer(data))
    packet = container.blocks(parts).xmp
    old = xmp._parsed(packet)
    new = xmp._parsed(XMP.encode())
    source = xmp._rdf(new)
    for node in source:
        xmp._rdf(old).append(node)
    made = xmp._packed(xmp.taken_apart(packet), xmp._serialised(old), len(packet) + 4000, None)
    return containers.join(container.replaced(parts, {"xmp": made}))


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_a_secret_is_left_and_all_else_is(form: str) -> None:
    data = telling(form)
    before = credits.read(data)
    told = {"gps", "serial", "contact", "history", "local-path"}
    told |= (
        {"owner", "image-id", "maker-note", "computer"} if form in WITH_EXIF - {"tiff"} else set()
    )
    assert told <= set(before.traces)
    new = photo.strip(data)
    after = credits.read(new)
    assert not set(PRIVATE) & set(after.traces)
    for secret in SECRETS:
        assert secret not in new, secret
        assert secret.decode().encode("utf-16-le") not in new
    assert picture("jpeg", (32, 24))[-200:] not in new
    assert pixels(new) == pixels(data)
    assert after.record.model_dump(include=set(VALUES)) == before.record.model_dump(
        include=set(VALUES)
    )
    assert after.record.locations_created[0].city == "Paris"
    assert after.record.creator_contact.url == "https://example.org"
    assert b"yes" in new
    assert photo.strip(new) == new


@pytest.mark.parametrize("form", FORMATS)
def test_exiftool_finds_nothing_either(form: str, tmp_path: Path) -> None:
    old, new = tmp_path / f"old.{form}", tmp_path / f"new.{form}"
    old.write_bytes(telling(form))
    new.write_bytes(photo.strip(old.read_bytes()))
    told = exiftool([old, new])
    gone = {tag for tag in told[old.name] if tag not in told[new.name]}
    words = ("GPS", "Serial", "OwnerName", "MakerNote", "History", "DerivedFrom", "Thumbnail",
             "HostComputer", "CreatorWorkTelephone", "CreatorWorkEmail", "ImageUniqueID")  # fmt: skip
    assert len(gone) > 5
    assert not [tag for tag in told[new.name] if any(word in tag for word in words)]
    kept = {tag: value for tag, value in told[old.name].items()
            if tag.startswith(("XMP-dc", "XMP-photoshop", "IPTC:"))}  # fmt: skip
    assert kept
    assert {tag: told[new.name].get(tag) for tag in kept} == kept
    assert "ExifTool:Warning" not in told[new.name]


def test_only_what_was_asked_for(tmp_path: Path) -> None:
    data = telling("jpeg")
    new = photo.strip(data, ["gps"])
    traces = credits.read(new).traces
    assert "gps" not in traces
    assert {"serial", "owner", "maker-note", "history", "contact", "thumbnail"} <= set(traces)
    assert credits.read(new).record.gps is None


def test_a_file_is_replaced_in_one_step_and_undone(tmp_path: Path) -> None:
    path = tmp_path / "vigil – ü.jpg"
    path.write_bytes(telling("jpeg"))
    before = path.read_bytes()
    written = photo.strip(path, dry_run=True)
    assert written.changed
    assert path.read_bytes() == before
    written = photo.strip(path, journal=Journal("test"))
    assert {"gps", "serial", "maker-note"} <= set(written.removed)
    assert written.removed["serial"][0].text == "SER-1234567"
    assert b"SER-1234567" not in path.read_bytes()
    assert not photo.strip(path).changed
    undo(find())
    assert path.read_bytes() == before


def test_what_cannot_be_done_is_said() -> None:
    with pytest.raises(errors.InvalidValue, match="no kind of trace 'geo'"):
        photo.strip(picture(), ["geo"])
    with pytest.raises(errors.Truncated):
        photo.strip(telling("jpeg")[:-900])
    assert photo.strip(picture()) == picture()
    stream = io.BytesIO(telling("png"))
    assert b"SER-1234567" not in photo.strip(stream)


@pytest.mark.parametrize("kind", sorted({*PRIVATE, "stale-digest", "credentials"}))
def test_each_kind_alone(kind: str) -> None:
    """A kind that no XMP has leaves the packet alone; `credits fix` asks for one at a time."""
    data = telling("jpeg")
    told = credits.read(credits.strip(data, [kind]), beyond=True).traces
    assert kind not in told
    assert set(told) >= set(credits.read(data).traces) - {kind, "software"}


REMARKS = (b"Comment\0first remark", b"Comment\0second remark", b"Description\0Old")


def remarked(*texts: bytes) -> bytes:
    data = picture("png")
    return data[:33] + b"".join(png._chunk(b"tEXt", text) for text in texts) + data[33:]


def test_texts_of_one_keyword_are_kept_apart() -> None:
    data = remarked(*REMARKS, b"Thumb::URI\0file:///home/olga/a.png", b"Comment\0third")
    new = photo.strip(data)
    texts = containers.split(Buffer(new))
    assert [text for _, text in texts[0].blocks(texts[1]).text] == [
        "first remark", "second remark", "Old", "third",
    ]  # fmt: skip
    assert b"olga" not in new
    assert photo.strip(data, ["software"]) == data


def test_texts_of_one_keyword_do_not_forbid_a_caption() -> None:
    new = credits.embed(remarked(*REMARKS), caption="new")
    assert credits.read(new).record.caption == "new"
    assert all(png._chunk(b"tEXt", text) in new for text in REMARKS[:2])


def test_a_text_that_is_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "_retold", lambda *row: iter([row[0]][row[1].keyword[0] == "C" :]))
    data = remarked(*REMARKS, b"Thumb::URI\0file:///home/olga/a.png")
    with pytest.raises(errors.Unwritable, match="taken out|a text would be harmed"):
        photo.strip(data)
    with pytest.raises(errors.Unwritable, match="a text cannot be read back"):
        credits.embed(data, caption="new")


def test_every_comment_of_a_gif_is_looked_into() -> None:
    data = picture("gif")
    at = gif.split(Buffer(data)).parts[1].stop
    told = [b"Dawn", b"from /home/olga/a.psd", b"nothing", b"from C:\\olga\\b.psd"]
    made = b"".join(map(gif._made_comment, told))
    new = photo.strip(data[:at] + made + data[at:])
    assert b"olga" not in new
    assert b"nothing" in new
    assert credits.read(new).record.caption == "Dawn"
    without = credits.embed(new, caption=None)
    assert b"nothing" in without
    assert credits.read(without).record.caption is None
