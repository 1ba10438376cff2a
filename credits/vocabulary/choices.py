"""Closed choices: the codes that a property may hold, and the addresses they stand behind.

A code is stored as its whole address (IPTC's and PLUS's convention) and may be given as either.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from credits.vocabulary._spelling import load


class Choice(NamedTuple):
    """One list: the *address* before every code, and what each of the *codes* says."""

    address: str
    codes: Mapping[str, str]

    def whole(self, value: str) -> str:
        """Give the address of a code, whichever way and in whichever case it was written.

        Raises:
            ValueError: the list has no such code; the message names the nearest, or all.
        """
        code = value.strip().removeprefix(self.address)
        code = code.removeprefix(self.address.replace("http:", "https:"))
        found = {known.lower(): known for known in self.codes}.get(code.lower())
        if found is None:
            near = difflib.get_close_matches(code, self.codes, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(self.codes)}"
            raise ValueError(f"{value!r} is no code of this list; {hint}")
        return self.address + found


@cache
def choices() -> Mapping[str, Choice]:
    """Read the lists by name."""
    rows = load("choices").items()
    return {name: Choice(row["address"], row["codes"]) for name, row in rows}
