"""Reading and writing photos: nothing is lost, nothing half-written."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Collection
from pathlib import Path

import pytest
from PIL.PngImagePlugin import PngInfo

import credits
from credits import _edit, containers
from credits._bytes import Buffer
from credits.blocks import exif, iim, photoshop, xmp
from credits.errors import (
    ChangedMeanwhile,
    CreditsError,
    InvalidValue,
    Truncated,
    UnreadableImage,
    Unwritable,
    WouldBreakCredentials,
    WrongSignature,
)
from credits.record import Record
from tests.conftest import corpus_files, iptc_files
from tests.pictures import FORMATS, VALUES, WITH_EXIF, WITH_IIM, picture, pixels


@pytest.fixture(params=FORMATS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def image_of(data: bytes) -> bytes:
    container, parts = containers.split(Buffer(data))
    return b"".join(data[start:stop] for start, stop in container.image_data(parts))


def test_bytes_in_bytes_out(form: str) -> None:
    data = picture(form)
    new = credits.embed(data, **VALUES)
    found = credits.read(new)
    assert found.format == form
    assert (found.width, found.height) == (120, 90)
    assert found.record.caption == VALUES["caption"]
    assert list(found.record.creators) == VALUES["creators"]
    assert found.record.credit_line == "TASS"
    assert not found.conflicts
    assert not found.problems
    assert pixels(new) == pixels(data)
    assert image_of(new) == image_of(data)
    assert found.image_data_hash == credits.read(data).image_data_hash


def test_all_blocks_say_the_same(form: str) -> None:
    found = credits.read(credits.embed(picture(form), **VALUES))
    iim = {"iim"} if form in WITH_IIM else set()
    exif = {"exif"} if form in WITH_EXIF else set()
    assert set(found.sources["creators"]) == {"xmp"} | exif | iim
    assert set(found.sources["caption"]) == {"xmp"} | exif | iim
    assert set(found.sources["credit_line"]) == {"xmp"} | iim


def test_the_same_again_changes_nothing(form: str) -> None:
    once = credits.embed(picture(form), **VALUES)
    assert credits.embed(once, **VALUES) == once
    assert credits.embed(once, credit_line="TASS") == once
    assert credits.embed(once) == once


def test_nothing_to_write_is_the_identical_file(form: str) -> None:
    assert credits.embed(picture(form)) == picture(form)
    assert credits.embed(picture(form), caption=None, creators=[]) == picture(form)


def test_a_property_is_taken_out_of_every_block(form: str) -> None:
    full = credits.embed(picture(form), **VALUES)
    found = credits.read(credits.embed(full, creators=None, caption=""))
    assert found.record.creators == ()
    assert found.record.caption is None
    assert found.record.credit_line == "TASS"


def test_every_writable_property_goes_in_and_comes_back() -> None:
    values = {
        "headline": "Head", "title": "Slug", "alt_text": "A crowd", "city": "Kyiv",
        "copyright_marked": True, "web_statement": "https://example.org/rights",
        "copyright_owners": [{"name": "TASS", "id": "t"}], "keywords": ["a", "b"],
        "licensors": [{"name": "L", "url": "https://l.example/", "phone": "1"}],
        "creator_contact": {"email": "ann@example.org", "city": "Kyiv"},
        "locations_shown": [{"city": "Kherson", "ids": ["a", "b"], "latitude": 46.635417}],
        "date_created": "2026-11-23T18:05:00+02:00", "release_date": "2026-11-24",
        "persons": ["A B"], "rating": 4, "max_width": 6000, "model_ages": [25, 31],
        "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        "regions": [{"id": "r", "boundary": {"shape": "rectangle", "x": 0.5, "width": 0.25}}],
    }  # fmt: skip
    found = credits.read(credits.embed(picture(), **values)).record
    assert found == credits.Record.model_validate(values)


def test_long_credit_is_cut_in_iim_alone_and_told(copy, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    line = "Oksana Parafeniuk/Anadolu Agency via Getty Images"
    written = credits.embed(path, credit_line=line)
    assert written.notes == ("Credit line has 49 bytes, IIM holds 32: cut there, whole in XMP",)
    found = credits.read(path)
    assert found.record.credit_line == line
    assert found.sources["credit_line"] == ("xmp", "iim")
    assert not found.conflicts


def test_path_is_edited_in_place_with_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    path.chmod(0o640)
    written = credits.embed(path, credit_line="TASS")
    assert written.changed
    assert written.changes == {"credit_line": (None, "TASS")}
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a.jpg"]


def test_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(credits.embed(picture(), credit_line="TASS"))
    before = path.stat()
    assert not credits.embed(path, credit_line="TASS").changed
    after = path.stat()  # when it was last read may change
    for kept in ("st_ino", "st_size", "st_mode", "st_mtime_ns", "st_ctime_ns"):
        assert getattr(after, kept) == getattr(before, kept)


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    assert credits.embed(path, credit_line="TASS", dry_run=True).changed
    assert path.read_bytes() == picture()


def test_time_of_modification_is_kept_on_request(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    os.utime(path, (1_000_000_000, 1_000_000_000))
    credits.embed(path, credit_line="TASS", preserve_mtime=True, durable=True)
    assert path.stat().st_mtime == 1_000_000_000


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.jpg").write_bytes(picture())
    link = tmp_path / "link.jpg"
    link.symlink_to("real.jpg")
    credits.embed(link, credit_line="TASS")
    assert link.is_symlink()
    assert credits.read(tmp_path / "real.jpg").record.credit_line == "TASS"


def test_file_object_is_read_from_its_start_and_left_where_it_stood() -> None:
    stream = io.BytesIO(picture())
    stream.seek(7)
    assert credits.read(stream).format == "jpeg"
    assert stream.tell() == 7
    assert credits.read(credits.embed(stream, credit_line="AP")).record.credit_line == "AP"


def test_file_that_changed_meanwhile_is_left_alone(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())

    def interfere(*_: object) -> None:
        path.write_bytes(b"another desk was faster")

    monkeypatch.setattr(_edit, "prove", interfere)
    with pytest.raises(ChangedMeanwhile, match="a.jpg"):
        credits.embed(path, credit_line="TASS")
    assert path.read_bytes() == b"another desk was faster"
    assert os.listdir(tmp_path) == ["a.jpg"]


def test_result_that_is_not_as_planned_is_thrown_away(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    monkeypatch.setattr(_edit.xmp, "encode", lambda *_, **__: (b"<x/>", None))
    with pytest.raises(Unwritable, match="cannot be read back as written"):
        credits.embed(path, credit_line="TASS")
    assert path.read_bytes() == picture()
    assert os.listdir(tmp_path) == ["a.jpg"]


def test_other_image_data_would_be_noticed(monkeypatch) -> None:
    real = containers.FORMATS["jpeg"].replaced

    def damage(parts, edits):
        new = real(parts, edits)
        last = new.parts[-1]
        spoilt = parts.payload(last)[:-9] + b"\x00" + parts.payload(last)[-8:]
        return new.with_parts((*new.parts[:-1], last._replace(data=spoilt)))

    monkeypatch.setattr(containers.FORMATS["jpeg"], "replaced", damage)
    with pytest.raises(Unwritable, match="other image data"):
        credits.embed(picture(), credit_line="TASS")


@pytest.mark.parametrize("failing", ["open", "write", "fchmod", "replace"])
def test_file_system_that_says_no(tmp_path: Path, monkeypatch, failing: str) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    real = getattr(os, failing)

    def refuse(*arguments: object, **options: object) -> object:
        if failing == "open" and arguments[0] == str(path):
            return real(*arguments, **options)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, refuse)
    with pytest.raises(Unwritable, match="No space left"):
        credits.embed(path, credit_line="TASS")
    monkeypatch.undo()
    assert path.read_bytes() == picture()
    assert os.listdir(tmp_path) == ["a.jpg"]


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", Truncated, "is empty"),
        (b"hello", WrongSignature, "not an image"),
        (picture()[:900], Truncated, "damaged photo is not edited"),
        (picture("png")[:-20], Truncated, "no IEND"),
    ],
)
def test_what_is_no_whole_photo_is_not_edited(
    tmp_path: Path, data: bytes, error: type[CreditsError], says: str
) -> None:
    path = tmp_path / "odd.jpg"
    path.write_bytes(data)
    with pytest.raises(error, match=says) as caught:
        credits.embed(path, credit_line="TASS")
    assert str(path) in str(caught.value)
    assert path.read_bytes() == data


@pytest.mark.parametrize("path", ["missing.jpg", "."])
def test_what_cannot_be_opened(path: str) -> None:
    with pytest.raises(UnreadableImage, match="cannot be opened|not a regular"):
        credits.read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_named_pipe_does_not_stop_the_walk(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(UnreadableImage, match="not a regular file"):
        credits.read(tmp_path / "pipe.jpg")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"credit": "x"}, "no writable property 'credit'.*credit_line"),
        ({"gps": {}}, "'gps' is read only"),
        ({"date_created": "yesterday"}, "is no date"),
        ({"caption": 7}, "caption: input should be a valid string"),
        ({"licensors": [{"nme": "x"}]}, "licensors.0.nme"),
    ],
)
def test_values_that_make_no_sense(values: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        credits.embed(picture(), **values)


def test_place_that_a_format_does_not_have() -> None:
    with pytest.raises(InvalidValue, match="png has no place for release_date"):
        credits.embed(picture("png"), release_date="2026-11-24")


def test_control_characters_are_dropped() -> None:
    found = credits.read(credits.embed(picture(), caption="a\x1b[31mb\r\nc\0"))
    assert found.record.caption == "a[31mb\nc"


def test_one_name_is_a_list_of_one() -> None:
    assert credits.read(credits.embed(picture(), creators="Ann Lee")).record.creators == (
        "Ann Lee",
    )


def test_signed_file_is_refused(corpus: Path, copy) -> None:
    path = copy(corpus / "valid" / "c2pa--image_jpeg_adobe-20220124-C.jpg")
    assert credits.read(path).credentials == {"kind": "c2pa"}
    before = path.read_bytes()
    with pytest.raises(WouldBreakCredentials, match="Content Credentials"):
        credits.embed(path, credit_line="TASS")
    assert path.read_bytes() == before


def test_new_blocks_take_over_what_desks_said_but_not_the_cameras_dates() -> None:
    camera = exif.encode(
        {("ifd0", 0x013B): "Ann Lee", ("exif", 0x9003): "2026:11:23 18:05:00"}, None
    )
    container, parts = containers.split(Buffer(picture()))
    data = containers.join(container.replaced(parts, {"exif": camera}))
    found = credits.read(credits.embed(data, credit_line="TASS"))
    assert set(found.sources["creators"]) == {"xmp", "iim", "exif"}
    assert found.sources["date_created"] == ("exif",)


def with_other_iim() -> bytes:
    """Write a photo as software does that knows only IIM: AP there, TASS in XMP."""
    data = credits.embed(picture(), credit_line="TASS", city="Kyiv")
    container, parts = containers.split(Buffer(data))
    resources = container.blocks(parts).photoshop
    stream = iim.encode({(2, 110): ["AP"]}, photoshop.decode(resources).values[photoshop.IIM])
    edits = {"photoshop": photoshop.encode({photoshop.IIM: stream}, resources)}
    return containers.join(container.replaced(parts, edits))


def test_what_iim_said_last_goes_to_xmp_with_the_next_write() -> None:
    edited = with_other_iim()
    found = credits.read(edited)
    assert (found.record.credit_line, found.conflicts[0].verdict) == ("AP", "iim-newer")
    settled = credits.read(credits.embed(edited, city="Odesa"))
    assert settled.record.credit_line == "AP"
    assert not settled.conflicts
    assert set(settled.sources["credit_line"]) == {"xmp", "iim"}


def test_texts_of_png_are_kept_in_step_and_never_added() -> None:
    info = PngInfo()
    info.add_text("Author", "Old Name")
    data = credits.embed(picture("png", pnginfo=info), creators=["Олена Лі"], caption="C")
    found = credits.read(data)
    assert not found.conflicts
    assert set(found.sources["creators"]) == {"xmp", "exif", "text"}
    assert "text" not in found.sources["caption"]


SOME = (
    ("caption", "creators", "credit_line", "copyright_notice"),
    ("web_statement", "usage_terms", "date_created", "gps"),
    ("creators",),
    (),
)


@pytest.mark.parametrize("names", SOME)
def test_some_properties_are_read_as_all_of_them_are(names: tuple[str, ...], corpus: Path) -> None:
    read = 0
    for path in [*corpus_files("valid", "malformed"), *iptc_files()]:
        try:
            every, some = credits.read(path), credits.read(path, only=names)
        except UnreadableImage:
            continue
        assert told(some, Record.model_fields) == told(every, names), path
        read += 1
    assert read == 324, corpus


def told(found: credits.Photo, names: Collection[str]) -> dict[str, object]:
    """Tell all that a photo says of some properties."""
    record = found.record.model_dump(exclude={"translations"}, exclude_defaults=True)
    return {
        "record": {name: value for name, value in record.items() if name in names},
        "translations": {n: t for n, t in found.record.translations.items() if n in names},
        "sources": {name: blocks for name, blocks in found.sources.items() if name in names},
        "verdicts": {name: how for name, how in found.verdicts.items() if name in names},
        "conflicts": [conflict for conflict in found.conflicts if conflict.field in names],
    }


def test_reading_never_changes_a_file_and_raises_only_our_errors(corpus: Path) -> None:
    read = refused = 0
    for path in [*corpus_files("valid", "malformed"), *iptc_files()]:
        before = path.read_bytes()
        try:
            credits.read(path)
            read += 1
        except CreditsError:
            refused += 1
        assert path.read_bytes() == before
    assert (read, refused) == (324, 136), corpus


def test_reading_and_writing_real_files(corpus: Path, copy) -> None:
    """Each real file is written and stays itself, or is refused and stays untouched."""
    written, refused = 0, dict[str, int]()
    for source in [*corpus_files("valid"), *iptc_files()]:
        path = copy(source)
        before = path.read_bytes()
        try:
            credits.embed(path, **VALUES)
        except CreditsError as error:
            refused[type(error).__name__] = refused.get(type(error).__name__, 0) + 1
            assert path.read_bytes() == before
            continue
        written += 1
        after = path.read_bytes()
        assert image_of(after) == image_of(before)
        assert credits.embed(after, **VALUES) == after
        assert credits.embed(before, **VALUES) == after
        assert list(credits.read(path).record.creators) == VALUES["creators"]
    assert written == 244, corpus
    assert refused == {
        "WouldBreakCredentials": 1, "WrongSignature": 28, "Truncated": 33, "UnreadableBlock": 6,
        "Unwritable": 3,
    }  # fmt: skip


def test_what_windows_keeps_beside_is_brought_in_step_and_never_added() -> None:
    old = {("ifd0", 0x9C9D): "Old Name", ("ifd0", 0x9C9E): "a;b", ("ifd0", 0x9C9B): "Old title"}
    container, parts = containers.split(Buffer(picture()))
    data = containers.join(container.replaced(parts, {"exif": exif.encode(old, None)}))
    values = {"creators": ["Zoë Müller", "Bo Ek"], "keywords": ["flood"], "title": None}
    new = credits.embed(data, **values)
    parts = containers.split(Buffer(new))[1]
    says = exif.decode(container.blocks(parts).exif).values
    assert says["ifd0", 0x9C9D] == "Zoë Müller;Bo Ek"
    assert says["ifd0", 0x9C9E] == "flood"
    assert ("ifd0", 0x9C9B) not in says
    assert credits.embed(new, **values) == new
    plain = containers.split(Buffer(credits.embed(picture(), **values)))[1]
    assert ("ifd0", 0x9C9D) not in exif.decode(container.blocks(plain).exif).values


def test_stale_name_beside_a_right_one_is_mended() -> None:
    both = {("ifd0", 0x013B): "Ann Lee", ("ifd0", 0x9C9D): "Old Name"}
    container, parts = containers.split(Buffer(picture()))
    data = containers.join(container.replaced(parts, {"exif": exif.encode(both, None)}))
    new = containers.split(Buffer(credits.embed(data, creators=["Ann Lee"])))[1]
    assert exif.decode(container.blocks(new).exif).values["ifd0", 0x9C9D] == "Ann Lee"


def test_every_verdict_is_reached_by_a_file() -> None:
    long = "Oksana Parafeniuk/Anadolu Agency via Getty Images"
    same = credits.embed(picture(), headline="Head", credit_line=long, alt_text="A crowd")
    said = credits.read(same).verdicts
    assert (said["headline"], said["credit_line"], said["alt_text"]) == (
        "agree", "agree-truncated", "only-one",
    )  # fmt: skip
    camera = exif.encode({("ifd0", 0x010E): "OLYMPUS DIGITAL CAMERA"}, None)
    container, parts = containers.split(Buffer(same))
    stream = iim.encode({(2, 105): ["HÃ©ad"], (2, 90): ["Kyiv"]}, None)
    edits = {"exif": camera, "photoshop": photoshop.encode({photoshop.IIM: stream}, None)}
    mixed = containers.join(container.replaced(parts, edits))
    packet = container.blocks(containers.split(Buffer(mixed))[1]).xmp
    stored = {xmp.clark("photoshop:Headline"): "Héad", xmp.clark("photoshop:City"): "Lviv"}
    mixed = containers.join(
        container.replaced(
            containers.split(Buffer(mixed))[1], {"xmp": xmp.encode(stored, packet)[0]}
        )
    )
    said = credits.read(mixed).verdicts
    assert (said["headline"], said["city"], said["caption"]) == (
        "agree-charset", "conflict", "camera-default-ignored",
    )  # fmt: skip
    assert credits.read(with_other_iim()).verdicts["credit_line"] == "iim-newer"
