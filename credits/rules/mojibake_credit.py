"""Print names as they are spelt.

What:
    A credit whose characters were damaged on the way: UTF-8 read as a code page ("ZoÃ« MÃ¼ller",
    "РўРђРЎРЎ"), replacement characters, question marks inside words, HTML entities, control
    characters, a quotation mark without its partner; characters that turn the direction of reading,
    so that another name is seen than the one that is stored.

Why:
    IIM says in dataset 1:90 how its text is encoded; programs that leave it out or do not read it
    write such names into every copy. A name that is not the name is no credit.

Example:
    Creator "JosÃ© MuÃ±oz".

Fix:
    `credits fix PHOTO` decodes it once more, or `credits embed PHOTO --creator "José Muñoz"`. In
    Photo Mechanic: Preferences > IPTC/XMP > "Unicode (UTF-8)" for writing IPTC text. In Photoshop:
    File > File Info > Basic > Author.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from credits.finding import Fix
from credits.rules._model import (
    CREDIT_FIELDS,
    PHOTOS,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    label,
    levels,
)

CODE: Final = "CRD208"
NAME: Final = "mojibake-credit"
LEVELS: Final = levels("warning", strict="error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(creators=["Zoë Müller", "Ângela Ñuñez", "Øystein Ås"]),
    example(creators=["Евгений Епанчинцев"], credit_line="ТАСС"),
    example(creators=['Jacques "Jack" O’Neill'], credit_line="AT&T"),
    example(credit_line="« Le Monde »/AFP", source="https://example.org/?q=a"),
    example(credit_line="Who?/AP", copyright_notice="© 2026 Ann Lee"),
    example(creators=["\u2067דנה לוי\u2069"], credit_line="דנה\u200f/AP"),
)
BAD: Final = (
    example(creators=["ZoÃ« MÃ¼ller"]),
    example(creators=["JosÃ© MuÃ±oz", "Ann Lee"]),
    example(credit_line="РўРђРЎРЎ"),
    example(copyright_notice="Â© 2026 Ann Lee"),
    example(credit_line="AT&amp;T/Ann Lee"),
    example(creators=["Zo\ufffd M\ufffdller"]),
    example(creators=["Zo? M?ller"]),
    example(credit_line='Ann Lee"'),
    example(credit_line="PA/\u202eeeL nnA"),
    example(creators=["Ann \u2067Lee"]),
    example(creators=["דנה\u202b לוי"]),
)

# the code pages that UTF-8 is mistaken for, and how many letters must prove it
_PAGES: Final = {"cp1252": 1, "latin-1": 1, "cp1251": 2, "cp1250": 2, "mac_roman": 2}
# what the first byte of a letter in UTF-8 looks like there, and no ASCII after it
_SUSPECT: Final = re.compile(r"[\u00c2-\u00f4ĂĐРС√¬–‚][^\x00-\x7f]")
_ENTITY: Final = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});")
_LOST: Final = re.compile(r"\ufffd|(?<=[^\W\d_])\?(?=[^\W\d_])|\b[^\W\d_]+\?\s[^\W\d_]\?")
# Unicode Standard Annex 9, 2: overrides; embeddings and isolates, and what ends them
_OVERRIDES: Final = frozenset("\u202d\u202e")
_TURNS: Final = {"\u202a": "\u202c", "\u202b": "\u202c",
                 "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}  # fmt: skip
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
# without one of these, a text is as it was written
_TROUBLE: Final = re.compile(
    rf'[?&"\ufffd\x00-\x08\x0b-\x1f\x7f-\x9f]|{_SUSPECT.pattern}|{_TURNING.pattern}'
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report each property with a damaged credit."""
    for name in CREDIT_FIELDS:
        value = getattr(subject.record, name)
        texts = value if isinstance(value, tuple) else (value,) if value else ()
        if any(_TROUBLE.search(text) for text in texts):
            yield from _remarks(subject, name, texts)


def _remarks(subject: Subject, name: str, texts: tuple[str, ...]) -> Iterator[Remark]:
    mended = tuple(map(_mended, texts))
    broken = [text for text, whole in zip(texts, mended, strict=True) if whole != text]
    lost = [text for text in texts if _is_damaged(text) and text not in broken]
    if not broken and not lost:
        return
    said = ", ".join(map(repr, broken + lost))
    turned = any(map(_is_turned, lost))
    value: Any = mended if isinstance(getattr(subject.record, name), tuple) else mended[0]
    yield Remark(
        f"the {label(name)} {said} "
        + ("turns the direction it is read in" if turned else "is damaged text"),
        name,
        command(subject, **{name: value if broken and not lost else "NAME"}),
        Fix("safe", {name: value}) if broken and not any(map(_is_damaged, mended)) else None,
    )


def _mended(text: str) -> str:
    """Undo what can be undone for certain."""
    whole = _decoded(_unescaped(text) if _ENTITY.search(text) else text)
    whole = "".join(sign for sign in whole if unicodedata.category(sign) != "Cc" or sign in "\n\t")
    if whole.count('"') == 1 and (whole[0] == '"' or whole[-1] == '"'):
        whole = whole.strip('"')
    return whole.strip() or text if whole != text else text


def _unescaped(text: str) -> str:
    import html  # noqa: PLC0415  (a table of 2,200 names, for the few texts with one)

    return html.unescape(text)


def _decoded(text: str) -> str:
    """Decode once more what was UTF-8; twice where it went wrong twice."""
    for _ in range(2):
        text = next(_readings(text), text)
    return text


def _readings(text: str) -> Iterator[str]:
    if not _SUSPECT.search(text):
        return
    for page, least in _PAGES.items():
        try:
            raw = text.encode(page)
            again = raw.decode()
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if len(text) - len(again) >= least:
            yield again


def _is_damaged(text: str) -> bool:
    if "://" not in text and "www." not in text and _LOST.search(text):
        return True
    if _is_turned(text):
        return True
    return text.count('"') % 2 == 1 and not re.search(r'\d"', text)


def _is_turned(text: str) -> bool:
    """Tell whether something else is seen than what is stored.

    Scripts that run from right to left have their own use for embeddings and isolates, in pairs.
    """
    turning = _TURNING.findall(text)
    if not turning:
        return False
    mixed = any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text)
    return not mixed or bool(_OVERRIDES & set(turning)) or not _in_pairs(turning)


def _in_pairs(turning: list[str]) -> bool:
    open_ones: list[str] = []
    for sign in turning:
        if sign in _TURNS:
            open_ones.append(_TURNS[sign])
        elif not open_ones or open_ones.pop() != sign:
            return False
    return not open_ones
