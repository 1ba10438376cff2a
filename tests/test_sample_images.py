"""The sample images are what their manifest says."""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from importlib import import_module
from itertools import combinations
from pathlib import Path

import imagehash
import pytest
from PIL import Image

import credits

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "sample_images"
MANIFEST = tomllib.loads((SAMPLES / "manifest.toml").read_text("utf-8"))
PHOTOS = {row["file"]: row for row in MANIFEST["photo"]}
ARTICLES = {row["file"]: row for row in MANIFEST["article"]}
# what makes and explains the samples
TOOLS = {"make.py", "manifest.toml", "README.md"}
SEEDS = (
    "Migrants are called to serve in the Russian military/ "
    "Source: versia.ru photo by Evgeny Epanchintsev/TASS",
    "Syrian volunteers sign up en masse for Russian invasion in Ukraine/ Source: diplomatru.ru",
)
# pHash, bits of 64: the same picture, and another one
NEAR, FAR = 6, 18


def decoded(name):
    with Image.open(SAMPLES / name) as image:
        return image.convert("RGB")


def whole():
    return [name for name, row in PHOTOS.items() if not {"FIL951", "FIL953"} & set(row["codes"])]


def test_every_file_is_in_the_manifest():
    present = {path.name for path in SAMPLES.iterdir() if path.is_file()}
    assert present == {*PHOTOS, *ARTICLES, *TOOLS}
    assert len(PHOTOS) == len(MANIFEST["photo"]) == 16


def test_every_file_has_a_story_of_one_line():
    for row in (*PHOTOS.values(), *ARTICLES.values()):
        assert row["story"].endswith(".")
        assert "\n" not in row["story"]


def test_they_stay_small():
    assert sum((SAMPLES / name).stat().st_size for name in (*PHOTOS, *ARTICLES)) < 3_000_000


def test_check_finds_what_the_manifest_says():
    found = defaultdict(list)
    for finding in credits.check([SAMPLES], credits.Policy(root=str(ROOT))):
        found[Path(finding.path).name].append(finding.code)
    rows = {**PHOTOS, **ARTICLES}
    expected = {name: sorted(row["codes"]) for name, row in rows.items() if row["codes"]}
    assert {name: sorted(codes) for name, codes in found.items()} == expected


@pytest.mark.parametrize("name", [name for name in PHOTOS if name != "election-night.jpg"])
def test_the_credit_is_what_the_manifest_says(name):
    record = credits.read(SAMPLES / name).record
    credit = PHOTOS[name].get("credit", {})
    assert list(record.creators) == credit.get("creators", [])
    assert record.credit_line == credit.get("credit_line")


@pytest.mark.parametrize("name", whole())
def test_pictures_decode(name):
    assert decoded(name).width >= 64
    assert credits.read(SAMPLES / name).problems == ()


def test_the_broken_ones_do_not_decode():
    with pytest.raises(OSError, match="truncated"):
        decoded("wildfire.jpg")
    with pytest.raises(OSError, match="cannot identify"):
        decoded("election-night.jpg")


def test_three_blocks_agree_on_the_full_credit():
    photo = credits.read(SAMPLES / "harbour-at-dawn.jpg")
    assert set(photo.sources["creators"]) == {"xmp", "iim", "exif"}
    assert photo.conflicts == ()


def test_the_agency_line_is_cut_in_iim_only():
    photo = credits.read(SAMPLES / "stadium.jpg")
    line = PHOTOS["stadium.jpg"]["credit"]["credit_line"].encode()
    data = (SAMPLES / "stadium.jpg").read_bytes()
    dataset = b"\x1c\x02" + bytes([110, 0, 32]) + line[:32]
    assert dataset in data
    assert set(photo.sources["credit_line"]) == {"xmp", "iim"}
    assert photo.conflicts == ()


def test_likeness_is_as_told():
    hashes = {name: imagehash.phash(decoded(name)) for name in whole()}
    kin = {name: PHOTOS[name]["likeness"] for name in PHOTOS if "likeness" in PHOTOS[name]}
    families = {name: next(iter(like.values())) for name, like in kin.items()}
    for name, like in kin.items():
        if "copy-of" in like:
            assert hashes[name] - hashes[like["copy-of"]] <= NEAR
    for (one, first), (other, second) in combinations(hashes.items(), 2):
        if families.get(one, one) != families.get(other, other):
            assert first - second >= FAR, (one, other)


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_use_the_photos_they_say(name):
    text = (SAMPLES / name).read_text("utf-8")
    assert [photo for photo in PHOTOS if photo in text] == [
        photo for photo in PHOTOS if photo in ARTICLES[name]["photos"]
    ]


def test_the_credit_lines_of_the_brief_are_in_the_articles():
    pages = "\n".join((SAMPLES / name).read_text("utf-8") for name in ARTICLES)
    assert [line for line in SEEDS if line not in pages] == []


@pytest.fixture
def scenes(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.syspath_prepend(SAMPLES)
    yield import_module("drawing").SCENES
    for name in [name for name in sys.modules if name.split(".")[0] == "drawing"]:
        del sys.modules[name]


def test_drawing_is_deterministic(scenes):
    first, second = (scenes["harbour"]((150, 100)) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_a_scene_has_texture(scenes):
    colours = scenes["tram"]((150, 100)).getcolors(maxcolors=256)
    assert len(colours) > 100
