"""Addresses and licences as credit lines print them: whole units that no separator cuts.

Law: the patterns are linear; a text that holds none of the words of a licence is not searched.
Sources: creativecommons.org/licenses, nationalarchives.gov.uk (OGL), gnu.org (GFDL).
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import Final

URL: Final = re.compile(
    r"<?((?:https?://|www\.)[^\s<>()\[\]|;]{1,2000}(?<![.,:]))>?", re.IGNORECASE
)
_ANNOUNCED: Final = (
    r"(?:\b(?:is )?(?:licensed under(?: a)?|lizenziert unter|unter (?:der )?lizenz|licen[sc]e:?"
    r"|lizenz:?|licencia:?|licença:?|licenza:?|licencja:?|sous licence|licencie:?"
    r"|bajo licencia|лицензия:?|ліцензія:?)\s)?"
)
_CC: Final = (
    r"cc[ -]?(?:by|0|zero)(?:[ -/]?(?:sa|nd|nc)\b){0,2}(?:[ -]?v?\d(?:\.\d)?)?"
    r"(?:[ -](?:de|us|uk|at|ch|nl|fr|igo|unported|international|generic|deed))?\b"
    r"|creative commons(?: (?:attribution|by|zero|share ?-?alike|non ?-?commercial"
    r"|no ?-?deriv\w*|licen[sc]e|lizenz|namensnennung|[a-z]{2}-[a-z-]{2,9})){0,5}"
    r"(?: \d\.\d)?(?: (?:international|generic|unported))?"
    r"|cc attribution(?:[ -](?:share ?-?alike|non ?-?commercial|no ?-?deriv\w*)){0,3}(?: \d\.\d)?"
    r"|(?<![\w/])cc(?=\s\S{1,60}\shttps?://)"
)
_OTHER: Final = (
    r"public domain|gemeinfrei|domaine public|dominio p[uú]blico|domínio público"
    r"|pubblico dominio|publiek domein|domena publiczna|общественное достояние"
    r"|суспільне надбання|パブリックドメイン|公有领域"
    r"|ogl(?:[ -]uk)?[ -]?v?\d(?:\.\d)?|open government licen[sc]e(?: v?\d(?:\.\d)?)?"
    r"|(?:unsplash|pexels|pixabay) licen[sc]e|gfdl|gnu free documentation licen[sc]e"
    r"|crown copyright"
)
LICENCE: Final = re.compile(rf"{_ANNOUNCED}(?<!\w)(?P<name>{_CC}|{_OTHER})(?!\w)", re.IGNORECASE)
# one of these is in the name of every licence; to look for them one by one is quicker by far
_ASCII_HINTS: Final = ("cc", "creative", "dom", "gemeinfrei", "ogl", "licen", "gfdl", "crown")
_HINTS: Final = (*_ASCII_HINTS, "достояние", "надбання", "パブリック", "公有")
# one of these words is in every unit that is made of words
_WORDS: Final = frozenset((
    "creative", "domain", "domaine", "dominio", "domínio", "domein", "domena", "gemeinfrei",
    "достояние", "надбання", "licence", "license", "gfdl", "crown", "made", "created", "generated",
    "erstellt", "erzeugt", "generiert", "généré", "générée", "générés", "générées", "créé", "créée",
    "créés", "créées", "generado", "generada", "creado", "creada", "gerado", "gerada", "generato",
    "generata", "creato", "creata", "gegenereerd", "gemaakt", "wygenerowane", "wygenerowano",
    "wygenerowany", "создано",
))  # fmt: skip
# no line has more; what has is no credit
_MANY: Final = 16
# how a program made a picture: "Bild erstellt mit KI in Bing Designer durch", "made with AI by"
MADE: Final = re.compile(
    r"(?:(?:bild|foto|image|photo|illustration|grafik|imagen|imagem|immagine)\s|(?:ki|ai|ia)-)?"
    r"(?:erstellt|erzeugt|generiert|created|generated|made|généré\w{0,2}|créé\w{0,2}|generad[oa]"
    r"|cread[oa]|gerad[oa]|generat[oa]|creat[oa]|gegenereerd|gemaakt|wygenerowan[eoy]|создано)\s"
    r"(?:mit|with|by|using|avec|par|con|com|da|met|przez|с помощью)\s(?:der\s|l')?"
    r"(?:ki|ai|ia|ии|midjourney|dall[-·]?e|chatgpt|stable diffusion|adobe firefly|firefly)\b"
    r"(?:\s(?:in|von|bei)\s\w+(?:\s(?:designer|image creator|creator|studio|firefly|express))?)?"
    r"(?:\s(?:durch|by|von|par|por))?(?!\w)"
)
_VERBS: Final = ("made", "gener", "erstellt", "crea", "erzeugt", "gemaakt", "gerad")
_ALL_VERBS: Final = (*_VERBS, "génér", "cré", "создано")
_MAY_BE_MADE: Final = re.compile(
    r"\s(?:[ka]i|l'|ia|ии|midjourney|dall|chatgpt|stable|adobe|firefly)"
)
_HANDLE: Final = re.compile(
    r"(?<![\w/])u/[\w-]{2,30}"
    r"|(?:(?:facebook|instagram|twitter|vk|youtube|tiktok|flickr|linkedin|threads)\.(?:com|net)"
    r"|(?<![\w.])(?:x\.com|t\.me|flic\.kr))/[\w.@/-]{2,60}"
)

_SITES: Final = ("u/", ".com/", ".net/", ".me/", ".kr/")


def licence_in(low: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """Find the first licence named between *start* and *end* of a lower-case text."""
    end = len(low) if end is None else end
    return LICENCE.search(low, start, end) if _may_license(low) else None


def _may_license(low: str) -> bool:
    return any(map(low.__contains__, _ASCII_HINTS if low.isascii() else _HINTS))


def made(low: str) -> re.Match[str] | None:
    """Match a lower-case text that says, and says only, how a program made a picture."""
    return MADE.fullmatch(low) if " " in low and _may_be_made(low) else None


def may_hold_units(low: str, words: list[str]) -> bool:
    """Tell at a glance whether `units` may find anything in a text of these *words*."""
    return (
        "cc" in low or "www." in low or "ogl" in low
        or ("/" in low and ("://" in low or any(map(low.__contains__, _SITES))))
        or not _WORDS.isdisjoint(words)
        or (not low.isascii() and ("パブリック" in low or "公有" in low))
    )  # fmt: skip


def units(low: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Find what no separator cuts, in order: its kind, where it starts, where it ends.

    Kinds are ``url``, ``licence``, ``made`` and ``handle``.
    """
    found: list[tuple[str, int, int]] = []
    if "www." in low or "://" in low:
        found += [("url", *one.span()) for one in URL.finditer(low, start, end)]
    at = start
    while len(found) < _MANY and (match := licence_in(low, at, end)):
        found.append(("licence", *match.span()))
        at = match.end()
    if _may_be_made(low) and _MAY_BE_MADE.search(low, start, end):
        found += [("made", *one.span()) for one in MADE.finditer(low, start, end)]
    if "/" in low and any(map(low.__contains__, _SITES)):
        found += [("handle", *one.span()) for one in _HANDLE.finditer(low, start, end)]
    return _apart(sorted(found, key=itemgetter(1, 2))) if found else found


def _may_be_made(low: str) -> bool:
    return any(map(low.__contains__, _VERBS if low.isascii() else _ALL_VERBS))


def _apart(found: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    kept: list[tuple[str, int, int]] = []
    for one in found:
        if not kept or one[1] >= kept[-1][2]:
            kept.append(one)
    return kept[:_MANY]
