"""Markdown as site builders read it: captions, shortcodes, front matter, places."""

from __future__ import annotations

import pytest

from credits.articles import markdown, rst
from credits.articles._model import Place, Use

LINE = "A dog. Photo: Ann Lee/dpa"


def scanned(text: str, **more) -> tuple[Use, ...]:
    return markdown.scan(text, **more).photos


def only(text: str, **more) -> Use:
    (use,) = scanned(text, **more)
    return use


CAPTIONED = {
    "emphasis below": "![alt](a.jpg)\n*{}*",
    "emphasis as a paragraph": "![alt](a.jpg)\n\n*{}*\n",
    "underscores": "![alt](a.jpg)  \n_{}_",
    "title": '![alt](a.jpg "{}")',
    "reference": '![alt][p]\n\n[p]: a.jpg "{}"',
    "HTML": '<figure>\n<img src="a.jpg" alt="alt">\n<figcaption>{}</figcaption>\n</figure>',
    "Markdown in HTML": '<figure markdown="span">\n  ![alt](a.jpg){{ width="300" }}\n  <figcaption>{}</figcaption>\n</figure>',
    "Hugo": '{{{{< figure src="a.jpg" alt="alt" caption="{}" >}}}}',
    "Hugo over lines": '{{{{< figure\n  src="a.jpg"\n  alt="alt" caption="{}"\n>}}}}',
    "Jekyll": '{{% include figure.html image_path="a.jpg" alt="alt" caption="{}" %}}',
    "MyST": "```{{figure}} a.jpg\n:alt: alt\n:width: 300\n\n{}\n```",
    "MyST colons": ":::{{figure}} a.jpg\n:alt: alt\n{}\n:::",
    "PyMdown": "![alt](a.jpg)\n/// caption\n{}\n///",
    "attributes": "![alt](a.jpg){{ .left width=300 }}\n*{}*",
    "small": "![alt](a.jpg)<br><small>{}</small>",
}  # fmt: skip


@pytest.mark.parametrize("page", CAPTIONED.values(), ids=CAPTIONED)
def test_captions(page: str) -> None:
    use = only(f"# Title\n\nText.\n\n{page.format(LINE)}\n\nMore text.\n")
    assert (use.src, use.alt, use.text, use.caption) == ("a.jpg", "alt", LINE, "A dog.")
    assert use.credit
    assert use.credit.creators == ("Ann Lee",)
    assert use.place.line in {5, 6}


def test_hugo_attribution() -> None:
    use = only(
        '{{< figure src="/img/a.jpg" caption="A dog." attr="Ann Lee/dpa" attrlink="https://x.example" >}}'
    )
    assert (use.text, use.caption) == ("A dog. Ann Lee/dpa", "A dog.")
    assert use.credit
    assert use.credit.organisations == ("dpa",)


@pytest.mark.parametrize(
    ("text", "src", "alt"),
    [
        ('{% image "a.jpg", "A dog" %}', "a.jpg", "A dog"),
        ("![[a.jpg]]", "a.jpg", None),
        ("![[folder/a b.png|A dog]]", "folder/a b.png", "A dog"),
        ("![](a.jpg)", "a.jpg", ""),
        ("![A *fine* dog](<a b.jpg>)", "a%20b.jpg", "A fine dog"),
        ("[![A dog](a.jpg)](https://x.example)", "a.jpg", "A dog"),
        ('{{< img src="a.jpg" >}}', "a.jpg", None),
    ],
)
def test_addresses(text: str, src: str, alt: str | None) -> None:
    use = only(text)
    assert (use.src, use.alt) == (src, alt)


