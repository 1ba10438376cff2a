"""Memory saves work and nothing else: every doubt is judged anew."""

from __future__ import annotations

import json
import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

import credits
from credits import checker, inspection, remembered
from credits.finding import Checked, Finding, Fix, Judgement, Severity
from credits.inspection import inspect, memory_for
from credits.policy import Policy
from credits.remembered import Memory
from credits.rules import RULES
from tests.pictures import VALUES, picture

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SETTLED = remembered.TICK / 1e9 + 0.02


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """List the photos that are really read."""
    seen: list[str] = []
    real = checker.subject_of

    def subject_of(image, *rest, **how):
        seen.append(os.path.basename(image))
        return real(image, *rest, **how)

    monkeypatch.setattr(checker, "subject_of", subject_of)
    return seen


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.jpg").write_bytes(picture("jpeg", (200 + number, 150)))
    (folder / "good.jpg").write_bytes(credits.embed(picture("jpeg", (300, 150)), **VALUES))
    time.sleep(SETTLED)
    return sorted(map(str, folder.iterdir()))


SOME = Policy(select=("CRD101", "CAP301"))


def judged(photos: list[str], policy: Policy = SOME, **how: object) -> list[Judgement]:
    how.setdefault("memory", memory_for(policy))
    return list(inspect(photos, policy, NOW, **how))


@pytest.mark.parametrize("hashed", [False, True])
def test_the_second_time_nothing_is_read_and_the_same_is_said(photos, asked, hashed: bool) -> None:
    first = judged(photos, hashed=hashed)
    assert len(asked) == 5
    assert judged(photos, hashed=hashed) == first
    assert len(asked) == 5
    assert [len(one.findings) for one in first] == [2, 2, 2, 2, 0]
    assert judged(photos, hashed=True) == judged(photos, hashed=True, memory=None)


def test_hashes_are_worked_out_when_they_are_not_known(photos, asked) -> None:
    judged(photos)
    hashed = judged(photos, hashed=True)
    assert len(asked) == 10
    assert all(one.image for one in hashed)
    assert all(finding.fingerprint for one in hashed for finding in one.findings)
    plain = judged(photos)
    assert len(asked) == 10
    assert not any(finding.fingerprint for one in plain for finding in one.findings)


def _edit(folder: Path) -> None:
    credits.embed(folder / "0.jpg", headline="h")


def _edit_keeping_times(folder: Path) -> None:
    path = folder / "0.jpg"
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    with path.open("r+b") as file:
        file.write(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _sidecar(folder: Path) -> None:
    (folder / "0.jpg.license").write_text("SPDX-FileCopyrightText: 2026 Ann Lee\n")


def _xmp(folder: Path) -> None:
    credits.embed(folder / "0.jpg", credit_line="TASS", sidecar=True)


def _namesake(folder: Path) -> None:
    (folder / "0.tif").write_bytes(picture("tiff", (200, 150)))


def _swap(folder: Path) -> None:
    shutil.copyfile(folder / "good.jpg", folder / "new")
    os.replace(folder / "new", folder / "0.jpg")


@pytest.mark.parametrize("change", [_edit, _edit_keeping_times, _sidecar, _xmp, _namesake, _swap])
def test_a_change_of_one_photo_is_seen(change, photos, asked) -> None:
    judged(photos)
    asked.clear()
    change(Path(photos[0]).parent)
    assert judged(photos) == judged(photos, memory=None)
    assert asked[:1] == ["0.jpg"]
    assert len(asked) == 1 + 5


def test_a_table_for_the_whole_tree_is_seen(photos, asked, tmp_path: Path) -> None:
    judged(photos)
    asked.clear()
    (tmp_path / "REUSE.toml").write_text(
        'version = 1\n[[annotations]]\npath = "**"\nSPDX-FileCopyrightText = "2026 Ann Lee"\n'
    )
    assert not any(f.code == "CRD101" for one in judged(photos) for f in one.findings)
    assert len(asked) == 5


@pytest.mark.parametrize(
    "policy",
    [Policy(profile="strict"), Policy(ignore=("CAP",)), Policy(root="/elsewhere"),
     Policy.model_validate({"house": {"placeholders": ["x"]}})],
)  # fmt: skip
def test_another_policy_has_its_own_memory(policy, photos, asked) -> None:
    judged(photos)
    judged(photos, policy)
    assert len(asked) == 10


def test_another_program_has_its_own_memory(photos, asked, monkeypatch) -> None:
    judged(photos)
    monkeypatch.setattr(remembered, "_program", lambda: "another")
    judged(photos)
    assert len(asked) == 10


def test_what_was_changed_a_moment_ago_is_not_remembered(tmp_path: Path, asked) -> None:
    (tmp_path / "a.jpg").write_bytes(picture("jpeg", (200, 150)))
    judged(["a.jpg"])
    judged(["a.jpg"])
    assert asked == ["a.jpg", "a.jpg"]


def test_what_rests_on_the_clock_is_not_remembered(photos, asked, monkeypatch) -> None:
    def check(subject, desk):
        assert desk.now == NOW
        return iter(())

    monkeypatch.setattr(RULES["CRD101"], "check", check)
    assert all(one.dated for one in judged(photos))
    judged(photos)
    assert len(asked) == 10


def test_what_changes_while_it_is_judged_is_not_remembered(photos, monkeypatch) -> None:
    real = checker.subject_of

    def subject_of(image, *rest, **how):
        subject = real(image, *rest, **how)
        os.utime(image)
        return subject

    monkeypatch.setattr(checker, "subject_of", subject_of)
    judged(photos)
    memory = memory_for(SOME)
    assert memory is not None
    assert [memory.recall(photo) for photo in photos] == [None] * 5


@pytest.mark.parametrize(
    "garbage",
    [b"", b"{", b"[]", b"null", b'{"schema": "credits/remembered/1"}', b"\xff\xfe",
     b'{"schema": "credits/remembered/1", "tables": [], "photos": {"0.jpg": [1]}}',
     b'{"schema": "credits/remembered/1", "tables": [], "photos": {"0.jpg": [[], [], null, null, "photo", "", []]}}'],
)  # fmt: skip
def test_a_broken_memory_is_no_memory(garbage: bytes, photos, asked) -> None:
    first = judged(photos)
    files = list(Path(os.environ["CREDITS_CACHE"]).iterdir())
    assert len(files) == 1
    files[0].write_bytes(garbage)
    assert judged(photos) == first
    assert len(asked) == 10


def test_a_row_that_is_no_judgement_is_judged_anew(photos, asked) -> None:
    first = judged(photos)
    (file,) = Path(os.environ["CREDITS_CACHE"]).iterdir()
    data = json.loads(file.read_text())
    for row in data["photos"].values():
        row[6] = [{"code": "CRD101", "severity": "none of ours"}]
    file.write_text(json.dumps(data))
    assert judged(photos) == first
    assert len(asked) == 10


def test_no_place_to_remember_is_no_error(photos, monkeypatch, asked) -> None:
    monkeypatch.setenv("CREDITS_CACHE", "/dev/null/nowhere")
    judged(photos)
    judged(photos)
    assert len(asked) == 10
    monkeypatch.setenv("CREDITS_CACHE", "")
    assert memory_for(Policy()) is None


def test_many_at_once_keep_it_whole(photos) -> None:
    expected = judged(photos, memory=None)
    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(judged, photos) for _ in range(24)]
        assert all(run.result() == expected for run in runs)
    place = Path(os.environ["CREDITS_CACHE"])
    assert [path.suffix for path in place.iterdir()] == [".json"]


