"""Make the sample images anew, beside this script: ``python sample_images/make.py``.

Every picture is drawn (see `drawing`) and then given the metadata its part in the story asks for.
Where a file is as it should be, `credits.embed` writes it; what is odd or broken, as cameras and
careless programs leave it, is put together here byte by byte. The seeds are fixed, and neither
clock nor network is asked: the same versions of Pillow and numpy make the same files.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from drawing import SCENES
from PIL import Image
from PIL.ExifTags import IFD, Base

import credits

HERE: Final = Path(__file__).resolve().parent
PAPER: Final = "Lindhaven Courier"
QUALITY: Final = 80
# IIM datasets of record 2 (IIM 4.2, chapter 6)
BY_LINE, CREDIT, CAPTION = 80, 110, 120


def main() -> None:
    """Write all pictures."""
    for name, make in PICTURES.items():
        data = make()
        (HERE / name).write_bytes(data)
        print(f"{name:24}{len(data):8,} bytes")


# ── the day's pictures ──────────────────────────────────────────────────────────────────────────


def harbour_at_dawn() -> bytes:
    """Credit one photo in full: every block says the same."""
    camera = exif("NIKON CORPORATION", "NIKON Z 6_2", "2026:03:14 06:12:09")
    return credits.embed(
        jpeg(scene("harbour"), camera),
        headline="The fleet is back at sea",
        caption="Fishing boats leave the harbour of Lindhaven, Norway, for the first time since "
        "the winter storms, on Saturday, March 14, 2026.",
        alt_text="Three fishing boats on their way out, red in the first sun",
        creators=["Ann Lee", "Jonas Brandt"],
        credit_line=PAPER,
        source=PAPER,
        copyright_notice=f"© 2026 {PAPER}",
        date_created="2026-03-14T06:12:09",
        city="Lindhaven",
        country="Norway",
    )


def flooded_street() -> bytes:
    """Send a reader's photo through a messenger: nothing is left in it."""
    return jpeg(scene("flood"), quality=76)


def station_platform() -> bytes:
    """Leave the name of the phone's maker where the photographer's should be."""
    caption = "Migrants are called to serve in the Russian military"
    tags = {Base.ImageDescription: caption, Base.Artist: "SAMSUNG"}
    return jpeg(scene("station"), exif("samsung", "SM-S921B", "2026:03:14 08:20:44", tags))


def market_day() -> bytes:
    """Hand in a photo as it comes from the camera, with the camera's caption."""
    tags = {
        Base.ImageDescription: "OLYMPUS DIGITAL CAMERA         ",
        Base.Artist: "Ida Moreau",
        Base.Copyright: "Ida Moreau",
    }
    return jpeg(
        scene("market"), exif("OLYMPUS CORPORATION", "E-M10MarkII", "2026:03:14 10:08:31", tags)
    )


def rally_at_noon() -> bytes:
    """Credit the internet."""
    return credits.embed(
        jpeg(scene("rally"), quality=76),
        caption="Syrian volunteers sign up en masse for Russian invasion in Ukraine",
        creators=["Photo: Internet"],
    )


def vigil() -> bytes:
    """Correct a name in one block and forget the two others."""
    caption = "People of Lindhaven remember the victims of the flood, on Saturday, March 14, 2026."
    tags = {
        Base.ImageDescription: caption,
        Base.Artist: "Ann Lee",
        Base.Copyright: f"© 2026 {PAPER}",
    }
    camera = exif("SONY", "ILCE-7M4", "2026:03:14 19:31:02", tags)
    iim = datasets({BY_LINE: "Ann Lee", CREDIT: PAPER, CAPTION: caption})
    return with_segments(
        jpeg(scene("vigil"), camera, quality=78),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet("Anne Lee", PAPER, caption)),
        (0xED, b"Photoshop 3.0\0" + resource(0x0404, iim)),
    )


