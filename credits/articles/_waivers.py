"""Waivers in comments of an article.

They are written ``<!-- credits: ignore CRD101 reason="…" until=2026-12-31 -->``, read here and
judged by the gate, which wants a reason and a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credits.articles._model import Lines, Waiver

_COMMENT: Final = re.compile(r"<!--\s*credits:\s*ignore\b([^>]{0,1000}?)-->", re.IGNORECASE)
# what shows its text as it is: fences, and code within a line (CommonMark 4.5, 6.1)
_CODE: Final = re.compile(
    r"^ {0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<ticks>`++)[^`\n]*(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_CODES: Final = re.compile(r"\s*+(?:[:,]\s*+)?([A-Z]{1,3}\d{0,3})(?=[\s,]|$)")
_SETTING: Final = re.compile(r"\b(reason|until)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")


def waivers(text: str, lines: Lines) -> Iterator[Waiver]:
    """Give the waivers of an article, in order."""
    for comment in _COMMENT.finditer(text):
        inside = comment[1]
        settings = {m[1]: m[2] or m[3] or m[4] or "" for m in _SETTING.finditer(inside)}
        rules = _rules(inside)
        place = lines.place(comment.start())
        yield Waiver(place, rules, settings.get("reason"), settings.get("until"))


def without_code(text: str) -> str:
    """Blank out what a Markdown text shows as code, so that every place stays where it was."""
    return _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)


def _rules(inside: str) -> tuple[str, ...]:
    codes: list[str] = []
    at = 0
    while code := _CODES.match(inside, at):
        codes.append(code[1])
        at = code.end()
    return tuple(codes)
