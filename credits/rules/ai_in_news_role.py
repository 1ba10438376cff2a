"""Let no machine-made picture stand where readers expect a photograph.

What:
    The file shows that the whole picture was made by generative AI, it is used as a photo (not as
    a graphic, a logo or decoration), and neither its credit nor its caption calls it an
    illustration.

Why:
    News agencies do not take generated pictures for news photos, labelled or not (AP's standards
    around generative AI, 2023): a photo says that somebody was there.

Example:
    Digital source type trainedAlgorithmicMedia under "Photo: Ann Lee".

Fix:
    Use a photograph. If it is meant as an illustration, say so in the credit ("Illustration: …"),
    or give its folder a role: `[roles] graphic = ["illustrations/**"]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.credit_line import parse
from credits.rules._generated import evidence
from credits.rules._model import PHOTOS, Desk, Options, Remark, Subject, example, levels, told

CODE: Final = "AID702"
NAME: Final = "ai-in-news-role"
LEVELS: Final = levels("error", archive="off", cc="off", blog="off")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

DRAWN: Final = frozenset({"illustration", "graphic", "screenshot"})
_NEWSCODES: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_MADE: Final = f"{_NEWSCODES}trainedAlgorithmicMedia"
_PARTLY: Final = f"{_NEWSCODES}compositeWithTrainedAlgorithmicMedia"
GOOD: Final = (
    example(credit_line="Ann Lee"),
    example(digital_source_type=_PARTLY, credit_line="Ann Lee"),
    example(digital_source_type=_MADE, credit_line="Illustration: Ann Lee/AI"),
)
BAD: Final = (
    example(digital_source_type=_MADE, credit_line="Photo: Ann Lee"),
    example(photo=told(software="exif Software DALL-E 3"), caption="AI-generated image."),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report generated pictures in the role of a photo."""
    signs = [sign for sign in evidence(subject) if sign.wholly]
    record = subject.record
    texts = (record.credit_line, record.source, *record.creators, record.caption)
    if signs and not any(parse(text).role in DRAWN for text in texts if text):
        yield Remark(
            f"a generated picture stands for a photograph: {signs[0].what}",
            "digital_source_type",
            'use a photograph, or credit it as what it is: --credit-line "Illustration: …"',
        )
