"""What stands beside a photo: read with it, written when the photo itself cannot be."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import credits
from credits import _edit
from credits.errors import UnreadableImage, Unwritable, WouldBreakCredentials
from credits.sidecar import place_of
from tests.containers.test_raw import RAWS, psd
from tests.differential.witnesses import exiftool
from tests.pictures import VALUES, picture

REUSE = """
version = 1
[[annotations]]
path = "photos/**"
SPDX-FileCopyrightText = ["2024 Ann Lee <ann@example.org>", "Copyright Bo"]
SPDX-License-Identifier = "CC-BY-4.0"

[[annotations]]
path = ["photos/logos/*.jpg", "a\\\\*b.jpg"]
SPDX-FileCopyrightText = "Logo Inc."
"""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    return path


def raw(folder: Path, name: str = "a.dng", kind: str = "dng") -> Path:
    path = folder / name
    path.write_bytes(RAWS[kind])
    return path


@pytest.mark.parametrize("kind", [*RAWS, "psd"])
def test_what_is_read_only_is_written_beside_and_read_back(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{'psd' if kind == 'psd' else 'dng'}"
    data = psd() if kind == "psd" else RAWS[kind]
    path.write_bytes(data)
    written = credits.embed(path, credit_line="AP", creators=["Bo"], sidecar=True)
    assert (written.path, written.changed) == (str(tmp_path / "a.xmp"), True)
    assert path.read_bytes() == data
    found = credits.read(path)
    assert (found.record.credit_line, found.record.creators) == ("AP", ("Bo",))
    assert found.sources["credit_line"][0] == "sidecar"
    assert {conflict.field for conflict in found.conflicts} == {"credit_line", "creators"}
    # what the raw file says itself was taken over
    assert found.sources["caption"][0] == "sidecar"
    again = credits.embed(path, credit_line="AP", creators=["Bo"], sidecar=True)
    assert not again.changed


def test_exiftool_reads_the_sidecar(tmp_path: Path) -> None:
    path = raw(tmp_path)
    credits.embed(path, **VALUES, sidecar=True)
    (tags,) = exiftool([tmp_path / "a.xmp"], "-struct").values()
    assert tags["XMP-dc:Creator"] == VALUES["creators"]
    assert tags["XMP-photoshop:Credit"] == "TASS"
    assert tags["XMP-dc:Description"] == VALUES["caption"]


def test_in_a_photo_that_can_be_written_its_own_word_counts_first(photo: Path) -> None:
    credits.embed(photo, credit_line="AP", sidecar=True)
    assert credits.read(photo).record.credit_line == "AP"
    written = credits.embed(photo, credit_line="TASS")
    assert "a.xmp says otherwise of credit_line" in written.notes[0]
    found = credits.read(photo)
    assert found.record.credit_line == "TASS"
    assert found.conflicts[0].values == {"xmp": "TASS", "iim": "TASS", "sidecar": "AP"}
    assert not credits.embed(photo, credit_line="AP", sidecar=True).changed


def test_existing_sidecar_is_edited_where_it_stands(photo: Path, tmp_path: Path) -> None:
    full = tmp_path / "a.jpg.xmp"
    credits.embed(photo, city="Kyiv", sidecar="full")
    assert full.exists()
    credits.embed(photo, credit_line="AP", sidecar=True)
    assert os.listdir(tmp_path).count("a.xmp") == 0
    record = credits.read(photo).record
    assert (record.city, record.credit_line) == ("Kyiv", "AP")


def test_foreign_words_in_a_sidecar_stay(photo: Path, tmp_path: Path) -> None:
    side = tmp_path / "a.xmp"
    side.write_text(
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dt="http://darktable.sf.net/" dt:history="7"/></rdf:RDF></x:xmpmeta>',
        encoding="utf-16",
    )
    credits.embed(photo, credit_line="AP", sidecar=True)
    assert 'history="7"' in side.read_text(encoding="utf-8")


def test_raw_and_jpeg_of_one_name_do_not_share(tmp_path: Path, photo: Path) -> None:
    other = raw(tmp_path)
    credits.embed(other, credit_line="AP", sidecar=True)
    assert (tmp_path / "a.xmp").exists()
    assert credits.read(photo).record.credit_line is None
    assert place_of(str(photo)).endswith("a.jpg.xmp")
    assert place_of(str(other)).endswith("a.xmp")


def test_sidecar_that_means_two_photos_is_told(photo: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xmp").write_bytes(b"")
    (tmp_path / "a.png").write_bytes(picture("png"))
    problems = [problem.message for problem in credits.read(photo).problems]
    assert "a.xmp also means a.png" in problems


def test_broken_sidecar_is_a_problem_and_never_replaced(photo: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xmp").write_bytes(b"<x:xmpmeta")
    assert any(problem.block == "sidecar" for problem in credits.read(photo).problems)
    with pytest.raises(credits.CreditsError):
        credits.embed(photo, credit_line="AP", sidecar=True)
    assert (tmp_path / "a.xmp").read_bytes() == b"<x:xmpmeta"


def test_bytes_have_no_sidecar() -> None:
    with pytest.raises(Unwritable, match="no place beside"):
        credits.embed(picture(), credit_line="AP", sidecar=True)


def test_dry_run_makes_no_sidecar(photo: Path, tmp_path: Path) -> None:
    assert credits.embed(photo, credit_line="AP", sidecar=True, dry_run=True).changed
    assert os.listdir(tmp_path) == ["a.jpg"]


def test_new_sidecar_never_replaces_one_that_came_meanwhile(photo, tmp_path, monkeypatch) -> None:
    def interfere(*_: object) -> None:
        (tmp_path / "a.xmp").write_text("another desk")

    monkeypatch.setattr(_edit, "prove", interfere)
    with pytest.raises(Unwritable, match="came into being"):
        credits.embed(photo, credit_line="AP", sidecar=True)
    assert (tmp_path / "a.xmp").read_text() == "another desk"
    assert sorted(os.listdir(tmp_path)) == ["a.jpg", "a.xmp"]


# ── signed files ────────────────────────────────────────────────────────────────────────────────

SIGNED = ("c2pa--image_jpeg_adobe-20220124-C.jpg",)


@pytest.mark.parametrize("name", SIGNED)
def test_signed_file_gets_a_sidecar_and_stays_signed(name: str, corpus: Path, copy) -> None:
    path = copy(corpus / "valid" / name)
    before = path.read_bytes()
    written = credits.embed(path, credit_line="AP", credentials="sidecar")
    assert written.path.endswith(".xmp")
    assert path.read_bytes() == before
    found = credits.read(path)
    assert found.record.credit_line == "AP"
    assert found.credentials == {"kind": "c2pa"}


@pytest.mark.parametrize("name", SIGNED)
def test_signature_is_taken_out_on_request(name: str, corpus: Path, copy) -> None:
    path = copy(corpus / "valid" / name)
    hashed = credits.read(path).image_data_hash
    with pytest.raises(WouldBreakCredentials, match="--credentials"):
        credits.embed(path, credit_line="AP")
    written = credits.embed(path, credit_line="AP", credentials="strip")
    assert "Content Credentials (C2PA) taken out" in written.notes
    found = credits.read(path)
    assert found.credentials is None
    assert found.record.credit_line == "AP"
    assert found.image_data_hash == hashed
    (tags,) = exiftool([path]).values()
    assert not [tag for tag in tags if tag.startswith(("JUMBF", "C2PA"))]
    assert b"c2pa" not in path.read_bytes()


# ── REUSE ───────────────────────────────────────────────────────────────────────────────────────


def test_license_file_speaks_where_the_photo_is_silent(photo: Path) -> None:
    Path(f"{photo}.license").write_text(
        "<!-- SPDX-FileCopyrightText: © 2023 Jane Doe -->\nSPDX-License-Identifier: CC0-1.0\n"
    )
    found = credits.read(photo)
    assert found.record.copyright_notice == "© 2023 Jane Doe"
    assert found.record.usage_terms == "CC0-1.0"
    assert found.sources["copyright_notice"] == ("reuse",)
    credits.embed(photo, copyright_notice="© TASS")
    found = credits.read(photo)
    assert found.record.copyright_notice == "© TASS"
    assert not found.conflicts


@pytest.mark.parametrize(
    ("name", "notice", "terms"),
    [
        ("photos/2024/x.jpg", "© 2024 Ann Lee; Copyright Bo", "CC-BY-4.0"),
        ("photos/logos/x.jpg", "© Logo Inc.", None),
        ("photos/logos/deep/x.jpg", "© 2024 Ann Lee; Copyright Bo", "CC-BY-4.0"),
        ("a*b.jpg", "© Logo Inc.", None),
        ("axb.jpg", None, None),
    ],
)
def test_table_of_the_project(name: str, notice: str, terms: str, tmp_path: Path) -> None:
    (tmp_path / "REUSE.toml").write_text(REUSE)
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture())
    record = credits.read(path).record
    assert (record.copyright_notice, record.usage_terms) == (notice, terms)
    some = credits.read(path, only=["usage_terms"])
    assert (some.record.copyright_notice, some.record.usage_terms) == (None, terms)


def test_nearer_table_counts_unless_the_farther_overrides(tmp_path: Path) -> None:
    row = '[[annotations]]\npath = "**"\nprecedence = "{}"\nSPDX-FileCopyrightText = "{}"\n'
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(picture())
    (folder / "REUSE.toml").write_text(row.format("closest", "Near"))
    (tmp_path / "REUSE.toml").write_text(row.format("closest", "Far"))
    assert credits.read(folder / "a.jpg").record.copyright_notice == "© Near"
    (tmp_path / "REUSE.toml").write_text(row.format("override", "Farther"))
    assert credits.read(folder / "a.jpg").record.copyright_notice == "© Farther"
    (folder / ".git").mkdir()
    assert credits.read(folder / "a.jpg").record.copyright_notice == "© Near"


def test_broken_table_is_a_problem(photo: Path, tmp_path: Path) -> None:
    (tmp_path / "REUSE.toml").write_text("[[annotations]\n")
    assert any("REUSE.toml" in problem.message for problem in credits.read(photo).problems)


@pytest.mark.parametrize("text", [
    "SPDX-FileCopyrightText: 2026" + " " * 300_000 + "Ann Lee */",
    "SPDX-FileCopyrightText:" * 20_000 + " " * 100_000 + "Ann Lee -->",
])  # fmt: skip
def test_blanks_cost_no_time(photo: Path, text: str) -> None:
    Path(f"{photo}.license").write_text(text)
    begin = time.process_time()
    assert "Ann Lee" in (credits.read(photo).record.copyright_notice or "")
    assert time.process_time() - begin < 1


@pytest.mark.parametrize("text", [
    f'[[annotations]]\npath = "{"*a" * 400}"\nSPDX-FileCopyrightText = "x"\n',
    f"a = {'[' * 5000}", "a = " + "9" * 5000,
])  # fmt: skip
def test_hostile_tables_cost_no_time_and_no_photo(tmp_path: Path, text: str) -> None:
    path = tmp_path / ("a" * 200 + ".jpg")
    path.write_bytes(picture())
    (tmp_path / "REUSE.toml").write_text(text)
    begin = time.process_time()
    assert credits.read(path).record.copyright_notice is None
    assert time.process_time() - begin < 1


def test_a_link_to_nothing_in_the_place_of_a_sidecar(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    (tmp_path / "a.xmp").symlink_to(tmp_path / "nowhere.xmp")
    (problem,) = credits.read(path).problems
    assert (problem.block, problem.message) == ("sidecar", "a.xmp: No such file or directory")
    with pytest.raises(UnreadableImage, match=r"a\.xmp: is a link to .*, and nothing is there"):
        credits.embed(path, caption="A dog", sidecar=True)
    credits.embed(path, caption="A dog")
    assert credits.read(path).record.caption == "A dog"
