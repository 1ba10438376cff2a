"""The table of traces: what a file tells beyond its record, and where it may stand.

Sources: CIPA DC-008 (Exif 3.0) 4.6.6 and 4.6.7; XMP Specification Parts 2 and 3; Adobe Photoshop
File Formats Specification, "Image Resource IDs"; IPTC Photo Metadata Standard 2025.1; ExifTool's
tag tables, which know what programs write. A row is one *kind* with all its addresses; finding,
judging and taking out are loops over the rows, as reading and writing are over `credits.fields`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple, TypeAlias

from credits import _erasure, credentials
from credits._bytes import Source
from credits._ifd import ASCII, Entry, Tiff
from credits.blocks import _search, exif, iim, photoshop
from credits.containers import Blocks, Parts, _behind, jpeg
from credits.containers._parts import Part
from credits.errors import CreditsError, InvalidValue
from credits.fields import TEXT_FIELDS, XMP_FIELDS


class Trace(NamedTuple):
    """One thing found: its *kind*, the *block* it stands in, the field's name, and its text.

    *block* is ``exif``, ``xmp``, ``iim``, ``photoshop``, ``text`` or ``file`` (a segment of the
    container). *text* is what it says, or how much there is of it; at most 200 characters.
    """

    kind: str
    block: str
    name: str
    text: str = ""


Found: TypeAlias = "Mapping[str, tuple[Trace, ...]]"


class Row(NamedTuple):
    """One kind of trace and its addresses.

    *exif* are tags outside the GPS directory, *directories* whole directories of EXIF; *xmp* are
    names at any depth, with ``*`` for all of a namespace; *resources* numbers of image resources;
    *iim* datasets of record 2; *texts* keywords of PNG's texts; *segments* parts of a container.
    *touches* are the properties of the record that change when it is taken out.
    """

    kind: str
    help: str
    exif: Mapping[int, str] = {}
    directories: tuple[str, ...] = ()
    xmp: tuple[str, ...] = ()
    resources: Mapping[int, str] = {}
    iim: Mapping[int, str] = {}
    texts: tuple[str, ...] = ()
    segments: tuple[tuple[str, str], ...] = ()
    touches: tuple[str, ...] = ()


# exif:GPS… in XMP (XMP Specification Part 2, table 36, and Exif 2.31's)
_GPS_NAMES: Final = (
    "VersionID", "Latitude", "Longitude", "AltitudeRef", "Altitude", "TimeStamp", "DateStamp",
    "Satellites", "Status", "MeasureMode", "DOP", "SpeedRef", "Speed", "TrackRef", "Track",
    "ImgDirectionRef", "ImgDirection", "MapDatum", "DestLatitude", "DestLongitude",
    "DestBearingRef", "DestBearing", "DestDistanceRef", "DestDistance", "ProcessingMethod",
    "AreaInformation", "Differential", "HPositioningError", "LatitudeRef", "LongitudeRef",
)  # fmt: skip

ROWS: Final[tuple[Row, ...]] = (
    Row(
        "gps", "where the camera stood",
        directories=("gps",),
        xmp=(*(f"exif:GPS{name}" for name in _GPS_NAMES), "drone-dji:GpsLatitude",
             "drone-dji:GpsLongitude", "drone-dji:GpsLongtitude", "drone-dji:GpsStatus",
             "drone-dji:Latitude", "drone-dji:Longitude", "drone-dji:AbsoluteAltitude",
             "drone-dji:RelativeAltitude"),
        texts=("exif:GPS*",),
        touches=("gps", "locations_created", "locations_shown"),
    ),
    Row(
        "serial", "which camera and which lens it was",
        exif={0xA431: "BodySerialNumber", 0xA435: "LensSerialNumber", 0xC62F: "CameraSerialNumber",
              0xFDE9: "SerialNumber"},
        xmp=("aux:SerialNumber", "aux:LensSerialNumber", "aux:ImageNumber",
             "exifEX:BodySerialNumber", "exifEX:LensSerialNumber",
             "MicrosoftPhoto:CameraSerialNumber", "drone-dji:CameraSerialNumber",
             "drone-dji:DroneSerialNumber", "drone-dji:LensSerialNumber"),
        texts=("exif:BodySerialNumber", "exif:LensSerialNumber"),
    ),
    Row(
        "owner", "whose camera it is",
        exif={0xA430: "CameraOwnerName", 0xFDE8: "OwnerName"},
        xmp=("aux:OwnerName", "exifEX:CameraOwnerName"),
        texts=("exif:CameraOwnerName",),
    ),
    Row(
        "image-id", "a number that every copy of this exposure bears",
        exif={0xA420: "ImageUniqueID", 0xC65D: "RawDataUniqueID"},
        touches=("image_guid",),
        xmp=("exif:ImageUniqueID",),
        texts=("exif:ImageUniqueID",),
    ),
    Row(
        "maker-note", "what the maker keeps to itself: serial numbers, faces, places, owners",
        exif={0x927C: "MakerNote", 0xC634: "DNGPrivateData"},
        xmp=("exif:MakerNote",),
        segments=(("jpeg", "APP1"), *(("jpeg", f"APP{n}") for n in (3, 4, 5, 6, 7, 8, 9, 10)),
                  ("jpeg", "APP12"), ("jpeg", "APP15")),
    ),
    Row(
        "contact", "private address, telephone and e-mail of the creator",
        xmp=("Iptc4xmpCore:CiAdrExtadr", "Iptc4xmpCore:CiAdrPcode", "Iptc4xmpCore:CiTelWork",
             "Iptc4xmpCore:CiEmailWork"),
        iim={118: "Contact"},
        touches=("creator_contact",),
    ),
    Row(
        "history", "how the picture came about, and from which files",
        xmp=("xmpMM:History", "xmpMM:Ingredients", "xmpMM:Pantry", "xmpMM:DerivedFrom",
             "xmpMM:ManagedFrom", "xmpMM:RenditionOf", "xmpMM:Versions", "xmpMM:Manifest",
             "photoshop:DocumentAncestors", "photoshop:History", "photoshop:TextLayers",
             "crs:*", "digiKam:ImageHistory", "darktable:*"),
        resources={0x0401: "WorkingPath", 0x0429: "LayerComps", 0x0BB7: "ClippingPathName",
                   0x0BB8: "OriginPathInfo", 0x1B58: "ImageReadyVariables",
                   0x1B59: "ImageReadyDataSets", 0x1F40: "LightroomWorkflow",
                   **dict.fromkeys(range(0x07D0, 0x0BB7), "PathInfo")},
        iim={221: "Prefs", 225: "ClassifyState", 231: "DocumentHistory", 232: "ExifCameraInfo"},
    ),
    Row(
        "local-path", "names of folders, servers and files on somebody's machine",
        exif={0x010D: "DocumentName"},
        xmp=("stRef:filePath", "stRef:lastURL", "xmpMM:PreservedFileName", "xmpMM:LastURL",
             "crs:RawFileName", "creatorAtom:*", "xmp:BaseURL"),
        resources={0x041B: "WorkflowURL", 0x041E: "URL_List", 0x043E: "AutoSaveFilePath"},
        texts=("Thumb::URI", "Thumb::Path", "svg:base-uri"),
    ),
    Row(
        "computer", "the machine and the printer it was made with",
        exif={0x013C: "HostComputer"},
        xmp=("tiff:HostComputer",),
        resources={0x03E9: "MacintoshPrintInfo", 0x03EA: "XMLData", 0x042F: "PrintInfo",
                   0x043A: "PrintInfo2", 0x043C: "MacintoshNSPrintInfo", 0x043D: "WindowsDEVMODE"},
    ),
    Row(
        "notes", "what was meant for colleagues",
        iim={230: "DocumentNotes"},
        xmp=("photomechanic:*",),
    ),
    Row(
        "comment", "free text outside the record",
        exif={0x9286: "UserComment", 0x9C9C: "XPComment"},
        xmp=("exif:UserComment",),
        segments=(("jpeg", "COM"),),
    ),
    Row(
        "thumbnail", "a small picture of what it was before it was cropped",
        exif={0x501B: "ThumbnailData"},
        directories=("ifd1",),
        xmp=("xmp:Thumbnails",),
        resources={0x0409: "PhotoshopBGRThumbnail", 0x040C: "PhotoshopThumbnail"},
        iim={200: "ObjectPreviewFileFormat", 201: "ObjectPreviewFileVersion",
             202: "ObjectPreviewData"},
        segments=(("jpeg", "JFXX"),),
    ),
    Row(
        "trailer", "what stands behind a JPEG's end: videos, previews, makers' notes, archives",
        xmp=("GCamera:MotionPhoto", "GCamera:MotionPhotoVersion",
             "GCamera:MotionPhotoPresentationTimestampUs", "GCamera:MicroVideo",
             "GCamera:MicroVideoVersion", "GCamera:MicroVideoOffset",
             "GCamera:MicroVideoPresentationTimestampUs"),
        segments=tuple(("jpeg", kind) for kind in _behind.KINDS),
    ),
    Row(
        "duplicate", "second copies of blocks, which some readers use and editors forget",
        resources={0x0422: "ExifInfo", 0x0423: "ExifInfo2", 0x0424: "XMP"},
        segments=(("jpeg", "Exif"), ("jpeg", "XMP")),
    ),
    Row(
        "software", "the program it was saved with",
        exif={0x000B: "ProcessingSoftware", 0x0131: "Software", 0xA439: "CameraFirmware",
              0xA43A: "RAWDevelopingSoftware", 0xA43B: "ImageEditingSoftware",
              0xA43C: "MetadataEditingSoftware"},
        xmp=("xmp:CreatorTool", "tiff:Software"),
        resources={0x0421: "VersionInfo"},
        iim={65: "OriginatingProgram", 70: "ProgramVersion"},
        texts=("Software",),
    ),
    Row(
        "generator", "prompts and settings of programs that make pictures",
        texts=("parameters", "prompt", "workflow", "Dream", "sd-metadata", "invokeai*",
               "generation_data", "fooocus*", "extras", "postprocessing", "aesthetic_score"),
    ),
)  # fmt: skip

CREDENTIALS: Final = "credentials"
BEHIND: Final = "trailer"
BY_KIND: Final = {row.kind: row for row in ROWS}
# what says more of people and places than a published photo has to
PRIVATE: Final = (
    "gps", "serial", "owner", "image-id", "maker-note", "contact", "history", "local-path",
    "computer", "notes", "thumbnail", "trailer", "duplicate",
)  # fmt: skip

# C:\Users\…, \\server\share, file:///…, /Users/…, /home/…, /Volumes/…
LOCAL_PATH: Final = re.compile(
    r"(?:^|[\s\"'(=>])(?:[A-Za-z]:\\[^\s\\]|\\\\[\w.-]+\\|file:/|/(?:Users|home|Volumes|mnt)/\w)"
)
LONGEST: Final = 200
HEAD: Final = 4096
# Photoshop's and SPIFF's own segments concern the picture's coding
_HARMLESS: Final = (b"Ducky", b"SPIFF\0")


def known(kinds: Collection[str]) -> frozenset[str]:
    """Check the names of kinds.

    Raises:
        InvalidValue: there is no such kind.
    """
    for kind in kinds:
        if kind not in BY_KIND:
            raise InvalidValue(f"there is no kind of trace {kind!r}", help=", ".join(BY_KIND))
    return frozenset(kinds)


def traces(parts: Parts, blocks: Blocks, form: str) -> dict[str, tuple[Trace, ...]]:
    """Find what a file of format *form* tells beyond its record, by kind."""
    found: dict[str, list[Trace]] = {}
    for trace in _all(parts, blocks, form):
        found.setdefault(trace.kind, []).append(trace)
    return {kind: tuple(found[kind]) for kind in (*BY_KIND, CREDENTIALS) if kind in found}


def _all(parts: Parts, blocks: Blocks, form: str) -> Iterator[Trace]:
    resources = photoshop.split(blocks.photoshop)[0] if blocks.photoshop else []
    if blocks.exif is not None:
        yield from _in_exif(blocks.exif, pages=form in TIFFS)
    if blocks.xmp is not None:
        yield from _in_xmp(blocks)
    for resource in resources:
        if form != "psd" or resource.number not in BY_KIND["duplicate"].resources:
            yield from _in_resource(resource)
    datastreams = [one.data for one in resources if one.number == photoshop.IIM]
    for datastream in (*datastreams, blocks.iim):
        if datastream:
            yield from _in_iim(datastream)
    for keyword, text in blocks.text:
        kind = text_kind(keyword, text)
        if kind:
            yield Trace(kind, "text", keyword, told(text))
    yield from (
        Trace(kind, "file", part.kind, _segment(parts, part, kind))
        for kind, part in segments(_suspected(parts, form), form)
    )
    yield from _in_manifest(parts, form)


def _in_manifest(parts: Parts, form: str) -> Iterator[Trace]:
    """Say what Content Credentials tell; they are no row, because they are taken out as one."""
    judgement = credentials.judged(parts, form)
    if judgement is not None:
        yield Trace(CREDENTIALS, "file", "data-hash", judgement.state)
        for code in judgement.source_types:
            yield Trace(CREDENTIALS, "file", "source-type", code)


# formats in which further directories are pages, not a thumbnail
TIFFS: Final = frozenset({"tiff", "raw"})


def told(text: str) -> str:
    """Bring a text into the form in which it is reported."""
    text = " ".join(text.replace("\0", " ").split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


# ── EXIF ────────────────────────────────────────────────────────────────────────────────────────

_EXIF: Final = {tag: (row.kind, name) for row in ROWS for tag, name in row.exif.items()}
_GPS: Final = frozenset(range(32))
_WANTED: Final = {"ifd0": frozenset(_EXIF), "exif": frozenset(_EXIF), "gps": _GPS}


def exif_tags(kinds: Collection[str]) -> frozenset[int]:
    """List the EXIF tags of some kinds."""
    return frozenset(tag for tag, (kind, _) in _EXIF.items() if kind in kinds)


def exif_directories(kinds: Collection[str], *, pages: bool) -> frozenset[str]:
    """List the EXIF directories that go with some kinds; pages of a TIFF are no thumbnail."""
    named = {name for kind in kinds for name in BY_KIND[kind].directories}
    return frozenset(named - {_erasure.THUMBNAIL} if pages else named)


def _in_exif(block: Source, *, pages: bool) -> Iterator[Trace]:
    try:
        tiff = Tiff.of(block)
        found = tiff.directories(_WANTED)  # type: ignore[arg-type]
    except CreditsError:
        return
    for name in ("ifd0", "exif"):
        for entry in found[name].entries if name in found else ():
            if entry.tag in _EXIF:
                text = _entry_text(tiff, entry)
                if text.strip(" 0"):
                    kind, label = _EXIF[entry.tag]
                    yield Trace(kind, "exif", label, text)
    if "gps" in found and found["gps"].entries:
        yield Trace("gps", "exif", *_position(tiff, found["gps"].entries))
    if found["ifd0"].following and not pages:
        yield Trace("thumbnail", "exif", "IFD1", _thumbnail(tiff, found["ifd0"].following))


def _entry_text(tiff: Tiff, entry: Entry) -> str:
    try:
        data = tiff.raw(entry)
    except CreditsError:
        return "unreadable"
    if entry.type == ASCII:
        return told(exif.text_of(data))
    if entry.tag in exif.WINDOWS:
        return told(data.decode("utf-16-le", "replace"))
    if entry.tag == 0x9286:
        return told(_comment(tiff, data))
    return f"{entry.size} bytes"


def _comment(tiff: Tiff, data: bytes) -> str:
    """Read a UserComment: eight bytes name its code (Exif 3.0, 4.6.6.7.2)."""
    code, text = data[:8].rstrip(b"\0 "), data[8:]
    if code != b"UNICODE":
        return text.decode("utf-8", "replace")
    # writers do not agree whose byte order it has; in most scripts one half of the bytes is zero
    even, odd = text[::2].count(0), text[1::2].count(0)
    little = odd > even if odd != even else tiff.order == "<"
    return text.decode("utf-16-le" if little else "utf-16-be", "replace")


def _position(tiff: Tiff, entries: Collection[Entry]) -> tuple[str, str]:
    values = {}
    for entry in entries:
        try:
            text = exif.text_of(tiff.raw(entry)) if entry.type == ASCII else tiff.numbers(entry)
        except CreditsError:
            continue
        values["gps", entry.tag] = text
    degrees = [_degrees(values.get(("gps", tag)), values.get(("gps", tag - 1))) for tag in (2, 4)]
    if None in degrees:
        return "GPSInfo", f"{len(entries)} fields"
    return "GPSPosition", position(*degrees)  # type: ignore[arg-type]


def _degrees(parts: object, reference: object) -> float | None:
    if not isinstance(parts, tuple) or not parts:
        return None
    size: float = sum(float(part) / 60**power for power, part in enumerate(parts[:3]))
    return -size if str(reference).upper().startswith(("S", "W")) else size


def position(latitude: float, longitude: float) -> str:
    """Write a position as a desk reads it: degrees with five decimals, about a metre."""
    north, east = "NS"[latitude < 0], "EW"[longitude < 0]
    return f"{abs(latitude):.5f} {north}, {abs(longitude):.5f} {east}"


# names under which a position, not only a time or a receiver, is told
POSITIONS: Final = frozenset({
    "GPSPosition", "exif:GPSLatitude", "exif:GPSLongitude", "exif:GPSDestLatitude",
    "exif:GPSDestLongitude", "drone-dji:GpsLatitude", "drone-dji:GpsLongitude",
    "drone-dji:GpsLongtitude", "drone-dji:Latitude", "drone-dji:Longitude",
})  # fmt: skip


def _thumbnail(tiff: Tiff, at: int) -> str:
    """Say how large the small picture is: pixels where its head tells, else bytes."""
    try:
        ranges = _erasure.pictures(tiff, tiff.ifd(at))
    except CreditsError:
        return "unreadable"
    for start, stop in ranges:
        size = _frame(tiff.source.peek(start, min(stop - start, HEAD)))
        return f"{size[0]} x {size[1]}" if size else f"{stop - start} bytes"
    return "empty"


def _frame(data: bytes) -> tuple[int, int] | None:
    """Read width and height of a small JPEG, whose frame header stands near its begin."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if jpeg.NAMES.get(data[at + 1]) in jpeg.FRAMES:
            return data[at + 7] << 8 | data[at + 8], data[at + 5] << 8 | data[at + 6]
        at += 2 + (data[at + 2] << 8 | data[at + 3])
    return None


