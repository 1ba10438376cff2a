"""Likeness as a table for spreadsheets (RFC 4180): one photo of a group a row.

Law: no cell can become a formula.
"""

from __future__ import annotations

import csv
from typing import Any, Final, TextIO

from credits.duplicates import Duplicates, Group, Member
from credits.reports._place import relative
from credits.reports.csv import cell

COLUMNS: Final = (
    "group", "kind", "conflict", "path", "sha256", "fingerprint", "level", "distance",
    "distance256", "variant", "series", "credit", "suggested_credit", "suggested_from",
)  # fmt: skip


def write(found: Duplicates, out: TextIO) -> None:
    """Write the groups, in order; the reference first in each."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for group in found.groups:
        for member in group.members:
            rows.writerow([cell(value) for value in _row(group, member)])


def _row(group: Group, member: Member) -> tuple[Any, ...]:
    item, match, offer = member.item, member.match, group.suggestion
    taken = offer is not None and item.path in offer.targets
    likeness = (
        (match.level, match.distance, match.distance256, match.variant, _yes(match.series))
        if match
        else ("reference", "", "", "", "")
    )
    suggested = (offer.credit, relative(offer.source)) if offer and taken else ("", "")
    return (
        group.id, group.kind, _yes(group.conflict), relative(item.path), item.sha256,
        item.fingerprint, *likeness, item.credit, *suggested,
    )  # fmt: skip


def _yes(value: bool) -> str:
    return "yes" if value else "no"
