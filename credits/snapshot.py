"""What git is about to record or to publish, laid out in a folder as far as it is judged.

The working tree may say something else than what is staged, so it is never looked at: photos, what
stands beside them, the policy, the baseline and the photos that articles use come from git. The
folder mirrors where the repository is, and work is done at the same place inside it, so that
relative paths and the policy's globs mean what they mean in the repository.

Law: a file in it is byte for byte what git has. In the place of a git-lfs pointer stands the object
of the local store, if its SHA-256 is the pointer's (https://github.com/git-lfs/git-lfs, spec.md);
else the pointer, which is held. Links are not made: what one leads to in the repository is judged,
one that leads out of it is held. Submodules are not entered, nothing is fetched.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from credits import _git, containers
from credits._bytes import CHUNK, Barred, Buffer
from credits._shell import quoted_path
from credits.baseline import Baseline
from credits.baseline import load as load_baseline
from credits.errors import CreditsError, PolicyError, UnreadableImage
from credits.finding import Finding, Judgement
from credits.folder import (
    BESIDE,
    PROMISING,
    TEXTS,
    changed_photos,
    is_below,
    is_text,
)
from credits.policy import NAMES, Policy, find, load

# what speaks of many photos; small, and written always
TABLES: Final = frozenset({*NAMES, "REUSE.toml"})
KNOWN: Final = PROMISING | BESIDE | TEXTS
# a pointer is "less than 1024 bytes"
LONGEST_POINTER: Final = 1024
_POINTER: Final = re.compile(
    re.escape(containers.POINTER) + rb"\n(?:.+\n)*?oid sha256:([0-9a-f]{64})\n(?:.+\n)*?size \d+\n"
)
# commands that write into the working tree, so that it has to be staged anew
_WRITING: Final = re.compile(r"credits (?:embed|fix|strip)\b")


@contextlib.contextmanager
def _on_disk() -> Iterator[None]:
    """Tell in our own words what the disk for temporary files refuses."""
    try:
        yield
    except OSError as error:
        raise UnreadableImage(
            f"cannot be laid out to be judged: {error.strerror}",
            path=error.filename or tempfile.gettempdir(),
            help="make room for temporary files, or set TMPDIR to another folder",
        ) from None


class Snapshot:
    """A state of a repository: *folder* is the mirror of *top*, as far as it is laid out.

    *notes* are what should be known besides findings.
    """

    @_on_disk()
    def __init__(self, state: _git.State, place: str, blobs: _git.Blobs) -> None:
        self.top = state.top
        self.place = place
        self.folder = self.mirrored(self.top)
        self.notes: list[str] = []
        self._objects = _git.lfs_objects()
        self._entries = state.entries
        self._changed = state.changed
        self._blobs = blobs
        self._there: set[str] = set()
        os.makedirs(self.folder)
        # where a walk upwards through the project ends
        with open(os.path.join(self.folder, ".git"), "xb"):
            pass
        self._need(name for name in state.entries if os.path.basename(name) in TABLES)

    def mirrored(self, path: str) -> str:
        """Give the place in the mirror of a path outside of it."""
        _, tail = os.path.splitdrive(os.path.abspath(path))
        return os.path.join(self.place, tail.lstrip(os.sep))

    def original(self, path: str) -> str:
        """Give the path that a place in the mirror stands for."""
        drive, _ = os.path.splitdrive(self.top)
        return os.path.join(drive + os.sep, os.path.relpath(path, self.place))

    @_on_disk()
    def bring(self, path: str) -> str:
        """Lay out a file by its own path, as it is on the disk where git does not know it."""
        place, name = self.mirrored(path), self._name(self.mirrored(path))
        self._need([name])
        if name not in self._there and os.path.isfile(path):
            os.makedirs(os.path.dirname(place), exist_ok=True)
            shutil.copyfile(path, place)
        return place

    # ── what it is judged by ────────────────────────────────────────────────────────────────────

    def policy(self, file: str | None = None, start: str = os.curdir) -> Policy:
        """Load the policy: *file* (absolute) if given, else what is found walking up from *start*.

        A policy above the repository holds where there is none in it; an untracked one does not.

        Raises:
            PolicyError: it is wrong.
        """
        found = self.bring(file) if file else self._found(start)
        if found is None:
            return Policy(root=os.path.abspath(start))
        policy = load(found)
        origin = policy.origin._replace(file=os.path.relpath(found))
        return policy.model_copy(update={"origin": origin})

    def _found(self, start: str) -> str | None:
        found = find(start)
        if found and is_below(found, self.folder):
            return found
        untracked = find(self.original(os.path.abspath(start)))
        if untracked is None:
            return None
        if is_below(untracked, self.top):
            name = os.path.relpath(untracked, self.top)
            if self._changed:  # else nothing was asked of git
                self.notes.append(f"{name} is not in git, so it does not count: git add {name}")
            untracked = find(os.path.dirname(self.top))
        return self.bring(untracked) if untracked else None

    def baseline(self, path: str) -> Baseline:
        """Load a baseline, by its absolute path in the mirror or outside of it.

        Raises:
            PolicyError: it is missing, or is none.
        """
        place = path if is_below(path, self.place) else self.bring(path)
        self._need([self._name(place)])
        return replace(load_baseline(place), path=os.path.relpath(place))

    # ── what is judged ──────────────────────────────────────────────────────────────────────────

    def photos(self, policy: Policy, named: Iterable[str] = (".",)) -> list[str]:
        """Lay out the photos and articles that a change concerns below *named*, as paths from here.

        A changed sidecar concerns its photo, a changed article the photos it uses.

        Raises:
            PolicyError: git has no file or folder of a name.
            UnreadableImage: the repository lacks one of them.
        """
        tops = [self._known(path) for path in named]
        self._lay_out_changed()
        changed = [os.path.relpath(self._path(name)) for name in self._changed]
        found = [*changed_photos(changed, [self.folder], policy), *self._linked(policy)]
        found += self._used(changed, policy)
        return sorted({path for path in found if any(is_below(path, one) for one in tops)})

    def _known(self, path: str) -> str:
        name = self._name(path)
        there = name in self._entries or self._is_folder(name)
        if os.curdir not in {path, name} and not there:
            raise PolicyError("git has no such file or folder", path=path, help="git add it first")
        return path

    def _lay_out_changed(self) -> None:
        self._need((name for name in self._changed if _speaks(name)), kin=True)
        for name in self._changed:
            if not _speaks(name):
                self._write(name, wanted=_is_image)
        for name in self._changed:
            if os.path.basename(name) == "REUSE.toml":
                folder = name.removesuffix("REUSE.toml")
                self._need((one for one in self._pictures() if one.startswith(folder)), kin=True)

    def _linked(self, policy: Policy) -> Iterator[str]:
        """Lay out what changed links lead to; those that lead out of the repository are barred."""
        for name in self._changed:
            said, path = self._link(name), os.path.relpath(self._path(name))
            if said is None or not policy.covers(path):
                continue
            target = _git.resolved(name, self._link)
            if target is not None and target in self._entries:
                self._need([target], kin=True)
                there = os.path.relpath(self._path(target))
                yield from changed_photos([there], [self.folder], policy)
            elif not self._is_folder(target) and any(map(_is_judged, (name, said))):
                yield Barred(path, f"is a link to {said}, which git does not have",
                             help="git add the file itself, or exclude the link in the policy",
                            )  # fmt: skip

    def _link(self, name: str) -> str | None:
        """Say where a link leads; None for what is no link."""
        entry = self._entries.get(name)
        if entry is None or entry.mode != _git.LINK:
            return None
        return os.fsdecode(self._blobs.read(entry.blob))

    def _is_folder(self, name: str | None) -> bool:
        return name is not None and any(one.startswith(f"{name}/") for one in self._entries)

    def _used(self, changed: list[str], policy: Policy) -> Iterator[str]:
        """Lay out the photos that changed articles use: first the names of those that may be meant.

        What a rendition's name adds to that of its original stands at the end of the stem.
        """
        from credits.pages import names_in, used_by  # noqa: PLC0415  (only where there are articles)

        pages = [
            path
            for path in changed
            if os.path.isfile(path) and is_text(path) and policy.covers(path)
        ]
        named = {name for page in pages for name in names_in(page, policy)}
        stems = {name[:end] for name in named for end in range(1, len(name) + 1)}
        for name in self._pictures() if stems else ():
            stem, _ = os.path.splitext(os.path.basename(name))
            if stem in stems and name not in self._there:
                self._write_nothing(name)
        used = {self._name(path) for page in pages for path in used_by(page, policy)}
        self._need(used, kin=True)
        found = (os.path.relpath(self._path(name)) for name in used & self._there)
        yield from (path for path in found if policy.covers(path))

    def _pictures(self) -> Iterator[str]:
        for name, entry in self._entries.items():
            if entry.mode in _git.FILES and os.path.splitext(name)[1].lower() in PROMISING:
                yield name

    def staged_anew(self, judgement: Judgement) -> Judgement:
        """Add to the commands that mend a file the one that stages it."""
        return judgement._replace(findings=tuple(map(_staged_anew, judgement.findings)))

    # ── laying out ──────────────────────────────────────────────────────────────────────────────

    def _path(self, name: str) -> str:
        return os.path.join(self.folder, *name.split("/"))

    def _name(self, path: str) -> str:
        return os.path.relpath(path, self.folder).replace(os.sep, "/")

    def _need(self, names: Iterable[str], *, kin: bool = False) -> None:
        """Lay out files; *kin* are those of the same folder that may speak of them."""
        wanted = list(names)
        for name in [*wanted, *(self._kin(wanted) if kin else ())]:
            if name not in self._there:
                self._write(name)

    def _kin(self, names: list[str]) -> Iterator[str]:
        wanted = {key for name in names for key in _stems(name)}
        return (name for name in self._entries if not wanted.isdisjoint(_stems(name)))

    @_on_disk()
    def _write_nothing(self, name: str) -> None:
        self._make_room(name)
        with open(self._path(name), "wb"):
            pass

    @_on_disk()
    def _write(self, name: str, wanted: _git.Wanted | None = None) -> None:
        entry = self._entries.get(name)
        if entry is None or entry.mode not in _git.FILES:
            return
        self._make_room(name)
        path = self._path(name)
        try:
            if not self._blobs.write(entry.blob, path, wanted):
                return
        except CreditsError as error:
            raise error.located(os.path.relpath(path)) from None
        self._there.add(name)
        self._resolve(name, path)

    def _make_room(self, name: str) -> None:
        if {"", ".", ".."} & set(name.split("/")):
            raise PolicyError("is no name of a file", path=name, help="git fsck")
        os.makedirs(os.path.dirname(self._path(name)), exist_ok=True)

    def _resolve(self, name: str, path: str) -> None:
        """Put the object of the local store in the place of a pointer to it."""
        if os.path.getsize(path) >= LONGEST_POINTER:
            return
        with open(path, "rb") as file:
            pointer = file.read()
        if found := _POINTER.match(pointer):
            oid = found[1].decode()
            stored = os.path.join(self._objects, oid[:2], oid[2:4], oid)
            wanted = os.path.isfile(stored) and (_speaks(name) or _is_image(_head(stored)))
            if wanted and _copied(stored, path) != oid:
                with open(path, "wb") as file:
                    file.write(pointer)
                self.notes.append(f"{name}: its git-lfs object is damaged: git lfs fsck")


@contextlib.contextmanager
def laid_out(state: _git.State, start: str = ".") -> Iterator[Snapshot]:
    """Lay out a state of the repository, and work inside it at the place of *start*.

    Raises:
        PolicyError: there is no git, or no working tree here.
        UnreadableImage: the repository lacks what is to be judged, or there is no room for it.
    """
    start = os.path.abspath(start)
    with contextlib.ExitStack() as stack:
        with _on_disk():
            place = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="credits-", ignore_cleanup_errors=True)
            )
        snapshot = Snapshot(state, os.path.realpath(place), stack.enter_context(_git.Blobs()))
        here = snapshot.mirrored(os.path.realpath(start))
        with _on_disk():
            os.makedirs(here, exist_ok=True)
        with contextlib.chdir(here):
            try:
                yield snapshot
            except CreditsError as error:
                if error.path and error.path.startswith(snapshot.place):
                    error.path = os.path.relpath(error.path)
                raise


def _head(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(CHUNK)


def _copied(source: str, target: str) -> str:
    """Copy a file, and give the SHA-256 of what was copied."""
    whole = hashlib.sha256()
    with open(source, "rb") as read, open(target, "wb") as written:
        while chunk := read.read(CHUNK):
            whole.update(chunk)
            written.write(chunk)
    return whole.hexdigest()


def _is_image(head: bytes) -> bool:
    return containers.is_image(Buffer(head)) or head.startswith(containers.POINTER)


def _speaks(name: str) -> bool:
    """Tell by its name whether a file is a picture, or may speak of one."""
    return os.path.splitext(name)[1].lower() in KNOWN or os.path.basename(name) in TABLES


def _is_judged(name: str) -> bool:
    """Tell whether a name claims to be a picture's or an article's."""
    return os.path.splitext(name)[1].lower() in PROMISING | TEXTS


def _stems(name: str) -> tuple[str, ...]:
    """Give what the name of a photo and the names of the files beside it have in common."""
    stem, suffix = os.path.splitext(name)
    return (stem, os.path.splitext(stem)[0]) if suffix in BESIDE else (stem,)


def _staged_anew(finding: Finding) -> Finding:
    if finding.help is None or not _WRITING.match(finding.help):
        return finding
    return replace(finding, help=f"{finding.help} && git add {quoted_path(finding.path)}")
