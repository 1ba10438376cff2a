"""Likeness between photos, and what it says of their credits."""

from __future__ import annotations

import importlib.util
import random
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

import credits
from credits.duplicates import (
    LEVELS,
    RADII,
    Item,
    Level,
    Match,
    credit_of,
    groups,
    is_series,
    likenesses,
)
from credits.errors import InvalidValue
from credits.fingerprints import HASHES, VARIANTS, Fingerprint
from credits.record import Record
from tests.conftest import CORPUS, ROOT, absent, corpus_files
from tests.pictures import encoded

EDITS = {
    "copy.jpg": lambda p: p,
    "small.webp": lambda p: p.resize((p.width // 3, p.height // 3)),
    "grey.png": lambda p: p.convert("L"),
    "crop.jpg": lambda p: p.crop((24, 18, p.width - 24, p.height - 18)),
    "mirror.jpg": ImageOps.mirror,
    "turned.tif": lambda p: p.transpose(Image.Transpose.ROTATE_90),
    "framed.jpg": lambda p: ImageOps.expand(p, 25, "white"),
}
FORMS = {".jpg": "JPEG", ".webp": "WEBP", ".png": "PNG", ".tif": "TIFF"}


def photos() -> list[Path]:
    return corpus_files("photos") or absent("the photos")


def opened(name: str) -> Image.Image:
    if not CORPUS.is_dir():
        absent("the photos")
    return Image.open(CORPUS / "photos" / name).convert("RGB")


@cache
def copies() -> dict[str, bytes]:
    """Make edited copies of two photos; only the first of each has a credit."""
    made = {}
    for name in ("EliSchwartz-0003.jpg", "emanhamed-0005.jpg"):
        photo, who = opened(name), name.partition("-")[0]
        for edited, edit in EDITS.items():
            made[f"{who} {edited}"] = encoded(edit(photo), FORMS[Path(edited).suffix])
        first = made[f"{who} copy.jpg"]
        made[f"{who} copy.jpg"] = credits.embed(first, creators=["Ann Lee"], credit_line="TASS")
    return made


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for name, data in copies().items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def listed(archive: Path) -> list[str]:
    return [str(path) for path in sorted(archive.iterdir())]


def names(group) -> list[str]:
    return [Path(member.item.path).name for member in group.members]


def test_edited_copies_are_found_and_the_credit_is_suggested(archive: Path) -> None:
    found = credits.dedupe(listed(archive))
    assert found.photos == 14
    assert not found.missed
    assert len(found.groups) == 2
    for group, who in zip(found.groups, ("EliSchwartz", "emanhamed"), strict=True):
        assert sorted(names(group)) == sorted(f"{who} {name}" for name in EDITS)
        assert group.kind == "near"
        assert not group.conflict
        offer = group.suggestion
        assert offer is not None
        assert offer.credit == "Ann Lee/TASS"
        assert Path(offer.source).name == f"{who} copy.jpg"
        assert len(offer.targets) == len(offer.evidence) >= 5
        for match, target in zip(offer.evidence, offer.targets, strict=True):
            assert (match.first, match.second) == (offer.source, target)
            assert match.level in {Level.SAME, Level.LIKELY}
            assert match.variant in VARIANTS


def test_nothing_is_changed(archive: Path) -> None:
    before = {path: path.read_bytes() for path in archive.iterdir()}
    credits.dedupe(listed(archive))
    assert {path: path.read_bytes() for path in archive.iterdir()} == before


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_threads_and_order_change_nothing(archive: Path, jobs: int) -> None:
    paths = listed(archive)
    expected = credits.dedupe(paths, jobs=1).groups
    random.Random(jobs).shuffle(paths)
    assert credits.dedupe(paths, jobs=jobs).groups == expected


def test_bytes_and_streams_are_taken(archive: Path) -> None:
    paths = sorted(archive.glob("Eli*copy*")) + sorted(archive.glob("Eli*grey*"))
    with paths[1].open("rb") as stream:
        found = credits.dedupe([paths[0].read_bytes(), stream])
    assert [m.item.path for m in found.groups[0].members] == ["<bytes 1>", "<bytes 2>"]


def test_a_file_named_twice_counts_once(archive: Path) -> None:
    photo = archive / "EliSchwartz copy.jpg"
    (archive / "link.jpg").symlink_to(photo)
    found = credits.dedupe([photo, str(photo), archive / "link.jpg", archive / "." / photo.name])
    assert (found.photos, found.groups) == (1, ())


def test_the_same_image_data_is_an_exact_group(tmp_path: Path) -> None:
    photo = encoded(opened("EliSchwartz-0003.jpg"), "JPEG")
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(photo)
    credits.embed(tmp_path / "b.jpg", credit_line="AP", date_created="2026-06-07")
    credits.embed(tmp_path / "a.jpg", date_created="2025-01-01")
    [group] = credits.dedupe(listed(tmp_path)).groups
    assert group.kind == "exact"
    assert group.members[1].match is not None
    assert group.members[1].match.exact
    assert not group.members[1].match.series  # whatever their dates say


def test_two_credits_are_a_conflict_and_no_suggestion(archive: Path) -> None:
    credits.embed(archive / "EliSchwartz framed.jpg", creators=["Bo Ek"], credit_line="AFP")
    first, second = credits.dedupe(listed(archive)).groups
    assert first.conflict
    assert first.suggestion is None
    assert not second.conflict


def test_blank_pictures_are_like_nothing(tmp_path: Path) -> None:
    for name, colour in (("a.png", "white"), ("b.png", "white"), ("c.png", "black")):
        (tmp_path / name).write_bytes(encoded(Image.new("RGB", (300, 200), colour), "PNG"))
    found = credits.dedupe(listed(tmp_path), level="review")
    assert not found.groups
    assert {missed.reason.partition(" to be")[0] for missed in found.missed} == {
        "has too little detail"
    }
    assert not any(missed.undecided for missed in found.missed)


def test_what_cannot_be_looked_at_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff")
    found = credits.dedupe([*listed(tmp_path), str(tmp_path)])
    assert [(m.undecided, Path(m.path).name) for m in found.missed] == [
        (False, "a.svg"), (True, "b.jpg"), (True, tmp_path.name),
    ]  # fmt: skip


def test_a_format_without_metadata_is_compared(tmp_path: Path) -> None:
    photo = opened("EliSchwartz-0003.jpg")
    (tmp_path / "a.bmp").write_bytes(encoded(photo, "BMP"))
    (tmp_path / "b.jpg").write_bytes(encoded(photo, "JPEG"))
    [group] = credits.dedupe(listed(tmp_path)).groups
    assert names(group) == ["b.jpg", "a.bmp"]
    assert len(group.members[1].item.sha256) == 64


@pytest.mark.parametrize("name", HASHES)
def test_every_hash_finds_a_smaller_copy(archive: Path, name: str) -> None:
    pair = [archive / "EliSchwartz copy.jpg", archive / "EliSchwartz small.webp"]
    found = credits.dedupe(pair, hash=name, threshold=16, level="review")
    assert found.hash == name
    assert [names(group) for group in found.groups] == [[path.name for path in pair]]


def test_every_hash_has_a_threshold() -> None:
    assert RADII.keys() == HASHES.keys()


def test_levels_hold_one_another() -> None:
    assert list(LEVELS) == list(Level)
    assert sorted(LEVELS.values()) == list(LEVELS.values())


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"hash": "md5"}, "no hash 'md5'"),
        ({"level": "sure"}, "no level 'sure'"),
        ({"threshold": 65}, "0 to 64 bits"),
    ],
)
def test_wrong_wishes_are_refused(wish: dict, reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason):
        credits.dedupe([], **wish)


