"""The policy: what a house asks of its photos, from ``credits.toml`` or ``[tool.credits]``.

Found by walking up from where the work is done. A wrong file is an error that names the line, the
key and what is allowed; it never falls back to defaults. Nothing in it can run code.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel, Field, ValidationError, field_validator

from credits.errors import PolicyError
from credits.fields import BY_NAME, similar
from credits.finding import Severity
from credits.photo import Photo
from credits.reconcile import Precedence
from credits.rules import GROUPS, RULES, selected
from credits.rules._model import Options, Profile, Role, Terms
from credits.sidecar import Naming

NAMES: Final = ("credits.toml", ".credits.toml", "pyproject.toml")
# pictures smaller than this on one side are no press photos
ICON_SIDE: Final = 96


class Judged(NamedTuple):
    """A role, and why a picture has it."""

    role: Role
    reason: str


class Policy(Terms):
    """All settings; the attribute names are the keys, with dashes in the file."""

    profile: Profile = "newsroom"
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    rules: dict[str, dict[str, Any]] = Field(default_factory=dict)
    severity: dict[str, Literal["error", "hold", "warning", "info"]] = Field(default_factory=dict)
    fail_on: Literal["error", "warning"] = "error"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    roles: dict[Role, tuple[str, ...]] = Field(default_factory=dict)
    precedence: Precedence = "default"
    sidecar_naming: Naming = "stem"
    templates: dict[str, dict[str, Any]] = Field(default_factory=dict)
    code_replacements: tuple[str, ...] = ()
    root: str = Field(default="", exclude=True)

    @field_validator("templates")
    @classmethod
    def _known_properties(cls, table: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        for values in table.values():
            for name in values:
                if name not in BY_NAME or not BY_NAME[name].writable:
                    raise ValueError(f"there is no writable property {name!r}; {similar(name)}")
        return table

    @field_validator("select", "extend_select", "ignore")
    @classmethod
    def _known_codes(cls, prefixes: tuple[str, ...]) -> tuple[str, ...]:
        for prefix in prefixes:
            _known(prefix)
        return prefixes

    @field_validator("severity", "per_file_ignores")
    @classmethod
    def _known_keys(cls, table: dict[str, Any], info: Any) -> dict[str, Any]:
        codes = table if info.field_name == "severity" else [c for v in table.values() for c in v]
        for code in codes:
            _known(code)
        return table

    @field_validator("rules")
    @classmethod
    def _known_options(cls, table: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        for code, settings in table.items():
            if code not in RULES:
                raise ValueError(f"there is no rule {code!r} (credits rules lists them)")
            _tuned(code, settings)
        return table

    @cached_property
    def options(self) -> dict[str, Options]:
        """Give every rule's own settings."""
        return {code: _tuned(code, self.rules.get(code, {})) for code in RULES}

    @cached_property
    def levels(self) -> dict[str, Severity]:
        """Give the rules that are on, and how grave each is here."""
        chosen = selected(self.select) if self.select else frozenset(
            code for code, rule in RULES.items() if self.profile in rule.LEVELS
        )  # fmt: skip
        chosen = (chosen | selected(self.extend_select)) - selected(self.ignore)
        levels = {
            code: rule.LEVELS.get(self.profile, Severity.WARNING)
            for code, rule in RULES.items()
            if code in chosen
        }
        for prefix, level in self.severity.items():
            levels |= {code: Severity(level) for code in selected((prefix,)) if code in levels}
        return levels

    @property
    def code_files(self) -> tuple[str, ...]:
        """Give the tables of code replacements, as paths."""
        return tuple(os.path.join(self.root, name) for name in self.code_replacements)

    def ignored(self, path: str) -> frozenset[str]:
        """Give the codes that ``per-file-ignores`` switches off for a file."""
        matching = (
            codes for glob, codes in self.per_file_ignores.items() if self.matches(path, glob)
        )
        return selected(tuple(code for codes in matching for code in codes))

    def covers(self, path: str) -> bool:
        """Tell whether a file found in a folder is to be judged."""
        if any(self.matches(path, glob) for glob in self.exclude):
            return False
        return not self.include or any(self.matches(path, glob) for glob in self.include)

    def matches(self, path: str, glob: str) -> bool:
        """Match a path, relative to the policy's folder, with a glob as gitignore has them."""
        inside = os.path.relpath(os.path.abspath(path), self.root or os.curdir)
        return _glob(glob).fullmatch(PurePosixPath(*inside.split(os.sep)).as_posix()) is not None

    def role(self, path: str, photo: Photo | None) -> Judged:
        """Say what a picture is for: what is not a photo needs no photographer."""
        for role, globs in self.roles.items():
            for glob in globs:
                if self.matches(path, glob):
                    return Judged(role, f"[roles] {role} = {glob!r}")
        if photo and photo.format == "svg":
            return Judged("graphic", "an SVG drawing")
        if photo and photo.width and photo.height and min(photo.width, photo.height) < ICON_SIDE:
            return Judged("icon", f"{photo.width} x {photo.height} pixels")
        return Judged("photo", "")


