"""reStructuredText: the figures and images of its directives, captions included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from credits.articles import html
from credits.articles._directives import figures_of_rst
from credits.articles._model import Article, Lines
from credits.articles._waivers import waivers

if TYPE_CHECKING:
    from credits.vocabulary import Vocabulary

NAME: Final = "rst"
SUFFIXES: Final = (".rst", ".rest")


def scan(text: str, path: str | None = None, *, vocabulary: Vocabulary | None = None) -> Article:
    """List the photos of a reStructuredText document; *vocabulary* holds a newsroom's words.

    Raises:
        Unsupported: the text is longer than 32 million characters.
    """
    lines = Lines(text)
    tree, problems = html.parsed(figures_of_rst(text))
    photos = tuple(html.uses(tree, lines, vocabulary)) if tree is not None else ()
    return Article(path, None, photos, tuple(waivers(text, lines)), problems=problems)
