"""TOML from strangers: read by the standard library, once it is sure to cost little.

Of a dotted key of n parts ``tomllib`` makes n lists of up to n parts, so that a line of a hundred
thousand dots takes gigabytes; no key that means something has as many (toml.io, "Keys").
"""

from __future__ import annotations

from typing import Any, Final

# dots in one line; a list of more names can be broken into lines
DOTS: Final = 1000


def loaded(text: str) -> dict[str, Any]:
    """Read a document.

    Raises:
        ValueError: it is no TOML, or a line of it has more than `DOTS` dots.
        RecursionError: it is nested too deeply.
    """
    import tomllib  # noqa: PLC0415  (only where there is a file)

    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > DOTS and line.count(".") > DOTS:
            raise ValueError(f"more than {DOTS} dots in line {number}: break it into several")
    return tomllib.loads(text)
