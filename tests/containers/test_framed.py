"""A photo in an SVG is a photo: judged as one, credited by its own words."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest

import credits
from credits._bytes import Buffer
from credits.checker import subject_of
from credits.containers._framed import framed
from credits.errors import Unwritable
from credits.policy import Policy
from tests.pictures import SVG, VALUES, picture
from tests.test_strip import telling

CREDITED = credits.embed(picture("jpeg", (400, 300)), **VALUES)
NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def url(data: bytes, kind: str = "jpeg") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def drawing(inside: str, before: str = "") -> bytes:
    return f'{before}<svg {NAMESPACES} viewBox="0 0 400 300">{inside}</svg>'.encode()


def around(data: bytes) -> bytes:
    return drawing(f'<image width="400" height="300" xlink:href="{url(data)}"/>')


# as programs export a photo
FRAMES = {
    "inkscape": '<g id="layer1"><image preserveAspectRatio="none" width="4e2" height="300" xlink:href="{}"/></g>',
    "figma": '<rect width="400" height="300" fill="url(#p)"/><defs><pattern id="p"><use xlink:href="#i"/>'
    '</pattern><image id="i" width="400" height="300" xlink:href="{}"/></defs>',
    "canva": '<defs><clipPath id="c"><path d="M0 0h400v300H0z"/></clipPath></defs><rect width="100%"/>'
    '<path fill="#fff" d="M0 0h1"/><g clip-path="url(#c)"><image href="{}"/></g>',
    "titled": "<title>A dog</title><style>image {{ opacity: 1 }}</style><image href=' {}'/>",
    "twice": '<image href="{0}"/><image href="{0}" opacity=".5"/>',
}


@pytest.mark.parametrize("name", FRAMES)
def test_what_programs_export_is_a_photo(name: str) -> None:
    data = drawing(FRAMES[name].format(url(CREDITED)))
    assert framed(Buffer(data)) == CREDITED
    subject = subject_of(data, Policy(), "a.svg")
    assert (subject.role, subject.role_reason) == ("photo", "a jpeg in an SVG and nothing else")
    assert subject.record.creators == tuple(VALUES["creators"])


DRAWINGS = {
    "a drawing": SVG,
    "a word on it": drawing(f'<image href="{url(CREDITED)}"/><text>Sale</text>'),
    "a chart": drawing(f'<image href="{url(CREDITED)}"/>' + '<path d="M0 0"/>' * 3),
    "two photos": drawing(f'<image href="{url(CREDITED)}"/><image href="{url(picture("png"), "png")}"/>'),
    "a drawing in it": drawing('<image href="data:image/svg+xml;base64,AAAA"/>'),
    "another file": drawing('<image href="photo.jpg"/><desc>data:image/</desc>'),
    "entities": drawing(
        f'<image href="{url(CREDITED)}"/>', before='<!DOCTYPE svg [<!ENTITY a "a">]>'
    ),
    "broken": around(CREDITED)[:-20],
    "no base64": drawing('<image href="data:image/jpeg;base64,A"/>'),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWINGS)
def test_what_is_a_drawing_stays_one(name: str) -> None:
    assert framed(Buffer(DRAWINGS[name])) is None
    assert subject_of(DRAWINGS[name], Policy(), "a.svg").role == "graphic"


def test_a_data_url_in_plain_characters() -> None:
    data = drawing(f'<image href="data:image/jpeg,{quote_from_bytes(CREDITED)}"/>')
    assert framed(Buffer(data)) == CREDITED


def test_an_uncredited_photo_does_not_go_out_in_a_frame() -> None:
    bare = around(picture("jpeg", (400, 300)))
    assert "CRD101" in {finding.code for finding in credits.check(bare)}
    assert {finding.code for finding in credits.check(around(CREDITED))} <= {"CAP306"}
    with pytest.raises(credits.Blocked):
        credits.require(bare)


def test_a_small_or_flat_picture_in_a_frame_is_what_it_is() -> None:
    icon = around(picture("jpeg", (64, 48)))
    assert subject_of(icon, Policy(), "a.svg").role == "icon"
    assert subject_of(around(CREDITED), Policy(roles={"logo": ("a.svg",)}), "a.svg").role == "logo"
    assert subject_of(around(CREDITED), Policy(detect_roles=False), "a.svg").role == "photo"


def test_what_the_drawing_says_itself_counts_first(tmp_path: Path) -> None:
    data = around(CREDITED)
    assert credits.read(data).sources["credit_line"] == ("framed",)
    new = credits.embed(data, credit_line="AFP")
    photo = credits.read(new)
    assert (photo.record.credit_line, photo.sources["credit_line"]) == ("AFP", ("xmp",))
    assert photo.record.creators == tuple(VALUES["creators"])
    assert not photo.conflicts
    assert framed(Buffer(new)) == CREDITED
    assert credits.read(data, only=("creators",)).record.creators == tuple(VALUES["creators"])


def test_a_sidecar_that_says_otherwise_is_a_conflict(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_bytes(around(CREDITED))
    credits.embed(path, creators=["Joe Doe"], sidecar=True)
    (conflict,) = credits.read(path).conflicts
    assert set(conflict.values) == {"framed", "sidecar"}
    (finding,) = [one for one in credits.check(path) if one.code == "SYN501"]
    credits.embed(path, creators=["Joe Doe"])
    assert credits.read(path).record.creators == ("Joe Doe",)
    assert "SYN501" not in {one.code for one in credits.check(path)}, finding


def test_a_damaged_photo_in_a_frame_is_damaged() -> None:
    data = around(CREDITED[: len(CREDITED) // 2])
    assert credits.read(data).is_damaged
    assert "FIL951" in {finding.code for finding in credits.check(data)}


def test_what_the_photo_tells_is_told_and_not_published(tmp_path: Path) -> None:
    data = around(credits.embed(telling("jpeg"), **VALUES))
    assert "gps" in credits.read(data).traces
    with pytest.raises(Unwritable, match="has a photo in it that tells"):
        credits.strip(data, ["gps"])
    path = tmp_path / "a.svg"
    path.write_bytes(data)
    done = credits.publish(path, tmp_path / "public", keep_going=True)
    assert (done.copies, done.verdict.decision) == ((), "hold")
    path.write_bytes(around(CREDITED))
    assert len(credits.publish(path, tmp_path / "public").copies) == 1
