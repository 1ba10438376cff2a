"""Odd places and bad moments, on every way that a photo is written in place."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import credits
from credits import _atomic, journal
from credits.errors import ChangedMeanwhile, CreditsError, Unwritable
from credits.journal import Journal
from tests.pictures import VALUES, picture
from tests.test_strip import telling

ORIGINAL = credits.embed(picture(), **VALUES)
NOBODY = 65534


def _undo(path: Path) -> None:
    credits.embed(path, city="Lviv", journal=Journal("before"))
    (done,) = journal.undo(journal.find())
    if done.error:
        raise done.error


# what writes a photo in place, and raises what it refuses
WRITES: dict[str, Callable[[Path], object]] = {
    "embed": lambda path: credits.embed(path, city="Kyiv", journal=Journal("t")),
    "strip": lambda path: credits.strip(path, journal=Journal("t")),
    "carry": lambda path: credits.carry(ORIGINAL, path, overwrite=True, journal=Journal("t")),
    "undo": _undo,
}
NAMES = (
    "a b.jpg", "-dash.jpg", "new\nline.jpg", "tab\t.jpg", "\x1b[31m.jpg", "\u202egpj.jpg", "'\"`$(x);&|.jpg", "*?[a].jpg",
    "%s{}%d.jpg", "фото №1.jpg", "é.jpg", "e\u0301.jpg", "写真.jpg", "🖼.jpg", "a" * 251 + ".jpg", "\\back\\.jpg", ".hidden.jpg",
    "~.jpg", "#.jpg", os.fsdecode(b"caf\xe9.jpg"), " .jpg", "CON.jpg", "a.jpg.tmp", ".credits-photo.jpg",
)  # fmt: skip


@pytest.fixture(params=WRITES)
def write(request: pytest.FixtureRequest) -> Callable[[Path], object]:
    return WRITES[request.param]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(telling("jpeg"))
    return path


def left(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if _atomic.is_leftover(name)]


def test_every_name_a_file_may_have(write: Callable[[Path], object], tmp_path: Path) -> None:
    for name in NAMES:
        path = tmp_path / name
        path.write_bytes(telling("jpeg"))
        write(path)
        credits.read(path)
    assert sorted(os.listdir(tmp_path)) == sorted(NAMES)
    for run in journal.runs():
        assert all(one.error is None for one in journal.undo(run))
    assert all((tmp_path / name).read_bytes() == telling("jpeg") for name in NAMES)


def test_a_symbolic_link_stays_one(write: Callable[[Path], object], photo: Path) -> None:
    link = photo.with_name("link.jpg")
    (photo.parent / "deep").mkdir()
    link.symlink_to(photo.rename(photo.parent / "deep" / "real.jpg"))
    write(link)
    assert link.is_symlink()
    credits.read(link)
    assert sorted(os.listdir(photo.parent)) == ["deep", "link.jpg"]
    assert os.listdir(photo.parent / "deep") == ["real.jpg"]


def test_another_name_of_the_file_keeps_the_old_one(
    write: Callable[[Path], object], photo: Path
) -> None:
    other = photo.with_name("other.jpg")
    other.hardlink_to(photo)
    write(photo)
    assert other.read_bytes() == telling("jpeg")


MOMENTS: dict[str, Callable[[Path], object]] = {
    "replaced": lambda path: path.with_name("b").write_bytes(b"another") and os.replace(path.with_name("b"), path),
    "written to": lambda path: path.write_bytes(b"another"),
    "removed": lambda path: path.unlink(),
    "made a folder": lambda path: (path.unlink(), path.mkdir()),
    "made read-only": lambda path: path.chmod(0o444),
}  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
def test_between_reading_and_writing(
    write: Callable[[Path], object], moment: str, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody else did in that moment stays; the photo is never mixed, nor comes back."""
    real, before = _atomic._unchanged, []

    def first(source: object, target: str) -> None:
        if not before:
            before.append(photo.read_bytes())
            MOMENTS[moment](photo)
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(_atomic, "_unchanged", first)
    try:
        write(photo)
    except (ChangedMeanwhile, Unwritable):
        told = True
    else:
        told = False
    assert before
    assert left(photo.parent) == []
    if moment == "made read-only":
        assert photo.stat().st_mode & 0o777 == 0o444 or not told
        credits.read(photo)
    else:
        assert told
        now = photo.read_bytes() if photo.is_file() else None
        assert now == (b"another" if moment in {"replaced", "written to"} else None)


def as_nobody(act: Callable[[], object]) -> str:
    """Do it as a user who owns nothing; gives the message of what was refused."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        said = "done"
        try:
            if os.geteuid() == 0:
                os.setegid(NOBODY)
                os.seteuid(NOBODY)
            act()
        except CreditsError as error:
            said = f"{type(error).__name__}: {error.message}"
        except BaseException as error:  # noqa: BLE001  (told to the parent)
            said = f"foreign {error!r}"
        os.write(into, said.encode())
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="there are no owners")
@pytest.mark.parametrize(("folder", "file", "allowed"), [
    (0o555, 0o666, False), (0o777, 0o644, True), (0o777, 0o444, True), (0o777, 0o000, False), (0o1777, 0o644, False),
])  # fmt: skip
def test_files_and_folders_of_others(folder: int, file: int, allowed: bool, tmp_path: Path) -> None:
    """Who may not replace a file is told; who may does not change whose the file is, if he can."""
    place = tmp_path / "theirs"
    place.mkdir()
    path = place / "a.jpg"
    path.write_bytes(picture())
    credits.embed(picture(), city="Kyiv")  # what is loaded late is loaded now
    for above in (tmp_path.parent.parent, tmp_path.parent, tmp_path):
        above.chmod(0o755)
    path.chmod(file)
    place.chmod(folder)
    said = as_nobody(lambda: credits.embed(path, city="Kyiv", preserve_mtime=True))
    place.chmod(0o755)
    path.chmod(0o644)
    if os.geteuid() == 0:
        assert (said == "done") is allowed, said
    assert said == "done" or "denied" in said or "not permitted" in said, said
    assert path.read_bytes() in {picture(), credits.embed(picture(), city="Kyiv")}
    assert (path.read_bytes() == picture()) is (said != "done")
    assert left(place) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_two_processes_write_one_file(photo: Path) -> None:
    """Each is done, or told that the file changed; the file is whole at every moment."""
    children = []
    for writer in range(2):
        child = os.fork()
        if not child:
            code = 0
            for number in range(25):
                try:
                    credits.embed(photo, city=f"{writer} {number}", journal=Journal(f"{writer}"))
                except ChangedMeanwhile:
                    continue
                except BaseException:  # noqa: BLE001  (told to the parent)
                    code = 1
            os._exit(code)
        children.append(child)
    ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert ended == [0, 0]
    now = credits.read(photo)
    assert not now.problems
    assert now.record.city in {f"{writer} {number}" for writer in range(2) for number in range(25)}
    assert now.image_data_hash == credits.read(telling("jpeg")).image_data_hash
    assert os.listdir(photo.parent) == ["a.jpg"]
    assert journal.runs()
