"""Pages as sites have them: every photo once, with the words under it and its place."""

from __future__ import annotations

import time

import pytest

from credits.articles import html
from credits.articles._model import Article, Place, Use

SEED = "Syrian volunteers sign up en masse for Russian invasion in Ukraine/ Source: diplomatru.ru"


def scanned(text: str) -> tuple[Use, ...]:
    return html.scan(text).photos


def only(text: str) -> Use:
    (use,) = scanned(text)
    return use


def test_the_seed() -> None:
    use = only(
        f'<figure><img alt="Men before a mosque" src="a.jpg"><figcaption>{SEED}</figcaption></figure>'
    )
    assert (use.text, use.alt, use.kind) == (SEED, "Men before a mosque", "figure")
    assert use.caption == "Syrian volunteers sign up en masse for Russian invasion in Ukraine"
    assert use.credit
    assert use.credit.source == "diplomatru.ru"


CAPTION = "A dog. Photo: Ann Lee/dpa"
CAPTIONED = {
    "figcaption": "<figure><img src=a.jpg><figcaption>{}</figcaption></figure>",
    "deep": "<figure><div><div><a href='/x'><picture><img src=a.jpg></picture></a></div></div><div><figcaption>{}</figcaption></div></figure>",
    "caption first": "<figure><figcaption>{}</figcaption><img src=a.jpg></figure>",
    "WordPress block": '<!-- wp:image {{"id":9}} --><figure class="wp-block-image"><img src=a.jpg class="wp-image-9"/><figcaption class="wp-element-caption">{}</figcaption></figure><!-- /wp:image -->',
    "WordPress classic": '<div id="attachment_1" class="wp-caption alignleft"><img src=a.jpg><p class="wp-caption-text">{}</p></div>',
    "WordPress shortcode": '[caption id="attachment_1" align="left" width="300"]<a href="/x"><img src=a.jpg></a> {}[/caption]',
    "class": '<div class="photo"><img src=a.jpg><span class="image-caption">{}</span></div>',
    "cutline": '<div><div><img src=a.jpg></div><p class="cutline">{}</p></div>',
    "microdata": '<div itemscope><img src=a.jpg><meta itemprop=x><p itemprop="caption">{}</p></div>',
    "em in the paragraph": "<p><img src=a.jpg><br><em>{}</em></p>",
    "em as a paragraph": "<p><img src=a.jpg></p>\n<p><em>{}</em></p>",
    "small": "<p><a href=b><img src=a.jpg></a></p><small>{}</small>",
    "cite": "<div><img src=a.jpg><cite>{}</cite></div>",
    "AMP": '<figure><amp-img src="a.jpg" width=1 height=2></amp-img><figcaption>{}</figcaption></figure>',
    "Sphinx": '<figure><img src=a.jpg><figcaption><p><span class="caption-text">{}</span><a class="headerlink" href="#id1" title="Link to this image">¶</a></p></figcaption></figure>',
    "lightbox": '<img src=a.jpg data-caption="{}">',
}  # fmt: skip


@pytest.mark.parametrize("page", CAPTIONED.values(), ids=CAPTIONED)
def test_captions(page: str) -> None:
    use = only(f"<body><p>Before.</p>{page.format(CAPTION)}<p>Behind it all.</p></body>")
    assert use.text == CAPTION
    assert use.caption == "A dog."
    assert use.credit
    assert (use.credit.creators, use.credit.organisations) == (("Ann Lee",), ("dpa",))
    assert use.kind == "figure"


CREDITED = {
    "span in the caption": '<figure><img src=a.jpg><figcaption>A dog. <span class="credit">{}</span></figcaption></figure>',
    "beside the caption": '<figure><img src=a.jpg><figcaption>A dog.</figcaption><div class="photo-credit">{}</div></figure>',
    "media-credit": '<div class="wp-caption"><img src=a.jpg><span class="media-credit">{}</span><p class="wp-caption-text">A dog.</p></div>',
    "media-credit shortcode": '[media-credit name="{}" align="x"][caption]<img src=a.jpg /> A dog.[/caption][/media-credit]',
    "BBC": '<figure><img src=a.jpg><figcaption><span>A dog.</span> <p class="image-source">{}</p></figcaption></figure>',
    "microdata": '<figure itemscope itemtype="https://schema.org/ImageObject"><img src=a.jpg><figcaption itemprop="caption">A dog.</figcaption><span itemprop="creditText">{}</span></figure>',
    "AMP attribution": '<figure><amp-img src="a.jpg" attribution="{}"></amp-img><figcaption>A dog.</figcaption></figure>',
    "div": '<div class="media"><img src=a.jpg><div class="caption">A dog.</div><div class="copyright">{}</div></div>',
}  # fmt: skip


