"""The command line as a desk uses it: output, exit codes, and nothing written by mistake."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import credits
from credits import containers
from credits._bytes import Buffer
from credits.blocks import exif
from credits.commands import COMMANDS, SECTIONS
from tests.commands.conftest import BIG
from tests.pictures import VALUES, picture

LINE = (
    '"Peoples service." Migrants are called to serve in the Russian military/ '
    "Source: versia.ru photo by Evgeny Epanchintsev/TASS"
)


def test_the_desk_at_23_50(run, bare: Path) -> None:
    """Check, mend with the command that the report gives, check again."""
    code, out, _ = run("check", ".")
    assert code == 1
    assert "error CRD101 missing-credit: no credit found (looked in XMP dc:creator, IIM 2:80" in out
    assert "help: credits embed march.jpg --creator NAME --credit-line AGENCY" in out
    assert out.endswith(
        "1 photo checked, 1 with findings (1 error, 1 warning): publication is blocked\n"
    )
    code, out, _ = run("embed", bare, "--creator", "Evgeny Epanchintsev", "--credit-line", "TASS")
    assert (code, out) == (0, f"{bare}: written\n")
    code, out, _ = run("check", bare)
    assert code == 0
    assert "CAP301" in out


def test_check_json(run, bare: Path) -> None:
    code, out, _ = run("check", bare, "--format", "json")
    document = json.loads(out)
    assert code == 1
    assert list(document) == ["schema", "verdict", "summary", "findings"]
    assert (document["schema"], document["verdict"]) == ("credits/check/1", "block")
    assert document["summary"] == {
        "photos": 1, "articles": 0, "errors": 1, "holds": 0, "warnings": 1, "infos": 0,
        "waived": 0, "baselined": 0,
    }  # fmt: skip
    first = document["findings"][0]
    assert list(first) == [
        "code", "name", "severity", "path", "line", "column", "field", "message", "help", "fix",
        "fingerprint", "suppression",
    ]  # fmt: skip
    assert (first["code"], first["path"], first["field"]) == ("CRD101", "march.jpg", "creators")
    assert len(first["fingerprint"]) == 64


def test_check_jsonl_and_output(run, bare: Path, tmp_path: Path) -> None:
    code, out, _ = run("check", bare, "--format", "jsonl", "-o", tmp_path / "report.jsonl")
    assert (code, out) == (1, "")
    rows = [json.loads(row) for row in (tmp_path / "report.jsonl").read_text().splitlines()]
    assert [row["code"] for row in rows] == ["CRD101", "CAP301"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--ignore", "CRD101"], 0),
        (["--ignore", "CRD101", "--fail-on", "warning"], 1),
        (["--select", "FIL"], 0),
        (["--exit-zero"], 0),
        (["--select", "FIL,CAP", "--fail-on", "warning"], 1),
        (["--profile", "blog", "--ignore", "missing-credit"], 0),
        (["--profile", "strict", "--ignore", "CRD"], 1),
    ],
)
def test_check_options(run, bare: Path, options: list[str], code: int) -> None:
    assert run("check", bare, *options)[0] == code


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["check", "nowhere"], 2, "nowhere: there is no such file or folder"),
        (["check"], 2, "Missing argument 'PATHS...'"),
        (["check", ".", "--nonsense"], 2, "No such option"),
        (["check", ".", "--select", "XYZ"], 2, "--select: no rule begins with 'XYZ'"),
        (["check", ".", "--policy", "none.toml"], 2, "none.toml: cannot be opened"),
        (["chek", "."], 2, "No such command 'chek'. Did you mean 'check'?"),
        (["embed", "march.jpg"], 2, "nothing to write"),
        (["embed", "march.jpg", "--date-created", "soon"], 2, "'soon' is no date"),
        (["embed", "march.jpg", "--licensor", "x"], 2, "--licensor: is not JSON"),
        (["embed", "march.jpg", "--creatr", "x"], 2, "--creator"),
        (["embed", "empty.jpg", "--credit-line", "x"], 3, "empty.jpg: is empty"),
        (["embed", "notes.jpg", "--credit-line", "x"], 3, "notes.jpg: is not an image"),
        (["embed", "cut.jpg", "--credit-line", "x"], 3, "damaged photo is not edited"),
        (["show", "notes.jpg"], 3, "notes.jpg: is not an image"),
        (["rule", "CRD999"], 2, "there is no rule 'CRD999'"),
        (["check", ".", "-o", "no/such/folder"], 2, "cannot be written"),
    ],
)  # fmt: skip
def test_wrong_input_is_named_and_nothing_is_written(
    run, bare: Path, arguments: list[str], code: int, says: str
) -> None:
    Path("empty.jpg").touch()
    Path("notes.jpg").write_text("Dear desk,")
    Path("cut.jpg").write_bytes(picture("jpeg", BIG)[:2000])
    before = {path: path.read_bytes() for path in Path().iterdir()}
    found, _, err = run(*arguments)
    assert says in err
    assert found == code
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


def test_broken_policy(run, bare: Path) -> None:
    Path("credits.toml").write_text("profile = 'newsrom'")
    for command in ("check", "show"):
        code, _, err = run(command, bare)
        assert code == 2
        assert "credits.toml: line 1: profile: input should be 'newsroom'" in err


def test_a_report_never_takes_the_place_of_what_it_is_about(run, bare: Path) -> None:
    Path("story.md").write_text("![](march.jpg)\n")
    Path("old.txt").write_text("an older report")
    before = {path: path.read_bytes() for path in (bare, Path("story.md"))}
    for arguments in (["check", "."], ["check", bare], ["render", bare], ["dedupe", "."]):
        code, _, err = run(*arguments, "--output", bare)
        assert code == 2
        assert "march.jpg: is " in err
    assert run("check", "story.md", "-o", "story.md")[0] == 2
    assert run("check", "story.md", "-o", "text=./story.md")[0] == 2
    assert {path: path.read_bytes() for path in before} == before
    assert run("check", bare, "-o", "old.txt")[0] == 1
    assert "CRD101" in Path("old.txt").read_text()


@pytest.mark.parametrize("command", [["fix"], ["publish", "--to", "public"], ["show"], ["render"]])
def test_nothing_to_do_is_said(run, tmp_path: Path, command: list[str]) -> None:
    code, _, err = run(command[0], tmp_path, *command[1:])
    assert (code, err) == (0, f"no photos found in {tmp_path}\n")


def test_folder_without_photos(run, tmp_path: Path) -> None:
    code, out, err = run("check", tmp_path)
    assert code == 0
    assert err == f"no photos found in {tmp_path}\n"
    assert out == "0 photos checked: nothing blocks publication\n"


@pytest.mark.parametrize(
    ("data", "code", "rule"),
    [
        (b"", 3, "FIL951"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", 3, "FIL953"),
        (credits.embed(picture("jpeg", BIG), **VALUES)[:4000], 3, "FIL951"),
    ],
)
def test_what_cannot_be_judged_is_held(run, data: bytes, code: int, rule: str) -> None:
    Path("odd.jpg").write_bytes(data)
    found, out, _ = run("check", "odd.jpg")
    assert (found, rule in out) == (code, True)
    assert "on hold until they can be judged" in out


def test_show(run, bare: Path) -> None:
    run("embed", bare, "--caption", "Two\nlines", "--creator", "Ann", "--creator", "Bo")
    code, out, _ = run("show", bare)
    assert code == 0
    assert "jpeg, 200 x 150" in out
    assert "Creator  Ann; Bo  [xmp iim exif]" in out
    code, out, _ = run("show", bare, "--format", "json")
    (photo,) = json.loads(out)["photos"]
    assert list(photo) == [
        "path", "format", "width", "height", "sha256", "record", "sources", "conflicts",
        "problems", "credentials",
    ]  # fmt: skip
    assert photo["record"]["creators"] == ["Ann", "Bo"]
    assert photo["record"]["licensors"] == []
    assert photo["record"]["city"] is None
    assert "Alt text" in run("show", "--all", bare)[1]
    assert json.loads(run("show", bare, bare, "--format", "jsonl")[1].splitlines()[1]) == {
        "schema": "credits/show/1", **photo,
    }  # fmt: skip


def test_show_of_a_bare_photo(run, bare: Path) -> None:
    assert "nothing: no caption, no credit, no rights" in run("show", bare)[1]


def test_hostile_text_never_reaches_the_terminal_raw(run) -> None:
    block = exif.encode({("ifd0", 0x010E): "a\x1b[2Jb\u202ec"}, None)
    container, parts = containers.split(Buffer(picture("jpeg", BIG)))
    Path("x.jpg").write_bytes(containers.join(container.replaced(parts, {"exif": block})))
    for command in ("show", "check"):
        _, out, err = run(command, "x.jpg")
        assert "\x1b[2J" not in out + err
        assert "\u202e" not in out + err


def test_embed_line(run, bare: Path) -> None:
    code, _, _ = run("embed", bare, "--line", LINE)
    record = credits.read(bare).record
    assert code == 0
    assert (
        record.caption == '"Peoples service." Migrants are called to serve in the Russian military'
    )
    assert record.creators == ("Evgeny Epanchintsev",)
    assert record.source == "versia.ru"
    assert "TASS" in (record.credit_line or "")


def test_embed_diff_dry_run_and_again(run, bare: Path) -> None:
    before = bare.read_bytes()
    _, out, _ = run("embed", bare, "--credit-line", "TASS", "--dry-run", "--diff")
    assert out == f"{bare}: would be written\n  + credit_line: TASS\n"
    assert bare.read_bytes() == before
    run("embed", bare, "--credit-line", "TASS")
    _, out, _ = run("embed", bare, "--credit-line", "TASS")
    assert out == f"{bare}: says all of it already\n"
    _, out, _ = run("embed", bare, "--credit-line", "", "--diff")
    assert out == f"{bare}: written\n  - credit_line: TASS\n"
    assert credits.read(bare).record.credit_line is None


def test_embed_structures_flags_and_lists(run, bare: Path) -> None:
    code, _, err = run(
        "embed", bare, "--licensor", '{"name": "L", "url": "https://l.example/"}',
        "--creator-contact", '{"email": "a@b.c"}', "--copyright-marked", "true",
        "--keyword", "a", "--keyword", "b",
    )  # fmt: skip
    record = credits.read(bare).record
    assert (code, err) == (0, "")
    assert record.licensors[0].url == "https://l.example/"
    assert record.creator_contact is not None
    assert record.copyright_marked is True
    assert record.keywords == ("a", "b")


def test_embed_goes_on_behind_a_file_that_fails(run, bare: Path) -> None:
    Path("a.jpg").touch()
    code, out, err = run("embed", "a.jpg", bare, "--credit-line", "TASS")
    assert code == 3
    assert "a.jpg: is empty" in err
    assert "written" in out


def test_parse(run) -> None:
    code, out, _ = run("parse", LINE, "--format", "jsonl")
    line = json.loads(out)
    assert code == 0
    assert (line["source"], line["creators"], line["organisations"]) == (
        "versia.ru", ["Evgeny Epanchintsev"], ["TASS"],
    )  # fmt: skip
    assert "organisations     TASS" in run("parse", LINE)[1]
    document = json.loads(run("parse", LINE, "--format", "json")[1])
    assert (document["schema"], len(document["lines"])) == ("credits/parse/1", 1)


def test_parse_streams_stdin(monkeypatch, run) -> None:
    text = io.TextIOWrapper(io.BytesIO("Foto: Ann Lee/dpa\n\nФото: ТАСС\n".encode() + b"\xff\n"))
    monkeypatch.setattr(sys, "stdin", text)
    _, out, _ = run("parse", "--format", "jsonl")
    rows = [json.loads(row) for row in out.splitlines()]
    assert [row["organisations"] for row in rows[:2]] == [["dpa"], ["ТАСС"]]
    assert len(rows) == 3


def test_rules_and_rule(run) -> None:
    _, out, _ = run("rules")
    assert "CRD101  missing-credit" in out
    document = json.loads(run("rules", "--format", "json")[1])
    assert document["rules"][0]["severity"]["newsroom"] == "error"
    for name in ("CRD101", "crd101", "missing-credit"):
        assert "§ 13 UrhG" in run("rule", name)[1]
    assert json.loads(run("rule", "SYN501", "--format", "json")[1])["fix"] == "safe"


def test_colours(run, bare: Path, monkeypatch) -> None:
    assert "\x1b[" not in run("check", bare)[1]
    assert "\x1b[31m" in run("--color", "always", "check", bare)[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m" in run("check", bare)[1]
    assert "\x1b[" not in run("--color", "never", "check", bare)[1]
    assert "\x1b[" not in run("check", "--color", "never", bare)[1]
    assert "\x1b[31m" in run("--color", "never", "check", "--color", "always", bare)[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("check", bare)[1]


def test_version_and_help(run) -> None:
    assert run("--version")[:2] == (0, f"credits, version {credits.__version__}\n")
    for command in COMMANDS:
        code, out, _ = run(command, "-h")
        assert code == 0
        assert out.startswith("Usage: credits ")


def test_the_list_of_commands_is_whole_and_fits(run) -> None:
    listed = [name for section in SECTIONS.values() for name in section]
    assert sorted(listed) == sorted(COMMANDS)
    out = run("--help")[1]
    rows = [line.split(maxsplit=1) for line in out.splitlines() if line.startswith("  ")]
    for section in SECTIONS.values():
        for name, told in section.items():
            assert [name, told] in rows, name
    assert all(len(line) <= 80 for line in out.splitlines())


def test_help_opens_no_room_of_a_command() -> None:
    asked = (
        "import sys; from credits.commands import main; main(['--help']);"
        "print(*(m for m in sys.modules if m.startswith('credits.')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    rooms = ("commands", "commands._streams", "commands._talk", "errors")
    assert set(done.stderr.split()) == {f"credits.{room}" for room in rooms}


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("placeholder", "did you mean CRD201 placeholder-credit, CAP303 caption-placeholder?"),
        ("missing-credits", "CRD101 missing-credit"),
        ("GAT", "GAT001 waiver-expired"),
        ("xyzzy", "credits rules lists them"),
    ],
)
def test_the_nearest_rules_are_named(run, word: str, told: str) -> None:
    code, _, err = run("rule", word)
    assert code == 2
    assert told in err


def test_what_is_wrong_with_a_value_names_the_field(run, bare: Path) -> None:
    code, _, err = run("embed", bare, "--release-date", "soon")
    assert (code, "error: release_date: 'soon' is no date" in err) == (2, True)
    code, _, err = run("embed", bare, "--licensor", '{"nam": "x"}')
    assert (code, "its parts are name, id, url" in err) == (2, True)


def test_a_bug_of_ours_prints_a_report_to_paste(run, bare: Path, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("credits.checker.subject_of", fail)
    code, _, err = run("check", bare)
    assert code == 70
    assert "credits has a bug" in err
    assert "RuntimeError: a bug" in err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bug_in_one_file_hides_no_other(run, bare: Path, monkeypatch, jobs: str) -> None:
    """The others are judged, that one is on hold, and nothing says that all went well."""
    from credits import checker  # noqa: PLC0415

    whole = checker.file_of

    def fail(path: str, *given: object, **named: object):
        if path.endswith(("odd.jpg", "odder.md")):
            raise OverflowError("cannot convert float infinity to integer")
        return whole(path, *given, **named)

    monkeypatch.setattr(checker, "file_of", fail)
    monkeypatch.setattr("credits.inspection.BATCH", 1)
    for name in ("good.jpg", "odd.jpg"):
        Path(name).write_bytes(credits.embed(bare.read_bytes(), **VALUES))
    Path("odder.md").write_text("A dog")
    for given in (["check", "good.jpg", "odd.jpg"], ["check", "."], ["check", ".", "--exit-zero"]):
        code, out, err = run(*given, "--format", "json", "--jobs", jobs)
        assert code == 70
        assert err.count("credits has a bug") == err.count("OverflowError: cannot convert") == 1
        found = json.loads(out)
        assert found["verdict"] == ("hold" if "good.jpg" in given else "block")
        held = [one for one in found["findings"] if one["severity"] == "hold"]
        assert [one["path"] for one in held][:1] == ["odd.jpg"]
        assert "made credits fail (OverflowError: cannot convert float" in held[0]["message"]
    assert "(1 more files fail)" in err
    assert any(one["code"] == "CRD101" for one in found["findings"])
    assert run("check", ".", "--jobs", jobs)[0] == 70  # it is not remembered as anything else
    code, out, err = run("baseline", "create", ".", "--baseline", "b.json", "--jobs", jobs)
    assert (code, "b.json" in out, "credits has a bug" in err) == (70, True, True)


def test_interrupt(run, bare: Path, monkeypatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("credits.checker.subject_of", interrupt)
    assert run("check", bare)[0] == 130


def program(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "credits", *arguments], input=stdin, capture_output=True,
        check=False, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip


def test_one_image_from_stdin_to_stdout() -> None:
    done = program("embed", "-", "--credit-line", "TASS", stdin=picture())
    assert credits.read(done.stdout).record.credit_line == "TASS"


def test_odd_names(bare: Path) -> None:
    for name in (
        b"-dash.jpg",
        b"a b;$(c).jpg",
        "фото.jpg".encode(),
        b"\xff\xfe.jpg",
        b"new\nline.jpg",
    ):
        Path(os.fsdecode(name)).write_bytes(bare.read_bytes())
    done = program("check", ".", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["summary"]["photos"] == 6
    assert program("check", "--", "-dash.jpg").returncode == 1


def test_closed_pipe_is_no_bug(bare: Path) -> None:
    command = f"{sys.executable} -m credits rules | head -0"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, shell=True, capture_output=True, check=False, env=env)
    assert b"bug" not in done.stderr


def test_a_full_disk_behind_the_output_is_no_bug(bare: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = f"{sys.executable} -m credits check {bare.name} > /dev/full"
    done = subprocess.run(command, shell=True, capture_output=True, check=False, env=env)
    assert done.returncode == 2
    assert done.stderr == b"error: the output cannot be written: No space left on device\n"


def test_a_working_directory_that_is_gone_is_no_bug(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    (tmp_path / "gone").mkdir()
    command = f"cd gone && rmdir ../gone && {sys.executable} -m credits check ."
    done = subprocess.run(command, shell=True, capture_output=True, check=False, env=env)
    assert (done.returncode, b"the working directory is gone" in done.stderr) == (2, True)


def test_a_report_takes_the_place_of_the_last_one_whole(bare: Path, tmp_path: Path) -> None:
    """A link stays one, a mode stays; what a shell has opened is written where it is."""
    credits.embed(bare, caption="A march", creators=["Ann Lee"])
    page, kept = tmp_path / "page.html", tmp_path / "kept.html"
    kept.write_text("before")
    kept.chmod(0o640)
    page.symlink_to(kept)
    done = program("render", bare.name, "--format", "text", "-o", str(page))
    assert (done.returncode, page.is_symlink()) == (0, True)
    assert kept.read_text() != "before"
    assert kept.stat().st_mode & 0o777 == 0o640
    with (tmp_path / "shell").open("w") as shell:
        env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        command = [sys.executable, "-m", "credits", "render", bare.name, "-o", "/dev/stdout"]
        subprocess.run(command, stdout=shell, check=True, env=env)
    assert (tmp_path / "shell").read_text().startswith("<figure")
    assert not [one for one in os.listdir(tmp_path) if one.startswith(".credits-")]


def test_nothing_promises_to_sign(run) -> None:
    """There is no signer here: a signed file is refused, stripped of its signature, or left alone."""
    for name in COMMANDS:
        assert not re.search(r"\b(?:re-?sign|signs? (?:it|anew|again))", run(name, "--help")[1])
    code, _, err = run("embed", "a.jpg", "--credit-line", "x", "--credentials", "resign")
    assert (code, "'refuse', 'strip', 'sidecar'" in err) == (2, True)