def stadium() -> bytes:
    """Take an agency's line, longer than the 32 bytes IIM has for it."""
    camera = exif("Canon", "Canon EOS R3", "2026:03:14 20:47:15")
    return credits.embed(
        jpeg(scene("stadium"), camera, quality=76),
        caption="Lindhaven's Tomas Berg (red) and Kaspar Holm of Aalmark fight for the ball during "
        "the cup match in Lindhaven, Norway, March 14, 2026.",
        creators=["Solomiia Verbytska"],
        credit_line="Solomiia Verbytska/Anadolu Agency via Getty Images",
        source="Anadolu",
        copyright_notice="2026 Anadolu Agency",
        date_created="2026-03-14T20:47:15",
        city="Lindhaven",
        country="Norway",
    )


def stadium_small() -> bytes:
    """Make a small copy of a credited photo, as a content system does, and lose its metadata."""
    return jpeg(reopened(stadium()).resize((600, 400), Image.Resampling.LANCZOS), quality=62)


def harbour_crop() -> bytes:
    """Cut a credited photo closer, for the page: the caption is kept, the names are not."""
    tags = {Base.ImageDescription: "Fishing boats leave the harbour of Lindhaven on Saturday."}
    picture = reopened(harbour_at_dawn()).crop((60, 40, 1140, 760))
    picture = picture.resize((900, 600), Image.Resampling.LANCZOS)
    return jpeg(picture, exif("NIKON CORPORATION", "NIKON Z 6_2", "2026:03:14 06:12:09", tags))


def harbour_wire() -> bytes:
    """Get the same photo back from an aggregator, under its own name."""
    picture = reopened(harbour_at_dawn()).resize((960, 640), Image.Resampling.LANCZOS)
    return credits.embed(
        jpeg(picture, quality=70),
        caption="Boats in a harbour in Norway, 14 March 2026. "
        "RESTRICTED TO EDITORIAL USE - NO ARCHIVES - MANDATORY CREDIT",
        credit_line="Nordic Picture Service",
    )


def weather_map() -> bytes:
    """Credit a graphic, in a PNG."""
    return credits.embed(
        encoded(scene("weather_map"), "PNG", optimize=True),
        caption="The weather in Lindhaven county on Sunday, March 15, 2026: showers in the west.",
        creators=["Mette Aas"],
        credit_line=f"Graphic: Mette Aas/{PAPER}",
        copyright_notice=f"© 2026 {PAPER}",
        source="Norsk Værvakt",
    )


def mountain_lake() -> bytes:
    """Credit a photo in a WebP."""
    return credits.embed(
        encoded(scene("lake"), "WEBP", quality=80, method=6),
        caption="A rower on the Storvann, below the Kvasstind, near Lindhaven, Norway, June 2025.",
        creators=["Jonas Brandt"],
        alt_text="Photo of a rower on a still lake below a white peak",
        credit_line=PAPER,
        copyright_notice=f"© 2025 {PAPER}",
    )


def archive_tram() -> bytes:
    """Credit a scan from the archive, in a TIFF."""
    return credits.embed(
        encoded(scene("tram"), "TIFF", dpi=(300, 300)),
        caption="The last tram on line 11 in Lindhaven, Norway, in the rain, November 9, 1963.",
        creators=["Olav Sunde"],
        credit_line=f"Olav Sunde/{PAPER} archive",
        copyright_notice=f"© 1963 {PAPER}",
        date_created="1963-11-09",
    )


def icon_camera() -> bytes:
    """Draw an icon, which needs no photographer."""
    return encoded(scene("icon"), "PNG", optimize=True)


