"""One suite for SQLite and PostgreSQL: what is kept, what is looked at again, what is found."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import inspect, select

import credits
from credits import duplicates
from credits.catalog import Catalog, _indexing, _search, index, migrations, schema, search
from credits.catalog._rows import kept, named
from credits.duplicates import Item, Missed, likenesses, likenesses_between
from credits.errors import CatalogError, InvalidValue, NoPixels, UnreadableImage
from tests.conftest import ROOT
from tests.pictures import picture

SAMPLES = ROOT / "sample_images"
FILES, FOUND = 16, 14


@pytest.fixture
def photos(tmp_path: Path, settled) -> Path:
    folder = tmp_path / "ein Ordner, größer"
    shutil.copytree(SAMPLES, folder)
    settled(folder)
    return folder


def noise(folder: Path, count: int, settled) -> None:
    """Make pictures that are not like each other."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(5)
    for number in range(count):
        small = Image.fromarray(rng.integers(0, 256, (9, 12, 3), np.uint8))
        small.resize((96, 72), Image.Resampling.BICUBIC).save(folder / f"{number:04}.jpg")
    settled(folder)


def everything(place: str) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    with Catalog(place) as catalog, catalog._reading() as connection:
        files = connection.execute(select(schema.file).order_by(schema.file.c.name))
        pictures = connection.execute(select(schema.picture).order_by(schema.picture.c.image_hash))
        return [tuple(row) for row in files], [tuple(row) for row in pictures]


# ── what is looked at ───────────────────────────────────────────────────────────────────────────


def test_what_did_not_change_is_not_looked_at_again(place: str, photos: Path) -> None:
    first = index(photos, place)
    assert (first.looked, first.unchanged, len(first.missed)) == (FILES, 0, 2)
    before = everything(place)
    second = index(str(photos), place, jobs=1)
    # what could not be looked at is tried again: somebody may have mended it
    assert (second.looked, second.unchanged) == (2, FOUND)
    assert everything(place) == before
    assert len(before[0]) == FILES


def test_it_gives_back_what_it_was_given(place: str, photos: Path) -> None:
    index(photos, place)
    paths = sorted(str(path) for path in photos.glob("*.jpg"))
    with Catalog(place) as catalog:
        assert catalog.count() == FILES
        records = catalog.records(paths)
        known = [(path, catalog.known(path)) for path in paths]
    items = [(path, item) for path, item in known if isinstance(item, Item)]
    assert len(items) >= 10
    for path, item in items:
        fresh = duplicates.look((1, path))
        assert item == fresh
        assert item.fingerprint.rows.tolist() == fresh.fingerprint.rows.tolist()  # type: ignore[union-attr]
        assert records[path] == credits.read(path).record


