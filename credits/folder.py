"""Finding the photos: files as they are named, folders by what is in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from credits._atomic import is_leftover
from credits.errors import CreditsError, PolicyError, UnreadableImage
from credits.policy import Policy

if TYPE_CHECKING:
    from credits.articles import Use

# endings that promise a picture: what has one and is none gets a finding, not silence
PROMISING: Final = frozenset({
    ".3fr", ".apng", ".arw", ".avif", ".avifs", ".avis", ".bmp", ".cr2", ".cr3", ".dcr",
    ".dng", ".erf", ".fff", ".gif", ".heic", ".heics", ".heif", ".heifs", ".hif", ".iiq",
    ".jfif", ".jp2", ".jpe", ".jpeg", ".jpg", ".jxl", ".kdc", ".mef", ".mos", ".mrw", ".nef",
    ".nrw", ".orf", ".pef", ".png", ".psb", ".psd", ".raf", ".rw2", ".rwl", ".sr2", ".srf",
    ".srw", ".svg", ".tga", ".tif", ".tiff", ".webp", ".x3f",
})  # fmt: skip

# what stands beside a photo and speaks of it
BESIDE: Final = frozenset({".xmp", ".license"})


# endings of articles; of XML, only feeds are
TEXTS: Final = frozenset({
    ".atom", ".htm", ".html", ".markdown", ".md", ".mdx", ".mkd", ".rest", ".rss", ".rst",
    ".xhtml", ".xml",
})  # fmt: skip


def walk(
    paths: Iterable[str], policy: Policy, wanted: Callable[[str], bool] | None = None
) -> Iterator[str]:
    """Find the photos: files as they are named, folders by what is in them, in sorted order.

    *wanted* tells what is looked for in folders, photos if None.

    Folders whose name begins with a dot are skipped, and links are not followed out of the tree. A
    folder that cannot be looked into is given itself: nobody can say that no photo is in it.

    Raises:
        PolicyError: a path does not exist.
    """
    for path in paths:
        there(path)
        if os.path.isdir(path):
            yield from _below(path, policy, wanted or is_candidate)
        else:
            yield path


def there(path: str) -> None:
    """See that there is such a file or folder, be it one that cannot be read.

    Raises:
        PolicyError: there is none.
    """
    if not os.path.lexists(path):
        raise PolicyError("there is no such file or folder", path=path)


def _below(folder: str, policy: Policy, wanted: Callable[[str], bool]) -> Iterator[str]:
    top = os.path.realpath(folder)
    closed: list[str] = []
    for place, folders, files in os.walk(
        folder, onerror=lambda error: closed.append(error.filename)
    ):
        yield from _asked_for(closed, policy, folder)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = _links(place)
        for name in sorted(name for name in files if not is_leftover(name)):
            path = os.path.join(place, name)
            inside = name not in links or _leads_below(path, top)
            if inside and wanted(path) and policy.covers(path, folder):
                yield path
    yield from _asked_for(closed, policy, folder)


def _asked_for(closed: list[str], policy: Policy, named: str) -> Iterator[str]:
    """Give the folders that could not be looked into, but for those the policy leaves out."""
    while closed:
        path = closed.pop(0)
        if not any(policy.leaves_out(one, named) for one in (path, os.path.join(path, "any"))):
            yield path


def _links(folder: str) -> frozenset[str]:
    """Give the names of the links in a folder, without a question for every file."""
    try:
        with os.scandir(folder) as found:
            return frozenset(entry.name for entry in found if entry.is_symlink())
    except OSError:  # it went away, and its files with it
        return frozenset()


def _leads_below(path: str, top: str) -> bool:
    return os.path.realpath(path).startswith(top.rstrip(os.sep) + os.sep)


def is_judged(path: str) -> bool:
    """Tell whether a file is an article, or is or claims to be a picture."""
    return is_text(path) or is_candidate(path)


def is_text(path: str) -> bool:
    """Tell whether a file is an article."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix != ".xml":
        return suffix in TEXTS
    from credits.articles import is_article  # noqa: PLC0415  (only where the name does not tell)

    try:
        return is_article(path)
    except UnreadableImage as error:
        return _is_closed(error)


def is_candidate(path: str) -> bool:
    """Tell whether a file is, or claims to be, a picture."""
    if os.path.splitext(path)[1].lower() in PROMISING:
        return True
    from credits import containers  # noqa: PLC0415  (only where the name does not tell)
    from credits._bytes import source_of  # noqa: PLC0415

    try:
        with source_of(path) as source:
            return containers.is_image(source)
    except UnreadableImage as error:
        # of a name without an ending nobody can say that it is no photo
        return _is_closed(error) and not os.path.splitext(path)[1]


def _is_closed(error: UnreadableImage) -> bool:
    """Tell whether a file is there that may not be read."""
    return isinstance(error.__cause__, PermissionError)


def is_below(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or in it."""
    path, folder = os.path.realpath(path), os.path.realpath(folder)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def changed_photos(changed: Iterable[str], named: Iterable[str], policy: Policy) -> Iterator[str]:
    """Give the photos and articles that a change concerns, among those below *named*.

    A changed sidecar concerns its photo, a changed ``REUSE.toml`` every photo below it.

    Raises:
        PolicyError: a path of *named* does not exist.
    """
    tops = list(named)
    for path in tops:
        there(path)
    concerned = {photo for path in changed for photo in _concerned(path, policy)}
    for path in sorted(concerned):
        if any(is_below(path, top) for top in tops) and policy.covers(path) and _is_file(path):
            yield path


def stands_for(path: str, policy: Policy) -> Iterable[str]:
    """Give what a named file stands for: the photos a sidecar speaks of, or itself."""
    if os.path.splitext(path)[1] in BESIDE:
        return sorted(filter(_is_file, _concerned(path, policy)))
    return (path,)


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
    from credits.articles import scan  # noqa: PLC0415  (only where there are articles)

    try:
        keys = policy.articles.front_matter_keys
        return scan(article, **policy.site_of(article)._asdict(), keys=keys).photos
    except CreditsError:
        return ()


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode) and is_judged(path)
    except PermissionError:  # it may be there
        return is_judged(path)
    except (OSError, ValueError):
        return False


def _concerned(path: str, policy: Policy) -> Iterable[str]:
    folder, name = os.path.split(path)
    stem, suffix = os.path.splitext(name)
    if name == "REUSE.toml" and os.path.isdir(folder or os.curdir):
        return map(os.path.normpath, walk([folder or os.curdir], policy))
    if suffix not in BESIDE:
        return (path,)
    try:
        names = os.listdir(folder or os.curdir)
    except OSError:
        return ()
    # name.jpg.xmp and name.jpg.license mean one photo, name.xmp all of that name
    return [os.path.join(folder, n) for n in names if stem in {n, os.path.splitext(n)[0]}]
