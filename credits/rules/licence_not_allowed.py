"""Use only the licences the house has agreed to.

What:
    The photo says that it is under a licence that is not on the policy's list: ``[rules.RGT606]
    allowed = ["CC-BY-*", "CC0-1.0"]``; ``denied = ["*-NC-*"]`` takes some out of it. Without a list
    nothing is reported, and a photo that names no licence is not judged.

Why:
    A house that sells advertisements may not use NC, one that crops may not use ND; a licence that
    nobody has read is none.

Example:
    Usage terms "CC BY-NC-ND 4.0" in a paper that allows CC BY and CC BY-SA.

Fix:
    Use another picture, or ask the author for a licence and write it down: `credits embed PHOTO
    --usage-terms "Licensed to the Courier, 2026-06-01"`. In Photoshop: File > File Info > Basic >
    Copyright Info URL, and IPTC > Rights Usage Terms. In Photo Mechanic: Metadata (IPTC) Info >
    Rights Usage Terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final, cast

from credits.rules._licence import Named, licences_of
from credits.rules._model import (
    EVERYTHING,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    levels,
)

CODE: Final = "RGT606"
NAME: Final = "licence-not-allowed"
LEVELS: Final = levels("error")
ROLES: Final = EVERYTHING


class LicenceOptions(Options):
    """SPDX identifiers, or names where SPDX has none; ``*`` stands for anything."""

    allowed: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


OPTIONS: Final = LicenceOptions
# what the examples are judged by
EXAMPLE_OPTIONS: Final = {"allowed": ["CC-BY-*", "CC0-1.0"], "denied": ["*-NC-*", "*-ND-*"]}

GOOD: Final = (
    example(usage_terms="CC BY-SA 4.0"),
    example(web_statement="https://creativecommons.org/publicdomain/zero/1.0/"),
    example(web_statement="https://example.org/rights"),
    example(),
)
BAD: Final = (
    example(usage_terms="CC BY-NC-ND 4.0"),
    example(web_statement="https://creativecommons.org/licenses/by-nd/3.0/deed.de"),
    example(usage_terms="GFDL"),
    example(credit_line="Ann Lee/Flickr (CC BY-NC 2.0)"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a licence that is not on the list."""
    options = cast("LicenceOptions", desk.options)
    if not options.allowed and not options.denied:
        return
    for one in licences_of(subject.record):
        if not _is_allowed(one, options):
            allowed = f"; allowed: {', '.join(options.allowed)}" if options.allowed else ""
            yield Remark(
                f"is under {one.name}, which this house does not use{allowed}",
                one.field,
                command(subject, usage_terms="LICENCE"),
            )
            return


def _is_allowed(named: Named, options: LicenceOptions) -> bool:
    known = named.licence
    # "CC BY" without a version is under "CC-BY-*"
    names = (known.spdx, known.name, f"{known.name.replace(' ', '-')}-")
    allowed = not options.allowed or _any(names, options.allowed)
    return allowed and not _any(names, options.denied)


def _any(names: tuple[str, ...], globs: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name.upper(), glob.upper()) for name in names if name for glob in globs)
