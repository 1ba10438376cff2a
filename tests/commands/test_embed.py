"""Batch writing and undo as a desk does them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import credits
from tests.commands.conftest import BIG
from tests.pictures import picture
from tests.test_photo import with_other_iim
from tests.test_sidecar import raw


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{name}.jpg" for name in "abc"]
    for path in paths:
        path.write_bytes(picture("jpeg", BIG))
    return paths


def test_table_writes_a_row_per_photo(run, three: list[Path], tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "path,creators,caption\na.jpg,Ann Lee;Bo,One\nc.jpg,,=kv= at night\n"
    )
    (tmp_path / "codes.txt").write_text("kv\tKyiv\n")
    code, out, err = run("embed", "--from", "t.csv", "--codes", "codes.txt", "--credit-line", "AP")
    assert (code, out, err) == (0, "a.jpg: written\nc.jpg: written\n", "")
    record = credits.read(three[0]).record
    assert (record.creators, record.credit_line) == (("Ann Lee", "Bo"), "AP")
    assert credits.read(three[2]).record.caption == "Kyiv at night"
    assert three[1].read_bytes() == picture("jpeg", BIG)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("path,captoin\na.jpg,x\n", "did you mean caption?"),
        ("path,city\na.jpg,K\nd.jpg,L\n", "no such photo: line 3: d.jpg"),
        ("path,city\na.jpg,=nowhere=\n", "no code =nowhere="),
    ],
)
def test_wrong_table_writes_nothing(run, three, tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    (tmp_path / "codes.txt").write_text("kv\tKyiv\n")
    code, out, err = run("embed", "--from", "t.csv", "--codes", "codes.txt")
    assert (code, out) == (2, "")
    assert says in err
    assert all(path.read_bytes() == picture("jpeg", BIG) for path in three)


def test_template_of_the_policy(run, three: list[Path], tmp_path: Path) -> None:
    (tmp_path / "credits.toml").write_text(
        'code-replacements = ["codes.txt"]\n[templates.agency]\nusage_terms = "=ed="\n'
        'copyright_notice = "© {now:%Y} {creator}/{credit_line}"\njob_id = "{filename}-{n:02}"\n'
    )
    (tmp_path / "codes.txt").write_text("ed\tEditorial use only\n")
    arguments = ("--template", "agency", "--creator", "Ann Lee", "--credit-line", "AP")
    code, _, err = run("embed", *three, *arguments)
    assert (code, err) == (0, "")
    records = [credits.read(path).record for path in three]
    assert [record.job_id for record in records] == ["a-01", "b-02", "c-03"]
    assert (records[0].copyright_notice or "").endswith("Ann Lee/AP")
    assert records[0].usage_terms == "Editorial use only"


def test_template_that_a_photo_cannot_fill_writes_nothing(run, three, tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text('headline = "{city}"\n')
    credits.embed(three[0], city="Kyiv")
    before = three[0].read_bytes()
    code, out, err = run("embed", *three, "--template", "t.toml")
    assert (code, out) == (2, "")
    assert "b.jpg: says nothing of city" in err
    assert three[0].read_bytes() == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[templates.x]\ncaptoin = 'a'", "no writable property 'captoin'; did you mean caption?"),
        ("precedence = 'exif'", "precedence"),
        ("sidecar-naming = 'long'", "sidecar-naming"),
    ],
)
def test_wrong_policy(run, three, tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "credits.toml").write_text(text)
    code, _, err = run("embed", *three, "--city", "Kyiv")
    assert code == 2
    assert says in err


def test_only_missing_leaves_what_is_said(run, three: list[Path]) -> None:
    credits.embed(three[0], city="Kyiv")
    run("embed", *three, "--city", "Lviv", "--only-missing", "--country", "Ukraine")
    records = [credits.read(path).record for path in three]
    assert [record.city for record in records] == ["Kyiv", "Lviv", "Lviv"]
    assert {record.country for record in records} == {"Ukraine"}


def test_sidecar_is_offered_and_written(run, tmp_path: Path) -> None:
    path = raw(tmp_path)
    code, _, err = run("embed", path, "--credit-line", "AP")
    assert code == 1
    assert "raw is read only here" in err
    assert "credits embed --sidecar" in err
    code, out, _ = run("embed", path, "--credit-line", "AP", "--sidecar")
    assert (code, out) == (0, f"{path}: written (a.xmp)\n")
    (tmp_path / "credits.toml").write_text("sidecar-naming = 'full'\n")
    os.unlink(tmp_path / "a.xmp")
    run("embed", path, "--credit-line", "AP", "--sidecar")
    assert (tmp_path / "a.dng.xmp").exists()


def test_precedence(run, three: list[Path], tmp_path: Path) -> None:
    three[0].write_bytes(with_other_iim())
    for precedence, expected in (("xmp", "TASS"), ("iim", "AP")):
        _, out, _ = run("show", three[0], "--format", "json", "--precedence", precedence)
        assert json.loads(out)["photos"][0]["record"]["credit_line"] == expected
    (tmp_path / "credits.toml").write_text("precedence = 'xmp'\n")
    _, out, _ = run("show", three[0], "--format", "json")
    assert json.loads(out)["photos"][0]["record"]["credit_line"] == "TASS"


def test_log_and_undo(run, three: list[Path]) -> None:
    assert run("log") == (0, "", "nothing was written yet\n")
    run("embed", *three, "--credit-line", "AP")
    run("embed", three[0], "--city", "Kyiv", "--dry-run")
    _, out, _ = run("log", "--format", "json")
    (known,) = json.loads(out)["runs"]
    assert [Path(row["path"]) for row in known["files"]] == three
    _, out, _ = run("log")
    assert out.startswith(known["id"])
    assert "3 files" in out
    code, out, _ = run("undo", known["id"], "--dry-run")
    assert (code, out.count("would be as before")) == (0, 3)
    code, out, err = run("undo")
    assert (code, out.count(": as before"), err) == (0, 3, "")
    assert all(path.read_bytes() == picture("jpeg", BIG) for path in three)
    code, _, err = run("undo")
    assert (code, "nothing to undo" in err) == (2, True)
    _, out, _ = run("log", "--format", "jsonl")
    assert json.loads(out)["undone"]


def test_undo_of_what_was_changed_since(run, three: list[Path]) -> None:
    run("embed", *three, "--credit-line", "AP")
    three[1].write_bytes(picture("png"))
    code, out, err = run("undo")
    assert (code, out.count("as before")) == (1, 2)
    assert "b.jpg: was changed after that run" in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name a photo or a folder"),
        (("a.jpg", "--from", "t.csv"), "leave PATHS out"),
        (("--from", "none.csv"), "none.csv: cannot be read"),
        (("a.jpg", "--template", "x"), "no template 'x'"),
        (("a.jpg", "--template", "x.toml"), "x.toml: cannot be read"),
    ],
)
def test_wrong_options(run, three, arguments: tuple[str, ...], says: str) -> None:
    code, _, err = run("embed", "--city", "K", *arguments)
    assert code == 2
    assert says in err


def test_a_printed_line_is_taken_apart_with_the_words_of_the_house(run) -> None:
    Path("a.jpg").write_bytes(picture("jpeg"))
    Path("credits.toml").write_text(
        '[house]\norganisations = { "Kyiv Herald" = { aliases = ["Вісник Києва"] } }\n'
    )
    code, _, err = run("embed", "a.jpg", "--line", "Фото: Олена Коваль/Вісник Києва")
    assert (code, err) == (0, "")
    record = credits.read("a.jpg").record
    assert record.creators == ("Олена Коваль",)
    assert record.credit_line == "Олена Коваль/Вісник Києва"


def test_a_licence_goes_to_terms_and_address(run) -> None:
    Path("a.jpg").write_bytes(picture("jpeg"))
    code, _, _ = run("embed", "a.jpg", "--line", "Photo: Ann Lee/Wikimedia Commons, cc-by-sa 4.0")
    record = credits.read("a.jpg").record
    assert code == 0
    assert record.usage_terms == "CC BY-SA 4.0"
    assert record.web_statement == "https://creativecommons.org/licenses/by-sa/4.0/"


@pytest.mark.parametrize("line", ["", "Photo: Internet", "  "])
def test_a_line_that_says_nothing(run, line: str) -> None:
    Path("a.jpg").write_bytes(picture("jpeg"))
    code, _, err = run("embed", "a.jpg", "--line", line)
    assert code == 2
    assert "names nobody and tells nothing" in err


def test_json(run, bare: Path, tmp_path: Path) -> None:
    (tmp_path / "none.jpg").write_bytes(b"no photo")
    options = ("--credit-line", "TASS", "--creator", "Ann Lee", "--format", "json")
    code, out, err = run("embed", bare, "none.jpg", *options, "--dry-run")
    document = json.loads(out)
    assert (code, document["schema"], document["dry_run"]) == (3, "credits/embed/1", True)
    one, none = document["photos"]
    assert (one["path"], one["changed"], one["error"]) == ("march.jpg", True, None)
    assert one["changes"]["credit_line"] == {"old": None, "new": "TASS"}
    assert one["changes"]["creators"]["new"] == ["Ann Lee"]
    assert (none["path"], none["changed"], none["changes"]) == ("none.jpg", False, {})
    assert "is not an image" in none["error"]
    assert "is not an image" in err
    code, out, _ = run("embed", bare, *options, "--sidecar")
    (one,) = json.loads(out)["photos"]
    assert (code, one["path"], one["file"]) == (0, "march.jpg", "march.xmp")


def test_json_of_every_kind_of_value(run, bare: Path) -> None:
    values = {"creator-contact": '{"email": "a@b.example"}', "date-created": "2026-06-01",
              "keyword": "dogs"}  # fmt: skip
    options = [word for name, text in values.items() for word in (f"--{name}", text)]
    for _ in range(2):
        code, out, err = run("embed", bare, *options, "--format", "json")
        assert code == 0, err
        json.loads(out)


def test_an_image_on_stdout_is_no_json(run) -> None:
    code, _, err = run("embed", "-", "--credit-line", "TASS", "--format", "json")
    assert (code, "--format" in err) == (2, True)


def test_undo_in_json(run, bare: Path) -> None:
    run("embed", bare, "--credit-line", "TASS", "--sidecar")
    for more in (["--dry-run"], []):
        code, out, _ = run("undo", "--format", "json", *more)
        document = json.loads(out)
        assert (code, document["schema"]) == (0, "credits/undo/1")
        assert document["dry_run"] is bool(more)
        assert document["files"] == [{"path": "march.xmp", "error": None, "help": None}]
    run("embed", bare, "--credit-line", "TASS")
    bare.write_bytes(bare.read_bytes() + b"\0")
    code, out, _ = run("undo", "--format", "json")
    (file,) = json.loads(out)["files"]
    assert code == 1
    assert "was changed after that run" in file["error"]
