"""Values as they are given: checked against their property, and brought into the stored form."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final

from credits._form import Form, complaints
from credits.errors import InvalidValue
from credits.fields import BY_NAME, Field, Kind, iso_date, present, similar
from credits.record import Record, record_of
from credits.vocabulary.choices import choices

# XMP Specification Part 2, 8.4 (rating); IIM 4.2, 2:10 (urgency, 9 is the user's own); pixels
# from the upper left corner or parts of a side (IPTC Photo Metadata, image region)
_RANGES: Final = {
    "rating": (-1, 5), "urgency": (1, 9), "model_ages": (0, 150),
    "max_width": (1, 1 << 31), "max_height": (1, 1 << 31),
    "latitude": (-90, 90), "longitude": (-180, 180), "altitude": (-20_000, 1_000_000),
    **dict.fromkeys(("x", "y", "width", "height", "radius"), (0, 1 << 31)),
}  # fmt: skip
_TRANSLATIONS: Final = "translations"
# RFC 5646, 2.1: "x-…" are private, as x-default is
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_HALVES: Final = re.compile("[\ud800-\udfff]")
_CONTROLS: Final = dict.fromkeys((*range(32), 127, *range(0xFFFE, 0x10000)), "") | {
    ord(char): char for char in "\n\t"
}


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Check property names and values, and bring them into the form that is stored.

    Raises:
        InvalidValue: an unknown name, a wrong type, a date that is none, a code that no list has.
    """
    if _TRANSLATIONS in values:
        others = {name: value for name, value in values.items() if name != _TRANSLATIONS}
        return checked(others) | {_TRANSLATIONS: _translations(values[_TRANSLATIONS])}
    for name in values:
        _refuse_unknown(name)
    lists = {
        name: [v] for name, v in values.items() if BY_NAME[name].is_list and isinstance(v, str)
    }
    given = {name: v for name, v in (dict(values) | lists).items() if present(v)}
    record = _record(given)
    _refuse_broken(given)
    clean = {name: _clean(BY_NAME[name], _told(getattr(record, name))) for name in given}
    return {name: clean.get(name) for name in values}


def _translations(given: Any) -> dict[str, dict[str, str]]:
    """Check texts by property and language: ``{"caption": {"uk": "…"}}``; an empty one is to go."""
    record = _record({_TRANSLATIONS: _without_nothing(given or {})})
    _refuse_broken({_TRANSLATIONS: given})
    for name, texts in record.translations.items():
        if name not in BY_NAME or BY_NAME[name].kind is not Kind.LANGUAGES:
            most = ", ".join(n for n, field in BY_NAME.items() if field.kind is Kind.LANGUAGES)
            raise InvalidValue(f"{_TRANSLATIONS}: {name!r} has no languages", help=most)
        for language in texts:
            if not _LANGUAGE.fullmatch(language):
                raise InvalidValue(f"{_TRANSLATIONS}: {language!r} is no language of {name}",
                                   help="write uk, or pt-BR")  # fmt: skip
    return {
        name: {language: _without_controls(text) for language, text in texts.items()}
        for name, texts in record.translations.items()
    }


def _without_nothing(given: Any) -> Any:
    """Write an empty text for None, which JSON has as ``null``."""
    if isinstance(given, Mapping):
        return {key: _without_nothing(value) for key, value in given.items()}
    return "" if given is None else given


def _record(given: Mapping[str, Any]) -> Record:
    try:
        return record_of(given) if _TRANSLATIONS not in given else Record.model_validate(given)
    except ValueError as error:
        first = complaints(error)[0]
        help = f"its parts are {_parts(first.place)}" if first.is_unknown else None
        raise InvalidValue(f"{'.'.join(first.place)}: {first.message.lower()}", help=help) from None


def _parts(place: tuple[str, ...]) -> str:
    """List the parts of the structure that a place is in."""
    inner, *names = [name for name in place[:-1] if not name.isdigit()]
    shape = BY_NAME[inner].shape
    for name in names:
        shape = next(member.shape for member in shape if member.name == name)
    return ", ".join(member.name for member in shape)


def _told(value: Any) -> Any:
    """Give a value as it is stored: of what has named parts, those that say anything."""
    if isinstance(value, Form):
        return {name: _told(part) for name, part in value if part is not None}
    return tuple(map(_told, value)) if isinstance(value, tuple) else value


def _refuse_unknown(name: str) -> None:
    if name not in BY_NAME:
        raise InvalidValue(f"there is no writable property {name!r}", help=similar(name))
    if not BY_NAME[name].writable:
        raise InvalidValue(f"property {name!r} is read only: it is the camera's word")


def _refuse_broken(given: Mapping[str, Any]) -> None:
    """Refuse halves of characters: what a terminal that is not UTF-8 hands over."""
    for name, value in given.items():
        text = value if type(value) is str else json.dumps(value, ensure_ascii=False, default=str)
        if found := _HALVES.search(text):
            raise InvalidValue(
                f"{name}: text that is not UTF-8 ({found.group()!a})",
                help="is the terminal, or the program that calls this, set to UTF-8?",
            )


def _clean(field: Field, value: Any) -> Any:
    if field.kind is Kind.DATE:
        return _date(field, value)
    value = _without_controls(value)
    _refuse_outside(field, value, field.name)
    return _chosen(field, value) if field.choice and present(value) else value


def _date(field: Field, value: str) -> str:
    try:
        return iso_date(value)
    except InvalidValue as error:
        raise InvalidValue(f"{field.name}: {error.message}", help=error.help) from None


def _refuse_outside(field: Field, value: Any, place: str) -> None:
    """Refuse numbers that are none, and those no picture, place or person can have."""
    if isinstance(value, (list, tuple)):
        for item in value:
            _refuse_outside(field, item, place)
    elif isinstance(value, Mapping):
        for member in field.shape:
            if present(value.get(member.name)):
                _refuse_outside(member, value[member.name], f"{place}.{member.name}")
    elif field.name in _RANGES and field.kind not in {Kind.STRUCTURE, Kind.STRUCTURES}:
        low, high = _RANGES[field.name]
        if not low <= _number(value) <= high:
            raise InvalidValue(f"{place}: {value} is not from {low} to {high}")


def _number(value: Any) -> float:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return math.nan


def _chosen(field: Field, value: Any) -> Any:
    choice = choices()[field.choice or ""]
    try:
        return [choice.whole(v) for v in value] if field.is_list else choice.whole(value)
    except ValueError as error:
        raise InvalidValue(f"{field.name}: {error}") from None


def _without_controls(value: Any) -> Any:
    """Drop control characters, which XML cannot hold, and blanks around."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()
    if isinstance(value, (list, tuple)):
        return [clean for item in value if present(clean := _without_controls(item))]
    if isinstance(value, dict):
        return {
            key: clean for key, item in value.items() if present(clean := _without_controls(item))
        }
    return value
