"""Undo gives every byte back, or says why not."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import credits
from credits import _atomic, journal
from credits._bytes import Buffer
from credits.errors import ChangedMeanwhile, CreditsError, InvalidValue, Unwritable
from credits.folder import walk
from credits.journal import Journal
from credits.policy import Policy
from tests.conftest import corpus_files, iptc_files
from tests.pictures import FORMATS, VALUES, picture


def photo(folder: Path, form: str = "jpeg", name: str = "a.jpg") -> Path:
    path = folder / name
    path.write_bytes(picture(form))
    os.utime(path, (1_500_000_000, 1_500_000_000))
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_undo_gives_the_bytes_and_the_time_back(form: str, tmp_path: Path) -> None:
    path = photo(tmp_path, form)
    credits.embed(path, **VALUES, journal=Journal("test"))
    assert path.read_bytes() != picture(form)
    assert journal.undo(journal.find()) == [(str(path), None)]
    assert path.read_bytes() == picture(form)
    assert path.stat().st_mtime == 1_500_000_000


def test_undo_of_real_files(corpus: Path, copy) -> None:
    """All real files that are written become again what they were."""
    run, before = Journal("all"), dict[Path, bytes]()
    for source in [*corpus_files("valid"), *iptc_files()]:
        path = copy(source)
        try:
            credits.embed(path, **VALUES, journal=run)
        except CreditsError:
            continue
        before[path] = source.read_bytes()
    assert len(before) > 230, corpus
    assert all(one.error is None for one in journal.undo(journal.find()))
    assert all(path.read_bytes() == data for path, data in before.items())


def test_journal_keeps_little(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(picture("tiff", size=(900, 700)))
    run = Journal("test")
    credits.embed(path, **VALUES, journal=run)
    kept = Path(journal.folder() or "", f"{run.id}.jsonl")
    assert kept.stat().st_size < 1500 < path.stat().st_size / 100


def test_runs_are_undone_one_after_the_other(tmp_path: Path) -> None:
    path = photo(tmp_path)
    for city in ("Kyiv", "Lviv", "Odesa"):
        credits.embed(path, city=city, journal=Journal(f"city {city}"))
    assert [run.command for run in journal.runs()] == ["city Odesa", "city Lviv", "city Kyiv"]
    for city in ("Lviv", "Kyiv", None):
        journal.undo(journal.find())
        assert credits.read(path).record.city == city
    with pytest.raises(InvalidValue, match="nothing to undo"):
        journal.find()
    assert path.read_bytes() == picture()


def test_file_that_was_changed_since_is_left_alone(tmp_path: Path) -> None:
    one, other = photo(tmp_path), photo(tmp_path, name="b.jpg")
    run = Journal("test")
    for path in (one, other):
        credits.embed(path, credit_line="TASS", journal=run)
    changed = credits.embed(one.read_bytes(), credit_line="AP")
    one.write_bytes(changed)
    done = {Path(done.path).name: done.error for done in journal.undo(journal.find())}
    assert isinstance(done["a.jpg"], ChangedMeanwhile)
    assert done["b.jpg"] is None
    assert one.read_bytes() == changed
    assert other.read_bytes() == picture()
    assert journal.find().undone is None


def test_undo_twice_is_undo_once(tmp_path: Path) -> None:
    path = photo(tmp_path)
    credits.embed(path, credit_line="TASS", journal=Journal("test"))
    run = journal.find()
    journal.undo(run)
    assert journal.undo(run) == [(str(path), None)]
    assert path.read_bytes() == picture()


@pytest.mark.parametrize("sidecar", [False, True])
def test_undoing_a_run_twice_that_wrote_twice(tmp_path: Path, *, sidecar: bool) -> None:
    path, run = photo(tmp_path), Journal("test")
    for city in ("Kyiv", "Lviv"):
        credits.embed(path, city=city, sidecar=sidecar, journal=run)
    assert len(journal.find().entries) == 2
    for dry_run, city in ((True, "Lviv"), (False, None), (False, None)):
        done = journal.undo(journal.runs()[0], dry_run=dry_run)
        assert [one.error for one in done] == [None, None]
        assert credits.read(path).record.city == city
    assert (os.listdir(tmp_path), path.read_bytes()) == (["a.jpg"], picture())


def test_file_that_is_gone_is_told(tmp_path: Path) -> None:
    path = photo(tmp_path)
    credits.embed(path, credit_line="TASS", journal=Journal("test"))
    path.unlink()
    (done,) = journal.undo(journal.find())
    assert isinstance(done.error, CreditsError)
    assert "No such file" in str(done.error) or "no longer" in str(done.error)


def test_new_sidecar_goes_away_again(tmp_path: Path) -> None:
    path = photo(tmp_path)
    credits.embed(path, credit_line="TASS", sidecar=True, journal=Journal("test"))
    assert (tmp_path / "a.xmp").exists()
    journal.undo(journal.find())
    assert os.listdir(tmp_path) == ["a.jpg"]


def test_dry_run_changes_nothing(tmp_path: Path) -> None:
    path = photo(tmp_path)
    credits.embed(path, credit_line="TASS", journal=Journal("test"))
    after = path.read_bytes()
    journal.undo(journal.find(), dry_run=True)
    assert path.read_bytes() == after
    assert journal.find().undone is None


def test_nothing_is_written_when_its_undo_cannot_be_kept(tmp_path: Path) -> None:
    path = photo(tmp_path)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Unwritable, match="undo cannot be kept"):
        credits.embed(
            path, credit_line="TASS", journal=Journal("test", str(tmp_path / "file" / "j"))
        )
    assert path.read_bytes() == picture()


def test_empty_variable_does_without(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("CREDITS_JOURNAL", "")
    path = photo(tmp_path)
    credits.embed(path, credit_line="TASS", journal=Journal("test"))
    assert journal.runs() == []


def test_run_is_found_by_the_beginning_of_its_name(tmp_path: Path) -> None:
    path = photo(tmp_path)
    for city in ("Kyiv", "Lviv"):
        credits.embed(path, city=city, journal=Journal(city))
    latest, first = journal.runs()
    assert journal.find(first.id) == first
    with pytest.raises(InvalidValue, match="2 runs begin with"):
        journal.find(latest.id[:4])
    with pytest.raises(InvalidValue, match="no run 'x'"):
        journal.find("x")


def test_line_that_was_half_written_is_no_entry(tmp_path: Path) -> None:
    path = photo(tmp_path)
    run = Journal("test")
    credits.embed(path, credit_line="TASS", journal=run)
    kept = Path(journal.folder() or "", f"{run.id}.jsonl")
    kept.write_text(kept.read_text() + json.dumps({"path": "b"})[:5])
    assert len(journal.find().entries) == 1


def test_broken_journal_is_told(tmp_path: Path) -> None:
    path = photo(tmp_path)
    run = Journal("test")
    credits.embed(path, credit_line="TASS", journal=run)
    Path(journal.folder() or "", f"{run.id}.jsonl").write_text("{}\n")
    with pytest.raises(Unwritable, match="journal is broken"):
        journal.runs()


def test_old_runs_are_forgotten(tmp_path: Path) -> None:
    path = photo(tmp_path)
    old = Journal("old")
    credits.embed(path, city="Kyiv", journal=old)
    kept = Path(journal.folder() or "", f"{old.id}.jsonl")
    os.utime(kept, (1_500_000_000, 1_500_000_000))
    credits.embed(path, city="Lviv", journal=Journal("new"))
    assert [run.command for run in journal.runs()] == ["new"]


@given(st.binary(max_size=60), st.data())
def test_inverse_gives_the_old_bytes_whatever_the_pieces(old: bytes, data: st.DataObject) -> None:
    place = st.integers(0, len(old))
    ranges = st.tuples(place, place).map(lambda ends: (min(ends), max(ends)))
    pieces = data.draw(st.lists(st.one_of(st.binary(max_size=9), ranges), max_size=8))
    new = b"".join(p if isinstance(p, bytes) else old[p[0] : p[1]] for p in pieces)
    inverse = list(journal._inverse(Buffer(old), pieces))
    made = b"".join(
        base64.b64decode(piece) if isinstance(piece, str) else new[piece[0] : piece[1]]
        for piece in inverse
    )
    assert made == old


@pytest.mark.parametrize("line", ["{}", '{"pieces": [], "path": "a"}', "[" * 100_000, "[]", "1"])
def test_a_journal_that_is_none_is_told(line: str, tmp_path: Path) -> None:
    (tmp_path / "j").mkdir()
    (tmp_path / "j" / "1.jsonl").write_text(line + "\n")
    with pytest.raises(Unwritable, match="the journal is broken"):
        journal.runs(str(tmp_path / "j"))


def test_a_run_that_goes_on_after_it_was_undone_is_to_be_undone_again(tmp_path: Path) -> None:
    """Somebody undoes a run in another window while it still writes."""
    one, other = photo(tmp_path), photo(tmp_path, name="b.jpg")
    run = Journal("test")
    credits.embed(one, credit_line="TASS", journal=run)
    journal.undo(journal.find())
    credits.embed(other, credit_line="TASS", journal=run)
    assert journal.find().undone is None
    assert all(done.error is None for done in journal.undo(journal.find()))
    assert other.read_bytes() == picture()


def test_a_run_whose_first_photo_could_not_be_kept_has_its_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, run = photo(tmp_path), Journal("test")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(journal, "append_line", full)
        with pytest.raises(Unwritable, match="No space"):
            credits.embed(path, credit_line="TASS", journal=run)
    credits.embed(path, credit_line="TASS", journal=run)
    (kept,) = journal.runs()
    assert (kept.command, len(kept.entries)) == ("test", 1)


def test_what_a_killed_run_left_goes_with_the_next_write(tmp_path: Path) -> None:
    """Never a photo for anybody, and nobody else's: not what a living process is at."""
    path = photo(tmp_path)
    name = ".credits-{}-{}-{}00000000.tmp".format
    over = [
        name(_atomic._HERE, 4_194_305, "00000000"),
        name(_atomic._HERE, os.getpid(), "00000000"),
    ]
    alive = [name(_atomic._HERE, os.getppid(), "00000000"), name("00000000", 4_194_305, "00000000")]
    for one in (*over, *alive):
        (tmp_path / one).write_bytes(picture())
    assert list(walk([str(tmp_path)], Policy())) == [str(path)]
    credits.embed(path, credit_line="TASS")
    assert sorted(os.listdir(tmp_path)) == sorted(["a.jpg", *alive])


