"""Let no machine-made picture stand without a word that says so.

What:
    The file shows that generative AI made the picture or parts of it (its digital source type, the
    AI system it names, its Content Credentials, a prompt or settings left inside, a generator's
    name as software), and neither caption nor credit tells readers. Labels in two dozen languages
    are known; `labels` adds the house's own. `composites = false` leaves pictures alone of which
    only parts were generated.

Why:
    The EU's AI Act (article 50(4)) wants deep fakes disclosed, clearly, at first sight. What stands
    only in metadata no reader sees.

Example:
    PNG text "parameters" with "Steps: 20, Sampler: Euler a", credit line "Ann Lee".

Fix:
    `credits embed PHOTO --credit-line "Illustration: AI/Ann Lee"`, or say it in the caption.
    `credits fix --unsafe-fixes --select AID701 PHOTO` puts `suffix` behind the credit line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.finding import Fix
from credits.rules._generated import evidence
from credits.rules._model import (
    EVERYTHING,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    credits_of,
    example,
    levels,
    told,
)
from credits.vocabulary import generated


class Labels(Options):
    """How this house tells its readers."""

    labels: tuple[str, ...] = ()
    composites: bool = True
    suffix: str = "AI-generated"


CODE: Final = "AID701"
NAME: Final = "ai-undisclosed"
LEVELS: Final = levels("error", archive="warning")
ROLES: Final = EVERYTHING
OPTIONS: Final = Labels

_MADE: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_SETTINGS: Final = told(generator="text parameters Steps: 20, Sampler: Euler a")
GOOD: Final = (
    example(),
    example(digital_source_type=_MADE, caption="KI-generiertes Bild eines Pferdes."),
    example(digital_source_type=_MADE, credit_line="Illustration: AI/Ann Lee"),
    example(photo=told(software="exif Software Adobe Photoshop 26.0")),
)
BAD: Final = (
    example(digital_source_type=_MADE, credit_line="Ann Lee"),
    example(photo=_SETTINGS, caption="Minister opens summit on artificial intelligence."),
    example(photo=told(software="xmp xmp:CreatorTool Midjourney 7"), creators=["Ann Lee"]),
    example(photo=told(credentials="file source-type trainedAlgorithmicMedia")),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report machine-made pictures that do not say so."""
    options = desk.options if isinstance(desk.options, Labels) else Labels()
    signs = [sign for sign in evidence(subject) if sign.wholly or options.composites]
    if not signs or _label(subject, options.labels):
        return
    said = subject.record.credit_line or "/".join(subject.record.creators)
    line = f"{said} ({options.suffix})" if said else options.suffix
    yield Remark(
        f"generative AI had a hand in it and no reader is told: {signs[0].what}",
        "credit_line",
        command(subject, credit_line=line),
        Fix("unsafe", {"credit_line": line}),
    )


def _label(subject: Subject, own: tuple[str, ...]) -> str | None:
    record = subject.record
    credit = [text for _, text in credits_of(subject)]
    seen = [record.caption, record.headline, record.title, *credit]
    texts = [text for text in seen if text]
    return generated.label(texts, own) or generated.credit_label(credit)
