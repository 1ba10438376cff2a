"""From article to file: the seed, what fills, what stands against it."""

from __future__ import annotations

from pathlib import Path

import pytest

import credits
from credits.articles import scan
from credits.transcription import Transcript, transcribe
from tests.commands.conftest import BIG
from tests.pictures import picture

SEED = "Syrian volunteers sign up en masse for Russian invasion in Ukraine/ Source: diplomatru.ru"
CAPTION = "Syrian volunteers sign up en masse for Russian invasion in Ukraine"
ALT = "Men with flags fill a square before a mosque"


@pytest.fixture
def site(tmp_path: Path):
    """Make a site: photos by name with what they say, and a page with figures by name."""

    def _site(page: str, **photos: dict[str, object]) -> tuple[Path, Path]:
        for name, values in photos.items():
            data = picture("jpeg", BIG)
            path = tmp_path / f"{name}.jpg"
            path.write_bytes(credits.embed(data, **values) if values else data)
        article = tmp_path / "page.html"
        article.write_text(page)
        return tmp_path, article

    return _site


def figure(name: str, said: str, alt: str = "") -> str:
    return f'<figure><img src="{name}.jpg" alt="{alt}"><figcaption>{said}</figcaption></figure>\n'


def clashes(found: Transcript) -> list[tuple[str, str, str]]:
    return [(clash.field, clash.said, clash.kept) for clash in found.clashes]


def test_the_seed(site) -> None:
    folder, page = site(figure("a", SEED, ALT), a={})
    (row,) = transcribe([scan(page)]).rows
    assert row.path == str(folder / "a.jpg")
    assert row.values == {"caption": CAPTION, "alt_text": ALT, "source": "diplomatru.ru"}


@pytest.mark.parametrize(
    ("said", "known", "values", "against"),
    [
        ("A dog. Photo: Ann Lee/dpa", {}, {"caption": "A dog.", "creators": ["Ann Lee"], "credit_line": "Ann Lee/dpa"}, []),
        ("A dog. Photo: Ann Lee/dpa", {"caption": "A dog.", "creators": ["Ann Lee"], "credit_line": "dpa"}, {}, []),
        ("A dog. Photo: Ann Lee/AP", {"caption": "A cat.", "credit_line": "AP Photo/Ann Lee"}, {"creators": ["Ann Lee"]}, [("caption", "A dog.", "A cat.")]),
        ("Photo: Ann Lee/dpa", {"creators": ["Joe Doe"]}, {}, [("credit", "Ann Lee/dpa", "Joe Doe")]),
        ("A dog. Photo: Ann Lee/dpa", {"caption": "A dog. Photo: Ann Lee/dpa"}, {"creators": ["Ann Lee"], "credit_line": "Ann Lee/dpa"}, []),
        ("Source: a.ru", {"source": "b.ru", "creators": ["Ann Lee"]}, {}, [("source", "a.ru", "b.ru")]),
        ("Photo: Internet", {}, {}, []),
        ("", {}, {}, []),
        ("Photo: Ann Lee, CC BY 4.0", {"caption": "x"}, {"creators": ["Ann Lee"], "credit_line": "Ann Lee", "usage_terms": "CC BY 4.0", "web_statement": "https://creativecommons.org/licenses/by/4.0/"}, []),
    ],
)  # fmt: skip
def test_what_is_taken(site, said, known, values, against) -> None:
    _, page = site(figure("a", said), a=known)
    found = transcribe([scan(page)])
    (row,) = found.rows
    assert row.values == values
    assert clashes(found) == against


def test_overwrite_takes_the_article_at_its_word(site) -> None:
    _, page = site(
        figure("a", "A dog. Photo: Ann Lee/AP"),
        a={"caption": "A cat.", "credit_line": "AP Photo/Ann Lee"},
    )
    found = transcribe([scan(page)], overwrite=True)
    # the same people in another dress stay as they are
    assert found.rows[0].values == {"caption": "A dog.", "creators": ["Ann Lee"]}
    assert not found.clashes


def test_the_first_place_counts_and_others_are_told(site) -> None:
    _, page = site(
        figure("a", "A dog. Photo: Ann Lee") + figure("a", "A cat. Photo: Joe Doe"), a={}
    )
    found = transcribe([scan(page)])
    assert found.rows[0].values["creators"] == ["Ann Lee"]
    assert clashes(found) == [("caption", "A cat.", "A dog."), ("credit", "Joe Doe", "Ann Lee")]
    assert [clash.place for clash in found.clashes] == [f"{page}:2"] * 2


def test_what_is_not_here_or_no_photo(site) -> None:
    folder, page = site(figure("gone", "x") + figure("a", "x") + figure("bad", "y"), a={})
    (folder / "bad.jpg").write_bytes(b"no picture")
    found = transcribe([scan(page)], is_photo=lambda _: False)
    assert [use.src for _, use in found.missing] == ["gone.jpg"]
    assert [error.path for error in found.errors] == [str(folder / "bad.jpg")]
    assert found.rows == ()
    assert found.others == (str(folder / "a.jpg"),)


def test_command(run, site) -> None:
    folder, page = site(
        figure("a", SEED, ALT) + figure("b", "A dog. Photo: Ann Lee/dpa") + figure("gone", "x"),
        a={}, b={"creators": ["Joe Doe"]},
    )  # fmt: skip
    before = {path.name: path.read_bytes() for path in folder.glob("*.jpg")}
    code, out, err = run("embed", "--from-article", page, "--dry-run", "--diff")
    assert code == 1
    assert f"a.jpg: would be written\n  + caption: {CAPTION}\n  + alt_text: {ALT}\n" in out
    assert "b.jpg: credit stays 'Joe Doe'; " in err
    assert "page.html:3: no file found for gone.jpg" in err
    assert {path.name: path.read_bytes() for path in folder.glob("*.jpg")} == before
    assert run("embed", "--from-article", page)[0] == 1
    record = credits.read("a.jpg").record
    assert (record.caption, record.alt_text, record.source) == (CAPTION, ALT, "diplomatru.ru")
    assert credits.read("b.jpg").record.creators == ("Joe Doe",)
    assert credits.read("b.jpg").record.caption == "A dog."
    assert run("embed", "--from-article", page, "--overwrite")[0] == 0
    assert credits.read("b.jpg").record.creators == ("Ann Lee",)
    assert run("undo")[0] == 0
    assert run("undo")[0] == 0
    assert {path.name: path.read_bytes() for path in folder.glob("*.jpg")} == before


def test_command_reads_folders_of_articles_of_every_kind(run, site) -> None:
    folder, _ = site(figure("a", SEED, ALT), a={}, b={}, c={})
    (folder / "b.md").write_text("![](b.jpg)\n\n*A dog. Photo: Ann Lee/dpa*\n")
    (folder / "c.rst").write_text(".. figure:: c.jpg\n\n   A cat. Photo: Ann Lee/dpa\n")
    assert run("embed", "--from-article", folder)[0] == 0
    assert [credits.read(f"{name}.jpg").record.caption for name in "abc"] == [
        CAPTION, "A dog.", "A cat.",
    ]  # fmt: skip


def test_command_refuses_what_makes_no_sense(run, site) -> None:
    _, page = site("", a={})
    assert run("embed", "a.jpg", "--from-article", page)[0] == 2
    assert run("embed", "--from-article", "nowhere.html")[0] == 2
    assert run("embed", "--from-article", page)[0] == 0
