"""How two spellings of one word are compared, and how the files of words are read.

Law: a word is compared by its `key` (no case, no outer punctuation, "-" and "." as blanks) or,
where a slip of the pen must not count, by `folded`; what was printed is replaced by neither.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

_FOLDER: Final = os.path.dirname(__file__)
_OUTSIDE: Final = " \t\r\n\"'“”„‟‘’‚«»‹›「」『』()[]{}<>（）［］【】.,;:!。、，：；|/\\*_~–—-"
# the Turkish i with and without its dot is one letter in capitals that were made without care
_APART: Final = str.maketrans(
    dict.fromkeys("-‐‑_.\xa0", " ") | {"’": "'", "ʼ": "'", "ı": "i", "\u0307": ""}
)
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# letters of their own that decomposition (NFKD) leaves as they are
_PLAIN: Final = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ħ": "h", "ə": "e", "'": "", "ß": "ss",
    }
)  # fmt: skip
# combining classes of what is left out; 8 and 9 (kana voicing, virama) make other letters
_ACCENTS: Final = frozenset(range(1, 255)) - {8, 9}
_INITIALS: Final = re.compile(r"\b(\w) (?=\w\b)")


def trimmed(text: str) -> str:
    """Take blanks and outer punctuation off."""
    return " ".join(text.split()).strip(_OUTSIDE)


# a name is asked for several times while one line is read
@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Fold *text* to what two spellings of one name share.

    >>> key("  ITAR-TASS. "), key("stock.adobe.com"), key("ＡＰ")
    ('itar tass', 'stock adobe com', 'ap')
    """
    if text.isascii():
        text = text.lower().replace("-", " ").replace("_", " ").replace(".", " ")
    else:
        text = text.translate(_FULL_WIDTH).casefold().translate(_APART)
    return " ".join(text.split()).strip(_OUTSIDE)


def folded(text: str) -> str:
    """Fold *text* further than `key`: no accents, no apostrophes, initials run together.

    >>> folded("J. J. Guillén"), folded("JJ Guillen"), folded("Søren Łoś")
    ('jj guillen', 'jj guillen', 'soren los')
    """
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(one for one in parts if unicodedata.combining(one) not in _ACCENTS)
    return " ".join(_INITIALS.sub(r"\1", key(text).translate(_PLAIN)).split())


def load(name: str) -> dict[str, Any]:
    """Read one file of words: the JSON that ``python -m credits.vocabulary`` made of its TOML."""
    with open(os.path.join(_FOLDER, f"{name}.json"), "rb") as file:
        table: dict[str, Any] = json.load(file)
    return table


def all_words(part: Any) -> Iterator[str]:
    """Give the words of a list, or of a table of lists by language."""
    for words in part.values() if isinstance(part, Mapping) else (part,):
        yield from words
