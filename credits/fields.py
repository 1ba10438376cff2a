"""The field table: one row per property, with its address in every block.

Sources: IPTC Photo Metadata Standard and TechReference 2025.1; CIPA DC-008; IPTC-NAA IIM 4.2;
PLUS licence data format. Reading, writing, documentation, command-line options and tests are loops
over these rows. A row is read and written by its *kind*; a kind is one row of `CODECS`.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum, auto
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from credits._ifd import Directory
from credits._kinds import DEFAULT, Languages, Seq, Structure, Value
from credits.blocks import exif, iim, photoshop, xmp
from credits.errors import InvalidValue

Claims: TypeAlias = "dict[str, dict[str, Any]]"


class Kind(StrEnum):
    """How a property's value is shaped."""

    TEXT = auto()
    TEXTS = auto()
    LANGUAGES = auto()
    DATE = auto()
    FLAG = auto()
    INTEGER = auto()
    INTEGERS = auto()
    NUMBER = auto()
    DEGREES = auto()
    STRUCTURE = auto()
    STRUCTURES = auto()


# members that tell what a structure is the structure of
IDENTIFYING: Final = frozenset({"name", "id", "ids", "item_id", "title", "expression"})
_LISTS: Final = frozenset({Kind.TEXTS, Kind.INTEGERS, Kind.STRUCTURES})


class Iim(NamedTuple):
    """An IIM dataset of record 2: its number, the most bytes, the dataset of its time of day.

    *prefix* is what stands before every value: subject references name who issued the code.
    """

    number: int
    most: int
    time: int | None = None
    prefix: str = ""


class Exif(NamedTuple):
    """An EXIF field, how it is written (a row of `EXIF_FORMS`), and Windows' twin of it."""

    directory: Directory
    tag: int
    form: str = "text"
    windows: int | None = None


class Field(NamedTuple):
    """One property. *most* limits of IIM are bytes; *shape* are the members of a structure.

    *choice* names the list of `credits.vocabulary.choices` whose codes it holds.
    """

    name: str
    kind: Kind
    xmp: str | None
    label: str = ""
    help: str = ""
    iim: Iim | None = None
    exif: Exif | None = None
    resource: int | None = None
    text: str | None = None
    ordered: bool = False
    shape: tuple[Field, ...] = ()
    writable: bool = True
    choice: str | None = None

    @property
    def is_list(self) -> bool:
        """Tell whether the property holds several values."""
        return self.kind in _LISTS

    @property
    def option(self) -> str:
        """Give the command-line option: the name, in the singular where it may be repeated."""
        name = self.name
        if self.is_list:
            name = re.sub(r"s(?=_|$)", "", re.sub(r"ies(?=_|$)", "y", name))
        return name.replace("_", "-")

    @property
    def clark(self) -> str:
        """Give the XMP name in Clark notation."""
        return xmp.clark(self.xmp) if self.xmp else ""


def _members(*rows: tuple[Any, ...]) -> tuple[Field, ...]:
    return tuple(Field(*row) for row in rows)


T, TS, L, S = Kind.TEXT, Kind.TEXTS, Kind.LANGUAGES, Kind.STRUCTURES
_EXT: Final = "Iptc4xmpExt:"


def _party(prefix: str) -> tuple[Field, ...]:
    return _members(("name", T, f"plus:{prefix}Name"), ("id", T, f"plus:{prefix}ID"))


