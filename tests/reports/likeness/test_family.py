"""Every report of likeness says the same of the same, and does no harm."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

import credits
from credits.duplicates import Duplicates, Item, Level, Match, Missed, groups
from credits.fingerprints import Fingerprint
from credits.reports import likeness
from tests.conftest import ROOT

EVIL = '=1+1"<script>alert(1)</script>\x1b[31m\u202e'


def item(path: str, credit: str | None = None) -> Item:
    return Item(path, "ab" * 32, f"image {path}", Fingerprint(2**63, 0, 50.0), credit)


def found(*items: Item, level: Level = Level.LIKELY) -> Duplicates:
    """Make a result in which every photo is like every other."""
    like = [
        Match(one.path, other.path, 2, 20, "centre 90%", level)
        for at, one in enumerate(items) for other in items[at + 1 :]
    ]  # fmt: skip
    missed = (Missed("broken.jpg", "is empty", undecided=True),)
    return Duplicates("phash", 8, level, len(items) + 1, tuple(groups(items, like)), missed, 3)


def written(form: str, result: Duplicates) -> str:
    out = io.StringIO()
    likeness.write(form, result, out)
    return out.getvalue()


def test_the_table_is_the_folder() -> None:
    folder = Path(likeness.__file__).parent
    assert set(likeness.FORMATS) == {path.stem for path in folder.glob("[!_]*.py")}


RESULT = found(item("a b.jpg", "Ann Lee/AP"), item("c.jpg"), item("d.jpg"))


def test_json_is_the_contract() -> None:
    document = json.loads(written("json", RESULT))
    assert document["schema"] == "credits/dedupe/1"
    assert (document["hash"], document["threshold"], document["unshown"]) == ("phash", 8, 3)
    [group] = document["groups"]
    assert group["conflict"] is False
    assert group["kind"] == "near"
    assert [photo["path"] for photo in group["photos"]] == ["a b.jpg", "c.jpg", "d.jpg"]
    assert [photo["distance"] for photo in group["photos"]] == [0, 2, 2]
    assert group["photos"][0] == {
        "path": "a b.jpg", "sha256": "ab" * 32, "fingerprint": "8000000000000000", "distance": 0,
        "distance256": 0, "level": "same", "variant": "whole", "series": False,
        "credit": "Ann Lee/AP",
    }  # fmt: skip
    offer = group["suggestion"]
    assert (offer["credit"], offer["from"], offer["to"]) == (
        "Ann Lee/AP", "a b.jpg", ["c.jpg", "d.jpg"],
    )  # fmt: skip
    assert offer["evidence"][0]["level"] == "likely"
    assert document["incomparable"] == [
        {"path": "broken.jpg", "reason": "is empty", "undecided": True}
    ]


def test_jsonl_has_a_group_a_line() -> None:
    lines = [json.loads(line) for line in written("jsonl", RESULT).splitlines()]
    assert len(lines) == len(RESULT.groups)
    assert lines[0].items() >= json.loads(written("json", RESULT))["groups"][0].items()


def test_csv_has_a_photo_a_row() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", RESULT))))
    assert [row["path"] for row in rows] == ["a b.jpg", "c.jpg", "d.jpg"]
    assert [row["suggested_credit"] for row in rows] == ["", "Ann Lee/AP", "Ann Lee/AP"]
    assert [row["level"] for row in rows] == ["reference", "likely", "likely"]


def test_text_gives_the_command() -> None:
    text = written("text", RESULT)
    assert "credits embed c.jpg --credit-line 'Ann Lee/AP'\n" in text
    assert "broken.jpg: not comparable: is empty" in text
    assert text.endswith(
        "3 photos compared: 1 group, 0 conflicts, 1 suggestion; 1 not comparable; "
        "3 pairs less sure: --level review\n"
    )


def test_a_conflict_is_said_everywhere() -> None:
    result = found(item("a.jpg", "Ann Lee/AP"), item("b.jpg", "Bo Ek/AFP"), item("c.jpg"))
    assert "conflict: one picture, and credits that differ" in written("text", result)
    assert json.loads(written("json", result))["groups"][0]["conflict"] is True
    assert "yes" in written("csv", result).splitlines()[1]
    assert "Conflict: the credits differ" in written("html", result)
    assert "suggested" not in written("html", result)


@pytest.mark.parametrize("form", likeness.FORMATS)
def test_hostile_text_stays_text(form: str) -> None:
    text = written(form, found(item(f"{EVIL}.jpg", EVIL), item("b.jpg")))
    assert "\x1b" not in text
    assert "<script" not in text or form != "html"
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
        assert sum(cell.startswith("'=1+1") for cell in cells) == 4


@pytest.mark.parametrize("form", likeness.FORMATS)
def test_nothing_found(form: str) -> None:
    text = written(form, found())
    assert {
        "text": "0 photos compared: 0 groups", "json": '"groups": []', "jsonl": "", "csv": "group,",
        "html": "The same photo",
    }[form] in text  # fmt: skip


class Page(HTMLParser):
    """What matters of a page: its tags, and what its links and pictures fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_contact_sheet_stands_alone() -> None:
    photos = [str(ROOT / "sample_images" / name) for name in ("stadium.jpg", "stadium-small.jpg")]
    page = Page()
    page.feed(written("html", credits.dedupe(photos)))
    images = [attributes for tag, attributes in page.tags if tag == "img"]
    assert len(images) == 2
    for attributes in images:
        assert (attributes["src"] or "").startswith("data:image/jpeg;base64,")
        assert (attributes["alt"] or "").endswith(".jpg")
    assert not {"script", "link", "iframe"} & {tag for tag, _ in page.tags}
    assert page.tags[0] == ("html", {"lang": "en"})
    assert {"main", "h1", "h2", "figure", "figcaption"} <= {tag for tag, _ in page.tags}
    headings = {attributes.get("id") for tag, attributes in page.tags if tag == "h2"}
    labels = {a.get("aria-labelledby") for tag, a in page.tags if tag == "section"}
    assert labels
    assert labels <= headings
