"""Real material to damage: the corpus, pictures of every format, and texts as people write them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import credits
from credits import containers
from credits._bytes import Buffer
from credits.errors import CreditsError
from tests.conftest import ROOT, SHARED, corpus_files, iptc_files
from tests.containers.test_family import SIGNED
from tests.pictures import FORMATS, VALUES, picture

# what is larger is damaged too seldom where it counts (bytes)
SMALL: Final = 60_000


@cache
def files() -> tuple[bytes, ...]:
    """Give whole image files."""
    drawn = [picture(form) for form in FORMATS]
    written = [credits.embed(data, **VALUES) for data in drawn]
    signed = [SIGNED[form](picture(form)) for form in SIGNED]
    real = [*corpus_files("valid", "malformed"), *iptc_files()] if SHARED.is_dir() else []
    found = [path.read_bytes() for path in real if path.stat().st_size <= SMALL]
    return (*drawn, *written, *signed, *found)


@cache
def blocks(kind: str) -> tuple[bytes, ...]:
    """Give the blocks of one kind that stand in the files."""
    return tuple(dict.fromkeys(_blocks(kind)))


def _blocks(kind: str) -> Iterator[bytes]:
    for data in files():
        try:
            container, parts = containers.split(Buffer(data))
            block = getattr(container.blocks(parts), kind)
            if block is not None and len(block if isinstance(block, bytes) else ()) <= SMALL:
                yield block if isinstance(block, bytes) else block.read(0, min(block.size, SMALL))
        except (CreditsError, TypeError):
            continue


def _iim() -> Iterator[bytes]:
    from credits.blocks import photoshop  # noqa: PLC0415

    for block in blocks("photoshop"):
        yield from (
            data for number, data in photoshop.decode(block).values.items() if number == 0x404
        )


@cache
def iim() -> tuple[bytes, ...]:
    """Give the IIM datastreams that stand in Photoshop's resources."""
    return tuple(dict.fromkeys((*_iim(), *blocks("iim"))))


@cache
def catalogs() -> tuple[bytes, ...]:
    """Give a catalog of two photos, as it lies on the disk."""
    with tempfile.TemporaryDirectory() as place:
        for name, form in (("d.jpg", "jpeg"), ("b.png", "png")):
            Path(place, name).write_bytes(credits.embed(picture(form, (90, 60)), **VALUES))
        credits.index([place], str(Path(place, "archive.db")))
        with contextlib.closing(sqlite3.connect(Path(place, "archive.db"))) as database:
            database.execute("PRAGMA journal_mode = DELETE")
        return (Path(place, "archive.db").read_bytes(),)


@cache
def indexes() -> tuple[bytes, ...]:
    """Give indexes of git: of a photo, and of a photo, a page and a policy in a folder."""
    found = []
    for more in ((), ("b/page.md", "credits.toml")):
        with tempfile.TemporaryDirectory() as place:
            for name in ("a.jpg", *more):
                path = Path(place, name)
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(picture("jpeg", (200, 150)) if name == "a.jpg" else b"")
            for command in (("init", "-q"), ("add", ".")):
                subprocess.run(["git", *command], cwd=place, check=True, capture_output=True)
            found.append(Path(place, ".git", "index").read_bytes())
    return tuple(found)


@cache
def credit_lines() -> tuple[bytes, ...]:
    """Give printed credit lines, a few hundred of many languages."""
    path = SHARED / "data" / "creditlines.dev.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()[::7] if path.exists() else []
    found = [json.loads(line).get("text", "") for line in lines]
    return tuple(text.encode() for text in [*LINES, *found] if text)


def _texts(*texts: str) -> Sequence[bytes]:
    return tuple(text.encode() for text in texts)


