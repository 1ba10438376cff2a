"""What we write, others read; what we did not write, others find unchanged."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import credits
from credits.errors import CreditsError
from tests.conftest import corpus_files, iptc_files
from tests.differential.witnesses import exiftool, exiv2
from tests.pictures import FORMATS, VALUES, WITH_EXIF, WITH_IIM, picture

XMP = {
    "XMP-dc:Description": VALUES["caption"],
    "XMP-dc:Creator": VALUES["creators"],
    "XMP-photoshop:Credit": VALUES["credit_line"],
    "XMP-photoshop:Source": VALUES["source"],
    "XMP-dc:Rights": VALUES["copyright_notice"],
}
EXIF = {
    "IFD0:ImageDescription": VALUES["caption"],
    "IFD0:Artist": "; ".join(VALUES["creators"]),
    "IFD0:Copyright": VALUES["copyright_notice"],
}
IIM = {
    "IPTC:Caption-Abstract": VALUES["caption"],
    "IPTC:By-line": VALUES["creators"],
    "IPTC:Credit": VALUES["credit_line"],
    "IPTC:Source": VALUES["source"],
    "IPTC:CopyrightNotice": VALUES["copyright_notice"],
}
SUFFIX = {"jpeg": "jpg", "tiff": "tif"}


@pytest.mark.parametrize("form", FORMATS)
def test_exiftool_reads_the_same_from_every_block(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{SUFFIX.get(form, form)}"
    path.write_bytes(credits.embed(picture(form), **VALUES))
    # told to give structures, ExifTool makes one of an SVG's whole metadata
    structures = () if form == "svg" else ("-struct",)
    (tags,) = exiftool([path], "-validate", "-all:all", *structures).values()
    expected = XMP | (EXIF if form in WITH_EXIF else {}) | (IIM if form in WITH_IIM else {})
    assert {name: tags.get(name) for name in expected} == expected
    if form in WITH_IIM:
        assert tags["Photoshop:IPTCDigest"] == tags["File:CurrentIPTCDigest"]


@pytest.mark.parametrize("form", FORMATS)
def test_exiftool_finds_the_file_as_valid_as_before(form: str, tmp_path: Path) -> None:
    before, after = (tmp_path / f"{name}.{SUFFIX.get(form, form)}" for name in "ba")
    before.write_bytes(picture(form))
    after.write_bytes(credits.embed(picture(form), **VALUES))
    found = exiftool([before, after], "-struct", "-validate", "-warning", "-error")
    for tag in ("ExifTool:Validate", "ExifTool:Warning", "ExifTool:Error"):
        if form == "svg" and tag != "ExifTool:Error":
            # ExifTool 12.57 calls every property "improperly enclosed" that stands in an SVG
            assert "Improperly enclosed XMP property: svg" in found[after.name]["ExifTool:Warning"]
            continue
        assert found[before.name].get(tag) == found[after.name].get(tag)


# Exiv2 0.27 reads no metadata from GIF and none from SVG
@pytest.mark.parametrize("form", sorted(WITH_EXIF))
def test_exiv2_reads_the_same_from_every_block(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{SUFFIX.get(form, form)}"
    path.write_bytes(credits.embed(picture(form), **VALUES))
    found = exiv2(path)
    one, two = VALUES["creators"]
    caption, rights = VALUES["caption"], VALUES["copyright_notice"]
    expected = {
        "Xmp.dc.description": [f'lang="x-default" {caption}'],
        "Xmp.dc.creator": [f"{one}, {two}"],
        "Xmp.photoshop.Credit": ["TASS"],
        "Xmp.photoshop.Source": ["versia.ru"],
        "Xmp.dc.rights": [f'lang="x-default" {rights}'],
        "Exif.Image.ImageDescription": [caption],
        "Exif.Image.Artist": [f"{one}; {two}"],
        "Exif.Image.Copyright": [rights],
    }
    if form in WITH_IIM:
        expected |= {
            "Iptc.Application2.Caption": [caption],
            "Iptc.Application2.Byline": [one, two],
            "Iptc.Application2.Credit": ["TASS"],
            "Iptc.Application2.Source": ["versia.ru"],
            "Iptc.Application2.Copyright": [rights],
        }
    assert {name: found.get(name) for name in expected} == expected


# tags that a write changes by its nature: what was asked for, the digest and the character set
# that go with it, and what tells about the file or about ExifTool
ASKED = {*XMP, *EXIF, *IIM, "PNG:Author", "PNG:Description", "PNG:Copyright",
         "File:Comment", "IFD0:XPAuthor"}  # fmt: skip
BY_NATURE = {
    "SourceFile", "File:CurrentIPTCDigest", "File:ExifByteOrder", "File:FileType",
    "IPTC:ApplicationRecordVersion", "IPTC:CodedCharacterSet", "Photoshop:IPTCDigest",
    "QuickTime:MediaData", "QuickTime:MediaDataOffset", "QuickTime:MediaDataSize",
    "RIFF:WebP_Flags", "XMP-photoshop:LegacyIPTCDigest", "XMP-x:XMPToolkit",
    "XMP-xmpNote:HasExtendedXMP",
}  # fmt: skip
# tags that differ for a reason of their own: file → tags, and why
EXCEPTIONS = {
    # the first picture is longer now, and the index says so
    "exif-samples--jpg_tests_45-gps_ifd.jpg": {"MPImage1:MPImageLength"},
    # ExifTool gives the thumbnail's place in the file, and a block before it has another length
    "mei--jpg_Issue_122.jpg": {"IFD1:ThumbnailOffset"},
    "mei--avif_Issue_649.avif": {"IFD1:ThumbnailOffset"},
    # a field whose offset pointed beyond the block points into it now that it is longer
    "exiv2--exiv2-bug855.jpg": {"ExifIFD:FocalLength", "ExifTool:Warning"},
    # one place name of several was UTF-8 among Latin-1 and is read right now
    "exiv2--exiv2-bug501.jpg": {
        "IPTC:Sub-location", "IPTC:IPTC_ApplicationRecord_209", "IPTC:IPTC_ApplicationRecord_210",
    },
    # a resource with another program's signature becomes a Photoshop one when it is re-made
    "exiv2--exiv2-bug800-DCSR.jpg": {"Photoshop:Photoshop_Unknown_0x0404"},
    # several datastreams become one
    "exiv2--iptc-psAPP13-wIPTCempty-psAPP13-wIPTC.jpg": {
        "IPTC2:ApplicationRecordVersion", "IPTC2:Credit", "ExifTool:Warning",
    },
    "exiv2--iptc-psAPP13-wIPTCmid1-wIPTCempty-wIPTCmid2.jpg": {
        "IPTC2:ApplicationRecordVersion", "IPTC3:ApplicationRecordVersion", "IPTC3:By-line",
        "ExifTool:Warning",
    },
    # ExifTool complains of something else first
    "mei--webp_Nikon_D1X.webp": {"ExifTool:Warning"},
    "mei--jpg_ImageTestSuite_4838ece0d3900220d33528ee027289bc.jpg": {"ExifTool:Warning"},
    "c2pa--image_jpeg_manifests_truepic-20230212-camera_com.truepic-urn-uuid-37742c5e-8a27-49fa-8302-3f079fcb76b9.jpg": {"ExifTool:Warning"},
}  # fmt: skip


def differences(before: dict[str, Any], after: dict[str, Any], name: str) -> dict[str, Any]:
    allowed = ASKED | BY_NATURE | EXCEPTIONS.get(name, set())
    return {
        tag: (before.get(tag), after.get(tag))
        for tag in before
        if tag not in allowed
        and not tag.startswith(("System:", "Composite:"))
        and before[tag] != after.get(tag)
        and not (tag == "ExifTool:Warning" and "IPTCDigest" in str(before[tag]))
    }


def test_every_other_tag_of_real_files_is_unchanged(corpus: Path, tmp_path: Path) -> None:
    """MakerNotes, thumbnails, profiles: all that ExifTool lists, over all real files."""
    sources: list[Path] = []
    for source in [*corpus_files("valid"), *iptc_files()]:
        try:
            data = credits.embed(source.read_bytes(), **VALUES)
        except CreditsError:
            continue
        (tmp_path / source.name).write_bytes(data)
        sources.append(source)
    assert len(sources) == 244, corpus
    before = exiftool(sources, "-struct")
    after = exiftool(sorted(tmp_path.iterdir()), "-struct")
    changed = {
        name: rows for name in before if (rows := differences(before[name], after[name], name))
    }
    assert changed == {}
    makers = Counter(
        tag.partition(":")[0]
        for tags in before.values()
        for tag in tags
        if tag.startswith(("Canon", "Nikon", "Olympus", "Sony", "Casio", "FujiFilm", "Pentax"))
    )
    assert sum(makers.values()) > 2000
