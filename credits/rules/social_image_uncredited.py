"""Credit the picture that goes out without the page.

What:
    The cover of an article, or the picture for social networks and feeds (`og:image`, JSON-LD,
    `media:content`), whose file says who made it, and which is credited nowhere in the article. And
    one that comes from another server, where nobody can look up here what its file says.

Why:
    Themes show covers without a caption, networks show the picture alone: nobody is named anywhere.

Example:
    Front matter `image: vigil.jpg`, and the text does not show it.

Fix:
    Show the photo with its credit in the article, or say it where the picture is named: a caption
    beside the key in front matter, `creditText` in JSON-LD, `media:credit` in a feed (`credits
    render PHOTO --format media-rss`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.rules._model import SHOWN, Desk, Options, Remark, Subject, levels, shown
from credits.rules._visible import ALONE, is_unseen, owed, printed

CODE: Final = "ART905"
NAME: Final = "social-image-uncredited"
LEVELS: Final = levels("warning", archive="info")
ROLES: Final = SHOWN
OPTIONS: Final = Options

GOOD: Final = (
    shown(kind="social", creators=["Ann Lee"], facts={"credited": True}),
    shown(kind="cover", text="Photo: Ann Lee", creators=["Ann Lee"]),
    shown(kind="cover"),
    shown(kind="cover", creators=["Ann Lee"], facts={"beside": True}),
    shown(creators=["Ann Lee"]),
)
BAD: Final = (
    shown(kind="social", creators=["Ann Lee"]),
    shown(kind="cover", text="A dog.", credit_line="dpa"),
    shown(kind="cover", src="https://cdn.example/a.jpg", file=None),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a cover or social picture that the article does not credit."""
    use = subject.use
    known = subject.facts.values
    # what the article shows without its credit is ART901's
    if use is None or use.kind not in ALONE or known.get("credited") or known.get("beside"):
        return
    if is_unseen(subject):
        yield Remark(
            f"the {use.kind} picture {use.src} is credited nowhere, and comes from another server: "
            "its file is not seen here",
            "credit_line",
            "show it with its credit, or write it where the picture is named; what is no photo is "
            "named by host and path in [roles]",
        )
    elif line := owed(subject, desk.terms.words):
        said = printed(line)
        yield Remark(
            f"the {use.kind} picture {use.src} is credited nowhere: the file says {said!r}",
            "credit_line",
            f"show it with its credit, or write it where the picture is named: {said}",
        )
