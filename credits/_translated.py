"""A property's other languages: what is to be stored of them, and whether it is there.

Source: XMP Specification Part 1, 8.2.2.4 (language alternatives). Only XMP has them. The text for
everyone (``x-default``) stands beside every translation, and is what all blocks keep in step. An
empty text takes a translation out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from credits._kinds import DEFAULT, Languages
from credits._opened import Opened
from credits.errors import InvalidValue
from credits.fields import BY_NAME

NAME: Final = "translations"
# the texts by language of some properties, by name
Texts: TypeAlias = "Mapping[str, Mapping[str, str]]"


def told(opened: Opened, name: str) -> Languages:
    """Give the languages in which XMP says a property."""
    said = opened.decoded.get("xmp", {}).get(BY_NAME[name].clark)
    return said if isinstance(said, Languages) else Languages()


def with_originals(opened: Opened, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the properties to write by name, those that are translated among them.

    Raises:
        InvalidValue: a photo does not say what is to be translated.
    """
    wanted = {name: value for name, value in values.items() if name != NAME}
    silent = [name for name in values.get(NAME) or () if name not in wanted]
    settled = opened.resolved(silent) if silent else {}
    wanted |= {name: found.value for name, found in settled.items() if found.value}
    for name, texts in (values.get(NAME) or {}).items():
        if any(texts.values()) and not wanted.get(name):
            raise InvalidValue(f"{NAME}: there is no {name} to translate",
                               help=f"write {name} with it")  # fmt: skip
    return wanted


def due(opened: Opened, wanted: Mapping[str, Any], texts: Texts) -> dict[str, Languages]:
    """Say what XMP has to store: address → the text for everyone, and the other languages."""
    missing = {name: dict(_missing(told(opened, name), others)) for name, others in texts.items()}
    return {
        BY_NAME[name].clark: Languages({DEFAULT: wanted[name], **others})
        for name, others in missing.items()
        if others and wanted.get(name)
    }


def _missing(there: Languages, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the texts that are not there, or not yet gone; tags are the same in every spelling."""
    spelled = {language.lower(): language for language in there}
    for language, text in texts.items():
        tag = spelled.get(language.lower(), language)
        if there.get(tag, "") != text:
            yield tag, text


def unlike(opened: Opened, texts: Texts) -> list[str]:
    """Name the properties whose translations a file does not have."""
    return [
        f"{NAME} of {n}" for n, others in texts.items() if any(_missing(told(opened, n), others))
    ]


def differences(opened: Opened, texts: Texts) -> dict[str, tuple[Any, Any]]:
    """Give the old and the new translations, where they differ."""
    changed = {name: dict(_missing(told(opened, name), others)) for name, others in texts.items()}
    changed = {name: others for name, others in changed.items() if others}
    old = {
        name: {tag: there[tag] for tag in others if tag in (there := told(opened, name))}
        for name, others in changed.items()
    }
    new = {name: {tag: text for tag, text in others.items() if text}
           for name, others in changed.items()}  # fmt: skip
    return {NAME: (_spoken(old), _spoken(new))} if changed else {}


def _spoken(texts: Texts) -> dict[str, Mapping[str, str]]:
    return {name: others for name, others in texts.items() if others}