FRONT = {
    "image": ("image: a.jpg", {}),
    "quoted": ("image: 'a.jpg'", {}),
    "PaperMod": ("cover:\n  image: a.jpg\n  alt: A dog\n  caption: '{}'", {"alt": "A dog", "text": LINE}),
    "Minimal Mistakes": ("header:\n  teaser: a.jpg\n  caption: '{}'", {"text": LINE}),
    "Chirpy": ("image:\n  path: a.jpg\n  alt: A dog", {"alt": "A dog"}),
    "Hugo images": ("images: [a.jpg]", {}),
    "Hugo bundle": ("resources:\n- src: a.jpg\n  params: {{credit: Ann Lee/dpa}}\n- src: b.pdf", {"text": "Ann Lee/dpa"}),
    "Ghost": ("feature_image: a.jpg\nfeature_image_alt: A dog\nfeature_image_caption: '{}'", {"alt": "A dog", "text": LINE}),
    "credit key": ("image: a.jpg\nimage_credit: Ann Lee/dpa", {"text": "Ann Lee/dpa"}),
}  # fmt: skip


@pytest.mark.parametrize(("front", "says"), FRONT.values(), ids=FRONT)
def test_front_matter(front: str, says: dict[str, str]) -> None:
    use = only(f"---\ntitle: x\n{front.format(LINE)}\n---\nText.\n")
    assert (use.src, use.kind) == ("a.jpg", "cover")
    assert {name: getattr(use, name) for name in says} == says
    assert use.place.line in {3, 4}
    assert use.credit is not None or "text" not in says


def test_front_matter_of_other_kinds() -> None:
    assert only('+++\ntitle = "x"\n[cover]\nimage = "a.jpg"\n+++\n').place == Place(4, 10)
    assert only('{"title": "x", "image": "a.jpg"}\n\nText').src == "a.jpg"
    assert only("---\npicture: a.jpg\n---\n", keys=["picture"]).src == "a.jpg"
    assert markdown.scan("---\ntitle: A day\n---\n").title == "A day"


def test_front_matter_that_cannot_be_read_is_told() -> None:
    for front in (
        "---\nimage: [a.jpg\n---\n",
        "+++\nimage = \n+++\n",
        "---\n" + "a: &a [*a]\n" * 300 + "---\n",
    ):
        article = markdown.scan(front + "![x](b.jpg)")
        assert article.problems
        assert article.problems[0].startswith("front matter: ")
        assert [use.src for use in article.photos] == ["b.jpg"]
    assert scanned("--- \nText\n***\n---\n![](b.jpg)")


def test_cover_that_the_text_shows_is_told_once() -> None:
    use = only(f"---\nimage: a.jpg\n---\n![alt](a.jpg)\n*{LINE}*\n")
    assert (use.kind, use.place.line) == ("figure", 4)


def test_places() -> None:
    text = '---\nx: 1\n---\nA ![a](a.jpg) and ![b](b.jpg)\n\n{{< figure src="c.jpg" >}} <img src=d.jpg>\n\n- ![e](e.jpg)\n'
    assert [(use.src, use.place) for use in scanned(text)] == [
        ("a.jpg", Place(4, 3)), ("b.jpg", Place(4, 19)), ("c.jpg", Place(6, 1)),
        ("d.jpg", Place(6, 28)), ("e.jpg", Place(8, 3)),
    ]  # fmt: skip


def test_code_shows_no_pictures() -> None:
    assert scanned("```\n![x](a.jpg)\n```\n\n    ![x](b.jpg)\n\n`![x](c.jpg)`\n") == ()


def test_rst() -> None:
    text = (
        "Title\n=====\n\n.. figure:: img/a.jpg\n   :alt: A dog\n   :width: 300\n\n   A dog.\n   Photo: Ann Lee/dpa\n\n"
        "Text.\n\n.. image:: b.jpg\n   :alt: B\n\n.. |c| image:: c.png\n"
    )
    one, two, three = rst.scan(text).photos
    assert (one.src, one.alt, one.text, one.place) == ("img/a.jpg", "A dog", LINE, Place(4, 1))
    assert (two.src, two.alt, two.text, two.place.line) == ("b.jpg", "B", None, 13)
    assert (three.src, three.place.line) == ("c.png", 16)
