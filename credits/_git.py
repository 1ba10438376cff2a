"""What git knows: which files a commit or the index changed."""

from __future__ import annotations

import os
import subprocess

from credits.errors import PolicyError


def changed_since(ref: str, folder: str = ".") -> list[str]:
    """List the files that differ from where this branch left *ref*, and the untracked ones.

    Those that were deleted are listed, too: a sidecar that is gone changes what is said of a photo.
    Paths are as seen from the working directory.

    Raises:
        PolicyError: there is no git, no repository, or no such commit.
    """
    if ref.startswith("-"):
        raise PolicyError(f"there is no commit {ref!r}")
    top = os.fsdecode(_said(folder, "rev-parse", "--show-toplevel").rstrip(b"\n"))
    how = ("--name-only", "--no-renames", "-z", "--merge-base")
    differing = _names(top, "diff", *how, ref, "--")
    untracked = _names(top, "ls-files", "--others", "--exclude-standard", "-z")
    return sorted(os.path.relpath(os.path.join(top, name)) for name in {*differing, *untracked})


def _names(folder: str, *arguments: str) -> list[str]:
    said = _said(folder, *arguments)
    return [os.fsdecode(name) for name in said.split(b"\0") if name]


def _said(folder: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  (no shell; a reference cannot be an option)
            ["git", "-C", folder, *arguments],  # noqa: S607  (the git that the user has)
            capture_output=True, check=False,
        )  # fmt: skip
    except OSError as error:
        raise PolicyError(f"git cannot be run: {error.strerror}") from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        said = lines[0] if lines else "no"
        shallow = "revision" in said or "merge base" in said
        help = "in CI, fetch the whole history: fetch-depth: 0" if shallow else None
        raise PolicyError(f"git says: {said}", help=help)
    return done.stdout
