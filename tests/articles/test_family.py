"""All kinds of articles: told apart, resolved inside their site, hostile ones survived."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.articles import KINDS, scan
from credits.articles._files import Site, found
from credits.articles._model import Place, Use
from credits.errors import CreditsError, Unsupported
from tests.conftest import ROOT

FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Paper</title>
<item><media:group><media:content url="https://x.example/a.jpg" medium="image">
<media:credit role="photographer">Ann Lee/dpa</media:credit><media:description>A dog.</media:description></media:content>
<media:thumbnail url="t.jpg"/></media:group></item>
<item><enclosure url="b.jpg" type="image/jpeg" length="1"/><enclosure url="c.mp3" type="audio/mpeg"/>
<description>&lt;figure&gt;&lt;img src="d.jpg"&gt;&lt;figcaption&gt;A cat. Photo: Ann Lee/dpa&lt;/figcaption&gt;&lt;/figure&gt;</description>
</item></channel></rss>"""


def test_feed() -> None:
    article = scan(FEED.encode())
    assert article.title == "Paper"
    assert [(use.src, use.kind, use.place.line, use.text) for use in article.photos] == [
        ("https://x.example/a.jpg", "cover", 3, "A dog. Ann Lee/dpa"),
        ("t.jpg", "cover", 5, None),
        ("b.jpg", "cover", 6, None),
        ("d.jpg", "figure", 7, "A cat. Photo: Ann Lee/dpa"),
    ]
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><content type="html">&lt;img src="a.jpg" alt="x"&gt;</content></entry></feed>'
    (use,) = scan(atom.encode()).photos
    assert (use.src, use.alt) == ("a.jpg", "x")


@pytest.mark.parametrize(
    ("name", "text", "photos"),
    [
        ("a.html", "<img src=a.jpg>", 1), ("a.md", "![](a.jpg)", 1), ("a.rst", ".. image:: a.jpg", 1),
        ("a.xml", FEED, 4), ("a.html", FEED, 4), ("noname", "<!DOCTYPE html><img src=a.jpg>", 1),
        ("noname", "![](a.jpg)", 1), ("a.HTM", "![](a.jpg)", 0),
    ],
)  # fmt: skip
def test_kinds_are_told_by_name_and_content(
    tmp_path: Path, name: str, text: str, photos: int
) -> None:
    (tmp_path / name).write_text(text)
    assert len(scan(tmp_path / name).photos) == photos


