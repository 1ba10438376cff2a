"""What a rule gets to see, and what it gives back.

A rule is a module: identity and severities as constants, a docstring with the headings *What*,
*Why*, *Example* and *Fix*, examples that are its tests, and ``check``. It yields remarks; the
checker makes findings of them. Rules do no I/O and know no policy file and no clock, only the
`Desk` they judge at. A rule that can be tuned has an `Options` model of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from credits import containers
from credits._shell import quoted, quoted_path
from credits.errors import CreditsError
from credits.fields import BY_NAME
from credits.finding import Fix, Severity
from credits.photo import Photo
from credits.reconcile import Conflict
from credits.record import Record, record_of
from credits.rules._terms import (
    ARTICLES,
    CREDIT_FIELDS,
    EVERYTHING,
    PHOTOS,
    POLICY,
    SHOWN,
    Credit,
    CreditField,
    House,
    Leftover,
    Options,
    Organisation,
    Profile,
    Role,
    Tally,
    Terms,
    Waiver,
)
from credits.traces import Trace

if TYPE_CHECKING:
    from credits.articles import Article, Use

__all__ = [
    "ARTICLES",
    "CREDIT_FIELDS",
    "EVERYTHING",
    "EXAMPLE_DAY",
    "PHOTOS",
    "POLICY",
    "SHOWN",
    "Credit",
    "CreditField",
    "Desk",
    "Example",
    "Facts",
    "House",
    "Leftover",
    "Options",
    "Organisation",
    "Profile",
    "Remark",
    "Role",
    "Rule",
    "Subject",
    "Tally",
    "Terms",
    "Waiver",
    "command",
    "credits_of",
    "desk_of",
    "example",
    "is_blank",
    "label",
    "levels",
    "mending",
    "page",
    "run",
    "settings_of",
    "shown",
    "told",
    "traces_of",
]


class Desk:
    """Where a rule judges: the *terms* of the house, the time it is, and the rule's own options.

    *looked* tells whether a rule asked for the time: what it says holds for that moment only, and
    is not remembered. A rule looks at the clock only where a photo gives it a date to compare.
    """

    __slots__ = ("_now", "looked", "options", "terms")

    def __init__(self, terms: Terms, now: datetime, options: Options) -> None:
        self.terms = terms
        self.options = options
        self.looked = False
        self._now = now

    @property
    def now(self) -> datetime:
        """Give the time to judge by, with its zone."""
        self.looked = True
        return self._now


@dataclass(frozen=True, slots=True)
class Facts:
    """What others know of a subject: filled by the caller, never looked up by a rule.

    Of a photo: ``known_credit`` are properties that an original, a sibling or a template gives
    (name → value); ``original`` is the `Record` of the file it was made from; ``received`` is when
    it was sent (a `datetime`); ``shown_credit`` is the credit that is printed with it, empty if
    none is; ``modified`` says that it was changed; ``exported`` that it is a public copy.
    Besides ``edits``, the codes whose fixes are about to be written into it, and
    ``thumbnail_distance``, by how many of 64 bits its thumbnail's pHash differs from its own.
    ``likenesses`` are photos that show the same picture, a `Likeness` each, the likest first,
    ``compared`` is the hash of the image data they were found by; ``incomparable`` says why its
    pixels could not be compared.
    Of the policy file (role ``policy``): ``waivers``, a `Tally` each; of the baseline:
    ``leftovers``, and how many ``entries`` it has.
    Of a photo shown in an article: ``credited``, whether the article credits it in any place, and
    ``beside``, whether it shows it with room for words.
    Of a photo that a content system knows: ``cms``, the `Record` it has there, and ``embedded``,
    the file's own, where the subject's is the one that the content system shows.
    """

    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """One photo under judgement: what was read, or why it could not be.

    A run as a whole is judged in the file that speaks of it: the policy or the baseline, whose
    role is ``policy``. An *article* has the role ``article``; each photo *shown* in it is a subject
    of its own with the role ``shown``: its path is the article's, its *use* the place it is shown
    in, its *photo* the file that stands for it.
    """

    path: str
    photo: Photo | None = None
    error: CreditsError | None = None
    role: Role = "photo"
    role_reason: str = ""
    facts: Facts = field(default_factory=Facts)
    use: Use | None = None
    article: Article | None = None
    shown: tuple[Subject, ...] = ()
    # what several rules ask of one photo is worked out once
    memory: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def record(self) -> Record:
        """Give what is said of the photo: by itself, or in an article by the article.

        It is empty if nothing could be read.
        """
        if self.use is not None:
            said: Record | None = self.memory.get("said")
            if said is None:
                said = self.memory["said"] = _said(self.use)
            return said
        return self.photo.record if self.photo else record_of({})

    @property
    def named(self) -> str:
        """Give the name the photo has: its path, or its address in an article."""
        return self.use.src if self.use is not None else self.path


def _said(use: Use) -> Record:
    from credits.credit_bridge import changes  # noqa: PLC0415  (only for articles)

    values = changes(replace(use.credit, caption=None)) if use.credit else {}
    return record_of({**values, "caption": use.caption, "alt_text": use.alt})


class Remark(NamedTuple):
    """What a rule says of a subject; *line* counts from 1 in a file of text.

    What is *undecided* is held where the rule would block: somebody has to look.
    *severity* is said where this one is graver or milder than the rule is in this profile; what
    the policy's ``severity`` says of the rule goes before both.
    """

    message: str
    field: str | None = None
    help: str | None = None
    fix: Fix | None = None
    line: int | None = None
    undecided: bool = False
    severity: Severity | None = None


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
    def GOOD(self) -> tuple[Example, ...]:
        """Examples that pass."""

    @property
    def BAD(self) -> tuple[Example, ...]:
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


@dataclass(frozen=True, slots=True)
class Example:
    """A subject made up to show what a rule passes or reports.

    It is made when it is asked for: a rule that judges photos needs none of its examples.
    """

    make: Callable[[], Subject]

    @property
    def subject(self) -> Subject:
        """Make the subject."""
        return self.make()


def example(
    *,
    path: str = "example.jpg",
    blocks: tuple[str, ...] = ("xmp",),
    conflicts: tuple[Conflict, ...] = (),
    error: CreditsError | None = None,
    facts: Mapping[str, Any] | None = None,
    photo: Mapping[str, Any] | None = None,
    **record: Any,
) -> Example:
    """Make up a subject for a rule's examples: a photo with these properties, or an error.

    *blocks* say so of each property; *facts* are what others know of it, *photo* other attributes
    of the `Photo`.
    """

    def make() -> Subject:
        made = Photo(
            path=path, format="jpeg", width=1200, height=800,
            record=record_of(record), sources=dict.fromkeys(record, blocks),
            conflicts=conflicts, problems=(), credentials=None, origin=b"", known_traces={},
        )  # fmt: skip
        made = replace(made, **(photo or {}))
        return Subject(path, None if error else made, error, facts=Facts(facts or {}))

    return Example(make)


def run(path: str, **facts: Any) -> Example:
    """Make up a run as a whole for a rule's examples, judged in the file that speaks of it."""
    return Example(lambda: Subject(path, role="policy", facts=Facts(facts)))


