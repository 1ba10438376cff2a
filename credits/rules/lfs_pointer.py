"""Let no pointer stand for a picture.

What:
    A git-lfs pointer: a text of some 130 bytes that stands where the image should be.

Why:
    Git leaves it there when git-lfs is not installed or told not to fetch. The picture behind it
    may be uncredited, and a site that publishes the pointer shows a broken image.

Example:
    `version https://git-lfs.github.com/spec/v1` in `march.jpg`.

Fix:
    `git lfs pull`, then check again. In CI: check out with `lfs: true`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.errors import PointerFile
from credits.rules._model import EVERYTHING, Desk, Options, Remark, Subject, example, levels

CODE: Final = "FIL953"
NAME: Final = "lfs-pointer"
LEVELS: Final = levels("hold", strict="error")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

GOOD: Final = (example(),)
BAD: Final = (example(error=PointerFile("is a git-lfs pointer, not the image")),)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a pointer in the place of an image."""
    if isinstance(subject.error, PointerFile):
        yield Remark("is a git-lfs pointer, the image itself is not here", help="git lfs pull")
