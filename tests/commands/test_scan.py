"""``credits scan`` on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

import credits
from credits.catalog import index
from credits.credit_line import KEYS
from tests.conftest import ROOT
from tests.pictures import picture

PAGE = '<title>A day</title><figure><img src="a.jpg" alt="x"><figcaption>A dog.\x1b Photo: Ann Lee/dpa</figcaption></figure><img src="/img/b.jpg">'


def test_json(run, tmp_path: Path) -> None:
    (tmp_path / "post.html").write_text(PAGE)
    (tmp_path / "a.jpg").write_bytes(b"x")
    (tmp_path / "notes.xml").write_text("<notes/>")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.md").write_text("![](a.jpg)")
    code, out, err = run("scan", ".", "--format", "json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["schema"] == "credits/scan/1"
    (article,) = document["articles"]
    assert list(article) == ["path", "title", "photos"]
    assert (article["path"], article["title"]) == ("post.html", "A day")
    one, two = article["photos"]
    assert list(one) == [
        "src",
        "file",
        "alt",
        "text",
        "caption",
        "credit",
        "line",
        "column",
        "kind",
        "original",
        "rivals",
    ]
    assert (one["file"], one["line"], one["column"], one["kind"]) == ("a.jpg", 1, 29, "figure")
    assert set(one["credit"]) >= set(KEYS)
    assert one["credit"]["creators"] == ["Ann Lee"]
    assert (two["file"], two["alt"], two["text"]) == (None, None, None)


def test_text_and_jsonl(run, tmp_path: Path) -> None:
    (tmp_path / "post.html").write_text(PAGE)
    code, out, _ = run("scan", "post.html")
    assert code == 0
    assert "1:29  figure      a.jpg  (no such file here)" in out
    assert "\x1b" not in out
    code, out, _ = run("scan", "post.html", "--format", "jsonl")
    assert json.loads(out)["schema"] == "credits/scan/1"


def test_root_of_the_policy_and_of_the_option(run, tmp_path: Path) -> None:
    (tmp_path / "public" / "img").mkdir(parents=True)
    (tmp_path / "public" / "img" / "b.jpg").write_bytes(b"x")
    (tmp_path / "public" / "posts").mkdir()
    (tmp_path / "public" / "posts" / "p.html").write_text(PAGE)
    (tmp_path / "credits.toml").write_text(
        '[articles]\nroot = "public"\nfront-matter-keys = ["pic"]'
    )
    photo = json.loads(run("scan", "public/posts/p.html", "--format", "json")[1])["articles"][0][
        "photos"
    ][1]
    assert photo["file"] == "public/img/b.jpg"
    (tmp_path / "credits.toml").unlink()
    named = json.loads(
        run("scan", "public/posts/p.html", "--format", "json", "--root", "public")[1]
    )
    assert named["articles"][0]["photos"][1]["file"] == "public/img/b.jpg"


def test_wrong_input(run, tmp_path: Path) -> None:
    assert run("scan", "nowhere.html")[0] == 2
    (tmp_path / "empty").mkdir()
    code, out, err = run("scan", "empty")
    assert (code, out) == (0, "")
    assert "no articles found in empty" in err
    (tmp_path / "f.rss").write_text("<!DOCTYPE rss><rss/>")
    code, _, err = run("scan", "f.rss")
    assert code == 3
    assert "f.rss: is a feed with a DTD" in err
    (tmp_path / "p.md").write_text("---\nimage: [\n---\n")
    assert "p.md: front matter: " in run("scan", "p.md")[2]


def test_samples(run) -> None:
    code, out, _ = run("scan", ROOT / "sample_images")
    assert code == 0
    assert out.count("figure") == 6


HOUSE = """[house]
placeholders = ["Bildmaterial des Hauses"]
organisations = { "Xyloto Wire" = { aliases = ["XW"], domains = ["xyloto.example"] } }
"""
PAGES = {
    "p.html": '<figure><img src="a.jpg"><figcaption>A dog. (Jane Doe/XW)</figcaption></figure>'
    '<img src="b.jpg"><p>Foto: Bildmaterial des Hauses</p>',
    "p.md": "---\nimage: a.jpg\nimage_credit: Jane Doe/XW\n---\n\n![](b.jpg)\n*Foto: Bildmaterial des Hauses*\n",
    "p.rst": ".. figure:: a.jpg\n\n   A dog. (Jane Doe/XW)\n\n"
    ".. figure:: b.jpg\n\n   Foto: Bildmaterial des Hauses\n",
    "p.rss": '<rss xmlns:media="http://search.yahoo.com/mrss/"><channel><item>'
    '<media:content url="a.jpg" medium="image"><media:credit>Jane Doe/XW</media:credit></media:content>'
    "<description>&lt;figure&gt;&lt;img src='b.jpg'&gt;&lt;figcaption&gt;Foto: Bildmaterial des Hauses"
    "&lt;/figcaption&gt;&lt;/figure&gt;</description></item></channel></rss>",
}


def test_credits_are_read_with_the_words_of_the_policy(run) -> None:
    for name, text in PAGES.items():
        Path(name).write_text(text)

    def read() -> list[tuple[list[str], bool]]:
        found = []
        for name in PAGES:
            (article,) = json.loads(run("scan", name, "--format", "json")[1])["articles"]
            photos = sorted(article["photos"], key=lambda photo: photo["src"])
            found += [(p["credit"]["organisations"], p["credit"]["is_placeholder"]) for p in photos]
        return found

    shipped = read()
    assert len(shipped) == 8
    assert [filler for _, filler in shipped] == [False] * 8
    Path("credits.toml").write_text(HOUSE)
    house = read()
    assert [filler for _, filler in house] == [False, True] * 4
    assert all(names in (["XW"], ["Xyloto Wire"]) for names, _ in house[::2])


# ── originals ───────────────────────────────────────────────────────────────────────────────────

SITE = """<title>A day</title>
<figure><img src="/img/a1b2.webp"><figcaption>Boats. Photo: Joe Doe/AFP</figcaption></figure>
<figure><img src="https://cdn.example/w/stadium-800x533.jpg?x=1"><figcaption>A stadium.</figcaption></figure>
<figure><img src="/img/mountain-lake.jpg"></figure>
<figure><img src="/img/flat.png"></figure>
<figure><img src="https://cdn.example/nobody.jpg"></figure>
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site that renamed one photo, fetches one, and has another under an old name."""
    photos, public = tmp_path / "the photos", tmp_path / "public"
    (public / "img").mkdir(parents=True)
    photos.mkdir()
    for name in ("harbour-at-dawn.jpg", "stadium.jpg", "mountain-lake.webp", "vigil.jpg"):
        shutil.copy(ROOT / "sample_images" / name, photos)
    for made, name in {
        "a1b2.webp": "harbour-at-dawn.jpg",
        "mountain-lake.jpg": "market-day.jpg",
    }.items():
        with Image.open(ROOT / "sample_images" / name) as image:
            image.convert("RGB").resize((400, 267)).save(public / "img" / made)
    Image.new("RGB", (300, 200), "#336699").save(public / "img" / "flat.png")
    (public / "p.html").write_text(SITE)
    (tmp_path / "credits.toml").write_text('[articles]\nroot = "public"\n')
    return photos


def scanned(run, *options: object) -> list[dict[str, object]]:
    code, out, _ = run("scan", "public", "--format", "json", *options)
    assert code == 0
    return json.loads(out)["articles"][0]["photos"]


def test_originals_are_found_by_likeness_and_by_name(run, site: Path) -> None:
    assert [photo["original"] for photo in scanned(run)] == [None] * 5
    index(site, "archive.db")
    wanted = [
        ("the photos/harbour-at-dawn.jpg", "likeness"), ("the photos/stadium.jpg", "name"),
        None, None, None,
    ]  # fmt: skip
    for options in (["--originals", site], ["--catalog", "archive.db"]):
        photos = scanned(run, *options)
        found = [photo["original"] for photo in photos]
        assert [one and (one["path"], one["by"]) for one in found] == wanted
        assert (found[0]["distance"] <= 36, found[1]["distance"]) == (True, None)
        assert photos[0]["file"] == "public/img/a1b2.webp"
        assert photos[1]["file"] is None
    out = run("scan", "public/p.html", "--originals", site)[1]
    assert "original  the photos/harbour-at-dawn.jpg by likeness, " in out
    assert "original  the photos/stadium.jpg by name\n" in out
    # in a site of its own the original is itself
    photos = scanned(run, "--originals", site, "--originals", "public")
    assert [photo["original"] is None for photo in photos] == [True, False, True, True, True]


def test_originals_whose_credits_differ_are_told(run, site: Path) -> None:
    again = site / "again.jpg"
    shutil.copy(site / "harbour-at-dawn.jpg", again)
    credits.embed(again, creators=["Kim Poe"], credit_line="Reuters", source=None,
                  copyright_notice=None)  # fmt: skip
    photo = scanned(run, "--originals", site)[0]
    assert photo["original"] is None
    assert photo["rivals"] == ["the photos/again.jpg", "the photos/harbour-at-dawn.jpg"]
    assert "whose credits differ" in run("scan", "public", "--originals", site)[1]
    # one that names nobody is no rival
    credits.embed(again, creators=None, credit_line=None)
    original = scanned(run, "--originals", site)[0]["original"]
    assert original["path"] == "the photos/harbour-at-dawn.jpg"


def test_check_holds_a_page_against_the_originals(run, site: Path) -> None:
    index(site, "archive.db")
    words = ["check", "public/p.html", "--select", "ART901,ART902", "--format", "json"]
    code, out, _ = run(*words)
    unseen = json.loads(out)["findings"]
    assert (code, {one["line"] for one in unseen}) == (3, {3, 6})
    assert all("comes from another server" in one["message"] for one in unseen)
    for options in (["--originals", site], ["--catalog", "archive.db"]):
        code, out, _ = run(*words, *options)
        found = {(one["code"], one["line"]): one for one in json.loads(out)["findings"]}
        assert (code, set(found)) == (1, {("ART902", 2), ("ART901", 3), ("ART901", 6)})
        assert "the file says 'Solomiia Verbytska/" in found["ART901", 3]["message"]
        assert "'Joe Doe/AFP' here, in its file to 'Ann Lee" in found["ART902", 2]["message"]
        assert "harbour-at-dawn.jpg" in found["ART902", 2]["help"]
    # a rendition that says who made it speaks for itself
    credits.embed("public/img/a1b2.webp", creators=["Joe Doe"], credit_line="AFP")
    left = json.loads(run(*words, "--originals", site)[1])["findings"]
    assert [(one["code"], one["line"]) for one in left] == [("ART901", 3), ("ART901", 6)]
    assert run("check", "public", "--originals", "nowhere")[0] == 2
    assert run("scan", "public", "--catalog", "none.db")[0] == 2


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "gif", "tiff", "svg"])
def test_a_photo_is_no_article(run, form: str) -> None:
    Path(f"photo.{form}").write_bytes(picture(form))
    for command in (["scan"], ["embed", "--from-article"]):
        code, _, err = run(*command, f"photo.{form}")
        assert code == 3
        assert f"photo.{form}: is a picture, not an article" in err


def test_a_page_may_begin_with_a_drawing(run) -> None:
    Path("page.html").write_text('<svg width="1"/><img src="a.jpg" alt="A dog">')
    code, out, _ = run("scan", "page.html")
    assert (code, "a.jpg" in out) == (0, True)


def test_a_photo_that_is_called_a_page_is_held(run) -> None:
    Path("page.html").write_bytes(picture("jpeg"))
    code, out, _ = run("check", "page.html")
    assert (code, "is a picture, not an article" in out) == (3, True)
