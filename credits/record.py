"""The `Record`: what is known about one photo, reconciled, in the words of IPTC.

Source: IPTC Photo Metadata Standard 2025.1. Property names are IPTC's in snake_case; a missing
property is None or empty. Dates are ISO 8601, as precise as the file says, without an invented
time zone. Records are values: they are compared, never changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any, Final, NamedTuple, TypeVar, get_args

from credits._form import Form, Late, field

Model = TypeVar("Model", bound=Form)


class Party(Form):
    """Somebody with a name and an identifier (PLUS)."""

    name: str | None = None
    id: str | None = None


class Contact(Form):
    """How the creator can be reached."""

    address: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None
    email: str | None = None
    url: str | None = None


class Licensor(Party):
    """Who sells or grants licences (PLUS)."""

    url: str | None = None
    email: str | None = None
    phone: str | None = None
    phone_type: str | None = None
    second_phone: str | None = None
    second_phone_type: str | None = None
    street: str | None = None
    extended_address: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


class Location(Form):
    """A place; degrees are decimal, altitude is in metres."""

    name: str | None = None
    ids: tuple[str, ...] = ()
    sublocation: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    country_code: str | None = None
    world_region: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    altitude: float | None = None


class Position(Form):
    """Where the camera stood: decimal degrees, metres."""

    latitude: float | None = None
    longitude: float | None = None
    altitude: float | None = None


class Term(Form):
    """A term of a controlled vocabulary."""

    vocabulary: str | None = None
    id: str | None = None
    name: str | None = None
    refined_about: str | None = None


class Entity(Form):
    """Somebody or something with a name and identifiers."""

    name: str | None = None
    ids: tuple[str, ...] = ()


class Contributor(Entity):
    """Somebody who had a part in the picture, and which."""

    roles: tuple[str, ...] = ()


class Person(Entity):
    """A person shown."""

    description: str | None = None
    characteristics: tuple[Term, ...] = ()


class Product(Entity):
    """A product shown."""

    description: str | None = None
    gtin: str | None = None


class Artwork(Form):
    """A work of art or an object shown; its rights may differ from the photo's."""

    title: str | None = None
    creators: tuple[str, ...] = ()
    creator_ids: tuple[str, ...] = ()
    copyright_notice: str | None = None
    copyright_owner: str | None = None
    copyright_owner_id: str | None = None
    licensor: str | None = None
    licensor_id: str | None = None
    source: str | None = None
    source_inventory_number: str | None = None
    source_inventory_url: str | None = None
    date_created: str | None = None
    circa_date_created: str | None = None
    style_periods: tuple[str, ...] = ()
    content_description: str | None = None
    contribution_description: str | None = None
    physical_description: str | None = None


class RegistryEntry(Form):
    """The photo's number in a registry."""

    item_id: str | None = None
    organisation_id: str | None = None
    role: str | None = None


class RightsExpression(Form):
    """Rights in a machine's language: the text itself, or where it is."""

    expression: str | None = None
    url: str | None = None
    type: str | None = None
    language_id: str | None = None


class Point(Form):
    """A corner of a region."""

    x: float | None = None
    y: float | None = None


class Boundary(Form):
    """The outline of a region, in the stated unit."""

    shape: str | None = None
    unit: str | None = None
    x: float | None = None
    y: float | None = None
    width: float | None = None
    height: float | None = None
    radius: float | None = None
    vertices: tuple[Point, ...] = ()


class Region(Form):
    """A part of the picture that something is said about."""

    id: str | None = None
    name: str | None = None
    boundary: Boundary | None = None
    types: tuple[Entity, ...] = ()
    roles: tuple[Entity, ...] = ()


