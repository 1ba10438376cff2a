"""Words for commands that people paste into a shell.

Law: pasted into bash, zsh or ksh, a word is exactly the text that is meant: a file with control
characters or bytes that are no text in its name is found, and one that begins with a dash is no
option. The quotes ``$'…'`` are those of POSIX.1-2024, 2.2.4.
"""

from __future__ import annotations

import shlex

# what has to be spelt within $'…' though it can be printed
_SPELT = frozenset("'\\")


def quoted(text: str) -> str:
    """Quote a text as one word, with nothing in it that a terminal would not show."""
    if text.isprintable():
        return shlex.quote(text)
    return f"$'{''.join(map(_spelt, text))}'"


def quoted_path(path: str) -> str:
    """Quote the path of a file as one word that is taken for no option, and not for stdin."""
    path = path.removeprefix("./")
    return quoted(f"./{path}" if path.startswith("-") else path)


def _spelt(char: str) -> str:
    if char.isprintable() and char not in _SPELT:
        return char
    return "".join(f"\\{byte:03o}" for byte in _encoded(char))


def _encoded(char: str) -> bytes:
    """Give the bytes of a character, or the byte of a name that is no text."""
    try:
        return char.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return char.encode("utf-8", "surrogatepass")
