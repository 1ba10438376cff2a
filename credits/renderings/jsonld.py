"""JSON-LD: an ``ImageObject`` of schema.org as Google's licensable images want it.

Sources: schema.org/ImageObject; Google Search Central, "Image metadata in Google Images":
``contentUrl`` and one of ``creator``, ``creditText``, ``copyrightNotice``, ``license``.
"""

from __future__ import annotations

import json
from typing import Any, Final

from credits.renderings._model import Shown, address, printable

NAME: Final = "jsonld"
PICTURED: Final = False
# what could end a script, or a line of JavaScript, stands as an escape of JSON
INSIDE_SCRIPT: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def write(shown: Shown) -> str:
    """Write the object, indented."""
    return json.dumps(described(shown), ensure_ascii=False, indent=2)


def described(shown: Shown) -> dict[str, Any]:
    """Give the object; what is not known is not in it."""
    record = shown.record
    makers = [{"@type": kind, "name": name} for kind, name in shown.makers]
    licence = shown.licence
    found = {
        "name": shown.title,
        "caption": shown.caption,
        "width": shown.width,
        "height": shown.height,
        "creator": makers[0] if len(makers) == 1 else makers,
        "creditText": shown.credit,
        "copyrightNotice": shown.notice,
        "license": licence[1] if licence else None,
        "acquireLicensePage": _shop(shown),
        "digitalSourceType": address(record.digital_source_type),
        "dateCreated": printable(record.date_created),
    }
    known = {name: value for name, value in found.items() if value}
    return {
        "@context": "https://schema.org/", "@type": "ImageObject", "contentUrl": shown.src, **known,
    }  # fmt: skip


def _shop(shown: Shown) -> str | None:
    """Give the page where a licence is to be had."""
    places = (address(licensor.url) for licensor in shown.record.licensors)
    return next(filter(None, places), None)