def told(**traces: str) -> dict[str, Any]:
    """Make up traces for an example: by kind (``_`` for ``-``) the block, the name and the text."""
    found = {
        kind.replace("_", "-"): Trace(kind.replace("_", "-"), *row.split(" ", 2))
        for kind, row in traces.items()
    }
    return {"known_traces": {kind: (trace,) for kind, trace in found.items()}}


def mending(subject: Subject, rule: str) -> str:
    """Write the command that applies a rule's fix."""
    return f"credits fix --select {rule} {quoted_path(subject.path)}"


def traces_of(subject: Subject, *kinds: str) -> list[Trace]:
    """Give the traces of some kinds, in the order of the kinds."""
    found = subject.photo.traces if subject.photo else {}
    return [trace for kind in kinds for trace in found.get(kind, ())]


def shown(
    *,
    alt: str | None = "Men in a hall, one with a list",
    text: str | None = None,
    src: str = "example.jpg",
    file: str | None = "example.jpg",
    kind: Any = "figure",
    facts: Mapping[str, Any] | None = None,
    **record: Any,
) -> Example:
    """Make up a photo in an article for a rule's examples: the properties are those of its file."""

    def make() -> Subject:
        from credits.articles import Article, Use  # noqa: PLC0415  (only for articles)
        from credits.articles._captions import Said, names  # noqa: PLC0415
        from credits.articles._model import Place  # noqa: PLC0415

        said = Said.of(text)
        use = Use(src, Place(7, 3), kind, alt, said.text, said.caption, said.credit, file)
        photo = example(path=file, **record).subject.photo if file else None
        credited = {"credited": bool(said.credit and names(said.credit)), **(facts or {})}
        article = Article("page.html", "A day", (use,))
        return Subject("page.html", photo, None, "shown", "", Facts(credited), use, article)

    return Example(make)


