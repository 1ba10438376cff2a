"""The policy: what a house asks of its photos, from ``credits.toml`` or ``[tool.credits]``.

Found by walking up from where the work is done. A wrong file is an error that names the line, the
key and what is allowed; it never falls back to defaults. Nothing in it can run code, or have
a file read that stands outside its folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

from credits import _toml
from credits._form import Checked, Complaint, Form, complaints, field, wrong
from credits._globs import Glob, Wild
from credits.errors import PolicyError
from credits.finding import Severity
from credits.rules import GROUPS, ROOMS, RULES, UNDECIDED, code_of, selected
from credits.rules._terms import Articles, Options, PictureRole, Role, Terms, Waiver

if TYPE_CHECKING:
    from credits.photo import Photo

NAMES: Final = ("credits.toml", ".credits.toml", "pyproject.toml")
# no policy is longer (bytes)
MOST: Final = 1 << 20
# pictures smaller than this on one side are no press photos
ICON_SIDE: Final = 96
# a palette of so few colours draws no photo
FEW_COLOURS: Final = 32
# what a name says is believed of a lossless picture that is no larger than this: photos of icons
# and logos exist, and they come as JPEG
MARK_SIDE: Final = 512
MARKS: Final = frozenset({"png", "gif"})
LOSSY: Final = frozenset({".jpg", ".jpeg", ".jpe", ".jfif"})
WORDS: Final[dict[str, Role]] = {
    "logo": "logo", "logos": "logo", "icon": "icon", "icons": "icon", "favicon": "icon",
    "sprite": "icon", "sprites": "icon",
}  # fmt: skip
# parts of an address that say that what comes from there is no press photo
FAR: Final[dict[str, Role]] = {
    "avatar": "icon", "avatars": "icon", "gravatar": "icon", "badge": "icon", "badges": "icon",
    "shields": "icon", "emoji": "icon", "emojis": "icon", "pixel": "decorative",
    "spacer": "decorative",
}  # fmt: skip
# endings of drawings and icons
DRAWN: Final[dict[str, Role]] = {".svg": "graphic", ".svgz": "graphic", ".ico": "icon"}
# keys stand at the head of a line: so many characters of it are searched for them
_WIDE: Final = 500
# what validators ask for, by the type of their error
_WANTED: Final = {
    "tuple_type": "a list",
    "dict_type": "a table",
    "string_type": "a text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
}
# what keeps a photo from going out
_HALTING: Final = frozenset({Severity.ERROR, Severity.HOLD})
# what a table of ours begins with, however TOML spells it; only then is a file read as TOML
_SECTION: Final = re.compile(
    rb"^[ \t]*+\[{0,2}[ \t]*+[\"']?tool[\"']?[ \t]*+(?:\]|[.=][ \t]*+(?:[\"']?credits\b|\{))",
    re.MULTILINE,
)
# keys that are ours alone
_OWN: Final = ("root", "origin")

Keys = tuple[str, ...]


class Judged(NamedTuple):
    """A role, and why a picture has it."""

    role: Role
    reason: str


class Place(NamedTuple):
    """Where an article's photos are: the folder that a leading slash means, and the widest one.

    None is the article's own folder.
    """

    root: str | None = None
    within: str | None = None


class Origin(NamedTuple):
    """Where settings come from: the file, the line of each key in it, and what was given by hand.

    *given* are the settings of the command line.
    """

    file: str | None = None
    lines: Mapping[Keys, int] = {}
    given: frozenset[str] = frozenset()

    def line(self, *keys: str) -> int | None:
        """Give the line of a key, or of the nearest one it stands in."""
        return next((self.lines[at] for at in _outwards(keys) if at in self.lines), None)

    def of(self, *keys: str) -> str | None:
        """Say where a setting comes from: the command line, or file and line; None: nowhere."""
        if keys[0].replace("-", "_") in self.given:
            return "command line"
        line = self.line(*keys)
        return f"{self.file}:{line}" if self.file and line else None


def _known_properties(table: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    from credits.fields import BY_NAME, similar  # noqa: PLC0415  (no templates, no table)

    for values in table.values():
        for name in values:
            if name not in BY_NAME or not BY_NAME[name].writable:
                raise ValueError(f"there is no writable property {name!r}; {similar(name)}")
    return table


def _known_codes(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    for prefix in prefixes:
        _known(prefix)
    return prefixes


def _dispensable(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    for prefix in _known_codes(prefixes):
        if code_of(prefix) in UNDECIDED:
            raise ValueError(
                f"what {prefix} finds could not be judged, so it is never ignored; "
                "a waiver lets one pass"
            )
    return prefixes


def _known_levels(table: dict[str, str]) -> dict[str, str]:
    for prefix, level in table.items():
        _known(prefix)
        if code_of(prefix) in UNDECIDED and Severity(level) not in _HALTING:
            said = f"what {prefix} finds could not be judged: it is an error or a hold"
            raise wrong(said, "severity", prefix)
    return table


def _known_options(table: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    for wish, settings in table.items():
        code = code_of(wish)
        if code is None:
            raise wrong(f"there is no rule {wish!r} (credits rules lists them)", "rules", wish)
        _tuned(code, settings)
    return {code_of(wish) or wish: settings for wish, settings in table.items()}


Codes = Annotated[tuple[str, ...], Checked(_known_codes)]
Dispensed = Annotated[tuple[str, ...], Checked(_dispensable)]


class Policy(Terms):
    """All settings; the attribute names are the keys, with dashes in the file."""

    select: Codes = ()
    extend_select: Codes = ()
    ignore: Dispensed = ()
    per_file_ignores: dict[str, Dispensed] = field(default_factory=dict)
    rules: Annotated[dict[str, dict[str, Any]], Checked(_known_options)] = field(
        default_factory=dict
    )
    severity: Annotated[
        dict[str, Literal["error", "hold", "warning", "info"]], Checked(_known_levels)
    ] = field(default_factory=dict)
    fail_on: Literal["error", "warning"] = "error"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    roles: dict[PictureRole, tuple[str, ...]] = field(default_factory=dict)
    detect_roles: bool = True
    precedence: Literal["default", "mwg", "xmp", "iim"] = "default"
    sidecar_naming: Literal["stem", "full"] = "stem"
    templates: Annotated[dict[str, dict[str, Any]], Checked(_known_properties)] = field(
        default_factory=dict
    )
    code_replacements: tuple[str, ...] = ()
    articles: Articles = field(default_factory=Articles.model_construct)
    baseline: str | None = None
    waiver: tuple[Waiver, ...] = ()
    max_waiver_days: int = field(default=90, metadata={"gt": 0})
    root: str = field(default="", metadata={"exclude": True})
    origin: Origin = field(default=Origin(), repr=False, metadata={"exclude": True})

    def __post_init__(self) -> None:
        """Refuse waivers for more days than there may be."""
        for number, waiver in enumerate(self.waiver):
            days = (waiver.expires - (waiver.created or waiver.expires)).days
            if days > self.max_waiver_days:
                said = f"it is for {days} days, max-waiver-days is {self.max_waiver_days}"
                raise wrong(said, "waiver", str(number), "expires")

    @cached_property
    def options(self) -> dict[str, Options]:
        """Give every rule's own settings."""
        return {code: self.options_of(code) for code in ROOMS}

    def options_of(self, code: str) -> Options:
        """Give a rule's own settings."""
        return _tuned(code, self.rules.get(code, {}))

    @cached_property
    def levels(self) -> dict[str, Severity]:
        """Give the rules that are on, and how grave each is here."""
        levels = ((code, self.level_of(code)) for code in ROOMS)
        return {code: level for code, level in levels if level is not None}

    def level_of(self, code: str) -> Severity | None:
        """Say how grave a rule is here; None: it is off."""
        if not self.is_on(code):
            return None
        if code in self.pinned:
            return self.pinned[code]
        return RULES[code].LEVELS.get(self.profile, Severity.WARNING)

    @cached_property
    def pinned(self) -> dict[str, Severity]:
        """Give how grave ``severity`` says that rules are, on or off."""
        levels: dict[str, Severity] = {}
        # from the widest to the narrowest: what is said of one rule counts
        for wish in sorted(self.severity, key=lambda wish: -len(selected((wish,)))):
            level = Severity(self.severity[wish])
            meant = selected((wish,)) if level in _HALTING else selected((wish,)) - UNDECIDED
            levels |= dict.fromkeys(meant, level)
        return levels

    def is_on(self, code: str) -> bool:
        """Tell whether a rule judges: the longer word counts, ``ignore`` before its equal."""
        if code not in ROOMS:
            return False
        if code in UNDECIDED:
            return True
        wanted = max(_weight(code, self.select), _weight(code, self.extend_select))
        if not self.select and self.profile in RULES[code].LEVELS:
            wanted = max(wanted, 0)
        return wanted > _weight(code, self.ignore)

    @property
    def code_files(self) -> tuple[str, ...]:
        """Give the tables of code replacements, as paths.

        Raises:
            PolicyError: one stands outside the policy's folder.
        """
        return tuple(self._reached(name, "code-replacements") for name in self.code_replacements)

    def _reached(self, name: str, *keys: str) -> str:
        """Give the path of a file that the policy names: in its folder or below, links followed.

        A policy comes with a repository, and whoever wrote that may not choose what is read.
        """
        path = os.path.join(self.root, name)
        root = os.path.realpath(self.root or os.curdir)
        try:
            inside = os.path.join(os.path.realpath(path), "").startswith(os.path.join(root, ""))
        except ValueError:  # what no file is called
            inside = False
        if self.origin.file and not inside:
            raise PolicyError(
                f"{_place(self.origin, keys)}{'.'.join(keys)}: {name!r} leads out of the folder of "
                "the policy", path=self.origin.file, help="keep that file beside the policy",
            )  # fmt: skip
        return path

    def site_of(self, article: str) -> Place:
        """Say where an article's photos are looked for; an article from elsewhere: in its folder.

        Raises:
            PolicyError: it stands outside the policy's folder.
        """
        root = os.path.abspath(self._reached(self.articles.root, "articles", "root"))
        home = os.path.abspath(self.root or os.curdir)
        if _is_in(article, root):
            return Place(root, root)
        return Place(root, home) if _is_in(article, home) else Place()

    @property
    def baseline_file(self) -> str | None:
        """Give the baseline the policy names, as a path.

        Raises:
            PolicyError: it stands outside the policy's folder.
        """
        return self._reached(self.baseline, "baseline") if self.baseline else None

    def ignored(self, path: str) -> frozenset[str]:
        """Give the codes that ``per-file-ignores`` switches off for a file."""
        matching = (
            codes for glob, codes in self.per_file_ignores.items() if self.matches(path, glob)
        )
        return selected(tuple(code for codes in matching for code in codes)) - UNDECIDED

    def covers(self, path: str, folder: str | None = None) -> bool:
        """Tell whether a file found in a folder is to be judged.

        What excludes *folder*, too, does not count: it was asked for by name.
        """
        if self.leaves_out(path, folder):
            return False
        return not self.include or any(self.matches(path, glob) for glob in self.include)

    def leaves_out(self, path: str, folder: str | None = None) -> bool:
        """Tell whether a file, or all that is in a folder, is not to be judged.

        What excludes *folder*, too, does not count.
        """
        excluding = (glob for glob in self.exclude if self.matches(path, glob))
        return any(folder is None or not self.matches(folder, glob) for glob in excluding)

    def matches(self, path: str, glob: str) -> bool:
        """Match a path, relative to the policy's folder, with a glob as gitignore has them."""
        return _glob(glob).matches(_inside(path, self.root or os.curdir))

    def role(self, path: str, photo: Photo | None, colours: int | None = None) -> Judged:
        """Say what a picture is for: what is not a photo needs no photographer.

        *colours* is the size of its palette. What the policy says counts before what it looks like.
        """
        told = self._told(path)
        if told or photo is None or not self.detect_roles:
            return told or Judged("photo", "")
        return self._looks(path, photo, colours)

    def role_afar(self, address: str, side: int | None = None) -> Judged:
        """Say what a picture on another server is for, by its address alone.

        Globs are matched with host and path. *side* is the shortest side a page gives it.
        """
        path = address.partition("?")[0].partition("#")[0].partition("//")[2]
        told = self._told(path)
        if told or not self.detect_roles:
            return told or Judged("photo", "")
        if side is not None and side < ICON_SIDE:
            return Judged("icon", f"{side} pixels in the page")
        stem, suffix = os.path.splitext(path.lower())
        if suffix in DRAWN:
            return Judged(DRAWN[suffix], f"a name that ends in {suffix}")
        known = {word: FAR[word] for word in re.split(r"[/.]", stem) if word in FAR}
        if suffix not in LOSSY:
            known |= {word: WORDS[word] for word in re.findall(r"[a-z]+", stem) if word in WORDS}
        word = next(iter(known), None)
        return Judged(known[word], f"{word!r} in its address") if word else Judged("photo", "")

    def _told(self, path: str) -> Judged | None:
        """Give the role that the policy gives a path."""
        for role, globs in self.roles.items():
            for glob in globs:
                if self.matches(path, glob):
                    return Judged(role, f"[roles] {role} = {glob!r}")
        return None

    def _looks(self, path: str, photo: Photo, colours: int | None) -> Judged:
        sides = (photo.width, photo.height) if photo.width and photo.height else ()
        if photo.format == "svg":
            return Judged("graphic", "an SVG drawing")
        if sides and min(sides) < ICON_SIDE:
            return Judged("icon", f"{photo.width} x {photo.height} pixels")
        if colours is not None and colours <= FEW_COLOURS:
            return Judged("graphic", f"a palette of {colours} colours")
        if sides and photo.format in MARKS and max(sides) <= MARK_SIDE:
            inside = os.path.splitext(_inside(path, self.root or os.curdir))[0]
            for word in re.findall(r"[a-z]+", inside.lower()):
                if word in WORDS:
                    return Judged(WORDS[word], f"{word!r} in its name")
        return Judged("photo", "")


