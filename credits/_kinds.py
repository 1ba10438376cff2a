"""The shapes a metadata value can have, shared by the blocks that store them and the field table.

XMP knows text, ordered and unordered lists, alternatives by language, and structures (XMP
Specification Part 1, section 6.3); the flat blocks know lists of text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Generic, NamedTuple, TypeAlias, TypeVar

DEFAULT: Final = "x-default"


class Languages(dict[str, str]):
    """Texts by language (RFC 3066 tag); ``x-default`` is what a reader without wishes sees."""

    @property
    def default(self) -> str | None:
        """Give the text for everyone: ``x-default``, else the first one."""
        return self.get(DEFAULT) or next(iter(self.values()), None)


class Seq(list["Value"]):
    """A list whose order means something; every other list is stored as an ``rdf:Bag``."""


class Structure(dict[str, "Value"]):
    """Members by name, as a writer gives them.

    *known* are all the names its owner knows: a file's other members are not touched. *identity*
    are those that tell what it is the structure of.
    """

    def __init__(
        self,
        members: Mapping[str, Value],
        known: frozenset[str] = frozenset(),
        identity: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(members)
        self.known = known or frozenset(members)
        self.identity = identity


# what a reader of XMP gets (plain lists, whatever their container was) and what a writer gives
Value: TypeAlias = "str | Languages | list[Value] | dict[str, Value]"


V = TypeVar("V")


class Decoded(NamedTuple, Generic[V]):
    """What a block says, by its own addresses, and what was forgiven while reading it."""

    values: V
    problems: tuple[str, ...] = ()
