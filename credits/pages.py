"""Articles under judgement: a page, and every photo it shows with the file that stands for it.

The files are read once for a run of pages; what is no photo by its role is left out.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from credits._bytes import source_of
from credits.errors import CreditsError
from credits.photo import Photo, read
from credits.policy import Judged, Place, Policy
from credits.rules._model import Facts, Role, Subject

if TYPE_CHECKING:
    from credits.articles import Article, Use
    from credits.articles._model import Original

# what a page is held against
COMPARED: Final = (
    "creators", "credit_line", "source", "copyright_notice", "credit_line_required",
    "web_statement", "usage_terms", "digital_source_type",
)  # fmt: skip
# files kept in mind; neighbouring pages show the same
KEPT: Final = 4096


class Held(NamedTuple):
    """What is known of one file: None if it cannot be read."""

    photo: Photo | None
    role: Role


class Album:
    """The files that pages show, each read once."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._held: OrderedDict[str, Held] = OrderedDict()

    def held(self, path: str) -> Held:
        """Look a file up."""
        if path in self._held:
            self._held.move_to_end(path)
        else:
            self._held[path] = self._read(path)
            if len(self._held) > KEPT:
                self._held.popitem(last=False)
        return self._held[path]

    def _read(self, path: str) -> Held:
        try:
            photo = read(path, only=COMPARED, precedence=self.policy.precedence)
        except CreditsError:
            return Held(None, self.policy.role(path, None).role)
        return Held(photo, role_of(path, photo, self.policy).role)


def role_of(path: str, photo: Photo, policy: Policy) -> Judged:
    """Say what a picture is for, by the policy and by what it looks like.

    A drawing that is nothing but a frame around a photo is what that photo is.
    """
    inside = _framed(photo) if policy.detect_roles else None
    seen = inside or photo
    judged = policy.role(path, seen, _colours(seen) if policy.detect_roles else None)
    if inside and judged == ("photo", ""):
        return Judged("photo", f"a {inside.format} in an SVG and nothing else")
    return judged


def _framed(photo: Photo) -> Photo | None:
    if photo.format != "svg":
        return None
    from credits.containers._framed import framed  # noqa: PLC0415  (only for drawings)

    try:
        with source_of(photo.origin) as source:
            data = framed(source)
        return None if data is None else read(data, only=())
    except CreditsError:
        return None


def _colours(photo: Photo) -> int | None:
    """Count the colours of a PNG's palette; a picture without one has no number."""
    if photo.format != "png":
        return None
    from credits.containers import png  # noqa: PLC0415  (opened like all formats)

    with source_of(photo.origin) as source:
        return png.palette(png.split(source))


def read_page(path: str, policy: Policy, root: str | None = None) -> Article:
    """Read one article as the policy says: its site (or *root*), its keys, its words.

    Raises:
        UnreadableImage: there is no such file.
        Unsupported: it is too long, or a feed that is none.
    """
    from credits.articles import scan  # noqa: PLC0415  (only for articles)

    site = Place(root, root) if root else policy.site_of(path)
    return scan(
        path, root=site.root, within=site.within, keys=policy.articles.front_matter_keys,
        vocabulary=policy.words,
    )  # fmt: skip


def used_by(article: str, policy: Policy) -> Iterator[str]:
    """Give the photos that an article uses and that are there, once each."""
    found = (use.file for use in _uses(article, policy) if use.file)
    yield from dict.fromkeys(map(os.path.relpath, found))


def names_in(article: str, policy: Policy) -> set[str]:
    """Give the file names that an article's addresses end with, whether they are there or not."""
    sources = {one for use in _uses(article, policy) for one in use.sources}
    return {unquote(one.partition("?")[0].partition("#")[0]).rpartition("/")[2] for one in sources}


def _uses(article: str, policy: Policy) -> tuple[Use, ...]:
    """List what an article uses; one that cannot be read uses nothing, and is held when judged."""
    try:
        return read_page(article, policy).photos
    except CreditsError:
        return ()


def page_of(
    path: str, policy: Policy, album: Album, originals: Mapping[str, Original] | None = None
) -> Subject:
    """Read one article for judgement; what cannot be read is a subject too.

    *originals* of its photos are known by the address they have in it.
    """
    try:
        article = read_page(path, policy)
    except CreditsError as error:
        return Subject(path, None, error, "article")
    if originals:
        photos = (replace(use, original=originals.get(use.src)) for use in article.photos)
        article = replace(article, photos=tuple(photos))
    if not os.path.isabs(path):  # files are named as the article is
        photos = (
            replace(use, file=use.file and os.path.relpath(use.file)) for use in article.photos
        )
        article = replace(article, photos=tuple(photos))
    shown = tuple(_shown(article, path, policy, album))
    return Subject(path, role="article", article=article, shown=shown)


def _shown(article: Article, path: str, policy: Policy, album: Album) -> Iterator[Subject]:
    from credits.articles._captions import names  # noqa: PLC0415  (only for articles)
    from credits.rules._visible import BESIDE  # noqa: PLC0415

    beside = {_picture(use) for use in article.photos if use.kind in BESIDE}
    credited = {_picture(use) for use in article.photos if use.credit and names(use.credit)}
    for use in article.photos:
        held = album.held(use.file) if use.file else Held(None, _role_unseen(use, policy))
        if held.role == "photo":
            picture = _picture(use)
            known = {"credited": picture in credited, "beside": picture in beside}
            photo, judged = _speaking(use, held.photo, policy, album)
            yield Subject(path, photo, None, "shown", "", Facts(known), judged, article)


def _picture(use: Use) -> str:
    """Say which picture a use shows: its file, or on another server what its renditions share."""
    from credits.articles._files import originals  # noqa: PLC0415  (only for articles)
    from credits.articles.html import PICTURE  # noqa: PLC0415
    from credits.rules._visible import is_afar  # noqa: PLC0415

    if use.file or not (is_afar(use.src) and PICTURE.search(use.src)):
        return use.file or use.src
    shortest = min(originals(use.src.partition("?")[0].partition("#")[0]), key=len)
    return os.path.splitext(shortest)[0]


def _role_unseen(use: Use, policy: Policy) -> Role:
    """Say what a picture is for of which there is no file here."""
    from credits.rules._visible import is_afar  # noqa: PLC0415  (only for articles)

    if is_afar(use.src):
        return policy.role_afar(use.src, use.side).role
    return policy.role(use.src.partition("?")[0].lstrip("/") or "-", None).role


def _speaking(
    use: Use, photo: Photo | None, policy: Policy, album: Album
) -> tuple[Photo | None, Use]:
    """Give who speaks for a photo in a page: its file, or the original if that says nothing."""
    from credits.rules._visible import owed  # noqa: PLC0415  (only for articles)

    if use.original is None or owed(Subject(use.src, photo), policy.words):
        return photo, replace(use, original=None) if use.original else use
    kept = album.held(use.original.path).photo
    return (kept, use) if kept else (photo, replace(use, original=None))