CONTACT: Final = _members(
    ("address", T, "Iptc4xmpCore:CiAdrExtadr"),
    ("city", T, "Iptc4xmpCore:CiAdrCity"),
    ("region", T, "Iptc4xmpCore:CiAdrRegion"),
    ("postal_code", T, "Iptc4xmpCore:CiAdrPcode"),
    ("country", T, "Iptc4xmpCore:CiAdrCtry"),
    ("phone", T, "Iptc4xmpCore:CiTelWork"),
    ("email", T, "Iptc4xmpCore:CiEmailWork"),
    ("url", T, "Iptc4xmpCore:CiUrlWork"),
)
LICENSOR: Final = (
    *_party("Licensor"),
    *_members(
        ("url", T, "plus:LicensorURL"),
        ("email", T, "plus:LicensorEmail"),
        ("phone", T, "plus:LicensorTelephone1"),
        ("phone_type", T, "plus:LicensorTelephoneType1"),
        ("second_phone", T, "plus:LicensorTelephone2"),
        ("second_phone_type", T, "plus:LicensorTelephoneType2"),
        ("street", T, "plus:LicensorStreetAddress"),
        ("extended_address", T, "plus:LicensorExtendedAddress"),
        ("city", T, "plus:LicensorCity"),
        ("region", T, "plus:LicensorRegion"),
        ("postal_code", T, "plus:LicensorPostalCode"),
        ("country", T, "plus:LicensorCountry"),
    ),
)
LOCATION: Final = _members(
    ("name", L, _EXT + "LocationName"),
    ("ids", TS, _EXT + "LocationId"),
    ("sublocation", T, _EXT + "Sublocation"),
    ("city", T, _EXT + "City"),
    ("state", T, _EXT + "ProvinceState"),
    ("country", T, _EXT + "CountryName"),
    ("country_code", T, _EXT + "CountryCode"),
    ("world_region", T, _EXT + "WorldRegion"),
    ("latitude", Kind.DEGREES, "exif:GPSLatitude"),
    ("longitude", Kind.DEGREES, "exif:GPSLongitude"),
    ("altitude", Kind.NUMBER, "exif:GPSAltitude"),
)
TERM: Final = _members(
    ("vocabulary", T, _EXT + "CvId"),
    ("id", T, _EXT + "CvTermId"),
    ("name", L, _EXT + "CvTermName"),
    ("refined_about", T, _EXT + "CvTermRefinedAbout"),
)
ENTITY: Final = _members(("name", L, _EXT + "Name"), ("ids", TS, "xmp:Identifier"))
PERSON: Final = (
    *_members(
        ("name", L, _EXT + "PersonName"),
        ("ids", TS, _EXT + "PersonId"),
        ("description", L, _EXT + "PersonDescription"),
    ),
    Field("characteristics", S, _EXT + "PersonCharacteristic", shape=TERM),
)
PRODUCT: Final = _members(
    ("name", L, _EXT + "ProductName"),
    ("ids", TS, _EXT + "ProductId"),
    ("description", L, _EXT + "ProductDescription"),
    ("gtin", T, _EXT + "ProductGTIN"),
)
ARTWORK: Final = (
    Field("creators", TS, _EXT + "AOCreator", ordered=True),
    Field("creator_ids", TS, _EXT + "AOCreatorId", ordered=True),
    *_members(
        ("title", L, _EXT + "AOTitle"),
        ("copyright_notice", T, _EXT + "AOCopyrightNotice"),
        ("copyright_owner", T, _EXT + "AOCurrentCopyrightOwnerName"),
        ("copyright_owner_id", T, _EXT + "AOCurrentCopyrightOwnerId"),
        ("licensor", T, _EXT + "AOCurrentLicensorName"),
        ("licensor_id", T, _EXT + "AOCurrentLicensorId"),
        ("source", T, _EXT + "AOSource"),
        ("source_inventory_number", T, _EXT + "AOSourceInvNo"),
        ("source_inventory_url", T, _EXT + "AOSourceInvURL"),
        ("date_created", Kind.DATE, _EXT + "AODateCreated"),
        ("circa_date_created", T, _EXT + "AOCircaDateCreated"),
        ("style_periods", TS, _EXT + "AOStylePeriod"),
        ("content_description", L, _EXT + "AOContentDescription"),
        ("contribution_description", L, _EXT + "AOContributionDescription"),
        ("physical_description", L, _EXT + "AOPhysicalDescription"),
    ),
)
REGISTRY: Final = _members(
    ("item_id", T, _EXT + "RegItemId"),
    ("organisation_id", T, _EXT + "RegOrgId"),
    ("role", T, _EXT + "RegEntryRole"),
)
_EXPRESSION: Final = _members(
    ("type", T, _EXT + "RightsExprEncType"), ("language_id", T, _EXT + "RightsExprLangId")
)
POINT: Final = _members(("x", Kind.NUMBER, _EXT + "rbX"), ("y", Kind.NUMBER, _EXT + "rbY"))
BOUNDARY: Final = (
    *_members(
        ("shape", T, _EXT + "rbShape"),
        ("unit", T, _EXT + "rbUnit"),
        ("width", Kind.NUMBER, _EXT + "rbW"),
        ("height", Kind.NUMBER, _EXT + "rbH"),
        ("radius", Kind.NUMBER, _EXT + "rbRx"),
    ),
    *POINT,
    Field("vertices", S, _EXT + "rbVertices", ordered=True, shape=POINT),
)
REGION: Final = (
    Field("id", T, _EXT + "rId"),
    Field("name", L, _EXT + "Name"),
    Field("boundary", Kind.STRUCTURE, _EXT + "RegionBoundary", shape=BOUNDARY),
    Field("types", S, _EXT + "rCtype", shape=ENTITY),
    Field("roles", S, _EXT + "rRole", shape=ENTITY),
)

