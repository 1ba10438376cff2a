"""Templates with variables, and code replacements: what a desk types once for many photos.

``{creator}`` stands for what a photo says, ``{date:%Y}`` for a part of a date, ``{filename}`` for
its name, ``{n:03}`` for its number in the run; ``{city|Kyiv}`` says what stands there when a photo
says nothing. ``=tk=`` is replaced by what a table says of the code ``tk`` and ``=tk#2=`` by its
second column: Photo Mechanic's convention, with its tab-separated files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from credits.errors import InvalidValue
from credits.fields import BY_NAME, FIELDS, Kind, date_parts, present
from credits.record import Record

_VARIABLE: Final = re.compile(r"\{\{|\}\}|\{([^{}|:]*)(?::([^{}|]*))?(?:\|([^{}]*))?\}|[{}]")
_CODE: Final = re.compile(r"=([^\s=#]+)(?:#(\d{1,9}))?=")
# besides the properties, in the singular or as they are called
_SHORT: Final = {field.option.replace("-", "_"): field.name for field in FIELDS} | {
    "date": "date_created"
}
_LONGEST_NUMBER: Final = 12


class Place(NamedTuple):
    """Where a photo stands: its *path*, and its *number* in the run, from 1."""

    path: str
    number: int


def filled(value: Any, record: Record, place: Place) -> Any:
    """Fill the variables in a text, or in all texts of a list or a structure.

    Raises:
        InvalidValue: there is no such variable, or the photo says nothing and there is no
            fallback.
    """
    return _mapped(value, lambda text: _filled(text, record, place))


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, (list, tuple)):
        return [_mapped(item, change) for item in value]
    if isinstance(value, Mapping):
        return {key: _mapped(item, change) for key, item in value.items()}
    return value


def _filled(text: str, record: Record, place: Place) -> str:
    def one(match: re.Match[str]) -> str:
        if match[0] in {"{{", "}}"}:
            return match[0][0]
        if match[1] is None:
            raise InvalidValue(f"{text!r} has a lone {match[0]!r}", help="write {{ for a brace")
        found = _variable(match[1].strip(), match[2], record, place)
        if found is not None:
            return found
        if match[3] is None:
            raise InvalidValue(
                f"says nothing of {match[1]}, which the template needs", path=place.path,
                help=f"give a fallback, which may be empty: {{{match[1]}|}}",
            )  # fmt: skip
        return match[3]

    return _VARIABLE.sub(one, text)


def _variable(name: str, form: str | None, record: Record, place: Place) -> str | None:
    if name in _OF_THE_FILE:
        return _formatted(_OF_THE_FILE[name](place), form, name)
    if name == "now":
        return _dated(datetime.now().astimezone().isoformat(timespec="seconds"), form, name, place)
    known = _SHORT.get(name, name)
    if known not in BY_NAME or BY_NAME[known].shape:
        allowed = ", ".join((*_OF_THE_FILE, "now", "date", "creator", "credit_line"))
        raise InvalidValue(f"there is no variable {{{name}}}", help=f"{allowed}, any property")
    value: Any = getattr(record, known, None)
    if not present(value):
        return None
    if BY_NAME[known].kind is Kind.DATE:
        return _dated(str(value), form, name, place)
    text = ", ".join(map(str, value)) if BY_NAME[known].is_list else str(value)
    return _formatted(text, form, name)


_OF_THE_FILE: Final[dict[str, Callable[[Place], str | int]]] = {
    "filename": lambda place: os.path.splitext(os.path.basename(place.path))[0],
    "extension": lambda place: os.path.splitext(place.path)[1].removeprefix("."),
    "folder": lambda place: os.path.basename(os.path.dirname(os.path.abspath(place.path))),
    "n": lambda place: place.number,
}


def _formatted(value: str | int, form: str | None, name: str) -> str:
    """Give a number with its digits (``03``), or a text's characters (``0-4``, from 0)."""
    if not form:
        return str(value)
    if isinstance(value, int) and re.fullmatch(r"0?\d{1,2}", form):
        return str(value).rjust(min(int(form), _LONGEST_NUMBER), "0" if form[0] == "0" else " ")
    part = re.fullmatch(r"(\d{1,4})-(\d{0,4})", form)
    if part and isinstance(value, str):
        return value[int(part[1]) : int(part[2]) if part[2] else None]
    raise InvalidValue(f"{{{name}:{form}}}: there is no such form",
                       help="{n:03} pads a number, {filename:0-4} gives characters")  # fmt: skip


def _dated(value: str, form: str | None, name: str, place: Place) -> str:
    if not form:
        return value
    if not re.fullmatch(r"(?:[^%]|%[YymdHMSjBbAaUWe%])*", form):
        raise InvalidValue(f"{{{name}:{form}}}: there is no such form", help="{date:%Y-%m-%d}")
    said = date_parts(value)
    if said is None:
        raise InvalidValue(f"{{{name}:{form}}} wants a date, and {value!r} is none",
                           path=place.path, help="write 2026-11-23")  # fmt: skip
    needed = max((_PRECISION.get(letter, 3) for letter in re.findall("%(.)", form)), default=0)
    if len(said) < needed:
        raise InvalidValue(f"{{{name}:{form}}} wants more than {value!r} says", path=place.path)
    year, month, day, hour, minute, second = (*said, *(1, 1, 1, 0, 0, 0)[len(said) :])
    # a leap second is no more than the last one of its year here
    return datetime(year, month, day, hour, minute, min(second, 59)).strftime(form)  # noqa: DTZ001


# how many parts of a date each letter needs: the year, the month, the day, the hour ...
_PRECISION: Final = {"Y": 1, "y": 1, "m": 2, "B": 2, "b": 2, "H": 4, "M": 5, "S": 6, "%": 0}


# ── code replacements ───────────────────────────────────────────────────────────────────────────

Codes = Mapping[str, tuple[str, ...]]


def codes(paths: Iterable[str]) -> Codes:
    """Read tables of codes: tab-separated, the code first; a later file's word counts.

    Raises:
        InvalidValue: a table that cannot be read.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path in paths:
        try:
            with open(path, encoding="utf-8-sig") as file:
                lines = file.read().split("\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
            raise InvalidValue(f"cannot be read: {reason}", path=path) from None
        for line in lines:
            code, *texts = line.split("\t")
            if code.strip() and texts and not line.startswith("//"):
                found[code.strip()] = tuple(text.strip() for text in texts)
    return found


def decoded(value: Any, table: Codes) -> Any:
    """Put what the codes stand for in their place, in all texts of a value.

    Raises:
        InvalidValue: a code that no table has.
    """
    return _mapped(value, lambda text: _CODE.sub(lambda match: _meaning(match, table), text))


def _meaning(match: re.Match[str], table: Codes) -> str:
    texts, column = table.get(match[1]), int(match[2] or 1)
    if texts is not None and 1 <= column <= len(texts):
        return texts[column - 1]
    import difflib  # noqa: PLC0415

    near = difflib.get_close_matches(match[1], table, n=1)
    help_text = f"did you mean ={near[0]}=?" if near else f"the tables have {len(table)} codes"
    raise InvalidValue(f"there is no code {match[0]}", help=help_text)
