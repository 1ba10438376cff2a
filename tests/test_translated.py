"""Other languages of a property: written, carried, and read by others as they were meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import credits
from credits import table
from credits._kinds import DEFAULT, Languages
from credits.blocks import _rdf
from credits.errors import InvalidValue, Unwritable
from tests.commands.conftest import run  # noqa: F401
from tests.differential.witnesses import exiftool
from tests.pictures import FORMATS, picture, pixels

TEXTS = {"caption": {"uk": "Варта", "pt-BR": "Vigília"}, "usage_terms": {"de": "Nur einmal"}}
SAID = {"caption": "Vigil", "usage_terms": "Once only"}


@pytest.mark.parametrize("form", FORMATS)
def test_translations_are_written_and_read_back(form: str) -> None:
    data = picture(form)
    new = credits.embed(data, **SAID, translations=TEXTS)
    record = credits.read(new).record
    assert record.translations == TEXTS
    assert record.caption == "Vigil"
    assert pixels(new) == pixels(data)
    assert credits.embed(new, translations=TEXTS) == new


@pytest.mark.parametrize("form", FORMATS)
def test_exiftool_reads_each_language(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    path.write_bytes(credits.embed(picture(form), **SAID, translations=TEXTS))
    told = exiftool([path])[path.name]
    assert told["XMP-dc:Description"] == "Vigil"
    assert told["XMP-dc:Description-uk"] == "Варта"
    assert told["XMP-dc:Description-pt-BR"] == "Vigília"
    assert told["XMP-xmpRights:UsageTerms-de"] == "Nur einmal"


def test_languages_that_are_there_stay_and_are_found_in_every_spelling() -> None:
    data = credits.embed(picture(), **SAID, translations=TEXTS)
    new = credits.embed(data, translations={"caption": {"PT-br": "Velório", "fr": "Veillée"}})
    assert credits.read(new).record.translations["caption"] == {
        "uk": "Варта", "pt-BR": "Velório", "fr": "Veillée",
    }  # fmt: skip
    newer = credits.embed(new, caption="Vigil at dawn")
    assert credits.read(newer).record.translations == credits.read(new).record.translations


def test_what_only_iim_says_can_be_translated() -> None:
    data = credits.embed(picture(), caption="Vigil", city="Kyiv")
    container, parts = credits.containers.split(credits.photo.Buffer(data))
    bare = credits.containers.join(container.replaced(parts, {"xmp": None}))
    assert "xmp" not in credits.read(bare).sources["caption"]
    photo = credits.read(credits.embed(bare, translations={"caption": {"uk": "Варта"}}))
    assert photo.record.translations == {"caption": {"uk": "Варта"}}
    assert {*photo.sources["caption"]} == {"xmp", "iim", "exif"}
    assert "xmp" in photo.sources["city"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"caption": {"uk": "x"}}, "there is no caption to translate"),
        ({"city": {"uk": "x"}}, "'city' has no languages"),
        ({"nothing": {"uk": "x"}}, "'nothing' has no languages.*caption"),
        ({"caption": {"x-default": "x"}}, "'x-default' is no language of caption"),
        ({"caption": {"українська": "x"}}, "is no language"),
        ({"caption": {"uk": 7}}, "translations.caption.uk: "),
        ({"caption": "x"}, "translations.caption: "),
        ("x", "translations: "),
        ({"caption": {"uk": "\ud800"}}, "not UTF-8"),
    ],
)
def test_translations_that_make_no_sense(values: Any, says: str) -> None:
    with pytest.raises(InvalidValue, match=f"(?s){says}"):
        credits.embed(picture(), translations=values)


def test_a_caption_cannot_go_and_be_translated() -> None:
    data = credits.embed(picture(), caption="Vigil")
    with pytest.raises(InvalidValue, match="no caption to translate"):
        credits.embed(data, caption=None, translations={"caption": {"uk": "x"}})
    assert credits.embed(data, translations=None) == data
    assert credits.embed(data, translations={"caption": {"uk": " "}}) == data


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("nothing", [None, "", " \n"])
def test_one_translation_is_taken_out(form: str, nothing: str | None, tmp_path: Path) -> None:
    data = credits.embed(picture(form), **SAID, translations=TEXTS)
    new = credits.embed(data, translations={"caption": {"PT-br": nothing, "fr": nothing}})
    assert credits.read(new).record.translations == {
        "caption": {"uk": "Варта"}, "usage_terms": {"de": "Nur einmal"},
    }  # fmt: skip
    assert credits.read(new).record.caption == "Vigil"
    assert pixels(new) == pixels(data)
    path = tmp_path / f"a.{form}"
    path.write_bytes(new)
    written = credits.embed(path, translations={"caption": {"uk": nothing}})
    assert written.changes == {"translations": ({"caption": {"uk": "Варта"}}, {})}
    told = exiftool([path])[path.name]
    assert "XMP-dc:Description-uk" not in told
    assert told["XMP-dc:Description"] == "Vigil"
    assert not credits.embed(path, translations={"caption": {"uk": nothing}}).changed


def test_taking_out_what_nobody_says_changes_nothing() -> None:
    bare = picture()
    assert credits.embed(bare, translations={"caption": {"uk": None}}) == bare
    data = credits.embed(bare, **SAID, translations=TEXTS)
    gone = credits.embed(data, caption=None, translations={"caption": {"uk": None}})
    record = credits.read(gone).record
    assert (record.caption, record.translations) == (None, {"usage_terms": TEXTS["usage_terms"]})
    with pytest.raises(InvalidValue, match="no language"):
        credits.embed(data, translations={"caption": {"x-default": None}})


def test_the_command_line(run, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "a b.jpg"
    path.write_bytes(picture())
    words = ["embed", path, "--caption", "Vigil", "--usage-terms", "Once only"]
    words += [
        "--translation",
        "caption",
        "uk",
        "Варта",
        "--translation",
        "usage-terms",
        "de",
        "Nur",
    ]
    assert run(*words)[0] == 0
    assert credits.read(path).record.translations == {
        "caption": {"uk": "Варта"}, "usage_terms": {"de": "Nur"},
    }  # fmt: skip
    assert "caption (uk)  Варта" in run("show", path)[1]
    code, out, _ = run("embed", path, "--translation", "caption", "uk", "", "--diff")
    assert (code, "  - caption (uk): Варта\n" in out) == (0, True)
    assert credits.read(path).record.translations == {"usage_terms": {"de": "Nur"}}
    for wrong, says in (
        (["caption", "uk"], "requires 3 arguments"),
        (["captoin", "uk", "x"], "did you mean"),
        (["city", "uk", "x"], "has no languages"),
        (["headline", "uk", "x"], "has no languages"),
        (["caption", "uk", "x", "--translation", "caption", "UK", "y"], "is said twice"),
        (["title", "uk", "x"], "there is no title to translate"),
    ):
        code, _, err = run("embed", path, "--translation", *wrong)
        assert code == 2
        assert says in err


def test_a_translation_that_is_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = credits.embed(picture(), **SAID, translations=TEXTS)
    monkeypatch.setattr(_rdf, "_merged", lambda *row: Languages({DEFAULT: row[1][DEFAULT]}))
    with pytest.raises(Unwritable, match="translations of caption cannot be read back"):
        credits.embed(data, translations={"caption": {"fr": "Veillée"}})


@pytest.mark.parametrize("rendition", ["jpeg", "webp", "png"])
def test_renditions_are_given_the_translations(rendition: str, tmp_path: Path) -> None:
    original, other = tmp_path / "a.jpg", tmp_path / f"a-800.{rendition}"
    original.write_bytes(credits.embed(picture(), **SAID, creators=["Ann"], translations=TEXTS))
    other.write_bytes(picture(rendition))
    (written,) = credits.carry(original, other)
    assert written.changes["translations"] == ({}, TEXTS)
    assert credits.read(other).record.translations == TEXTS
    (again,) = credits.carry(original, other)
    assert not again.changed


def test_a_table_has_translations(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    rows = [{"path": "a.jpg", **SAID, "translations": TEXTS}]
    (row,) = table.rows("t.json", json.dumps(rows).encode(), str(tmp_path))
    written = credits.embed(row.path, **row.values)
    assert written.changes["translations"] == ({}, TEXTS)
    assert credits.read(path).record.translations == TEXTS
    text = 'path,caption,translations\na.jpg,Vigil,"{""caption"": {""uk"": ""Варта""}}"\n'
    (row,) = table.rows("t.csv", text.encode(), str(tmp_path))
    assert row.values["translations"] == {"caption": {"uk": "Варта"}}


def test_a_sidecar_has_translations(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    written = credits.embed(path, sidecar=True, **SAID, translations=TEXTS)
    told = exiftool([Path(written.path)])["a.xmp"]
    assert told["XMP-dc:Description-uk"] == "Варта"


LANGUAGE = st.from_regex(r"[a-z]{2}(-[A-Z]{2})?", fullmatch=True)
TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@settings(max_examples=40)
@given(st.dictionaries(LANGUAGE, TEXT, min_size=1, max_size=4))
def test_any_texts_come_back(texts: dict[str, str]) -> None:
    new = credits.embed(picture("png"), caption="—", translations={"caption": texts})
    expected = {language: text for language, text in texts.items() if text != "—"}
    assert credits.read(new).record.translations.get("caption", {}) == expected
