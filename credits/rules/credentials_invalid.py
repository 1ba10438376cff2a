"""Let no photo carry Content Credentials that its own bytes belie.

What:
    The manifest (C2PA) holds a hash of the file's bytes, and they are others now: somebody edited
    the file after it was signed. Judged is the data hash of JPEG, PNG, WebP, TIFF and SVG; the
    signature, the certificate, and the hashes of HEIF, AVIF and JPEG XL are not judged here.

Why:
    Readers who look at the credentials are told that the picture was tampered with. Almost every
    program that writes metadata does this silently.

Example:
    A signed agency photo to which ExifTool added a by-line.

Fix:
    Take the signed file anew and write its credit beside it: `credits embed PHOTO --credentials
    sidecar …`. `credits fix --unsafe-fixes --select C2P751 PHOTO` takes the broken credentials out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

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
from credits.traces import CREDENTIALS

CODE: Final = "C2P751"
NAME: Final = "credentials-invalid"
LEVELS: Final = levels("warning", strict="error")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

GOOD: Final = (
    example(),
    example(photo=told(credentials="file data-hash intact")),
    example(photo=told(credentials="file data-hash unknown")),
)
BAD: Final = (example(photo=told(credentials="file data-hash changed")),)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a data hash that does not fit."""
    for trace in traces_of(subject, CREDENTIALS):
        if trace.name == "data-hash" and trace.text == "changed":
            yield Remark(
                "it was changed after it was signed: its Content Credentials (C2PA) are broken",
                help=f"take the signed file anew, or {mending(subject, CODE)} --unsafe-fixes",
                fix=Fix("unsafe", removes=(CREDENTIALS,)),
            )
