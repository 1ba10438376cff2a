"""What a rule gets to see, and what it gives back.

A rule is a module: identity and severities as constants, a docstring with the headings *What*,
*Why*, *Example* and *Fix*, examples that are its tests, and ``check``. It yields remarks; the
checker makes findings of them. Rules do no I/O and know no policy file and no clock, only the
`Desk` they judge at. A rule that can be tuned has an `Options` model of its own.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict, Field

from credits.errors import CreditsError
from credits.fields import BY_NAME
from credits.finding import Fix, Severity
from credits.photo import Photo
from credits.reconcile import Conflict
from credits.record import Record
from credits.vocabulary import Vocabulary, default

Role = Literal["photo", "icon", "logo", "decorative", "graphic"]
Profile = Literal["newsroom", "archive", "cc", "blog", "strict"]
CreditField = Literal["creators", "credit_line", "source", "copyright_notice"]

CREDIT_FIELDS: Final[tuple[CreditField, ...]] = (
    "creators", "credit_line", "source", "copyright_notice",
)  # fmt: skip
PHOTOS: Final[frozenset[Role]] = frozenset({"photo"})
EVERYTHING: Final[frozenset[Role]] = frozenset({"photo", "icon", "logo", "decorative", "graphic"})


class _Strict(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True, ignored_types=(cached_property,),
    )  # fmt: skip


class Options(_Strict):
    """The settings of one rule; a rule that has some makes a model of its own of this."""


class Credit(_Strict):
    """What counts as credited: one usable value in any of these, and one in all of those."""

    any_of: tuple[CreditField, ...] = CREDIT_FIELDS
    all_of: tuple[CreditField, ...] = ()


class Organisation(_Strict):
    """An organisation the house knows."""

    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class House(_Strict):
    """The newsroom: its name, its people, and how it prints credits."""

    name: str | None = None
    credit_format: str = "{creators}/{organisations}"
    staff: tuple[str, ...] = ()
    organisations: dict[str, Organisation] = Field(default_factory=dict)
    placeholders: tuple[str, ...] = ()


class Terms(_Strict):
    """The part of a policy that rules go by."""

    credit: Credit = Field(default_factory=Credit)
    house: House = Field(default_factory=House)

    @cached_property
    def words(self) -> Vocabulary:
        """Give the shipped vocabulary with this house's own words on top."""
        house = self.house
        own = {name: one.model_dump() for name, one in house.organisations.items()}
        if not (own or house.placeholders or house.staff):
            return default()
        return default().extended(
            organisations=own, placeholders=house.placeholders, staff=house.staff
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a rule judges: the *terms* of the house, the time it is, and the rule's own options."""

    terms: Terms
    now: datetime
    options: Options


@dataclass(frozen=True, slots=True)
class Facts:
    """What others know of a photo: filled by the caller, never looked up by a rule."""

    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """One photo under judgement: what was read, or why it could not be."""

    path: str
    photo: Photo | None = None
    error: CreditsError | None = None
    role: Role = "photo"
    role_reason: str = ""
    facts: Facts = field(default_factory=Facts)

    @property
    def record(self) -> Record:
        """Give what the photo says; an empty record if it could not be read."""
        return self.photo.record if self.photo else Record()


class Remark(NamedTuple):
    """What a rule says of a subject."""

    message: str
    field: str | None = None
    help: str | None = None
    fix: Fix | None = None


class Rule(Protocol):
    """The members a rule module has."""

    __doc__: str | None

    @property
    def CODE(self) -> str:
        """Three letters and three digits."""

    @property
    def NAME(self) -> str:
        """What reads after "allow"."""

    @property
    def LEVELS(self) -> Mapping[Profile, Severity]:
        """How grave in each profile; off where it is missing."""

    @property
    def ROLES(self) -> frozenset[Role]:
        """Which pictures it judges."""

    @property
    def OPTIONS(self) -> type[Options]:
        """What can be tuned, under ``[rules.CODE]`` in the policy."""

    @property
    def GOOD(self) -> tuple[Subject, ...]:
        """Examples that pass."""

    @property
    def BAD(self) -> tuple[Subject, ...]:
        """Examples that do not."""

    def check(self, subject: Subject, desk: Desk, /) -> Iterator[Remark]:
        """Yield what is wrong."""


def levels(newsroom: str, **others: str) -> dict[Profile, Severity]:
    """Say how grave a rule is in each profile: ``newsroom``'s word where nothing else is said.

    ``off`` leaves it out of a profile.
    """
    profiles: tuple[Profile, ...] = ("newsroom", "archive", "cc", "blog", "strict")
    said = {profile: others.get(profile, newsroom) for profile in profiles}
    return {profile: Severity(level) for profile, level in said.items() if level != "off"}


def example(
    *,
    conflicts: tuple[Conflict, ...] = (),
    error: CreditsError | None = None,
    **record: Any,
) -> Subject:
    """Make up a subject for a rule's examples: a photo with these properties, or an error."""
    photo = Photo(
        path="example.jpg", format="jpeg", width=1200, height=800,
        record=Record.model_validate(record), sources=dict.fromkeys(record, ("xmp",)),
        conflicts=conflicts, problems=(), credentials=None, origin=b"",
    )  # fmt: skip
    return Subject("example.jpg", None if error else photo, error)


# the day the examples of the rules are judged on
EXAMPLE_DAY: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)


def desk_of(rule: Rule) -> Desk:
    """Give the desk a rule's examples are judged at: no wishes, no house, a fixed day."""
    return Desk(Terms(), EXAMPLE_DAY, rule.OPTIONS())


def credits_of(subject: Subject) -> Iterator[tuple[str, str]]:
    """Give every credit the photo has, as field and text; names one by one."""
    for name in CREDIT_FIELDS:
        value = getattr(subject.record, name)
        for text in value if isinstance(value, tuple) else (value,):
            if text:
                yield name, text


def command(subject: Subject, **values: str | Sequence[str]) -> str:
    """Write the command that puts values, by property name, into the photo."""
    given = " ".join(
        f"--{BY_NAME[name].option} {shlex.quote(text)}"
        for name, value in values.items()
        for text in ((value,) if isinstance(value, str) else value)
    )
    return f"credits embed {shlex.quote(subject.path)} {given}"


def label(name: str) -> str:
    """Give the property's label in the middle of a sentence."""
    return BY_NAME[name].label.lower()
