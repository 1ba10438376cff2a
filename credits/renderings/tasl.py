"""TASL: title, author, source, licence, as Creative Commons recommends.

Sources: CC BY 4.0, section 3(a); Creative Commons wiki, "Best practices for attribution". A change
has to be told, so the line ends with it.
"""

from __future__ import annotations

from typing import Final

from credits.renderings._model import Shown, printable

NAME: Final = "tasl"
PICTURED: Final = False


def write(shown: Shown) -> str:
    """Write one line."""
    title = shown.title or shown.caption
    said = shown.line.format("tasl", lang=shown.lang, title=title, vocabulary=shown.words)
    return printable(f"{said}, {shown.modified}" if said and shown.modified else said)
