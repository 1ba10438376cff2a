"""Let no published photo tell what was meant for colleagues.

What:
    The creator's street, telephone and e-mail; notes between desks; names of folders, servers and
    computers; the list of edits and of the files a picture was put together from; what stands
    behind the end of a JPEG (the video of a motion photo, an uncropped preview, makers' notes, an
    archive; no gain map, which viewers need); and free comments in which an e-mail address, a
    telephone number or a folder stands. `allowed` names kinds that may stay: `["contact"]` for an
    agency whose contact data are there to be called. The report names the fields and not what
    stands in them: it is read in job logs.

Why:
    A by-line is public, a telephone number is personal data (GDPR article 4). Paths and histories
    give away user names, other people's file names and what was done to the picture; Photoshop's
    list of ancestors alone has reached megabytes.

Example:
    CiTelWork "+44 20 7946 0000" in dc:creator's contact info; `/Users/ann/…` in DerivedFrom.

Fix:
    `credits fix --select PRV803 PHOTO` takes them out; the creator's web page and city stay.
    `--diff --dry-run` shows what would go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Final

from credits._form import Checked
from credits.finding import Fix
from credits.rules._model import (
    EVERYTHING,
    Desk,
    Options,
    Remark,
    Subject,
    example,
    levels,
    mending,
    told,
    traces_of,
)
from credits.traces import BY_KIND, LOCAL_PATH, Trace

KINDS: Final = ("contact", "notes", "local-path", "computer", "history", "trailer", "comment")


def _known(kinds: tuple[str, ...]) -> tuple[str, ...]:
    for kind in kinds:
        if kind not in KINDS:
            raise ValueError(f"there is no {kind!r} (allowed: {', '.join(KINDS)})")
    return kinds


class Allowed(Options):
    """Kinds that may stay."""

    allowed: Annotated[tuple[str, ...], Checked(_known)] = ()


CODE: Final = "PRV803"
NAME: Final = "contact-data"
LEVELS: Final = levels("warning", archive="off", cc="info")
ROLES: Final = EVERYTHING
OPTIONS: Final = Allowed

# an e-mail address, or an international telephone number
PERSONAL: Final = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w{2,}|\+\d[\d ()/.-]{7,}\d")

GOOD: Final = (
    example(creator_contact={"url": "https://example.org"}),
    example(photo=told(comment="exif UserComment CREATOR: gd-jpeg v1.0")),
    example(photo=told(trailer="xmp GCamera:MotionPhoto 1")),
)
BAD: Final = (
    example(photo=told(contact="xmp Iptc4xmpCore:CiTelWork +44 20 7946 0000")),
    example(photo=told(history="xmp xmpMM:History 6 entries")),
    example(photo=told(local_path="xmp stRef:filePath /Users/ann/raw.dng")),
    example(photo=told(comment="file COM ask ann@example.org")),
    example(photo=told(trailer="file video 2310448 bytes")),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report all of it in one remark."""
    allowed = desk.options.allowed if isinstance(desk.options, Allowed) else ()
    kinds = [kind for kind in KINDS if kind not in allowed]
    found = [trace for trace in traces_of(subject, *kinds) if _tells(trace)]
    if found:
        gone = tuple(dict.fromkeys(trace.kind for trace in found))
        said = "; ".join(f"{BY_KIND[kind].help} ({_first(found, kind)})" for kind in gone)
        yield Remark(
            f"it tells more than its readers need: {said}",
            help=mending(subject, CODE),
            fix=Fix("safe", removes=gone),
        )


def _tells(trace: Trace) -> bool:
    text = trace.text
    if trace.kind == "trailer":  # a mark in XMP alone says nothing
        return trace.block == "file"
    return trace.kind != "comment" or bool(PERSONAL.search(text) or LOCAL_PATH.search(text))


def _first(found: list[Trace], kind: str) -> str:
    """Name one field of a kind, and how many more there are."""
    first, *others = (trace.name for trace in found if trace.kind == kind)
    return f"{first} and {len(others)} more" if others else first
