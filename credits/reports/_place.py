"""Where a finding stands: from the working directory for people, from the repository for forges."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from urllib.parse import quote


def relative(path: str) -> str:
    """Give a path from the working directory, with forward slashes."""
    return _from(os.curdir, path)


def in_repository(path: str) -> str:
    """Give a path from the top of the git repository it stands in, else from the working directory.

    GitHub and GitLab show findings only where the path is theirs.
    """
    return _from(_top(os.path.dirname(os.path.abspath(path))) or os.curdir, path)


def uri(path: str) -> str:
    """Give the path in the repository as a relative reference (RFC 3986, 4.2)."""
    place = in_repository(path)
    # a colon in the first segment would make a scheme of it
    return ("./" if ":" in place.partition("/")[0] else "") + quote(place)


@cache
def _top(folder: str) -> str | None:
    if os.path.exists(os.path.join(folder, ".git")):
        return folder
    above = os.path.dirname(folder)
    return _top(above) if above != folder else None


def _from(start: str, path: str) -> str:
    with suppress(ValueError):  # another drive on Windows
        path = os.path.relpath(path, start)
    return path.replace(os.sep, "/")
