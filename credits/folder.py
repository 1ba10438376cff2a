"""Finding the photos: files as they are named, folders by what is in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import Final

from credits._atomic import is_leftover
from credits._bytes import Barred
from credits._shell import quoted_path
from credits.errors import PolicyError, UnreadableImage
from credits.policy import Policy

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


_APPLE_DOUBLE: Final = b"\0\5\x16\7"

# Emacs locks a file by a link that names a user and a machine, and leads nowhere
LOCKS: Final = ".#"

# endings of articles; of XML, only feeds are
TEXTS: Final = frozenset({
    ".atom", ".htm", ".html", ".markdown", ".md", ".mdx", ".mkd", ".rest", ".rss", ".rst",
    ".xhtml", ".xml",
})  # fmt: skip


def walk(
    paths: Iterable[str],
    policy: Policy,
    wanted: Callable[[str], bool] | None = None,
    *,
    among: Iterable[str] = (),
    every_name: bool = False,
) -> Iterator[str]:
    """Find the photos: files as they are named, folders by what is in them, in sorted order.

    *wanted* tells what is looked for in folders, photos if None. *among* is what else is named in
    the same run.

    Folders whose name begins with a dot are skipped. A link inside the tree that was named is found
    as what it leads to, once (with *every_name*, by its own name, too); one that leads out of the
    tree is given as `Barred`. A folder that cannot be looked into is given itself: nobody can say
    that no photo is in it.

    Raises:
        PolicyError: a path does not exist.
    """
    named = list(paths)
    tree = _Tree(chain(named, among), policy, wanted or is_candidate, every_name=every_name)
    for path in named:
        there(path)
        if os.path.isdir(path):
            yield from tree.below(path)
        else:
            yield path


def there(path: str) -> None:
    """See that there is such a file or folder, be it one that cannot be read.

    Raises:
        PolicyError: there is none.
    """
    if not os.path.lexists(path):
        raise PolicyError("there is no such file or folder", path=path, help=_way_out(path))


def _way_out(path: str) -> str | None:
    """Say what may have been meant by a name that nothing bears."""
    if path == "-":
        return "show, embed, explain and search read stdin; check takes a list: --files0-from -"
    if "\n" in path:
        return "names in a list end with a zero byte: find -print0, git ls-files -z"
    return None


class _Tree:
    """What was named in a run: a walk stays in it, and comes to each file once."""

    def __init__(
        self,
        named: Iterable[str],
        policy: Policy,
        wanted: Callable[[str], bool],
        *,
        every_name: bool = False,
    ) -> None:
        self.policy = policy
        self.wanted = wanted
        self.every_name = every_name
        self._named = named
        self._entered: set[str] = set()

    @cached_property
    def _tops(self) -> dict[str, str]:
        """Give what was named, and its path without links; asked for where there are links."""
        return {path: os.path.realpath(path) for path in self._named}

    def below(self, top: str, folder: str | None = None) -> Iterator[str]:
        """Give what is wanted of a folder that was named, or of one below it."""
        closed: list[str] = []
        for place, folders, files in os.walk(
            folder or top, onerror=lambda error: closed.append(error.filename)
        ):
            yield from self._asked_for(closed, top)
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            links = _links(place)
            for name in sorted(files):
                path = os.path.join(place, name)
                if _is_no_file_of_its_own(path):
                    continue
                if name in links:
                    yield from self._linked(path, top)
                elif self.wanted(path) and self.policy.covers(path, top):
                    yield path
            for name in folders if links else ():
                if name in links:
                    yield from self._entered_by(os.path.join(place, name), top)
        yield from self._asked_for(closed, top)

    def _asked_for(self, closed: list[str], top: str) -> Iterator[str]:
        """Give the folders that could not be looked into, but for those the policy leaves out."""
        while closed:
            path = closed.pop(0)
            if not self._leaves_out(path, top):
                yield path

    def _leaves_out(self, folder: str, top: str) -> bool:
        inside = os.path.join(folder, "any")
        return any(self.policy.leaves_out(path, top) for path in (folder, inside))

    def _linked(self, path: str, top: str | None) -> Iterator[str]:
        """Give what a link to a file stands for: nothing where its target is found itself."""
        target = os.path.realpath(path)
        if not self.policy.covers(path, top):
            return
        if not os.path.exists(target):
            if self.wanted(path) and not os.path.basename(path).startswith(LOCKS):
                yield path
        elif self._holds(target):
            if (self.every_name or not self.found(target)) and self.wanted(path):
                yield path
        elif (is_promising(path) or os.path.isfile(target)) and self.wanted(path):
            yield self._barred(path)

    def changed(self, link: str) -> Iterator[str]:
        """Give what a link that has changed stands for, if it is in the tree."""
        place = os.path.join(os.path.realpath(os.path.dirname(link)), os.path.basename(link))
        if link in self._tops:
            yield link
        elif self._holds(place) and not os.path.isdir(link):
            target = os.path.realpath(link)
            found = self.found(target) if os.path.exists(target) else None
            yield from (os.path.normpath(found),) if found else self._linked(link, None)

    def _entered_by(self, path: str, top: str) -> Iterator[str]:
        """Give what is wanted behind a link to a folder, where no other way leads there."""
        target = os.path.realpath(path)
        if self._leaves_out(path, top) or self._is_walked(target):
            return
        if not self._holds(target):
            yield self._barred(path)
        elif target not in self._entered:
            self._entered.add(target)
            yield from self.below(top, path)

    def found(self, target: str) -> str | None:
        """Give the path by which a walk comes to a file, by its path without links."""
        for path, top in self._ways(target):
            if path == top or (
                not _is_no_file_of_its_own(path)
                and self.policy.covers(path, top)
                and self.wanted(path)
            ):
                return path
        return None

    def _is_walked(self, folder: str) -> bool:
        ways = self._ways(os.path.join(folder, "any"))
        return any(not self.policy.leaves_out(path, top) for path, top in ways)

    def _ways(self, target: str) -> Iterator[tuple[str, str]]:
        """Give the paths by which walks may come to a file, with the folders they begin at."""
        for top, real in self._tops.items():
            if target == real:
                yield top, top
            elif _is_in(target, real):
                inside = os.path.relpath(target, real)
                if not any(part.startswith(".") for part in inside.split(os.sep)[:-1]):
                    yield os.path.join(top, inside), top

    def _holds(self, target: str) -> bool:
        return any(target == real or _is_in(target, real) for real in self._tops.values())

    def _barred(self, path: str) -> Barred:
        """Give a link that leads out of the tree: it is told, and not followed."""
        return Barred(
            path, f"is a link out of what was named, to {os.readlink(path)}",
            help=f"name {quoted_path(path)} itself, or leave it out: exclude in the policy",
        )  # fmt: skip


def _links(folder: str) -> frozenset[str]:
    """Give the names of the links in a folder, without a question for every file."""
    try:
        with os.scandir(folder) as found:
            return frozenset(entry.name for entry in found if entry.is_symlink())
    except OSError:  # it went away, and its files with it
        return frozenset()


def _is_in(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


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


def is_promising(path: str) -> bool:
    """Tell whether a name claims to be that of a picture."""
    return os.path.splitext(path)[1].lower() in PROMISING


def is_candidate(path: str) -> bool:
    """Tell whether a file is, or claims to be, a picture."""
    if is_promising(path):
        return True
    from credits import containers  # noqa: PLC0415  (only where the name does not tell)
    from credits._bytes import source_of  # noqa: PLC0415

    try:
        with source_of(path) as source:
            return containers.is_image(source)
    except UnreadableImage as error:
        # of a name without an ending nobody can say that it is no photo
        return _is_closed(error) and not os.path.splitext(path)[1]


def _is_no_file_of_its_own(path: str) -> bool:
    """Tell whether a file is a part of another: on its way to its place, or what a Mac adds.

    Beside ``a.jpg`` macOS puts ``._a.jpg`` where a disk has no room for its attributes, in the form
    of AppleDouble (RFC 1740, appendix A). A picture that is called so is judged.
    """
    name = os.path.basename(path)
    if not name.startswith("._"):
        return is_leftover(name)
    try:
        with open(path, "rb") as file:
            return file.read(len(_APPLE_DOUBLE)) == _APPLE_DOUBLE
    except OSError:
        return False


def _is_closed(error: UnreadableImage) -> bool:
    """Tell whether a file is there that may not be read."""
    return isinstance(error.__cause__, PermissionError)


def is_below(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or in it."""
    path, folder = os.path.realpath(path), os.path.realpath(folder)
    return path == folder or _is_in(path, folder)


def changed_photos(changed: Iterable[str], named: Iterable[str], policy: Policy) -> Iterator[str]:
    """Give the photos and articles that a change concerns, among those below *named*.

    A changed sidecar concerns its photo, a changed ``REUSE.toml`` every photo below it, a changed
    link what it leads to.

    Raises:
        PolicyError: a path of *named* does not exist.
    """
    tops = list(named)
    for path in tops:
        there(path)
    tree = _Tree(tops, policy, is_judged)
    concerned = {photo for path in changed for photo in _concerned(path, policy)}
    for path in sorted(concerned):
        if os.path.islink(path):
            yield from tree.changed(path)
        elif any(is_below(path, top) for top in tops) and policy.covers(path) and _is_file(path):
            yield path


def stands_for(path: str, policy: Policy) -> Iterable[str]:
    """Give what a named file stands for: the photos a sidecar speaks of, or itself."""
    if os.path.splitext(path)[1] in BESIDE:
        return sorted(filter(_is_file, _concerned(path, policy)))
    return (path,)


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
