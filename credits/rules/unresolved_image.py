"""Refer to no photo that is not there.

What:
    An article refers to a photo of its own site, and there is no such file, under any of its
    addresses, nor an original it could be a rendition of. Or there is a link in its place that
    leads out of the site: readers may see the photo, and nobody judges it, so it is on hold.

Why:
    The reader sees a broken picture; and what is not there nobody can judge.

Example:
    `![A vigil](img/vigl.jpg)`, while the file is called vigil.jpg.

Fix:
    Mend the address, or put the photo itself there. Where addresses with a leading slash count from
    is `[articles] root` in the policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from credits.finding import Severity
from credits.rules._model import SHOWN, Desk, Options, Remark, Subject, levels, shown
from credits.rules._visible import is_templated

CODE: Final = "ART903"
NAME: Final = "unresolved-image"
LEVELS: Final = levels("warning")
ROLES: Final = SHOWN
OPTIONS: Final = Options

GOOD: Final = (
    shown(),
    shown(src="https://cdn.example/a.jpg", file=None),
    shown(src="//cdn.example/a.jpg", file=None),
    shown(src="{{ page.image }}", file=None),
)
BAD: Final = (
    shown(src="img/gone.jpg", file=None),
    shown(src="/img/gone.jpg", file=None),
    shown(src="file:///etc/passwd", file=None),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a photo of the site itself that has no file."""
    use = subject.use
    if use is None or use.file is not None:
        return
    if use.outside:
        yield Remark(
            f"{use.src} is behind a link that leads out of the site, and is not followed",
            help="put the photo itself there, or judge from the folder that has both",
            severity=Severity.HOLD,
        )
    elif _is_own(use.src):
        yield Remark(f"there is no file for {use.src}", help="mend the address, or put it there")


def _is_own(address: str) -> bool:
    """Tell whether an address means this site; what a template fills in means nothing yet."""
    if is_templated(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return not parts.netloc and parts.scheme not in {"http", "https", "blob", "cid"}
