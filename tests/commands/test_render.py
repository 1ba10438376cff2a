"""``credits render``."""

from __future__ import annotations

import json
from pathlib import Path

import credits
from tests.pictures import picture


def credited(folder: Path, name: str, **more: object) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(picture("jpeg"))
    credits.embed(path, caption="A dog", creators=["Ann Lee"], credit_line="dpa", **more)
    return path


def test_forms_and_house_style(run, tmp_path: Path) -> None:
    path = credited(tmp_path, "a.jpg")
    assert run("render", path, "--format", "text")[:2] == (0, "A dog (Ann Lee/dpa)\n")
    assert run("render", path, "--format", "text", "--style", "dpa", "--lang", "de")[1] == (
        "A dog (Foto: Ann Lee/dpa)\n"
    )
    (tmp_path / "credits.toml").write_text(
        '[house]\ncredit-format = "Photo: {creators} ({organisations})"'
    )
    assert run("render", path, "--format", "text")[1] == "A dog (Photo: Ann Lee (dpa))\n"


def test_many(run, tmp_path: Path) -> None:
    credited(tmp_path / "in", "a.jpg")
    credited(tmp_path / "in", "b c.jpg")
    code, out, _ = run("render", "in", "--format", "jsonld", "--base-url", "https://x.example/")
    assert code == 0
    assert [node["contentUrl"] for node in json.loads(out)] == [
        "https://x.example/in/a.jpg", "https://x.example/in/b%20c.jpg",
    ]  # fmt: skip
    assert run("render", "in", "--src", "a")[0] == 2
    code, out, _ = run("render", "in", "-o", "out.html")
    assert (code, out) == (0, "")
    assert (tmp_path / "out.html").read_text().count("<figure>") == 2


def test_missing(run, bare: Path, tmp_path: Path) -> None:
    credited(tmp_path, "a.jpg")
    code, out, err = run("render", "a.jpg", bare, "--format", "text")
    assert (code, out) == (1, "A dog (Ann Lee/dpa)\n")
    assert "march.jpg: nobody is credited" in err
    assert run("render", bare, "--format", "text", "--on-missing", "omit")[:2] == (0, "")
    code, out, _ = run("render", bare, "--on-missing", "placeholder")
    assert code == 0
    assert "No%20credit" in out
    assert run("render", bare, "--style", "nonsense")[0] == 2
    assert run("render", "nowhere.jpg")[0] == 2