def test_no_photos_have_no_groups() -> None:
    assert credits.dedupe([]).groups == ()


def test_different_photos_are_not_alike() -> None:
    """All of the corpus: what is sure is a wallpaper that is there twice, in another size."""
    found = credits.dedupe(photos())
    assert found.photos == 768
    assert all(names(group)[0].startswith("debian-") for group in found.groups)
    assert len(found.groups) == 7
    assert len(found.missed) == 2


# ── without pictures ────────────────────────────────────────────────────────────────────────────


def item(path: str, credit: str | None = None, **more) -> Item:
    return Item(path, f"sha of {path}", f"image of {path}", Fingerprint(0, 0, 50.0), credit, **more)


def like(one: str, other: str, level: Level = Level.SAME) -> Match:
    return Match(one, other, 2, 20, "whole", level)


def test_a_chain_hands_no_credit_on() -> None:
    """A is like B, B like C, C like D: D is not like A, and does not get its credit."""
    items = [item("a", "Ann Lee"), item("b"), item("c"), item("d")]
    found = list(groups(items, [like("a", "b"), like("b", "c"), like("c", "d")]))
    members = [[member.item.path for member in group.members] for group in found]
    assert members == [["b", "a", "c"], ["d", "c"]]
    assert found[0].suggestion is not None
    assert found[0].suggestion.targets == ("b",)
    assert found[1].suggestion is None


