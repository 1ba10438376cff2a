"""Publishing: what is private is gone, what is owed is there, what is blocked stays."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

import credits
from credits import _atomic, publication
from credits._bytes import File
from credits.errors import Blocked, ChangedMeanwhile, InvalidValue, PolicyError, Unwritable
from credits.policy import Policy
from credits.publication import clean
from tests.differential.witnesses import exiftool
from tests.pictures import picture, pixels
from tests.test_renditions import SAID, camera_exif

HISTORY = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:exif="http://ns.adobe.com/exif/1.0/"'
    b' xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"'
    b' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    b' exif:GPSLatitude="50,27.0N" exif:GPSLongitude="30,31.0E" aux:SerialNumber="B-4711" photoshop:History="opened; cropped">'
    b"<xmpMM:History><rdf:Seq><rdf:li stEvt:action='saved' stEvt:instanceID='one'/></rdf:Seq></xmpMM:History>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)
CONTACT = {
    "email": "private@example.org",
    "phone": "+38 044 1",
    "address": "1 Street",
    "city": "Kyiv",
}
FORMATS = ("jpeg", "png", "webp", "tiff", "gif", "heif", "avif", "jxl", "svg")
# what no published copy may tell, as ExifTool names it
PRIVATE = (
    "GPS",
    "Serial",
    "MakerNote",
    "History",
    "CiTel",
    "CiEmail",
    "CiAdrExt",
    "Thumbnail",
    "CreatorWork",
)


def private(form: str) -> bytes:
    """Make a credited photo that tells all that a format can hold."""
    data = picture(form, (300, 200))
    if form in {"jpeg", "png", "webp", "avif"}:
        out = io.BytesIO()
        with Image.open(io.BytesIO(data)) as image:
            image.save(out, form.upper(), exif=camera_exif(size=(300, 200)), **({"lossless": True} if form == "webp" else {}),
                       **({"xmp": HISTORY} if form != "png" else {}))  # fmt: skip
        data = out.getvalue()
    return credits.embed(
        data,
        creator_contact=CONTACT,
        locations_created=[{"city": "Kyiv", "latitude": 50.45, "longitude": 30.5}],
        **SAID,
    )


def told(seen: dict[str, object]) -> list[str]:
    return [tag for tag in seen if any(word in tag for word in PRIVATE)]


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_private_is_gone_and_what_is_owed_is_there(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"march.{form}"
    path.write_bytes(private(form))
    before = exiftool([path])[path.name]
    assert told(before)
    (copy,) = credits.publish(path, tmp_path / "public").copies
    assert copy.target == str(tmp_path / "public" / path.name)
    assert copy.removed
    published = Path(copy.target)
    assert told(exiftool([published])[published.name]) == []
    record, said = credits.read(published).record, credits.read(path).record
    for name in SAID:
        assert getattr(record, name) == getattr(said, name), name
    assert pixels(published.read_bytes()) == pixels(path.read_bytes())
    for secret in (b"private@example.org", b"B-4711", b"+38 044 1", b"instanceID"):
        assert secret not in published.read_bytes()
    assert path.read_bytes() == private(form)


def test_all_formats_were_tried() -> None:
    assert len(FORMATS) == 9


def folder(tmp_path: Path, **photos: dict[str, object]) -> Path:
    place = tmp_path / "photos"
    (place / "deep").mkdir(parents=True)
    for name, values in photos.items():
        path = place / ("deep" if name.startswith("d") else ".") / f"{name}.jpg"
        path.write_bytes(
            credits.embed(picture("jpeg", (300, 200), quality=50 + len(name)), **values)
            if values
            else picture("jpeg", (300, 200))
        )
    return place


def names(place: Path) -> list[str]:
    return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())


def test_all_or_nothing(tmp_path: Path) -> None:
    place = folder(tmp_path, a=SAID, dd=SAID, ccc={})
    with pytest.raises(Blocked, match="CRD101") as caught:
        credits.publish(place, tmp_path / "public")
    assert caught.value.verdict.photos == 3
    assert not (tmp_path / "public").exists()
    done = credits.publish(place, tmp_path / "public", keep_going=True)
    assert done.verdict.decision == "block"
    assert names(tmp_path / "public") == ["a.jpg", "deep/dd.jpg"]


def test_what_cannot_be_read_is_held(tmp_path: Path) -> None:
    place = folder(tmp_path, a=SAID)
    (place / "b.jpg").write_bytes(picture("jpeg")[:500])
    (place / "c.jpg").write_bytes(b"")
    with pytest.raises(Blocked):
        credits.publish(place, tmp_path / "public")
    done = credits.publish(place, tmp_path / "public", keep_going=True)
    assert done.verdict.decision == "hold"
    assert names(tmp_path / "public") == ["a.jpg"]


def test_publishing_again(tmp_path: Path) -> None:
    place = folder(tmp_path, a=SAID)
    to = tmp_path / "public"
    assert credits.publish(place, to).copies[0].changed
    assert not credits.publish(place, to).copies[0].changed
    credits.embed(place / "a.jpg", caption="Another caption")
    assert credits.publish(place, to).copies[0].changed
    assert credits.read(to / "a.jpg").record.caption == "Another caption"
    (to / "a.jpg").write_bytes(picture("jpeg", (90, 90)))
    with pytest.raises(Unwritable, match="another picture stands there"):
        credits.publish(place, to)


@pytest.mark.parametrize("there", [True, False])
def test_no_write_is_lost_between_the_look_and_the_new_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """Somebody edits the copy, or puts a file there, while it is being made."""
    place, target = folder(tmp_path, a=SAID), tmp_path / "public" / "a.jpg"
    if there:
        credits.publish(place, tmp_path / "public")
        credits.embed(place / "a.jpg", city="Lviv")
    room = publication._make_room

    def meanwhile(path: str) -> None:
        room(path)
        if there:
            credits.embed(target, instructions="theirs")
        else:
            target.write_bytes(b"theirs")

    monkeypatch.setattr(publication, "_make_room", meanwhile)
    with pytest.raises(ChangedMeanwhile):
        credits.publish(place, tmp_path / "public")
    assert b"theirs" in target.read_bytes()
    assert names(tmp_path / "public") == ["a.jpg"]


@pytest.mark.skipif(_atomic.fcntl is None, reason="no locks there")
def test_a_copy_that_is_being_written_by_another_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, target = folder(tmp_path, a=SAID), tmp_path / "public" / "a.jpg"
    credits.publish(place, tmp_path / "public")
    credits.embed(place / "a.jpg", city="Lviv")
    look = _atomic._unchanged

    def look_and_publish(source: File, path: str) -> None:
        look(source, path)
        monkeypatch.setattr(_atomic, "_unchanged", look)
        with pytest.raises(ChangedMeanwhile, match="is being written by another program"):
            credits.publish(place, tmp_path / "public")

    monkeypatch.setattr(_atomic, "_unchanged", look_and_publish)
    credits.embed(target, instructions="theirs")
    assert credits.read(target).record.instructions == "theirs"


def test_dry_run(tmp_path: Path) -> None:
    place = folder(tmp_path, a=SAID)
    assert len(credits.publish(place, tmp_path / "public", dry_run=True).copies) == 1
    assert not (tmp_path / "public").exists()


def test_names_that_meet(tmp_path: Path) -> None:
    place = folder(tmp_path, a=SAID, da=SAID)
    (place / "deep" / "a.jpg").write_bytes((place / "a.jpg").read_bytes())
    with pytest.raises(InvalidValue, match="has the same name"):
        credits.publish([place / "a.jpg", place / "deep" / "a.jpg"], tmp_path / "public")
    with pytest.raises(InvalidValue, match="stands in"):
        credits.publish(place, place)
    with pytest.raises(PolicyError, match="no such file"):
        credits.publish(tmp_path / "nowhere", tmp_path / "public")


def untouched(tmp_path: Path, *named: Path, to: str | Path) -> None:
    """See that nothing is published where a copy would take the place of an original."""
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.jpg")}
    assert before
    with pytest.raises(InvalidValue):
        credits.publish(named, to)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.jpg")} == before


def test_no_folder_is_not_the_folder_of_the_originals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jpg").write_bytes(private("jpeg"))
    monkeypatch.chdir(tmp_path)
    untouched(tmp_path, Path("a.jpg"), to="")
    untouched(tmp_path, Path("a.jpg"), to=".")
    untouched(tmp_path, Path("."), to=".")


def test_a_link_to_the_originals_is_seen_through(tmp_path: Path) -> None:
    place = tmp_path / "photos"
    (place / "deep").mkdir(parents=True)
    (place / "deep" / "a.jpg").write_bytes(private("jpeg"))
    public = tmp_path / "public"
    public.mkdir()
    (public / "deep").symlink_to(place / "deep")
    untouched(tmp_path, place, to=public)
    (public / "deep").unlink()
    (public / "deep").symlink_to(tmp_path / "other")
    (tmp_path / "other").symlink_to(place / "deep")
    untouched(tmp_path, place, to=public)


def test_a_copy_never_takes_the_place_of_another_original(tmp_path: Path) -> None:
    """One original of the run may stand where the copy of another would go."""
    place, public = tmp_path / "photos", tmp_path / "public"
    (place / "deep").mkdir(parents=True)
    (place / "deep" / "a.jpg").write_bytes(private("jpeg"))
    (place / "a.jpg").write_bytes(private("jpeg"))
    public.mkdir()
    (public / "deep").symlink_to(place)
    untouched(tmp_path, place, to=public)
    # the original is named through a link: what it points to is an original, too
    (public / "deep").unlink()
    (public / "a.jpg").symlink_to(place / "a.jpg")
    aside = tmp_path / "aside"
    aside.mkdir()
    (aside / "a.jpg").symlink_to(place / "a.jpg")
    untouched(tmp_path, aside / "a.jpg", to=place)


def test_copies_that_meet_through_a_link(tmp_path: Path) -> None:
    place, public = folder(tmp_path, a=SAID), tmp_path / "public"
    (place / "deep" / "a.jpg").write_bytes((place / "a.jpg").read_bytes())
    public.mkdir()
    (public / "deep").symlink_to(public)
    untouched(tmp_path, place, to=public)


def test_a_photo_named_twice_counts_once(tmp_path: Path) -> None:
    place = folder(tmp_path, a=SAID)
    done = credits.publish([place / "a.jpg", place / "a.jpg", place], tmp_path / "public")
    assert len(done.copies) == done.verdict.photos == 1


def test_what_was_published_is_no_original(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder(tmp_path, a=SAID, dd=SAID))
    for changed in (True, False):
        done = credits.publish(".", "public")
        assert [copy.target for copy in done.copies] == ["public/a.jpg", "public/deep/dd.jpg"]
        assert {copy.changed for copy in done.copies} == {changed}


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    place = folder(tmp_path, a=SAID, dd=SAID)
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "deep").write_text("a file")
    with pytest.raises(Unwritable, match="cannot be made: File exists"):
        credits.publish(place / "deep", tmp_path / "public" / "deep")


def test_the_copy_is_judged_not_what_will_be_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(private("jpeg"))
    policy = Policy(severity={"PRV": "error"}, root=str(tmp_path))
    assert len(credits.publish(path, tmp_path / "public", policy=policy).copies) == 1
    with pytest.raises(Blocked, match="PRV801"):
        credits.publish(path, tmp_path / "other", policy=policy, keep=["gps"])


def test_a_sidecars_words_go_into_the_copy(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture("jpeg", (300, 200)))
    credits.embed(path, sidecar=True, creators=["Ann Lee"], caption="A dog")
    (copy,) = credits.publish(path, tmp_path / "public").copies
    assert set(copy.added) == {"creators", "caption"}
    assert credits.read(copy.target).record.creators == ("Ann Lee",)


def test_what_changed_after_the_judgement_is_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder(tmp_path, a=SAID)
    whole = publication.gate

    def changed(*given, **named):
        verdict = whole(*given, **named)
        (place / "a.jpg").write_bytes(picture("jpeg", (300, 200)))
        return verdict

    monkeypatch.setattr(publication, "gate", changed)
    with pytest.raises(ChangedMeanwhile, match="after it was judged"):
        credits.publish(place, tmp_path / "public")
    assert not (tmp_path / "public").exists()


def test_bytes(tmp_path: Path) -> None:
    data = clean(private("jpeg"))
    assert b"private@example.org" not in data
    assert credits.read(data).record.credit_line == "TASS"
    with pytest.raises(Blocked, match="CRD101"):
        clean(picture("jpeg", (300, 200)))


def test_real_files(tmp_path: Path, corpus: Path) -> None:
    """Photos of cameras, credited, published, and looked at by ExifTool."""
    count = 0
    originals = tmp_path / "in"
    originals.mkdir()
    for path in sorted((corpus / "photos").glob("*")):
        try:
            photo = credits.read(path)
            if (
                photo.format not in {"jpeg", "png", "webp", "heif", "tiff"}
                or photo.is_damaged
                or photo.credentials
            ):
                continue
            (originals / path.name).write_bytes(
                credits.embed(path.read_bytes(), **{**SAID, "creators": ["Ann Lee"]})
            )
        except credits.CreditsError:
            continue
        count += 1
        if count == 40:
            break
    policy = Policy(select=("CRD101", "FIL951"), root=str(tmp_path))
    done = credits.publish(originals, tmp_path / "public", policy=policy, keep_going=True)
    published = [Path(copy.target) for copy in done.copies]
    assert len(published) == count == 40
    for name, seen in exiftool(published).items():
        assert told(seen) == [], name
        assert seen["XMP-photoshop:Credit"] == "TASS"
