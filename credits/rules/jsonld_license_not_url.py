"""Let the licence in linked data be an address.

What:
    An `ImageObject` whose `license` or `acquireLicensePage` is no address of the web.

Why:
    schema.org wants a URL there; the Search Console warns, and Google shows no licence at all.

Example:
    `"license": "All rights reserved"`.

Fix:
    Write the address of the page that says the terms; the words go into `copyrightNotice`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from credits.rules._model import ARTICLES, Desk, Options, Remark, Subject, levels, page

CODE: Final = "ART908"
NAME: Final = "jsonld-license-not-url"
LEVELS: Final = levels("warning")
ROLES: Final = ARTICLES
OPTIONS: Final = Options

ADDRESSES: Final = ("license", "acquireLicensePage")
_GOOD: Final = "https://paper.example/terms"
GOOD: Final = (
    page({"license": _GOOD, "acquireLicensePage": "/buy"}),
    page({"license": {"@type": "CreativeWork", "url": _GOOD}}),
    page({"creditText": "Ann Lee"}),
)
BAD: Final = (
    page({"license": "All rights reserved"}),
    page({"acquireLicensePage": "ask the desk"}),
    page({"license": ["javascript:alert(1)"]}),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report a licence in linked data that is text."""
    for place, node in subject.article.objects if subject.article else ():
        for name in ADDRESSES:
            for said in _texts(node.get(name)):
                if not _is_address(said):
                    yield Remark(
                        f"{name} in the linked data is no address: {said!r}",
                        help="write the address of the page that says the terms",
                        line=place.line,
                    )


def _texts(value: Any) -> Iterator[str]:
    """Give the addresses of a value: text, a thing with one, or a list of these."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        yield from _texts(value.get("@id") or value.get("url"))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)
    return text.startswith(("/", "#", "./", "../")) and " " not in text
