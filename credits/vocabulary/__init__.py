"""The words of credit lines: organisations, labels, licences, placeholders, device defaults.

Each kind of words has its loader in this folder and its data in a TOML file beside it, which is
read as the JSON that ``python -m credits.vocabulary`` makes of it; nothing is read before it is
first asked for, everything read is kept, and every value is frozen. A newsroom adds its own words
with `of_house`; the shipped ones never change.

Law: a word is compared by its `key`, and what was printed is never replaced by what it was compared
with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from types import MappingProxyType
from typing import Final

from credits.vocabulary import labels as _labels
from credits.vocabulary import organisations as _organisations
from credits.vocabulary import placeholders as _placeholders
from credits.vocabulary import words as _words
from credits.vocabulary._spelling import folded as folded
from credits.vocabulary._spelling import key as key
from credits.vocabulary._spelling import load as load
from credits.vocabulary.defaults import camera_default as camera_default
from credits.vocabulary.defaults import default_of as default_of
from credits.vocabulary.defaults import file_name as file_name
from credits.vocabulary.defaults import software_name as software_name
from credits.vocabulary.labels import Label as Label
from credits.vocabulary.labels import without_label as without_label
from credits.vocabulary.licences import Licence as Licence
from credits.vocabulary.licences import licence as licence
from credits.vocabulary.licences import licences as licences
from credits.vocabulary.organisations import Organisation as Organisation
from credits.vocabulary.placeholders import Match as Match

# "is", "as", "an", "hr" are words before they are newspapers
_SHORT: Final = 4
_INITIALS: Final = 2


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All words the parser knows. Compared by identity; made once by `default` or `of_house`."""

    organisations: Mapping[str, Organisation]
    labels: Mapping[str, tuple[Label, ...]]
    words: Mapping[str, Mapping[str, frozenset[str]]]
    shapes: Mapping[str, frozenset[str]]
    placeholders: Mapping[str, Match]
    staff: frozenset[str] = field(default=frozenset())

    @property
    def endings(self) -> tuple[str, ...]:
        """Give the ends of words by which a name shows itself to be an organisation's."""
        return _words.endings()

    def organisation(self, text: str) -> Organisation | None:
        """Look up the organisation that *text* spells out in full."""
        found = self.organisations.get(key(text))
        if found is not None and text.islower() and len(text) <= _SHORT:
            return found if text in found.spellings else None
        return found

    def witness(self, text: str) -> Organisation | None:
        """Look up an organisation whose name alone shows that a credit stands here.

        None for names that are also everyday words ("Time", "Stone") or bare initials.
        """
        found = self.organisation(text)
        if found is None or key(text) in self.shapes["weak"]:
            return None
        initials = len(text) <= _INITIALS and text.isascii()
        return None if initials and text not in self.shapes["initials"] else found

    def extended(
        self,
        *,
        organisations: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
        placeholders: Iterable[str] = (),
        staff: Iterable[str] = (),
    ) -> Vocabulary:
        """Make a vocabulary with a newsroom's own words on top.

        *organisations* maps a name to ``{"aliases": [...], "domains": [...]}``; both may be absent.
        A name that is known gets the spellings as further ones. What the house names as an
        organisation is no placeholder there.
        """
        own = {
            key(spelling): one
            for name, more in (organisations or {}).items()
            for one in (self._of_house(name, more),)
            for spelling in one.spellings
        }
        said = {
            key(text): Match(text, "is a placeholder of this house", "house")
            for text in placeholders
        }
        fillers = {word: match for word, match in self.placeholders.items() if key(word) not in own}
        return Vocabulary(
            organisations=MappingProxyType({**self.organisations, **own}),
            labels=self.labels,
            words=self.words,
            shapes=self.shapes,
            placeholders=MappingProxyType({**fillers, **said}),
            staff=self.staff | {key(name) for name in staff},
        )

    def _of_house(self, name: str, more: Mapping[str, Sequence[str]]) -> Organisation:
        known = self.organisations.get(key(name)) or Organisation(name, "house")
        return known.known_as(more)

    def without(self, names: Iterable[str]) -> Vocabulary:
        """Make a vocabulary that has never heard of the organisations *names* (canonical)."""
        gone = frozenset(names)
        rest = {word: one for word, one in self.organisations.items() if one.name not in gone}
        known = MappingProxyType(rest)
        return Vocabulary(
            known, self.labels, self.words, self.shapes, self.placeholders, self.staff
        )


class _Shipped(Vocabulary):
    """The shipped words: each table is read when it is first asked for, and then stays."""

    def __init__(self) -> None:
        object.__setattr__(self, "staff", frozenset())

    organisations = cached_property(lambda _: _organisations.shipped())
    labels = cached_property(lambda _: _labels.shipped())
    words = cached_property(lambda _: _words.shipped())
    shapes = cached_property(lambda _: _words.shapes())
    placeholders = cached_property(lambda _: _placeholders.shipped())


@cache
def default() -> Vocabulary:
    """Give the shipped vocabulary; each part is read when it is first asked."""
    return _Shipped()


@lru_cache(maxsize=16)
def of_house(
    organisations: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (),
    placeholders: tuple[str, ...] = (),
    staff: tuple[str, ...] = (),
) -> Vocabulary:
    """Make the vocabulary of a house, once.

    *organisations* are rows of name, aliases, domains.
    """
    if not (organisations or placeholders or staff):
        return default()
    rows = {name: {"aliases": also, "domains": sites} for name, also, sites in organisations}
    return default().extended(organisations=rows, placeholders=placeholders, staff=staff)


def organisations() -> tuple[Organisation, ...]:
    """Give every shipped organisation, in the order of the file."""
    return _organisations.organisations()


def is_placeholder_credit(text: str, *, vocabulary: Vocabulary | None = None) -> Match | None:
    """Tell whether *text* stands where a credit should but names nobody, and why.

    A leading label ("Photo:", "Foto ©") is looked through. Real names that merely contain such a
    word ("Internet Archive", "Jane Test") are none.
    """
    known = vocabulary.placeholders if vocabulary else _placeholders.shipped()
    return _placeholders.placeholder(text, known)
