"""Likeness as a contact sheet: the pictures of a group side by side, credits under each.

One file that can be mailed: style and pictures are in it, nothing is fetched, no script runs. Law:
autoescape is on, and no text from a photo is marked as safe.
"""

from __future__ import annotations

from itertools import count
from typing import TextIO

from credits.duplicates import Duplicates, Group, Member
from credits.reports._place import relative
from credits.reports._terminal import plain
from credits.reports.html import PICTURES, inline
from credits.reports.likeness.text import likeness, mending, summary


def write(found: Duplicates, out: TextIO) -> None:
    """Write the page."""
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415  (only for this report)

    pages = Environment(
        loader=PackageLoader("credits.reports.likeness", "."), autoescape=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    pages.filters |= {"plain": plain, "likeness": likeness, "mending": mending, "place": relative}
    numbers = count()
    page = pages.get_template("html.jinja").generate(
        found=found,
        summary=summary(found),
        picture=lambda member: inline(member.item.path) if next(numbers) < PICTURES else None,
        state=_state,
        role=_role,
    )
    out.writelines(page)
    out.write("\n")


def _state(group: Group) -> str:
    if group.conflict:
        return "conflict"
    return "suggestion" if group.suggestion else "alike"


def _role(group: Group, member: Member) -> str:
    offer = group.suggestion
    if offer and member.item.path == offer.source:
        return "source"
    return "target" if offer and member.item.path in offer.targets else ""
