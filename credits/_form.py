"""Values with named parts: of a record, of a policy.

What is known to be right becomes one at no price. pydantic, which takes longer to load than a photo
takes to be judged, is loaded when something has to be validated, written out or described; it
takes a `Form` for a dataclass.

Law: a value never changes, and equals another one with the same parts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import FrozenInstanceError, dataclass, field
from typing import (
    Any,
    ClassVar,
    Final,
    NamedTuple,
    Self,
    dataclass_transform,
    get_type_hints,
)

__all__ = ["Checked", "Complaint", "Form", "Late", "Limits", "Part", "complaints", "field", "wrong"]

# https://docs.pydantic.dev/latest/api/config: what pydantic is to do with parts it does not know
CLOSED: Final = {"extra": "forbid", "frozen": True}


class Part(NamedTuple):
    """What a part is: its name outside, its type, what it is when nothing is said."""

    alias: str | None
    annotation: Any
    default: Any
    default_factory: Callable[[], Any] | None


class Late:
    """What is worked out of a form when it is first asked for, once for each form."""

    def __init__(self, make: Callable[[type[Form]], Any]) -> None:
        self.make = make
        self.known: dict[type[Form], Any] = {}

    def __get__(self, _: object, form: type[Form]) -> Any:
        return self.known[form] if form in self.known else self.of(form)

    def of(self, form: type[Form]) -> Any:
        """Give it of one form."""
        if form not in self.known:
            self.known[form] = self.make(form)
        return self.known[form]


def _adapter(form: type[Form]) -> Any:
    from pydantic import TypeAdapter  # noqa: PLC0415  (only where something is validated)

    return TypeAdapter(form)


def _parts(form: type[Form]) -> Mapping[str, Part]:
    types = get_type_hints(form, include_extras=True)
    named = form.__pydantic_config__.get("alias_generator")
    return {
        one.name: Part(
            named(one.name) if named else None,
            types[one.name],
            None if one.default is _MISSING else one.default,
            None if one.default_factory is _MISSING else one.default_factory,
        )
        for one in _fields(form)
    }


def _names(form: type[Form]) -> tuple[str, ...]:
    return tuple(one.name for one in _fields(form))


def _fresh(form: type[Form]) -> dict[str, Any]:
    """Say how parts are made that are made anew; what others are by default the class has."""
    return {
        one.name: one.default_factory
        for one in _fields(form)
        if one.default_factory is not _MISSING
    }


def _fields(form: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(form)


_MISSING: Final = dataclasses.MISSING


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Form:
    """A frozen value; made by its name it is validated, and what it does not know is refused.

    ``model_…`` are what they are in pydantic. A part is left out of what is written if the metadata
    of its field say ``exclude``.

    Raises:
        pydantic.ValidationError: a part is missing, unknown or wrong.
    """

    __pydantic_config__: ClassVar[Mapping[str, Any]] = CLOSED
    model_fields: ClassVar[Late] = Late(_parts)
    _adapter: ClassVar[Late] = Late(_adapter)
    _fresh: ClassVar[Late] = Late(_fresh)
    _names: ClassVar[Late] = Late(_names)

    def __init_subclass__(cls) -> None:
        dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(cls)

    def __init__(self, **parts: Any) -> None:
        self.__dict__.update(self.model_validate(parts).__dict__)

    def __setattr__(self, name: str, _: Any) -> None:
        raise FrozenInstanceError(f"{type(self).__name__} is frozen: {name!r} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"{type(self).__name__} is frozen: {name!r} cannot be taken out")

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return ((name, getattr(self, name)) for name in self._names)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self.__dict__ == other.__dict__ or list(self) == list(other)

    def __hash__(self) -> int:
        return hash((type(self), *self))

    def __repr__(self) -> str:
        said = (f"{one.name}={getattr(self, one.name)!r}" for one in _fields(self) if one.repr)
        return f"{type(self).__name__}({', '.join(said)})"

    @classmethod
    def model_construct(cls, **parts: Any) -> Self:
        """Make one of parts that are known to be right."""
        made = object.__new__(cls)
        for name, make in cls._fresh.items():
            if name not in parts:
                parts[name] = make()
        object.__setattr__(made, "__dict__", parts)
        return made

    @classmethod
    def model_validate(cls, parts: Any) -> Self:
        """Make one of parts that have to be validated.

        Raises:
            pydantic.ValidationError: a part is missing, unknown or wrong.
        """
        given = dict(parts) if isinstance(parts, Mapping) else parts
        made: Self = cls._adapter.validate_python(given)
        return made

    @classmethod
    def model_json_schema(cls, **how: Any) -> dict[str, Any]:
        """Describe what is taken, as a JSON Schema."""
        schema: dict[str, Any] = cls._adapter.json_schema(**how)
        return schema

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """Make one with other parts, which are known to be right."""
        return self.model_construct(**{**dict(self), **(update or {})})

    def model_dump(self, **how: Any) -> dict[str, Any]:
        """Give the parts as plain values."""
        told: dict[str, Any] = self._adapter.dump_python(self, **how)
        return told

    def model_dump_json(self, **how: Any) -> str:
        """Give the parts as JSON."""
        told: bytes = self._adapter.dump_json(self, **how)
        return told.decode()


# ── what stands in annotations ──────────────────────────────────────────────────────────────────


class Limits:
    """Limits of a part, as the schema of pydantic's core names them."""

    def __init__(self, **limits: Any) -> None:
        self.limits = limits

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), **self.limits}


class Checked:
    """A function that gives the part back, or another in its place, or raises a ValueError."""

    def __init__(self, check: Callable[[Any], Any]) -> None:
        self.check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core.core_schema import no_info_after_validator_function  # noqa: PLC0415

        return no_info_after_validator_function(self.check, handler(source))


# https://docs.pydantic.dev/latest/errors/validation_errors
UNKNOWN: Final = "unexpected_keyword_argument"


class Complaint(NamedTuple):
    """What is wrong with a part: where it stands, pydantic's *kind* of error, what was found."""

    place: tuple[str, ...]
    kind: str
    message: str
    found: Any

    @property
    def is_unknown(self) -> bool:
        """Tell whether there is no such part."""
        return self.kind == UNKNOWN


def complaints(error: ValueError) -> list[Complaint]:
    """Say what the validator found wrong, part by part; any other error goes on."""
    from pydantic import ValidationError  # noqa: PLC0415  (only where something is wrong)

    if not isinstance(error, ValidationError):
        raise error
    return [_complaint(row) for row in error.errors()]


def _complaint(row: Any) -> Complaint:
    place = row.get("ctx", {}).get("keys") or tuple(map(str, row["loc"]))
    message = str(row["msg"]).removeprefix("Value error, ")
    told = "there is no such part" if row["type"] == UNKNOWN else message
    return Complaint(place, row["type"], told, row.get("input"))


def wrong(said: str, *place: str) -> ValueError:
    """Make the error of a part that stands deeper than what is being checked."""
    from pydantic_core import PydanticCustomError  # noqa: PLC0415  (only where something is wrong)

    return PydanticCustomError("form", "{said}", {"said": said, "keys": place})
