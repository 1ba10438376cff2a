"""``credits scan`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from credits.credit_line import KEYS
from tests.conftest import ROOT

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
