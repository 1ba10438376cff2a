"""The table of traces: its rows, and what is read by them, with ExifTool as witness."""

from __future__ import annotations

from collections import Counter

import pytest

import credits
from credits import _strip, traces
from credits.blocks import _search, xmp
from credits.errors import CreditsError, InvalidValue
from credits.fields import BY_NAME
from credits.photo import strip
from credits.traces import BY_KIND, ROWS, Trace
from tests.conftest import corpus_files, iptc_files
from tests.differential.witnesses import exiftool
from tests.test_strip import telling


def test_rows_have_addresses_and_help() -> None:
    assert len(BY_KIND) == len(ROWS) >= 15
    for row in ROWS:
        assert row.help
        assert row.exif or row.directories or row.xmp or row.resources or row.iim or row.texts
        assert set(row.touches) <= BY_NAME.keys()
        for name in row.xmp:
            assert _search.clark(name)
    assert set(traces.PRIVATE) <= BY_KIND.keys()
    assert "software" not in traces.PRIVATE
    assert {*BY_KIND} < _strip.KINDS


def test_no_address_belongs_to_two_kinds() -> None:
    for column in ("exif", "xmp", "resources", "iim", "texts", "segments"):
        seen = Counter(address for row in ROWS for address in getattr(row, column))
        assert max(seen.values()) == 1, column


def test_no_address_is_a_credit_field() -> None:
    own = {field.clark for field in BY_NAME.values() if field.xmp}
    assert not own & {_search.clark(name) for row in ROWS for name in row.xmp}
    numbers = {field.iim.number for field in BY_NAME.values() if field.iim}
    assert not numbers & {number for row in ROWS for number in row.iim}


def test_what_is_told_and_where() -> None:
    found = credits.read(telling("jpeg")).traces
    assert found["gps"][0] == Trace("gps", "exif", "GPSPosition", "48.85802 N, 2.29407 E")
    assert Trace("gps", "xmp", "exif:GPSLatitude", "48,51.480000N") in found["gps"]
    assert Trace("serial", "exif", "BodySerialNumber", "SER-1234567") in found["serial"]
    assert Trace("maker-note", "exif", "MakerNote", "320 bytes") in found["maker-note"]
    assert Trace("thumbnail", "exif", "IFD1", "32 x 24") in found["thumbnail"]
    assert Trace("history", "xmp", "xmpMM:History", "1 entry") in found["history"]
    assert Trace("history", "xmp", "crs:*", "1 properties") in found["history"]
    paths = {trace.name for trace in found["local-path"]}
    assert {"stRef:filePath", "{https://example.org/mine/}work"} <= paths
    again = credits.read(telling("jpeg"), beyond=True)
    assert again.known_traces == found


def test_local_paths() -> None:
    hits = ["C:\\Users\\ann\\raw.dng", "file:///srv/x", "see /home/ann/x", "\\\\server\\desk\\x"]
    misses = [
        "https://example.org/home/ann",
        "Photo: Ann/Reuters",
        "and/or",
        "10/12 C",
        "ratio 3:2",
    ]
    assert all(traces.LOCAL_PATH.search(text) for text in hits)
    assert not any(traces.LOCAL_PATH.search(text) for text in misses)


def test_unknown_kinds() -> None:
    with pytest.raises(InvalidValue, match="no kind of trace 'exif'"):
        traces.known(["gps", "exif"])


def test_real_files_are_cleaned_and_exiftool_agrees(corpus, tmp_path) -> None:
    told = Counter()
    cleaned = []
    for path in corpus_files("valid"):
        data = path.read_bytes()
        try:
            photo = credits.read(data)
            told.update(photo.traces.keys())
            new = strip(data)
        except CreditsError:
            continue
        assert not set(traces.PRIVATE) & set(credits.read(new).traces)
        if new != data:
            assert credits.read(new).image_data_hash == photo.image_data_hash
            target = tmp_path / path.name
            target.write_bytes(new)
            cleaned.append(target)
    assert len(cleaned) > 90
    assert {"gps", "serial", "maker-note", "history", "thumbnail", "software"} <= set(told)
    assert told["maker-note"] > 20
    left = [
        f"{name} {tag}"
        for name, tags in exiftool(cleaned).items()
        for tag in tags
        if tag.startswith(("GPS:", "IFD1:", "MakerNotes:", "XMP-crs:", "XMP-aux:Serial"))
        or tag.endswith((":MakerNote", ":History", "SerialNumber", ":OwnerName", ":GPSLatitude",
                         ":ImageUniqueID", ":DocumentAncestors", ":HostComputer"))
    ]  # fmt: skip
    assert not left


@pytest.mark.parametrize("only", [None, ("caption", "creators")])
def test_what_was_read_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch, only) -> None:
    image = telling("jpeg")
    parsed: list[bytes] = []
    real = xmp._parsed
    monkeypatch.setattr(
        xmp, "_parsed", lambda packet, **how: parsed.append(packet) or real(packet, **how)
    )
    assert credits.read(image, only=only, beyond=True).traces["history"]
    assert len(parsed) == 1


CRS = "http://ns.adobe.com/camera-raw-settings/1.0/"


@pytest.mark.parametrize(
    "declaration",
    [f'xmlns:a="{CRS}"', f"xmlns:a\n=\n'{CRS}'", f'xmlns:ä="{CRS}"',
     f'xmlns:b="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:a="{CRS}"',
     f'xmlns:a="{CRS.replace("adobe", "ad&#111;be")}"'],
)  # fmt: skip
def test_a_namespace_is_seen_however_it_is_declared(declaration: str) -> None:
    assert CRS.encode() in traces._declared(f"<a> xmlns <b c='d' {declaration}/></a>".encode())
    assert CRS.encode() in traces._declared(declaration.encode("utf-16"))


def test_a_namespace_that_is_not_declared_is_not_sought() -> None:
    packet = f'<a xmlns:b="https://example.org/">xmlns {CRS}</a>'.encode()
    assert traces._declared(packet) == set()


def test_asking_for_fewer_names_finds_the_same() -> None:
    """Real packets, searched for the names they declare and for all there are."""
    packets = found = 0
    for path in [*corpus_files("valid", "malformed", "photos"), *iptc_files()]:
        data = path.read_bytes()
        start = data.find(b"<x:xmpmeta")
        stop = data.find(b"</x:xmpmeta>", start)
        if 0 <= start < stop:
            packet = data[start : stop + 12]
            few = traces._sought_in(traces._declared(packet), texts=True)
            every = traces.xmp_sought(traces.EVERY_KIND)
            seen = _search.occurrences(packet, few).values
            assert sorted(seen) == sorted(_search.occurrences(packet, every).values), path
            packets += 1
            found += len(seen)
    assert packets >= 69
    assert found >= 121