FIELDS: Final[tuple[Field, ...]] = (
    Field("caption", L, "dc:description", "Caption", "Who does what, where and when.",
          Iim(120, 2000), Exif("ifd0", 0x010E), text="Description"),
    Field("headline", T, "photoshop:Headline", "Headline", "A synopsis; not the caption.",
          Iim(105, 256)),
    Field("title", L, "dc:title", "Title", "A short name or slug.", Iim(5, 64),
          text="Title"),
    Field("alt_text", L, "Iptc4xmpCore:AltTextAccessibility", "Alt text",
          "What the picture looks like, for those who cannot see it."),
    Field("extended_description", L, "Iptc4xmpCore:ExtDescrAccessibility", "Extended description",
          "The alt text's longer companion."),
    Field("creators", TS, "dc:creator", "Creator", "Who made the picture, one name each.",
          Iim(80, 32), Exif("ifd0", 0x013B, "list", 0x9C9D), text="Author", ordered=True),
    Field("creator_job_title", T, "photoshop:AuthorsPosition", "Creator's job title",
          "Staff, Contributor, Stringer ...", Iim(85, 32)),
    Field("creator_contact", Kind.STRUCTURE, "Iptc4xmpCore:CreatorContactInfo",
          "Creator's contact info", "Address, phone, e-mail and web page.", shape=CONTACT),
    Field("credit_line", T, "photoshop:Credit", "Credit line",
          "The credit as it is to be printed.", Iim(110, 32)),
    Field("source", T, "photoshop:Source", "Source", "Who supplied the picture.", Iim(115, 32)),
    Field("copyright_notice", L, "dc:rights", "Copyright notice",
          "Who holds the rights, and since when.", Iim(116, 128), Exif("ifd0", 0x8298),
          text="Copyright"),
    Field("copyright_marked", Kind.FLAG, "xmpRights:Marked", "Copyrighted",
          "True: protected; false: public domain.", resource=photoshop.COPYRIGHT_FLAG),
    Field("copyright_owners", S, "plus:CopyrightOwner", "Copyright owner", "Name and identifier.",
          ordered=True, shape=_party("CopyrightOwner")),
    Field("image_creators", S, "plus:ImageCreator", "Image creator", "Name and identifier.",
          ordered=True, shape=_party("ImageCreator")),
    Field("licensors", S, "plus:Licensor", "Licensor", "Who grants licences, and where.",
          ordered=True, shape=LICENSOR),
    Field("suppliers", S, "plus:ImageSupplier", "Image supplier", "Name and identifier.",
          ordered=True, shape=_party("ImageSupplier")),
    Field("supplier_image_id", T, "plus:ImageSupplierImageID", "Supplier's image id",
          "The picture's number at the supplier."),
    Field("usage_terms", L, "xmpRights:UsageTerms", "Rights usage terms",
          "What the picture may be used for."),
    Field("web_statement", T, "xmpRights:WebStatement", "Web statement of rights",
          "URL of the licence or of the rights statement.", resource=photoshop.COPYRIGHT_URL),
    Field("other_constraints", L, "plus:OtherConstraints", "Other constraints",
          "Constraints that have no field of their own."),
    Field("credit_line_required", T, "plus:CreditLineRequired", "Credit line required",
          "PLUS term: whether a credit must be shown.",
          choice="credit-line-required"),
    Field("license_start", Kind.DATE, "plus:LicenseStartDate", "License start", "First day."),
    Field("license_end", Kind.DATE, "plus:LicenseEndDate", "License end", "Last day."),
    Field("file_constraints", TS, "plus:ImageFileConstraints", "Image file constraints",
          "PLUS terms: whether name, metadata, colour and so on must be kept.",
          choice="file-constraints"),
    Field("instructions", T, "photoshop:Instructions", "Instructions",
          "Embargo, restrictions, mandatory credit.", Iim(40, 256)),
    Field("caption_writer", T, "photoshop:CaptionWriter", "Caption writer", "Who wrote it.",
          Iim(122, 32)),
    Field("job_id", T, "photoshop:TransmissionReference", "Job identifier",
          "Number for the workflow.", Iim(103, 32)),
    Field("date_created", Kind.DATE, "photoshop:DateCreated", "Date created",
          "When the picture was taken.", Iim(55, 8, time=60), Exif("exif", 0x9003, "date")),
    Field("date_digitized", Kind.DATE, "xmp:CreateDate", "Date digitized",
          "When the file came into being.", Iim(62, 8, time=63), Exif("exif", 0x9004, "date")),
    Field("release_date", Kind.DATE, None, "Release date", "Not to be used before.",
          Iim(30, 8, time=35)),
    Field("expiration_date", Kind.DATE, None, "Expiration date", "Not to be used after.",
          Iim(37, 8, time=38)),
    Field("sublocation", T, "Iptc4xmpCore:Location", "Sublocation", "Place within the city.",
          Iim(92, 32)),
    Field("city", T, "photoshop:City", "City", "", Iim(90, 32)),
    Field("state", T, "photoshop:State", "State or province", "", Iim(95, 32)),
    Field("country", T, "photoshop:Country", "Country", "", Iim(101, 64)),
    Field("country_code", T, "Iptc4xmpCore:CountryCode", "Country code",
          "ISO 3166, two or three letters.", Iim(100, 3)),
    Field("locations_shown", S, _EXT + "LocationShown", "Location shown", "", shape=LOCATION),
    Field("locations_created", S, _EXT + "LocationCreated", "Location created", "",
          shape=LOCATION),
    Field("gps", Kind.STRUCTURE, None, "GPS position", "Where the camera stood.",
          exif=Exif("gps", 0x0002, "position"), writable=False),
    Field("keywords", TS, "dc:subject", "Keywords", "One each.", Iim(25, 64)),
    Field("subject_codes", TS, "Iptc4xmpCore:SubjectCode", "Subject codes",
          "Eight-digit IPTC NewsCodes.", Iim(12, 236, prefix="IPTC:")),
    Field("scene_codes", TS, "Iptc4xmpCore:Scene", "Scene codes", "Six-digit IPTC NewsCodes."),
    Field("intellectual_genre", T, "Iptc4xmpCore:IntellectualGenre", "Intellectual genre", "",
          Iim(4, 68)),
    Field("genres", S, _EXT + "Genre", "Genre", "", shape=TERM),
    Field("about_terms", S, _EXT + "AboutCvTerm", "About the image", "", shape=TERM),
    Field("persons", TS, _EXT + "PersonInImage", "Persons shown", "One name each."),
    Field("person_details", S, _EXT + "PersonInImageWDetails", "Persons shown (details)", "",
          shape=PERSON),
    Field("organisations_shown", TS, _EXT + "OrganisationInImageName", "Organisations shown", ""),
    Field("organisation_codes", TS, _EXT + "OrganisationInImageCode", "Organisation codes", ""),
    Field("products", S, _EXT + "ProductInImage", "Products shown", "", shape=PRODUCT),
    Field("artworks", S, _EXT + "ArtworkOrObject", "Artwork or object", "", shape=ARTWORK),
    Field("contributors", S, _EXT + "Contributor", "Contributors", "",
          shape=(*ENTITY, Field("roles", TS, _EXT + "Role"))),
    Field("event", L, _EXT + "Event", "Event", "What was going on."),
    Field("event_ids", TS, _EXT + "EventId", "Event identifiers", ""),
    Field("digital_source_type", T, _EXT + "DigitalSourceType", "Digital source type",
          "IPTC NewsCode: camera, composite, trained algorithm ...",
          choice="digital-source-type"),
    Field("data_mining", T, "plus:DataMining", "Data mining",
          "PLUS term: whether machines may learn from it.",
          choice="data-mining"),
    Field("ai_prompt", T, _EXT + "AIPromptInformation", "AI prompt", ""),
    Field("ai_prompt_writer", T, _EXT + "AIPromptWriterName", "AI prompt writer", ""),
    Field("ai_system", T, _EXT + "AISystemUsed", "AI system", ""),
    Field("ai_system_version", T, _EXT + "AISystemVersionUsed", "AI system version", ""),
    Field("model_release_status", T, "plus:ModelReleaseStatus", "Model release status",
          "PLUS term.",
          choice="model-release-status"),
    Field("model_release_ids", TS, "plus:ModelReleaseID", "Model release identifiers", ""),
    Field("property_release_status", T, "plus:PropertyReleaseStatus", "Property release status",
          "PLUS term.",
          choice="property-release-status"),
    Field("property_release_ids", TS, "plus:PropertyReleaseID", "Property release identifiers",
          ""),
    Field("minor_model_age", T, "plus:MinorModelAgeDisclosure", "Minor model age", "PLUS term.",
          choice="minor-model-age"),
    Field("model_ages", Kind.INTEGERS, _EXT + "ModelAge", "Model ages", "In years."),
    Field("model_information", T, _EXT + "AddlModelInfo", "Model information", ""),
    Field("image_guid", T, _EXT + "DigImageGUID", "Digital image GUID", "",
          exif=Exif("exif", 0xA420)),
    Field("registry_entries", S, _EXT + "RegistryId", "Registry entries", "", shape=REGISTRY),
    Field("rights_expressions", S, _EXT + "EmbdEncRightsExpr", "Embedded rights expressions", "",
          shape=(Field("expression", T, _EXT + "EncRightsExpr"), *_EXPRESSION)),
    Field("linked_rights_expressions", S, _EXT + "LinkedEncRightsExpr",
          "Linked rights expressions", "",
          shape=(Field("url", T, _EXT + "LinkedRightsExpr"), *_EXPRESSION)),
    Field("regions", S, _EXT + "ImageRegion", "Image regions", "", shape=REGION),
    Field("max_width", Kind.INTEGER, _EXT + "MaxAvailWidth", "Largest width available",
          "In pixels."),
    Field("max_height", Kind.INTEGER, _EXT + "MaxAvailHeight", "Largest height available",
          "In pixels."),
    Field("rating", Kind.NUMBER, "xmp:Rating", "Rating", "-1 (rejected) to 5."),
    Field("urgency", T, "photoshop:Urgency", "Urgency", "1 to 8.", Iim(10, 1)),
    Field("category", T, "photoshop:Category", "Category", "Three letters.", Iim(15, 3)),
    Field("supplemental_categories", TS, "photoshop:SupplementalCategories",
          "Supplemental categories", "", Iim(20, 32)),
    Field("orientation", Kind.INTEGER, "tiff:Orientation", "Orientation",
          "1 to 8, how to turn the picture.", exif=Exif("ifd0", 0x0112, "number"),
          writable=False),
)  # fmt: skip


