"""Reading and writing metadata, side by side with the peers, in one run.

Makes press-size JPEGs (EXIF, IIM and XMP as an agency sends them), then reads caption, creators,
credit and copyright from all of them, and writes the same into copies, with every tool that is
installed: credits, ExifTool (one process for all), Exiv2 (one process for all), pyexiv2, Pillow,
and a plain copy of the bytes as the yardstick. Each round interleaves the tools; the best round
counts. Ratios are sturdy, absolute numbers are this machine's.

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


def make(folder: Path, count: int) -> list[Path]:
    """Make the press photos: noise, so that they have a real photo's size."""
    rng = random.Random(7)
    noise = Image.frombytes("RGB", (300, 200), rng.randbytes(180_000)).resize((1800, 1200))
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Acme", "Press 1", "Desk"
    exif.get_ifd(0x8769)[0x9003] = "2026:06:07 11:32:05"
    exif.get_ifd(0x8769)[0x927C] = rng.randbytes(6000)
    noise.save(out, "JPEG", quality=82, exif=exif)
    data = credits.embed(out.getvalue(), **AGENCY)
    paths = []
    for number in range(count):
        path = folder / f"{number:05}.jpg"
        path.write_bytes(data)
        paths.append(path)
    return paths


def read_credits(paths: list[Path]) -> int:
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
                    *map(str, paths)], check=True)  # fmt: skip
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
    for path in paths:
        beside = f"{path}.tmp"
        shutil.copyfile(path, beside)
        os.replace(beside, path)
    return len(paths)


READERS: dict[str, Callable[[list[Path]], int]] = {
    "credits": read_credits, "exiftool": read_exiftool, "exiv2": read_exiv2,
    "pyexiv2": read_pyexiv2, "pillow": read_pillow,
}  # fmt: skip
WRITERS: dict[str, Callable[[list[Path]], int]] = {
    "credits": write_credits, "exiftool": write_exiftool, "pyexiv2": write_pyexiv2,
    "plain copy": write_copy,
}  # fmt: skip


def measure(tools: dict[str, Callable[[list[Path]], int]], paths: list[Path], rounds: int) -> None:
    best: dict[str, float] = {}
    original = paths[0].read_bytes()
    for _ in range(rounds):
        for name, tool in tools.items():
            for path in paths if tools is WRITERS else ():
                path.write_bytes(original)
            start = time.perf_counter()
            try:
                assert tool(paths) == len(paths), name
            except (ImportError, FileNotFoundError):
                continue
            best[name] = min(best.get(name, 1e9), time.perf_counter() - start)
    for name, seconds in sorted(best.items(), key=lambda row: row[1]):
        rate, ratio = len(paths) / seconds, seconds / best["credits"]
        print(f"  {name:12} {rate:10.0f} files/s   credits is {ratio:7.2f} x as fast")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = make(Path(folder), wishes.files)
        size = paths[0].stat().st_size
        print(f"{wishes.files} JPEGs of {size / 1000:.0f} kB")
        print("read caption, creators, credit, copyright from all blocks")
        measure(READERS, paths, wishes.rounds)
        print("write the same into all blocks")
        measure(WRITERS, paths, wishes.rounds)


if __name__ == "__main__":
    main()
