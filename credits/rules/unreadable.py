"""Let nothing pass that could not be looked at.

What:
    The file is no image, is empty, ends too early, or is of a kind that is not read here. Or it is
    a link that nothing is behind, or one out of what was named, which is not followed.

Why:
    A gate that cannot read must not say yes. A truncated picture shows a grey bar on the page.

Example:
    A download that broke off: `flood.jpg` without an end-of-image marker.

Fix:
    Fetch the file again from where it came. Name a link that leads out itself (`credits check site
    site/vigil.jpg`), or `exclude` it in the policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.errors import PointerFile, Truncated
from credits.finding import Severity
from credits.rules._model import (
    ARTICLES,
    EVERYTHING,
    Desk,
    Options,
    Remark,
    Subject,
    example,
    levels,
)

CODE: Final = "FIL951"
NAME: Final = "unreadable"
LEVELS: Final = levels("hold")
ROLES: Final = EVERYTHING | ARTICLES
OPTIONS: Final = Options

GOOD: Final = (example(),)
BAD: Final = (example(error=Truncated("is empty")),)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a file that could not be read, or not to its end."""
    help = "fetch the file again from where it came"
    if subject.error is not None and not isinstance(subject.error, PointerFile):
        found = f"cannot be judged: it {subject.error.message}"
        yield Remark(found, help=subject.error.help or help)
    elif subject.article is not None:
        for said in subject.article.problems:
            yield Remark(f"was not read to its end: {said}", help="mend the markup there",
                         severity=Severity.WARNING)  # fmt: skip
    elif subject.photo is not None:
        for problem in subject.photo.problems:
            if problem.fatal:
                yield Remark(f"is damaged: {problem.message}", help=help)
                return
