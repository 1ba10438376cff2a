"""SVG: the drawing stays as it was typed, only text is spliced."""

from __future__ import annotations

import pytest
from lxml import etree

import credits
from credits import containers
from credits._bytes import Buffer
from credits.containers import svg
from credits.errors import Unwritable
from tests.pictures import SVG, VALUES

PREFIXED = (
    b'<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- Generator: a > b -->\n'
    b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    b"<svg:svg xmlns:svg='http://www.w3.org/2000/svg' viewBox=\"0 0 64 48\" desc='a > b'>"
    b"<svg:desc>Old <![CDATA[&]]> words</svg:desc><svg:g><svg:title>inner</svg:title></svg:g></svg:svg>\n"
)


def test_new_packet_is_the_first_child_with_the_prefix_of_the_drawing() -> None:
    new = credits.embed(PREFIXED, **VALUES)
    assert b"desc='a > b'><svg:metadata><?xpacket" in new
    root = etree.fromstring(new)
    assert etree.QName(root[0]).localname == "metadata"
    head, _, rest = new.partition(b"<svg:metadata>")
    assert PREFIXED.startswith(head)
    assert PREFIXED.endswith(rest.partition(b"</svg:desc>")[2])


def test_own_words_are_read_and_kept_in_step() -> None:
    found = credits.read(PREFIXED)
    assert (found.record.caption, found.record.title) == ("Old & words", None)
    new = credits.embed(PREFIXED, caption="5 < 6 & 7")
    assert b"<svg:desc>5 &lt; 6 &amp; 7</svg:desc>" in new
    assert b"<svg:title>inner</svg:title>" in new
    assert set(credits.read(new).sources["caption"]) == {"xmp", "text"}


def test_what_was_put_in_goes_out_without_a_trace() -> None:
    container, parts = containers.split(Buffer(SVG))
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
    new = containers.join(container.replaced(parts, {"xmp": packet}))
    again = container.split(Buffer(new))
    assert containers.join(container.replaced(again, {"xmp": None})) == SVG


def test_other_metadata_stays_beside_the_packet() -> None:
    data = SVG.replace(b"<title>", b"<metadata><a xmlns='urn:x'>mine</a></metadata><title>")
    new = credits.embed(data, credit_line="TASS")
    assert b"<metadata><a xmlns='urn:x'>mine</a></metadata>" in new
    assert credits.read(new).record.credit_line == "TASS"


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "&#38;">]>', "document type with definitions"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>', "encoded in ISO-8859-1"),
    ],
)
def test_what_hides_its_words_is_read_as_silent_and_not_written(head: bytes, says: str) -> None:
    data = head + SVG
    found = credits.read(data)
    assert found.record.title is None
    assert says in found.problems[0].message
    with pytest.raises(Unwritable, match=says):
        credits.embed(data, credit_line="TASS")


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    data = bomb + SVG.replace(b"A &amp; B", b"&b;")
    assert credits.read(data).record.title is None


def test_broken_markup_is_damage() -> None:
    assert credits.read(SVG[:-8]).is_damaged


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        (b'width="12.6px" height="2in"', (13, 192)),
        (b'width="100%" height="100%" viewBox="0 0 30 20"', (30, 20)),
        (b'viewBox="0,0,30,20"', (30, 20)),
        (b"", (None, None)),
        (b'width="wide" height="' + b"9" * 400 + b'"', (None, None)),
    ],
)
def test_size_in_pixels(attributes: bytes, size: tuple[int | None, int | None]) -> None:
    data = b'<svg xmlns="http://www.w3.org/2000/svg" ' + attributes + b"/>"
    found = credits.read(data)
    assert (found.width, found.height) == size


def test_signed_drawing_is_known() -> None:
    manifest = b'<metadata><c2pa:manifest xmlns:c2pa="http://c2pa.org/manifest">AAAA</c2pa:manifest></metadata>'
    data = SVG.replace(b"<title>", manifest + b"<title>")
    assert credits.read(data).credentials == {"kind": "c2pa"}


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (b"<svg>", True), (b"\xef\xbb\xbf  <svg ", True), (b"<!-- <html> --><svg/>", True),
        (b"<svgx>", False), (b"<html><svg>", False), (b"<!-- <svg>", False), (b"<?xml", False),
    ],
)  # fmt: skip
def test_drawing_is_told_by_its_outermost_element(head: bytes, is_one: bool) -> None:
    assert svg.recognises(head) == is_one
