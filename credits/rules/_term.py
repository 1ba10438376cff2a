"""When a photo may be used, as the rules on time see it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from credits.duties import INSTRUCTING, STRAYED, Duty, Kind, State, duties, state
from credits.rules._model import Desk, Subject, label


class Term(NamedTuple):
    """A limit in time: whether it is past, the *instant* it may last fall on, and who says so."""

    duty: Duty
    state: State
    instant: datetime | None

    @property
    def field(self) -> str:
        """Give the property it stands in."""
        return self.duty.field

    @property
    def is_said(self) -> bool:
        """Tell whether people wrote it, in words; else it is a date of its own."""
        return self.field in {*INSTRUCTING, *STRAYED}

    @property
    def place(self) -> str:
        """Give the property and what it says, for a message."""
        return f"{label(self.duty.field)}: {self.duty.text!r}"

    @property
    def when(self) -> str:
        """Write the instant, to the minute."""
        return self.instant.isoformat(" ", "minutes") if self.instant else "?"


def duties_of(subject: Subject) -> tuple[Duty, ...]:
    """List what the photo's record asks for, once."""
    found: tuple[Duty, ...] | None = subject.memory.get("duties")
    if found is None:
        received = subject.facts.values.get("received")
        found = subject.memory["duties"] = duties(subject.record, received)
    return found


def terms(subject: Subject, desk: Desk, kind: Kind) -> tuple[Term, ...]:
    """Give the limits of one kind, ``embargo`` or ``expiry``, at this desk's time."""
    ends = kind == "expiry"
    return tuple(
        Term(duty, state(duty.moment, desk.now, ends=ends), _instant(duty, desk, ends=ends))
        for duty in duties_of(subject)
        if duty.kind == kind
    )


def _instant(duty: Duty, desk: Desk, *, ends: bool) -> datetime | None:
    if duty.moment is None or not duty.moment.spans:
        return None
    zone = desk.now.tzinfo
    return (duty.moment.ends(zone) if ends else duty.moment.begins(zone))[-1]
