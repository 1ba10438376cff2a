"""The words of credit lines: organisations, labels, licences, placeholders, device and program defaults.

The words stand in the TOML files beside this one; nothing is read before it is first asked for,
everything read is kept, and every value is frozen. A newsroom adds its own words with
`Vocabulary.extended`; the shipped ones never change.

Law: a word is compared by its `key` (no case, no outer punctuation, "-" and "." as blanks), and
what was printed is never replaced by what it was compared with.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

_FOLDER: Final = Path(__file__).parent
_OUTSIDE: Final = " \t\r\n\"'“”„‟‘’‚«»‹›「」『』()[]{}<>（）［］【】.,;:!。、，：；|/\\*_~–—-"
_APART: Final = str.maketrans(dict.fromkeys("-‐‑_.\xa0", " ") | {"’": "'", "ʼ": "'"})
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LONGEST_FILLER: Final = 120
# "is", "as", "an", "hr" are words before they are newspapers
_SHORT: Final = 4
_INITIALS: Final = 2


def _trimmed(text: str) -> str:
    return " ".join(text.split()).strip(_OUTSIDE)


def key(text: str) -> str:
    """Fold *text* to what two spellings of one name share.

    >>> key("  ITAR-TASS. "), key("stock.adobe.com"), key("ＡＰ")
    ('itar tass', 'stock adobe com', 'ap')
    """
    if not text.isascii():
        text = text.translate(_FULL_WIDTH)
    return " ".join(text.casefold().translate(_APART).split()).strip(_OUTSIDE)


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
        """Every text that means this organisation."""
        return iter((self.name, *self.aliases, *self.domains))


@dataclass(frozen=True, slots=True)
class Label:
    """A word that announces a credit: what it announces (*kind*) and in which languages."""

    word: str
    kind: str
    langs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its SPDX identifier (empty where SPDX has none) and the address of its text."""

    spdx: str
    url: str


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of the vocabulary that a text is, and the *reason* why it names nobody."""

    entry: str
    reason: str
    group: str
    lang: str | None = None


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All words the parser knows. Compared by identity; made once by `default`."""

    organisations: Mapping[str, Organisation]
    labels: Mapping[str, tuple[Label, ...]]
    words: Mapping[str, Mapping[str, frozenset[str]]]
    shapes: Mapping[str, frozenset[str]]
    endings: tuple[str, ...]
    placeholders: Mapping[str, Match]
    staff: frozenset[str] = field(default=frozenset())

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
        """
        own = (
            Organisation(
                name, "house", tuple(more.get("aliases", ())), tuple(more.get("domains", ()))
            )
            for name, more in (organisations or {}).items()
        )
        said = {
            key(text): Match(text, "a placeholder of this house", "house") for text in placeholders
        }
        return replace(
            self,
            organisations=MappingProxyType({**self.organisations, **_by_spelling(own)}),
            placeholders=MappingProxyType({**self.placeholders, **said}),
            staff=self.staff | {key(name) for name in staff},
        )

    def without(self, names: Iterable[str]) -> Vocabulary:
        """Make a vocabulary that has never heard of the organisations *names* (canonical)."""
        gone = frozenset(names)
        rest = {word: one for word, one in self.organisations.items() if one.name not in gone}
        return replace(self, organisations=MappingProxyType(rest))


@cache
def default() -> Vocabulary:
    """The shipped vocabulary, read once."""
    return Vocabulary(
        organisations=MappingProxyType(_by_spelling(organisations())),
        labels=MappingProxyType(_labels()),
        words=MappingProxyType(_words("words")),
        shapes=MappingProxyType(_shapes()),
        endings=tuple(sorted(_shapes()["endings"])),
        placeholders=_placeholders(),
    )


@cache
def organisations() -> tuple[Organisation, ...]:
    """Every shipped organisation, in the order of the file."""
    return tuple(
        _organisation(kind, line)
        for kind, lines in _load("organisations").items()
        for line in lines.splitlines()
    )


def _load(name: str) -> dict[str, Any]:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _organisation(kind: str, line: str) -> Organisation:
    name, aliases, domains, *_ = (*line.split("|"), "", "")
    return Organisation(
        name.strip(),
        kind,
        tuple(alias.strip() for alias in aliases.split(";") if alias.strip()),
        tuple(domains.split()),
    )


def _by_spelling(all_of_them: Iterable[Organisation]) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for one in all_of_them:
        for spelling in one.spellings:
            found.setdefault(key(spelling), one)
    return found


def _labels() -> dict[str, tuple[Label, ...]]:
    langs: dict[tuple[str, str], list[str]] = {}
    for kind, by_lang in _load("labels").items():
        for lang, words in by_lang.items():
            for word in words:
                langs.setdefault((word, kind), []).append(lang)
    heads: dict[str, list[Label]] = {}
    for (word, kind), where in langs.items():
        head = re.match(r"\w+", word)
        heads.setdefault(head[0] if head else word, []).append(Label(word, kind, tuple(where)))
    return {head: tuple(sorted(all_, key=_longest_first)) for head, all_ in heads.items()}


def _longest_first(label: Label) -> int:
    return -len(label.word)


def _words(name: str) -> dict[str, Mapping[str, frozenset[str]]]:
    return {
        group: MappingProxyType({part: frozenset(words) for part, words in parts.items()})
        for group, parts in _load(name).items()
    }


@cache
def _shapes() -> dict[str, frozenset[str]]:
    return {part: frozenset(words) for part, words in _load("shapes").items()}


@cache
def _placeholders() -> Mapping[str, Match]:
    found: dict[str, Match] = {}
    for group, parts in _load("placeholders").items():
        for lang, words in parts.items():
            if lang != "reason":
                for word in words:
                    found.setdefault(key(word), Match(word, parts["reason"], group, lang))
                    found.setdefault(word, found[key(word)])
    found.pop("", None)
    return MappingProxyType(found)


@cache
def _leading_label() -> re.Pattern[str]:
    kinds = ("photo", "image", "credit", "source", "rights")
    words = {word for kind in kinds for all_ in _load("labels")[kind].values() for word in all_}
    each = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    mark = r"(?:©|\(c\)|℗)"
    return re.compile(
        rf"{mark}?\s*(?:(?:{each})\s*(?:[:：=＝]|\bby\b)\s*){{0,2}}{mark}?\s*", re.IGNORECASE
    )


def is_placeholder_credit(text: str, *, vocabulary: Vocabulary | None = None) -> Match | None:
    """Tell whether *text* stands where a credit should but names nobody, and why.

    A leading label ("Photo:", "Foto ©") is looked through. Real names that merely contain such a
    word ("Internet Archive", "Jane Test") are none.
    """
    if len(text) > _LONGEST_FILLER:
        return None
    known = (vocabulary.placeholders if vocabulary else None) or _placeholders()
    bare = " ".join(text.split())
    if not bare:
        return None
    if match := known.get(key(bare)) or known.get(bare.casefold()):
        return match
    label = _leading_label().match(bare)
    rest = bare[label.end() :] if label else bare
    if rest == bare:
        return None
    return known.get(key(rest)) or known.get(rest.casefold())


@dataclass(frozen=True, slots=True)
class _Defaults:
    words: frozenset[str]
    exact: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    reason: str
    group: str

    def match(self, text: str) -> Match | None:
        bare = _trimmed(text) if len(text) <= _LONGEST_FILLER else ""
        if not bare:
            return None
        if bare in self.exact or key(bare) in self.words:
            return Match(bare, self.reason, self.group)
        whole = " ".join(text.split())
        for pattern in self.patterns:
            if pattern.fullmatch(bare) or pattern.fullmatch(whole):
                return Match(pattern.pattern, self.reason, self.group)
        return None


@cache
def _defaults(group: str) -> _Defaults:
    row = _load("defaults")[group]
    return _Defaults(
        words=frozenset(key(word) for word in row.get("words", ())),
        exact=frozenset(row.get("exact", ())),
        patterns=tuple(re.compile(one, re.IGNORECASE) for one in row.get("patterns", ())),
        reason=row["reason"],
        group=group,
    )


def camera_default(text: str) -> Match | None:
    """Tell whether a camera, phone or scanner wrote *text* by itself."""
    return _defaults("camera").match(text)


def software_name(text: str) -> Match | None:
    """Tell whether *text* is the name of a program, generators included."""
    return _defaults("software").match(text)


def file_name(text: str) -> Match | None:
    """Tell whether *text* is the name of a file."""
    return _defaults("file_name").match(text)


@cache
def licences() -> Mapping[str, Licence]:
    """Every licence by the key of each of its names."""
    data = _load("licences")
    found = {
        key(name): Licence(row["spdx"], row["url"])
        for row in data["licence"]
        for name in row["names"]
    }
    creative = data["cc"]
    for kind in creative["kinds"]:
        for version in creative["versions"]:
            found[key(f"CC {kind} {version}")] = Licence(
                f"CC-{kind.upper()}-{version}", creative["url"].format(kind=kind, version=version)
            )
    return MappingProxyType(found)