def _structures(fields: Iterable[Field]) -> Iterator[Field]:
    """Give the structures among some properties, and those inside them."""
    for field in fields:
        if field.shape:
            yield field
            yield from _structures(field.shape)


BY_NAME: Final = {field.name: field for field in FIELDS}
NAMES: Final = frozenset(BY_NAME)
XMP_FIELDS: Final = {field.clark: field for field in FIELDS if field.xmp}
IIM_FIELDS: Final = {(2, field.iim.number): field for field in FIELDS if field.iim}
# the members of every structure, by its XMP name
STRUCTURES: Final = {field.clark: field.shape for field in _structures(FIELDS)}
RESOURCE_FIELDS: Final = {field.resource: field for field in FIELDS if field.resource}
TEXT_FIELDS: Final = {field.text: field for field in FIELDS if field.text}

# what EXIF stores beside a date: hundredths of a second and the offset from UTC (Exif 2.31)
DATE_PARTS: Final = {0x9003: (0x9291, 0x9011), 0x9004: (0x9292, 0x9012)}


def _exif_places(place: Exif) -> frozenset[tuple[Directory, int]]:
    """List all the fields a property is read from."""
    tags = range(1, 7) if place.directory == "gps" else (place.tag, *DATE_PARTS.get(place.tag, ()))
    places = {(place.directory, tag) for tag in tags}
    if place.windows:
        places.add(("ifd0", place.windows))
    return frozenset(places)


