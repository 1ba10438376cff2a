"""Reports: one writer per output format, all of one shape: ``write(verdict, out)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TextIO

from credits.reports import json, jsonl, text
from credits.verdict import Verdict

Writer = Callable[[Verdict, TextIO], None]

WRITERS: Final[dict[str, Writer]] = {
    "text": text.write,
    "json": json.write,
    "jsonl": jsonl.write,
}
# formats that carry fingerprints, for which the image data has to be read
FINGERPRINTED: Final = frozenset({"json", "jsonl"})
