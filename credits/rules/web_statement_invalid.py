"""Write addresses that lead somewhere.

What:
    The web statement of rights or a licensor's URL is no http(s) address: a text, an address
    without its scheme, a path of somebody's machine.

Why:
    Google shows its "Licensable" badge only for pictures whose web statement is a valid URL, and
    the link "Get this image on" only for a valid licensor URL.

Example:
    Web statement "All rights reserved", licensor URL "www.example.org".

Fix:
    `credits embed PHOTO --web-statement "https://example.org/rights"`. In Photoshop: File > File
    Info > Basic > Copyright Info URL. In Photo Mechanic: Metadata (IPTC) Info > Copyright URL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from credits.rules._model import (
    EVERYTHING,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    is_blank,
    levels,
)

CODE: Final = "RGT607"
NAME: Final = "web-statement-invalid"
LEVELS: Final = levels("warning", archive="info", blog="info")
ROLES: Final = EVERYTHING
OPTIONS: Final = Options

GOOD: Final = (
    example(),
    example(web_statement="https://example.org/rights?id=1"),
    example(web_statement="http://www.photo-müller.de/"),
    example(licensors=[{"name": "Ann Lee", "url": "https://example.org/buy"}]),
    example(licensors=[{"name": "Ann Lee"}]),
)
BAD: Final = (
    example(web_statement="All rights reserved"),
    example(web_statement="www.example.org/rights"),
    example(web_statement="ftp://example.org/rights"),
    example(web_statement="file:///C:/Users/ann/rights.html"),
    example(web_statement="https://"),
    example(licensors=[{"name": "Ann Lee", "url": "ann at example dot org"}]),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report addresses that are none."""
    statement = subject.record.web_statement
    if statement and not is_blank(statement) and not _is_address(statement):
        mended = (
            f"https://{statement.strip()}" if _LACKS_SCHEME.fullmatch(statement.strip()) else None
        )
        yield Remark(
            f"the web statement of rights {statement!r} is no web address",
            "web_statement",
            command(subject, web_statement=mended or "https://…"),
        )
    for licensor in subject.record.licensors:
        if licensor.url and not is_blank(licensor.url) and not _is_address(licensor.url):
            yield Remark(
                f"the licensor's URL {licensor.url!r} is no web address",
                "licensors",
                "credits embed PHOTO --from a table whose licensors have an https:// url",
            )


_LACKS_SCHEME: Final = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    return (
        parts.scheme.lower() in {"http", "https"}
        and "." in (parts.hostname or "")
        and not re.search(r"\s", text.strip())
    )