def test_writing_a_credit_decodes_nothing(
    place: str, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(photos, place)
    path = photos / "stadium-small.jpg"
    credits.embed(path, creators=["Ann Lee"], credit_line="TASS")
    monkeypatch.setattr(_indexing, "fingerprint", None)
    done = index(path, place)
    assert (done.looked, done.missed) == (1, ())
    with Catalog(place) as catalog:
        assert catalog.records([str(path)])[str(path)].creators == ("Ann Lee",)
        hashes = [row[0] for row in everything(place)[1]]
        assert len(hashes) == len(set(hashes))


def test_new_pixels_and_sidecars_are_seen(place: str, photos: Path, settled) -> None:
    index(photos, place)
    path = photos / "stadium-small.jpg"
    with Catalog(place) as catalog:
        assert isinstance(catalog.known(str(path)), Item)
    credits.embed(path, sidecar=True, creators=["Zoë"])
    settled(photos)
    with Catalog(place) as catalog:
        assert catalog.known(str(path)) is None
        assert index(path, place).looked == 1
        known = catalog.known(str(path))
        assert isinstance(known, Item)
        assert known.credit == "Zoë"
    shutil.copyfile(photos / "vigil.jpg", path)
    settled(photos)
    index(path, place)
    assert [item.path for item, _ in search(photos / "vigil.jpg", place).found] == [str(path)]


def test_a_fresh_file_is_never_taken_for_settled(place: str, tmp_path: Path) -> None:
    path = tmp_path / "now.jpg"
    soon = time.time_ns() + 3_600_000_000_000
    path.write_bytes(picture())
    os.utime(path, ns=(soon, soon))
    for _ in range(2):
        assert index(path, place).looked == 1


def test_a_file_that_goes_meanwhile(place: str, tmp_path: Path) -> None:
    path = tmp_path / "gone.jpg"
    path.symlink_to(tmp_path / "nowhere.jpg")
    done = index(path, place)
    assert [missed.undecided for missed in done.missed] == [True]


def test_names_that_are_no_text(place: str, tmp_path: Path, settled) -> None:
    folder = tmp_path / "a\udcff b"
    folder.mkdir()
    names = ["\udcff.jpg", "фото.jpg", "a b'.jpg", "%41.jpg", 'x"\n.jpg', "À.jpg"]
    for name in names:
        shutil.copyfile(SAMPLES / "vigil.jpg", folder / name)
    settled(folder)
    assert index(folder, place).looked == len(names)
    assert index(folder, place).unchanged == len(names)
    found = search(folder / names[0], place).found
    assert sorted(item.path for item, _ in found) == sorted(
        str(folder / name) for name in names[1:]
    )
    for name in (*names, str(folder)):
        assert named(kept(name)) == name
        kept(name).encode()


def test_text_that_no_database_holds(place: str, tmp_path: Path, settled) -> None:
    path = tmp_path / "odd.jpg"
    shutil.copyfile(SAMPLES / "vigil.jpg", path)
    credits.embed(path, caption="a\U0001f600é")
    settled(tmp_path)
    index(path, place)
    with Catalog(place) as catalog:
        [seen] = [catalog.known(str(path))]
        assert isinstance(seen, Item)
        state = _indexing.Folder(str(tmp_path)).state("odd.jpg")
        odd = _indexing.Seen(
            str(tmp_path), "odd.jpg", state, duplicates.replace(seen, credit="A\0\ud800B"),
            credits.read(path).record, seen.image_hash, seen.fingerprint,
        )  # fmt: skip
        catalog.keep([odd])
        assert catalog.known(str(path)).credit == "A\ufffd?B"  # type: ignore[union-attr]
        assert catalog.records([str(path)])[str(path)].caption == "a\U0001f600é"


def test_prune_forgets_what_is_gone_below(place: str, photos: Path, tmp_path: Path) -> None:
    other = tmp_path / "ein Ordner, größer2"
    shutil.copytree(photos, other)
    index([photos, other], place)
    (photos / "vigil.jpg").unlink()
    (other / "vigil.jpg").unlink()
    assert index(photos, place).forgot == 0
    assert index(photos, place, prune=True).forgot == 1
    with Catalog(place) as catalog:
        assert catalog.count() == 2 * FILES - 1


# ── kills, and several at once ──────────────────────────────────────────────────────────────────


def indexing(folder: Path, place: str) -> subprocess.Popen[bytes]:
    code = (
        "import sys; from credits.catalog import _indexing, index; _indexing.BATCH = 8\n"
        "index(sys.argv[1], sys.argv[2], jobs=2)"
    )
    return subprocess.Popen([sys.executable, "-c", code, folder, place], cwd=ROOT)


def counted(place: str) -> int:
    try:
        with Catalog(place) as catalog:
            return catalog.count()
    except CatalogError:
        return 0


def test_a_run_that_is_killed_loses_nothing_and_makes_nothing_twice(
    place: str, tmp_path: Path, settled
) -> None:
    folder = tmp_path / "many"
    noise(folder, 200, settled)
    for least in (8, 80):
        run = indexing(folder, place)
        while counted(place) < least and run.poll() is None:
            time.sleep(0.005)
        run.send_signal(signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL
    there = counted(place)
    assert 80 <= there < 200
    done = index(folder, place)
    assert (done.looked, done.unchanged) == (200 - there, there)
    whole = f"{tmp_path}/whole.db"
    index(folder, whole)
    assert everything(place) == everything(whole)
    assert [len(rows) for rows in everything(place)] == [200, 200]


def test_several_writers(place: str, tmp_path: Path, settled) -> None:
    folder = tmp_path / "many"
    noise(folder, 60, settled)
    runs = [indexing(folder, place) for _ in range(3)]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert [len(rows) for rows in everything(place)] == [60, 60]
    assert index(folder, place).unchanged == 60


# ── what is found ───────────────────────────────────────────────────────────────────────────────


def test_search_finds_what_comparing_all_finds(place: str, photos: Path) -> None:
    """Edited copies are found both ways: the original from the copy, the copy from the original."""
    index(photos, place)
    items = [duplicates.look((1, str(path))) for path in sorted(photos.glob("*.*"))]
    items = [item for item in items if isinstance(item, Item)]
    wanted = {frozenset((m.first, m.second)): m.distance256 for m in likenesses(items, 8)}
    assert len(wanted) >= 4
    found = {
        frozenset((match.first, match.second)): match.distance256
        for item in items
        for _, match in search(item.path, place, level="review").found
    }
    assert found == wanted


def test_counting_in_the_database_and_in_memory_agree(place: str, tmp_path: Path, settled) -> None:
    folder = tmp_path / "many"
    noise(folder, 60, settled)
    for number in range(0, 60, 3):
        with Image.open(folder / f"{number:04}.jpg") as image:
            image.crop((5, 4, 91, 68)).save(folder / f"{number:04}-cut.jpg")
    index(folder, place)
    items = [duplicates.look((1, str(path))) for path in sorted(folder.iterdir())]
    items = [item for item in items if isinstance(item, Item)]
    with Catalog(place) as catalog, catalog._reading() as connection:
        loaded = [set(_search._loaded(connection, [item], 8, 1)) for item in items]
        assert sum(len(found) > 1 for found in loaded) >= 30
        together = set(_search.candidates(connection, items, 8, 2))
        assert together == set.union(*loaded)
        assert len(items) > _search.FEW
        if connection.dialect.name == "postgresql":
            assert [set(_search.asked(connection, item, 8)) for item in items] == loaded


def test_pages_do_not_matter(place: str, photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index(photos, place)
    names = ("stadium-small.jpg", "harbour-wire.jpg", "vigil.jpg")
    items = [duplicates.look((1, str(photos / name))) for name in names]
    items = [item for item in items if isinstance(item, Item)]
    with Catalog(place) as catalog:
        once = catalog.like(items, 8)
        monkeypatch.setattr(_search, "PAGE", 3)
        monkeypatch.setattr(_search, "FEW", 0)
        assert catalog.like(items, 8) == once
        assert len(once) == 3
        assert catalog.like([], 8) == []


def test_dedupe_compares_with_the_archive(place: str, photos: Path) -> None:
    index(photos, place)
    asked = [photos / "stadium-small.jpg", photos / "harbour-wire.jpg"]
    with Catalog(place) as catalog:
        found = credits.dedupe(asked, archive=catalog)
        assert found.photos == 2
        assert sorted(group.conflict for group in found.groups) == [False, True]
        [offer] = [group.suggestion for group in found.groups if group.suggestion]
        assert (offer.source, offer.targets) == (str(photos / "stadium.jpg"), (str(asked[0]),))
        assert credits.dedupe([photos], archive=catalog).missed
        with pytest.raises(InvalidValue, match="phash alone"):
            credits.dedupe(asked, archive=catalog, hash="dhash")


def test_every_photo_of_the_archive_is_paired_with_what_is_asked(photos: Path) -> None:
    item = duplicates.look((1, str(photos / "vigil.jpg")))
    assert isinstance(item, Item)
    copies = [duplicates.replace(item, path=f"{number}") for number in range(5)]
    found = likenesses_between([item], copies, 8)
    assert [match.second for match in found] == ["0", "1", "2", "3", "4"]
    assert likenesses_between([], copies, 8) == likenesses_between(copies, [], 8) == []


def test_search_takes_bytes_and_refuses_what_has_no_pixels(place: str, photos: Path) -> None:
    index(photos, place)
    data = (photos / "stadium-small.jpg").read_bytes()
    assert len(search(data, place).found) == 2
    with pytest.raises(NoPixels):
        search(picture("svg"), place)
    with pytest.raises(UnreadableImage, match="git-lfs"):
        search(photos / "election-night.jpg", place)
    with pytest.raises(InvalidValue):
        search(data, place, level="sure")


def test_flat_pictures_are_remembered_and_found_by_nothing(
    place: str, tmp_path: Path, settled
) -> None:
    for name in ("a.png", "b.png"):
        Image.new("RGB", (200, 100 + ord(name[0])), "white").save(tmp_path / name)
    (tmp_path / "drawing.svg").write_bytes(picture("svg"))
    settled(tmp_path)
    done = index(tmp_path, place)
    assert [missed.undecided for missed in done.missed] == [False] * 3
    assert index(tmp_path, place).unchanged == 3
    with Catalog(place) as catalog:
        known = catalog.known(str(tmp_path / "a.png"))
        assert isinstance(known, Missed)
        assert "too little detail" in known.reason
        assert isinstance(catalog.known(str(tmp_path / "drawing.svg")), Missed)


# ── tables and places ───────────────────────────────────────────────────────────────────────────


def test_a_newer_catalog_is_refused(place: str, photos: Path, monkeypatch) -> None:
    index(photos, place)
    monkeypatch.setattr(schema, "VERSION", 0)
    for create in (False, True):
        with pytest.raises(CatalogError, match="newer version") as raised:
            Catalog(place, create=create)
        assert raised.value.help == "pip install --upgrade photo-credits"
        assert raised.value.path


def test_an_older_catalog_is_brought_up_to_date(place: str, photos: Path, monkeypatch) -> None:
    index(photos, place)
    climbed: list[int] = []
    later = [schema.VERSION + 1, schema.VERSION + 2]
    steps = {number: lambda _, n=number: climbed.append(n) for number in later}
    monkeypatch.setattr(schema, "VERSION", later[-1])
    monkeypatch.setattr(migrations, "STEPS", steps)
    for _ in range(2):
        with Catalog(place) as catalog:
            assert catalog.count() == FILES
    assert climbed == later


def test_what_another_making_took_down_is_looked_at_again(
    place: str, photos: Path, monkeypatch
) -> None:
    index(photos, place)
    monkeypatch.setattr(schema, "MAKING", 2)
    assert index(photos, place).looked == FILES
    assert index(photos, place).looked == 2


def test_a_catalog_that_is_not_there(place: str) -> None:
    with pytest.raises(CatalogError, match="there is no catalog here") as raised:
        Catalog(place)
    assert raised.value.help == "credits index PATH... --catalog URL"


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("", "names no catalog"),
        ("mysql://u:secret@x/y", "is no place for a catalog"),
        ("sqlite://", "is no place for a catalog"),
        ("sqlite:///:memory:", "is no place for a catalog"),
        ("postgresql://u:secret@localhost:1/y", "refused"),
        ("postgres://u:secret@localhost:1/y", "refused"),
        ("postgresql://u:secret@localhost:port/y", "URL cannot be read"),
        ("nowhere/archive.db", "unable to open"),
        (str(SAMPLES / "vigil.jpg"), "not a database"),
        (str(SAMPLES), "unable to open"),
    ],
)
def test_places_that_will_not_do(place: str, message: str) -> None:
    before = (SAMPLES / "vigil.jpg").read_bytes()
    with pytest.raises(CatalogError, match=message) as raised:
        Catalog(place, create=True)
    assert raised.value.help
    assert "secret" not in str(raised.value)
    assert (SAMPLES / "vigil.jpg").read_bytes() == before


def test_a_url_of_sqlite_is_a_file(tmp_path: Path, photos: Path) -> None:
    index(photos / "vigil.jpg", f"sqlite:///{tmp_path}/x.db")
    assert counted(str(tmp_path / "x.db")) == 1


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(CatalogError, match="needs the package psycopg") as raised:
        Catalog("postgresql://localhost/x")
    assert raised.value.help == "pip install 'photo-credits[postgres]'"


def test_a_catalog_of_the_first_version_learns_to_find_names(place: str, photos: Path) -> None:
    index(photos, place)
    index_of_names = migrations._index("credits_file_name")
    with Catalog(place) as catalog, catalog._writing() as connection:
        index_of_names.drop(connection)
        connection.execute(schema.version.update().values(version=1))
    for _ in range(2):
        with Catalog(place) as catalog, catalog._reading() as connection:
            known = inspect(connection).get_indexes(schema.file.name)
            assert {one["name"] for one in known} >= {"credits_file_name", "credits_file_picture"}
            assert migrations.version_of(connection) == schema.VERSION


def test_photos_are_found_by_their_names(place: str, photos: Path) -> None:
    odd = photos / "gr\udcffün.jpg"
    shutil.copyfile(photos / "vigil.jpg", odd)
    index(photos, place)
    with Catalog(place) as catalog:
        (found,) = catalog.named([odd.name, "no such.jpg"])
        assert found.path == str(odd.resolve())
        assert catalog.named([]) == []


def test_a_damaged_catalog_whose_schema_is_no_text_is_told(photos: Path, tmp_path: Path) -> None:
    """SQLite's message quotes the schema, which is no UTF-8 any more."""
    place = tmp_path / "damaged.db"
    credits.index([photos], str(place))
    with contextlib.closing(sqlite3.connect(place)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    place.write_bytes(place.read_bytes().replace(b"CREATE TABLE", b"CREATE T\xff\xe9LE"))
    with pytest.raises(CatalogError, match="cannot be used"):
        Catalog(str(place), create=True)


def test_a_version_that_is_no_number_is_told(photos: Path, tmp_path: Path) -> None:
    place = tmp_path / "damaged.db"
    credits.index([photos], str(place))
    with contextlib.closing(sqlite3.connect(place)) as database, database:
        database.execute(f"UPDATE {schema.version.name} SET version = 'x'")
    with pytest.raises(CatalogError, match="its version is no number"):
        Catalog(str(place))
