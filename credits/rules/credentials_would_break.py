"""Let no fix break the Content Credentials of a signed photo.

What:
    A photo is signed (C2PA), its credentials are not known to be broken already, and something is
    about to be written into it: the fact `edits`, which lists the rules whose fixes would. Whoever
    applies fixes fills it; in a mere check nothing is about to be written, and nothing is said.

Why:
    Any byte that changes makes the signature invalid, and a reader then sees a warning instead of
    where the picture comes from. The photo is therefore never written into unasked.

Example:
    `credits fix` on a signed agency photo that lacks a copyright notice.

Fix:
    `credits embed PHOTO --credentials sidecar …` writes beside it and keeps the credentials;
    `--credentials strip` gives them up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits._shell import quoted_path
from credits.rules._model import (
    EVERYTHING,
    Desk,
    Options,
    Remark,
    Subject,
    example,
    levels,
    told,
    traces_of,
)
from credits.traces import CREDENTIALS

CODE: Final = "C2P752"
NAME: Final = "credentials-would-break"
LEVELS: Final = levels("error")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

_SIGNED: Final = {"credentials": {"kind": "c2pa"}}
GOOD: Final = (
    example(photo=_SIGNED),
    example(facts={"edits": ("CRD202",)}),
    example(
        photo=_SIGNED | told(credentials="file data-hash changed"), facts={"edits": ("CRD202",)}
    ),
)
BAD: Final = (example(photo=_SIGNED, facts={"edits": ("CRD202", "PRV801")}),)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a signed photo that is about to be written into."""
    photo, edits = subject.photo, subject.facts.values.get("edits", ())
    broken = any(
        (trace.name, trace.text) == ("data-hash", "changed")
        for trace in traces_of(subject, CREDENTIALS)
    )
    if photo is not None and photo.credentials and edits and not broken:
        yield Remark(
            f"the fixes of {', '.join(edits)} would break its Content Credentials (C2PA)",
            help=f"credits embed {quoted_path(subject.path)} --credentials sidecar",
        )
