"""The caption and the credit of a picture in a page, as a reader sees them.

A ladder of conventions, the surest first (`LADDER`); the first that finds words wins. A credit in
an element of its own is added to the caption's text, since a reader reads both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from lxml.etree import _Element as Element

from credits.articles._marks import unmarked
from credits.credit_line import CreditLine, parse

if TYPE_CHECKING:
    from credits.vocabulary import Vocabulary

_BEFORE: Final = r"(?:^|[\s_-])(?:photo|image|img|media|picture|pic|figure|wp|foto|bild)?[-_]?"
CREDIT_CLASS: Final = re.compile(
    rf"{_BEFORE}(?:credit|byline|attribution|attrib|copyright|source|photographer|courtesy|"
    r"quelle|rights)s?(?:$|[\s_-])",
    re.IGNORECASE,
)
CAPTION_CLASS: Final = re.compile(
    r"caption|cutline|(?:^|[\s_-])(?:legend|legende|bildunterschrift|image-desc\w*|"
    r"photo-desc\w*|media-text)(?:$|[\s_-])",
    re.IGNORECASE,
)
CREDIT_PROPERTY: Final = frozenset(
    {"creditText", "creator", "author", "copyrightHolder", "copyrightNotice", "contributor"}
)
CAPTION_PROPERTY: Final = frozenset({"caption", "description", "embeddedTextCaption"})
# blocks that hold more than one picture with its words
WIDE: Final = frozenset({"html", "body", "main", "article", "section", "table", "tbody", "form"})
SMALL: Final = frozenset({"em", "i", "small", "cite", "sub"})
SKIPPED: Final = frozenset({"script", "style", "noscript", "template", "button", "svg"})
# a container with more text than this is the article, not the picture's frame (characters)
FRAME: Final = 1500
ELEMENTS: Final = 200
# surely more than that, even with the blanks of an indented page: characters, texts around tags
LONG: Final = 4 * FRAME
TEXTS: Final = 4 * ELEMENTS
HEIGHT: Final = 6
_LABELLED: Final = re.compile(r"\s*+(?:[\(\[]\s*+)?(?:[\w/ ]{2,24}\s*[:：]|©)")


class Said(NamedTuple):
    """The words under a picture: the whole *text*, and what the parser makes of it."""

    text: str | None = None
    caption: str | None = None
    credit: CreditLine | None = None

    @classmethod
    def of(
        cls, caption: str | None, credit: str | None = None, words: Vocabulary | None = None
    ) -> Said:
        """Read a caption, and the credit where it stands by itself, with a newsroom's *words*."""
        if not credit:
            line = parse(caption or "", vocabulary=words)
            return cls(caption, line.caption, line if speaks(line) else None)
        bare = _without(caption, credit)
        line = parse(credit, vocabulary=words)
        if not speaks(line) or line.caption:
            line = _as_credit(credit, words)
        text = caption if caption and credit in caption else " ".join(filter(None, (bare, credit)))
        return cls(text, bare, line if speaks(line) else None)


def speaks(line: CreditLine) -> bool:
    """Tell whether a line attempts a credit."""
    return line.is_placeholder or bool(line.licence) or names(line)


def names(line: CreditLine) -> bool:
    """Tell whether a line credits somebody; a placeholder and a licence alone do not."""
    return not line.is_placeholder and any((
        line.creators, line.organisations, line.via, line.source, line.source_url,
        line.copyright_holder,
    ))  # fmt: skip


def _as_credit(text: str, words: Vocabulary | None) -> CreditLine:
    """Parse what an element says that can only be a credit, label or not."""
    labelled = parse(f"Photo: {text}", vocabulary=words)
    if speaks(labelled) and not labelled.caption:
        return labelled
    return parse(text, vocabulary=words)


def _without(caption: str | None, credit: str) -> str | None:
    if caption is None:
        return None
    return " ".join(caption.replace(credit, " ", 1).split()).rstrip(" |/–—-(") or None


# the text of a caption, and that of a credit that stands by itself
Texts: TypeAlias = tuple[str | None, str | None]


