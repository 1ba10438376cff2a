"""Licences a credit line may name: printed form, SPDX identifier, address of the text.

Sources: creativecommons.org (licences 1.0-4.0 with their ported and IGO versions), the SPDX licence
list, and the licensors' own pages. A Creative Commons licence is read from its words in any order
and spelling ("cc-by 4.0", "CC Attribution Share-Alike 3.0", "CC BY NC ND"); others by name or
address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from credits.vocabulary._spelling import key, load


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: SPDX identifier (empty where SPDX has none), address of its text, printed *name*.

    The address is empty only where the version is not said ("CC BY").
    """

    spdx: str
    url: str
    name: str = ""


@cache
def all_licences() -> tuple[Licence, ...]:
    """Give every licence once: Creative Commons by version and jurisdiction, then the others."""
    table = load("licences")
    return (
        *_creative_commons(table["cc"]),
        *(Licence(row["spdx"], row["url"], row["name"]) for row in table["licence"]),
    )


def _creative_commons(cc: Mapping[str, Any]) -> Iterator[Licence]:
    for kind in cc["kinds"]:
        for version in cc["versions"]:
            yield _of_creative_commons(cc, kind, version)
        for version, lands in cc["ported"].items():
            for land in lands:
                yield _of_creative_commons(cc, kind, version, land)


def _of_creative_commons(cc: Mapping[str, Any], kind: str, *edition: str) -> Licence:
    spelt = cc["spellings"].get(edition[0], {}).get(kind, kind)
    spdx = "-".join(("CC", kind, *edition)).upper()
    known = len(edition) == 1 or spdx in cc["spdx-ported"]
    address = cc["url"].format(place="/".join((spelt, *edition)))
    return Licence(spdx if known else "", address, " ".join(("CC", kind, *edition)).upper())


@cache
def licences() -> Mapping[str, Licence]:
    """Give every licence by the `key` of its name and of each other spelling of it."""
    found = {key(one.name): one for one in all_licences()}
    named = {row["name"]: row["names"] for row in load("licences")["licence"]}
    for one in all_licences():
        for name in named.get(one.name, ()):
            found[key(name)] = one
        if one.spdx:
            found.setdefault(key(one.spdx), one)
    return MappingProxyType(found)


def licence(text: str) -> Licence | None:
    """Tell which licence *text* names: by name, SPDX identifier or address.

    >>> licence("CC Attribution Share-Alike 3.0").spdx
    'CC-BY-SA-3.0'
    >>> licence("https://creativecommons.org/licenses/by/4.0/deed.de").name
    'CC BY 4.0'
    >>> licence("all rights reserved")
    """
    address = _ADDRESS.search(text)
    if address and (found := _by_address(address[0])):
        return found
    said = _ADDRESS.sub(" ", text)
    return licences().get(key(said)) or _creative(said)


_ADDRESS: Final = re.compile(r"(?:https?://|//|www\.)[^\s<>()\[\]]+", re.IGNORECASE)


@cache
def _addresses() -> Mapping[str, Licence]:
    found = {_place(one.url): one for one in all_licences()}
    for row in load("licences")["licence"]:
        found |= {_place(other): found[_place(row["url"])] for other in row.get("urls", ())}
    return MappingProxyType(found)


def _by_address(url: str) -> Licence | None:
    return _addresses().get(_place(url))


_TAIL: Final = re.compile(r"/(?:deed|legalcode)(?:[._-][\w-]+)?$|/(?:rdf|index\.html?)$|\.html?$")


def _place(url: str) -> str:
    """Give what is the same in all addresses of one text: no scheme, no "www.", no language."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
    except ValueError:
        return ""
    path = _TAIL.sub("", parts.path.lower().rstrip("/"))
    return f"{(parts.netloc).lower().removeprefix('www.')}{path.rstrip('/')}"


# a word of letters, or a version; "by4.0" are two
_TOKEN: Final = re.compile(r"\d\.\d|\d|[^\W\d_]+")
_LONGEST: Final = 160
_ORDER: Final = ("by", "nc", "nd", "sa")


@cache
def _spoken() -> tuple[Mapping[str, str], re.Pattern[str]]:
    words = {
        " ".join(_TOKEN.findall(said.casefold())): code
        for code, all_ in load("licences")["cc"]["words"].items()
        for said in all_
    }
    each = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return words, re.compile(rf"\b(?:{each})\b")


def _creative(text: str) -> Licence | None:
    """Read a Creative Commons licence from its words, in whatever order they stand."""
    if len(text) > _LONGEST:
        return None
    words, pattern = _spoken()
    said = " ".join(_TOKEN.findall(text.casefold()))
    codes = pattern.sub(lambda match: words[match[0]], said).replace("-", " ").split()
    return _composed(codes) if "cc" in codes else None


def _composed(codes: list[str]) -> Licence | None:
    versions = list(dict.fromkeys(one for one in codes if one[0].isdigit()))
    if "zero" in codes:
        return licences()["cc0 1 0"] if set(codes) <= {"cc", "zero", *versions} else None
    lands = {one.upper() for one in codes} - {one.upper() for one in ("cc", *_ORDER, *versions)}
    if "by" not in codes or len(versions) > 1 or len(lands) > 1:
        return None
    kind = "-".join(part for part in _ORDER if part in codes).upper()
    version = [one if "." in one else f"{one}.0" for one in versions]
    name = " ".join(["CC", kind, *version, *lands])
    # without a version it is a licence, but which text holds is not said
    return licences().get(key(name)) or (
        None if version or lands or kind.endswith("ND-SA") else Licence("", "", name)
    )
