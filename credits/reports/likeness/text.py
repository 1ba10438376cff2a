"""Likeness for people: one block per group, what to do, and a line that sums it up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

import click

from credits._shell import quoted, quoted_path
from credits.duplicates import Duplicates, Group, Level, Match, Suggestion
from credits.finding import Severity
from credits.reports._place import relative
from credits.reports._terminal import named, plain, styled


def write(found: Duplicates, out: TextIO) -> None:
    """Write the report."""
    for group in found.groups:
        for line in _lines(group):
            click.echo(line, out)
        click.echo("", out)
    for path, reason, _ in found.missed:
        click.echo(f"{named(relative(path))}: not comparable: {plain(reason)}", out)
    if found.missed:
        click.echo("", out)
    click.echo(summary(found), out)


def _lines(group: Group) -> Iterator[str]:
    for member in group.members:
        path = named(relative(member.item.path))
        mark = styled(path, bold=True) if member.match is None else f"  {path}"
        credit = plain(member.item.credit) if member.item.credit else "no credit"
        yield f"{mark}: {credit}"
        if member.match is not None:
            yield f"    {likeness(member.match)}"
    if group.conflict:
        yield f"  {styled('conflict', Severity.ERROR)}: one picture, and credits that differ"
    elif group.suggestion:
        yield from (f"  {line}" for line in mending(group.suggestion))


def likeness(match: Match) -> str:
    """Say how like two photos are, and as what."""
    if match.exact:
        return "same image data"
    edited = "" if match.variant == "whole" else f", as {match.variant}"
    text = f"{match.level}: {match.distance} of 64 and {match.distance256} of 256 bits differ"
    series = "; a series: taken at another moment, or by another camera" if match.series else ""
    return f"{text}{edited}{series}"


def mending(suggestion: Suggestion) -> Iterator[str]:
    """Say what could be written, and by which command."""
    yield f"suggestion: {plain(suggestion.credit)} (from {named(relative(suggestion.source))})"
    for path in suggestion.targets:
        yield (
            f"  credits embed {quoted_path(relative(path))} "
            f"--credit-line {quoted(suggestion.credit)}"
        )


def summary(found: Duplicates) -> str:
    """Sum it up in one line."""
    conflicts = sum(group.conflict for group in found.groups)
    offers = sum(group.suggestion is not None for group in found.groups)
    counts = [
        counted(len(found.groups), "group"),
        counted(conflicts, "conflict"),
        counted(offers, "suggestion"),
    ]
    compared = counted(found.photos - len(found.missed), "photo")
    text = f"{compared} compared: {', '.join(counts)}"
    if found.missed:
        text += f"; {len(found.missed)} not comparable"
    if found.unshown:
        wider = next(level for level in reversed(Level))
        text += f"; {counted(found.unshown, 'pair')} less sure: --level {wider}"
    return text


def counted(count: int, noun: str) -> str:
    """Give a count with its noun."""
    return f"{count} {noun}{'s' * (count != 1)}"
