"""The recipe for any CMS is run as it is printed, with uploads, renditions and a page."""

from __future__ import annotations

import io
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import credits
from tests.commands.conftest import run  # noqa: F401
from tests.conftest import ROOT
from tests.repositories import BARE, GOOD

PAGE = (ROOT / "docs" / "doors.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def cms() -> dict[str, Any]:
    [recipe] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(recipe, "docs/doors.md", "exec"), names)
    return names


def test_the_recipe_is_as_short_as_it_says() -> None:
    [recipe] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    code = [line for line in recipe.splitlines() if line.strip()]
    assert len(code) <= 34


def test_an_upload_fills_what_is_empty(cms) -> None:
    upload = io.BytesIO(GOOD)
    form = cms["prefill"](upload, {"caption": "mine", "credit": ""})
    assert form == {"caption": "mine", "credit": "TASS"}
    assert upload.tell() == 0
    assert cms["prefill"](io.BytesIO(BARE), {"caption": ""}) == {"caption": ""}


def test_what_the_editor_says_goes_into_the_file(cms) -> None:
    form = {"caption": "Rally", "credit": "Ann Lee/AP", "alt": ""}
    record = credits.read(cms["stored"](io.BytesIO(BARE), form)).record
    assert (record.caption, record.credit_line, record.alt_text) == ("Rally", "Ann Lee/AP", None)


def test_a_page_is_refused_and_let_go(cms) -> None:
    said = cms["refusals"]({"good.jpg": GOOD, "bare.jpg": BARE, "broken.jpg": GOOD[:900]})
    assert [line.partition(":")[0] for line in said] == ["bare.jpg", "broken.jpg"]
    assert "no credit found" in said[0]
    assert cms["refusals"]({"good.jpg": GOOD}) == []
    assert cms["refusals"]({}) == []


# ── static sites: the commands as they are printed ──────────────────────────────────────────────


def printed(section: str) -> list[list[str]]:
    """Give the commands of ours in the block of a section, in order."""
    text = PAGE.partition(f"\n## {section}\n")[2]
    block = re.findall(r"```text\n(.*?)```", text, re.DOTALL)[0]
    lines = [shlex.split(line, comments=True) for line in block.splitlines()]
    return [words[1:] for words in lines if words[:1] == ["credits"]]


# a plain picture is like every other one
HARBOUR = (ROOT / "sample_images" / "harbour-at-dawn.jpg").read_bytes()


def resized(data: bytes) -> bytes:
    """Make a rendition as builders and servers do: the credit is gone."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.resize((150, 112)).save(out, "JPEG")
    assert not credits.read(out.getvalue()).record.creators
    return out.getvalue()


def put(name: str, data: bytes | str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_the_commands_for_static_sites(run) -> None:  # noqa: F811
    before, carry, after = printed("Static sites")
    put("credits.toml", '[articles]\nroot = "static"\n')
    put("static/storm.jpg", HARBOUR)
    put("content/news.md", "# News\n")
    assert run(*before)[0] == 0
    small = put("public/storm_hu_3f2a_150x0_resize.jpg", resized(HARBOUR))
    assert run(*after)[0] == 1
    code, out, err = run(*carry)
    assert code == 0, out + err
    assert credits.read(small).record.creators == credits.read(HARBOUR).record.creators
    assert run(*after)[0] == 0