def test_old_folders_are_forgotten(photos) -> None:
    place = Path(os.environ["CREDITS_CACHE"])
    place.mkdir()
    old = place / "old.json"
    old.write_text("{}")
    os.utime(old, (0, 0))
    judged(photos)
    assert not old.exists()


def test_a_fix_of_any_shape_is_remembered(photos) -> None:
    fix = Fix("safe", {"creators": ("Ann Lee",), "credit_line": None, "gps": {"latitude": 1.5}})
    finding = Finding("CRD101", "missing-credit", Severity.ERROR, photos[0], "m", fix=fix, line=3)
    memory = Memory("key", os.environ["CREDITS_CACHE"])
    memory.keep(
        Judgement(Checked(photos[0], "photo", "logo", "why"), (finding,)), memory.watch(photos[0])
    )
    memory.close()
    told = Memory("key", os.environ["CREDITS_CACHE"]).recall(photos[0])
    assert told is not None
    assert told.findings == (finding,)
    assert told.findings[0].fix == fix
    assert told.checked == Checked(photos[0], "photo", "logo", "why")


# ── several processes ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("with_memory", [False, True])
def test_processes_give_the_same_in_the_same_order(photos, monkeypatch, with_memory: bool) -> None:
    monkeypatch.setattr(inspection, "BATCH", 2)
    many = [*photos, *reversed(photos)]
    memory = {} if with_memory else {"memory": None}
    together = judged(many, jobs=3, **memory)
    assert together == judged(many, memory=None)
    assert [one.path for one in together] == many
    assert judged(many, jobs=3, **memory) == together


def test_photos_of_a_process_that_dies_are_judged_all_the_same(photos, monkeypatch) -> None:
    monkeypatch.setattr(inspection, "BATCH", 1)
    monkeypatch.setattr(inspection, "_judged", _dying)
    assert judged(photos, jobs=2, memory=None) == judged(photos, memory=None)


def _dying(paths: list[str]) -> list[Judgement]:
    if paths[0].endswith("2.jpg"):
        os._exit(1)
    return [inspection._here[0].judgement(path) for path in paths]


def test_few_photos_are_not_worth_a_process() -> None:
    assert inspection._processes(399, None) == 1
    assert inspection._processes(400, None) == min(os.cpu_count() or 1, 8)
    assert inspection._processes(60, 8) == 2
    assert inspection._processes(0, 8) == 1
