"""Three blocks' claims → one record, with what they disagree on as data; and back.

Sources: XMP Specification Part 3, 2.4 and Adobe's ReconcileLegacy (digest, predict and compare);
Metadata Working Group guidelines 2.0 chapter 5. The law here: an editor's word (XMP, IIM) weighs
more than a camera's (EXIF); XMP weighs more than IIM unless the digest says that IIM was changed
afterwards, and then only in what really differs; nothing is settled silently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from credits.fields import BY_NAME, Claims, Field, Kind, projected

Verdict = Literal[
    "agree",
    "agree-truncated",
    "agree-charset",
    "only-one",
    "conflict",
    "iim-newer",
    "camera-default-ignored",
]
Precedence = Literal["default", "mwg", "xmp", "iim"]

# whose word counts first
ORDERS: Final[dict[Precedence, tuple[str, ...]]] = {
    "default": ("xmp", "iim", "photoshop", "exif", "text", "framed", "sidecar", "reuse"),
    "xmp": ("xmp", "iim", "photoshop", "exif", "text", "framed", "sidecar", "reuse"),
    "iim": ("iim", "xmp", "photoshop", "exif", "text", "framed", "sidecar", "reuse"),
    "mwg": ("exif", "xmp", "iim", "photoshop", "text", "framed", "sidecar", "reuse"),
}
# where the digest says that IIM was changed last (MWG 2.0, 3.3)
_AFTER_IIM: Final = ("exif", "iim", "xmp", "photoshop", "text", "framed", "sidecar", "reuse")
DISAGREEMENTS: Final = frozenset({"conflict", "iim-newer", "camera-default-ignored"})


class Resolution(NamedTuple):
    """One property: its value, the blocks that say so (the chosen first), and the verdict."""

    value: Any
    chosen: str
    sources: tuple[str, ...]
    verdict: Verdict


class Conflict(NamedTuple):
    """What blocks disagree on: every block's value, the block that was chosen, the verdict."""

    field: str
    values: dict[str, Any]
    chosen: str
    verdict: Verdict


def reconcile(
    claims: Claims,
    *,
    digest_stale: bool = False,
    precedence: Precedence = "default",
    first: str | None = None,
) -> dict[str, Resolution]:
    """Settle every property that any block claims.

    *digest_stale* says that the IIM was changed after XMP was last brought in step with it. *first*
    names a block whose word counts before all others: the sidecar of a file that is not written.
    """
    order = _AFTER_IIM if digest_stale and precedence == "mwg" else ORDERS[precedence]
    order = order if first is None else tuple(dict.fromkeys((first, *order)))
    predict = digest_stale and precedence == "default"
    return {
        name: _settled(BY_NAME[name], values, order, predict=predict)
        for name, values in claims.items()
    }


def _settled(
    field: Field, values: dict[str, Any], ranks: tuple[str, ...], *, predict: bool
) -> Resolution:
    if field.name == "caption" and not _PREFILLED.isdisjoint(values):
        usual = _without_default(values)
        if not usual:
            return Resolution(None, "", (), "camera-default-ignored")
        if len(usual) < len(values):
            rest = _settled(field, usual, ranks, predict=predict)
            return rest._replace(verdict="camera-default-ignored")
    if len(values) == 1:
        ((block, value),) = values.items()
        return Resolution(value, block, (block,), "only-one")
    order = _ordered(ranks, tuple(values))
    chosen = order[0]
    value = values[chosen]
    if list(values.values()).count(value) == len(values):
        return Resolution(value, chosen, order, "agree")
    newer = predict and chosen == "xmp" and _iim_edited(field, values)
    chosen = "iim" if newer else chosen
    verdicts = {
        block: _compared(field, values[chosen], value)
        for block, value in values.items()
        if block != chosen
    }
    agreeing = tuple(block for block, found in verdicts.items() if found != "conflict")
    settled: Verdict = "iim-newer" if newer else max(verdicts.values(), key=_GRAVITY.index)
    # a text that IIM's limit cut is the same text: the whole one is the value
    value = values[chosen]
    if chosen == "iim" and settled == "agree-truncated":
        value = next((values[block] for block in ("xmp", "exif") if block in values), value)
    return Resolution(value, chosen, (chosen, *agreeing), settled)


@lru_cache(maxsize=256)
def _ordered(ranks: tuple[str, ...], blocks: tuple[str, ...]) -> tuple[str, ...]:
    """Put blocks into the order in which their word counts."""
    return tuple(block for block in ranks if block in blocks)


_GRAVITY: Final[tuple[Verdict, ...]] = ("agree", "agree-truncated", "agree-charset", "conflict")


# blocks in which devices and programs leave a caption of their own
_PREFILLED: Final = frozenset({"exif", "text"})


