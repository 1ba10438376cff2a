"""Which licence a photo says it is under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from credits.record import Record
from credits.vocabulary import Licence, licence

# where a licence is named, the surest first
_PLACES: Final = (
    "web_statement", "usage_terms", "copyright_notice", "credit_line", "other_constraints",
)  # fmt: skip
# what may be the address or the name of a Creative Commons licence inside a text
_CREATIVE: Final = re.compile(
    r"creativecommons\.org/(?:licenses|publicdomain)/[\w./-]*[\w/]"
    r"|\bcc0(?:[\s-]+1\.0)?\b"
    r"|\bcc[\s-]*by(?:[\s/-]+(?:nc|nd|sa)\b)*(?:[\s-]*\d(?:\.\d)?)?(?!\w)",
    re.IGNORECASE,
)


class Named(NamedTuple):
    """A licence, the property that names it, and how it stands there."""

    licence: Licence
    field: str
    text: str

    @property
    def name(self) -> str:
        """Give the SPDX identifier, or the printed name where SPDX has none."""
        return self.licence.spdx or self.licence.name or self.text

    @property
    def is_attribution(self) -> bool:
        """Tell whether it is a Creative Commons licence that asks for a credit."""
        return self.licence.name.startswith("CC BY")


def licences_of(record: Record, *, creative: bool = False) -> tuple[Named, ...]:
    """Give the licences that a record names, property by property; or *creative* commons' alone."""
    return tuple(
        Named(known, name, said)
        for name in _PLACES
        if (text := getattr(record, name)) and not (creative and _has_no_cc(text))
        for known, said in licences_in(text)
    )


def _has_no_cc(text: str) -> bool:
    small = text.lower()
    return "cc" not in small and "creative" not in small


@lru_cache(maxsize=1024)
def licences_in(text: str) -> tuple[tuple[Licence, str], ...]:
    """Find the licences in a text: the whole text, or Creative Commons ones anywhere in it."""
    if (known := licence(text)) is not None:
        return ((known, text),)
    return tuple(dict.fromkeys(_creative_commons(text)))


def _creative_commons(text: str) -> Iterator[tuple[Licence, str]]:
    for match in _CREATIVE.finditer(text):
        said = match[0]
        if known := licence(f"https://{said}" if "/" in said and "." in said[:20] else said):
            yield known, said