LINES: Final = (
    '"Peoples service."/ Source: versia.ru photo by Evgeny Epanchintsev/TASS',
    "Foto: Ann Lee / dpa via AP, CC BY-SA 4.0 © 2026", "Фото: Иван Петров/РИА Новости",
)  # fmt: skip
HTML: Final = _texts(
    """<!doctype html><html><head><title>T</title><meta property="og:image" content="/a.jpg">
<script type="application/ld+json">{"@type": "ImageObject", "contentUrl": "a.jpg",
"creditText": "Ann Lee/AP", "creator": {"@type": "Person", "name": "Ann"}}</script></head><body>
<figure id="x"><picture><source srcset="a.webp 2x, b.webp 800w"><img src="a.jpg" alt="A"></picture>
<figcaption>A square. <span class="credit">Photo: Ann Lee/AP</span></figcaption></figure>
<div style="background-image:url('b.jpg')"></div><a href="c.jpg"><img data-src="c-150x150.jpg"></a>
<!-- credits: ignore CRD101 reason="x" until=2027-01-01 --><ul class="gallery"><li><img src="d.jpg">
</li></ul></body></html>""",
)
MARKDOWN: Final = _texts(
    """---
title: A day
image: {src: cover.jpg, caption: "A square", credit: "Ann Lee/AP"}
resources:
  - src: gallery/*.jpg
    title: "x"
---
# One

![A square](a.jpg "A square. Photo: Ann Lee/AP"){width=300}

*Photo: Ann Lee/AP*

{{< figure src="b.jpg" caption="B" attr="Ann Lee" >}}

[![x](c.jpg)](d.jpg)

:::{figure} e.jpg
Words.
:::

| ![](f.jpg) |
|---|
| *Photo: X* |

<figure><img src="g.jpg"><figcaption>Foto: Y</figcaption></figure>
""",
    "+++\ntitle = 'x'\n[cover]\nimage = 'a.jpg'\ncaption = 'b'\n+++\n![][1]\n\n[1]: a.jpg 'b'\n",
)
RST: Final = _texts(
    ".. figure:: a.jpg\n   :alt: A\n\n   A square. Photo: Ann Lee/AP\n\n.. image:: b.png\n"
)
FEED: Final = _texts(
    """<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>T</title><item><title>One</title><media:content url="a.jpg" medium="image">
<media:credit role="photographer">Ann Lee</media:credit><media:description>A</media:description>
</media:content><enclosure url="b.jpg" type="image/jpeg"/><description>&lt;img src="c.jpg"&gt;
</description></item></channel></rss>""",
)
POLICY: Final = _texts(
    """profile = "newsroom"
select = ["CRD", "SYN"]
extend-select = ["ALT"]
fail-on = "error"
include = ["**/*.jpg"]
exclude = ["vendor/**"]
severity = { "CAP301" = "error" }
code-replacements = ["codes.txt"]
baseline = ".credits-baseline.json"

[credit]
any-of = ["creators", "credit_line"]

[roles]
logo = ["**/logo*"]

[house]
name = "Euromaidan Press"
credit-format = "{creators}/{organisations}"
staff = ["Ann Lee"]
organisations = { "TASS" = { aliases = ["ТАСС"], domains = ["tass.ru"] } }
placeholders = ["фото з мережі"]

[per-file-ignores]
"a/**" = ["CRD101"]

[templates.desk]
credit_line = "{creator}/{city|Kyiv}"

[articles]
root = "public"

[[waiver]]
rule = "CRD101"
path = "archive/1998/**"
reason = "estate unknown, cleared by desk"
owner = "photo desk"
expires = 2027-01-31
""",
)
TABLE: Final = _texts(
    "path,caption,creators,keywords,rating,copyright_marked\na.jpg,A,Ann;Bo,x;y,3,yes\n",
    '[{"path": "a.jpg", "caption": "A", "creators": ["Ann"], "gps": {"latitude": 1}}]',
    '{"path": "a.jpg", "licensors": [{"name": "A", "url": "https://a.example"}]}\n{"path": "b.jpg"}\n',
    'file\tcredit-line\tlicensors\na.jpg\tTASS\t[{"name": "A"}]\n',
)  # fmt: skip
LISTS: Final = _texts("a.jpg\0b/c d.png\0", "./a.jpg\0../b.jpg\0/etc/passwd\0", "a.md\n\0-\0")
PUSHES: Final = _texts(
    "refs/heads/main COMMIT refs/heads/main " + "0" * 40 + "\n",
    "refs/heads/main COMMIT refs/heads/other COMMIT\n(delete) "
    + "0" * 40
    + " refs/tags/v1 COMMIT\n",
)
_HEADS: Final = "Host: 127.0.0.1:80\r\nOrigin: http://127.0.0.1:80\r\n"
_FORM: Final = "state=STATE&caption=A+square&creators=Ann%0D%0ABo&credit_line=TASS&code=CRD101"
REQUESTS: Final = _texts(
    f"GET /secret/ HTTP/1.1\r\n{_HEADS}\r\n",
    f"GET /secret/picture/KEY HTTP/1.1\r\n{_HEADS}\r\n",
    *(f"POST /secret/{act}/KEY HTTP/1.1\r\n{_HEADS}Content-Type: application/x-www-form-urlencoded\r\n"
      f"Content-Length: {len(_FORM) + 40}\r\n\r\n{_FORM}" for act in ("save", "take", "later")),
)  # fmt: skip
TEMPLATE: Final = _texts(
    "{creator} in {city|Kyiv}, {date:%d %B %Y}: {filename:0-4} {n:03} {{x}} =tk#1="
)
CODES: Final = _texts("tk\tOne\tTwo\n// no\nap\tAssociated Press\n")
BASELINE: Final = _texts(
    '{\n"'
    + "ab" * 32
    + '": {"path": "a.jpg", "rules": ["CRD101"]},\n"schema": "credits/baseline/1"\n}\n'
)
JOURNAL: Final = _texts(
    '{"schema": "credits/journal/1", "when": "2026-01-01T00:00:00+00:00", "command": "embed", '
    '"path": "a.jpg", "before": "' + "0" * 64 + '", "after": "' + "1" * 64 + '", "modified": 1, '
    '"pieces": [[0, 10], "QUJD", [12, 90]]}\n'
)  # fmt: skip
POINTER: Final = _texts(
    "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12345\n"
)
LICENSE: Final = _texts(
    "SPDX-FileCopyrightText: 2026 Ann Lee <a@b.example>\nSPDX-License-Identifier: CC-BY-4.0\n"
)
REUSE: Final = _texts(
    'version = 1\n[[annotations]]\npath = ["**/*.jpg", "b/*"]\nprecedence = "override"\n'
    'SPDX-FileCopyrightText = "2026 Ann Lee"\nSPDX-License-Identifier = "CC-BY-4.0"\n'
)
WORDS: Final = _texts(
    "EMBARGO until 24 February 2022, 5 p.m. EET. Mandatory credit: Ann Lee/AP. NO SALES, NO ARCHIVES",
    "(Photo by Ann Lee/AFP via Getty Images) For use within 14 days of 31 December 9999. HANDOUT",
    "SPERRFRIST 31.12.9999 23:59 +99:99. Nur zur redaktionellen Verwendung. CC BY-SA 4.0 Zoë Müller",
)
DATES: Final = _texts(
    "Kyiv, 24 February 2022, 5 p.m. EET",
    "2026-11-24T10:00:00+02:00",
    "03/04/2025",
    "вчора, 3 мая 2024 г.",
)


def samples() -> Iterator[Path]:
    """Give the sample images of the project."""
    yield from sorted((ROOT / "sample_images").glob("*.jpg"))
