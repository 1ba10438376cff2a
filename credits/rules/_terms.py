"""The words a policy and a rule share: roles, profiles, the terms of a house, waivers, options.

They come from a file that people write, which is why each is a `Form`; nothing here reads a photo.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal, NamedTuple

from credits._form import CLOSED, Checked, Form, Limits, field, wrong
from credits.rules import code_of

if TYPE_CHECKING:
    from credits.vocabulary import Vocabulary

# "policy" is the role of the policy file itself, under the rules that judge a run as a whole
# "article" is that of a page, "shown" that of each photo in it
Role = Literal["photo", "icon", "logo", "decorative", "graphic", "policy", "article", "shown"]
PictureRole = Literal["photo", "icon", "logo", "decorative", "graphic"]
Profile = Literal["newsroom", "archive", "cc", "blog", "strict"]
CreditField = Literal["creators", "credit_line", "source", "copyright_notice"]

CREDIT_FIELDS: Final[tuple[CreditField, ...]] = (
    "creators", "credit_line", "source", "copyright_notice",
)  # fmt: skip
PHOTOS: Final[frozenset[Role]] = frozenset({"photo"})
EVERYTHING: Final[frozenset[Role]] = frozenset({"photo", "icon", "logo", "decorative", "graphic"})
POLICY: Final[frozenset[Role]] = frozenset({"policy"})
ARTICLES: Final[frozenset[Role]] = frozenset({"article"})
SHOWN: Final[frozenset[Role]] = frozenset({"shown"})

Said = Annotated[str, Limits(strip_whitespace=True, min_length=1)]
Digest = Annotated[str, Limits(pattern="^[0-9a-f]{64}$", to_lower=True)]


def _dashed(name: str) -> str:
    return name.replace("_", "-")


class Strict(Form):
    """A part of the policy file: its keys have dashes, and no others are taken."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = CLOSED | {
        "alias_generator": _dashed, "populate_by_name": True,
    }  # fmt: skip


class Options(Strict):
    """The settings of one rule; a rule that has some makes a model of its own of this."""


class Credit(Strict):
    """What counts as credited: one usable value in any of these, and one in all of those."""

    any_of: tuple[CreditField, ...] = CREDIT_FIELDS
    all_of: tuple[CreditField, ...] = ()

    def __post_init__(self) -> None:
        """Refuse to count nothing as a credit."""
        if not self.any_of:
            allowed = ", ".join(CREDIT_FIELDS)
            raise wrong(f"names no property; allowed: {allowed}", "credit", "any-of")


class Organisation(Strict):
    """An organisation the house knows."""

    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class Articles(Strict):
    """Where articles find their photos: the folder that a leading slash means, and the keys."""

    root: str = ""
    front_matter_keys: tuple[str, ...] = ("image", "cover.image")


def _can_be_printed(wish: str) -> str:
    from credits._credit_styles import style_of  # noqa: PLC0415  (no format, no styles)

    style_of(wish)
    return wish


class House(Strict):
    """The newsroom: its name, its people, and how it prints credits."""

    name: str | None = None
    credit_format: Annotated[str, Checked(_can_be_printed)] = "{creators}/{organisations}"
    staff: tuple[str, ...] = ()
    organisations: dict[str, Organisation] = field(default_factory=dict)
    placeholders: tuple[str, ...] = ()


def _one_rule(wish: str) -> str:
    code = code_of(wish)
    if code is None:
        raise ValueError(f"there is no rule {wish!r} (credits rules lists them)")
    if code.startswith("GAT"):
        raise ValueError(f"{code} is about the waivers themselves and cannot be waived")
    return code


class Waiver(Strict):
    """Who answers for letting one rule pass on some files, why, and until when.

    It holds through the day *expires*. *sha256* is that of the whole file, as ``credits show``
    prints it; with *path*, too, both have to match.
    """

    rule: Annotated[str, Checked(_one_rule)]
    path: Said | None = None
    sha256: Digest | None = None
    reason: Said
    owner: Said
    approved_by: str | None = None
    created: date | None = None
    expires: date

    def __post_init__(self) -> None:
        """Refuse one that is for nothing, or for no day."""
        if self.path is None and self.sha256 is None:
            raise ValueError("a waiver needs a path or a sha256")
        if self.created and self.expires < self.created:
            raise ValueError(f"it expires on {self.expires}, before it was created")

    def expired(self, today: date) -> bool:
        """Tell whether its last day is over."""
        return today > self.expires

    @property
    def subject(self) -> str:
        """Say what it is for."""
        return self.path or f"sha256 {(self.sha256 or '')[:12]}…"


class Tally(NamedTuple):
    """A waiver, the line of the file it stands in, and how many findings it let pass.

    *wrong* says why it cannot be in force.
    """

    waiver: Waiver
    line: int | None = None
    used: int = 0
    wrong: str = ""


class Leftover(NamedTuple):
    """An entry of the baseline that lets nothing pass any more."""

    rule: str
    path: str
    line: int | None = None
    image: str = ""


class Terms(Strict):
    """The part of a policy that rules go by."""

    profile: Profile = "newsroom"
    credit: Credit = field(default_factory=Credit.model_construct)
    house: House = field(default_factory=House.model_construct)

    @cached_property
    def words(self) -> Vocabulary:
        """Give the shipped vocabulary with this house's own words on top."""
        from credits.vocabulary import of_house  # noqa: PLC0415  (no words, no vocabulary)

        house = self.house
        rows = ((name, one.aliases, one.domains) for name, one in house.organisations.items())
        return of_house(tuple(rows), house.placeholders, house.staff)
