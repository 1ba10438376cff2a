"""Know that a picture is there more than once.

What:
    A photo that shows the same picture as others, here or in the catalog: the same image data, or
    an edited copy of it. It is judged where the caller compared the pixels: `credits check
    --catalog URL` and `--duplicates`.

Why:
    What is corrected in one copy stays wrong in the others; what was published before may have
    been published under other terms.

Example:
    `vigil.jpg`, and `vigil-web.jpg` cut to its middle.

Fix:
    Nothing has to be done, and nothing is deleted. `credits dedupe PHOTO --catalog URL` shows all
    of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits._shell import quoted_path
from credits.rules._likeness import evidence, like, looks_like
from credits.rules._model import EVERYTHING, Desk, Options, Remark, Subject, example, levels

CODE: Final = "DUP852"
NAME: Final = "duplicate-exact-or-near"
LEVELS: Final = levels("info")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

GOOD: Final = (example(), example(facts=looks_like("review")))
BAD: Final = (example(facts=looks_like()), example(facts=looks_like("likely")))


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report how many photos show the same picture, and the likest."""
    others = like(subject)
    if others:
        first = others[0]
        more = f", and in {len(others) - 1} more" if len(others) > 1 else ""
        yield Remark(
            f"the same picture is in {first.path} ({evidence(first)}){more}",
            help=f"credits dedupe {quoted_path(subject.path)} {quoted_path(first.path)}",
        )
