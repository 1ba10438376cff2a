"""What rules on articles ask of a photo that is shown: who its file credits, who the page does."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from credits.credit_bridge import line_of
from credits.credit_line import CreditLine
from credits.record import Record
from credits.rules._credit import flaw_of
from credits.rules._model import Subject
from credits.vocabulary import Vocabulary

# kinds of use that have words beside them, and those that go out without the page
BESIDE: Final = frozenset({"figure", "inline", "gallery"})
ALONE: Final = frozenset({"social", "cover"})
# PLUS: the rights holder asks for no credit
NOT_REQUIRED: Final = "CR-NRQ"


def owed(subject: Subject, words: Vocabulary) -> CreditLine | None:
    """Give who is named in the file behind a use; None for nobody, or where none is asked for."""
    if subject.photo is None or is_free(subject.photo.record):
        return None
    line = line_of(subject.photo.record, vocabulary=words)

    def named(*names: str | None) -> tuple[str, ...]:
        return tuple(name for name in names if name and flaw_of(name, words) is None)

    bare = replace(
        line,
        creators=named(*line.creators),
        organisations=named(*line.organisations),
        via=next(iter(named(line.via)), None),
        source=next(iter(named(line.source)), None),
        copyright_holder=next(iter(named(line.copyright_holder)), None),
    )
    parties = (*bare.creators, *bare.organisations, bare.via, bare.source, bare.copyright_holder)
    return bare if any(parties) else None


def is_free(record: Record) -> bool:
    """Tell whether the rights holder asks for no credit."""
    return (record.credit_line_required or "").endswith(NOT_REQUIRED)


def printed(line: CreditLine) -> str:
    """Print a credit for a message."""
    return line.format() or line.source or line.copyright_holder or str(line)


def is_templated(address: str) -> bool:
    """Tell whether a template has yet to fill in an address, so that it means nothing."""
    return any(mark in address for mark in ("{{", "{%", "${"))


def is_afar(address: str) -> bool:
    """Tell whether an address is on another server."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return bool(parts.netloc) and parts.scheme in {"", "http", "https"}


def is_unseen(subject: Subject) -> bool:
    """Tell whether a use shows a photo from another server, of which there is no file here."""
    use = subject.use
    unseen = use is not None and use.file is None and subject.photo is None
    return unseen and is_afar(use.src) and not is_templated(use.src)  # type: ignore[union-attr]