def _weight(code: str, wishes: tuple[str, ...]) -> int:
    """Measure how exactly a rule is named: the longest prefix counts; -1: not at all."""
    name = ROOMS[code].replace("_", "-")
    return max(
        (len(wish if code.startswith(wish) else code) for wish in wishes
         if code.startswith(wish) or wish == name),
        default=-1,
    )  # fmt: skip


def _is_in(path: str, folder: str) -> bool:
    return os.path.abspath(path).startswith(os.path.join(folder, ""))


@lru_cache(maxsize=4096)
def _inside(path: str, root: str) -> str:
    """Name a path from the policy's folder, with forward slashes."""
    return os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")


def _tuned(code: str, settings: dict[str, Any]) -> Options:
    model = RULES[code].OPTIONS
    if not settings:  # nothing to validate
        return model.model_construct()
    try:
        return model.model_validate(settings)
    except ValueError as error:
        first = complaints(error)[0]
        allowed = ", ".join(str(part.alias) for part in model.model_fields.values())
        unknown = f"the rule has no such option; allowed: {allowed or 'none'}"
        said = unknown if first.is_unknown else reason(first)
        raise wrong(said, "rules", code, *first.place) from None


def _known(prefix: str) -> None:
    if not prefix:
        raise ValueError("an empty code means every rule; name a group or a rule")
    if not selected((prefix,)) and not any(group.startswith(prefix) for group in GROUPS if prefix):
        raise ValueError(f"no rule begins with {prefix!r} (credits rules lists them)")


