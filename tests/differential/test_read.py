"""The IPTC reference images, as ExifTool reads them and as we do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import credits
from credits import containers
from credits._bytes import Buffer
from credits._kinds import Languages, Seq
from credits.blocks import exif, iim, photoshop, xmp
from credits.fields import FIELDS, Kind
from tests.conftest import IPTC
from tests.differential.witnesses import exiftool
from tests.pictures import picture

REFERENCE = IPTC / "iptc-pmd-techreference_2025.1.json"
NAMES = ("IPTC-PhotometadataRef-Std2016.jpg", "IPTC-PhotometadataRef-Std2017.1.jpg")


def leaves(value: Any) -> list[str]:
    """Give all texts and numbers of a nested value, as text, sorted."""
    if isinstance(value, dict):
        return sorted(leaf for item in value.values() for leaf in leaves(item))
    if isinstance(value, (list, tuple)):
        return sorted(leaf for item in value for leaf in leaves(item))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return [] if value is None else [str(value).strip()]


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_the_table_is_read_as_exiftool_reads_it(name: str, iptc: Path) -> None:
    tags = next(iter(exiftool([iptc / name], "-struct").values()))
    reference = json.loads(REFERENCE.read_text())["ipmd_top"]
    rows = {row["XMPid"]: row["etXMP"] for row in reference.values() if "etXMP" in row}
    record = credits.read(iptc / name).record.model_dump(exclude_none=True)
    compared = 0
    for field in FIELDS:
        tag = rows.get(field.xmp or "")
        if tag is None or tag not in tags:
            continue
        found, said = record.get(field.name), tags[tag]
        if field.kind is Kind.DATE:
            date, _, time = str(said).partition(" ")
            said = f"{date.replace(':', '-')}T{time}" if time else date.replace(":", "-")
        if field.kind in {Kind.STRUCTURE, Kind.STRUCTURES}:
            # ExifTool turns the dates and numbers inside structures into its own spelling
            ours, theirs = leaves(found), leaves(said)
            assert len(ours) == len(theirs), field.name
            assert {t for t in ours if "ref20" in t} == {t for t in theirs if "ref20" in t}, (
                field.name
            )
        else:
            # ExifTool leaves the address of PLUS's vocabulary out
            ours = [text.removeprefix("http://ns.useplus.org/ldf/vocab/") for text in leaves(found)]
            assert ours == leaves(said), field.name
        compared += 1
    assert compared >= 50


@pytest.mark.parametrize("name", NAMES)
def test_blocks_agree_in_the_reference_images(name: str, iptc: Path) -> None:
    found = credits.read(iptc / name)
    assert not found.problems
    # the picture of 2016 keeps the day on which the camera took it
    assert {c.field for c in found.conflicts} <= {"date_created"}
    assert {"xmp", "iim", "exif"} == set(found.sources["caption"])


@pytest.mark.parametrize("digest", ["right", "stale", "none"])
@pytest.mark.parametrize("camera", ["Camera's", None])
@pytest.mark.parametrize("text", ["Desk's other", "x" * 2000 + " and more"])
def test_precedence_of_the_working_group_is_exiftools(
    digest: str, camera: str | None, text: str, tmp_path: Path
) -> None:
    """Its MWG module is the one living implementation of the guidelines."""
    stream = iim.encode({(2, 120): [iim.clipped(text, 2000)], (2, 80): ["Iim"]}, None)
    stored = {"right": photoshop.digest(stream), "stale": b"x" * 16, "none": None}[digest]
    resources = photoshop.encode({photoshop.IIM: stream, photoshop.DIGEST: stored}, None)
    words = {"dc:description": Languages({"x-default": text.replace("other", "own")}),
             "dc:creator": Seq(["Xmp"])}  # fmt: skip
    packet, _ = xmp.encode({xmp.clark(name): value for name, value in words.items()}, None)
    edits = {"photoshop": resources, "xmp": packet}
    if camera:
        edits["exif"] = exif.encode({("ifd0", 0x010E): camera}, None)
    container, parts = containers.split(Buffer(picture()))
    path = tmp_path / "a.jpg"
    path.write_bytes(containers.join(container.replaced(parts, edits)))
    row = exiftool([path], "-use", "MWG", "-MWG:Description", "-MWG:Creator")["a.jpg"]
    record = credits.read(path, precedence="mwg").record
    assert record.caption == row["MWG:Description"]
    assert list(record.creators) == [row["MWG:Creator"]]
