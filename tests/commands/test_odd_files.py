"""What a picture desk really has: odd names, odd files, odd wishes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import credits
from credits.errors import UnreadableImage, Unwritable
from tests.containers.test_raw import psd
from tests.pictures import picture

NAMES = (
    "a b.jpg",
    "фото №1.jpg",
    "new\nline.jpg",
    "-dash.jpg",
    "100%.jpg",
    "[glob]*.jpg",
    "é" * 60 + ".jpg",
)


@pytest.mark.parametrize("name", NAMES)
def test_odd_names(name: str, tmp_path: Path, run) -> None:
    (tmp_path / name).write_bytes(picture())
    code, out, _ = run("embed", "--credit-line", "TASS", "--", name)
    assert (code, out.count("\n")) == (0, 1)
    assert credits.read(name).record.credit_line == "TASS"
    code, out, _ = run("show", "--", name)
    assert code == 0
    assert out.splitlines()[0].startswith(name.replace("\n", "\\n"))


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes only there")
def test_name_that_is_no_text(tmp_path: Path, run) -> None:
    name = os.fsdecode(b"caf\xe9.jpg")
    Path(name).write_bytes(picture())
    code, out, _ = run("embed", name, "--credit-line", "TASS")
    assert (code, out) == (0, "caf\\udce9.jpg: written\n")
    assert run("show", name, "--format", "json")[0] == 0


@pytest.mark.parametrize("path", ["a\0b.jpg", "lone\ud800.jpg"])
def test_name_that_no_file_can_have(path: str) -> None:
    with pytest.raises(UnreadableImage, match="cannot be opened"):
        credits.read(path)


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes only there")
@pytest.mark.parametrize(
    "name", ["-n.jpg", "it's \x1b[31mred.jpg", "two\nlines.jpg", os.fsdecode(b"caf\xe9.jpg")]
)
def test_the_command_in_a_report_mends_the_photo(name: str, run) -> None:
    """Pasted into a shell it finds the file, whatever its name is."""
    Path(name).write_bytes(picture("jpeg", (200, 150)))
    code, out, _ = run("check", "--", name)
    assert code == 1
    assert out.splitlines()[0] == plain_name(name)
    help = next(line for line in out.splitlines() if "--creator NAME" in line)
    line = help.strip().removeprefix("help: credits ")
    words = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {line}"], check=True, capture_output=True
    )
    arguments = os.fsdecode(words.stdout).split("\0")[:-1]
    assert run(*arguments)[0] == 0
    assert credits.read(name).record.creators == ("NAME",)


def plain_name(name: str) -> str:
    return name.encode("unicode_escape", "surrogatepass").decode()


def test_what_may_have_been_meant_by_a_name_that_nothing_bears(run, bare: Path) -> None:
    code, _, err = run("check", "-")
    assert (code, "explain and search read stdin" in err) == (2, True)
    Path("list").write_text("march.jpg\nmarch.jpg\n")
    code, _, err = run("check", "--files0-from", "list")
    assert (code, "git ls-files -z" in err) == (2, True)
    Path("table.jsonl").write_text("{\n")
    code, _, err = run("embed", "--from", "table.jsonl")
    assert (code, err.startswith("error: table.jsonl: is not JSON")) == (2, True)


def test_a_name_taken_for_an_option(run, monkeypatch) -> None:
    Path("-n 1.jpg").write_bytes(picture())
    monkeypatch.setattr(sys, "argv", ["credits", "show", "-n 1.jpg"])
    code, _, err = run("show", "-n 1.jpg")
    assert (code, "a file that is called so is named './-n 1.jpg'" in err) == (2, True)


def test_what_a_mac_puts_beside_a_photo_is_none(run) -> None:
    """AppleDouble, on disks that have no room for attributes."""
    Path("a.jpg").write_bytes(picture())
    Path("._a.jpg").write_bytes(b"\0\5\x16\7\0\2\0\0" + b"Mac OS X".ljust(74))
    Path("._story.md").write_bytes(b"\0\5\x16\7\0\2\0\0" + b"Mac OS X".ljust(74))
    assert "1 photo checked" in run("check", ".")[1]
    assert run("show", "._a.jpg")[0] == 3
    Path("._a.jpg").write_bytes(picture())
    assert "2 photos checked" in run("check", ".")[1]


def test_what_may_be_written_beside_only_is_told_so(run) -> None:
    """A PSD is read only here: the command writes into a sidecar."""
    Path("layers.psd").write_bytes(psd())
    Path("credits.toml").write_text('profile = "strict"\nroles = { photo = ["*.psd"] }\n')
    out = run("check", "layers.psd")[1]
    assert "credits embed layers.psd --alt-text 'WHAT THE PICTURE SHOWS' --sidecar" in out


def test_who_may_not_read_a_photo_is_told_how(ordinary: Path, run) -> None:
    Path("shut up.jpg").write_bytes(picture())
    Path("shut up.jpg").chmod(0)
    code, _, err = run("show", "shut up.jpg")
    assert (code, "chmod u+rX 'shut up.jpg'" in err) == (3, True)


def test_names_that_stand_for_nothing(tmp_path: Path, run) -> None:
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "text.jpg").write_bytes(b"hello")
    (tmp_path / "dangling.jpg").symlink_to("nowhere.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    names = ("empty.jpg", "text.jpg", "dangling.jpg", "pipe.jpg")
    code, out, err = run("embed", *names, "--credit-line", "TASS")
    assert (code, out) == (3, "")
    errors = [line for line in err.splitlines() if line.startswith("error")]
    assert [line.split(":")[1] for line in errors] == names_of(names)
    assert "dangling.jpg: is a link to nowhere.jpg, and nothing is there" in err
    for says in ("is empty", "not an image", "nothing is there", "not a regular file"):
        assert says in err


def names_of(names: tuple[str, ...]) -> list[str]:
    return [f" {name}" for name in names]


def test_folder_without_photos_is_told(tmp_path: Path, run) -> None:
    (tmp_path / "dir.jpg").mkdir()
    code, out, err = run("embed", "dir.jpg", "--credit-line", "TASS")
    assert (code, out, err) == (0, "", "no photos found in dir.jpg\n")


def test_file_that_lies_about_its_type_is_taken_by_its_content(tmp_path: Path, run) -> None:
    (tmp_path / "lie.png").write_bytes(picture("jpeg"))
    (tmp_path / "lie.jpg").write_bytes(picture("webp"))
    code, _, _ = run("embed", "lie.png", "lie.jpg", "--credit-line", "TASS")
    assert code == 0
    assert [credits.read(name).format for name in ("lie.png", "lie.jpg")] == ["jpeg", "webp"]


def test_other_names_of_the_file_are_told_that_they_keep_the_old_one(tmp_path: Path, run) -> None:
    (tmp_path / "real.jpg").write_bytes(picture())
    (tmp_path / "hard.jpg").hardlink_to("real.jpg")
    code, out, _ = run("embed", "real.jpg", "--credit-line", "TASS")
    assert code == 0
    assert "1 other name(s) of the file (hard links) keep the old version" in out
    assert (tmp_path / "hard.jpg").read_bytes() == picture()


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_folder_that_may_not_be_written(tmp_path: Path, run) -> None:
    path = tmp_path / "shut" / "a.jpg"
    path.parent.mkdir()
    path.write_bytes(picture())
    path.parent.chmod(0o555)
    try:
        if os.geteuid():
            _told_of_the_folder(run)
        else:
            _told_in_a_child(tmp_path)
    finally:
        path.parent.chmod(0o755)
    assert path.read_bytes() == picture()
    assert os.listdir(path.parent) == ["a.jpg"]


def _told_of_the_folder(run) -> None:
    code, _, err = run("embed", "shut/a.jpg", "--credit-line", "TASS")
    assert (code, err) == (1, "error: shut/a.jpg: cannot be written: Permission denied\n")


def _told_in_a_child(folder: Path) -> None:
    """Root may write everywhere, so a child that is nobody has to try."""
    credits.embed(picture(), credit_line="TASS")  # what is loaded late is loaded now
    folder.parent.parent.chmod(0o755)
    folder.parent.chmod(0o755)
    folder.chmod(0o755)
    child = os.fork()
    if not child:
        os.seteuid(65534)
        try:
            credits.embed(folder / "shut" / "a.jpg", credit_line="TASS")
        except Unwritable as error:
            os._exit(17 if "Permission denied" in error.message else 1)
        os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 17


def test_read_only_file_keeps_its_mode(tmp_path: Path, run) -> None:
    path = tmp_path / "ro.jpg"
    path.write_bytes(picture())
    path.chmod(0o444)
    assert run("embed", "ro.jpg", "--credit-line", "TASS")[0] == 0
    assert path.stat().st_mode & 0o777 == 0o444


def test_one_image_by_stdin(run, monkeypatch) -> None:
    stdin = type("Stdin", (), {"buffer": io.BytesIO(credits.embed(picture(), credit_line="TASS"))})
    monkeypatch.setattr(sys, "stdin", stdin)
    code, out, _ = run("show", "-")
    assert code == 0
    assert out.startswith("-  jpeg, 120 x 90")
    assert "TASS" in out


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--caption", "x" * 70_000, "shorten the longest: dc:description"),
        ("--caption", "caf\udce9", "caption: text that is not UTF-8"),
        ("--creator", "caf\udce9", "creators: text that is not UTF-8"),
        ("--rating", "9", "rating: 9.0 is not from -1 to 5"),
        ("--urgency", "77", "urgency: 77 is not from 1 to 9"),
        ("--date-created", "2026-02-31", "is no date"),
        ("--date-created", "yesterday", "is no date"),
        ("--licensor", '{"nam": 1}', "licensors.0.nam"),
        ("--licensor", "[" * 100_000, "is not JSON"),
        ("--orientation", "3", "No such option"),
    ],
)
def test_wishes_that_cannot_be_met(option: str, value: str, says: str, tmp_path: Path, run) -> None:
    (tmp_path / "a.jpg").write_bytes(picture())
    code, out, err = run("embed", "a.jpg", option, value)
    assert code in {1, 2}
    assert says in err
    assert out == ""
    assert (tmp_path / "a.jpg").read_bytes() == picture()


def test_text_from_right_to_left_is_kept_and_shown_harmlessly(tmp_path: Path, run) -> None:
    (tmp_path / "a.jpg").write_bytes(picture())
    text = "\u202eevil\u202c עברית"
    assert run("embed", "a.jpg", "--caption", text)[0] == 0
    assert credits.read("a.jpg").record.caption == text
    _, out, _ = run("show", "a.jpg")
    assert "\\u202eevil\\u202c עברית" in out
    assert "\u202e" not in out


def test_blanks_tabs_and_controls_in_values(tmp_path: Path, run) -> None:
    (tmp_path / "a.jpg").write_bytes(picture())
    run(
        "embed",
        "a.jpg",
        "--credit-line",
        " a\tb\x1b[31mc\0 ",
        "--keyword",
        "",
        "--keyword",
        "k",
    )
    record = credits.read("a.jpg").record
    assert (record.credit_line, record.keywords) == ("a\tb[31mc", ("k",))


def test_table_without_rows(tmp_path: Path, run) -> None:
    (tmp_path / "t.csv").write_text("path,caption\n")
    code, _, err = run("embed", "--from", "t.csv")
    assert (code, "t.csv: has no rows" in err) == (2, True)


@pytest.mark.parametrize("command", ["show", "embed", "check", "fix", "explain"])
def test_every_command_that_reads_takes_a_precedence(command: str, run) -> None:
    code, out, _ = run(command, "--help")
    assert (code, "--precedence [default|mwg|xmp|iim]" in out) == (0, True)
