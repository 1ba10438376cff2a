"""What shows that a machine made a picture: asked by every rule of the group AID."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from credits.rules._model import Subject, traces_of
from credits.vocabulary import generated


class Evidence(NamedTuple):
    """One sign: what it is, and whether the whole picture was made by a machine."""

    what: str
    wholly: bool


def evidence(subject: Subject) -> Iterator[Evidence]:
    """Give every sign, the plainest first: what was declared, then what programs left behind."""
    record = subject.record
    if record.digital_source_type:
        code = record.digital_source_type.rpartition("/")[2]
        how = generated.source_types().get(code)
        if how:
            yield Evidence(f"its digital source type is {code}", how == "made")
    if record.ai_system:
        yield Evidence(f"its AI system is {record.ai_system!r}", wholly=False)
    yield from _left_behind(subject)


def _left_behind(subject: Subject) -> Iterator[Evidence]:
    for trace in traces_of(subject, "credentials"):
        how = generated.source_types().get(trace.text) if trace.name == "source-type" else None
        if how:
            yield Evidence(f"its Content Credentials say {trace.text}", how == "made")
    for trace in traces_of(subject, "generator"):
        yield Evidence(f"it holds a generator's settings ({trace.name!r})", wholly=True)
    for trace in traces_of(subject, "software"):
        if generated.generator(trace.text):
            yield Evidence(f"{trace.name} is {trace.text!r}", wholly=True)
    for trace in traces_of(subject, "comment"):
        if generated.is_prompt(trace.text):
            yield Evidence(f"{trace.name} holds a generator's settings", wholly=True)
