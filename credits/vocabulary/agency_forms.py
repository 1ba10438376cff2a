"""How agencies ask to be credited beside a photographer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from credits.vocabulary import load


class AgencyForm(NamedTuple):
    """What an agency accepts: its *names* in print and the *joints* beside a person's name.

    *form* is what it asks for, with ``{creators}`` in the place of the names.
    """

    form: str
    names: tuple[str, ...]
    joints: tuple[str, ...]

    def has(self, name: str) -> bool:
        """Tell whether the agency goes by *name* in print."""
        small = name.casefold()
        return any(
            small.startswith(one) and not small[len(one) : len(one) + 1].isalnum()
            for one in _small(self.names)
        )


@cache
def _small(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in names)


@cache
def agency_forms() -> Mapping[str, AgencyForm]:
    """Give what each agency accepts, by its canonical name."""
    return MappingProxyType(
        {
            agency: AgencyForm(row["form"], tuple(row["names"]), tuple(row["joints"]))
            for agency, row in load("agency_forms").items()
        }
    )
