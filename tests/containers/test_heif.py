"""HEIF and AVIF: items anywhere, and offsets that stay right."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import replace
from pathlib import Path

import brotli
import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import credits
from credits import _optional, containers
from credits._bytes import Buffer, Source
from credits.blocks import xmp
from credits.containers import _boxes, _items, _tracks, heif
from credits.containers._heif import C2PA, XMP, File
from credits.containers._iloc import Extent, Iloc, Place, Widths
from credits.containers._parts import Joined
from credits.errors import CreditsError, TooBig, UnreadableBlock, Unsupported, Unwritable
from tests.containers.bmff import EXIF, PICTURE, Entry, Layout, box, full
from tests.containers.bmff import XMP as PACKET
from tests.pictures import VALUES, encoded, picture, pixels
from tests.torture import flips, only_our_errors, truncations

NEW = b"<x:xmpmeta>" + b"new caption " * 20 + b"</x:xmpmeta>"
TIFF = b"II*\0\x08\0\0\0" + bytes(90)


def file(data: bytes) -> File:
    return File(_boxes.split(Buffer(data)))


def items(data: bytes) -> dict[int, bytes]:
    """Read the data of every item, as it is stored."""
    found = file(data)
    assert found.meta is not None
    return {
        number: b"".join(data[start:stop] for start, stop in found.ranges(number))
        for number in found.meta.places()
    }


def blocks(data: bytes) -> dict[str, bytes]:
    found = heif.blocks(heif.split(Buffer(data)))
    exif = found.exif
    both = {"exif": exif.read(0, exif.size) if exif else None, "xmp": found.xmp}
    return {name: block for name, block in both.items() if block is not None}


def replaced(data: bytes, **edits: bytes | None) -> bytes:
    return containers.join(heif.replaced(heif.split(Buffer(data)), edits))


def kinds(data: bytes) -> list[str]:
    return [part.kind for part in heif.split(Buffer(data)).parts]


# ── every layout ────────────────────────────────────────────────────────────────────────────────


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    iloc = draw(st.sampled_from([0, 1, 2]))
    base = draw(st.sampled_from([0, 4, 8]))
    methods = st.sampled_from([0, 1] if iloc else [0])
    entries = {
        number: replace(
            entry, method=draw(methods), pieces=draw(st.integers(1, 3)),
            version=draw(st.sampled_from([2, 3])),
        )
        for number, entry in {7: PICTURE, 5: Entry(b"hvc1", b"(other)" * 5), 2: EXIF, 3: PACKET}.items()
        if number in {7, 5} or draw(st.booleans())
    }  # fmt: skip
    return Layout(
        items=entries,
        primary=7,
        iloc=iloc,
        offset=4 if any(entry.pieces > 1 for entry in entries.values()) or not base else draw(st.sampled_from([0, 4, 8])),
        length=draw(st.sampled_from([4, 8])),
        base=base,
        index=draw(st.sampled_from([0, 4])) if iloc else 0,
        iinf=draw(st.sampled_from([0, 1])),
        iref=draw(st.sampled_from([0, 1])),
        references=(*((b"cdsc", n, (7,)) for n in (2, 3) if n in entries), (b"thmb", 5, (7,))),
        between=draw(st.sampled_from([b"", box(b"free", bytes(20)), box(b"skip", bytes(400))])),
        behind=draw(st.sampled_from([b"", box(b"mpvd", b"film"), b"tail", box(b"free")])),
        data_first=draw(st.booleans()),
        wide=draw(st.booleans()),
    )  # fmt: skip


edits = st.dictionaries(
    st.sampled_from(["exif", "xmp"]),
    st.one_of(st.none(), st.integers(1, 900)),
    min_size=1,
)


@given(layouts(), st.lists(edits, min_size=1, max_size=3))
def test_every_layout_takes_every_edit_and_nothing_else_changes(layout: Layout, rounds) -> None:
    data = layout.file()
    assert items(data) == {number: entry.data for number, entry in layout.items.items()}
    expected = blocks(data)
    for edit in rounds:
        wanted = {
            name: None if length is None else (TIFF if name == "exif" else NEW) + b"x" * length
            for name, length in edit.items()
        }
        new = replaced(data, **wanted)
        expected = {name: block for name, block in (expected | wanted).items() if block is not None}
        assert blocks(new) == expected
        assert {n: items(new)[n] for n in (7, 5)} == {7: PICTURE.data, 5: b"(other)" * 5}
        assert heif.dimensions(heif.split(Buffer(new))) == (64, 48)
        assert not heif.split(Buffer(new)).problems or layout.behind == b"tail"
        assert new.endswith(layout.behind) or layout.behind == box(b"free")
        data = new


@given(layouts())
def test_locations_are_written_as_they_were_read(layout: Layout) -> None:
    meta = file(layout.file()).meta
    assert meta is not None
    assert meta.iloc is not None
    place = meta.child("iloc")
    assert place is not None
    assert meta.iloc.encode() == meta.data[place.body : place.stop]


def test_editing_again_and_again_does_not_grow_the_file() -> None:
    data = Layout().file()
    sizes = []
    for length in (900, 10, 500, 900, 10, 500):
        data = replaced(data, xmp=NEW + b"x" * length, exif=TIFF + b"x" * length)
        sizes.append(len(data))
    assert sizes[:3] == sizes[3:]
    rounds = set()
    for _ in range(4):
        full_up = replaced(replaced(data, xmp=None, exif=None), xmp=NEW, exif=TIFF)
        rounds.add(len(full_up))
        data = full_up
    assert len(rounds) == 1


def test_what_fits_its_old_place_is_written_there() -> None:
    data = Layout().file()
    new = replaced(data, xmp=b"<x:xmpmeta/>")
    assert len(new) == len(data)
    assert kinds(new) == kinds(data)


def test_edit_that_changes_nothing_gives_the_same_file() -> None:
    data = Layout().file()
    parts = heif.replaced(heif.split(Buffer(data)), {"xmp": PACKET.data, "exif": EXIF.data[10:]})
    assert not parts.edits()


def test_what_was_taken_out_is_nowhere_in_the_file() -> None:
    data = Layout().file()
    assert b"old caption" in data
    for new in (replaced(data, xmp=None), replaced(data, xmp=NEW)):
        assert b"old caption" not in new
    inside = Layout().with_items(_3=replace(PACKET, method=1)).file()
    assert b"old caption" not in replaced(inside, xmp=NEW)
    again = replaced(replaced(data, xmp=NEW), xmp=b"<x/>" * 300)
    assert b"new caption" not in again


def test_bytes_that_another_item_uses_too_are_left_alone() -> None:
    data = bytearray(Layout().file())
    meta = file(bytes(data)).meta
    assert meta is not None
    at = file(bytes(data)).ranges(3)[0][0]
    place = data.index(at.to_bytes(4) + len(PACKET.data).to_bytes(4))
    picture_at = file(bytes(data)).ranges(1)[0][0]
    data[place : place + 4] = picture_at.to_bytes(4)  # the packet claims to be the picture
    for new in (replaced(bytes(data), xmp=b"<x/>"), replaced(bytes(data), xmp=None)):
        assert items(new)[1] == PICTURE.data


def test_free_room_behind_the_meta_box_is_used_before_anything_moves() -> None:
    room = box(b"free", bytes(300))
    layout = Layout(items={1: PICTURE}, references=(), between=room)
    data = layout.file()
    new = replaced(data, xmp=NEW, exif=TIFF)
    assert file(new).ranges(1) == file(data).ranges(1)
    assert kinds(new) == ["ftyp", "meta", "free", "mdat", "mdat"]
    gone = replaced(new, xmp=None, exif=None)
    assert file(gone).ranges(1) == file(data).ranges(1)


def test_box_that_is_not_known_forbids_moving_and_nothing_else() -> None:
    odd = box(b"what", b"offsets?")
    data = Layout(behind=odd).file()
    assert items(replaced(data, xmp=NEW))[3] == NEW  # the meta box keeps its length
    tight = Layout(items={1: PICTURE}, references=(), behind=odd).file()
    with pytest.raises(Unwritable, match="'what'") as caught:
        replaced(tight, xmp=NEW)
    assert "--sidecar" in str(caught.value)
    roomy = Layout(items={1: PICTURE}, references=(), between=box(b"free", bytes(200)), behind=odd)
    assert blocks(replaced(roomy.file(), xmp=NEW)) == {"xmp": NEW}


def test_sidecar_of_a_file_without_room_has_the_last_word(tmp_path: Path) -> None:
    packet = xmp.encode({xmp.clark("photoshop:Headline"): "Inside"}, None)[0]
    one = {1: PICTURE, 3: Entry(b"mime", packet, content=b"application/rdf+xml")}
    tight = Layout(items=one, references=(), behind=box(b"what", b"offsets?"))
    cases = {
        "Beside": [tight, replace(tight, between=box(b"free", bytes(99)))],
        "Inside": [
            replace(tight, behind=b""),
            replace(tight, between=box(b"free", bytes(400))),
            replace(tight, data_first=True, behind=b""),
            tight.with_items(_2=EXIF),
        ],
    }
    path = tmp_path / "a.heic"
    path.with_suffix(".xmp").write_bytes(packet.replace(b"Inside", b"Beside"))
    for last, layouts_of in cases.items():
        for layout in layouts_of:
            path.write_bytes(layout.file())
            assert credits.read(path).record.headline == last
            assert heif.split(Buffer(layout.file())).sealed is (last == "Beside")


def test_boxes_that_phones_find_from_the_end_stay_last() -> None:
    data = Layout(behind=box(b"mpvd", b"film") + box(b"sefd", b"notes")).file()
    assert kinds(replaced(data, xmp=NEW))[-3:] == ["mdat", "mpvd", "sefd"]


@pytest.mark.parametrize("wide", [False, True])
def test_data_box_that_runs_to_the_end_gets_a_length(*, wide: bool) -> None:
    data = Layout(open_end=True, wide=False).file()
    new = replaced(data, xmp=NEW)
    assert items(new) == {1: PICTURE.data, 2: EXIF.data, 3: NEW}
    assert kinds(new) == ["ftyp", "meta", "mdat", "mdat"]


def test_no_item_takes_the_number_of_another_or_of_a_group() -> None:
    group = box(b"grpl", full(b"altr", 0, (40).to_bytes(4), bytes(4)))
    data = Layout(items={1: PICTURE, 9: PICTURE}, references=(), children=group).file()
    assert set(items(replaced(data, xmp=NEW))) == {1, 9, 41}
    full_up = Layout(items={1: PICTURE, 65535: PICTURE}, references=()).file()
    assert set(items(replaced(full_up, xmp=NEW, exif=TIFF))) == {1, 65535, 2, 3}


def test_ids_of_32_bits() -> None:
    items_ = {70_000: replace(PICTURE, version=3), 70_001: replace(PACKET, version=3)}
    layout = Layout(items=items_, primary=70_000, iloc=2, iref=1,
                    references=((b"cdsc", 70_001, (70_000,)),))  # fmt: skip
    new = replaced(layout.file(), xmp=NEW, exif=TIFF)
    assert blocks(new) == {"xmp": NEW, "exif": TIFF}
    unnamed = replace(
        layout, items={70_000: items_[70_000]}, references=((b"thmb", 2, (3,)),), iref=0
    )
    with pytest.raises(Unwritable, match="cannot name the primary"):
        replaced(unnamed.file(), xmp=NEW)
    bare = replace(layout, items={70_000: items_[70_000]}, references=())
    assert blocks(replaced(bare.file(), xmp=NEW)) == {"xmp": NEW}


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("version", [0, 1])
def test_entries_of_the_first_versions_are_mime_items(version: int) -> None:
    layout = Layout().with_items(_3=replace(PACKET, version=version))
    assert blocks(layout.file())["xmp"] == PACKET.data


def test_meta_box_of_quicktime_has_no_version() -> None:
    data = Layout(data_first=True).file()
    at = data.rindex(b"meta")
    length = int.from_bytes(data[at - 4 : at])
    old = data[: at - 4] + (length - 4).to_bytes(4) + b"meta" + data[at + 8 :]
    assert blocks(old) == blocks(data)
    assert blocks(replaced(old, xmp=NEW))["xmp"] == NEW


@pytest.mark.parametrize(
    ("data", "start"),
    [(b"\0\0\0\0" + TIFF, 4), (b"\0\0\0\6Exif\0\0" + TIFF, 10), (b"Exif\0\0" + TIFF, 6),
     (TIFF, 0), (b"\0\0\0\0Exif\0\0" + TIFF, 10)],
)  # fmt: skip
def test_offset_of_exif_is_followed_or_mended(data: bytes, start: int) -> None:
    layout = Layout().with_items(_2=replace(EXIF, data=data))
    assert blocks(layout.file())["exif"] == TIFF
    new = items(replaced(layout.file(), exif=TIFF + b"more"))[2]
    assert new[4 + int.from_bytes(new[:4]) :] == TIFF + b"more"


def test_packet_of_a_depth_map_does_not_speak_of_the_picture() -> None:
    layout = Layout(references=((b"cdsc", 2, (1,)), (b"cdsc", 3, (9,)))).with_items(_9=PICTURE)
    assert "xmp" not in blocks(layout.file())
    new = replaced(layout.file(), xmp=NEW)
    assert items(new)[3] == PACKET.data
    assert blocks(new)["xmp"] == NEW


def test_item_in_an_item() -> None:
    outer = Entry(b"mime", b"", method=2, content=b"application/rdf+xml")
    layout = Layout(references=((b"iloc", 4, (3,)),)).with_items(
        _3=replace(PACKET, content=b"application/octet-stream"), _4=outer
    )
    data = layout.file()
    at = data.index(b"\0\4\0\2\0\0\0\0", data.index(b"iloc"))
    data = data[: at + 6] + b"\0\1" + (4).to_bytes(4) + (7).to_bytes(4) + data[at + 8 :]
    for kind in (b"iloc", b"meta"):
        at = data.index(kind) - 4
        data = data[:at] + (int.from_bytes(data[at : at + 4]) + 8).to_bytes(4) + data[at + 4 :]
    # the picture is eight bytes further on, so are all offsets; read them where they are now
    assert file(data).ranges(4) == [(start + 4, start + 11) for start, _ in file(data).ranges(3)]


def test_packet_in_a_box_of_its_own_is_read_and_becomes_an_item() -> None:
    layout = Layout(items={1: PICTURE}, references=(), behind=box(b"uuid", XMP, PACKET.data))
    data = layout.file()
    assert blocks(data) == {"xmp": PACKET.data}
    new = replaced(data, xmp=NEW)
    assert blocks(new) == {"xmp": NEW}
    assert b"old caption" not in new


ENCODED = {
    b"gzip": gzip.compress, b"br": brotli.compress, b"zlib": zlib.compress,
    b"deflate": zlib.compress,
}  # fmt: skip


@pytest.mark.parametrize("name", ENCODED)
def test_encoded_packet_is_read_and_written_plain(name: bytes) -> None:
    packed = replace(PACKET, data=ENCODED[name](PACKET.data), encoding=name)
    data = Layout().with_items(_3=packed).file()
    assert blocks(data)["xmp"] == PACKET.data
    new = replaced(data, xmp=NEW)
    assert items(new)[3] == NEW
    assert blocks(new)["xmp"] == NEW


@pytest.mark.parametrize(
    ("packed", "name", "fault"),
    [
        (b"junk", b"gzip", "does not unpack"),
        (b"\xff\xff\xff", b"br", "does not unpack"),
        (gzip.compress(NEW)[:-9], b"gzip", "cut short"),
        (brotli.compress(NEW)[:-3], b"br", "cut short"),
        (gzip.compress(bytes(17 << 20)), b"gzip", "more than 16 MiB"),
        (brotli.compress(bytes(17 << 20)), b"br", "more than 16 MiB"),
        (b"", b"compress", "not read here"),
    ],
)
def test_packet_that_does_not_unpack_is_a_problem_and_stays(
    packed: bytes, name: bytes, fault: str
) -> None:
    data = Layout().with_items(_3=replace(PACKET, data=packed or b"x", encoding=name)).file()
    (problem,) = heif.blocks(heif.split(Buffer(data))).problems
    assert problem.block == "xmp"
    assert fault in problem.message
    with pytest.raises(UnreadableBlock, match=fault):
        replaced(data, xmp=NEW)


def test_encrypted_item_is_a_problem() -> None:
    data = Layout().file()
    at = data.index(b"\0\3\0\0mime")
    locked = data[: at + 2] + b"\0\1" + data[at + 4 :]
    assert "encrypted" in heif.blocks(heif.split(Buffer(locked))).problems[0].message


@pytest.mark.parametrize(
    ("brands", "form"),
    [
        (b"heic\0\0\0\0mif1heic", "heif"), (b"avif\0\0\0\0avifmif1miaf", "avif"),
        (b"mif1\0\0\0\0mif1avif", "avif"), (b"mif1\0\0\0\0mif1heic", "heif"),
        (b"heic\0\0\0\0avif", "heif"), (b"mif1\0\0\0\0", "heif"), (b"avis\0\0\0\0msf1", "avif"),
        (b"isom\0\0\0\0mp42", None), (b"crx \0\0\0\1crx isom", None), (b"jxl \0\0\0\0jxl ", None),
        (b"", None),
    ],
)  # fmt: skip
def test_brands_tell_the_format(brands: bytes, form: str | None) -> None:
    assert heif.form_of(box(b"ftyp", brands)) == form


def test_name_that_lies_about_the_type_changes_nothing(tmp_path: Path) -> None:
    for form, name in (
        ("heif", "a.jpg"),
        ("avif", "b.heic"),
        ("jxl", "c.avif"),
        ("jpeg", "d.heic"),
    ):
        path = tmp_path / name
        path.write_bytes(picture(form))
        assert credits.embed(str(path), **VALUES).changed
        found = credits.read(path)
        assert (found.format, found.record.caption) == (form, VALUES["caption"])


def test_low_overhead_form_says_that_it_is_not_read() -> None:
    data = box(b"ftyp", b"mif3\0\0\0\0avif") + box(b"mini", bytes(40))
    with pytest.raises(Unsupported, match="low-overhead"):
        credits.read(data)


# ── what is not in order ────────────────────────────────────────────────────────────────────────


def test_second_locations_are_forgiven_when_read_and_refused_when_written() -> None:
    second = full(b"iloc", 0, b"\x44\0", bytes(2))
    data = Layout(children=second).file()
    assert blocks(data)["xmp"] == PACKET.data
    with pytest.raises(Unwritable, match="2 iloc boxes") as caught:
        replaced(data, xmp=NEW)
    assert "--sidecar" in str(caught.value)


def test_second_references_are_read_and_kept() -> None:
    second = full(b"iref", 0, box(b"dimg", b"\0\1\0\1\0\2"))
    data = Layout(children=second).file()
    assert blocks(replaced(data, xmp=NEW))["xmp"] == NEW
    assert second in replaced(data, xmp=NEW)


def test_file_without_items_offers_the_sidecar() -> None:
    data = box(b"ftyp", b"heic\0\0\0\0heic") + box(b"mdat", b"x")
    with pytest.raises(Unwritable, match="no list of items") as caught:
        replaced(data, xmp=NEW)
    assert "--sidecar" in str(caught.value)


def test_sidecar_of_a_file_that_is_not_written_has_the_last_word(tmp_path: Path) -> None:
    path = tmp_path / "a.heic"
    data = credits.embed(picture("heif"), **VALUES)
    at = data.index(b"iinf") + 8
    path.write_bytes(data[:at] + b"\0\x04" + data[at + 2 :])
    with pytest.raises(Unwritable, match="counts wrong.*--sidecar"):
        credits.embed(str(path), caption="Later")
    credits.embed(str(path), caption="Later", sidecar=True)
    assert credits.read(path).record.caption == "Later"


def located(layout: Layout, number: int, offset: int, length: int) -> bytes:
    """Tell a lie about where an item is."""
    data = layout.file()
    (start, stop) = file(data).ranges(number)[0]
    at = data.index(start.to_bytes(4) + (stop - start).to_bytes(4))
    return data[:at] + offset.to_bytes(4) + length.to_bytes(4) + data[at + 8 :]


def test_picture_outside_the_file_is_damage_and_metadata_outside_it_a_problem() -> None:
    damaged = located(Layout(), 1, 1 << 30, 40)
    assert any(problem.fatal for problem in heif.split(Buffer(damaged)).problems)
    lost = located(Layout(), 3, 1 << 30, 40)
    assert not heif.split(Buffer(lost)).problems
    assert "outside" in heif.blocks(heif.split(Buffer(lost))).problems[0].message
    with pytest.raises(UnreadableBlock, match="outside"):
        replaced(lost, xmp=NEW)


def test_packet_that_claims_the_head_of_the_file_overwrites_nothing() -> None:
    data = located(Layout(), 3, 0, 40)
    for new in (replaced(data, xmp=NEW), replaced(data, xmp=b"<x/>"), replaced(data, xmp=None)):
        assert new[:24] == data[:24]
        assert items(new)[1] == PICTURE.data


def test_items_made_of_themselves_end() -> None:
    loop = Entry(b"mime", b"", method=2, content=b"application/rdf+xml")
    for targets in ((4,), (5,)):
        references = ((b"iloc", 4, targets), (b"iloc", 5, (4,)))
        data = Layout(references=references).with_items(_4=loop, _5=loop, _3=None).file()
        for number in (4, 5):  # an extent each
            at = data.index(number.to_bytes(2) + b"\0\2\0\0\0\0", data.index(b"iloc"))
            data = data[: at + 6] + b"\0\1" + bytes(8) + data[at + 8 :]
            for kind in (b"iloc", b"meta"):
                at = data.index(kind) - 4
                size = int.from_bytes(data[at : at + 4]) + 8
                data = data[:at] + size.to_bytes(4) + data[at + 4 :]
        with pytest.raises(UnreadableBlock, match="without end"):
            _items.Resolver(file(data).meta, len(data)).ranges(4)  # type: ignore[arg-type]
        assert "without end" in heif.blocks(heif.split(Buffer(data))).problems[0].message


def hostile_iloc(version: int, sizes: int, count: int, entries: bytes = b"") -> bytes:
    width = 4 if version == 2 else 2
    return (version << 24).to_bytes(4) + sizes.to_bytes(2) + count.to_bytes(width) + entries


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (hostile_iloc(2, 0x4400, 0xFFFFFFFF), "needs"),
        (hostile_iloc(0, 0, 1, b"\0\1\0\0\xff\xff"), "no size"),
        (hostile_iloc(3, 0x4400, 0), "version 3"),
        (hostile_iloc(2, 0, 70_000, bytes(10) * 70_000), "more than 65536"),
        (
            hostile_iloc(0, 0x4000, 2, (b"\0\1\0\0\xff\xff" + bytes(4 * 65535)) * 2),
            "more than 65536",
        ),
    ],
)
def test_impossible_locations_are_refused(content: bytes, fault: str) -> None:
    with pytest.raises(CreditsError, match=fault):
        Iloc.decode(content)


def test_offsets_grow_wider_when_they_have_to() -> None:
    places = (Place(1, 0, 0, 0, (Extent(0, 1 << 33, 5),)),)
    wide = Iloc(0, 0, Widths(4, 4, 0, 0), ()).fitting(places)
    assert wide.widths == (8, 4, 0, 0)
    assert Iloc.decode(wide.encode()).places == places


def test_mini_boxes_without_number_are_cut_off() -> None:
    data = Layout().file() + box(b"free") * 70_000
    parts = heif.split(Buffer(data))
    assert any(problem.fatal and "more than" in problem.message for problem in parts.problems)
    assert containers.join(parts) == data


@pytest.mark.parametrize("layout", [Layout(), Layout(iloc=2, base=4, iref=1)])
def test_every_truncation_and_every_flipped_byte_is_ours(layout: Layout) -> None:
    data = layout.file()

    def edit(broken: bytes) -> None:
        blocks(broken)
        replaced(broken, xmp=NEW, exif=None)

    assert only_our_errors(edit, truncations(data, 900)) == len(data)
    assert only_our_errors(edit, flips(data, len(data))) == 3 * len(data)


def test_malformed_files_of_the_corpus(corpus: Path) -> None:
    data = (corpus / "malformed" / "exiv2--issue_1793_poc.heic").read_bytes()
    assert any(problem.fatal for problem in credits.read(data).problems)
    with pytest.raises(CreditsError, match="damaged"):
        credits.embed(data, caption="x")


# ── sequences ───────────────────────────────────────────────────────────────────────────────────


def trak(kind: bytes, table: bytes, stsz: bytes, extra: bytes = b"", own: int = 1) -> bytes:
    dref = full(b"dref", 0, (1).to_bytes(4), full(b"url ", 0, flags=own))
    stbl = box(
        b"stbl", full(b"stsc", 0, (1).to_bytes(4), (1).to_bytes(4), (2).to_bytes(4), (1).to_bytes(4)),
        stsz, full(kind, 0, table), extra,
    )  # fmt: skip
    sides = (64 << 16).to_bytes(4) + (48 << 16).to_bytes(4)
    head = full(b"tkhd", 0, bytes(72), sides)
    return box(b"trak", head, box(b"mdia", box(b"minf", box(b"dinf", dref), stbl)))


SIZES = {
    "one for all": full(b"stsz", 0, (9).to_bytes(4), (4).to_bytes(4)),
    "each": full(b"stsz", 0, bytes(4), (4).to_bytes(4), *[(n).to_bytes(4) for n in (9, 9, 10, 8)]),
    "compact 8": full(b"stz2", 0, b"\0\0\0\x08", (4).to_bytes(4), bytes((9, 9, 10, 8))),
    "compact 4": full(b"stz2", 0, b"\0\0\0\x04", (4).to_bytes(4), bytes((0x99, 0xA8))),
    "compact 16": full(b"stz2", 0, b"\0\0\0\x10", (4).to_bytes(4), b"\0\x09\0\x09\0\x0a\0\x08"),
}


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize(("kind", "width"), [(b"stco", 4), (b"co64", 8)])
def test_samples_move_with_their_offsets(kind: bytes, width: int, sizes: str) -> None:
    def moov(at: int) -> bytes:
        table = (2).to_bytes(4) + at.to_bytes(width) + (at + 18).to_bytes(width)
        return box(b"moov", full(b"mvhd", 0, bytes(96)), trak(kind, table, SIZES[sizes]))

    layout = Layout(items={1: PICTURE}, references=())
    data = layout.file(moov)
    assert [track.ranges for track in file(data).tracks] == [
        [(start, start + 18), (start + 18, start + 36)] for start, _ in file(data).ranges(1)
    ]
    new = replaced(data, xmp=NEW, exif=TIFF)
    assert file(new).tracks[0].chunks[0] > file(data).tracks[0].chunks[0]
    (track,) = file(new).tracks
    assert [new[slice(*place)] for place in track.ranges] == [
        PICTURE.data[:18],
        PICTURE.data[18:36],
    ]


@pytest.mark.parametrize(
    ("extra", "own", "named"),
    [(full(b"saio", 0, bytes(8)), 1, "saio"), (b"", 0, "dref"), (box(b"meta"), 1, "meta")],
)
def test_offsets_that_are_not_known_forbid_moving(extra: bytes, own: int, named: str) -> None:
    def moov(at: int) -> bytes:
        table = (1).to_bytes(4) + at.to_bytes(4)
        return box(b"moov", trak(b"stco", table, SIZES["each"], extra, own))

    layout = Layout(items={1: PICTURE}, references=())
    with pytest.raises(Unwritable, match=named):
        replaced(layout.file(moov), xmp=NEW)
    roomy = replace(layout, between=box(b"free", bytes(200)))
    assert blocks(replaced(roomy.file(moov), xmp=NEW)) == {"xmp": NEW}


def test_sequence_without_items_has_size_and_image_data_all_the_same() -> None:
    data = box(b"ftyp", b"msf1\0\0\0\0hevc")
    size = len(box(b"moov", trak(b"stco", bytes(8), SIZES["each"])))
    table = (1).to_bytes(4) + (len(data) + size + 8).to_bytes(4)
    data += box(b"moov", trak(b"stco", table, SIZES["each"])) + box(b"mdat", b"a" * 18)
    parts = heif.split(Buffer(data))
    assert not parts.problems
    assert heif.dimensions(parts) == (64, 48)
    assert heif.image_data(parts) == [(len(data) - 18, len(data))]
    with pytest.raises(Unwritable, match="no list of items"):
        credits.embed(data, caption="x")


def test_sample_beyond_the_reach_of_its_table() -> None:
    with pytest.raises(TooBig, match="beyond the reach"):
        _tracks.packed(_tracks.Track(0, 4, (), ()), [1 << 32])


def test_boxes_within_boxes_end() -> None:
    nest = b""
    for _ in range(2000):
        nest = box(b"mdia", nest)
    layout = Layout(behind=box(b"moov", box(b"trak", nest)))
    assert "without end" in heif.split(Buffer(layout.file())).problems[0].message
    with pytest.raises(Unwritable, match="not in order"):
        replaced(layout.file(), xmp=NEW)


def test_animation_keeps_its_frames() -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue", "white")]
    out = io.BytesIO()
    frames[0].save(out, "AVIF", save_all=True, append_images=frames[1:], duration=80)
    data = out.getvalue()
    assert "moov" in kinds(data)
    new = credits.embed(data, **VALUES)
    with Image.open(io.BytesIO(data)) as one, Image.open(io.BytesIO(new)) as other:
        assert one.n_frames == other.n_frames == 4
        for number in range(4):
            one.seek(number)
            other.seek(number)
            assert one.tobytes() == other.tobytes()


# ── Content Credentials ─────────────────────────────────────────────────────────────────────────


def picture_packet() -> bytes:
    packet = heif.blocks(heif.split(Buffer(credits.embed(picture("heif"), **VALUES)))).xmp
    assert packet is not None
    return packet


def test_manifest_before_all_data_is_taken_out_and_nothing_moves() -> None:
    data = picture("heif")
    at = int.from_bytes(data[:4])
    store = box(b"uuid", C2PA, bytes(4), b"manifest\0", bytes(8), b"c2pa" * 30)
    parts = heif.split(Buffer(data))
    roomy = containers.join(heif.replaced(parts, {"xmp": picture_packet()}))
    signed = roomy[:at] + store + roomy[at:]
    # a signer shifts the offsets; here by putting as much as that before
    shift = len(store)
    meta = file(signed).meta
    assert meta is not None
    assert meta.iloc is not None
    places = [place._replace(base=place.base + shift) for place in meta.iloc.places]
    old, new = meta.iloc.encode(), meta.iloc.fitting(places).encode()
    signed = signed.replace(old, new)
    assert heif.is_signed(heif.split(Buffer(signed)))
    with pytest.raises(CreditsError, match="signed"):
        credits.embed(signed, caption="x")
    clean = credits.embed(signed, credentials="strip")
    assert b"c2pa" not in clean
    assert len(clean) == len(signed)
    assert pixels(clean) == pixels(data)
    written = credits.embed(signed, credentials="strip", **VALUES)
    assert pixels(written) == pixels(data)
    assert credits.read(written).credentials is None


# ── optional packages ───────────────────────────────────────────────────────────────────────────


def test_missing_package_is_a_problem_that_names_the_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "brotli", None)
    packed = replace(PACKET, data=brotli.compress(PACKET.data), encoding=b"br")
    data = Layout().with_items(_3=packed).file()
    (problem,) = heif.blocks(heif.split(Buffer(data))).problems
    assert "pip install 'photo-credits[jxl]'" in problem.message
    with pytest.raises(Unsupported, match="needs the package brotli"):
        replaced(data, xmp=NEW)


def test_package_that_misses_another_one_is_no_missing_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_inside.py").write_text("import not_there_at_all")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="not_there_at_all"):
        _optional.need("broken_inside", "jxl")
    with pytest.raises(Unsupported, match="not_there_at_all"):
        _optional.need("not_there_at_all", "jxl")


def test_items_that_lie_upon_each_other_cost_neither_time_nor_memory() -> None:
    amount, length = 20_000, 8 << 20
    entries = b"".join(
        number.to_bytes(4) + bytes(2) + b"\0\0\0\1" + bytes(4) + length.to_bytes(4)
        for number in range(1, amount + 1)
    )
    names = b"".join(
        full(b"infe", 3, number.to_bytes(4), bytes(2), b"hvc1\0") for number in range(1, amount + 1)
    )
    meta = full(
        b"meta", 0, full(b"pitm", 1, (1).to_bytes(4)),
        full(b"iloc", 2, b"\x44\0", amount.to_bytes(4), entries),
        full(b"iinf", 1, amount.to_bytes(4), names),
    )  # fmt: skip
    data = box(b"ftyp", b"heic\0\0\0\0mif1") + meta + box(b"mdat", bytes(length))
    assert heif.image_data(heif.split(Buffer(data))) == [(0, length)]
    with pytest.raises(Unwritable, match="other data in item 1"):
        replaced(data, xmp=NEW)


# ── big files, and what the reference libraries say ─────────────────────────────────────────────


class Sparse(Source):
    """A file of *size* bytes: *head*, and zeros that nobody looks at."""

    def __init__(self, head: bytes, size: int) -> None:
        self.head, self.size = head, size

    def peek(self, start: int, length: int) -> bytes:
        assert length < 1 << 20, "only metadata is read"
        length = max(0, min(length, self.size - start))
        return self.head[start : start + length].ljust(length, b"\0")


@pytest.mark.parametrize(("iloc", "base"), [(0, 0), (1, 4), (2, 8)])
def test_offsets_beyond_four_gibibytes(iloc: int, base: int) -> None:
    layout = Layout(items={1: PICTURE}, references=(), iloc=iloc, base=base, wide=True)
    small = layout.file()
    at = small.rindex(b"mdat")
    size = at + 12 + (5 << 30)
    head = small[: at + 4] + (size - at + 4).to_bytes(8) + PICTURE.data
    source = Sparse(head, size)
    parts = heif.split(source)
    assert not parts.problems
    new = Joined(heif.replaced(parts, {"xmp": NEW, "exif": TIFF}))
    found = heif.blocks(heif.split(new))
    assert found.xmp == NEW
    start, stop = heif.image_data(heif.split(new))[0]
    assert new.read(start, stop - start) == PICTURE.data
    assert new.size - size < 2000


def several() -> bytes:
    """Make a file of three pictures, the second of which is the photo."""
    pictures = pillow_heif.HeifFile()
    for colour in ("red", "green", "blue"):
        pictures.add_from_pillow(Image.effect_noise((96, 64), 60).convert("RGB"))
        pictures.add_from_pillow(Image.new("RGB", (64, 64), colour))
    out = io.BytesIO()
    pictures.save(out, primary_index=2)
    return out.getvalue()


def test_reference_libraries_read_what_was_written() -> None:
    transparent = Image.effect_noise((96, 64), 60).convert("RGBA")
    transparent.putalpha(Image.linear_gradient("L").resize((96, 64)))
    for data in (several(), encoded(transparent, "heif"), picture("heif")):
        new = credits.embed(data, **VALUES)
        old, read = pillow_heif.open_heif(data), pillow_heif.open_heif(new)
        assert [bytes(one.data) for one in old] == [bytes(one.data) for one in read]
        assert (old.primary_index, len(old)) == (read.primary_index, len(read))
        assert read.info["xmp"] == blocks(new)["xmp"]
        assert read.info["exif"].removeprefix(b"Exif\0\0") == blocks(new)["exif"]
    for data in (encoded(transparent, "avif"), picture("avif")):
        new = credits.embed(data, **VALUES)
        assert pixels(new) == pixels(data)
        with Image.open(io.BytesIO(new)) as image:
            assert image.info["xmp"] == blocks(new)["xmp"]
            assert image.info["exif"] == blocks(new)["exif"]