class Record(Form):
    """Everything the field table knows about one photo."""

    caption: str | None = None
    headline: str | None = None
    title: str | None = None
    alt_text: str | None = None
    extended_description: str | None = None
    creators: tuple[str, ...] = ()
    creator_job_title: str | None = None
    creator_contact: Contact | None = None
    credit_line: str | None = None
    source: str | None = None
    copyright_notice: str | None = None
    copyright_marked: bool | None = None
    copyright_owners: tuple[Party, ...] = ()
    image_creators: tuple[Party, ...] = ()
    licensors: tuple[Licensor, ...] = ()
    suppliers: tuple[Party, ...] = ()
    supplier_image_id: str | None = None
    usage_terms: str | None = None
    web_statement: str | None = None
    other_constraints: str | None = None
    credit_line_required: str | None = None
    license_start: str | None = None
    license_end: str | None = None
    file_constraints: tuple[str, ...] = ()
    instructions: str | None = None
    caption_writer: str | None = None
    job_id: str | None = None
    date_created: str | None = None
    date_digitized: str | None = None
    release_date: str | None = None
    expiration_date: str | None = None
    sublocation: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    country_code: str | None = None
    locations_shown: tuple[Location, ...] = ()
    locations_created: tuple[Location, ...] = ()
    gps: Position | None = None
    keywords: tuple[str, ...] = ()
    subject_codes: tuple[str, ...] = ()
    scene_codes: tuple[str, ...] = ()
    intellectual_genre: str | None = None
    genres: tuple[Term, ...] = ()
    about_terms: tuple[Term, ...] = ()
    persons: tuple[str, ...] = ()
    person_details: tuple[Person, ...] = ()
    organisations_shown: tuple[str, ...] = ()
    organisation_codes: tuple[str, ...] = ()
    products: tuple[Product, ...] = ()
    artworks: tuple[Artwork, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    event: str | None = None
    event_ids: tuple[str, ...] = ()
    digital_source_type: str | None = None
    data_mining: str | None = None
    ai_prompt: str | None = None
    ai_prompt_writer: str | None = None
    ai_system: str | None = None
    ai_system_version: str | None = None
    model_release_status: str | None = None
    model_release_ids: tuple[str, ...] = ()
    property_release_status: str | None = None
    property_release_ids: tuple[str, ...] = ()
    minor_model_age: str | None = None
    model_ages: tuple[int, ...] = ()
    model_information: str | None = None
    image_guid: str | None = None
    registry_entries: tuple[RegistryEntry, ...] = ()
    rights_expressions: tuple[RightsExpression, ...] = ()
    linked_rights_expressions: tuple[RightsExpression, ...] = ()
    regions: tuple[Region, ...] = ()
    max_width: int | None = None
    max_height: int | None = None
    rating: float | None = None
    urgency: str | None = None
    category: str | None = None
    supplemental_categories: tuple[str, ...] = ()
    orientation: int | None = None
    translations: dict[str, dict[str, str]] = field(default_factory=dict)


# ── what readers found ──────────────────────────────────────────────────────────────────────────


def record_of(values: Mapping[str, Any]) -> Record:
    """Make a record of what readers found, by name.

    What has the form of its property is taken as it is, since loading a validator takes longer
    than reading a photo. Where anything has not, all is validated.

    Raises:
        ValidationError: a value cannot be brought into the form of its property.
    """
    try:
        return _made(Record, values)
    except (KeyError, TypeError):
        return Record.model_validate(values)


class _Form(NamedTuple):
    """The form of a property: its type, or that of its items where there are *many*.

    What is of the *plain* type needs no further look.
    """

    kind: type[Any]
    many: bool
    optional: bool
    plain: type[Any] | None


def _forms(model: type[Form]) -> dict[str, _Form]:
    forms = {}
    for name, part in model.model_fields.items():
        inner = get_args(part.annotation)
        many, optional = Ellipsis in inner, NoneType in inner
        kind = inner[0] if many or optional else dict
        forms[name] = _Form(kind, many, optional, None if many else kind)
    return forms


_FORMS: Final = Late(_forms)


def _made(model: type[Model], values: Mapping[str, Any]) -> Model:
    forms = _FORMS.of(model)
    formed = {
        name: value if type(value) is forms[name].plain else _formed(forms[name], value)
        for name, value in values.items()
    }
    return model.model_construct(**formed)


def _formed(form: _Form, value: Any) -> Any:
    if form.many and type(value) in {list, tuple}:
        return tuple([_single(form.kind, item) for item in value])
    if form.many:
        raise TypeError
    return None if value is None and form.optional else _single(form.kind, value)


def _single(kind: type[Any], value: Any) -> Any:
    if type(value) is kind:
        return value
    if type(value) is dict and issubclass(kind, Form):
        return _made(kind, value)
    raise TypeError
