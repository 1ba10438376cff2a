"""From a host's photo to a verdict: what is kept of it there counts before what the file says.

Judged is what will be shown. An editor who fills in a credit has answered for it, so the host's
word stands in the subject's record in place of the file's, which stands beside it as a fact.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import File

from credits._values import checked
from credits.checker import subject_of
from credits.errors import InvalidValue
from credits.finding import Finding
from credits.integrations.django import conf
from credits.photo import Photo
from credits.record import Record
from credits.rules._model import CREDIT_FIELDS, Facts, Subject, Waiver
from credits.verdict import Decision, Verdict, gate

HOST: Final = "host"


def subject(
    image: File | bytes,
    name: str,
    said: Mapping[str, Any] | None = None,
    *,
    cleaned: bool = False,
    stored: bool = True,
    unasked: Collection[str] = (),
) -> Subject:
    """Make a subject of a photo in a storage: *name* is its path, *said* the host's word of it.

    A property that the host keeps counts even where it is empty. Of what is not *stored* yet the
    host's word is going to be written into the file. *cleaned* says that only
    renditions are shown, from which `credits.carry` takes what is private. *unasked* names the
    properties that the host's word was taken from the file for: nobody has answered for them yet.
    """
    policy = conf.policy()
    hashed = conf.baseline() is not None
    found = subject_of(bytes_of(image), policy, name, hashed=hashed)
    if found.photo is None:
        return found
    photo = worded(found.photo, said or {}, unasked)
    if cleaned:
        photo = dataclasses.replace(photo, known_traces={})
    facts = {**found.facts.values, "exported": cleaned}
    if said and stored:
        facts |= {"cms": photo.record, "embedded": found.photo.record}
    return dataclasses.replace(found, photo=photo, facts=Facts(facts))


def bytes_of(image: File | bytes) -> bytes:
    """Read a file as a host hands it over, and leave it as it was."""
    if isinstance(image, bytes):
        return image
    if image.closed:
        with image.open("rb"):
            return bytes(image.read())
    place = image.tell()
    image.seek(0)
    data = bytes(image.read())
    image.seek(place)
    return data


def worded(photo: Photo, said: Mapping[str, Any], unasked: Collection[str] = ()) -> Photo:
    """Give a photo that says what its host says of it; what is *unasked* settles no conflict."""
    values = _storable(said)
    nothing = Record()
    changes = {name: getattr(nothing, name) if value is None else value
               for name, value in values.items()}  # fmt: skip
    record = Record.model_validate(photo.record.model_dump() | changes)
    sources = {name: blocks for name, blocks in photo.sources.items() if name not in values}
    sources |= {name: (HOST,) for name, value in values.items() if value is not None}
    settled = values.keys() - set(unasked)
    conflicts = tuple(one for one in photo.conflicts if one.field not in settled)
    return dataclasses.replace(photo, record=record, sources=sources, conflicts=conflicts)


def _storable(said: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what no photo can hold: the host's own validation has told of it."""
    storable: dict[str, Any] = {}
    for name, value in said.items():
        try:
            storable |= checked({name: value})
        except InvalidValue:
            storable[name] = None
    return storable


def judged(subjects: Iterable[Subject], waivers: Iterable[Waiver] = ()) -> Verdict:
    """Ask the gate, by the policy of the site and the waivers its people gave."""
    policy = conf.policy()
    given = tuple(waivers)
    if given:
        policy = policy.model_copy(update={"waiver": policy.waiver + given})
    return gate(subjects, policy, None, conf.baseline())


def against(verdict: Verdict) -> list[Finding]:
    """Give the findings that keep photos from being published, the gravest first."""
    if verdict.decision is Decision.PUBLISH:
        return []
    counting = (
        finding for finding in verdict.findings
        if verdict.blocks(finding) or (finding.severity == "hold" and not finding.suppression)
    )  # fmt: skip
    return sorted(counting, key=lambda finding: finding.severity.rank)


def refusal(verdict: Verdict, fields: str = "") -> ValidationError | None:
    """Give the error that a form shows; None if the photos may go out.

    *fields* names those of the form that a missing or wrong credit is filled in at.
    """
    found = against(verdict)
    if not found:
        return None
    return ValidationError([
        ValidationError("%(code)s: %(said)s", code="uncredited",
                        params={"code": one.code, "said": sentence(one) + _where(one, fields)})
        for one in found
    ])  # fmt: skip


def _where(finding: Finding, fields: str) -> str:
    is_of_credit = finding.code.startswith("CRD") or finding.field in CREDIT_FIELDS
    return f". Fill in {fields}" if fields and is_of_credit else ""


def sentence(finding: Finding) -> str:
    """Say what is wrong, as a sentence for people who fill in forms."""
    said = finding.message.partition(" (looked in ")[0]
    return said[:1].upper() + said[1:]