# ── XMP ─────────────────────────────────────────────────────────────────────────────────────────


def _names(kinds: Collection[str]) -> dict[str, str]:
    return {name: kind for kind in kinds for name in BY_KIND[kind].xmp}


@cache
def xmp_sought(kinds: frozenset[str], *, texts: bool = True) -> _search.Sought:
    """Say what to look for in XMP: the names of *kinds*, and with *texts* local paths anywhere."""
    clarks = {_search.clark(name): kind for name, kind in _names(kinds).items()}
    spaces = {name[:-1]: kind for name, kind in clarks.items() if name.endswith("}*")}
    names = {name: kind for name, kind in clarks.items() if not name.endswith("}*")}
    return _search.Sought(names, spaces, _local if texts and "local-path" in kinds else None)


def _local(name: str, text: str) -> str | None:
    if name in XMP_FIELDS or not LOCAL_PATH.search(text):
        return None
    return "local-path"


EVERY_KIND: Final = frozenset(BY_KIND)


# the namespaces of the table
_SPACES: Final = frozenset(
    _search.PREFIXES[name.partition(":")[0]].encode() for name in _names(BY_KIND)
)
_DECLARED: Final = re.compile(rb"""xmlns(?::[^\s=:]*)?\s*=\s*["']([^"']*)""")
_PATHS: Final = (b"\\", b"file:/", b"/Users/", b"/home/", b"/Volumes/", b"/mnt/")


