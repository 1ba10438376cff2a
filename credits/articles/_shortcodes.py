"""Shortcodes of site builders, rewritten as the HTML they stand for.

Source: the manuals of Hugo (``figure``), Jekyll (``include``), Eleventy (``image``), WordPress
(``caption``, ``media-credit``), Obsidian (embeds) and PyMdown (caption blocks). Line breaks inside
are kept, so what follows keeps its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final, NamedTuple

from credits.articles._marks import MARK, Edit

_ATTRIBUTE: Final = re.compile(
    r"(?<![\w-])([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`|([^\s\"'`%}>\]]+))"
)
# what an attribute of a shortcode says, in the words of its theme
_SOURCES: Final = ("src", "image_path", "url", "image", "path", "link")
_CREDITS: Final = ("attr", "credit", "attribution", "source", "photographer", "copyright")
_CAPTIONS: Final = ("caption", "title", "description")


def expanded(text: str) -> str:
    """Rewrite WordPress' shortcodes around pictures; they wrap HTML, whose marks are kept."""
    if "[" not in text:
        return text
    text = _MEDIA_CREDIT.sub(_media_credit, text)
    return _CAPTION.sub(_caption, text)


_CAPTION: Final = re.compile(
    r"\[(?:wp_)?caption\b([^\[\]]{0,1000})\]\s*+((?:<a\b[^>]{0,2000}>\s*+)?<img\b[^>]{0,4000}>\s*+"
    r"(?:</a>)?)((?:[^\[]|\[(?!(?:wp_)?caption\b)){0,3000}?)\[/(?:wp_)?caption\]",
    re.DOTALL | re.IGNORECASE,
)
_MEDIA_CREDIT: Final = re.compile(
    r"\[media-credit\b([^\[\]]{0,1000})\]((?:[^\[]|\[(?!media-credit\b)){0,6000}?)\[/media-credit\]",
    re.DOTALL | re.IGNORECASE,
)


def _caption(found: re.Match[str]) -> str:
    said = attributes(found[1]).get("caption", "") + found[3]
    return f'<figure class="wp-caption">{found[2]}<figcaption>{said.strip()}</figcaption></figure>'


def _media_credit(found: re.Match[str]) -> str:
    name = attributes(found[1]).get("name", "")
    said = f'<img data-credit="{escape(name)}"' if name else "<img"
    return re.sub(r"<img\b", lambda _: said, found[2], flags=re.IGNORECASE)


def attributes(text: str) -> dict[str, str]:
    """Read ``name="value"`` pairs, in any quotes."""
    return {
        m[1].lower(): next((value for value in m.groups()[1:] if value is not None), "")
        for m in _ATTRIBUTE.finditer(text)
    }


# ---- shortcodes of Markdown --------------------------------------------------------------------

# each stands for a figure; the named groups are its attributes, or `rest` holds them by name; none
# reaches over the beginning of another, so that many that never end are looked through once
SHORTCODES: Final = (
    # Hugo
    re.compile(
        r"\{\{[<%]\s*(?:figure|img|image|picture|photo)\s"
        r"(?P<rest>(?:[^{}]|\{(?!\{)){1,2000}?)/?[>%]\}\}"
    ),
    # Jekyll
    re.compile(
        r"\{%-?\s*include\s+(?=\S{0,200}?(?:figure|image|img|photo|picture))[\w./-]{1,200}\s"
        r"(?P<rest>(?:[^%{]|\{(?!%)){1,2000}?)-?%\}"
    ),
    # Eleventy
    re.compile(
        r"\{%-?\s*(?:image|img|figure|picture|photo)\s+[\"'](?P<src>[^\"']{1,1000})[\"']"
        r"(?:\s*,\s*[\"'](?P<alt>[^\"']{0,1000})[\"'])?(?P<rest>(?:[^%{]|\{(?!%)){0,2000}?)-?%\}"
    ),
    # Obsidian
    re.compile(
        r"!\[\[(?P<src>[^\[\]|#\n]{1,1000}\.(?:jpe?g|png|webp|avif|gif|tiff?|svg))"
        r"(?:\|(?P<alt>[^\]\n]{0,1000}))?\]\]"
    ),
)


def figures(text: str) -> Iterator[Edit]:
    """Rewrite the shortcodes of Markdown as figures that carry their offsets."""
    if not ("{{" in text or "{%" in text or "![[" in text):
        return
    for pattern in SHORTCODES:
        for match in pattern.finditer(text):
            if figure := _figure(match):
                yield Edit(match.start(), match.end(), figure)


def _figure(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    said = attributes(groups.get("rest") or "")
    said |= {name: value for name in ("src", "alt") if (value := groups.get(name)) is not None}
    src = _first(said, _SOURCES)
    if not src:
        return None
    words = Words(said.get("alt"), _first(said, _CAPTIONS), _first(said, _CREDITS))
    return figure(src, words, match.start(), match[0].count("\n"))


def _first(said: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((said[name] for name in names if said.get(name)), None)


class Words(NamedTuple):
    """What a shortcode says of its picture; the caption may hold markup."""

    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


def figure(src: str, words: Words, at: int, breaks: int = 0) -> str:
    """Write a figure in one line, with the offset of what it stands for, and line breaks behind."""
    alt = f' alt="{escape(words.alt)}"' if words.alt is not None else ""
    credit = f' <span class="credit">{escape(words.credit)}</span>' if words.credit else ""
    said = f"{words.caption or ''}{credit}"
    below = f"<figcaption>{said}</figcaption>" if said else ""
    image = f'<img {MARK}={at} src="{escape(src)}"{alt}>'
    return f"<figure>{image}{below}</figure>" + "\n" * breaks
