"""Media RSS: the element that a feed has for one photo, credit and rights in it.

Source: Media RSS specification 1.5.1. Roles are those of the European Broadcasting Union. The tree
is built element by element, so every text is escaped by the serialiser.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from credits.renderings._model import Shown

NAME: Final = "media-rss"
PICTURED: Final = False
MEDIA: Final = "http://search.yahoo.com/mrss/"
EBU: Final = "urn:ebu"
ROLES: Final = {"Person": "photographer", "Organization": "distribution company"}


def write(shown: Shown) -> str:
    """Write one ``media:content``."""
    sizes = {"width": shown.width, "height": shown.height}
    known = {name: str(size) for name, size in sizes.items() if size}
    content = etree.Element(
        f"{{{MEDIA}}}content", {"url": shown.src, "medium": "image", **known},
        nsmap={"media": MEDIA},
    )  # fmt: skip
    _add(content, "title", shown.title, type="plain")
    _add(content, "description", shown.caption, type="plain")
    for kind, name in _credited(shown):
        _add(content, "credit", name, role=ROLES[kind], scheme=EBU)
    _add(content, "copyright", shown.notice)
    if licence := shown.licence:
        _add(content, "license", licence[0], type="text/html", href=licence[1])
    etree.indent(content)
    return etree.tostring(content, encoding="unicode")


def _credited(shown: Shown) -> list[tuple[str, str]]:
    """Give everybody who is named, people first; who is named in no part is the credit itself."""
    line = shown.line
    agencies = [("Organization", name) for name in (*line.organisations, line.via) if name]
    people = [("Person", name) for name in line.creators]
    return [*people, *agencies] or [("Organization", shown.credit)]


def _add(content: etree._Element, name: str, text: str, **attributes: str) -> None:
    if text:
        etree.SubElement(content, f"{{{MEDIA}}}{name}", attributes).text = text