def test_undo_says_how_to_go_on(tmp_path: Path) -> None:
    """A file that something else changed is in the way of no older run."""
    one, two = photo(tmp_path), photo(tmp_path, name="b.jpg")
    runs = [Journal("first"), Journal("second"), Journal("third")]
    for path, city, run in (
        (one, "Kyiv", 0),
        (one, "Lviv", 1),
        (two, "Lviv", 1),
        (two, "Odesa", 2),
    ):
        credits.embed(path, city=city, journal=runs[run])
    first, second, third = (journal.find(run.id) for run in runs)
    (left, back) = journal.undo(second)
    assert (left.path, back) == (str(two), (str(one), None))
    assert left.error is not None
    assert left.error.help == f"undo the run after it first: credits undo {third.id}"
    assert [done.error for done in journal.undo(third)] == [None]
    two.write_bytes(picture("jpeg", (90, 60)))
    (left, _) = journal.undo(journal.find())
    assert left.error is not None
    assert left.error.help is not None
    assert left.error.help.endswith(f"the run before this one: credits undo {first.id}")
    assert [done.error for done in journal.undo(first)] == [None]
    (left, _) = journal.undo(journal.find())
    assert left.error is not None
    assert left.error.help == "something else changed it, so that it stays as it is"
    assert one.read_bytes() == picture()
