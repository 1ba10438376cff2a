"""Markdown: the picture, and its caption and credit as emphasis in the paragraph behind it.

Source: CommonMark 0.31, 2.4 (backslash escapes) and 2.5 (entities). Braces are entities, because
site builders run their own commands (``{{ … }}``, ``{% … %}``) before Markdown is read.
"""

from __future__ import annotations

import re
from typing import Final

from credits.renderings._model import Shown, with_credit

NAME: Final = "markdown"
PICTURED: Final = True
_ENTITIES: Final = str.maketrans({char: f"&#{ord(char)};" for char in "&<>{}"})
_MEANING: Final = re.compile(r"([\\`*_\[\]~|$])")
_UNSAFE: Final = str.maketrans({char: f"%{ord(char):02X}" for char in "<>(){}\\"})


def write(shown: Shown) -> str:
    """Write two paragraphs; the second is missing where there is nothing to say."""
    address = "".join(shown.src.split()).translate(_UNSAFE)
    picture = f"![{escaped(shown.alt)}]({address})"
    said = escaped(with_credit(shown.caption, shown.credit))
    return f"{picture}\n\n*{said}*" if said else picture


def escaped(text: str) -> str:
    """Write a text so that Markdown gives it back as it is."""
    return _MEANING.sub(r"\\\1", text.translate(_ENTITIES))
