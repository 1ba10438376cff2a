"""``credits carry``: by hand, and over a whole built site."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageOps

import credits
from tests.conftest import ROOT
from tests.pictures import picture
from tests.test_renditions import credited
from tests.thumbnailers import pillow_with_exif


@pytest.fixture
def original(tmp_path: Path) -> Path:
    return credited(tmp_path / "march.jpg")


@pytest.fixture
def site(tmp_path: Path) -> tuple[Path, Path]:
    """Originals with credits, and a built site that stripped and renamed them."""
    photos, public = tmp_path / "photos", tmp_path / "public"
    for folder in (photos, public / "img"):
        folder.mkdir(parents=True)
    for name in ("harbour-at-dawn.jpg", "mountain-lake.webp", "vigil.jpg", "stadium.jpg"):
        shutil.copy(ROOT / "sample_images" / name, photos / name)
    names = {
        "harbour-at-dawn.jpg": ("harbour-at-dawn_hu_9f8e7d6c5b4a3210.webp", "a1b2.jpg"),
        "mountain-lake.webp": ("mountain-lake-300x200.jpg",),
        "vigil.jpg": ("c3d4.avif",),
    }
    for name, made in names.items():
        for target in made:
            with Image.open(photos / name) as image:
                image.convert("RGB").resize((400, 267)).save(public / "img" / target)
    with Image.open(ROOT / "sample_images" / "market-day.jpg") as other:
        other.convert("RGB").resize((400, 267)).save(public / "img" / "stadium.jpg")
    (public / "icon.png").write_bytes(picture("png", (32, 32)))
    return photos, public


def test_match_by_name_and_by_likeness(run, site: tuple[Path, Path], tmp_path: Path) -> None:
    _, public = site
    code, out, err = run("carry", "photos", "--match", "public")
    assert code == 0
    told = sorted(line.partition(" of 256")[0].rpartition(",")[0] for line in out.splitlines())
    assert told == [
        "public/img/a1b2.jpg: credited from photos/harbour-at-dawn.jpg by likeness",
        "public/img/c3d4.avif: credited from photos/vigil.jpg by likeness",
        "public/img/harbour-at-dawn_hu_9f8e7d6c5b4a3210.webp: credited from photos/harbour-at-dawn.jpg by name",
        "public/img/mountain-lake-300x200.jpg: credited from photos/mountain-lake.webp by name",
    ]  # fmt: skip
    # another picture under an original's name is not credited
    assert "public/img/stadium.jpg: no original found" in err
    assert "icon" not in out + err
    assert credits.read(public / "img" / "c3d4.avif").record.creators == ("Anne Lee",)
    assert run("carry", "photos", "--match", "public")[0] == 0
    assert run("undo")[0] == 0
    assert not credits.read(public / "img" / "c3d4.avif").record.creators


def test_two_originals_with_different_credits_give_none(run, site: tuple[Path, Path]) -> None:
    photos, public = site
    with Image.open(photos / "vigil.jpg") as image:
        image.save(photos / "again.jpg")
    credits.embed(photos / "again.jpg", creators=["Joe Doe"], credit_line="AFP")
    code, _, err = run("carry", "photos", "--match", "public")
    assert code == 1
    assert "c3d4.avif: is like photos/again.jpg, photos/vigil.jpg, whose credits differ" in err
    assert not credits.read(public / "img" / "c3d4.avif").record.creators


def test_command(run, original: Path, tmp_path: Path) -> None:
    pillow_with_exif(original, tmp_path / "small one.jpg")
    code, out, _ = run("carry", "march.jpg", "small one.jpg", "--dry-run", "--diff")
    assert code == 0
    assert out.startswith("small one.jpg: would be credited from march.jpg\n")
    assert "  + credit_line: TASS\n" in out
    assert "  removed: gps, serial, maker-note, thumbnail\n" in out
    assert run("carry", "march.jpg")[0] == 2
    assert run("carry", "march.jpg", "nowhere.jpg")[0] == 2
    (tmp_path / "bad.jpg").write_bytes(b"no picture")
    code, out, err = run("carry", "march.jpg", "bad.jpg", "small one.jpg")
    assert code == 3
    assert "bad.jpg: " in err
    assert "small one.jpg: credited from march.jpg" in out


def test_the_original_stays_and_its_renditions_are_credited(run, original: Path) -> None:
    before = original.read_bytes()
    with Image.open(original) as image:
        image.resize((90, 60)).save("small.jpg")
    code, out, err = run("carry", original, original, "small.jpg")
    assert code == 2
    assert "is the original itself" in err
    assert f"small.jpg: credited from {original}" in out
    assert original.read_bytes() == before


def test_an_original_that_credits_nobody_is_told(run, tmp_path: Path) -> None:
    for name in ("flooded.jpg", "flooded-600.jpg"):
        shutil.copy(ROOT / "sample_images/flooded-street.jpg", tmp_path / name)
    code, out, _ = run("carry", "flooded.jpg", "flooded-600.jpg")
    assert code == 0
    assert out == "flooded-600.jpg: has no credit: nobody is credited in flooded.jpg\n"


def test_a_rendition_that_is_not_there(run, original: Path) -> None:
    Path("small.jpg").write_bytes(picture("jpeg", (90, 60)))
    before = Path("small.jpg").read_bytes()
    code, _, err = run("carry", original, "small.jpg", "nope.jpg")
    assert (code, "nope.jpg: there is no such file or folder" in err) == (2, True)
    assert Path("small.jpg").read_bytes() == before


def test_originals_and_renditions_in_one_folder(run, tmp_path: Path) -> None:
    """The uploads of WordPress: `photo.jpg` with `photo-300x200.jpg` and `photo-scaled.jpg`."""
    uploads = tmp_path / "wp-content/uploads"
    uploads.mkdir(parents=True)
    original = ROOT / "sample_images/stadium.jpg"
    shutil.copy(original, uploads / "stadium.jpg")
    shutil.copy(ROOT / "sample_images/harbour-at-dawn.jpg", uploads / "harbour-2.jpg")
    with Image.open(original) as image:
        for name, size in (("stadium-300x200", (300, 200)), ("stadium-scaled", (900, 600))):
            image.resize(size).save(uploads / f"{name}.jpg")
    credited = credits.read(original).record.creators
    assert credited
    code, out, _ = run("carry", "wp-content/uploads", "--match", "wp-content/uploads")
    assert (code, out.count("credited from wp-content/uploads/stadium.jpg by name")) == (0, 2)
    for name in ("stadium-300x200", "stadium-scaled"):
        assert credits.read(uploads / f"{name}.jpg").record.creators == credited
    assert (
        "says all of it already"
        in run("carry", "wp-content/uploads", "--match", "wp-content/uploads")[1]
    )


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "sample_images" / "harbour-at-dawn.jpg", tmp_path / "harbour.jpg")
    return Path("harbour.jpg")


def test_a_named_rendition_that_shows_another_picture_is_left_alone(run, harbour: Path) -> None:
    for source, name in ((ROOT / "sample_images" / "market-day.jpg", "other"), (harbour, "small")):
        with Image.open(source) as image:
            image.resize((300, 200)).save(f"{name}.jpg")
    before = Path("other.jpg").read_bytes()
    code, out, err = run("carry", harbour, "other.jpg", "small.jpg")
    assert code == 1
    assert "other.jpg: shows another picture than harbour.jpg (" in err
    assert "help: name its own original, or --force" in err
    assert out.startswith("small.jpg: credited from harbour.jpg")
    assert Path("other.jpg").read_bytes() == before
    assert run("carry", harbour, "other.jpg", "--force")[0] == 0
    assert credits.read("other.jpg").record.creators == credits.read(harbour).record.creators
    assert run("carry", harbour, "--match", ".", "--force")[0] == 2


EDITS = {
    "scaled": lambda image: image.resize((240, 160)),
    "cropped": lambda image: image.crop((60, 40, image.width - 60, image.height - 40)),
    "grey": lambda image: image.convert("L"),
    "mirrored": lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "turned": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "bordered": lambda image: ImageOps.expand(image, 40, "white"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edited_copies_are_no_other_pictures(run, harbour: Path, edit: str) -> None:
    with Image.open(harbour) as image:
        EDITS[edit](image).save("edited.jpg")
    assert run("carry", harbour, "edited.jpg")[0] == 0


def test_what_cannot_be_compared_is_credited(run, harbour: Path, tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "white").save("blank.jpg")
    (tmp_path / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>')
    assert run("carry", harbour, "blank.jpg", "drawing.svg")[0] == 0


def test_json(run, harbour: Path) -> None:
    for source, name in ((ROOT / "sample_images" / "market-day.jpg", "other"), (harbour, "small")):
        with Image.open(source) as image:
            image.resize((300, 200)).save(f"{name}.jpg")
    code, out, err = run("carry", harbour, "small.jpg", "other.jpg", "--format", "json")
    document = json.loads(out)
    small, other = document["photos"]
    assert (code, document["dry_run"]) == (1, False)
    assert (small["path"], small["file"], small["original"]) == (
        "small.jpg", "small.jpg", "harbour.jpg",
    )  # fmt: skip
    assert (small["changed"], small["by"], small["error"]) == (True, None, None)
    assert small["changes"]["creators"]["new"] == list(credits.read(harbour).record.creators)
    assert (other["changed"], other["changes"]) == (False, {})
    assert "another picture" in other["error"]
    assert "--force" in other["help"]
    assert "another picture" in err


def test_json_of_a_match(run, site: tuple[Path, Path]) -> None:
    photos, _ = site
    with Image.open(photos / "vigil.jpg") as image:
        image.save(photos / "again.jpg")
    credits.embed(photos / "again.jpg", creators=["Joe Doe"], credit_line="AFP")
    code, out, _ = run("carry", "photos", "--match", "public", "--dry-run", "--format", "json")
    document = json.loads(out)
    assert code == 1
    assert {(one["path"], one["by"]) for one in document["photos"]} == {
        ("public/img/a1b2.jpg", "likeness"),
        ("public/img/harbour-at-dawn_hu_9f8e7d6c5b4a3210.webp", "name"),
        ("public/img/mountain-lake-300x200.jpg", "name"),
    }
    assert all(one["distance"] is not None for one in document["photos"])
    assert document["doubts"] == [
        {"path": "public/img/c3d4.avif", "originals": ["photos/again.jpg", "photos/vigil.jpg"]}
    ]
    assert document["unknown"] == ["public/img/stadium.jpg"]
