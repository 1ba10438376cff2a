"""Tell search engines who made the photo.

What:
    A page of HTML that prints credits at its photos, and has no `ImageObject` with `creator`,
    `creditText`, `copyrightNotice` or `license` in its linked data.

Why:
    Google shows credit and licence beside a picture only from structured data or from IPTC fields
    in the file, which most sites strip from renditions.

Example:
    `<figcaption>… Photo: Ann Lee/dpa</figcaption>`, and no JSON-LD.

Fix:
    `credits render PHOTO` prints the object with the figure; `--format jsonld` prints it alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from credits.rules._model import ARTICLES, Desk, Options, Remark, Subject, levels, page

CODE: Final = "ART907"
NAME: Final = "jsonld-missing"
LEVELS: Final = levels("info", archive="off", blog="off")
ROLES: Final = ARTICLES
OPTIONS: Final = Options

CREDITING: Final = ("creator", "creditText", "copyrightNotice", "license")
PAGES: Final = frozenset({".html", ".htm", ".xhtml"})
GOOD: Final = (
    page({"@type": "ImageObject", "creditText": "Ann Lee/dpa"}),
    page(text="A dog."),
)
BAD: Final = (page(), page({"@type": "ImageObject", "contentUrl": "a.jpg"}))


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a page that credits its photos to readers only."""
    article = subject.article
    if article is None or os.path.splitext(subject.path)[1].lower() not in PAGES:
        return
    credited = any(one.use and one.use.credit for one in subject.shown)
    told = any(node.get(name) for _, node in article.objects for name in CREDITING)
    if credited and not told:
        yield Remark("no credit in the linked data of the page",
                     help="credits render PHOTO --format jsonld")  # fmt: skip
