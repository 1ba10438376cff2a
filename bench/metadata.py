"""Reading and writing metadata, side by side with the peers, in one run.

Makes press-size JPEGs (EXIF, IIM and XMP as an agency sends them), then reads caption, creators,
credit and copyright from all of them, and writes the same into copies, with every tool that is
installed: credits, ExifTool (one process for all), Exiv2 (one process for all), pyexiv2, Pillow,
and, as the yardstick, a plain copy that is put in the photo's place. Each round interleaves the
tools; the best round counts, by the clock and by the processor's time, which other work on the
machine disturbs less. Ratios are sturdy, absolute numbers are this machine's.

    python bench/metadata.py [--files 500] [--rounds 3]
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

import credits

VALUES = {
    "caption": "Rescuers carry a child out of a flooded house in Kherson, Ukraine, June 7, 2026.",
    "creators": ["Oksana Parafeniuk", "Evgeny Epanchintsev"],
    "credit_line": "TASS",
    "source": "versia.ru",
    "copyright_notice": "© 2026 TASS",
}
AGENCY = VALUES | {
    "headline": "Flood in Kherson",
    "city": "Kherson",
    "country": "Ukraine",
    "country_code": "UKR",
    "date_created": "2026-06-07T11:32:05+03:00",
    "keywords": ["flood", "rescue", "Kherson", "Ukraine", "war"],
    "instructions": "Mandatory credit. No archiving.",
    "usage_terms": "Editorial use only.",
    "web_statement": "https://example.org/rights",
    "job_id": "KHE-118",
    "caption_writer": "ol",
    "licensors": [{"name": "TASS", "url": "https://example.org/licence"}],
    "locations_shown": [{"city": "Kherson", "country": "Ukraine", "country_code": "UKR"}],
}


# what editors' programs leave in a packet: a history of steps, and how the raw file was developed
STEP = """<rdf:li rdf:parseType="Resource"><stEvt:action>saved</stEvt:action>
<stEvt:instanceID>xmp.iid:0d8f4c3e-6b0a-4a52-9c1d-7d2f0e5a{number:04x}</stEvt:instanceID>
<stEvt:when>2026-06-07T12:{number:02}:41+03:00</stEvt:when>
<stEvt:softwareAgent>Adobe Photoshop Lightroom Classic 13.2 (Macintosh)</stEvt:softwareAgent>
<stEvt:changed>/metadata</stEvt:changed></rdf:li>"""
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0-c000">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmp:CreatorTool="Acme 1.0"
    xmpMM:DocumentID="xmp.did:0d8f4c3e-6b0a-4a52-9c1d-7d2f0e5a3b11" {settings}>
   <xmpMM:History><rdf:Seq>{steps}</rdf:Seq></xmpMM:History>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def camera_block(rng: random.Random) -> Image.Exif:
    """Make the EXIF of a camera: its settings, and a maker note of 6 kB."""
    block = Image.Exif()
    block.update({0x010F: "Acme", 0x0110: "Press 1", 0x0112: 1, 0x011A: 300.0, 0x011B: 300.0,
                  0x0128: 2, 0x0131: "Desk 4", 0x0132: "2026:06:07 12:01:00",
                  0x013B: "PHOTOGRAPHER"})  # fmt: skip
    block.get_ifd(0x8769).update({
        0x829A: 0.002, 0x829D: 2.8, 0x8822: 3, 0x8827: 400, 0x9003: "2026:06:07 11:32:05",
        0x9004: "2026:06:07 11:32:05", 0x9011: "+03:00", 0x920A: 35.0, 0x927C: rng.randbytes(6000),
        0xA001: 1, 0xA431: "0123456", 0xA434: "35 mm f/1.4",
    })  # fmt: skip
    return block


def make(folder: Path, count: int, width: int) -> list[Path]:
    """Make the press photos: noise, so that they have a real photo's size."""
    rng = random.Random(7)
    noise = Image.frombytes(
        "RGB", (width // 6, width // 9), rng.randbytes(width // 6 * (width // 9) * 3)
    )
    settings = " ".join(f'crs:Setting{number}="+{number}"' for number in range(90))
    packet = PACKET.format(settings=settings,
                           steps="".join(STEP.format(number=number) for number in range(8)))  # fmt: skip
    out = io.BytesIO()
    noise.resize((width, width * 2 // 3)).save(
        out, "JPEG", quality=90, exif=camera_block(rng), xmp=packet.encode()
    )
    data = credits.embed(out.getvalue(), **AGENCY)
    paths = [folder / f"{number:05}.jpg" for number in range(count)]
    for path in paths:
        path.write_bytes(data)
    return paths


def read_credits(paths: list[Path]) -> int:
    only = ("caption", "creators", "credit_line", "copyright_notice")
    return sum(credits.read(str(path), only=only).record.credit_line == "TASS" for path in paths)


def read_everything(paths: list[Path]) -> int:
    return sum(credits.read(str(path)).record.credit_line == "TASS" for path in paths)


def read_exiftool(paths: list[Path]) -> int:
    tags = ["-ImageDescription", "-Artist", "-Copyright", "-IPTC:Caption-Abstract", "-IPTC:By-line",
            "-IPTC:Credit", "-IPTC:CopyrightNotice", "-XMP-dc:Description", "-XMP-dc:Creator",
            "-XMP-photoshop:Credit", "-XMP-dc:Rights"]  # fmt: skip
    done = subprocess.run(["exiftool", "-j", "-G", *tags, *map(str, paths)], capture_output=True,
                          check=True)  # fmt: skip
    return sum(row.get("XMP:Credit") == "TASS" for row in json.loads(done.stdout))


def read_exiv2(paths: list[Path]) -> int:
    done = subprocess.run(["exiv2", "-q", "-PEIXkv", *map(str, paths)], capture_output=True,
                          check=True)  # fmt: skip
    return done.stdout.count(b"Xmp.photoshop.Credit")


def read_pyexiv2(paths: list[Path]) -> int:
    import pyexiv2

    pyexiv2.set_log_level(4)
    found = 0
    for path in paths:
        with pyexiv2.Image(str(path)) as image:
            image.read_exif()
            image.read_iptc()
            found += image.read_xmp().get("Xmp.photoshop.Credit") == "TASS"
    return found


def read_pillow(paths: list[Path]) -> int:
    from PIL import IptcImagePlugin

    found = 0
    for path in paths:
        with Image.open(path) as image:
            image.getexif()
            image.getxmp()
            found += (IptcImagePlugin.getiptcinfo(image) or {}).get((2, 110)) == b"TASS"
    return found


NEW = {"caption": "The new caption of the desk.", "creators": ["Ann Lee", "Bo Ek"],
       "credit_line": "AP", "source": "ap.org", "copyright_notice": "© 2026 AP"}  # fmt: skip


def write_credits(paths: list[Path]) -> int:
    return sum(credits.embed(str(path), **NEW).changed for path in paths)


def write_exiftool(paths: list[Path]) -> int:
    tags = []
    for names, key in ((("IFD0:ImageDescription", "IPTC:Caption-Abstract", "XMP-dc:Description"), "caption"),
                       (("IPTC:Credit", "XMP-photoshop:Credit"), "credit_line"),
                       (("IPTC:Source", "XMP-photoshop:Source"), "source"),
                       (("IFD0:Copyright", "IPTC:CopyrightNotice", "XMP-dc:Rights"), "copyright_notice")):  # fmt: skip
        tags += [f"-{name}={NEW[key]}" for name in names]
    for name in NEW["creators"]:
        tags += [f"-IPTC:By-line={name}", f"-XMP-dc:Creator={name}"]
    tags.append(f"-IFD0:Artist={'; '.join(NEW['creators'])}")
    subprocess.run(["exiftool", "-q", "-overwrite_original", "-IPTCDigest=new", *tags,
                    *map(str, paths)], check=True, stderr=subprocess.DEVNULL)  # fmt: skip
    return len(paths)


def write_pyexiv2(paths: list[Path]) -> int:
    import pyexiv2

    for path in paths:
        with pyexiv2.Image(str(path)) as image:
            image.modify_exif({"Exif.Image.ImageDescription": NEW["caption"],
                               "Exif.Image.Artist": "; ".join(NEW["creators"]),
                               "Exif.Image.Copyright": NEW["copyright_notice"]})  # fmt: skip
            image.modify_iptc({"Iptc.Application2.Caption": NEW["caption"],
                               "Iptc.Application2.Byline": NEW["creators"],
                               "Iptc.Application2.Credit": NEW["credit_line"],
                               "Iptc.Application2.Source": NEW["source"],
                               "Iptc.Application2.Copyright": NEW["copyright_notice"]})  # fmt: skip
            image.modify_xmp({"Xmp.dc.description": {'lang="x-default"': NEW["caption"]},
                              "Xmp.dc.creator": NEW["creators"],
                              "Xmp.photoshop.Credit": NEW["credit_line"],
                              "Xmp.photoshop.Source": NEW["source"],
                              "Xmp.dc.rights": {'lang="x-default"': NEW["copyright_notice"]}})  # fmt: skip
    return len(paths)


def write_copy(paths: list[Path]) -> int:
    """Copy each photo beside itself and put the copy in its place, as any atomic write has to."""
    for path in paths:
        beside = f"{path}.tmp"
        shutil.copy(path, beside)
        os.replace(beside, path)
    return len(paths)


READERS: dict[str, Callable[[list[Path]], int]] = {
    "credits": read_credits, "credits, all": read_everything, "exiftool": read_exiftool, "exiv2": read_exiv2,
    "pyexiv2": read_pyexiv2, "pillow": read_pillow,
}  # fmt: skip
WRITERS: dict[str, Callable[[list[Path]], int]] = {
    "credits": write_credits, "exiftool": write_exiftool, "pyexiv2": write_pyexiv2,
    "plain copy": write_copy,
}  # fmt: skip


def laid_out(paths: list[Path], original: bytes) -> None:
    """Put the photos back as they were, and let the disk finish before the clock runs."""
    for path in paths:
        path.unlink()
        path.write_bytes(original)
    os.sync()


def processor() -> float:
    """Give the seconds of processor that this process and its children had."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measure(tools: dict[str, Callable[[list[Path]], int]], paths: list[Path], rounds: int) -> None:
    """Run every tool in every round; of each clock the best round counts."""
    best: dict[str, list[float]] = {}
    original = paths[0].read_bytes()
    for _ in range(rounds):
        for name, tool in tools.items():
            if tools is WRITERS:
                laid_out(paths, original)
            spent, start = processor(), time.perf_counter()
            try:
                assert tool(paths) == len(paths), name
            except (ImportError, FileNotFoundError):
                continue
            now = [time.perf_counter() - start, processor() - spent]
            best[name] = [min(pair) for pair in zip(now, best.get(name, now), strict=True)]
    print("                  files/s   credits is   processor   credits is")
    ours = best["credits"]
    for name, (seconds, spent) in sorted(best.items(), key=lambda row: row[1]):
        print(
            f"  {name:12} {len(paths) / seconds:10.0f} {seconds / ours[0]:10.2f} x "
            f"{spent / len(paths) * 1e3:8.2f} ms {spent / ours[1]:10.2f} x"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--width", type=int, default=3000, help="in pixels")
    parser.add_argument("--rounds", type=int, default=3)
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = make(Path(folder), wishes.files, wishes.width)
        size = paths[0].stat().st_size
        print(f"{wishes.files} JPEGs of {size / 1000:.0f} kB")
        print("read caption, creators, credit, copyright from all blocks")
        measure(READERS, paths, wishes.rounds)
        print("write the same into all blocks")
        measure(WRITERS, paths, wishes.rounds)


if __name__ == "__main__":
    main()