def _tuned(code: str, settings: dict[str, Any]) -> Options:
    model = RULES[code].OPTIONS
    try:
        return model.model_validate(settings)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            allowed = ", ".join(str(field.alias) for field in model.model_fields.values())
            said = f"allowed: {allowed}" if allowed else "it has none"
            raise ValueError(f"the rule {code} has no option {key!r}; {said}") from None
        raise ValueError(f"of rule {code}: {key}: {first['msg'].lower()}") from None


def _known(prefix: str) -> None:
    if not selected((prefix,)) and not any(group.startswith(prefix) for group in GROUPS):
        raise ValueError(f"no rule begins with {prefix!r} (credits rules lists them)")


@cache
def _glob(glob: str) -> re.Pattern[str]:
    """Compile a glob: ``**`` crosses folders, ``*`` and ``?`` do not."""
    pieces = re.split(r"(\*\*/|/\*\*|\*\*|\*|\?)", glob.removeprefix("./"))
    pattern = "".join(_WILD.get(piece, re.escape(piece)) for piece in pieces)
    # a glob without a slash is meant in every folder, a folder means what is in it
    head = "" if "/" in glob.rstrip("/") else "(?:.*/)?"
    return re.compile(f"{head}{pattern.rstrip('/')}(?:/.*)?", re.DOTALL)


_WILD: Final = {"**/": "(?:.*/)?", "/**": "(?:/.*)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def load(path: str) -> Policy:
    """Read a policy file.

    Raises:
        PolicyError: it is missing or wrong; the message names the line, the key and the way out.
    """
    try:
        with open(path, "rb") as file:
            text = file.read().decode()
        data = tomllib.loads(text)
    except OSError as error:
        raise PolicyError(f"cannot be opened: {error.strerror}", path=path) from None
    except UnicodeDecodeError as error:
        raise PolicyError(f"is not UTF-8 (byte {error.start})", path=path) from None
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"is not TOML: {error}", path=path) from None
    tool = os.path.basename(path) == "pyproject.toml"
    table = data.get("tool", {}).get("credits", {}) if tool else data
    return _validated(table, text, path, ("tool", "credits") if tool else ())


def _validated(table: Mapping[str, Any], text: str, path: str, prefix: tuple[str, ...]) -> Policy:
    if "root" in table:
        raise PolicyError(f"{_place(text, (*prefix, 'root'))}there is no key 'root'", path=path)
    try:
        return Policy(**table, root=os.path.dirname(os.path.abspath(path)))
    except ValidationError as error:
        first = error.errors()[0]
        keys = tuple(str(key) for key in first["loc"])
        raise PolicyError(
            f"{_place(text, prefix + keys)}{'.'.join(keys)}: {_reason(first, keys)}", path=path
        ) from None


def _reason(error: Any, keys: tuple[str, ...]) -> str:
    if error["type"] == "extra_forbidden":
        import difflib  # noqa: PLC0415

        allowed = sorted(_keys_beside(keys))
        near = difflib.get_close_matches(keys[-1], allowed, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"allowed: {', '.join(allowed)}"
        return f"there is no such key; {hint}"
    message = str(error["msg"]).removeprefix("Value error, ")
    found = error.get("input")
    beside = f", found {found!r}" if isinstance(found, (str, int, float, bool)) else ""
    return message[:1].lower() + message[1:] + beside


def _keys_beside(keys: tuple[str, ...]) -> set[str]:
    model: Any = Policy
    for key in keys[:-1]:
        named = {field.alias: field.annotation for field in model.model_fields.values()}
        model = named.get(key)
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return set()
    return {str(field.alias) for field in model.model_fields.values()} - {"root"}


def _place(text: str, keys: tuple[str, ...]) -> str:
    """Find the line of a key: tomllib does not tell."""
    section: tuple[str, ...] = ()
    deepest, line = 0, 0
    for number, row in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\[?([^\]]+)\]", row)
        key = re.match(r"\s*([\w.\"'-]+)\s*=", row)
        if header:
            section = tuple(part.strip("\"' ") for part in header[1].split("."))
            here = section
        elif key:
            here = section + tuple(part.strip("\"' ") for part in key[1].split("."))
        else:
            continue
        shared = min(len(here), len(keys))
        if here[:shared] == keys[:shared] and shared > deepest:
            deepest, line = shared, number
    return f"line {line}: " if line else ""


def find(start: str = ".") -> str | None:
    """Find the policy file for a folder, walking up; ``pyproject.toml`` counts with its section."""
    folder = os.path.abspath(start)
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name != "pyproject.toml" or _has_section(path)):
                return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _has_section(path: str) -> bool:
    with open(path, "rb") as file:
        return b"[tool.credits" in file.read()


def policy_for(start: str = ".") -> Policy:
    """Load the policy that holds in a folder, or the default one.

    Raises:
        PolicyError: there is one, and it is wrong.
    """
    path = find(start)
    return load(path) if path else Policy(root=os.path.abspath(start))
