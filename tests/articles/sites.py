"""Small built sites in the styles of Hugo, Jekyll, MkDocs and WordPress, with faults planted in them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PIL import Image

import credits
from tests.conftest import ROOT

# name → who is named in the file
PHOTOS: dict[str, dict[str, object]] = {
    "harbour": {
        "creators": ["Ann Lee"],
        "credit_line": "Lindhaven Courier",
        "caption": "Boats leave.",
    },
    "vigil": {"creators": ["Jonas Brandt"], "credit_line": "AP", "caption": "Candles."},
    "rower": {"creators": ["Ida Moreau"], "caption": "A rower."},
    "square": {"source": "diplomatru.ru", "caption": "Flags."},
    "free": {"caption": "A map."},
}
SOURCES = {"harbour": "harbour-at-dawn.jpg", "vigil": "vigil.jpg", "rower": "mountain-lake.webp",
           "square": "rally-at-noon.jpg", "free": "flooded-street.jpg"}  # fmt: skip


class Shown(NamedTuple):
    """A photo that must be found: its address, file, caption, and who is credited."""

    src: str
    file: str | None
    caption: str | None
    named: tuple[str, ...]


class Site(NamedTuple):
    """A site: its root, the photos of each page in order, the faults as (page, code, address)."""

    root: Path
    pages: dict[str, list[Shown]]
    faults: list[tuple[str, str, str | None]]


def small(name: str, *, credited: bool = True) -> bytes:
    """Make a photo of a newsroom's day, small and with its credit."""
    out = io.BytesIO()
    with Image.open(ROOT / "sample_images" / SOURCES[name]) as image:
        image.convert("RGB").resize((240, 160)).save(out, "JPEG", quality=70)
    return credits.embed(out.getvalue(), **PHOTOS[name]) if credited else out.getvalue()


def put(root: Path, files: dict[str, str | bytes]) -> None:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())


PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
{head}
</head>
<body class="{theme}">
<header><a href="/"><img src="{icon}" alt="Home"></a></header>
<main>
{body}
</main>
<footer>© 2026 Lindhaven Courier</footer>
</body>
</html>
"""
LINKED = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"ImageObject",'
    '"contentUrl":"%s","creditText":"Ann Lee/Lindhaven Courier"%s}</script>'
)


def icon() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (32, 32), "#c00").save(out, "PNG")
    return out.getvalue()


def hugo(root: Path) -> Site:
    """PaperMod: page bundles, renditions with hashed names, ``figure`` of the shortcode, a cover."""
    bundle = "posts/flood/"
    put(root, {
        "icon.png": icon(),
        bundle + "harbour_hu_9f8e7d6c5b4a3210.jpg": small("harbour"),
        bundle + "vigil_hu_0123456789abcdef.jpg": small("vigil"),
        "images/square.jpg": small("square"),
        bundle + "index.html": PAGE.format(
            title="Flood", theme="post", icon="/icon.png",
            head='<meta property="og:image" content="https://courier.example/posts/flood/harbour_hu_9f8e7d6c5b4a3210.jpg">\n'
            + LINKED % ("/posts/flood/harbour_hu_9f8e7d6c5b4a3210.jpg", ""),
            body="""<article class="post-single">
