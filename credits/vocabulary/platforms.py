"""Places where anybody puts up photographs: named alone, they do not say who made one."""

from __future__ import annotations

from functools import cache

from credits.vocabulary import Organisation, load


@cache
def _names() -> frozenset[str]:
    return frozenset(load("platforms")["names"])


def is_platform(organisation: Organisation | None) -> bool:
    """Tell whether an organisation is a place where anybody puts up photographs."""
    return organisation is not None and (
        organisation.kind == "platform" or organisation.name in _names()
    )
