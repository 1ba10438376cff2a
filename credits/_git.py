"""What git knows: states of a repository, what changed in them, their blobs, where hooks stand.

Git is asked through its plumbing, by NUL-separated names and object names, from the directory the
program was started in: hooks get ``GIT_DIR`` and ``GIT_INDEX_FILE`` relative to it. Nothing is
written, no index refreshed. Paths are as git has them: from the top of the repository, with ``/``.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any, Final, NamedTuple, Self, TypeAlias, cast

from credits.errors import PolicyError, UnreadableImage

CHUNK: Final = 1 << 20
# modes of entries that are files, and of links; 160000 is a commit of a submodule
FILES: Final = frozenset({"100644", "100755", "100664"})
LINK: Final = "120000"
# folders and links on the way to a file: more are a circle
MOST_STEPS: Final = 4096
# the empty blob in both hashes; with it stands what is only intended to be added
EMPTY: Final = frozenset({
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
})  # fmt: skip
_DIFF: Final = ("--name-only", "--no-renames", "--no-relative", "--no-ext-diff", "-z",
                "--ignore-submodules=all")  # fmt: skip


# tells by the first bytes of a blob whether the rest is wanted
Wanted: TypeAlias = Callable[[bytes], bool]


class Entry(NamedTuple):
    """A file of a tree or of the index: its mode (six octal digits), and the name of its blob."""

    mode: str
    blob: str


class State(NamedTuple):
    """A state of the repository: its files by name, and the names of what is new or gone in it.

    *top* is the folder that the working tree begins with.
    """

    top: str
    entries: Mapping[str, Entry]
    changed: Sequence[str]


class Update(NamedTuple):
    """A line that git gives to ``pre-push``: what is pushed, and what it replaces."""

    ref: str
    commit: str
    remote_ref: str
    remote_commit: str

    @property
    def is_deletion(self) -> bool:
        """Tell whether the remote's reference is only taken away."""
        return not self.commit.strip("0")


def top() -> str:
    """Give the folder that the working tree begins with.

    Raises:
        PolicyError: there is no git, or no working tree here.
    """
    return os.path.normpath(os.fsdecode(_said("rev-parse", "--show-toplevel").rstrip(b"\n")))


def staged() -> State:
    """Give what the next commit would hold; its changes are those against ``HEAD``, if any.

    Raises:
        PolicyError: there is no git, no repository, or a conflict is not resolved.
    """
    whole = top()
    changed = _names("diff", "--cached", *_DIFF)
    return State(whole, _index() if changed else {}, changed)


def _index() -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for row in _names("ls-files", "--stage", "--full-name", "-z", "--", ":/"):
        said, _, name = row.partition("\t")
        mode, blob, stage = said.split(" ")
        if stage != "0":
            raise PolicyError("has a conflict that is not resolved", path=name, help="git status")
        entries[name] = Entry(mode, blob)
    if any(entry.blob in EMPTY for entry in entries.values()):
        for name in _names("diff-files", "--diff-filter=A", *_DIFF):
            entries.pop(name, None)
    return entries


def committed(commit: str, changed: Sequence[str] | None = None) -> State:
    """Give what a commit holds; everything is new in it if *changed* is None."""
    entries: dict[str, Entry] = {}
    for row in _names("ls-tree", "-r", "--full-tree", "-z", commit):
        said, _, name = row.partition("\t")
        mode, _, blob = said.split(" ")
        entries[name] = Entry(mode, blob)
    return State(top(), entries, list(entries) if changed is None else changed)


def resolved(name: str, link: Callable[[str], str | None]) -> str | None:
    """Follow the links on the way to a name; None where they lead out, or in a circle.

    *link* says where a name leads; None for what is no link.
    """
    left, done = name.split("/"), list[str]()
    for _ in range(MOST_STEPS):
        if not left:
            return "/".join(done)
        part = left.pop(0)
        if part == os.pardir and not done:
            return None
        if part == os.pardir:
            done.pop()
        elif part not in {"", os.curdir}:
            done.append(part)
            if (said := link("/".join(done))) is not None:
                if said.startswith("/"):
                    return None
                done.pop()
                left = [*said.split("/"), *left]
    return None


def pushed(update: Update, remote: str) -> State | None:
    """Give what a reference is about to hold on a remote; None where it is no commit.

    New in it is what the commits change that the remote, as far as is known here, has not.
    """
    commit = f"{update.commit}^{{commit}}"
    if not _agrees("cat-file", "-e", commit):
        return None
    known = [f"--remotes={remote}"] if _names("for-each-ref", f"refs/remotes/{remote}/") else []
    before = update.remote_commit
    if before.strip("0") and _agrees("cat-file", "-e", f"{before}^{{commit}}"):
        known.append(before)
    if not known:
        return committed(commit)
    # of a merge, what differs from all of its parents
    how = ("-c", "log.showRoot=true", "log", "--no-show-signature", "--format=", "-c", *_DIFF)
    names = _names(*how, commit, "--not", *known, "--")
    return committed(commit, sorted(set(names)))