@pytest.mark.parametrize(
    "credit", ["Photo: Ann Lee/Reuters", "Ann Lee/Reuters", "© Ann Lee/Reuters"]
)
@pytest.mark.parametrize("page", CREDITED.values(), ids=CREDITED)
def test_credits_in_elements_of_their_own(page: str, credit: str) -> None:
    use = only(page.format(credit))
    assert use.caption == "A dog."
    assert use.credit
    assert (use.credit.creators, use.credit.organisations) == (("Ann Lee",), ("Reuters",))
    assert use.text == f"A dog. {credit}"


def test_what_is_no_caption() -> None:
    assert (
        only("<article><p><img src=a.jpg></p><p>The fleet went to sea at six.</p></article>").text
        is None
    )
    assert only("<p><img src=a.jpg> More photos on page 12.</p>").text is None
    page = '<article><img src=a.jpg><p>Long text.</p><div class="author-byline">By Jane Doe</div></article>'
    assert only(page).credit is None
    assert only("<p><img src=a.jpg></p><p><em>Really</em> a sentence.</p>").text is None
    assert only("<figure><img src=a.jpg></figure><p><em>An aside.</em></p>").kind


def test_two_pictures_keep_their_own_words() -> None:
    one, two = scanned(
        '<div><div class=p><img src=a.jpg><p class="caption">A cat.</p></div>'
        '<div class=p><img src=b.jpg><p class="caption">A dog.</p></div></div>'
    )
    assert (one.text, two.text) == ("A cat.", "A dog.")
    one, two = scanned(
        "<p><img src=a.jpg><br><em>A cat.</em><br><img src=b.jpg><br><em>A dog.</em></p>"
    )
    assert (one.text, two.text) == ("A cat.", "A dog.")


def test_gallery() -> None:
    page = (
        '<figure class="wp-block-gallery"><figure><img src=a.jpg><figcaption>A cat.</figcaption></figure>'
        "<figure><img src=b.jpg></figure><figcaption>Pets. Photos: Ann Lee</figcaption></figure>"
    )
    one, two = scanned(page)
    assert (one.kind, one.text) == ("gallery", "A cat.")
    assert (two.kind, two.text) == ("gallery", "Pets. Photos: Ann Lee")


ADDRESSED = {
    "lazy": ('<img src="data:image/gif;base64,R0" data-src="a.jpg" alt=x>', ("a.jpg",)),
    "placeholder": ('<img src="/blank.gif" data-lazy-src="a.jpg">', ("a.jpg", "/blank.gif")),
    "srcset": ('<img src="a.jpg" srcset="a-300.jpg 300w, a-900.jpg 900w">', ("a.jpg", "a-900.jpg", "a-300.jpg")),
    "srcset only": ('<img srcset="a-300.jpg 1x, a-900.jpg 2x">', ("a-900.jpg", "a-300.jpg")),
    "picture": ('<picture><source srcset="a.avif"><source srcset="a.webp"><img src="a.jpg"></picture>', ("a.jpg", "a.avif", "a.webp")),
    "link around": ('<a href="big.jpg"><img src="small.jpg"></a>', ("small.jpg", "big.jpg")),
    "commas in addresses": ('<img srcset="/w_300,h_200/a.jpg 300w, /w_900,h_600/a.jpg 900w">', ("/w_900,h_600/a.jpg", "/w_300,h_200/a.jpg")),
    "noscript": ('<img data-src="a.jpg"><noscript><img src="a.jpg"></noscript>', ("a.jpg",)),
    "entities": ('<img src="a.jpg?w=1&amp;h=2">', ("a.jpg?w=1&h=2",)),
    "blanks": ('<img src="\n a.jpg ">', ("a.jpg",)),
    "upper case": ('<IMG SRC="a.jpg">', ("a.jpg",)),
    "unclosed": ('<p><img src="a.jpg"<p>', ("a.jpg",)),
}  # fmt: skip


@pytest.mark.parametrize(("page", "sources"), ADDRESSED.values(), ids=ADDRESSED)
def test_addresses(page: str, sources: tuple[str, ...]) -> None:
    assert only(page).sources == sources


OTHERS = {
    "poster": ('<video poster="a.jpg"></video>', "cover"),
    "background": ('<div style="color: red; background-image: url(\'a.jpg\')">x</div>', "background"),
    "og:image": ('<head><meta property="og:image" content="a.jpg"></head>', "social"),
    "twitter": ('<meta name="twitter:image" content="a.jpg">', "social"),
    "image_src": ('<link rel="image_src" href="a.jpg">', "social"),
    "svg": ('<svg><image href="a.jpg"/></svg>', "inline"),
}  # fmt: skip