# what Windows keeps beside: brought in step where it is, and read only where Exif says so
WINDOWS: Final = {"title": 0x9C9B, "creators": 0x9C9D, "keywords": 0x9C9E}

EXIF_FIELDS: Final = {field: _exif_places(field.exif) for field in FIELDS if field.exif}
EXIF_WANTED: Final = frozenset({("ifd0", tag) for tag in WINDOWS.values()}).union(
    *EXIF_FIELDS.values()
)


# ── texts as the blocks spell them ──────────────────────────────────────────────────────────────

_ISO: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)"
    r"(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?)?)?"
)
_EXIF_DATE: Final = re.compile(r"(\d{4})[:\-/](\d\d)[:\-/](\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?")
_IIM_DATE: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_IIM_TIME: Final = re.compile(r"(\d\d):?(\d\d):?(\d\d)\s*([+-]\d\d:?\d\d|Z)?")
_ZONE: Final = re.compile(r"[+-]\d\d:?\d\d|Z")
_DEGREES: Final = re.compile(r"(\d{1,3}),(\d{1,3}(?:\.\d+)?)(?:,(\d{1,3}(?:\.\d+)?))?([NSEW])")


def iso_date(text: str) -> str:
    """Check a date and give it in ISO 8601's extended form, as precise as it is.

    Raises:
        InvalidValue: it is none, like ``2026-13-01`` or ``yesterday``.
    """
    found = _ISO.fullmatch(text.strip())
    if not found or not _is_date(found):
        raise InvalidValue(f"{text!r} is no date",
                           help="write 2026-11-23, or 2026-11-23T18:05:00+02:00")  # fmt: skip
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    if not hour:
        return "-".join([part for part in (year, month, day) if part])
    clock = f"{hour}:{minute}:{second}" if second else f"{hour}:{minute}"
    return f"{year}-{month}-{day}T{clock}{fraction or ''}{_zone(zone)}"


def date_parts(text: str) -> tuple[int, ...] | None:
    """Take an ISO date apart: year, month, day, hour, minute, second, as far as it says them."""
    found = _ISO.fullmatch(text.strip())
    if not found or not _is_date(found):
        return None
    return tuple(int(part) for part in found.groups()[:6] if part)


def _zone(text: str | None) -> str:
    if not text or text == "Z":
        return text or ""
    return text if ":" in text else f"{text[:3]}:{text[3:]}"


def _is_date(found: re.Match[str]) -> bool:
    year, month, day = (int(part or 1) for part in found.group(1, 2, 3))
    if not (year and 1 <= month <= 12 and day >= 1):
        return False
    # no month is shorter
    if day > 28 and day > calendar.monthrange(year, month)[1]:
        return False
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    return hour <= 23 and minute <= 59 and second <= 60


def _lenient_date(text: str) -> str | None:
    """Read a date as files have it: ISO, or EXIF's colons; anything else stays as it is."""
    try:
        return iso_date(text)
    except InvalidValue:
        return _from_exif_date(text) or text.strip() or None


def _from_exif_date(text: str) -> str | None:
    found = _EXIF_DATE.match(text.strip())
    if not found or found[1] == "0000":
        return None
    year, month, day, hour, minute, second = found.groups()
    date = "-".join([part for part in (year, month, day) if part != "00"])
    return f"{date}T{hour}:{minute}:{second or '00'}" if hour else date


def _from_iim_date(date: str, time: str | None) -> str | None:
    found = _IIM_DATE.fullmatch(date.strip())
    if not found or found[1] == "0000":
        return date.strip() or None
    parts = "-".join(part for part in found.groups() if part != "00")
    clock = _IIM_TIME.fullmatch((time or "").strip())
    if not clock or len(parts) < 10:
        return parts
    return f"{parts}T{clock[1]}:{clock[2]}:{clock[3]}{_zone(clock[4])}"


def _to_iim_date(text: str) -> tuple[str, str | None]:
    found = _ISO.fullmatch(text)
    if not found:
        return "", None
    year, month, day, hour, minute, second, _, zone = found.groups()
    date = f"{year}{month or '00'}{day or '00'}"
    if not hour:
        return date, None
    # IIM knows no time without a zone; "+0000" would be an invented one
    if not zone:
        return date, None
    offset = "+0000" if zone == "Z" else zone.replace(":", "")
    return date, f"{hour}{minute}{second or '00'}{offset}"


def split_names(text: str) -> list[str]:
    """Split EXIF's list of names at ``;``; names with one in them are quoted (MWG 2.0, 5.4)."""
    if '"' not in text:
        return [name for bare in text.split(";") if (name := bare.strip())]
    names = re.findall(r'\s*(?:"((?:[^"]|"")*)"|([^;]*))\s*(?:;|$)', text)
    return [name for quoted, bare in names if (name := (quoted.replace('""', '"') or bare).strip())]