@pytest.mark.parametrize(
    ("data", "alt"),
    [
        ("<img src=a alt='Zoë'>".encode(), "Zoë"), ("<img src=a alt='Zoë'>".encode("cp1252"), "Zoë"),
        (b"\xef\xbb\xbf<img src=a alt='Zo\xc3\xab'>", "Zoë"), ("\ufeff<img src=a alt='Zoë'>".encode("utf-16"), "Zoë"),
        ("<meta charset=windows-1251><img src=a alt='Зоя'>".encode("cp1251"), "Зоя"),
        (b"<meta charset=nonsense><img src=a alt='Zo\xeb'>", "Zoë"),
    ],
)  # fmt: skip
def test_encodings(data: bytes, alt: str) -> None:
    (use,) = scan(data).photos
    assert use.alt == alt


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    for name in (
        "a.jpg",
        "static/img/b.jpg",
        "posts/one/c.jpg",
        "posts/one/é ü.jpg",
        "d-scaled.jpg",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")
    (tmp_path / "secret.jpg").write_bytes(b"x")
    (root / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    return root


@pytest.mark.parametrize(
    ("src", "file"),
    [
        ("c.jpg", "posts/one/c.jpg"), ("./c.jpg?w=300#x", "posts/one/c.jpg"), ("/a.jpg", "a.jpg"),
        ("../../a.jpg", "a.jpg"), ("/img/b.jpg", "static/img/b.jpg"), ("img/b.jpg", "static/img/b.jpg"),
        ("https://paper.example/img/b.jpg", "static/img/b.jpg"), ("//cdn.example/a.jpg", "a.jpg"),
        ("%C3%A9%20%C3%BC.jpg", "posts/one/é ü.jpg"), ("c-300x200.jpg", "posts/one/c.jpg"),
        ("c-300x200.webp", "posts/one/c.jpg"), ("c-scaled.jpg", "posts/one/c.jpg"), ("c@2x.jpg", "posts/one/c.jpg"),
        ("c-e1699999999.jpg", "posts/one/c.jpg"), ("c_hu_9f8e7d6c5b4a3210.jpg", "posts/one/c.jpg"),
        ("c_hu9f8e7d6c5b4a32_12345_800x0_resize_q75_box.jpg", "posts/one/c.jpg"),
        ("c.width-800.jpg", "posts/one/c.jpg"), ("c.max-165x165.jpg", "posts/one/c.jpg"), ("c-800w.jpg", "posts/one/c.jpg"),
        ("/d-scaled.jpg", "d-scaled.jpg"), ("nothing.jpg", None), ("", None), ("file:///etc/passwd", None),
        ("../../../secret.jpg", None), ("/link.jpg", None), ("/../secret.jpg", None), ("c.jpg\0", None),
        ("http://[bad/a.jpg", None), ("javascript:alert(1)", None), ("%2e%2e/%2e%2e/%2e%2e/secret.jpg", None),
    ],
)  # fmt: skip
def test_files(site: Path, src: str, file: str | None) -> None:
    use = Use(src, Place(1), "inline")
    where = Site.of(str(site / "posts/one/index.md"), str(site))
    assert found(use, where) == (None if file is None else str(site / file))


def test_sample_articles() -> None:
    page = scan(ROOT / "sample_images" / "article.html")
    assert [os.path.basename(use.file or "") for use in page.photos] == [
        "harbour-at-dawn.jpg", "flooded-street.jpg", "station-platform.jpg", "stadium-small.jpg", "icon-camera.png",
    ]  # fmt: skip
    text = scan(ROOT / "sample_images" / "article.md")
    assert [(use.kind, use.src, use.place.line) for use in text.photos] == [
        ("cover", "mountain-lake.webp", 3), ("figure", "rally-at-noon.jpg", 8),
        ("figure", "vigil.jpg", 13), ("figure", "harbour-wire.jpg", 15),
    ]  # fmt: skip


HOSTILE = {
    "deep": "<div>" * 100_000 + "<img src=a.jpg>",
    "deep figures": "<figure>" * 2000 + "<img src=a.jpg><figcaption>x</figcaption>",
    "many pictures": "<p><img src=a.jpg alt=x></p>" * 20_000,
    "many in one paragraph": "<p>" + "<img src=a.jpg>" * 5000,
    "many captions": "<figure><img src=a.jpg>" + "<figcaption>x</figcaption>" * 5000,
    "unclosed tags": "<img " * 50_000,
    "unclosed quotes": "<img src='" * 50_000,
    "urls": "url(" * 100_000,
    "shortcodes": "[caption]" * 20_000,
    "Hugo": "{{< figure " * 20_000,
    "includes": "{% include figure " * 20_000,
    "MyST": "```{figure}\n" * 20_000,
    "captions": "/// caption\n" * 20_000,
    "brackets": "![" * 50_000,
    "a long paragraph of brackets": "![" * 2000 + "+true" * 70_000,
    "emphasis": "*_" * 50_000,
    "comments": "<!-- credits: ignore" * 20_000,
    "srcset": "<img srcset='" + "a 1w, " * 50_000 + "'>",
    "entities": "&lt;" * 200_000,
    "quotes": "> " * 20_000,
    "lists": "- " * 5_000,
    "backticks": "`" * 50_000,
    "front": "---\n" + "a: b\n" * 50_000,
    "long class": f"<div class='{'credit-' * 20000}'><img src=a.jpg></div>",
    "long caption": f"<figure><img src=a.jpg><figcaption>{'Photo: Ann Lee/dpa ' * 5000}</figcaption></figure>",
    "pictures before all the rest": "<img src=a.jpg><div class=credit>" * 230 + "<b>a</b> " * 20_000,
    "directives": ".. figure:: a.jpg\n\n" * 10_000,
}  # fmt: skip


@pytest.mark.parametrize("kind", ["html", "markdown", "rst"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_articles_take_bounded_time(text: str, kind: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(Unsupported):
        scan(text.encode(), kind=kind)
    assert time.process_time() - begin < 10


def test_what_is_too_long_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    with pytest.raises(Unsupported, match="is an article of 209715200 bytes"):
        scan(path)
    with pytest.raises(Unsupported, match="characters"):
        scan(b" " * (33 << 20))


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel>&a;</channel></rss>',
        b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><rss/>',
    ],
)
def test_feeds_have_no_entities(data: bytes) -> None:
    with pytest.raises(Unsupported):
        scan(data, kind="feed")


@given(
    st.text(max_size=300)
    | st.text(alphabet="<>/=\"' \n![](){}%&;#-+:`*_~|abimgsrc.jp", max_size=400),
    st.sampled_from(sorted(KINDS)),
)
def test_any_text_is_read_or_refused(text: str, kind: str) -> None:
    try:
        article = scan(text.encode("utf-8", "replace"), kind=kind)
    except CreditsError:
        return
    for use in article.photos:
        assert use.src
        assert use.place.line >= 1
        assert "data-credits-at" not in f"{use.src}{use.text}{use.alt}" or "data-credits-at" in text


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        scan(data)
    except CreditsError:
        return
