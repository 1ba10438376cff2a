"""Pages that mean harm: bounded time and memory, no file outside the site, no network, no markup out."""

from __future__ import annotations

import builtins
import os
import resource
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

import credits
from credits.checker import check
from credits.policy import Policy
from credits.transcription import transcribe
from tests.articles.sites import small
from tests.conftest import ROOT

NOW = datetime(2026, 6, 1, tzinfo=UTC)
OUTSIDE = (
    "file:///etc/passwd", "../secret.jpg", "../../secret.jpg", "/../secret.jpg", "..%2fsecret.jpg",
    "%2e%2e/secret.jpg", "img/../../secret.jpg", "link.jpg", "folder/secret.jpg", "//evil.example/secret.jpg",
    "http://evil.example/../secret.jpg", "\\\\server\\share\\secret.jpg", "file://localhost/etc/passwd",
)  # fmt: skip


def test_nothing_outside_the_site_is_read_and_nobody_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "public"
    (site / "img").mkdir(parents=True)
    (tmp_path / "secret.jpg").write_bytes(small("vigil"))
    (site / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (site / "folder").symlink_to(tmp_path, target_is_directory=True)
    pictures = "".join(f'<img src="{address}" alt="x">\n' for address in OUTSIDE)
    (site / "index.html").write_text(f"<body>{pictures}</body>")
    (site / "index.md").write_text("".join(f"![]({address})\n\n" for address in OUTSIDE))
    opened: list[str] = []
    real, real_open = os.open, builtins.open

    def watched(path, *rest, **named):
        opened.append(os.path.realpath(path))
        return real(path, *rest, **named)

    def watched_open(path, *rest, **named):
        if isinstance(path, (str, os.PathLike)):
            opened.append(os.path.realpath(path))
        return real_open(path, *rest, **named)

    def refused(*_):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(os, "open", watched)
    monkeypatch.setattr(builtins, "open", watched_open)
    monkeypatch.setattr(socket.socket, "connect", refused)
    found = check(
        [site / "index.html", site / "index.md"],
        Policy(root=str(site), articles={"root": "."}),
        now=NOW,
    )
    monkeypatch.undo()
    assert str(tmp_path / "secret.jpg") not in opened
    assert "/etc/passwd" not in opened
    assert str(site / "index.html") in opened
    unresolved = [one for one in found if one.code == "ART903"]
    assert len(unresolved) >= len(OUTSIDE) - 2  # those on another host are none of ours
    shown = [one.message for one in found if one.code in {"ART901", "ART902"}]
    assert len(shown) == 4  # in each of the two
    assert all(
        "secret.jpg is shown without a credit, and comes from another" in one for one in shown
    )
    assert all("//evil.example/" in one for one in shown)


JUDGED = """
import resource, sys
from credits.checker import check
from credits.policy import Policy
found = check([sys.argv[1]], Policy(root=sys.argv[2]))
print(len(found), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
SCANNED = """
import resource, sys
from credits.articles import scan
found = scan(sys.argv[1], root=sys.argv[2]).photos
print(len(found), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def measured(program: str, tmp_path: Path) -> tuple[int, int, float]:
    """Read a page in a process of its own: what it found, megabytes, seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "page.html"), str(tmp_path)],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    count, size = map(int, done.stdout.split())
    return count, size, after.ru_utime - before.ru_utime


def test_a_hundred_thousand_pictures(tmp_path: Path) -> None:
    with (tmp_path / "page.html").open("w") as file:
        for number in range(100_000):
            file.write(f'<p><img src="/{number}.jpg" alt="A picture of things"></p>\n')
    count, megabytes, seconds = measured(SCANNED, tmp_path)
    assert count == 100_000
    assert megabytes < 1000
    assert seconds < 40


def test_a_hundred_megabytes_are_held_at_once(tmp_path: Path) -> None:
    with (tmp_path / "page.html").open("wb") as file:
        for _ in range(100):
            file.write(b"<p>text</p>" * 95_326)
    begin = time.process_time()
    count, megabytes, seconds = measured(JUDGED, tmp_path)
    assert count == 1
    assert megabytes < 900
    assert seconds < 20
    assert time.process_time() - begin < 5


def test_no_script_of_a_page_gets_into_a_photo_and_out_again(tmp_path: Path) -> None:
    attack = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; ]]&gt; {{ x }} Photo: Ann Lee/dpa"
    (tmp_path / "a.jpg").write_bytes(small("free", credited=False))
    page = tmp_path / "page.html"
    page.write_text(
        f'<figure><img src="a.jpg" alt="&quot;&gt;&lt;script&gt;"><figcaption>{attack}</figcaption></figure>'
    )
    (row,) = transcribe([credits.scan(page)]).rows
    credits.embed(row.path, **row.values)
    printed = credits.render(row.path)
    tree = etree.fromstring(f"<body>{printed}</body>", etree.HTMLParser())
    assert [one.get("type") for one in tree.iter("script")] == ["application/ld+json"]
    assert [sorted(one.attrib) for one in tree.iter("img")] == [["alt", "height", "src", "width"]]
    assert "<" not in credits.render(row.path, "markdown")
