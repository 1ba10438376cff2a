"""Printed forms: one module a form, each writing the same photo in a grammar of its own."""

from __future__ import annotations

import os
from dataclasses import replace
from types import ModuleType
from typing import Final, Literal
from urllib.parse import quote, urljoin

from credits._bytes import Readable
from credits._shell import quoted_path
from credits.credit_bridge import line_of
from credits.credit_line import CreditLine
from credits.errors import InvalidValue, Uncredited
from credits.photo import Photo, read
from credits.renderings import html, jsonld, markdown, media_rss, tasl, text
from credits.renderings._model import Shown, printable
from credits.vocabulary import Vocabulary, default, is_placeholder_credit

FORMS: Final[dict[str, ModuleType]] = {
    module.NAME: module for module in (html, jsonld, markdown, text, media_rss, tasl)
}
OnMissing = Literal["error", "placeholder", "omit"]
# orientations that lay a picture on its side (Exif 3.0, 4.6.5.1.6)
LYING: Final = frozenset({5, 6, 7, 8})


def render(
    photo: Photo | Readable,
    form: str = "html",
    *,
    src: str | None = None,
    base: str | None = None,
    style: str = "plain",
    lang: str | None = None,
    modified: str | None = None,
    on_missing: OnMissing = "error",
    vocabulary: Vocabulary | None = None,
) -> str:
    """Print a photo with its caption and its credit, every text escaped.

    *photo* is a `Photo`, a path, bytes or a binary file object. *form* is one of ``html``,
    ``jsonld``, ``markdown``, ``text``, ``media-rss``, ``tasl``. *src* is its address (the path if
    None), *base* what a relative address counts from. *style* and *lang* print the credit as
    `CreditLine.format` does; *modified* says what was done to the picture ("cropped"), for TASL.

    *on_missing* says what is printed where nobody is credited: nothing but an `Uncredited`, a grey
    picture in its place (in forms without pictures nothing), or nothing (``omit``).

    Raises:
        Uncredited: nobody is credited.
        UnreadableImage: it is no photo.
        InvalidValue: there is no such form, style or language, or the photo has no address.
    """
    module = FORMS.get(form)
    if module is None:
        raise InvalidValue(f"there is no form {form!r}", help=f"one of {', '.join(FORMS)}")
    seen = photo if isinstance(photo, Photo) else read(photo)
    place = urljoin(base or "", _address(seen, src))
    shown = _shown(seen, place, style, lang, vocabulary or default())._replace(modified=modified)
    if shown.credit:
        return str(module.write(shown))
    if on_missing == "error":
        where = quoted_path(seen.path) if seen.path else "PHOTO"
        raise Uncredited("nobody is credited, so that it cannot be printed", path=seen.path,
                         help=f"credits embed {where} --creator NAME")  # fmt: skip
    grey = on_missing == "placeholder" and module.PICTURED
    return str(module.write(shown._replace(src=_grey(shown), alt=""))) if grey else ""


def _address(photo: Photo, src: str | None) -> str:
    if src is not None:
        return printable(src)
    if photo.path is None:
        raise InvalidValue("bytes have no address", help="give one as src")
    place = photo.path.replace(os.sep, "/")
    if place.startswith("//"):  # what follows would be read as the name of a host
        place = f"/{place.lstrip('/')}"
    return quote(os.fsencode(place))


def _shown(photo: Photo, src: str, style: str, lang: str | None, words: Vocabulary) -> Shown:
    record = photo.record
    line = _named(line_of(record, vocabulary=words), words)
    width, height = photo.width, photo.height
    if record.orientation in LYING:
        width, height = height, width
    return Shown(
        src=src,
        width=width,
        height=height,
        alt=printable(record.alt_text),
        caption=printable(record.caption),
        credit=printable(line.format(style, lang=lang, vocabulary=words)),
        record=record,
        line=line,
        words=words,
        lang=lang,
    )


def _named(line: CreditLine, words: Vocabulary) -> CreditLine:
    """Keep the names of a line that name somebody, as they can be printed."""

    def name(text: str | None) -> str | None:
        said = printable(text)
        return said if said and not is_placeholder_credit(said, vocabulary=words) else None

    return replace(
        line,
        creators=tuple(filter(None, map(name, line.creators))),
        organisations=tuple(filter(None, map(name, line.organisations))),
        via=name(line.via),
        source=name(line.source),
        copyright_holder=name(line.copyright_holder),
    )


def _grey(shown: Shown) -> str:
    """Draw a picture of the same shape that says what is missing."""
    width, height = shown.width or 3, shown.height or 2
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect width="100%" height="100%" fill="#ddd"/><text x="50%" y="50%" fill="#555" '
        f'text-anchor="middle" font-size="{min(width, height) / 12:g}">No credit</text></svg>'
    )
    return f"data:image/svg+xml,{quote(drawn)}"