def _without_default(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a camera or a program writes into every picture: nobody said it of one."""
    doubtful = {
        block: text for block, text in values.items()
        if block in _PREFILLED and values.get("xmp") != text
    }  # fmt: skip
    if not doubtful:
        return values
    from credits.vocabulary import camera_default, software_name  # noqa: PLC0415  (when needed)

    return {
        block: text for block, text in values.items()
        if block not in doubtful or (camera_default(text) or software_name(text)) is None
    }  # fmt: skip


def _iim_edited(field: Field, values: dict[str, Any]) -> bool:
    """Predict what XMP would have exported; only what differs was changed in IIM."""
    if "xmp" not in values or "iim" not in values:
        return False
    return _compared(field, values["xmp"], values["iim"]) == "conflict"


def _compared(field: Field, first: Any, second: Any) -> Verdict:
    if first == second:
        return "agree"
    compare = _COMPARISONS.get(field.kind, _compare_exactly)
    return compare(field, first, second)


def _compare_exactly(_: Field, first: Any, second: Any) -> Verdict:
    return "agree" if first == second else "conflict"


def _compare_text(field: Field, first: Any, second: Any) -> Verdict:
    one, other = comparable(first), comparable(second)
    if one == other:
        return "agree"
    if field.iim and _is_cut(one, other, field.iim.most):
        return "agree-truncated"
    return "agree-charset" if _unmangled(one) == _unmangled(other) else "conflict"


def _compare_texts(field: Field, first: Any, second: Any) -> Verdict:
    if not first or not second:
        return "conflict"
    verdicts = [_compare_text(field, one, other) for one, other in zip(first, second, strict=False)]
    # older software put only the first name into IIM and EXIF (XMP Part 3, 3.2)
    if len(first) != len(second):
        verdicts.append("agree-truncated" if min(len(first), len(second)) == 1 else "conflict")
    if "conflict" in verdicts and sorted(map(comparable, first)) == sorted(map(comparable, second)):
        return "agree"
    return max(verdicts, key=_GRAVITY.index)


def _compare_dates(_: Field, first: str, second: str) -> Verdict:
    """Two dates agree as far as the less precise one goes; a missing time zone says nothing."""
    one, other = (re.fullmatch(r"([^T]*+)(?:T([\d:.]*+))?+(.*)", date) for date in (first, second))
    if one is None or other is None:
        return "conflict"
    zones = {zone.replace("Z", "+00:00") for zone in (one[3], other[3]) if zone}
    days = _is_prefix(one[1], other[1])
    clocks = _is_prefix(one[2] or "", other[2] or "")
    return "agree" if days and clocks and len(zones) < 2 else "conflict"


def _compare_position(_: Field, first: Any, second: Any) -> Verdict:
    near = isinstance(first, (int, float)) and isinstance(second, (int, float))
    return "agree" if near and abs(first - second) < 1e-6 else "conflict"


_COMPARISONS: Final[dict[Kind, Callable[[Field, Any, Any], Verdict]]] = {
    Kind.TEXT: _compare_text,
    Kind.LANGUAGES: _compare_text,
    Kind.TEXTS: _compare_texts,
    Kind.DATE: _compare_dates,
    Kind.NUMBER: _compare_position,
}


def comparable(text: str) -> str:
    """Bring a text into the form in which two are compared: NFC, plain line ends and blanks."""
    if text.isascii() and "\n" not in text and "\r" not in text and "  " not in text:
        return text.strip()
    return " ".join(unicodedata.normalize("NFC", text).split())


def _is_prefix(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _is_cut(one: str, other: str, most: int) -> bool:
    """Tell whether the shorter text is the longer one, cut at *most* bytes (UTF-8 or Latin)."""
    short, long = sorted((one, other), key=len)
    # a character of up to four bytes may not have fitted, and blanks at the cut are lost
    at_limit = len(short.encode()) >= most - 4 or len(short) >= most - 1
    return bool(short) and at_limit and long.startswith(short)


def _unmangled(text: str) -> str:
    """Undo UTF-8 that was read as a code page: ``Ã©`` for ``é``."""
    try:
        return text.encode("cp1252").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def conflicts(resolutions: Mapping[str, Resolution], claims: Claims) -> tuple[Conflict, ...]:
    """List what the blocks disagree on, in the order of the field table."""
    disagreed = [name for name, found in resolutions.items() if found.verdict in DISAGREEMENTS]
    if not disagreed:
        return ()
    return tuple(
        Conflict(name, dict(claims[name]), resolutions[name].chosen, resolutions[name].verdict)
        for name in sorted(disagreed, key=list(BY_NAME).index)
    )


def project(values: Mapping[str, Any], blocks: frozenset[str]) -> dict[str, dict[Any, Any]]:
    """Say what each block has to store for these properties: block → address → value."""
    return {
        block: {
            address: stored
            for name, value in values.items()
            for address, stored in projected(BY_NAME[name], value, block).items()
        }
        for block in blocks
    }
