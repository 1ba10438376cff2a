"""Leave to the screen reader to say that it is a picture.

What:
    The embedded alt text begins with "image of", "photo of", "Bild von", "une photo de", "на фото",
    ends with "image" or "の写真", or says nothing else.

Why:
    A screen reader announces a graphic by itself and then reads the text: "graphic, photo of a
    child". WAVE and eslint-plugin-jsx-a11y (`img-redundant-alt`) report it.

Example:
    Alt text "Photo of a child in a boat".

Fix:
    `credits fix PHOTO` leaves the words out, or `credits embed PHOTO --alt-text "A child in a
    boat"`. In Photoshop: File > File Info > IPTC > Alt Text (Accessibility). In Photo Mechanic:
    Metadata (IPTC) Info > Alt Text (Accessibility).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from credits.finding import Fix
from credits.rules._model import (
    PHOTOS,
    SHOWN,
    Desk,
    Options,
    Remark,
    Subject,
    command,
    example,
    levels,
)
from credits.vocabulary.alternatives import is_only_a_picture, without_redundant

CODE: Final = "ALT403"
NAME: Final = "alt-redundant-words"
LEVELS: Final = levels("warning")
ROLES: Final = PHOTOS | SHOWN
OPTIONS: Final = Options

GOOD: Final = (
    example(alt_text="A child in a rescuer's arms, water to his waist"),
    example(alt_text="Picture of the Year winners on a stage"),
    example(alt_text="A photographer takes a photo of a child"),
    example(alt_text="Photographers wait in the rain"),
    example(alt_text="Fotografen warten im Regen"),
    example(alt_text="Photo de famille des ministres sur les marches"),
    example(),
)
BAD: Final = (
    example(alt_text="Photo of a child in a boat"),
    example(alt_text="An image of an image of a cat"),
    example(alt_text="Child in a boat, photo"),
    example(alt_text="Ein Bild von Kindern in einem Boot"),
    example(alt_text="Une photo d'enfants dans une barque"),
    example(alt_text="Imagen de un niño en una barca"),
    example(alt_text="Foto di bambini in barca"),
    example(alt_text="Foto van een kind in een boot"),
    example(alt_text="На фото дети в лодке"),
    example(alt_text="ボートに乗る子供の写真"),
    example(alt_text="Photo"),
)


def check(subject: Subject, _: Desk) -> Iterator[Remark]:
    """Report an alt text that says what every screen reader says."""
    alt = subject.record.alt_text
    if not alt:
        return
    if is_only_a_picture(alt):
        help = command(subject, alt_text="WHAT THE PICTURE SHOWS")
        yield Remark(f"the alt text {alt!r} says only that it is a picture", "alt_text", help)
    elif (rest := without_redundant(alt)) != alt:
        yield Remark(
            f"the alt text {alt!r} says that it is a picture",
            "alt_text",
            command(subject, alt_text=rest),
            Fix("safe", {"alt_text": rest}),
        )