<figure class="entry-cover"><img loading="eager" srcset="/posts/flood/harbour_hu_1111111111111111.jpg 360w, /posts/flood/harbour_hu_9f8e7d6c5b4a3210.jpg 1200w" src="/posts/flood/harbour_hu_9f8e7d6c5b4a3210.jpg" alt="Three boats on calm water at sunrise"><p>Boats leave. <em>Photo: Ann Lee/Lindhaven Courier</em></p></figure>
<div class="post-content"><p>Text.</p>
<figure><img src="vigil_hu_0123456789abcdef.jpg" alt="People with candles before a church"><figcaption><p>Candles. Jonas Brandt / AP</p></figcaption></figure>
<figure class="align-center"><img loading="lazy" src="/images/square.jpg" alt="Men with flags fill a square"/><figcaption>Flags fill the square.</figcaption></figure>
<p><img src="/images/gone.jpg" alt="Nobody can see this one"/></p>
</div></article>""",
        ),
    })  # fmt: skip
    page = bundle + "index.html"
    shown = [
        Shown("/posts/flood/harbour_hu_9f8e7d6c5b4a3210.jpg", bundle + "harbour_hu_9f8e7d6c5b4a3210.jpg", "Boats leave.", ("Ann Lee", "Lindhaven Courier")),
        Shown("vigil_hu_0123456789abcdef.jpg", bundle + "vigil_hu_0123456789abcdef.jpg", "Candles.", ("Jonas Brandt", "AP")),
        Shown("/images/square.jpg", "images/square.jpg", "Flags fill the square.", ()),
        Shown("/images/gone.jpg", None, None, ()),
    ]  # fmt: skip
    faults = [(page, "ART901", "/images/square.jpg"), (page, "ART903", "/images/gone.jpg")]
    return Site(root, {page: shown}, faults)


def jekyll(root: Path) -> Site:
    """Minimal Mistakes: kramdown's pages, an emphasised line behind the picture, a teaser."""
    page = "2026/03/14/vigil.html"
    put(root, {
        "icon.png": icon(),
        "assets/images/vigil.jpg": small("vigil"), "assets/images/rower.jpg": small("rower"),
        "assets/images/harbour.jpg": small("harbour"),
        page: PAGE.format(
            title="Vigil", theme="layout--single", icon="/icon.png",
            head='<meta name="twitter:image" content="https://courier.example/assets/images/rower.jpg">\n'
            + LINKED % ("/assets/images/vigil.jpg", ',"license":"All rights reserved"'),
            body="""<section class="page__content">
<p><img src="/assets/images/vigil.jpg" alt="vigil.jpg" />
<em>Candles. Photo: Joe Doe/AFP</em></p>
<p>Text between the pictures.</p>
<p><a href="/assets/images/harbour.jpg"><img src="/assets/images/harbour-300x200.jpg" alt="Photo of three boats on calm water" /></a></p>
<p><em>Boats leave. Photo: Ann Lee/Lindhaven Courier</em></p>
</section>""",
        ),
    })  # fmt: skip
    shown = [
        Shown("https://courier.example/assets/images/rower.jpg", "assets/images/rower.jpg", None, ()),
        Shown("/assets/images/vigil.jpg", "assets/images/vigil.jpg", "Candles.", ("Joe Doe", "AFP")),
        Shown("/assets/images/harbour-300x200.jpg", "assets/images/harbour.jpg", "Boats leave.", ("Ann Lee", "Lindhaven Courier")),
    ]  # fmt: skip
    faults = [
        (page, "ART905", "https://courier.example/assets/images/rower.jpg"),
        (page, "ART902", "/assets/images/vigil.jpg"), (page, "ALT402", "/assets/images/vigil.jpg"),
        (page, "ALT403", "/assets/images/harbour-300x200.jpg"), (page, "ART908", None),
    ]  # fmt: skip
    return Site(root, {page: shown}, faults)


def mkdocs(root: Path) -> Site:
    """Material: figures with captions of PyMdown, ``loading=lazy``, addresses that go up."""
    page, other = "guide/photos/index.html", "index.html"
    put(root, {
        "icon.png": icon(),
        "img/rower.jpg": small("rower"), "img/free.jpg": small("free"), "img/square.jpg": small("square"),
        page: PAGE.format(
            title="Photos", theme="md-typeset", icon="../../icon.png", head="",
            body="""<article class="md-content__inner">
<figure id="__figure-caption_1"><p><img alt="A rower on a still lake below a peak" src="../../img/rower.jpg" loading="lazy"/></p>
<figcaption><p>A rower. Photo: Ida Moreau</p></figcaption></figure>
<p><img src="../../img/free.jpg" alt="" width="240"></p>
</article>""",
        ),
        other: PAGE.format(
            title="Start", theme="md-typeset", icon="icon.png", head="",
            body="""<article class="md-content__inner">
<figure><img src="img/square.jpg"><figcaption>Flags. Source: diplomatru.ru</figcaption></figure>
</article>""",
        ),
    })  # fmt: skip
    pages = {
        other: [Shown("img/square.jpg", "img/square.jpg", "Flags.", ("diplomatru.ru",))],
        page: [Shown("../../img/rower.jpg", "img/rower.jpg", "A rower.", ("Ida Moreau",)),
               Shown("../../img/free.jpg", "img/free.jpg", None, ())],
    }  # fmt: skip
    faults = [(other, "ALT401", "img/square.jpg"), (other, "ART907", None), (page, "ART907", None)]
    return Site(root, pages, faults)