def test_every_likeness_reaches_a_group() -> None:
    rng = random.Random(5)
    items = [item(f"{number:02}") for number in range(40)]
    found = [
        like(items[i].path, items[j].path)
        for i in range(40) for j in range(i) if rng.random() < 0.04
    ]  # fmt: skip
    pairs = {frozenset((match.first, match.second)) for match in found}
    stars = list(groups(items, found))
    for star in stars:
        reference = star.members[0].item.path
        for member in star.members[1:]:
            assert frozenset((reference, member.item.path)) in pairs
        assert [m.item.path for m in star.members[1:]] == sorted(
            m.item.path for m in star.members[1:]
        )
    in_groups = {member.item.path for star in stars for member in star.members}
    assert in_groups == {path for pair in pairs for path in pair}
    assert len({star.id for star in stars}) == len(stars)


def test_the_credited_one_is_the_reference() -> None:
    items = [item("a", pixels=9), item("b", "Ann Lee", pixels=4), item("c", pixels=1)]
    found = [like("a", "b"), like("a", "c"), like("b", "c")]
    [group] = groups(items, found)
    assert group.members[0].item.path == "b"


def test_the_credit_that_says_most_is_suggested() -> None:
    items = [item("a"), item("b", "Ann Lee"), item("c", "Ann Lee/AP")]
    [group] = groups(items, [like("a", "b"), like("a", "c"), like("b", "c")])
    assert group.suggestion is not None
    assert (group.suggestion.credit, group.suggestion.source) == ("Ann Lee/AP", "c")
    assert group.suggestion.evidence[0].first == "c"


@pytest.mark.parametrize(
    ("one", "other", "is_conflict"),
    [
        ("AP Photo/Jane Doe", "Jane Doe/AP", False),
        ("Jane Doe", "Jane Doe/AP", False),
        ("Associated Press", "AP", False),
        ("Jane Doe/AP", "John Roe/AP", True),
        ("Jane Doe/AP", "Jane Doe/AFP", True),
        ("TASS", "Reuters", True),
    ],
)
def test_credits_in_conflict(one: str, other: str, is_conflict: bool) -> None:
    for pair in ((one, other), (other, one)):
        items = [item(path, credit) for path, credit in zip("ab", pair, strict=True)]
        [group] = groups(items, [like("a", "b")])
        assert group.conflict is is_conflict


@pytest.mark.parametrize(
    ("record", "printed"),
    [
        ({"creators": ["Ann Lee"], "credit_line": "TASS"}, "Ann Lee/TASS"),
        ({"creators": ["Ann Lee"], "credit_line": "Ann Lee/TASS"}, "Ann Lee/TASS"),
        ({"creators": ["Ann Lee", "Bo Ek"]}, "Ann Lee, Bo Ek"),
        ({"credit_line": "TASS"}, "TASS"),
        ({"creators": ["Photo: Internet"]}, None),
        ({}, None),
    ],
)
def test_the_credit_of_a_record(record: dict, printed: str | None) -> None:
    assert credit_of(Record(**record)) == printed


@pytest.mark.parametrize(
    ("one", "other", "series"),
    [
        ("2026-06-07T11:32:05", "2026-06-07T11:32:06", True),
        ("2026-06-07T11:32:05.12", "2026-06-07T11:32:05.58", True),
        ("2026-06-07T11:32:05.12", "2026-06-07T11:32:05", False),
        ("2026-06-07", "2026-06-07T11:32:05", False),
        ("2026-06-07T11:32:05+03:00", "2026-06-07T11:32:05", False),
        (None, "2026-06-07T11:32:05", False),
    ],
)
def test_another_moment_makes_a_series(one: str | None, other: str, series: bool) -> None:
    assert is_series(item("a", taken=one), item("b", taken=other)) is series


def test_another_camera_makes_a_series() -> None:
    assert is_series(item("a", serial="123"), item("b", serial="124"))
    assert not is_series(item("a", serial="123"), item("b", serial="123"))
    assert not is_series(item("a", serial="123"), item("b"))


