"""The trace of a parse: what a step decided and on what evidence, as text.

Law: the trace is made of the values the steps returned, of nothing else; it cannot say what did
not happen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from credits._credit_furniture import Body
from credits._credit_steps import Reading
from credits._credit_text import Text
from credits._credit_zones import Segment


def printed(value: Any, reading: Reading) -> str:
    """Print what a step decided; empty if it decided nothing."""
    for known, show in _SHOWN:
        if isinstance(value, known):
            return show(value, reading)
    if isinstance(value, tuple):
        return "; ".join(one for one in (printed(each, reading) for each in value) if one)
    return "" if value is None or value is False else str(value)


def _segment(one: Segment, reading: Reading) -> str:
    text = reading.line.text[one.start : one.end].strip()
    return f"{one.word}: {text}" if one.word else text


def _text(line: Text, reading: Reading) -> str:
    return line.text if line.text != reading.original else ""


def _body(body: Body, _: Reading) -> str:
    return " | ".join(body.taken)


_SHOWN: Final[tuple[tuple[type, Callable[[Any, Reading], str]], ...]] = (
    (Segment, _segment),
    (Text, _text),
    (Body, _body),
)


def evidence_of(step: str, reading: Reading) -> str:
    """Give the text, or the kind of evidence, that a step looked at."""
    looked = _EVIDENCE.get(step)
    return looked(reading) if looked else ""


def _credit(reading: Reading) -> str:
    texts = (reading.line.text[one.start : one.end] for one in reading.segments)
    return " ".join(text.strip() for text in texts).strip()


def _said(reading: Reading) -> str:
    labels = (one.word for one in reading.segments)
    words = (*labels, *reading.said, *reading.dropped, *reading.fillers)
    return "; ".join(dict.fromkeys(word for word in words if word))


def _default(reading: Reading) -> str:
    return reading.default or ""


def _kind(reading: Reading) -> str:
    return reading.evidence


_EVIDENCE: Final[dict[str, Callable[[Reading], str]]] = {
    "default": _default,
    "segment": _kind,
    "strip": _credit,
    "holder": _credit,
    "classify": _credit,
    "role": _said,
    "placeholder": _said,
    "confidence": _kind,
}
