"""What stands behind the end of a JPEG: found, told, and left out of what is published."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import credits
from credits import containers
from credits._bytes import Buffer
from credits.containers import _behind, _mpf, jpeg
from credits.policy import Policy
from tests.conftest import corpus_files
from tests.containers.test_jpeg import segment, with_segments
from tests.differential.witnesses import exiftool
from tests.pictures import picture

VIDEO = struct.pack(">I", 20) + b"ftypmp42" + b"\0\0\0\0mp42" + b"\xff\xd8\xff\xd9 film" * 9
SAMSUNG = b"\0\0\x30\x0aImage_UTC_Data1781000000000SEFHtailSEFT"
BEHIND = {
    "video": VIDEO, "archive": b"PK\3\4private.txt", "picture": picture("jpeg", (40, 30)),
    "trailer": SAMSUNG,
}  # fmt: skip
# where ExifTool finds what it reads from trailers; warnings of them go, too
TRAILERS = {"PhotoMechanic", "FotoStation", "IPTC2", "ExifTool"}
HDR = segment(0xE1, jpeg.XMP_HEADER + b'<x xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"/>')


def gain_map(*segments: bytes) -> bytes:
    return with_segments(HDR, *segments, data=picture("jpeg", (60, 45)))


def many(*others: bytes, order: str = ">", between: bytes = b"") -> bytes:
    """Make a file of several pictures, with an index of them as cameras write it."""

    def written(places: list[tuple[int, int]]) -> bytes:
        mark = (b"II*\0\x08\0\0\0" if order == "<" else b"MM\0*\0\0\0\x08") + struct.pack(
            f"{order}HHHI4sHHIIHHII", 3, 0xB000, 7, 4, b"0100",
            0xB001, 4, 1, len(places), 0xB002, 7, 16 * len(places), 50,
        ) + bytes(4)  # fmt: skip
        rows = [
            struct.pack(f"{order}IIIHH", 0x030000 if not at else 0, size, at, 0 if at else 2, 0)
            for size, at in places
        ]
        return with_segments(segment(0xE2, b"MPF\0" + mark + b"".join(rows)))

    blank = written([(0, 0)] * (len(others) + 1))
    origin = blank.index(b"MPF\0") + 4
    places, at = [(len(blank), 0)], len(blank)
    for other in others:
        places.append((len(other), at - origin))
        at += len(other) + len(between)
    return written(places) + between.join(others)


def pictures(data: bytes) -> list[bytes]:
    """Read the further pictures by the index."""
    parts = jpeg.split(Buffer(data))
    return [data[start:stop] for start, stop in _mpf.places(parts)]


def behind(data: bytes) -> list[str]:
    parts = jpeg.apart(jpeg.split(Buffer(data)))
    assert containers.join(parts) == data
    kinds = [part.kind for part in parts.parts]
    return kinds[kinds.index("SOS") + 1 :] if "SOS" in kinds else []


@pytest.mark.parametrize("kind", BEHIND)
def test_it_is_told_and_taken_out(kind: str) -> None:
    bare = picture()
    data = bare + BEHIND[kind]
    assert behind(data) == [kind]
    assert credits.strip(data) == credits.strip(data, ["trailer"]) == bare
    assert credits.strip(bare + bytes(600)) == bare + bytes(600)
    assert credits.read(data).image_data_hash == credits.read(bare).image_data_hash
    told = credits.read(data, beyond=True).traces.get("trailer", ())
    # a second picture ends as the first does: only what is taken out is read to its end
    expected = [] if kind == "picture" else [(kind, f"{len(BEHIND[kind])} bytes")]
    assert [(trace.name, trace.text) for trace in told] == expected


@given(
    st.tuples(st.integers(1, 70), st.integers(1, 70)),
    st.fixed_dictionaries({"quality": st.integers(1, 95), "progressive": st.booleans(),
                           "restart_marker_rows": st.integers(0, 3)}),
    st.binary(min_size=1, max_size=40),
)  # fmt: skip
def test_the_end_of_any_picture_is_found(
    size: tuple[int, int], options: dict[str, int], tail: bytes
) -> None:
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, "JPEG", **options)
    data = out.getvalue()
    for whole in (data, data + tail):
        scan = jpeg.split(Buffer(whole)).parts[-1]
        assert _behind.end_of_image(Buffer(whole), scan.start) == len(data)


def test_marks_of_the_end_within_tables_are_none() -> None:
    data = picture("jpeg", progressive=True)
    second = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
    while data[second - 1] == 0xFF:
        second -= 1
    spoilt = data[:second] + segment(0xFE, b"\xff\xd9 \xff\xd9") + data[second:]
    assert behind(spoilt) == []
    assert behind(spoilt + VIDEO) == ["video"]


def test_what_has_no_end_has_nothing_behind_it() -> None:
    data = picture()
    for cut in (data[:-2], data[:-1], data[: data.index(b"\xff\xda") + 3]):
        assert behind(cut) == []
    endless = data[:-2] + b"\xff\xc4\0\2" * 5000 + b"\xff\xd9"
    assert (
        _behind.end_of_image(Buffer(endless), jpeg.split(Buffer(endless)).parts[-1].start) is None
    )


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("between", [b"", b"\0\0\0", b"maker"])
def test_a_gain_map_stays_and_a_preview_goes(order: str, between: bytes, tmp_path: Path) -> None:
    preview, hdr = picture("jpeg", (50, 40)), gain_map()
    data = many(preview, hdr, order=order, between=between)
    assert pictures(data) == [preview, hdr]
    filler = {b"": [], b"\0\0\0": ["padding"], b"maker": ["trailer"]}[between]
    assert behind(data) == ["picture", *filler, "gain map"]
    new = credits.strip(data, ["trailer"])
    assert pictures(new) == [hdr]
    assert preview not in new
    assert b"maker" not in new
    assert credits.strip(new) == new
    edited = credits.embed(new, credit_line="TASS", caption="A caption. " * 40)
    assert pictures(edited) == [hdr]
    for name, one in (("old", data), ("new", edited)):
        (tmp_path / f"{name}.jpg").write_bytes(one)
    told = exiftool([tmp_path / "old.jpg", tmp_path / "new.jpg"])
    assert (told["old.jpg"]["MPF0:NumberOfImages"], told["new.jpg"]["MPF0:NumberOfImages"]) == (
        3,
        2,
    )
    assert "MPImage3:MPImageStart" in told["old.jpg"]
    assert told["new.jpg"]["MPImage2:MPImageLength"] == len(hdr)
    assert told["new.jpg"]["MPImage2:MPImageStart"] == edited.index(hdr)
    assert not [tag for tag in told["new.jpg"] if "MPImage3" in tag or "Warning" in tag]


def test_an_index_of_one_picture_goes_with_the_others() -> None:
    for other in (picture("jpeg", (50, 40)), gain_map(segment(0xE1, jpeg.EXIF_HEADER + b"MM\0*")),
                  gain_map() + b"tail", gain_map()[:-2]):  # fmt: skip
        new = credits.strip(many(other), ["trailer"])
        assert new == picture()


def test_index_that_points_nowhere_is_left_as_it_is() -> None:
    data = many(gain_map())[: -len(gain_map())]
    assert credits.strip(data) == data
    assert pictures(credits.strip(data + b"x")) == []


def test_a_motion_photo_is_none_any_more(tmp_path: Path) -> None:
    mark = (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
            b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
            b'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MicroVideo="1" '
            b'GCamera:MicroVideoOffset="%d"/></rdf:RDF></x:xmpmeta>' % len(VIDEO))  # fmt: skip
    path = tmp_path / "MVIMG_1.jpg"
    still = credits.embed(
        with_segments(segment(0xE1, jpeg.XMP_HEADER + mark)), caption="A flood in Kherson.",
        creators=["Ann Lee"], credit_line="TASS", copyright_notice="© 2026 TASS", alt_text="A flood",
    )  # fmt: skip
    path.write_bytes(still + VIDEO)
    policy = Policy(select=("PRV803",), root=str(tmp_path))
    (finding,) = credits.check([path], policy)
    assert (finding.code, "(video)" in finding.message) == ("PRV803", True)
    (copy,) = credits.publish(path, tmp_path / "public", policy=policy).copies
    assert {trace.name for trace in copy.removed["trailer"]} == {
        "video", "GCamera:MicroVideo", "GCamera:MicroVideoOffset"
    }  # fmt: skip
    published = Path(copy.target).read_bytes()
    assert not [word for word in (b"ftyp", b"MicroVideo") if word in published]
    (before,), (after,) = (exiftool([one]).values() for one in (path, Path(copy.target)))
    assert "XMP-GCamera:MicroVideo" in before
    assert not [tag for tag in after if "MicroVideo" in tag or "Warning" in tag]
    assert list(credits.check([copy.target], policy)) == []
    path.write_bytes(credits.embed(path.read_bytes(), caption="A flood in Kherson, Ukraine."))
    (again,) = credits.publish(path, tmp_path / "public", policy=policy).copies
    assert again.changed


def test_trailers_of_programs_are_gone_for_exiftool(corpus: Path, tmp_path: Path) -> None:
    old = {
        path.name: path
        for path in corpus_files("valid")
        if path.read_bytes()[:3] == b"\xff\xd8\xff"
        and "trailer" in credits.read(path, beyond=True).traces
    }
    for name, path in old.items():
        data = path.read_bytes()
        new = credits.strip(data, ["trailer"])
        assert new == data[: len(new)]
        assert credits.read(new).image_data_hash == credits.read(data).image_data_hash
        (tmp_path / name).write_bytes(new)
    before, after = exiftool(old.values()), exiftool(tmp_path / name for name in old)
    assert len(after) == 7
    lost = {tag for name in old for tag in before[name].keys() - after[name].keys()}
    assert {tag.partition(":")[0] for tag in lost} >= {"PhotoMechanic", "FotoStation"}
    assert {tag.partition(":")[0] for tag in lost} <= TRAILERS, lost