class Captions:
    """The captions of one page, read with a newsroom's *vocabulary*; each figure is read once."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = vocabulary
        self._figures: dict[Element, Said | None] = {}

    def read(self, texts: Texts) -> Said:
        """Read the texts that belong to one picture."""
        return Said.of(*texts, self.vocabulary)

    def said(self, element: Element) -> Said:
        """Find the words that belong to a picture, and read them."""
        for figure in element.iterancestors("figure"):
            if figure not in self._figures:
                inside = _figcaption(figure)
                self._figures[figure] = self.read(inside) if inside else None
            if known := self._figures[figure]:
                return known
        for rung in LADDER:
            texts = rung.find(element)
            if texts is None:
                continue
            said = self.read(texts)
            if not rung.bare or (said.credit is not None and not said.caption):
                return said
        return Said()


# ---- the ladder --------------------------------------------------------------------------------


def _figcaption(figure: Element) -> Texts | None:
    captions = [one for one in figure.iter("figcaption") if _nearest(one, "figure") is figure]
    credits = [] if len(captions) > 1 else _credits(figure)
    outside = [
        one for one in credits
        if _nearest(one, "figure") is figure and not _inside(one, "figcaption")
    ]  # fmt: skip
    inside = [one for caption in captions[:1] for one in _credits(caption)]
    if not captions and not outside:
        return _bare(figure)
    return _texts_of(captions[:1], [*inside, *outside])


def _bare(figure: Element) -> Texts | None:
    """Take the text of a figure without a caption element, as themes write covers."""
    text = words(figure) if _holds_one(figure) else ""
    return (text, None) if text and figure.find(".//p") is not None else None


def _marked(element: Element) -> Texts | None:
    """Find captions and credits by class or microdata in the frame around one picture."""
    for frame in _frames(element):
        captions = _outermost(one for one in _around(frame, element) if _is_caption(one))
        credits = _credits(frame)
        if captions or credits:
            return _texts_of(captions, credits)
    return None


def _emphasised(element: Element) -> Texts | None:
    """Find emphasis or a marked element right behind the picture, inside or after its paragraph."""
    for anchor in _anchors(element):
        if (anchor.tail or "").strip():
            return None
        follower = _after(anchor)
        if follower is not None and (text := _small_print(follower)):
            return text, None
        if follower is not None:
            return None
    return None


def _labelled(element: Element) -> Texts | None:
    """Find a credit that stands as plain text behind the picture, announced by a label."""
    for anchor in _anchors(element):
        behind = (anchor.tail or "").strip()
        follower = _after(anchor)
        if not behind and follower is not None and follower.tag == "p":
            behind = _brief(follower)
        if behind or follower is not None:
            return _announced(" ".join(behind.split()))
    return None


def _own(element: Element) -> Texts | None:
    """Take what the picture's own attributes say: Markdown's title, what lightboxes show."""
    text = element.get("data-caption")
    return (" ".join(unmarked(text).split()), None) if text and text.strip() else None


class Rung(NamedTuple):
    """One convention; *bare*: its words count only if they are a credit and nothing besides."""

    find: Callable[[Element], Texts | None]
    bare: bool = False


LADDER: Final = (Rung(_marked), Rung(_emphasised), Rung(_labelled, bare=True), Rung(_own))


def _texts_of(captions: list[Element], credits: list[Element]) -> Texts | None:
    outer = _outermost(credits)
    caption = " ".join(filter(None, map(words, captions))) or None
    credit = " ".join(filter(None, map(words, outer))) or None
    return (caption, credit) if caption or credit else None


def _announced(text: str) -> Texts | None:
    return (text, None) if text and len(text) <= FRAME and _LABELLED.match(text) else None


# ---- walking -----------------------------------------------------------------------------------


def words(element: Element) -> str:
    """Give the text of an element as a reader sees it, in one line."""
    return " ".join(unmarked("".join(_texts(element))).split())


def _brief(element: Element) -> str:
    """Give the `words` of what may belong to one picture; nothing where it is far too long."""
    texts = list(islice(_texts(element), TEXTS))
    if len(texts) == TEXTS or sum(map(len, texts)) > LONG:
        return ""
    return " ".join(unmarked("".join(texts)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in SKIPPED or not isinstance(element.tag, str) or _is_permalink(element):
        return
    if element.get("hidden") is None and element.get("aria-hidden") != "true":
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield " " if child.tag in BREAKING else ""
            yield child.tail or ""


def _is_permalink(element: Element) -> bool:
    """Tell whether this is a sign by which builders of documentation link to a place: ¶, #, §."""
    if element.tag != "a" or not (element.get("href") or "").startswith("#"):
        return False
    return not any(map(str.isalnum, "".join(map(str, element.itertext()))))


