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