@pytest.mark.parametrize(("page", "kind"), OTHERS.values(), ids=OTHERS)
def test_other_ways_to_show_a_picture(page: str, kind: str) -> None:
    use = only(f"<html>\n {page}")
    assert (use.src, use.kind) == ("a.jpg", kind)
    assert use.place.line == 2


def test_social_picture_that_the_page_shows_is_told_once() -> None:
    page = '<meta property="og:image" content="a.jpg"><figure><img src="a.jpg" alt="x"><figcaption>c</figcaption></figure>'
    assert only(page).kind == "figure"
    both = scanned(
        '<meta property="og:image" content="b.jpg"><meta property="og:image:alt" content="y"><img src="a.jpg">'
    )
    assert [(use.src, use.kind, use.alt) for use in both] == [
        ("b.jpg", "social", "y"),
        ("a.jpg", "inline", None),
    ]


def test_linked_data() -> None:
    page = """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "image":
    {"@type": "ImageObject", "contentUrl": "a.jpg", "caption": "A dog", "creditText": "Ann Lee/dpa",
     "license": "https://x.example/l"}}]}</script>"""
    use = only(page)
    assert (use.src, use.kind, use.text) == ("a.jpg", "social", "A dog Ann Lee/dpa")
    assert use.credit
    assert use.credit.creators == ("Ann Lee",)
    article = html.scan(page)
    assert [(place, node["license"]) for place, node in article.objects] == [
        (Place(1, 1), "https://x.example/l")
    ]
    for broken in ("{", "[1, null, {}]", '{"@type": ["ImageObject", 3], "url": 5}', "[" * 100_000):
        assert scanned(f'<script type="application/ld+json">{broken}</script>') == ()


def test_what_is_no_photo() -> None:
    assert scanned('<img src="data:image/png;base64,AA">') == ()
    assert scanned('<img src="t.gif" width="1" height="1">') == ()
    assert scanned('<img alt="nothing">') == ()
    assert scanned('<!-- <img src="a.jpg"> --><script>"<img src=a.jpg>"</script>') == ()
    assert scanned("") == scanned("   ") == scanned("<!-- -->") == ()


def test_alt() -> None:
    assert [
        use.alt for use in scanned('<img src=a.jpg><img src=b.jpg alt><img src=c.jpg alt=" x  y ">')
    ] == [None, "", "x y"]


def test_places() -> None:
    page = 'é<p>\n\n  text <img src="a.jpg"><b>é</b><img src="b.jpg">\r\n<div title="<img src=c.jpg>">\n<img\nsrc="d.jpg">'
    assert [(use.src, use.place) for use in scanned(page)] == [
        ("a.jpg", Place(3, 8)), ("b.jpg", Place(3, 33)), ("d.jpg", Place(5, 1)),
    ]  # fmt: skip


def test_offsets_never_show() -> None:
    page = '<figure><img src="a.jpg" alt="see <img src=b>"><figcaption>&lt;img &gt; <i title="<img x">c</i></figcaption></figure>'
    use = only(page)
    assert use.alt == "see <img src=b>"
    assert use.text == "<img > c"


def test_title_and_waivers() -> None:
    article = html.scan(
        '<title>\n A  day </title>\n<!-- credits: ignore CRD101, ART9 reason="cleared by desk" until=2026-12-31 -->'
    )
    assert article.title == "A day"
    (waiver,) = article.waivers
    assert waiver == (Place(3, 1), ("CRD101", "ART9"), "cleared by desk", "2026-12-31")


def test_hidden_words_are_not_read() -> None:
    use = only(
        "<figure><img src=a.jpg><figcaption>A dog<script>x()</script><span hidden>no</span> runs.<style>a{}</style></figcaption></figure>"
    )
    assert use.text == "A dog runs."


def test_nothing_dropped_in_silence() -> None:
    article: Article = html.scan("<div>" * 5000 + "<img src=a.jpg>")
    assert article.photos or article.problems


def test_places_with_and_without_a_column_are_put_in_order() -> None:
    """A comment inside a style hides the column of what stands on the same line."""
    found = scanned("<div style=\"<!--;background:url('b.jpg')\"></div><img src=a.jpg>")
    assert sorted(use.src for use in found) == ["a.jpg", "b.jpg"]


def test_a_figure_of_thousands_of_pictures_costs_no_time() -> None:
    begin = time.process_time()
    assert scanned("<figure>" + "<img src=a.jpg alt=x>" * 3000 + "</figure>")
    assert time.process_time() - begin < 4