def join_names(names: Iterable[str]) -> str:
    """Join names as EXIF's Artist has them."""
    return "; ".join(
        '"' + name.replace('"', '""') + '"' if ";" in name or name.startswith('"') else name
        for name in names
    )


# ── kinds: from and to the values of XMP ────────────────────────────────────────────────────────


class Codec(NamedTuple):
    """How a kind is read from XMP and written to it; reading takes any spelling, or gives None."""

    read: Callable[[Field, Value], Any]
    write: Callable[[Field, Any], Value]


def _one(value: Value) -> str | None:
    """Give one text, whatever it was wrapped in."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Languages):
        return value.default
    inner = value.values() if isinstance(value, dict) else value
    return next((text for item in inner if (text := _one(item))), None) if inner else None


def _many(value: Value) -> list[str]:
    if isinstance(value, (str, Languages)):
        items: Iterable[Value] = [_one(value) or ""]
    else:
        items = value.values() if isinstance(value, dict) else value
    return [text for item in items if (text := _one(item))]


def _read_text(_: Field, value: Value) -> str | None:
    return (value.strip() or None) if type(value) is str else _one(value)


def _read_date(_: Field, value: Value) -> str | None:
    text = _one(value)
    return _lenient_date(text) if text else None


def _read_flag(_: Field, value: Value) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get((_one(value) or "").lower())


def _number(text: str | None) -> float | None:
    """Read a number, also as XMP's fraction ``12/5``."""
    above, _, below = (text or "").partition("/")
    try:
        number = float(above) / float(below or 1)
    except (ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None


def _read_integer(_: Field, value: Value) -> int | None:
    number = _number(_one(value))
    return None if number is None else int(number)


def _write_number(_: Field, value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _read_degrees(_: Field, value: Value) -> float | None:
    return degrees(_one(value) or "")


def degrees(text: str) -> float | None:
    """Read ``50,27,0.5N`` or ``50,27.0083N`` (XMP Part 2, 8.3 GPSCoordinate), or decimals."""
    text = text.replace(" ", "")
    found = _DEGREES.fullmatch(text)
    if not found:
        return _number(text)
    size = int(found[1]) + float(found[2]) / 60 + float(found[3] or 0) / 3600
    return -size if found[4] in "SW" else size


def _write_degrees(field: Field, value: float) -> str:
    sign = ("NS" if field.name == "latitude" else "EW")[value < 0]
    whole, millionths = divmod(round(abs(value) * 60_000_000), 60_000_000)
    return f"{whole},{millionths / 1_000_000:.6f}{sign}"


def _read_structure(field: Field, value: Value) -> dict[str, Any] | None:
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, dict)), {})
    if not isinstance(value, dict) or isinstance(value, Languages):
        return None
    members = {
        member.name: said
        for name, (member, read) in _members_of(field.clark).items()
        if name in value and (said := read(member, value[name])) not in (None, [])
    }
    return members or None


@cache
def _members_of(structure: str) -> dict[str, tuple[Field, Callable[[Field, Value], Any]]]:
    """List the members of a structure by their XMP names, each with how it is read."""
    return {m.clark: (m, CODECS[m.kind].read) for m in STRUCTURES[structure]}


def _read_structures(field: Field, value: Value) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else [value]
    return [read for item in items if (read := _read_structure(field, item))]


def _write_structure(field: Field, value: Mapping[str, Any]) -> Value:
    members = {
        member.clark: CODECS[member.kind].write(member, value[member.name])
        for member in field.shape
        if value.get(member.name) not in (None, (), [])
    }
    return Structure(
        members,
        known=frozenset(member.clark for member in field.shape),
        identity=frozenset(m.clark for m in field.shape if m.name in IDENTIFYING),
    )


def _listed(field: Field, items: list[Value]) -> Value:
    return Seq(items) if field.ordered else items


CODECS: Final[dict[Kind, Codec]] = {
    Kind.TEXT: Codec(_read_text, lambda _, value: value),
    Kind.LANGUAGES: Codec(_read_text, lambda _, value: Languages({DEFAULT: value})),
    Kind.TEXTS: Codec(lambda _, value: _many(value), _listed),
    Kind.DATE: Codec(_read_date, lambda _, value: value),
    Kind.FLAG: Codec(_read_flag, lambda _, value: str(value)),
    Kind.INTEGER: Codec(_read_integer, _write_number),
    Kind.INTEGERS: Codec(
        lambda _, value: [int(n) for text in _many(value) if (n := _number(text)) is not None],
        lambda field, value: _listed(field, [str(number) for number in value]),
    ),
    Kind.NUMBER: Codec(lambda _, value: _number(_one(value)), _write_number),
    Kind.DEGREES: Codec(_read_degrees, _write_degrees),
    Kind.STRUCTURE: Codec(_read_structure, _write_structure),
    Kind.STRUCTURES: Codec(
        _read_structures,
        lambda field, value: _listed(field, [_write_structure(field, item) for item in value]),
    ),
}


# ── EXIF forms ──────────────────────────────────────────────────────────────────────────────────

ExifValues: TypeAlias = "Mapping[tuple[Directory, int], Any]"