def changed_since(ref: str) -> list[str]:
    """List the files that differ from where this branch left *ref*, and the untracked ones.

    Those that were deleted are listed, too: a sidecar that is gone changes what is said of a photo.
    Paths are as seen from the working directory.

    Raises:
        PolicyError: there is no git, no repository, or no such commit.
    """
    if ref.startswith("-"):
        raise PolicyError(f"there is no commit {ref!r}")
    whole = top()
    differing = _names("diff", "--merge-base", *_DIFF, ref, "--")
    untracked = _names(
        "ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/"
    )
    return sorted(os.path.relpath(os.path.join(whole, name)) for name in {*differing, *untracked})


def hooks_folder() -> str:
    """Give the folder git looks for hooks in: that of ``core.hooksPath``, else the repository's."""
    said = _said("rev-parse", "--git-path", "hooks")
    return os.path.abspath(os.fsdecode(said.rstrip(b"\n")))


def lfs_objects() -> str:
    """Give the folder that git-lfs keeps the objects of this repository in."""
    common = os.path.abspath(os.fsdecode(_said("rev-parse", "--git-common-dir").rstrip(b"\n")))
    said = _run("config", "--type=path", "--get", "lfs.storage").stdout.rstrip(b"\n")
    return os.path.join(common, os.fsdecode(said) or "lfs", "objects")


class Blobs:
    """One ``git cat-file --batch``: gives the bytes of blobs by their names."""

    def __init__(self) -> None:
        self._process = _begun("cat-file", "--batch")
        self._asking = cast("IO[bytes]", self._process.stdin)
        self._saying = cast("IO[bytes]", self._process.stdout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._asking, self._saying):
            pipe.close()
        self._process.wait()

    def write(self, blob: str, path: str, wanted: Wanted | None = None) -> bool:
        """Write a blob into a new file; *wanted* may refuse it by its first mebibyte.

        Raises:
            UnreadableImage: the repository lacks it.
        """
        chunks = self._chunks(blob)
        first = next(chunks, b"")
        if wanted is not None and not wanted(first):
            for _ in chunks:  # what follows in the pipe is the next blob
                pass
            return False
        with open(path, "wb") as file:
            file.write(first)
            file.writelines(chunks)
        return True

    def read(self, blob: str) -> bytes:
        """Give all bytes of a blob: for what is small, such as where a link leads.

        Raises:
            UnreadableImage: the repository lacks it.
        """
        return b"".join(self._chunks(blob))

    def _chunks(self, blob: str) -> Iterator[bytes]:
        self._asking.write(f"{blob}\n".encode())
        self._asking.flush()
        said = self._saying.readline().split()
        if len(said) != 3:
            raise UnreadableImage(f"the repository lacks the blob {blob}", help="git fsck")
        left = int(said[2])
        while left:
            data = self._saying.read(min(left, CHUNK))
            if not data:
                raise UnreadableImage(f"git ended within the blob {blob}", help="git fsck")
            left -= len(data)
            yield data
        self._saying.read(1)


# ── asking ──────────────────────────────────────────────────────────────────────────────────────


def _names(*arguments: str) -> list[str]:
    said = _said(*arguments)
    return [os.fsdecode(name) for name in said.split(b"\0") if name]


def _agrees(*arguments: str) -> bool:
    return _run(*arguments).returncode == 0


def _said(*arguments: str) -> bytes:
    done = _run(*arguments)
    if done.returncode:
        said = next(iter(done.stderr.decode(errors="replace").strip().splitlines()), "no")
        shallow = "revision" in said or "merge base" in said
        help = "in CI, fetch the whole history: fetch-depth: 0" if shallow else None
        raise PolicyError(f"git says: {said}", help=help)
    return done.stdout


def _run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    process = _begun(*arguments, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    said, complained = process.communicate()
    return subprocess.CompletedProcess(arguments, process.returncode, said, complained)


def _begun(*arguments: str, **pipes: Any) -> subprocess.Popen[bytes]:
    """Start git, in a language and a manner that no user's settings change."""
    wishes = {"GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "0", "LC_ALL": "C"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, **pipes}
    command = ["git", *arguments]
    try:
        # no shell; a reference cannot be an option
        return subprocess.Popen(command, env={**os.environ, **wishes}, **pipes)  # noqa: S603
    except OSError as error:
        raise PolicyError(f"git cannot be run: {error.strerror}", help="install git") from None
