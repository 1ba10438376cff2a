"""Rules: one file each, all in one literal table. A code lives for ever; it is never reused."""

from __future__ import annotations

from typing import Final

from credits.rules import (
    camera_default_credit,
    carriers_disagree,
    lfs_pointer,
    missing_caption,
    missing_creator,
    missing_credit,
    placeholder_credit,
    unreadable,
)
from credits.rules._model import Rule

RULES: Final[dict[str, Rule]] = {
    "CRD101": missing_credit,
    "CRD102": missing_creator,
    "CRD201": placeholder_credit,
    "CRD202": camera_default_credit,
    "CAP301": missing_caption,
    "SYN501": carriers_disagree,
    "FIL951": unreadable,
    "FIL953": lfs_pointer,
}

# the first letters of a code, and what its group is about
GROUPS: Final = {
    "CRD": "credit",
    "CAP": "caption",
    "ALT": "alt text",
    "SYN": "agreement of blocks",
    "RGT": "rights",
    "AID": "machine-made pictures",
    "C2P": "Content Credentials",
    "PRV": "privacy",
    "DUP": "duplicates",
    "ART": "articles",
    "FIL": "files",
    "GAT": "the gate itself",
}


def selected(prefixes: tuple[str, ...]) -> frozenset[str]:
    """Give the codes that begin with any of the prefixes; a rule's name stands for its code."""
    return frozenset(
        code for code, rule in RULES.items() if code.startswith(prefixes) or rule.NAME in prefixes
    )
