"""What strangers put into photos, names and repositories stays text: on terminals, and for Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import credits
from credits.commands import COMMANDS
from tests.pictures import picture

# what moves the cursor, renames the window, hides, and turns the direction of reading
RAW = (
    "\x1b[2J",
    "\x1b]0;x\x07",
    "\x9b31m",
    "\u202e",
    "\u2066",
    "\r",
    "\x08",
    "\x7f",
    "\ufeff",
    "\u2028",
)
EVIL = "A" + "b".join(RAW) + "c"
PHOTO = "x\x1b[31m\u202e.jpg"
PAGE = f"<title>{EVIL}</title><figure><img src='{PHOTO}'><figcaption>{EVIL} Photo: {EVIL}</figcaption></figure>"
# a command line for each command that tells of photos, articles, tables or runs
LINES = {
    "show": [PHOTO, "--all"],
    "embed": ["{photo}", "--city", "Kyiv", "--diff"],
    "log": [],
    "undo": ["--dry-run"],
    "parse": [EVIL, "--explain"],
    "scan": ["page.html"],
    "carry": ["{photo}", "other.jpg"],
    "publish": [PHOTO, "--to", "out", "--dry-run"],
    "check": [".", "--format", "full", "--statistics"],
    "fix": [PHOTO, "--diff", "--dry-run"],
    "explain": [PHOTO],
    "baseline": ["create", ".", "--force"],
    "dedupe": ["."],
    "index": [".", "--catalog", "archive.db"],
    "search": [PHOTO, "--catalog", "archive.db"],
    "render": [PHOTO, "--format", "text"],
    "config": [],
    "hook": ["run"],
}  # fmt: skip
# what says nothing of what strangers wrote, or is a page of its own (tests/review)
SILENT = {"review", "rule", "rules", "init", "schema", "doctor", "completion"}


@pytest.fixture
def strangers(run, tmp_path: Path) -> None:
    said = dict.fromkeys(
        ("caption", "headline", "credit_line", "usage_terms", "instructions"), EVIL
    )
    data = credits.embed(picture("jpeg", (200, 150)), creators=[EVIL], sidecar=False, **said)
    for name in (PHOTO, "other.jpg"):
        Path(name).write_bytes(data)
    Path("page.html").write_text(PAGE, encoding="utf-8")
    Path("credits.toml").write_text(f'[house]\nname = "{EVIL.encode("unicode_escape").decode()}"\n'
                                    .replace("\\x", "\\u00"))  # fmt: skip
    for command in ("init -q", "add -A"):
        subprocess.run(["git", *command.split()], check=True)
    run("index", ".", "--catalog", "archive.db")
    run("embed", PHOTO, "--headline", EVIL + "!")


def test_every_command_is_listed() -> None:
    assert set(LINES) | SILENT == set(COMMANDS)


@pytest.mark.parametrize("command", LINES)
def test_no_control_character_reaches_a_terminal(
    run, strangers, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    words = (word.replace("{photo}", PHOTO) for word in LINES[command])
    _, out, err = run("--color", "never", command, *words)
    told = out + err
    assert told
    assert not {sign for raw in RAW for sign in raw if not sign.isprintable() and sign in told}


def test_no_wrong_name_reaches_a_terminal(run, tmp_path: Path) -> None:
    for command in LINES:
        if command in {"log", "undo", "parse", "config", "hook"}:
            continue
        _, out, err = run(command, "\x1b[2J\u202enone.jpg", "\x1b[2J\u202eother.jpg")
        assert "\x1b" not in out + err
        assert "\u202e" not in out + err


STRANGE = (
    "json",
    "click",
    "lxml",
    "numpy",
    "credits",
    "sitecustomize",
    "usercustomize",
    "conftest",
    "PIL",
    "typing",
)


def test_a_repository_of_strangers_runs_nothing(tmp_path: Path) -> None:
    """No module of the folder one works in is imported, whatever its name, in any process."""
    for name in STRANGE:
        Path(f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\n")
    for number in range(40):
        Path(f"{number}.jpg").write_bytes(picture("jpeg", (200, 150)))
    Path("credits.toml").write_text('profile = "newsroom"\n')
    for command in ("init -q", "add -A"):
        subprocess.run(["git", *command.split()], check=True)
    script = Path(sys.executable).with_name("credits")
    program = [script] if script.exists() else [sys.executable, "-P", "-m", "credits"]
    for arguments in (["check", ".", "-j", "2"], ["check", "--staged"], ["hook", "install"], ["dedupe", ".", "-j", "2"],
                      ["config"], ["doctor"]):  # fmt: skip
        done = subprocess.run([*program, *arguments], capture_output=True, text=True, check=False,
                              env={**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", "")})  # fmt: skip
        assert done.returncode in {0, 1, 3}, done.stderr
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-qm", "x"],
                   capture_output=True, check=False)  # fmt: skip
    assert not (tmp_path / "ran").exists()
