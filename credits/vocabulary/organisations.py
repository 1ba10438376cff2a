"""Who is named in credits beside persons: agencies, libraries, papers, public bodies, platforms.

Source: the organisations' own names for themselves, in print and on their sites. Law: one spelling
belongs to one organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Final

from credits.vocabulary._spelling import key, load

KINDS: Final = ("agency", "company", "paper", "platform", "public", "stock", "house")


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation: canonical *name*, other spellings, web domains.

    *kind* is ``agency``, ``stock``, ``paper``, ``public``, ``company``, ``platform`` or ``house``.
    """

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def spellings(self) -> Iterator[str]:
        """Give every text that means this organisation."""
        return iter((self.name, *self.aliases, *self.domains))

    def known_as(self, more: Mapping[str, Sequence[str]]) -> Organisation:
        """Add aliases and domains to it."""
        return replace(
            self,
            aliases=tuple(dict.fromkeys((*self.aliases, *more.get("aliases", ())))),
            domains=tuple(dict.fromkeys((*self.domains, *more.get("domains", ())))),
        )


@cache
def organisations() -> tuple[Organisation, ...]:
    """Give every shipped organisation, in the order of the file."""
    return tuple(
        Organisation(name, kind, tuple(row.get("aliases", ())), tuple(row.get("domains", ())))
        for kind, rows in load("organisations").items()
        for name, row in rows.items()
    )


def by_spelling(all_of_them: Iterable[Organisation]) -> dict[str, Organisation]:
    """Index organisations by the `key` of each spelling; the first to claim one has it."""
    found: dict[str, Organisation] = {}
    for one in all_of_them:
        for spelling in one.spellings:
            found.setdefault(key(spelling), one)
    return found


@cache
def shipped() -> Mapping[str, Organisation]:
    """Give the shipped organisations by spelling."""
    return MappingProxyType(by_spelling(organisations()))