def page(*objects: dict[str, object], text: str | None = "A dog. Photo: Ann Lee/dpa") -> Example:
    """Make up an article for a rule's examples: one photo, with this linked data."""

    def make() -> Subject:
        from credits.articles import Article  # noqa: PLC0415  (only for articles)
        from credits.articles._model import Place  # noqa: PLC0415

        one = shown(text=text).subject
        uses = (one.use,) if one.use else ()
        article = Article("page.html", "A day", uses, (), tuple((Place(3, 1), o) for o in objects))
        return Subject("page.html", role="article", article=article, shown=(one,))

    return Example(make)


# the day the examples of the rules are judged on
EXAMPLE_DAY: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)


def desk_of(rule: Rule) -> Desk:
    """Give the desk a rule's examples are judged at: no wishes, no house, a fixed day.

    A rule that does nothing without options has ``EXAMPLE_OPTIONS``, as they stand in a policy.
    """
    settings = getattr(rule, "EXAMPLE_OPTIONS", {})
    return Desk(Terms(), EXAMPLE_DAY, rule.OPTIONS.model_validate(settings))


# blanks that are no white space to Python: zero-width ones, soft hyphens, fillers
_UNSEEN: Final = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u2800\u3164")
)


def is_blank(text: str | None) -> bool:
    """Tell whether nothing can be seen of a text."""
    return not text or not (text.strip() if text.isascii() else text.translate(_UNSEEN).strip())


def credits_of(subject: Subject) -> tuple[tuple[str, str], ...]:
    """Give every credit the photo has, as field and text; names one by one, blank ones none."""
    found: tuple[tuple[str, str], ...] | None = subject.memory.get("given")
    if found is None:
        found = subject.memory["given"] = tuple(_credits_of(subject.record))
    return found


def _credits_of(record: Record) -> Iterator[tuple[str, str]]:
    for name in CREDIT_FIELDS:
        value = getattr(record, name)
        for text in value if isinstance(value, tuple) else (value,):
            if text and not is_blank(text):
                yield name, text


def command(subject: Subject, **values: str | Sequence[str]) -> str:
    """Write the command that puts values, by property name, into the photo.

    In an article it is said what has to be written there.
    """
    if subject.use is not None:
        said = "; ".join(f"{BY_NAME[name].label} {text!r}" for name, text in values.items())
        return f"write at {subject.use.src}: {said}"
    given = " ".join(
        f"--{BY_NAME[name].option} {quoted(text)}"
        for name, value in values.items()
        for text in ((value,) if isinstance(value, str) else value)
    )
    beside = " --sidecar" if subject.photo and _is_read_only(subject.photo) else ""
    return f"credits embed {quoted_path(subject.path)} {given}{beside}"


def _is_read_only(photo: Photo) -> bool:
    """Tell whether what is written of a photo has to stand beside it: raw files, PSD."""
    return not containers.FORMATS[photo.format].WRITES


def settings_of(rule: Rule) -> dict[str, Any]:
    """Give what can be tuned under ``[rules.CODE]``, and what holds if nothing is said."""
    given = rule.OPTIONS.model_construct()
    return {str(part.alias): getattr(given, name)
            for name, part in rule.OPTIONS.model_fields.items()}  # fmt: skip


def label(name: str) -> str:
    """Give the property's label in the middle of a sentence."""
    return BY_NAME[name].label.lower()