def _declared(packet: bytes) -> frozenset[bytes]:
    """List the namespaces of the table that a packet may declare, without going through it."""
    found = frozenset(_DECLARED.findall(packet))
    # UTF-16 and UTF-32; names that are spelt with references
    if b"\0" in packet[:4] or any(b"&" in space for space in found):
        return _SPACES
    return _SPACES & found


# a camera and a program declare the same in each of their files
@lru_cache(maxsize=256)
def _sought_in(spaces: frozenset[bytes], *, texts: bool) -> _search.Sought:
    """Say what to look for in XMP that declares *spaces*: to ask for fewer names is faster."""
    every = xmp_sought(EVERY_KIND, texts=texts)
    names, whole = (
        {name: kind for name, kind in part.items() if name[1 : name.find("}")].encode() in spaces}
        for part in (every.names, every.spaces)
    )
    return _search.Sought(names, whole, every.by_text)


def _in_xmp(blocks: Blocks) -> Iterator[Trace]:
    packets = (blocks.xmp or b"", *blocks.extended.values())
    texts = any(mark in packet for packet in packets for mark in _PATHS)
    spaces = frozenset[bytes]().union(*map(_declared, packets))
    if not texts and not spaces:
        return
    sought = _sought_in(spaces, texts=texts)
    for kind, name, text in _search.occurrences(packets[0], sought, blocks.extended).values:
        yield Trace(kind, "xmp", name, told(text))


