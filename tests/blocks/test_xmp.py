"""XMP: every spelling is read, nothing foreign is touched, nothing hostile gets in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits._kinds import Languages, Seq
from credits.blocks import xmp
from credits.errors import InvalidValue, TooBig, UnreadableBlock

CREATOR, CAPTION, CREDIT, LICENSOR, NAME = map(
    xmp.clark,
    ("dc:creator", "dc:description", "photoshop:Credit", "plus:Licensor", "plus:LicensorName"),
)
HEAD = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{xmp.RDF[1:-1]}">'
NAMESPACES = " ".join(f'xmlns:{p}="{u}"' for p, u in xmp.PREFIXES.items() if p not in "xml rdf x")


def packet(inner: str, attributes: str = "") -> bytes:
    body = f'{HEAD}<rdf:Description rdf:about="" {NAMESPACES} {attributes}>{inner}'
    return f"{body}</rdf:Description></rdf:RDF></x:xmpmeta>".encode()


def values(data: bytes) -> dict[str, object]:
    found = xmp.decode(data)
    assert not found.problems
    return dict(found.values)


@pytest.mark.parametrize(
    ("inner", "name", "value"),
    [
        ("<photoshop:Credit>TASS</photoshop:Credit>", CREDIT, "TASS"),
        ("<photoshop:Credit xml:lang='en'>TASS</photoshop:Credit>", CREDIT, "TASS"),
        ("<photoshop:Credit rdf:resource='http://t.as/'/>", CREDIT, "http://t.as/"),
        (
            "<photoshop:Credit><rdf:Description><rdf:value>TASS</rdf:value>"
            "<xmp:Rating>1</xmp:Rating></rdf:Description></photoshop:Credit>",
            CREDIT, "TASS",
        ),
        ("<photoshop:Credit rdf:value='TASS' xmp:Rating='1'/>", CREDIT, "TASS"),
        ("<dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>",
         CREATOR, ["A", "B"]),
        ("<dc:creator><rdf:Bag><rdf:li>A</rdf:li></rdf:Bag></dc:creator>", CREATOR, ["A"]),
        ("<dc:creator><rdf:Alt><rdf:li>A</rdf:li></rdf:Alt></dc:creator>", CREATOR, ["A"]),
        ("<dc:creator/>", CREATOR, ""),
        (
            "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>Hi</rdf:li>"
            "<rdf:li xml:lang='de'>Hallo</rdf:li></rdf:Alt></dc:description>",
            CAPTION, {"x-default": "Hi", "de": "Hallo"},
        ),
        (
            "<plus:Licensor><rdf:Seq><rdf:li rdf:parseType='Resource'>"
            "<plus:LicensorName>N</plus:LicensorName></rdf:li></rdf:Seq></plus:Licensor>",
            LICENSOR, [{NAME: "N"}],
        ),
        (
            "<plus:Licensor><rdf:Seq><rdf:li><rdf:Description plus:LicensorName='N'/></rdf:li>"
            "</rdf:Seq></plus:Licensor>",
            LICENSOR, [{NAME: "N"}],
        ),
        ("<plus:Licensor><rdf:Seq><rdf:li plus:LicensorName='N'/></rdf:Seq></plus:Licensor>",
         LICENSOR, [{NAME: "N"}]),
        (
            "<plus:Licensor><rdf:Seq><rdf:li><plus:Typed><plus:LicensorName>N</plus:LicensorName>"
            "</plus:Typed></rdf:li></rdf:Seq></plus:Licensor>",
            LICENSOR, [{NAME: "N"}],
        ),
    ],
)  # fmt: skip
def test_every_spelling(inner: str, name: str, value: object) -> None:
    assert values(packet(inner)) == {name: value}


def test_attributes_and_several_descriptions() -> None:
    one = packet("", 'photoshop:Credit="TASS"').decode()
    two = "<rdf:Description><dc:creator>A</dc:creator></rdf:Description></rdf:RDF>"
    data = one.replace("</rdf:RDF>", two).replace(
        "<rdf:Description><dc", f"<rdf:Description {NAMESPACES}><dc"
    )
    assert values(data.encode()) == {CREDIT: "TASS", CREATOR: "A"}


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings(code: str) -> None:
    assert values(packet("<photoshop:Credit>ТАСС</photoshop:Credit>").decode().encode(code)) == {
        CREDIT: "ТАСС"
    }


@pytest.mark.parametrize("wrap", [b"%s", b"\xef\xbb\xbf%s", xmp.HEAD + b"%s" + b" " * 99 + xmp.TAIL,
                                  b"%s\0\0\0", b'<?xml version="1.0" encoding="UTF-8"?>%s'])  # fmt: skip
def test_wrappings(wrap: bytes) -> None:
    data = wrap.replace(b"%s", packet("<photoshop:Credit>TASS</photoshop:Credit>"))
    assert values(data) == {CREDIT: "TASS"}


def test_property_that_stands_twice_is_told() -> None:
    inner = "<photoshop:Credit>A</photoshop:Credit><photoshop:Credit>B</photoshop:Credit>"
    found = xmp.decode(packet(inner))
    assert found.values == {CREDIT: "A"}
    assert found.problems == ("photoshop:Credit stands twice, the first is used",)
    assert values(xmp.encode({CREDIT: "C"}, packet(inner))[0]) == {CREDIT: "C"}


HOSTILE = {
    "entity bomb": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    + packet("<photoshop:Credit>&b;</photoshop:Credit>"),
    "external entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    + packet("<photoshop:Credit>&a;</photoshop:Credit>"),
    "external dtd": b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">' + packet(""),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("wrap", ["utf-8", "utf-16"])
def test_document_types_are_refused(data: bytes, wrap: str) -> None:
    data = data.decode().encode(wrap)
    found = xmp.decode(data)
    assert found.values == {}
    assert "document type" in found.problems[0]
    with pytest.raises(UnreadableBlock):
        xmp.encode({CREDIT: "x"}, data)


def test_deep_nesting_is_bounded() -> None:
    deep = "<rdf:Seq><rdf:li>" * 400 + "</rdf:li></rdf:Seq>" * 400
    found = xmp.decode(
        packet(f"<dc:creator>{deep}</dc:creator><photoshop:Credit>T</photoshop:Credit>")
    )
    assert found.problems
    very = "<rdf:Seq><rdf:li>" * 40_000 + "</rdf:li></rdf:Seq>" * 40_000
    xmp.decode(packet(f"<dc:creator>{very}</dc:creator>"))


def test_broken_packet_is_read_as_far_as_it_goes_but_never_replaced() -> None:
    data = packet("<photoshop:Credit>TASS</photoshop:Credit><dc:creator>").replace(
        b"<dc:creator>", b"<dc:creator &>"
    )
    found = xmp.decode(data)
    assert found.values.get(CREDIT) == "TASS"
    assert "not well-formed" in found.problems[0]
    with pytest.raises(UnreadableBlock):
        xmp.encode({CREDIT: "x"}, data)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    xmp.decode(data)
    xmp.decode(packet("") + data)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"],
                              exclude_characters="\ufffe\uffff"), min_size=1)  # fmt: skip
VALUES = st.fixed_dictionaries(
    {},
    optional={
        CREDIT: WORDS,
        CAPTION: st.dictionaries(st.sampled_from(["de", "fr", "uk"]), WORDS).map(
            lambda texts: Languages({"x-default": "d", **texts})
        ),
        CREATOR: st.lists(WORDS, min_size=1).map(Seq),
        LICENSOR: st.lists(
            st.dictionaries(st.just(NAME), WORDS, min_size=1), min_size=1, max_size=3
        ).map(Seq),
    },
)


@given(VALUES, VALUES)
def test_decode_gives_what_encode_was_given(
    first: dict[str, object], second: dict[str, object]
) -> None:
    data, _ = xmp.encode(first, None)  # type: ignore[arg-type]
    assert values(data) == first
    data, _ = xmp.encode({CAPTION: None}, data)
    data, _ = xmp.encode(second, data)  # type: ignore[arg-type]
    assert values(data) == {k: v for k, v in first.items() if k != CAPTION} | second


def test_foreign_properties_comments_and_prefixes_survive() -> None:
    inner = (
        "<!-- kept --><z:Own xmlns:z='http://z/'><rdf:Bag><rdf:li z:q='1'>v</rdf:li></rdf:Bag></z:Own>"
        "<q:creator xmlns:q='http://purl.org/dc/elements/1.1/'><rdf:Seq><rdf:li>A</rdf:li></rdf:Seq></q:creator>"
    )
    data, _ = xmp.encode({CREATOR: Seq(["B"]), CREDIT: "T"}, packet(inner, 'xmp:Rating="3"'))
    for piece in (b"<!-- kept -->", b"z:q=", b"q:creator", b'xmp:Rating="3"'):
        assert piece in data
    assert b"<rdf:li>A" not in data


def test_attribute_stays_an_attribute() -> None:
    data, _ = xmp.encode({CREDIT: "New"}, packet("", 'photoshop:Credit="Old"'))
    assert b'photoshop:Credit="New"' in data


def test_other_languages_stay_and_a_copy_of_the_default_follows() -> None:
    inner = (
        "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>Old</rdf:li>"
        "<rdf:li xml:lang='en-US'>Old</rdf:li><rdf:li xml:lang='fr'>Vieux</rdf:li></rdf:Alt></dc:description>"
    )
    data, _ = xmp.encode({CAPTION: Languages({"x-default": "New"})}, packet(inner))
    assert values(data) == {CAPTION: {"x-default": "New", "en-US": "New", "fr": "Vieux"}}


def test_padding_takes_up_what_is_added() -> None:
    old, _ = xmp.encode({CREDIT: "TASS"}, None)
    new, _ = xmp.encode({CREDIT: "A much longer credit line than before"}, old)
    assert len(new) == len(old)
    assert new.endswith(xmp.TAIL)


def test_what_does_not_fit_goes_to_extended_xmp_and_comes_back() -> None:
    crs = "".join(
        f"<c:S{n} xmlns:c='http://ns.adobe.com/camera-raw-settings/1.0/'>{'x' * 5000}</c:S{n}>"
        for n in range(20)
    )
    data, further = xmp.encode({CREDIT: "TASS"}, packet(crs), room=xmp.JPEG_ROOM)
    assert further is not None
    assert len(data) <= xmp.JPEG_ROOM
    guid = str(xmp.decode(data).values[xmp.EXTENDED])
    whole = xmp.decode(data, None, {guid: further})
    assert len(whole.values) == 22
    missing = xmp.decode(data, None, {"other": further})
    assert missing.problems == ("the ExtendedXMP it refers to is not there",)
    again, more = xmp.encode({CREDIT: "AP"}, data, room=xmp.JPEG_ROOM, extended={guid: further})
    assert more == further
    assert len(xmp.decode(again, None, {guid: more or b""}).values) == 22


def test_too_big_for_a_segment() -> None:
    with pytest.raises(TooBig):
        xmp.encode({CAPTION: Languages({"x-default": "x" * 70_000})}, None, room=xmp.JPEG_ROOM)


@pytest.mark.parametrize("char", ["\0", "\x1b", "\ufffe", "\ud800"])
def test_characters_that_xml_cannot_hold_are_refused(char: str) -> None:
    with pytest.raises(InvalidValue, match="photoshop:Credit"):
        xmp.encode({CREDIT: f"a{char}b"}, None)


SPACED = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <dc:creator> <rdf:Seq> <rdf:li>Ann Lee</rdf:li> <rdf:li> </rdf:li> </rdf:Seq> </dc:creator>
   <dc:source{}</dc:source>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>"""
SOURCE = xmp.clark("dc:source")
FEW = {CREATOR, SOURCE}


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "source", [">AP", "> ", "> <!-- desk --> AP", ' rdf:parseType="Literal"><b>A</b> <b>P</b> ']
)
def test_blanks_between_elements_change_nothing_for_who_reads_few_properties(source, code):
    data = SPACED.format(source).encode(code)
    few, all_of_it = xmp.decode(data, FEW), xmp.decode(data)
    assert few.values[CREATOR] == all_of_it.values[CREATOR] == ["Ann Lee", " "]
    texts = [str(one.values[SOURCE]).strip() for one in (few, all_of_it)]
    assert texts[0] == texts[1]
    assert few.problems == all_of_it.problems


def test_an_edit_keeps_the_blanks_of_a_packet_of_which_few_properties_were_read():
    data = SPACED.format(">AP").encode()
    change = {SOURCE: "Reuters"}
    plain, _ = xmp.encode(change, bytes(bytearray(data)))
    xmp.decode(data, FEW)
    assert xmp.encode(change, data)[0] == plain
    assert b"<dc:creator> <rdf:Seq> <rdf:li>Ann Lee</rdf:li>" in plain