def test_a_burst_is_lowered_and_marked(tmp_path: Path) -> None:
    photo = opened("EliSchwartz-0003.jpg")
    for number in range(3):
        frame = np.asarray(photo).astype(np.int16) + number
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = "2026:06:07 11:32:05"
        exif.get_ifd(0x8769)[0x9291] = f"{number}0"
        exif.get_ifd(0x8769)[0xA431] = "0042"
        image = Image.fromarray(frame.clip(0, 255).astype(np.uint8))
        (tmp_path / f"{number}.jpg").write_bytes(encoded(image, "JPEG", exif=exif))
    credits.embed(tmp_path / "0.jpg", creators=["Ann Lee"])
    sure = credits.dedupe(listed(tmp_path))
    assert (len(sure.groups), sure.unshown) == (0, 3)
    [group] = credits.dedupe(listed(tmp_path), level="review").groups
    assert names(group) == ["0.jpg", "1.jpg", "2.jpg"]
    for member in group.members[1:]:
        assert member.match is not None
        assert member.match.series
        assert member.match.level is Level.REVIEW
    assert group.members[0].item.serial == "0042"


def test_copies_without_number_make_no_pairs_without_number() -> None:
    """Each is paired with the one that stands for them; the credit reaches all of them."""
    rng = np.random.default_rng(2)
    row = rng.integers(0, 2**64, (len(VARIANTS), 5), dtype=np.uint64)
    near = row.copy()
    near[0, 1] ^= np.uint64(7)
    items = [
        replace(item(f"{number:04}"), fingerprint=Fingerprint(0, 0, 50.0, variants=rows))
        for number, rows in enumerate([row] * 1000 + [near] * 1000)
    ]
    items[700] = replace(items[700], credit="Ann Lee/AP")
    found = likenesses(items, 8)
    assert len(found) == 999 + 999 + 1000 + 999
    [group] = groups(items, found)
    assert len(group.members) == 2000
    assert group.suggestion is not None
    assert group.suggestion.source == "0700"
    assert len(group.suggestion.targets) == 1999


def test_copies_of_another_moment_are_a_series_and_of_the_same_one_are_not() -> None:
    items = [item(path, taken=moment) for path, moment in (("a", "1"), ("b", "2"), ("c", "2"))]
    found = {(match.first, match.second): match.series for match in likenesses(items, 8)}
    assert found == {("a", "b"): True, ("a", "c"): True, ("b", "c"): False}


def test_hashes_are_compared_with_the_variants_of_the_other() -> None:
    """Both ways round, and never a photo with itself."""
    rng = np.random.default_rng(1)
    rows = rng.integers(0, 2**64, (3, len(VARIANTS), 5), dtype=np.uint64)
    rows[2, 7] = rows[0, 0]
    rows[1, 3] = rows[2, 1]
    items = [
        Item(name, name, name, Fingerprint(0, 0, 50.0, variants=row))
        for name, row in zip("abc", rows, strict=True)
    ]
    found = likenesses(items, 8)
    assert [(m.first, m.second, m.distance256, m.variant) for m in found] == [
        ("a", "c", 0, VARIANTS[7]), ("b", "c", 0, VARIANTS[3]),
    ]  # fmt: skip


# ── quality, on a few photos that nothing was tuned on; bench/likeness.py measures all ───────────


def edits_of_the_bench() -> dict:
    spec = importlib.util.spec_from_file_location("edits", ROOT / "bench" / "edits.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.EDITS)


def test_edits_of_newsrooms_are_found() -> None:
    edits = edits_of_the_bench()
    assert len(edits) == 35
    found = dict.fromkeys(edits, 0)
    originals = photos()[1::2][::48]
    assert len(originals) == 8
    for path in originals:
        photo = Image.open(path).convert("RGB")
        given = [path, *(edit(photo) for edit in edits.values())]
        prints = [credits.fingerprint(image, variants=True) for image in given]
        items = [
            Item(name, name, name, one) for name, one in zip(("", *edits), prints, strict=True)
        ]
        for match in likenesses(items, 8):
            if match.first == "" and match.level is not Level.REVIEW:
                found[match.second] += 1
    assert sum(found.values()) / (35 * 8) >= 0.92
    for edit in ("border 5 %", "caption bar 8 %", "mirror", "quarter turn", "crop 10 % centre"):
        assert found[edit] == 8, edit


def test_the_page_says_what_the_levels_are() -> None:
    page = (ROOT / "docs" / "likeness.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| ([\d.]+) % \|", page, re.MULTILINE)
    assert {Level(level): int(bits) for level, bits, _ in rows} == LEVELS