def wordpress(root: Path) -> Site:
    """A block theme: sized renditions, lazy images, a gallery, media credits, a classic caption."""
    page = "2026/03/rally/index.html"
    up = "wp-content/uploads/2026/03/"
    put(root, {
        "icon.png": icon(),
        up + "harbour-scaled.jpg": small("harbour"), up + "vigil-1024x683.jpg": small("vigil"),
        up + "rower.jpg": small("rower"), up + "square-300x200.jpg": small("square"),
        page: PAGE.format(
            title="Rally", theme="wp-singular", icon="/icon.png",
            head=LINKED % ("https://courier.example/" + up + "harbour-scaled.jpg", ""),
            body=f"""<div class="entry-content wp-block-post-content">
<figure class="wp-block-image size-large"><img decoding="async" width="1024" height="683" src="https://courier.example/{up}harbour-1024x683.jpg" alt="Three boats on calm water" class="wp-image-9" srcset="https://courier.example/{up}harbour-1024x683.jpg 1024w, https://courier.example/{up}harbour-scaled.jpg 2560w" sizes="(max-width: 1024px) 100vw"/><figcaption class="wp-element-caption">Boats leave. <span class="media-credit">Ann Lee/Lindhaven Courier</span></figcaption></figure>
<div id="attachment_7" style="width: 310px" class="wp-caption alignnone"><img src="data:image/gif;base64,R0lGOD" data-lazy-src="/{up}vigil-1024x683.jpg" alt="People with candles in the dark"><noscript><img src="/{up}vigil-1024x683.jpg" alt="People with candles in the dark"></noscript><p class="wp-caption-text">Candles. (AP Photo/Jonas Brandt)</p></div>
<figure class="wp-block-gallery has-nested-images columns-2">
<figure class="wp-block-image"><img src="/{up}rower.jpg" alt="A rower on a lake in the mountains"><figcaption class="wp-element-caption">A rower. Photo: Ida Moreau</figcaption></figure>
<figure class="wp-block-image"><img src="/{up}square-300x200.jpg" alt="Flags on a square. Photo: Ida Moreau/AFP"><figcaption class="wp-element-caption">Flags. Source: diplomatru.ru</figcaption></figure>
</figure>
</div>""",
        ),
    })  # fmt: skip
    shown = [
        Shown(f"https://courier.example/{up}harbour-1024x683.jpg", up + "harbour-scaled.jpg", "Boats leave.", ("Ann Lee", "Lindhaven Courier")),
        Shown(f"/{up}vigil-1024x683.jpg", up + "vigil-1024x683.jpg", "Candles.", ("Jonas Brandt", "AP")),
        Shown(f"/{up}rower.jpg", up + "rower.jpg", "A rower.", ("Ida Moreau",)),
        Shown(f"/{up}square-300x200.jpg", up + "square-300x200.jpg", "Flags.", ("diplomatru.ru",)),
    ]  # fmt: skip
    return Site(root, {page: shown}, [(page, "ALT406", f"/{up}square-300x200.jpg")])


STYLES: dict[str, Callable[[Path], Site]] = {
    "Hugo": hugo, "Jekyll": jekyll, "MkDocs": mkdocs, "WordPress": wordpress,
}  # fmt: skip
