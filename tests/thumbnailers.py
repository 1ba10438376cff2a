"""Renditions made by those who make them: Pillow, Wagtail's Willow, Django's thumbnailers, libvips."""

from __future__ import annotations

import inspect
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.conftest import ROOT, absent


def pillow(original: Path, target: Path) -> None:
    with Image.open(original) as image:
        image.resize((600, 400)).save(target)


def pillow_with_exif(original: Path, target: Path) -> None:
    with Image.open(original) as image:
        image.resize((600, 400)).save(target, exif=image.info["exif"])


def willow(original: Path, target: Path) -> None:
    """Do what Wagtail does."""
    django_ready()
    from willow.image import Image as Willow

    with original.open("rb") as file, target.open("wb") as out:
        image = Willow.open(file).auto_orient().resize((600, 400))
        form = target.suffix.strip(".").replace("jpg", "jpeg")
        getattr(image, f"save_as_{form}")(out)


def django_ready() -> None:
    """Set up the one site that this process can have."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.integrations.newsroom.settings"
    django.setup()


def easy_thumbnails(original: Path, target: Path) -> None:
    django_ready()
    from django.core.files.base import ContentFile
    from easy_thumbnails.files import Thumbnailer

    maker = Thumbnailer(ContentFile(original.read_bytes()), original.name)
    # as it is where nobody has let it carry credits
    make = inspect.unwrap(Thumbnailer.generate_thumbnail)
    made = make(maker, {"size": (600, 400)})
    target.write_bytes(made.read())


def sorl(original: Path, target: Path) -> None:
    django_ready()
    from sorl.thumbnail.engines.pil_engine import Engine

    engine = Engine()
    image = engine.get_image(io.BytesIO(original.read_bytes()))
    small = engine.scale(image, (600, 400), {"crop": False, "upscale": True})
    target.write_bytes(engine._get_raw_data(small, "JPEG", 90, image_info={}))


def vips(original: Path, target: Path) -> None:
    import pyvips

    made = pyvips.Image.thumbnail(str(original), 600).copy()
    for name in ("exif-data", "xmp-data", "iptc-data"):
        if name in made.get_fields():
            made.remove(name)
    made.write_to_file(str(target))


def apart(name: str) -> Callable[[Path, Path], None]:
    """Make a rendition in a process of its own.

    Django has one set of settings a process, and libvips brings other libraries than our decoders.
    """

    def _made(original: Path, target: Path) -> None:
        command = [sys.executable, "-m", "tests.thumbnailers", name, str(original), str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        if "libvips" in done.stderr and "OSError" in done.stderr:
            absent("libvips")
        if "ModuleNotFoundError" in done.stderr:
            absent(done.stderr.splitlines()[-1].rpartition(" ")[2].strip("'"))
        assert done.returncode == 0, done.stderr

    return _made


MAKERS: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "Pillow to JPEG": (pillow, ".jpg"),
    "Pillow to PNG": (pillow, ".png"),
    "Pillow to WebP": (pillow, ".webp"),
    "Pillow to AVIF": (pillow, ".avif"),
    "Pillow to TIFF": (pillow, ".tif"),
    "Pillow to GIF": (pillow, ".gif"),
    "Pillow with EXIF": (pillow_with_exif, ".jpg"),
    "Pillow with EXIF to WebP": (pillow_with_exif, ".webp"),
    "Willow to JPEG": (apart("willow"), ".jpg"),
    "Willow to WebP": (apart("willow"), ".webp"),
    "Willow to PNG": (apart("willow"), ".png"),
    "easy-thumbnails": (apart("easy_thumbnails"), ".jpg"),
    "sorl-thumbnail": (apart("sorl"), ".jpg"),
    "libvips to JPEG": (apart("vips"), ".jpg"),
    "libvips to WebP": (apart("vips"), ".webp"),
    "libvips to PNG": (apart("vips"), ".png"),
}


if __name__ == "__main__":
    {one.__name__: one for one in (willow, easy_thumbnails, sorl, vips)}[sys.argv[1]](
        *map(Path, sys.argv[2:])
    )