def wildfire() -> bytes:
    """Break off the download of a credited photo."""
    whole = credits.embed(
        jpeg(scene("wildfire")),
        caption="Firefighters watch the hills burn above Aalmark, Norway, March 14, 2026.",
        creators=["Ann Lee"],
        credit_line=PAPER,
        copyright_notice=f"© 2026 {PAPER}",
    )
    return whole[: len(whole) * 11 // 20]


def election_night() -> bytes:
    """Leave what git leaves where git-lfs is not installed: a pointer in the place of a photo."""
    digest = hashlib.sha256(b"election-night.jpg").hexdigest()
    return (
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 148213\n".encode()
    )


PICTURES: Final[dict[str, Callable[[], bytes]]] = {
    "harbour-at-dawn.jpg": harbour_at_dawn,
    "flooded-street.jpg": flooded_street,
    "station-platform.jpg": station_platform,
    "market-day.jpg": market_day,
    "rally-at-noon.jpg": rally_at_noon,
    "weather-map.png": weather_map,
    "mountain-lake.webp": mountain_lake,
    "archive-tram.tif": archive_tram,
    "vigil.jpg": vigil,
    "stadium.jpg": stadium,
    "stadium-small.jpg": stadium_small,
    "harbour-crop.jpg": harbour_crop,
    "harbour-wire.jpg": harbour_wire,
    "icon-camera.png": icon_camera,
    "wildfire.jpg": wildfire,
    "election-night.jpg": election_night,
}


# ── pixels into files ───────────────────────────────────────────────────────────────────────────


@cache
def scene(name: str) -> Image.Image:
    """Draw a scene, once."""
    return SCENES[name]()


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """Encode a picture in a format of Pillow's."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def jpeg(picture: Image.Image, camera: Image.Exif | None = None, quality: int = QUALITY) -> bytes:
    """Encode a photo, with what the camera says."""
    if camera is None:
        return encoded(picture, "JPEG", quality=quality, optimize=True)
    size: dict[int, int] = dict(
        zip((Base.ExifImageWidth, Base.ExifImageHeight), picture.size, strict=True)
    )
    camera.get_ifd(IFD.Exif).update(size)
    return encoded(picture, "JPEG", quality=quality, optimize=True, exif=camera)


def reopened(data: bytes) -> Image.Image:
    """Decode a photo, as the next program in line does."""
    return Image.open(BytesIO(data)).convert("RGB")


# ── blocks, byte by byte ────────────────────────────────────────────────────────────────────────


def exif(maker: str, model: str, taken: str, tags: Mapping[Any, str] | None = None) -> Image.Exif:
    """Build what a camera writes; *tags* go to the first directory."""
    block = Image.Exif()
    block.update({Base.Make: maker, Base.Model: model, Base.DateTime: taken})
    block.update({Base.XResolution: 72.0, Base.YResolution: 72.0, Base.ResolutionUnit: 2})
    # as UTF-8: of text Pillow keeps what is ASCII
    block.update({Base.YCbCrPositioning: 1, **{t: v.encode() for t, v in (tags or {}).items()}})
    camera = block.get_ifd(IFD.Exif)
    camera.update({Base.ExifVersion: b"0232", Base.FlashPixVersion: b"0100", Base.ColorSpace: 1})
    camera[Base.DateTimeOriginal] = taken
    return block


def datasets(values: Mapping[int, str]) -> bytes:
    """Build IIM: the mark for UTF-8 (1:90), then datasets of record 2."""
    rows = [(1, 90, b"\x1b%G"), *((2, number, text.encode()) for number, text in values.items())]
    return b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(value)) + value
        for record, number, value in rows
    )


def resource(number: int, data: bytes) -> bytes:
    """Build a Photoshop image resource without a name, padded to an even length."""
    return struct.pack(">4sHHI", b"8BIM", number, 0, len(data)) + data + b"\0" * (len(data) % 2)


def packet(creator: str, credit: str, caption: str) -> bytes:
    """Build an XMP packet that names one creator."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="{credit}">
   <dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>
   <dc:description><rdf:Alt>
    <rdf:li xml:lang="x-default">{caption}</rdf:li>
   </rdf:Alt></dc:description>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


def with_segments(data: bytes, *segments: tuple[int, bytes]) -> bytes:
    """Put segments behind the APP0 and APP1 that a JPEG of Pillow's begins with."""
    place = 2
    while data[place + 1] in {0xE0, 0xE1}:
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
    added = (struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body for marker, body in segments)
    return data[:place] + b"".join(added) + data[place:]


if __name__ == "__main__":
    main()
