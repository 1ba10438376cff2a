"""Print the credit where the photo is shown.

What:
    A photo in an article whose file says who made it, and no credit near it, nor at another place
    where the article shows it. A file that asks for no credit (PLUS CR-NRQ) needs none.

Why:
    The author has a right to be named beside the picture; agencies' terms ask for the credit next
    to it, CC BY 4.0 in section 3(a). What only the file says no reader sees.

Example:
    `<img src="vigil.jpg">`, and in vigil.jpg: Creator Ann Lee, Credit Line dpa.

Fix:
    Write the credit into the caption: `credits render PHOTO` prints both, as HTML or Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.rules._model import SHOWN, Desk, Options, Remark, Subject, levels, shown
from credits.rules._visible import BESIDE, owed, printed

CODE: Final = "ART901"
NAME: Final = "photo-without-visible-credit"
LEVELS: Final = levels("error", archive="warning", blog="warning")
ROLES: Final = SHOWN
OPTIONS: Final = Options

GOOD: Final = (
    shown(text="A dog. Photo: Ann Lee/dpa", creators=["Ann Lee"], credit_line="dpa"),
    shown(text="A dog. Photo: Ann Lee", creators=["Ann Lee"], facts={"credited": True}),
    shown(text="A dog."),
    shown(creators=["Photo: Internet"]),
    shown(creators=["Ann Lee"], credit_line_required="CR-NRQ"),
    shown(kind="social", creators=["Ann Lee"]),
)
BAD: Final = (
    shown(creators=["Ann Lee"]),
    shown(text="A dog.", credit_line="dpa"),
    shown(text="A dog. Photo: Internet", creators=["Ann Lee"]),
    shown(text="A dog. Photo: CC BY 4.0", creators=["Ann Lee"]),
    shown(text="A dog.", kind="gallery", source="versia.ru"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a photo that is shown without the credit its file has."""
    use = subject.use
    if use is None or use.kind not in BESIDE or subject.facts.values.get("credited"):
        return
    if line := owed(subject, desk.terms.words):
        said, instead = printed(line), use.credit and use.credit.is_placeholder
        shown = f"with {str(use.credit)!r} in the place of" if instead else "without"
        yield Remark(
            f"{use.src} is shown {shown} its credit: the file says {said!r}",
            "credit_line",
            f"write it under the photo: {said}",
        )
