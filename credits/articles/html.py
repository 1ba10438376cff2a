"""HTML: pages as sites, CMS and feeds have them, broken markup included.

Pictures are found by tag (`READERS`), their captions by a ladder of conventions (`CAPTIONS`), the
surest first: ``figcaption`` at any depth, elements marked by class or microdata, emphasis right
behind the picture. The parser is hardened: no network, no entities of its own, bounded size; what
it had to drop is a problem, never silence.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard

from lxml import etree
from lxml.etree import _Element as Element

from credits.articles._captions import Captions, Said, Texts
from credits.articles._marks import MARK, edited, marks, unmarked
from credits.articles._model import Article, Kind, Lines, Place, Use, line_of
from credits.articles._shortcodes import expanded
from credits.articles._waivers import waivers
from credits.errors import Unsupported

if TYPE_CHECKING:
    from credits.vocabulary import Vocabulary

NAME: Final = "html"
SUFFIXES: Final = (".html", ".htm", ".xhtml")

# characters; a page of text and links is a hundredth of it
MOST: Final = 32 << 20
# one picture, however often it stands in a page of a hundred megabytes
MOST_PHOTOS: Final = 100_000
# nodes of a picture that are looked at for its sources
NEAR: Final = 64
LAZY: Final = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-full-src", "data-hi-res-src",
    "data-large-file", "data-orig-file", "nitro-lazy-src",
)  # fmt: skip
SETS: Final = ("srcset", "data-srcset", "data-lazy-srcset", "imagesrcset")
SOCIAL: Final = frozenset(
    {"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"}
)
PICTURE: Final = re.compile(
    r"\.(?:jpe?g|jpe|png|webp|avif|gif|tiff?|jxl|heic)(?:$|[?#])", re.IGNORECASE
)
_GALLERY: Final = re.compile(r"gallery|slideshow|slider|carousel|lightbox|mosaic", re.IGNORECASE)
_PIXELS: Final = re.compile(r"\s*([0-9]{1,6})(?:\.[0-9]*)?(?:px)?\s*")
# CSS Syntax 3, 4.3.6: without quotes there is no parenthesis in an address
_URL: Final = re.compile(
    r"\burl\(\s*+(?:\"([^\"]*+)\"\s*+\)|'([^']*+)'\s*+\)|([^()]*+)\))", re.IGNORECASE
)
_BLANK: Final = re.compile(
    r"(?:^|/)(?:blank|spacer|pixel|placeholder|transparent|lazy)[^/]*$", re.IGNORECASE
)


class Found(NamedTuple):
    """A picture in the tree, before its caption is looked for."""

    element: Element
    sources: tuple[str, ...]
    kind: Kind
    alt: str | None = None
    credit: str | None = None
    said: Texts | None = None
    side: int | None = None


def scan(text: str, path: str | None = None, *, vocabulary: Vocabulary | None = None) -> Article:
    """List the photos of a page; *vocabulary* holds the words of a newsroom.

    Raises:
        Unsupported: the page is longer than 32 million characters.
    """
    lines = Lines(text)
    tree, problems = parsed(expanded(edited(text, marks(text))))
    if tree is None:
        return Article(path, None, (), tuple(waivers(text, lines)), problems=problems)
    title = tree.findtext(".//title")
    return Article(
        path,
        " ".join(title.split()) if title else None,
        tuple(uses(tree, lines, vocabulary)),
        tuple(waivers(text, lines)),
        tuple(_objects(tree, lines)),
        problems,
    )


def parsed(text: str) -> tuple[Element | None, tuple[str, ...]]:
    """Parse a page, mending what can be mended; tell what could not.

    Raises:
        Unsupported: the page is longer than 32 million characters.
    """
    if len(text) > MOST:
        raise Unsupported(f"is an article of {len(text)} characters, the most is {MOST}",
                          help="split it, or exclude it in the policy")  # fmt: skip
    # surrogates and NUL cannot be handed to the parser; neither can show anything
    data = text.replace("\0", "").encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing but blanks and comments
        return None, ()
    fatal = [
        f"line {entry.line}: {entry.message}"
        for entry in parser.error_log
        if entry.level_name == "FATAL"
    ]
    return tree, tuple(fatal[:1])


def uses(tree: Element, lines: Lines, vocabulary: Vocabulary | None = None) -> Iterator[Use]:
    """Give every photo of a tree once, in the order of the page."""
    captions = Captions(vocabulary)
    figures = Figures()
    content = [_use(found, lines, captions, figures) for found in islice(_found(tree), MOST_PHOTOS)]
    seen: dict[str, int] = {}
    kept: list[Use] = []
    for use in sorted(content, key=lambda use: use.kind == "social"):
        known = next((seen[source] for source in use.sources if source in seen), None)
        if known is not None and _same(kept[known], use):
            kept[known] = _merged(kept[known], use)
            continue
        seen |= dict.fromkeys(use.sources, len(kept))
        kept.append(use)
    yield from sorted(kept, key=lambda use: (use.place.line, use.place.column or 0))


def _same(one: Use, other: Use) -> bool:
    """Tell whether two finds are one photo at one place: a lazy twin, a picture for networks."""
    return other.kind == "social" or one.text == other.text or other.text is None


def _merged(one: Use, other: Use) -> Use:
    from dataclasses import replace  # noqa: PLC0415

    more = [source for source in other.sources if source not in one.sources]
    alt = other.alt if one.alt is None and other.kind != "social" else one.alt
    return replace(one, others=(*one.others, *more), alt=alt)


def _use(found: Found, lines: Lines, captions: Captions, figures: Figures) -> Use:
    said = _words_of(found, captions)
    kind = found.kind
    if kind == "inline" and said.text is not None:
        kind = "gallery" if _in_gallery(found.element, figures) else "figure"
    src, *others = found.sources
    return Use(
        src=src, place=_place(found.element, lines), kind=kind, alt=_clean(found.alt),
        text=said.text, caption=said.caption, credit=said.credit, others=tuple(others),
        side=found.side,
    )  # fmt: skip


def _words_of(found: Found, captions: Captions) -> Said:
    if found.said or found.kind not in {"inline", "cover"}:
        return captions.read(found.said) if found.said else Said()
    said = captions.said(found.element)
    return captions.read((said.text, found.credit)) if found.credit else said


def _place(element: Element, lines: Lines) -> Place:
    mark = element.get(MARK)
    # whoever writes such an attribute himself gets the parser's line
    return lines.place(int(mark)) if _is_offset(mark) else Place(line_of(element))


def _is_offset(mark: str | None) -> TypeGuard[str]:
    return mark is not None and mark.isascii() and mark.isdecimal() and len(mark) < 12


def _clean(text: str | None) -> str | None:
    return None if text is None else " ".join(unmarked(text).split())


def _in_gallery(element: Element, figures: Figures) -> bool:
    above = list(islice(element.iterancestors(), 6))
    return any(_is_gallery(ancestor.get("class") or "") for ancestor in above) or any(
        ancestor.tag == "figure" and figures[ancestor] for ancestor in above
    )


@lru_cache(maxsize=1024)
def _is_gallery(classes: str) -> bool:
    return _GALLERY.search(classes) is not None


class Figures(dict[Element, bool]):
    """Whether a figure has several pictures: each is asked once, however many ask."""

    def __missing__(self, figure: Element) -> bool:
        self[figure] = len(list(islice(figure.iter("img"), 2))) > 1
        return self[figure]


# ---- finding pictures --------------------------------------------------------------------------


def _found(tree: Element) -> Iterator[Found]:
    readers: Mapping[str, Reader] = {**READERS, "meta": partial(_meta, described=_described(tree))}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if reader := readers.get(element.tag):
            yield from reader(element)
        if "url(" in (element.get("style") or "").lower():
            yield from _background(element)


def _img(element: Element) -> Iterator[Found]:
    sources = _addresses(element)
    if sources and not _is_pixel(element):
        yield Found(element, sources, "inline", element.get("alt"), _attributed(element),
                    side=min(_sides(element), default=None))  # fmt: skip


def _addresses(element: Element) -> tuple[str, ...]:
    """Give the addresses of a picture: the shown one first, placeholders of lazy loaders last."""
    shown = [element.get("src"), *(element.get(name) for name in LAZY)]
    sets = [url for name in SETS for url in _srcset(element.get(name))]
    picture = next(element.iterancestors("picture"), None)
    if picture is not None:
        # libxml2 does not know that nothing can stand inside a source; a picture that is never
        # closed holds all that follows
        siblings = (one for one in islice(picture.iter(), NEAR) if one.tag == "source")
        sets += [url for one in siblings for name in SETS for url in _srcset(one.get(name))]
    link = next(element.iterancestors("a"), None)
    target = (link.get("href") if link is not None else None) or ""
    if PICTURE.search(target):
        sets.append(target)
    given = [unmarked(url.strip()) for url in (*shown, *sets) if url and url.strip()]
    real = [url for url in given if not url.lower().startswith("data:")]
    return tuple(dict.fromkeys(sorted(real, key=lambda url: bool(_BLANK.search(url)))))


def _srcset(value: str | None) -> list[str]:
    """Take a srcset apart (HTML 4.8.4.2.1), the widest first."""
    if not value:
        return []
    found: list[tuple[float, str]] = []
    for candidate in re.split(r",\s+|(?<=[wx]),", value):
        url, _, size = candidate.strip().partition(" ")
        number = re.match(r"[\d.]{1,9}", size.strip())
        if url:
            found.append((-float(number[0].strip(".") or 0) if number else 0.0, url))
    return [url for _, url in sorted(found, key=lambda pair: pair[0])]


def _is_pixel(element: Element) -> bool:
    """Tell whether this is a counting pixel."""
    sides = _sides(element)
    return len(sides) == 2 and max(sides) <= 1


def _sides(element: Element) -> list[int]:
    """Give width and height where the page says them in pixels (HTML 2.4.4.4)."""
    said = (_PIXELS.fullmatch(element.get(name) or "") for name in ("width", "height"))
    return [int(found[1]) for found in said if found]


def _attributed(element: Element) -> str | None:
    """Read the credit from attributes of the picture itself: AMP's, those of galleries' scripts."""
    credit = next((value for name in CREDITING if (value := element.get(name))), None)
    return unmarked(credit) if credit else None


Reader = Callable[[Element], Iterator[Found]]

CREDITING: Final = ("attribution", "data-credit", "data-credits", "data-copyright", "data-attr")


def _video(element: Element) -> Iterator[Found]:
    if poster := element.get("poster"):
        yield Found(element, (poster.strip(),), "cover")


def _described(tree: Element) -> dict[str, str | None]:
    """Give the alt texts of the pictures for networks, by the property that they stand in."""
    said: dict[str, str | None] = {}
    for element in tree.iter("meta"):
        if (name := element.get("property") or "").endswith(":alt"):
            said.setdefault(name, element.get("content"))
    return said


def _meta(element: Element, described: Mapping[str, str | None]) -> Iterator[Found]:
    name = (element.get("property") or element.get("name") or "").lower()
    address = (element.get("content") or "").strip()
    if name in SOCIAL and address:
        alt = described.get(f"{name.partition(':url')[0]}:alt")
        yield Found(element, (address,), "social", alt)


def _link(element: Element) -> Iterator[Found]:
    rel = (element.get("rel") or "").lower().split()
    address = (element.get("href") or "").strip()
    if address and "image_src" in rel:
        yield Found(element, (address,), "social")


def _svg_image(element: Element) -> Iterator[Found]:
    address = element.get("href") or element.get("xlink:href")
    if address and not address.startswith("data:"):
        yield Found(element, (address,), "inline", element.get("aria-label"))


def _background(element: Element) -> Iterator[Found]:
    for url in _URL.finditer(element.get("style") or ""):
        address = unmarked((url[1] or url[2] or url[3] or "").strip())
        if address and not address.startswith(("data:", "#")):
            yield Found(element, (address,), "background", element.get("aria-label"))


def _script(element: Element) -> Iterator[Found]:
    for node in _linked_data(element):
        address = node.get("contentUrl") or node.get("url")
        if _is_image(node) and isinstance(address, str) and address.strip():
            said = _text(node.get("caption")), _credited(node)
            yield Found(element, (address.strip(),), "social", said=said)


READERS: Final[dict[str, Reader]] = {
    "img": _img,
    "amp-img": _img,
    "video": _video,
    "link": _link,
    "image": _svg_image,
    "script": _script,
}


# ---- linked data -------------------------------------------------------------------------------


def _linked_data(script: Element) -> Iterator[dict[str, Any]]:
    """Give every object of a JSON-LD script, nested ones too."""
    if "ld+json" not in (script.get("type") or ""):
        return
    try:
        whole = json.loads(unmarked(script.text or ""))
    except (ValueError, RecursionError):
        return
    waiting = deque([whole])
    while waiting:
        node = waiting.popleft()
        if isinstance(node, dict):
            yield node
            waiting.extendleft(reversed(node.values()))
        elif isinstance(node, list):
            waiting.extendleft(reversed(node))


def _is_image(node: dict[str, Any]) -> bool:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return bool({"ImageObject", "Photograph"} & {one for one in kinds if isinstance(one, str)})


def _credited(node: dict[str, Any]) -> str | None:
    """Give the credit of an ImageObject: its text, else its maker, else its copyright."""
    maker = node.get("creator") or node.get("author")
    first = maker[0] if isinstance(maker, list) and maker else maker
    name = first.get("name") if isinstance(first, dict) else first
    said = (_text(node.get("creditText")), _text(name), _text(node.get("copyrightNotice")))
    return next((text for text in said if text), None)


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _objects(tree: Element, lines: Lines) -> Iterator[tuple[Place, dict[str, object]]]:
    for script in tree.iter("script"):
        for node in _linked_data(script):
            if _is_image(node):
                yield _place(script, lines), node