# ── the flat blocks ─────────────────────────────────────────────────────────────────────────────

_RESOURCES: Final = {
    number: (row.kind, name) for row in ROWS for number, name in row.resources.items()
}
_DATASETS: Final = {number: (row.kind, name) for row in ROWS for number, name in row.iim.items()}
# how each of those datasets begins, which is quickly looked for
_MARKS: Final = tuple(bytes((iim.MARK, 2, number)) for number in _DATASETS)
_KEYWORDS: Final = {name.lower(): row.kind for row in ROWS for name in row.texts if "*" not in name}
_OPENINGS: Final = tuple(
    (name.lower().rstrip("*"), row.kind) for row in ROWS for name in row.texts if "*" in name
)
_PARTS: Final = {place: row.kind for row in ROWS for place in row.segments}


def resource_numbers(kinds: Collection[str]) -> frozenset[int]:
    """List the image resources of some kinds."""
    return frozenset(number for number, (kind, _) in _RESOURCES.items() if kind in kinds)


def datasets(kinds: Collection[str]) -> frozenset[iim.Address]:
    """List the IIM datasets of some kinds."""
    return frozenset((2, number) for number, (kind, _) in _DATASETS.items() if kind in kinds)


def _in_resource(resource: photoshop.Resource) -> Iterator[Trace]:
    if resource.number in _RESOURCES:
        kind, name = _RESOURCES[resource.number]
        size = resource.data[4:12]
        if kind == "thumbnail" and len(size) == 8:
            # the head of a thumbnail: format, then width and height ("Thumbnail resource format")
            text = f"{int.from_bytes(size[:4])} x {int.from_bytes(size[4:])}"
        else:
            text = f"{len(resource.data)} bytes"
        yield Trace(kind, "photoshop", name, text)