@cache
def _glob(glob: str) -> Glob:
    """Take a glob apart: ``**`` crosses folders, ``*`` and ``?`` do not; brackets are letters."""
    pieces = re.split(r"(\*\*/|/\*\*|\*\*|\*|\?)", glob.removeprefix("./").strip("/"))
    # a glob without a slash is meant in every folder, a folder means what is in it
    head = () if "/" in glob.rstrip("/") else (Wild.ABOVE,)
    return Glob((*head, *(_WILD.get(piece, piece) for piece in pieces), Wild.BELOW))


_WILD: Final = {
    "**/": Wild.ABOVE, "/**": Wild.BELOW, "**": Wild.PATH, "*": Wild.NAME, "?": Wild.ONE,
}  # fmt: skip


def load(path: str) -> Policy:
    """Read a policy file.

    Raises:
        PolicyError: it is missing or wrong; the message names the line, the key and the way out.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(MOST + 1)
        if len(data) > MOST:
            raise PolicyError(f"is longer than {MOST} bytes", path=path)
        text = data.decode("utf-8-sig")  # what Windows' editor puts in front
        settings = _toml.loaded(text)
    except OSError as error:
        raise PolicyError(f"cannot be opened: {error.strerror}", path=path) from None
    except UnicodeDecodeError as error:
        raise PolicyError(f"is not UTF-8 (byte {error.start})", path=path) from None
    except ValueError as error:  # a number of thousands of digits is no TOMLDecodeError
        raise PolicyError(f"is not TOML: {error}", path=path) from None
    except RecursionError:
        raise PolicyError("is nested too deeply", path=path) from None
    tool = os.path.basename(path) == "pyproject.toml"
    prefix = ("tool", "credits") if tool else ()
    policy = _validated(_table(settings, prefix, path), text, path, prefix)
    policy.site_of(path)
    return policy


def _table(settings: dict[str, Any], prefix: Keys, path: str) -> dict[str, Any]:
    """Give the table of a file that is ours; one without it has no settings."""
    for key in prefix:
        settings = settings.get(key, {})
        if not isinstance(settings, dict):
            raise PolicyError(f"{key} is no table: write [{'.'.join(prefix)}]", path=path)
    return settings


def _validated(table: Mapping[str, Any], text: str, path: str, prefix: Keys) -> Policy:
    origin = Origin(path, _lines(text, prefix))
    for key in _OWN:
        if key in table:
            place = _place(origin, (key,))
            raise PolicyError(f"{place}there is no key {key!r}", path=path)
    try:
        return Policy(**table, root=os.path.dirname(os.path.abspath(path)), origin=origin)
    except ValueError as error:
        first = complaints(error)[0]
        keys = first.place
        raise PolicyError(
            f"{_place(origin, keys)}{'.'.join((*prefix, *keys))}: {_reason(first)}",
            path=path,
        ) from None


def _reason(first: Complaint) -> str:
    if first.is_unknown:
        import difflib  # noqa: PLC0415

        allowed = sorted(_keys_beside(first.place))
        near = difflib.get_close_matches(first.place[-1], allowed, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"allowed: {', '.join(allowed)}"
        return f"there is no such key; {hint}"
    return reason(first)


def reason(complaint: Complaint) -> str:
    """Say what a validator found wrong, in the words of who writes TOML, with what was found."""
    message, found = complaint.message, complaint.found
    if wanted := _WANTED.get(complaint.kind):
        message = f"input should be {wanted}"
    known = isinstance(found, (str, int, float, bool)) and repr(found) not in message
    shown = str(found).lower() if isinstance(found, bool) else repr(found)
    return message[:1].lower() + message[1:] + (f", found {shown}" if known else "")


def _keys_beside(keys: Keys) -> set[str]:
    model: Any = Policy
    for key in keys[:-1]:
        named = {part.alias: part.annotation for part in model.model_fields.values()}
        model = Waiver if key == "waiver" else model if key.isdigit() else named.get(key)
        if not (isinstance(model, type) and issubclass(model, Form)):
            return set()
    return {str(part.alias) for part in model.model_fields.values()} - set(_OWN)


def _place(origin: Origin, keys: Keys) -> str:
    line = origin.line(*keys)
    return f"line {line}: " if line else ""


def _outwards(keys: Keys) -> Iterator[Keys]:
    """Give a key, then the table it stands in, and so on."""
    return (keys[:length] for length in range(len(keys), 0, -1))


def _lines(text: str, prefix: Keys) -> dict[Keys, int]:
    """Find the line of every key below *prefix*: tomllib does not tell.

    The tables of an array have their number as a key.
    """
    lines: dict[Keys, int] = {}
    counts: dict[Keys, int] = {}
    section: Keys = ()
    for number, line in enumerate(text.split("\n"), 1):
        row = line[:_WIDE]
        header = re.match(r"\s*(\[\[?)([^\]]+)\]", row)
        key = re.match(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*[\w\"'-]+)*)\s*=", row)
        if header:
            section = _parts(header[2])
            if header[1] == "[[":
                counts[section] = counts.get(section, -1) + 1
                lines.setdefault(section, number)
                section = (*section, str(counts[section]))
            lines.setdefault(section, number)
        elif key:
            lines.setdefault(section + _parts(key[1]), number)
    size = len(prefix)
    return {keys[size:]: line for keys, line in lines.items() if keys[:size] == prefix}


def _parts(dotted: str) -> Keys:
    quoted = re.findall(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([^.\"'\s]+))\s*(?:\.|$)", dotted)
    return tuple("".join(groups) for groups in quoted)


def find(start: str = ".") -> str | None:
    """Find the policy file for a folder, walking up; ``pyproject.toml`` counts with its section."""
    folder = os.path.abspath(start)
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            if has_section(path) if name == "pyproject.toml" else os.path.lexists(path):
                return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def has_section(path: str) -> bool:
    """Tell whether a pyproject.toml speaks of us; one that nobody can read may do so."""
    try:
        with open(path, "rb") as file:
            data = file.read(MOST)
    except (FileNotFoundError, IsADirectoryError):
        return False
    except OSError:
        return True  # it may; and who reads it tells why it cannot
    if b"credits" not in data or not _SECTION.search(data):
        return False
    try:
        tool = _toml.loaded(data.decode("utf-8-sig")).get("tool")
    except (ValueError, RecursionError):
        return True  # it may be meant for us
    return isinstance(tool, dict) and "credits" in tool


def policy_for(start: str = ".") -> Policy:
    """Load the policy that holds in a folder, or the default one.

    Raises:
        PolicyError: there is one, and it is wrong.
    """
    path = find(start)
    return load(path) if path else default(os.path.abspath(start))


def default(root: str) -> Policy:
    """Give the policy of those who have none; there is nothing in it to validate."""
    return Policy.model_construct(root=root)
