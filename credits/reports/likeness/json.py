"""Likeness as one JSON document (schema ``credits/dedupe/1``)."""

from __future__ import annotations

import json
from typing import Any, Final, TextIO

from credits.duplicates import Duplicates, Group, Match, Member
from credits.reports._place import relative

SCHEMA: Final = "credits/dedupe/1"


def write(found: Duplicates, out: TextIO) -> None:
    """Write the document, indented."""
    document = {
        "schema": SCHEMA,
        "hash": found.hash,
        "threshold": found.threshold,
        "level": str(found.level),
        "photos": found.photos,
        "groups": [described(group) for group in found.groups],
        "incomparable": [
            {"path": relative(path), "reason": reason, "undecided": undecided}
            for path, reason, undecided in found.missed
        ],
        "unshown": found.unshown,
    }
    json.dump(document, out, ensure_ascii=False, indent=2)
    out.write("\n")


def described(group: Group) -> dict[str, Any]:
    """Give one group as the document has it."""
    suggestion = group.suggestion
    return {
        "id": group.id,
        "kind": group.kind,
        "photos": [_member(member) for member in group.members],
        "conflict": group.conflict,
        "suggestion": suggestion and {
            "credit": suggestion.credit,
            "from": relative(suggestion.source),
            "to": [relative(path) for path in suggestion.targets],
            "evidence": [
                {"from": relative(m.first), "to": relative(m.second), **evidence(m)}
                for m in suggestion.evidence
            ],
        },
    }  # fmt: skip


def _member(member: Member) -> dict[str, Any]:
    item, match = member.item, member.match
    nothing = {"distance": 0, "distance256": 0, "level": "same", "variant": "whole",
               "series": False}  # fmt: skip
    return {
        "path": relative(item.path),
        "sha256": item.sha256,
        "fingerprint": str(item.fingerprint),
        **(evidence(match) if match else nothing),
        "credit": item.credit,
    }


def evidence(match: Match) -> dict[str, Any]:
    """Give how like two photos are, as documents have it."""
    return {
        "distance": match.distance,
        "distance256": match.distance256,
        "level": str(match.level),
        "variant": match.variant,
        "series": match.series,
    }
