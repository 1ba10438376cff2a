"""From the address in an article to the file it means.

Law: nothing outside the site's root is looked at, nothing is fetched, and ``file:`` addresses mean
nothing. What a site builder or CMS calls a rendition leads to the original when it is not there
itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from credits.articles._model import Use

# folders that site builders serve from the top of the site
SERVED: Final = ("", "static", "public", "assets", "content", "docs", "source", "src", "site")
# what renditions add to a name, and what stands there instead: WordPress, Hugo, Wagtail, Jekyll
# plugins, Drupal, Ghost, Next, Retina
RENDITIONS: Final = tuple(
    re.compile(pattern + r"(?=\.\w+$)", re.IGNORECASE)
    for pattern in (
        r"-\d{2,5}x\d{2,5}(?:@\dx)?",
        r"-scaled",
        r"-rotated",
        r"-e\d{10,13}",
        r"[_.]hu_?[0-9a-f]{8,64}(?:_\w+)?",
        r"\.[0-9a-f]{8,40}",
        r"\.(?:width|height|max|min|fill|scale|original|format|jpegquality)[\w.-]*",
        r"-\d{2,5}w?(?:-[0-9a-f]{6,})?",
        r"_\d{2,5}x\d{2,5}(?:_\w+)?",
        r"\.\d{2,5}x\d{2,5}[\w.]*",
        r"@\dx",
        r"[-_](?:thumb(?:nail)?|small|medium|large|preview|square|crop(?:ped)?)",
    )
)
# no file system has longer names (characters)
LONGEST: Final = 255
SAME: Final = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".tif", ".tiff", ".gif")


class Site(NamedTuple):
    """Where an article stands: its own *folder*, and the *root* nothing leads out of.

    *top* is the folder that a leading slash means. *listed* keeps the names in each folder that was
    looked into.
    """

    folder: str
    root: str
    top: str
    listed: dict[str, frozenset[str]]

    @classmethod
    def of(cls, path: str | None, top: str | None, root: str | None = None) -> Site:
        """Make a site of an article's path and the folders given for it."""
        folder = os.path.dirname(os.path.abspath(path)) if path else os.path.abspath(top or ".")
        top = os.path.abspath(top) if top else folder
        return cls(folder, os.path.abspath(root) if root else top, top, {})

    def names(self, folder: str) -> frozenset[str]:
        """Give the names in a folder of the site; none for what is outside or not there."""
        if folder not in self.listed:
            try:
                inside = folder == self.root or _inside(folder, self.root)
                self.listed[folder] = frozenset(os.listdir(folder) if inside else ())
            except OSError:
                self.listed[folder] = frozenset()
        return self.listed[folder]


def found(use: Use, site: Site) -> str | None:
    """Find the file of a use: one that is there under any of its addresses, else an original."""
    near = _near(use, site)
    exact = next((place for place in near if _is_file(place, site)), None)
    if exact:
        return exact
    made_from = (original for place in near for original in originals(place))
    return next((place for place in made_from if _is_file(place, site)), None)


def led_out(use: Use, site: Site) -> str | None:
    """Give the place of a use whose file is behind a link out of the root: it is not followed."""
    return next((place for place in _near(use, site) if _is_there(place, site)), None)


def _near(use: Use, site: Site) -> list[str]:
    """Give the paths that the addresses of a use may mean, in folders that are there."""
    places = [place for source in use.sources for place in _places(source, site)]
    return [place for place in places if site.names(os.path.dirname(place))]


def _places(address: str, site: Site) -> Iterator[str]:
    """Give the paths an address may mean, the likeliest first."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return
    if parts.scheme not in {"", "http", "https"}:
        return
    path = unquote(parts.path)
    if not path or "\0" in path:
        return
    if not parts.netloc and not path.startswith("/"):
        yield os.path.normpath(os.path.join(site.folder, path))
    # a built site may stand anywhere below the root: its top is the nearest folder that has it
    told = _served(site.top) if site.top != site.root else ()
    for folder in (*told, *_upwards(site.folder, site.root), *_served(site.root)):
        yield os.path.normpath(os.path.join(folder, path.lstrip("/")))


@lru_cache(maxsize=1024)
def _upwards(folder: str, root: str) -> tuple[str, ...]:
    """Give the folders from the article's up to the root."""
    found = []
    while _inside(folder, root):
        found.append(folder)
        folder = os.path.dirname(folder)
    return tuple(found)


@lru_cache(maxsize=64)
def _served(root: str) -> tuple[str, ...]:
    return tuple(os.path.join(root, served) for served in SERVED)


def _is_file(path: str, site: Site) -> bool:
    """Tell whether a file is there, inside the root even when links are followed."""
    return _is_there(path, site) and _inside(os.path.realpath(path), os.path.realpath(site.root))


def _is_there(path: str, site: Site) -> bool:
    folder, name = os.path.split(path)
    return name in site.names(folder) and os.path.isfile(path)


def _inside(path: str, root: str) -> bool:
    return path.startswith(os.path.join(root, ""))


def originals(path: str) -> Iterator[str]:
    """Give the names an original may have, from the mildest change of name to the boldest."""
    folder, name = os.path.split(path)
    for one in _named(name):
        yield os.path.join(folder, one)


@lru_cache(maxsize=4096)
def _named(name: str) -> tuple[str, ...]:
    names = [name]
    for pattern in RENDITIONS if len(name) <= LONGEST else ():
        names += [shorter for one in names if (shorter := pattern.sub("", one)) not in names]
    found = []
    for one in names[:32]:
        stem, suffix = os.path.splitext(one)
        found += [stem + each for each in (suffix, *SAME)]
    return tuple(dict.fromkeys(found))
