"""Printed forms: what they print is read back, nothing of a photo's text gets loose."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import credits
from credits.articles import scan
from credits.credit_comparison import compared
from credits.errors import InvalidValue, Uncredited
from credits.photo import Photo
from credits.record import Record
from credits.renderings import FORMS, render
from tests.conftest import ROOT
from tests.pictures import picture

CREDITED = {
    "caption": "Migrants are called to serve",
    "creators": ["Evgeny Epanchintsev"],
    "credit_line": "TASS",
    "alt_text": "Men in a hall, one with a list",
}


def photo(path: str | None = "march.jpg", **record: object) -> Photo:
    return Photo(
        path=path, format="jpeg", width=1200, height=800, record=Record.model_validate(record),
        sources={}, conflicts=(), problems=(), credentials=None, origin=b"",
    )  # fmt: skip


def linked(page: str) -> dict[str, object]:
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert script
    return dict(json.loads(script[1]))


def feed(item: str) -> bytes:
    return f'<rss version="2.0"><channel><item>{item}</item></channel></rss>'.encode()


# how each form that an article can be made of is read again
READERS = {
    "html": lambda text: scan(text.encode(), kind="html"),
    "markdown": lambda text: scan(text.encode(), kind="markdown"),
    "media-rss": lambda text: scan(feed(text), kind="feed"),
}


@pytest.mark.parametrize("form", READERS)
def test_what_is_printed_is_read_back(form: str) -> None:
    (use,) = READERS[form](render(photo(**CREDITED), form)).photos
    assert use.src == "march.jpg"
    assert use.caption == CREDITED["caption"]
    assert compared(use.credit, Record.model_validate(CREDITED)).same
    if form != "media-rss":
        assert use.alt == CREDITED["alt_text"]


NASTY = st.text(max_size=60) | st.text(
    alphabet="<>&\"'`*_[](){}%$|~\\!#:/ \n\u2028\x00\ud800ab", max_size=80
)


@given(caption=NASTY, name=NASTY, src=NASTY, alt=NASTY, form=st.sampled_from(sorted(FORMS)))
def test_nothing_gets_loose(caption: str, name: str, src: str, alt: str, form: str) -> None:
    page = render(
        photo(caption=caption, creators=[name], alt_text=alt, headline=caption,
              licensors=[{"url": name}], web_statement=src),
        form, src=src, on_missing="omit",
    )  # fmt: skip
    page.encode()  # no half characters
    if form == "html" and page:
        tree = etree.fromstring(f"<body>{page}</body>", etree.HTMLParser())
        assert len(tree.findall(".//script")) == 1
        allowed = {"html", "body", "figure", "img", "figcaption", "span", "a", "script"}
        assert {one.tag for one in tree.iter()} <= allowed
        assert json.loads(tree.findtext(".//script") or "")["@type"] == "ImageObject"
        assert tree.xpath("string(.//img/@alt)") == " ".join(_seen(alt).split())
    elif form == "jsonld" and page:
        assert json.loads(page)["contentUrl"] == " ".join(_seen(src).split())
    elif form == "media-rss" and page:
        assert etree.fromstring(page).tag.endswith("content")
    elif form in {"text", "tasl"}:
        assert "\n" not in page
    elif page:
        assert not re.search(r"[<{]", page)


def _seen(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", text)


@given(caption=st.text(alphabet="<>&\"'`*_[](){}%$|~\\!#:+-=. ab1\n", min_size=1, max_size=60))
def test_markdown_gives_every_text_back(caption: str) -> None:
    article = scan(render(photo(caption=f"{caption}x", creators=["Ann Lee"]), "markdown").encode())
    (use,) = article.photos
    assert use.text == f"{' '.join((caption + 'x').split())} (Ann Lee)"


def test_linked_data_has_what_google_asks_for() -> None:
    shown = linked(
        render(
            photo(
                **CREDITED, copyright_notice="© 2026 TASS", web_statement="https://tass.example/terms",
                licensors=[{"name": "TASS", "url": "https://tass.example/buy"}], headline="Called up",
                digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
            ),
            base="https://paper.example/img/",
        )
    )  # fmt: skip
    assert shown == {
        "@context": "https://schema.org/",
        "@type": "ImageObject",
        "contentUrl": "https://paper.example/img/march.jpg",
        "name": "Called up",
        "caption": "Migrants are called to serve",
        "width": 1200,
        "height": 800,
        "creator": {"@type": "Person", "name": "Evgeny Epanchintsev"},
        "creditText": "Evgeny Epanchintsev/TASS",
        "copyrightNotice": "© 2026 TASS",
        "license": "https://tass.example/terms",
        "acquireLicensePage": "https://tass.example/buy",
        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    }


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "ask the desk", "data:,x", "//x", "ftp://x/y"]
)
def test_only_addresses_of_the_web_are_linked(bad: str) -> None:
    page = render(photo(**CREDITED, web_statement=bad, licensors=[{"url": bad}]))
    assert "license" not in page
    assert "acquireLicensePage" not in page


def test_licence_is_linked_for_readers() -> None:
    page = render(photo(creators=["Ann Lee"], usage_terms="CC BY 4.0"))
    assert (
        '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in page
    )


def test_tasl() -> None:
    said = photo(
        title="Lake",
        creators=["Ann Lee"],
        web_statement="https://creativecommons.org/licenses/by/4.0/",
    )
    assert render(said, "tasl", modified="cropped") == (
        '"Lake" by Ann Lee is licensed under CC BY 4.0 '
        "https://creativecommons.org/licenses/by/4.0/, cropped"
    )


def test_turned_pictures_have_the_size_they_are_seen_in() -> None:
    page = render(photo(**CREDITED, orientation=6))
    assert 'width="800" height="1200"' in page


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize(
    "record", [{}, {"creators": ["Photo: Internet"]}, {"credit_line": "unknown"}]
)
def test_nobody_is_credited(form: str, record: dict[str, object]) -> None:
    with pytest.raises(Uncredited, match=r"march\.jpg: nobody is credited"):
        render(photo(caption="A dog", **record), form)
    assert render(photo(caption="A dog", **record), form, on_missing="omit") == ""
    grey = render(photo(caption="A dog", **record), form, on_missing="placeholder")
    assert "march.jpg" not in grey
    assert bool(grey) == (form in {"html", "markdown"})
    if grey:
        assert "data:image/svg+xml," in grey
        assert "A dog" in grey
        assert "Internet" not in grey


def test_names_of_files_become_addresses() -> None:
    assert 'src="a%20b%3F%23.jpg"' in render(photo("a b?#.jpg", **CREDITED))
    assert 'src="/tmp/a.jpg"' in render(photo("//tmp/a.jpg", **CREDITED))  # and no host "tmp"
    assert 'src="/tmp//a.jpg"' in render(photo("///tmp//a.jpg", **CREDITED))
    assert 'src="javascript%3Aalert%281%29.jpg"' in render(
        photo("javascript:alert(1).jpg", **CREDITED)
    )


def test_photos_come_as_paths_bytes_and_photos(tmp_path: Path) -> None:
    data = credits.embed(picture("jpeg"), **CREDITED)
    path = tmp_path / "a b.jpg"
    path.write_bytes(data)
    said = "Migrants are called to serve (Evgeny Epanchintsev/TASS)"
    assert credits.render(path, "text") == said
    assert credits.render(credits.read(path), "text") == said
    assert credits.render(data, "text", src="x.jpg") == said
    with pytest.raises(InvalidValue, match="bytes have no address"):
        credits.render(data, "text")
    with pytest.raises(InvalidValue, match="there is no form 'pdf'"):
        credits.render(data, "pdf", src="x")


def test_sample_photos_that_are_credited_are_printed_in_every_form() -> None:
    count = 0
    for name in ("vigil.jpg", "mountain-lake.webp", "archive-tram.tif", "weather-map.png"):
        for form in FORMS:
            count += bool(credits.render(ROOT / "sample_images" / name, form))
    assert count == 24
