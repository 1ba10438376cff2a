"""Take no platform for the author of what stands on it.

What:
    A photo credited to a place where anybody puts up photographs ("Unsplash", "Flickr", "Wikimedia
    Commons", "Instagram"), without the person who did.

Why:
    The platform did not make the picture and mostly does not own it. Creative Commons asks for
    title, author, source and licence; Unsplash and Pexels ask for the photographer and themselves.

Example:
    Credit line "Photo via Unsplash".

Fix:
    Open the picture's page, take the name: `credits embed PHOTO --creator "Name" --credit-line
    "Name/Unsplash"`. In Photoshop: File > File Info > Basic > Author. In Photo Mechanic: Metadata
    (IPTC) Info > Photographer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.rules._credit import judged
from credits.rules._model import (
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
from credits.rules._party import only_platforms

CODE: Final = "CRD206"
NAME: Final = "platform-as-author"
LEVELS: Final = levels("warning", cc="error", strict="error")
ROLES: Final = PHOTOS
OPTIONS: Final = Options

GOOD: Final = (
    example(creators=["Ann Lee"], credit_line="Unsplash"),
    example(credit_line="Photo by Ann Lee on Unsplash"),
    example(credit_line="Flickr/zuk0 CC BY 2.0"),
    example(credit_line="NASA"),
    example(credit_line="Getty Images"),
)
BAD: Final = (
    example(credit_line="Unsplash"),
    example(credit_line="Photo via Unsplash"),
    example(source="Wikimedia Commons"),
    example(credit_line="Foto: Flickr"),
    example(credit_line="Фото: ВКонтакте"),
)


def check(subject: Subject, desk: Desk) -> Iterator[Remark]:
    """Report a photo that is credited to platforms alone."""
    platforms = only_platforms(subject, desk)
    if platforms:
        name, text = judged(subject, desk).named[0]
        yield Remark(
            f"the {label(name)} {text!r} is where the photo was found, not who made it",
            name,
            command(subject, creators="NAME", credit_line=f"NAME/{platforms[0]}"),
        )
