"""HTML: an accessible figure with caption and credit, and what search engines want to know of it.

Sources: HTML Living Standard 4.4.12 (``figure``), WCAG 2.2 technique H37, Google Search Central
"Image metadata". The tree is built element by element, so every text is escaped by the serialiser.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from credits.renderings import jsonld
from credits.renderings._model import Shown

NAME: Final = "html"
# a picture can stand in the photo's place
PICTURED: Final = True


def write(shown: Shown) -> str:
    """Write the figure; the linked data follows in a script of its own."""
    figure = etree.Element("figure", {"lang": shown.lang} if shown.lang else {})
    figure.append(_picture(shown))
    if shown.caption or shown.credit:
        figure.append(_caption(shown))
    parts = [_text(figure)]
    if shown.credit:
        script = jsonld.write(shown).translate(jsonld.INSIDE_SCRIPT)
        parts.append(f'<script type="application/ld+json">\n{script}\n</script>')
    return "\n".join(parts)


def _picture(shown: Shown) -> etree._Element:
    sizes = {"width": shown.width, "height": shown.height}
    known = {name: str(size) for name, size in sizes.items() if size}
    picture = etree.Element("img", {"src": shown.src, "alt": shown.alt, **known})
    picture.tail = "\n  "
    return picture


def _caption(shown: Shown) -> etree._Element:
    caption = etree.Element("figcaption")
    caption.text = f"{shown.caption} " if shown.caption and shown.credit else shown.caption
    caption.tail = "\n"
    if shown.credit:
        credit = etree.SubElement(caption, "span", {"class": "credit"})
        credit.text = shown.credit
        if licence := shown.licence:
            credit.text += ", "
            link = etree.SubElement(credit, "a", {"rel": "license", "href": licence[1]})
            link.text = licence[0]
    return caption


def _text(figure: etree._Element) -> str:
    figure.text = "\n  "
    if len(figure) == 1:
        figure[0].tail = "\n"
    return etree.tostring(figure, method="html", encoding="unicode")
