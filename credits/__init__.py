"""No photograph is published without its caption and its credit."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from credits.articles import scan as scan
    from credits.catalog import index as index
    from credits.catalog import search as search
    from credits.checker import check as check
    from credits.credit_line import CreditLine as CreditLine
    from credits.credit_line import parse as parse
    from credits.duplicates import Duplicates as Duplicates
    from credits.duplicates import dedupe as dedupe
    from credits.errors import Blocked as Blocked
    from credits.errors import CreditsError as CreditsError
    from credits.finding import Finding as Finding
    from credits.finding import Severity as Severity
    from credits.fingerprints import Fingerprint as Fingerprint
    from credits.fingerprints import fingerprint as fingerprint
    from credits.fixes import Fixed as Fixed
    from credits.fixes import fix as fix
    from credits.photo import Photo as Photo
    from credits.photo import Written as Written
    from credits.photo import embed as embed
    from credits.photo import read as read
    from credits.photo import strip as strip
    from credits.policy import Policy as Policy
    from credits.publication import publish as publish
    from credits.record import Record as Record
    from credits.renderings import render as render
    from credits.renditions import carry as carry
    from credits.verdict import Decision as Decision
    from credits.verdict import Verdict as Verdict
    from credits.verdict import gate as gate
    from credits.verdict import require as require

__version__ = "0.1.0"

# public name → the room it lives in; rooms are opened when a name is first used
_ROOMS: Final = {
    "Blocked": "errors",
    "CreditLine": "credit_line",
    "CreditsError": "errors",
    "Decision": "verdict",
    "Duplicates": "duplicates",
    "Finding": "finding",
    "Fixed": "fixes",
    "Fingerprint": "fingerprints",
    "Photo": "photo",
    "Policy": "policy",
    "Record": "record",
    "Severity": "finding",
    "Verdict": "verdict",
    "Written": "photo",
    "carry": "renditions",
    "check": "checker",
    "dedupe": "duplicates",
    "embed": "photo",
    "fingerprint": "fingerprints",
    "fix": "fixes",
    "gate": "verdict",
    "index": "catalog",
    "parse": "credit_line",
    "publish": "publication",
    "read": "photo",
    "render": "renderings",
    "require": "verdict",
    "search": "catalog",
    "strip": "photo",
    "scan": "articles",
}
__all__ = [*_ROOMS, "__version__"]  # noqa: PLE0604  (the keys of a table)


def __getattr__(name: str) -> Any:
    if name == "duplicates":  # a room whose functions are called by its name
        return importlib.import_module("credits.duplicates")
    if name in _ROOMS:
        value = getattr(importlib.import_module(f"credits.{_ROOMS[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'credits' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
