"""Text for terminals: coloured where that is wanted, harmless always."""

from __future__ import annotations

from typing import Final

import click

from credits.finding import Severity

COLOURS: Final = {
    Severity.ERROR: "red",
    Severity.HOLD: "magenta",
    Severity.WARNING: "yellow",
    Severity.INFO: "blue",
}
# the only unprintable characters that do no harm
_HARMLESS: Final = frozenset("\n\t\xa0\u3000\u200d\u200c")


def styled(text: str, severity: Severity | None = None, *, bold: bool = False) -> str:
    """Colour a text; click takes the colours out again where nobody can see them."""
    return click.style(text, fg=COLOURS.get(severity) if severity else None, bold=bold or None)


def plain(text: str) -> str:
    """Make text from a file harmless: control and direction characters become visible."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in _HARMLESS else _escaped(char) for char in text
    )


def named(path: str) -> str:
    """Make a file's name harmless, and on one line, without `./` in front."""
    return plain(path.removeprefix("./")).replace("\n", "\\n").replace("\t", "\\t")


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")