class ExifForm(NamedTuple):
    """How a field stands in EXIF: read from all its values, written to its own."""

    read: Callable[[Exif, ExifValues], Any]
    write: Callable[[Exif, Any], dict[tuple[Directory, int], str | None]]


def _text_at(values: ExifValues, directory: Directory, tag: int) -> str | None:
    value = values.get((directory, tag))
    return (value.strip() or None) if isinstance(value, str) else None


def _exif_text(place: Exif, values: ExifValues) -> str | None:
    return _text_at(values, place.directory, place.tag)


def _exif_names(place: Exif, values: ExifValues) -> list[str]:
    twin = place.windows or place.tag
    return split_names(_exif_text(place, values) or _text_at(values, "ifd0", twin) or "")


def _exif_number(place: Exif, values: ExifValues) -> int | None:
    value = values.get((place.directory, place.tag))
    return int(value[0]) if isinstance(value, tuple) else None


def _exif_date(place: Exif, values: ExifValues) -> str | None:
    date = _from_exif_date(_exif_text(place, values) or "")
    if date is None or "T" not in date:
        return date
    fraction, zone = [_text_at(values, "exif", tag) or "" for tag in DATE_PARTS[place.tag]]
    date += f".{fraction}" if fraction.isdigit() else ""
    return date + (_zone(zone) if _ZONE.fullmatch(zone) else "")


def _write_exif_date(place: Exif, value: str | None) -> dict[tuple[Directory, int], str | None]:
    tags = [("exif", tag) for tag in (place.tag, *DATE_PARTS[place.tag])]
    found = _ISO.fullmatch(value or "")
    if not found or not found[3]:
        texts: list[str | None] = [None, None, None]  # EXIF cannot say "May 2026"
    else:
        year, month, day, hour, minute, second, fraction, zone = found.groups()
        # blanks stand for what is not known (Exif 3.0, 4.6.6.6.1)
        clock = f"{hour}:{minute}:{second or '00'}" if hour else "  :  :  "
        texts = [f"{year}:{month}:{day} {clock}", (fraction or "")[1:] or None,
                 "+00:00" if zone == "Z" else _zone(zone) or None]  # fmt: skip
    return dict(zip(tags, texts, strict=True))  # type: ignore[arg-type]


def _exif_position(_: Exif, values: ExifValues) -> dict[str, float] | None:
    found: dict[str, float] = {}
    for name, tag, negative in (("latitude", 2, "S"), ("longitude", 4, "W")):
        parts = values.get(("gps", tag))
        if isinstance(parts, tuple) and parts:
            degrees = sum(part / 60**power for power, part in enumerate(parts[:3]))
            sign = -1 if str(values.get(("gps", tag - 1), "")).upper().startswith(negative) else 1
            found[name] = round(sign * degrees, 7)
    altitude = values.get(("gps", 6))
    if isinstance(altitude, tuple) and altitude:
        below = values.get(("gps", 5)) == (1,)
        found["altitude"] = -altitude[0] if below else altitude[0]
    return found or None


def _nowhere(_: Exif, __: Any) -> dict[tuple[Directory, int], str | None]:
    return {}


EXIF_FORMS: Final[dict[str, ExifForm]] = {
    "text": ExifForm(_exif_text, lambda place, value: {(place.directory, place.tag): value}),
    "list": ExifForm(
        _exif_names,
        lambda place, value: {(place.directory, place.tag): join_names(value) if value else None},
    ),
    "date": ExifForm(_exif_date, _write_exif_date),
    "number": ExifForm(_exif_number, _nowhere),
    "position": ExifForm(_exif_position, _nowhere),
}


# ── blocks: claims out of values, values out of a property ──────────────────────────────────────


_XMP_READERS: Final = {name: (field, CODECS[field.kind].read) for name, field in XMP_FIELDS.items()}


def _from_xmp(values: Mapping[str, Value]) -> Iterable[tuple[Field, Any]]:
    for name, value in values.items():
        if name in _XMP_READERS:
            field, read = _XMP_READERS[name]
            yield field, read(field, value)


def _from_iim(values: Mapping[iim.Address, Sequence[str]]) -> Iterable[tuple[Field, Any]]:
    for place, texts in values.items():
        field = IIM_FIELDS.get(place)
        if field is None or field.iim is None:
            continue
        if field.kind is Kind.DATE:
            times = values.get((2, field.iim.time or 0))
            yield field, _from_iim_date(texts[0], times[0] if times else None)
        elif field.is_list:
            yield field, [_line_ends(text).removeprefix(field.iim.prefix) for text in texts]
        else:
            yield field, _line_ends(texts[0])


def _line_ends(text: str) -> str:
    if "\r" not in text:
        return text.strip()
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


_EXIF_READERS: Final = tuple(
    (field, field.exif, places, EXIF_FORMS[field.exif.form].read)
    for field, places in EXIF_FIELDS.items()
    if field.exif
)


def _from_exif(values: ExifValues) -> Iterable[tuple[Field, Any]]:
    for field, place, places, read in _EXIF_READERS:
        if not places.isdisjoint(values):
            yield field, read(place, values)