def _in_iim(datastream: bytes) -> Iterator[Trace]:
    if not any(mark in datastream for mark in _MARKS):
        return
    for (record, number), value in iim.fields(datastream):
        if record == 2 and number in _DATASETS and value.strip(b"\0 "):
            kind, name = _DATASETS[number]
            binary = number in iim.BINARY
            text = f"{len(value)} bytes" if binary else value.decode("utf-8", "replace")
            yield Trace(kind, "iim", name, told(text))


def text_kind(keyword: str, text: str) -> str | None:
    """Say what kind of trace a text of PNG is; None for what belongs to the record."""
    folded = keyword.lower()
    kind = _KEYWORDS.get(folded)
    if kind is None:
        kind = next((its for opening, its in _OPENINGS if folded.startswith(opening)), None)
    if kind is None and keyword not in TEXT_FIELDS and LOCAL_PATH.search(text):
        return "local-path"
    return kind


# ── parts of the container ──────────────────────────────────────────────────────────────────────


def apart(parts: Parts, form: str) -> Parts:
    """Make parts of what stands behind the end of a JPEG; it is read whole for that."""
    return jpeg.apart(parts) if form == jpeg.NAME else parts


def _suspected(parts: Parts, form: str) -> Parts:
    """Look behind the picture where its last bytes or its index say that something is there."""
    if form != jpeg.NAME or parts.parts[-1].kind != "SOS":
        return parts
    plain = parts.source.last(2) == jpeg.EOI and not parts.of_kind("MPF")
    return parts if plain else jpeg.apart(parts)


def segments(parts: Parts, form: str) -> Iterator[tuple[str, Part]]:
    """Find the parts of a container that are traces; of Exif and XMP all but the first."""
    seen: set[str] = set()
    for part in parts.parts:
        kind = _PARTS.get((form, part.kind))
        if kind == "duplicate" and part.kind not in seen:
            seen.add(part.kind)
        elif kind == BEHIND:
            yield kind, part
        elif kind is not None:
            if not parts.payload(part, skip=4).startswith(_HARMLESS):
                yield kind, part
        elif part.kind == "APP0":
            yield from ((its, part) for its in _app0(parts.payload(part, skip=4)))


def _app0(data: bytes) -> Iterator[str]:
    """Tell JFIF, which stays, from its thumbnail and from Canon's CIFF, which has owner names."""
    if data.startswith(b"JFXX\0"):
        yield "thumbnail"
    elif data[6:14] == b"HEAPJPGM":
        yield "maker-note"


def _segment(parts: Parts, part: Part, kind: str) -> str:
    if kind == "comment":
        return told(parts.payload(part, skip=4).decode("utf-8", "replace"))
    return f"{part.length if kind == BEHIND else part.length - 4} bytes"