BREAKING: Final = frozenset({"br", "p", "div", "li", "dd", "dt", "h2", "h3", "h4", "figcaption"})


def _frames(element: Element) -> Iterator[Element]:
    """Give the blocks around a picture that hold it alone, from the inside out."""
    for frame in islice(element.iterancestors(), HEIGHT):
        if frame.tag in WIDE or not _holds_one(frame):
            return
        yield frame


def _holds_one(frame: Element) -> bool:
    """Tell whether this is the frame of one picture: little text, few elements."""
    pictures: set[Element] = set()
    length = 0
    for number, one in enumerate(frame.iter()):
        length += len(one.text or "") + len(one.tail or "")
        if one.tag in {"img", "amp-img"}:
            pictures.add(_nearest(one, "picture", "noscript"))
        if len(pictures) > 1 or length > FRAME or number > ELEMENTS:
            return False
    return True


def _around(frame: Element, element: Element) -> Iterator[Element]:
    above = set(element.iterancestors())
    return (one for one in frame.iterdescendants() if one not in above and isinstance(one.tag, str))


def _is_caption(element: Element) -> bool:
    named = CAPTION_CLASS.search(element.get("class") or "")
    return bool(named) or element.get("itemprop") in CAPTION_PROPERTY


def _is_credit(element: Element) -> bool:
    named = CREDIT_CLASS.search(element.get("class") or "")
    return bool(named) or element.get("itemprop") in CREDIT_PROPERTY


def _credits(frame: Element) -> list[Element]:
    found = (one for one in frame.iterdescendants() if isinstance(one.tag, str))
    return _outermost(
        one for one in found if _is_credit(one) and one.find(".//img") is None and words(one)
    )


def _outermost(elements: Iterator[Element] | list[Element]) -> list[Element]:
    kept: list[Element] = []
    for element in elements:
        if not any(above in kept for above in element.iterancestors()):
            kept.append(element)
    return kept


def _nearest(element: Element, *tags: str) -> Element:
    return next(element.iterancestors(*tags), element)


def _inside(element: Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _anchors(element: Element) -> Iterator[Element]:
    """Give the picture and what wraps nothing but it, from the inside out."""
    yield element
    for above in element.iterancestors():
        if above.tag in WIDE or any(_has_text(one) for one in islice(above.iter(), ELEMENTS)):
            return
        yield above


def _has_text(element: Element) -> bool:
    skipped = element.tag in SKIPPED or not isinstance(element.tag, str)
    return bool(not skipped and (element.text or "").strip()) or bool((element.tail or "").strip())


def _after(anchor: Element) -> Element | None:
    follower = anchor.getnext()
    while follower is not None and _says_nothing(follower):
        if (follower.tail or "").strip():
            return None
        follower = follower.getnext()
    return follower


def _says_nothing(element: Element) -> bool:
    return not isinstance(element.tag, str) or element.tag in {"br", "noscript"}


def _small_print(element: Element) -> str | None:
    """Give the text of emphasis, alone or as all there is in a paragraph, or of what is marked."""
    whole = _brief(element)
    if element.tag in SMALL:
        return whole or None
    parts = [child for child in element if child.tag != "br"]
    if (_is_caption(element) or _is_credit(element)) and len(whole) <= FRAME:
        return whole or None
    if element.tag not in {"p", "div", "span"} or not parts or len(whole) > FRAME:
        return None
    emphasised = all(part.tag in SMALL and not (part.tail or "").strip() for part in parts)
    return whole if emphasised and not (element.text or "").strip() else None
