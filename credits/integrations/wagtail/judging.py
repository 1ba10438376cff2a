"""From pages to a verdict: what photos they show, what is wrong with them, who let them pass."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from credits.finding import Finding
from credits.integrations.django import conf
from credits.integrations.django.judging import against, judged, sentence, subject
from credits.integrations.wagtail import usage
from credits.integrations.wagtail.models import CreditOverride
from credits.rules._model import Subject
from credits.verdict import Verdict

# how long the report believes what was found; the gate always looks
REMEMBERED: Final = 3600


class Refused(NamedTuple):
    """A photo that may not be shown, and why."""

    image: Any
    findings: tuple[Finding, ...]

    @property
    def reasons(self) -> str:
        """Say what is wrong, with the code of each rule."""
        return "; ".join(f"{sentence(one)} ({one.code})" for one in self.findings)

    @property
    def edit_url(self) -> str:
        """Give the page of the admin where the photo's fields are filled in."""
        return _url("wagtailimages:edit", self.image.pk)

    def __str__(self) -> str:
        return f"Photo “{self.image}”: {self.reasons}. Fill it in at {self.edit_url}"

    def html(self, user: Any = None) -> SafeString:
        """Say what is wrong and where it is mended, for people in the admin."""
        link = format_html('<a href="{}">Fill in its credit</a>', self.edit_url)
        if user is not None and user.has_perm("credits_wagtail.add_creditoverride"):
            override = _url("credits_override", self.image.pk)
            link = format_html('{} or <a href="{}">let it pass for a reason</a>', link, override)
        return format_html("Photo “{}”: {}. {}.", str(self.image), self.reasons, link)

    def on_live_pages(self) -> str:
        """Say that live pages show the photo."""
        return f"{self.reasons}. Live pages show this photo: {usage.titles(self.image)}."


class NotCredited(ValidationError):
    """A page may not be published; ``refused`` says which photos, and why."""

    def __init__(self, refused: Iterable[Refused]) -> None:
        self.refused = tuple(refused)
        super().__init__([ValidationError(str(one), code="uncredited") for one in self.refused])


def subject_of(image: Any, alt: str = "") -> Subject:
    """Make a subject of an image; *alt* is what its place on a page says for it."""
    words = image.credit_words() if hasattr(image, "credit_words") else {}
    if alt and not words.get("alt_text"):
        words["alt_text"] = alt
    try:
        with image.open_file() as file:
            return subject(file.read(), image.file.name, words, cleaned=bool(words))
    except Exception as error:  # noqa: BLE001  (each storage has errors of its own)
        return _unread(image, error)


def _unread(image: Any, error: Exception) -> Subject:
    """Hold what cannot be opened."""
    held = subject(b"", image.file.name)
    if held.error is not None:
        held.error.message = f"cannot be opened: {error}"
    return dataclasses.replace(held, role="photo")


def verdict_of(images: Iterable[Any], alts: Mapping[Any, str] | None = None) -> Verdict:
    """Ask the gate about images, what people let pass taken into account."""
    known = list(images)
    subjects = [subject_of(image, (alts or {}).get(image.pk, "")) for image in known]
    return judged(subjects, CreditOverride.waivers_for(known))


def refused(images: Iterable[Any], alts: Mapping[Any, str] | None = None) -> list[Refused]:
    """Give those images that may not be shown."""
    known = list(images)
    found = against(verdict_of(known, alts)) if known else []
    by_path: dict[str, list[Finding]] = {}
    for finding in found:
        by_path.setdefault(finding.path, []).append(finding)
    return [
        Refused(image, tuple(by_path[image.file.name]))
        for image in known
        if image.file.name in by_path
    ]


def refused_on(page: Any) -> list[Refused]:
    """Give the photos for which a page may not be published, as it is in memory."""
    return refused(usage.images_of(page), usage.alts_of(page))


def require(page: Any) -> None:
    """Let a page be published.

    Raises:
        NotCredited: photos on it may not be shown.
    """
    found = refused_on(page)
    if found:
        raise NotCredited(found)


def require_tree(page: Any, *, recursive: bool) -> None:
    """Let a live page, and with *recursive* the live pages below it, be made once more.

    Raises:
        NotCredited: photos on them may not be shown.
    """
    found = [one for each in _live(page, recursive=recursive) for one in refused_on(each)]
    if found:
        raise NotCredited(found)


def _live(page: Any, *, recursive: bool) -> Iterator[Any]:
    pages = page.get_descendants(inclusive=True).specific() if recursive else [page.specific]
    for each in pages:
        if each.live and is_gated(each):
            yield each


def is_gated(page: Any) -> bool:
    """Tell whether a page is one that the gate stands before."""
    return hasattr(page, "credits_gate")


def remembered(image: Any) -> Refused | None:
    """Tell whether an image may be shown, as found within the hour if nothing changed."""
    key = _key(image)
    findings = cache.get(key)
    if findings is None:
        findings = tuple(against(verdict_of([image])))
        cache.set(key, findings, REMEMBERED)
    return Refused(image, findings) if findings else None


def _key(image: Any) -> str:
    words = image.credit_words() if hasattr(image, "credit_words") else {}
    passed = [waiver.model_dump_json() for waiver in CreditOverride.waivers_for([image])]
    told = (image.file.name, image.file_hash, image.file_size, words, passed, str(localdate()),
            conf.policy().model_dump_json())  # fmt: skip
    return f"credits-{image.pk}-{hashlib.sha256(repr(told).encode()).hexdigest()}"


def _url(name: str, *args: Any) -> str:
    try:
        return str(reverse(name, args=args))
    except NoReverseMatch:  # a process without the admin's addresses, as a worker may be
        return f"the image with the number {args[0]}"
