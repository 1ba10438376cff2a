"""django-filer: its flags ``must_always_publish_author_credit`` and ``…_copyright``, enforced.

filer stores both and looks at neither. An image that asks for its author's credit and has no
author is not to be published; what may be is judged by the gate, filer's fields counting first.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError

from credits.integrations.django.judging import judged, refusal, subject
from credits.integrations.django.wording import value_of
from credits.rules._model import Subject
from credits.verdict import Verdict

# filer's field → the property it holds
FIELDS: Final = {
    "author": "creators",
    "default_caption": "caption",
    "default_alt_text": "alt_text",
}
# filer's flag → the property that must be there, and what to call it
FLAGS: Final = {
    "must_always_publish_author_credit": ("creators", "an author"),
    "must_always_publish_copyright": ("copyright_notice", "a copyright notice"),
}


def subject_of(image: Any) -> Subject:
    """Make a subject of filer's image; where filer knows nothing, the file counts."""
    said = {
        name: value for field, name in FIELDS.items()
        if (value := value_of(name, getattr(image, field, None)))
    }  # fmt: skip
    return subject(image.file, image.file.name, said)


def owed(image: Any, seen: Subject) -> list[str]:
    """Say what filer's flags ask for and nobody has filled in."""
    return [
        f"it must always be published with {called}, and has none"
        for flag, (name, called) in FLAGS.items()
        if getattr(image, flag, False) and not getattr(seen.record, name)
    ]


def verdict_of(image: Any) -> Verdict:
    """Ask the gate about one image of filer."""
    return judged([subject_of(image)])


def require(image: Any) -> None:
    """Let an image of filer pass.

    Raises:
        ValidationError: its flags ask for what is not there, or the gate says no.
    """
    seen = subject_of(image)
    errors = [ValidationError(f"{image}: {said}", code="owed") for said in owed(image, seen)]
    error = refusal(judged([seen]))
    if errors or error:
        raise ValidationError([*errors, *(error.error_list if error else ())])
