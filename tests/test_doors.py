"""The recipe for any CMS is run as it is printed, with uploads, renditions and a page."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

import credits
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
