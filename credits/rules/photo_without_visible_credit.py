"""Print the credit where the photo is shown.

What:
    A photo in an article whose file says who made it, and no credit near it, nor at another place
    where the article shows it. A file that asks for no credit (PLUS CR-NRQ) needs none. And a photo
    from another server without a credit in the article: what its file says nobody can look up here,
    so it is on hold; a warning where an empty alt text says that it is decoration.

Why:
    The author has a right to be named beside the picture; agencies' terms ask for the credit next
    to it, CC BY 4.0 in section 3(a). What only the file says no reader sees.

Example:
    `<img src="vigil.jpg">`, and in vigil.jpg: Creator Ann Lee, Credit Line dpa.
    `![A vigil](https://cdn.example/vigil.jpg)`, and nobody is named.

Fix:
    Write the credit into the caption: `credits render PHOTO` prints both, as HTML or Markdown. What
    is no photo on another server is said in the policy, by host and path: `decorative =
    ["cdn.example/ui/**"]` under `[roles]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.finding import Severity
from credits.rules._model import SHOWN, Desk, Options, Remark, Subject, levels, shown
from credits.rules._visible import BESIDE, is_unseen, owed, printed

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
    shown(src="https://cdn.example/a.jpg", file=None, text="A dog. Photo: Ann Lee"),
    shown(src="https://{{ host }}/a.jpg", file=None),
    shown(src="a.jpg", file=None),
)
BAD: Final = (
    shown(creators=["Ann Lee"]),
    shown(text="A dog.", credit_line="dpa"),
    shown(text="A dog. Photo: Internet", creators=["Ann Lee"]),
    shown(text="A dog. Photo: CC BY 4.0", creators=["Ann Lee"]),
    shown(text="A dog.", kind="gallery", source="versia.ru"),
    shown(src="https://cdn.example/a.jpg", file=None, text="A dog."),
    shown(src="//cdn.example/a.jpg", file=None, kind="inline", alt=""),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a photo that is shown without the credit its file has, or may have."""
    use = subject.use
    if use is None or use.kind not in BESIDE or subject.facts.values.get("credited"):
        return
    said, instead = str(use.credit), use.credit and use.credit.is_placeholder
    shown = f"is shown with {said!r} in the place of" if instead else "is shown without"
    if is_unseen(subject):
        yield Remark(
            f"{use.src} {shown} a credit, and comes from another server: its file is not seen here",
            "credit_line",
            "write the credit under it; what is no photo is named by host and path in [roles]",
            undecided=True,
            severity=None if use.alt or use.text else Severity.WARNING,
        )
    elif line := owed(subject, desk.terms.words):
        found = printed(line)
        yield Remark(
            f"{use.src} {shown} its credit: the file says {found!r}",
            "credit_line",
            f"write it under the photo: {found}",
        )
