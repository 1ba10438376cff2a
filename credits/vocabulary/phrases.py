"""The words a credit is printed with: labels by role, "via", "and", by language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from credits.vocabulary._spelling import load

FALLBACK: Final = "en"
_ABSENT: Final = {"and": "", "comma": ", ", "via": "via", "licensed": ",", "made_by": "–"}


@cache
def languages() -> Mapping[str, Mapping[str, str]]:
    """Give the phrases of every language."""
    return MappingProxyType(load("phrases"))


def primary(tag: str) -> str:
    """Give the language of a tag such as "de-AT"."""
    return tag.replace("_", "-").partition("-")[0].lower()


def phrase(name: str, lang: str) -> str:
    """Give one phrase; what a language has no word for is printed in the general way."""
    return languages()[lang].get(name, _ABSENT.get(name, ""))


def label(role: str | None, lang: str, *, by: bool = False) -> str:
    """Give the label before a party: "Photo:" or "Photo by"; a photo's where a role has none."""
    words = languages()[lang]
    kinds = (role or "photo", "photo")
    wanted = [f"{kind}_by" for kind in kinds if by] + list(kinds)
    return next(words[name] for name in wanted if name in words)
