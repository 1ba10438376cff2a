"""Plain text: the caption, and the credit in brackets behind it."""

from __future__ import annotations

from typing import Final

from credits.renderings._model import Shown, with_credit

NAME: Final = "text"
PICTURED: Final = False


def write(shown: Shown) -> str:
    """Write one line."""
    return with_credit(shown.caption, shown.credit)