def _from_photoshop(values: Mapping[int, bytes]) -> Iterable[tuple[Field, Any]]:
    for number, field in RESOURCE_FIELDS.items():
        data = values.get(number or 0)
        if data and field.kind is Kind.FLAG:
            yield field, data[-1:] == b"\1" or None
        elif data:
            yield field, data.decode("utf-8", "replace").strip("\0 ")


def _from_text(values: Mapping[str, str]) -> Iterable[tuple[Field, Any]]:
    for keyword, field in TEXT_FIELDS.items():
        if text := values.get(keyword or ""):
            yield field, split_names(text) if field.is_list else text


_READERS: Final[dict[str, Callable[[Any], Iterable[tuple[Field, Any]]]]] = {
    "xmp": _from_xmp,
    "sidecar": _from_xmp,
    "iim": _from_iim,
    "photoshop": _from_photoshop,
    "exif": _from_exif,
    "text": _from_text,
}


def claims(decoded: Mapping[str, Any], names: Collection[str] = NAMES) -> Claims:
    """Turn what each block says into claims of the properties *names*: property → block → value."""
    found: Claims = {}
    for block, values in decoded.items():
        for field, value in _READERS[block](values):
            name = field.name
            if name in names and (value or present(value)):
                if name in found:
                    found[name][block] = value
                else:
                    found[name] = {block: value}
    return found


def addresses(name: str) -> tuple[str, ...]:
    """Give the places where a property can stand, as people know them: ``IIM 2:80``."""
    field = BY_NAME[name]
    places = [f"XMP {field.xmp}"] if field.xmp else []
    if field.iim:
        places.append(f"IIM 2:{field.iim.number:02}")
    if field.exif:
        places.append(f"EXIF {exif.tag_name(field.exif.tag)}")
    return tuple(places)


def projected(field: Field, value: Any, block: str) -> dict[Any, Any]:
    """Say what a block has to store for a property: address → value, None where it must go.

    IIM texts are cut to their limit in bytes, on a character's edge.
    """
    place = getattr(field, _COLUMNS[block])
    return {} if place is None else _WRITERS[block](field, place, value)


@cache
def places(name: str, block: str) -> tuple[Any, ...]:
    """List the addresses in a block that a property is read from."""
    field = BY_NAME[name]
    if block == "exif":
        return tuple(EXIF_FIELDS.get(field, ()))
    return tuple(projected(field, None, "xmp" if block == "sidecar" else block))


def holds(field: Field, block: str) -> bool:
    """Tell whether a block has an address for a property."""
    return getattr(field, _COLUMNS[block]) is not None


_COLUMNS: Final = {
    "xmp": "xmp",
    "iim": "iim",
    "photoshop": "resource",
    "exif": "exif",
    "text": "text",
}


def _to_xmp(field: Field, _: str, value: Any) -> dict[str, Value | None]:
    return {field.clark: CODECS[field.kind].write(field, value) if present(value) else None}


def _to_iim(field: Field, to: Iim, value: Any) -> dict[iim.Address, list[str] | None]:
    place = (2, to.number)
    if field.kind is Kind.DATE:
        date, time = _to_iim_date(value) if value else ("", None)
        return {place: [date] if date else None, (2, to.time or 0): [time] if time else None}
    if not present(value):
        return {place: None}
    texts = value if field.is_list else [value]
    cut = [iim.clipped(to.prefix + text, to.most) for text in texts]
    return {place: [text for text in cut if text] or None}


def _to_exif(_: Field, to: Exif, value: Any) -> dict[tuple[Directory, int], str | None]:
    return EXIF_FORMS[to.form].write(to, value if present(value) else None)


def in_windows(name: str, value: Any) -> dict[tuple[Directory, int], str | None]:
    """Say what the field that Windows keeps beside a property has to store, if it keeps one."""
    if name not in WINDOWS:
        return {}
    text = ";".join(value) if BY_NAME[name].is_list and value else value
    return {("ifd0", WINDOWS[name]): text or None}


def _to_photoshop(field: Field, to: int, value: Any) -> dict[int, bytes | None]:
    if field.kind is Kind.FLAG:
        return {to: b"\1" if value else None}
    return {to: value.encode() if value else None}


def _to_text(field: Field, to: str, value: Any) -> dict[str, str | None]:
    text = join_names(value) if field.is_list and value else value
    return {to: text or None}


_WRITERS: Final[dict[str, Callable[[Field, Any, Any], dict[Any, Any]]]] = {
    "xmp": _to_xmp,
    "iim": _to_iim,
    "photoshop": _to_photoshop,
    "exif": _to_exif,
    "text": _to_text,
}


def present(value: Any) -> bool:
    """Tell whether a property says anything: False and 0 do, an empty text or list does not."""
    return bool(value) or value is False or value == 0


def known(name: str) -> Field:
    """Give the row of a property.

    Raises:
        InvalidValue: there is none.
    """
    if name not in BY_NAME:
        raise InvalidValue(f"there is no property {name!r}", help=similar(name))
    return BY_NAME[name]


def similar(name: str) -> str:
    """Say which property a wrong name might mean."""
    import difflib  # noqa: PLC0415

    near = difflib.get_close_matches(name, BY_NAME, n=1)
    return f"did you mean {near[0]}?" if near else "credits show --all lists the properties"
