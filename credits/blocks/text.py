"""The keyword texts of PNG (tEXt, zTXt, iTXt): candidates of last resort.

Source: PNG Specification (third edition) 11.3.3. ``Title``, ``Author``, ``Description`` and
``Copyright`` are registered keywords; they are kept in step where a file has them, never added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from credits._kinds import Decoded

Pairs: TypeAlias = tuple[tuple[str, str], ...]


def decode(pairs: Pairs) -> Decoded[dict[str, str]]:
    """Read the texts by keyword; of several the first counts."""
    values: dict[str, str] = {}
    for keyword, text in pairs:
        values.setdefault(keyword, text.strip())
    return Decoded({keyword: text for keyword, text in values.items() if text})


def encode(values: Mapping[str, str | None], base: Pairs) -> tuple[str | None, ...]:
    """Say what each text is to be, in the order of those that are there; None: it goes."""
    return tuple(values.get(keyword, text) for keyword, text in base)


def same(texts: Sequence[str | None], pairs: Pairs) -> bool:
    """Tell whether *pairs* say what *texts* say, one by one; blanks count as one."""
    planned = [" ".join(text.split()) for text in texts if text is not None]
    there = [" ".join(text.split()) for _, text in pairs]
    return list(filter(None, planned)) == list(filter(None, there))
