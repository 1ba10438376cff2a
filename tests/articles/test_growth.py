"""Pages made to take long: what they cost grows as they do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import credits
from tests.growth import is_linear

HEAD = b"<!doctype html><title>T</title>"
CREDIT = b"<figcaption>A day. Photo: Ann Lee/AP</figcaption>"
PAGES: dict[str, Callable[[int], bytes]] = {
    "pictures in a picture that is never closed": lambda n: b"<picture>" + b'<source srcset="a.webp 2x"><img src=x>' * n,
    "sources of one picture": lambda n: b"<picture>" + b'<source srcset="a.webp 2x">' * n + b"<img src=x>" * n,
    "pictures for networks": lambda n: b'<meta property="og:image" content="/a.jpg">' * n,
    "pictures for networks, each described": lambda n: b'<meta property="og:image" content="/a.jpg"><meta property="og:image:alt" content=A>' * n,
    "a list of linked data": lambda n: b'<script type="application/ld+json">[' + b'{"@type":"ImageObject","contentUrl":"a.jpg"},' * n + b"0]</script>",
    "scripts": lambda n: b'<script type="application/ld+json">{"@type":"ImageObject","contentUrl":"a.jpg"}</script>' * n,
    "pictures of one figure": lambda n: b"<figure>" + b"<img src=a.jpg>" * n + CREDIT,
    "pictures of one figure, captioned before": lambda n: b"<figure>" + CREDIT + b"<img src=a.jpg>" * n,
    "drawings of one figure": lambda n: b"<figure><svg>" + b'<image href="a.jpg"/>' * n + b"</svg>" + CREDIT,
    "figures without end": lambda n: b"<figure><img src=a.jpg>" * n,
    "figures side by side": lambda n: (b"<figure><img src=a.jpg>" + CREDIT + b"</figure>") * n,
    "paragraphs": lambda n: b"<p><img src=a.jpg> <em>Photo: Ann</em></p>" * n,
    "emphasis behind a picture": lambda n: b"<p><img src=a.jpg>" + b"<em>Photo: Ann</em> " * n,
    "pictures in a row": lambda n: b"<p>" + b"<img src=a.jpg> " * n,
    "a long caption": lambda n: b"<figure><img src=a.jpg><figcaption>" + b"Photo: Ann Lee/AP " * n,
    "links": lambda n: b"<a href=a.jpg><img src=b.jpg>" * n,
    "backgrounds": lambda n: b'<div style="' + b"background:url(a.jpg);" * n + b'">',
    "addresses": lambda n: b'<img srcset="' + b"a.jpg 2x, " * n + b'" src=a.jpg>',
    "waivers": lambda n: b'<!-- credits: ignore ART901 reason="x" until=2027-01-01 -->' * n + b"<img src=a.jpg>",
    "lines": lambda n: b"\n<img src=a.jpg>" * n,
    "tables": lambda n: b"<table><tr><td><img src=a.jpg><td>Photo: Ann" * n,
    "shortcodes": lambda n: b'[caption id="a" width="3"]<img src=a.jpg> Photo: Ann[/caption]' * n,
    "shortcodes without end": lambda n: b'[caption id="a"]<img src=a.jpg>' * n,
    "angles": lambda n: b"<" * n,
    "comments without end": lambda n: b"<!--" * n,
    "entities": lambda n: b"&amp;<img src=a.jpg alt='&eacute;'>" * n,
}  # fmt: skip
TEXTS: dict[str, Callable[[int], bytes]] = {
    "pictures": lambda n: b'![a](a.jpg "Photo: Ann Lee/AP")\n\n' * n,
    "pictures in a line": lambda n: b"![a](a.jpg) " * n,
    "brackets": lambda n: b"![" * n,
    "brackets closed": lambda n: b"![" * n + b"](a.jpg)" * n,
    "stars": lambda n: b"*a **b " * n,
    "backticks": lambda n: b"".join(b"`" * (k % 90) + b" a" for k in range(n)),
    "quotes": lambda n: b"> " * n + b"![a](a.jpg)",
    "lists": lambda n: b"".join(b" " * (k % 60) + b"- ![a](a.jpg)\n" for k in range(n)),
    "references": lambda n: b"![a][r]\n\n" * n + b"[r]: a.jpg\n",
    "definitions": lambda n: b"".join(b"[r%d]: a.jpg\n" % k for k in range(n)) + b"![a][r1]",
    "shortcodes": lambda n: b'{{< figure src="a.jpg" caption="Photo: Ann" >}}\n\n' * n,
    "shortcodes without end": lambda n: b"{{< figure " * n,
    "tags of templates": lambda n: b'{% include figure.html src="a.jpg" %}\n' * n,
    "directives": lambda n: b":::figure\n![a](a.jpg)\nPhoto: Ann\n:::\n\n" * n,
    "markup": lambda n: b"<figure><img src=a.jpg><figcaption>Photo: Ann</figcaption></figure>\n\n" * n,
    "shortcodes with pictures, without end": lambda n: b"{{<img src=x>" * n,
    "commas": lambda n: b",\n\n" * n,
    "links": lambda n: b"[![a](a.jpg)](b.jpg)\n\n" * n,
    "front matter": lambda n: b"---\n" + b"a: b\n" * n + b"---\n![a](a.jpg)",
    "front matter without end": lambda n: b"---\n" + b"a: b\n" * n,
}  # fmt: skip
FEED = b'<?xml version="1.0"?><rss xmlns:media="http://search.yahoo.com/mrss/"><channel><item>%s</item></channel></rss>'
FEEDS: dict[str, Callable[[int], bytes]] = {
    "pictures of one entry": lambda n: b'<media:content url="a.jpg"/>' * n,
    "pictures inside each other": lambda n: b'<media:content url="a.jpg"><media:credit>A</media:credit></media:content>' * n,
    "words of one entry": lambda n: b"<media:credit>A</media:credit>" * n + b'<media:content url="a.jpg"/>' * n,
    "groups": lambda n: b'<media:group><media:content url="a.jpg"/></media:group>' * n,
    "markup": lambda n: b"<description>&lt;img src=a.jpg></description>" * n,
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pages_cost_what_their_length_says(name: str) -> None:
    make = PAGES[name]
    assert is_linear(lambda size: credits.scan(HEAD + make(size), kind="html"), 800)


@pytest.mark.parametrize("name", TEXTS)
def test_texts_cost_what_their_length_says(name: str) -> None:
    make = TEXTS[name]
    assert is_linear(lambda size: credits.scan(make(size), kind="markdown"), 400)


@pytest.mark.parametrize("name", FEEDS)
def test_feeds_cost_what_their_length_says(name: str) -> None:
    make = FEEDS[name]
    assert is_linear(lambda size: credits.scan(FEED % make(size), kind="feed"), 500)


def test_a_directive_of_blank_lines_costs_what_its_length_says() -> None:
    page = b".. figure:: a.jpg\n   :alt: A\n"
    assert is_linear(lambda size: credits.scan(page + b"\n" * size, kind="rst"), 40_000)


@pytest.mark.parametrize("mark", ["0//", "\u0660", "9" * 5000, "-1", ""])
def test_a_page_that_writes_our_own_mark_is_read_all_the_same(mark: str) -> None:
    page = f"<p><image data-credits-at={mark!r} href=a.jpg><img data-credits-at={mark!r} src=b.jpg>"
    assert {use.src for use in credits.scan(page.encode(), kind="html").photos} >= {"b.jpg"}
