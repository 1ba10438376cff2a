"""Directives of documentation builders: MyST, reStructuredText, PyMdown's caption blocks.

Sources: docutils' directive reference (``figure``, ``image``), the MyST guide ("Images and
figures"), PyMdown Extensions (``blocks.caption``). Each becomes a figure of HTML in its first line;
the lines it had stay, empty, so that what follows keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credits.articles._marks import Edit
from credits.articles._shortcodes import Words, figure

_OPTION: Final = re.compile(r"\s*:([\w-]+):\s*(.*)")
_NAME: Final = r"(?:figure(?:-md)?|image)"
# MyST: a fence of backticks or colons that ends as it began
_MYST: Final = re.compile(
    rf"^(?P<fence>`{{3,}}|:{{3,}})\{{{_NAME}\}}[ \t]*"
    r"(?P<src>\S{0,1000})[^\n]{0,200}\n"
    r"(?P<body>(?:(?!(?P=fence))[^\n]*\n){0,200}?)(?P=fence)[ \t]*$",
    re.MULTILINE,
)
_RST: Final = re.compile(
    r"^(?P<indent>[ \t]*)\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?:figure|image)::[ \t]*(?P<src>\S+)[^\n]*"
    r"(?P<body>(?:\n(?:(?P=indent)[ \t]+[^\n]*|[ \t]*(?=\n)))*)",
    re.MULTILINE,
)
# PyMdown: the picture's paragraph, then a block of its own
_PYMDOWN: Final = re.compile(
    r"^/{3,}+[ \t]*(?:figure-)?caption\b[^\n]{0,200}\n"
    r"(?P<body>(?:(?!/{3})[^\n]*\n){0,200}?)/{3,}+[ \t]*$",
    re.MULTILINE,
)


def with_figures(text: str) -> Iterator[Edit]:
    """Rewrite MyST's and PyMdown's directives in Markdown."""
    if "{figure" in text or "{image" in text:
        yield from map(_directive, _MYST.finditer(text))
    if "///" in text:
        yield from map(_caption, _PYMDOWN.finditer(text))


def figures_of_rst(text: str) -> str:
    """Give the HTML of all figures and images of a reStructuredText, one behind the other."""
    return "\n".join(_directive(found).text for found in _RST.finditer(text))


def _directive(found: re.Match[str]) -> Edit:
    options, body = _options(found["body"])
    at = found.start() + len(found[0]) - len(found[0].lstrip())
    words = Words(options.get("alt"), " ".join(body.split()))
    html = figure(found["src"], words, at, found[0].count("\n"))
    return Edit(found.start(), found.end(), html)


def _options(body: str) -> tuple[dict[str, str], str]:
    """Split the options from the caption below them."""
    options: dict[str, str] = {}
    lines = body.split("\n")
    for number, line in enumerate(lines):
        option = _OPTION.fullmatch(line)
        if option:
            options[option[1]] = option[2]
        elif line.strip():
            return options, "\n".join(lines[number:])
    return options, ""


def _caption(found: re.Match[str]) -> Edit:
    said = " ".join(found["body"].split())
    html = f'<p class="caption">{said}</p>' + "\n" * found[0].count("\n")
    return Edit(found.start(), found.end(), html)
