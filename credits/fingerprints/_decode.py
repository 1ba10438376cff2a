"""The only place where pixels are decoded: a file to a small picture, upright, without alpha.

JPEGs are decoded at a half, a quarter or an eighth of their size (Pillow's draft: libjpeg leaves
out the frequencies nobody will look at), which costs a fifth of a full decode. What is seen is what
is compared: the EXIF orientation is applied, transparent pixels lie on white, of an animation or a
pile of pages the first is taken. Which decoder opens a file is told by its first bytes, from one
table; Pillow is never left to guess, so none of its decoders that start other programs is reached.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable
from typing import Any, BinaryIO, Final, cast

import numpy as np
from PIL import Image

from credits import _optional
from credits._bytes import Buffer, File, Readable, Source, source_of
from credits.errors import CreditsError, NoPixels, Unsupported

# EXIF 3.0, 4.6.4 Orientation: what makes the stored picture upright
UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION: Final = 0x0112


def decoded(
    image: Readable, side: int, *, exact: bool = False, colour: bool = False
) -> Image.Image:
    """Decode a picture to grey (or RGB, if *colour*), upright.

    Width and height stay at least *side* pixels if they were; *exact* decodes in full size.

    Raises:
        UnreadableImage: it has no pixels, a decoder is missing, or the decoder gives up.
    """
    with source_of(image) as source:
        opener = _opener(source)
        try:
            with opener(_stream(source)) as picture:
                _guard(picture)
                if not exact:
                    picture.draft("RGB" if colour else "L", (side, side))
                return _upright(picture, _flat(picture, "RGB" if colour else "L"))
        except CreditsError:
            raise
        except Exception as error:  # decoders raise whatever their libraries do
            raise Unsupported(f"cannot be decoded: {_said(error)}") from error


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _stream(source: Source) -> BinaryIO:
    if isinstance(source, File):
        return open(source.descriptor, "rb", closefd=False)
    return io.BytesIO(cast("Buffer", source).data)


def _guard(picture: Image.Image) -> None:
    """Refuse what unpacks to more pixels than Pillow takes for an attack.

    Raises:
        Unsupported: it does.
    """
    most = 2 * Image.MAX_IMAGE_PIXELS if Image.MAX_IMAGE_PIXELS else None
    width, height = picture.size
    if most and width * height > most:
        raise Unsupported(
            f"has {width} x {height} pixels, more than {most:,} are not decoded",
            help="raise PIL.Image.MAX_IMAGE_PIXELS if you trust it",
        )


# ── which decoder ───────────────────────────────────────────────────────────────────────────────

Opener = Callable[[BinaryIO], Image.Image]


def _pillow(module: str, name: str) -> Opener:
    def opened(stream: BinaryIO) -> Image.Image:
        plugin = importlib.import_module(f"PIL.{module}")
        return cast("Image.Image", getattr(plugin, name)(stream))

    return opened


def _heif(stream: BinaryIO) -> Image.Image:
    return cast("Image.Image", _optional.need("pillow_heif", "heif").open_heif(stream).to_pillow())


def _jxl(stream: BinaryIO) -> Image.Image:
    return _of_array(_optional.need("imagecodecs", "jxl").jpegxl_decode(stream.read()))


OPENERS: Final[dict[str, Opener]] = {
    "jpeg": _pillow("JpegImagePlugin", "JpegImageFile"),
    "png": _pillow("PngImagePlugin", "PngImageFile"),
    "webp": _pillow("WebPImagePlugin", "WebPImageFile"),
    "tiff": _pillow("TiffImagePlugin", "TiffImageFile"),
    "gif": _pillow("GifImagePlugin", "GifImageFile"),
    "psd": _pillow("PsdImagePlugin", "PsdImageFile"),
    "avif": _pillow("AvifImagePlugin", "AvifImageFile"),
    "heif": _heif,
    "jxl": _jxl,
    "bmp": _pillow("BmpImagePlugin", "BmpImageFile"),
    "jp2": _pillow("Jpeg2KImagePlugin", "Jpeg2KImageFile"),
}
NO_PIXELS: Final = {
    "svg": "is a drawing (SVG), not comparable by its pixels",
    "raw": "is a camera's raw file, not comparable by its pixels",
}
# signatures that say all; whatever else there is, the containers tell
FIRST_BYTES: Final = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (8, b"WEBP", "webp"),
    (0, b"GIF8", "gif"),
    (0, b"8BPS", "psd"),
    (0, b"BM", "bmp"),
    (0, b"\0\0\0\x0cjP  ", "jp2"),
    (0, b"\xff\x0a", "jxl"),
    (0, b"\0\0\0\x0cJXL ", "jxl"),
    (4, b"ftypavif", "avif"),
    (4, b"ftypavis", "avif"),
    (4, b"ftyphei", "heif"),
    (4, b"ftyphev", "heif"),
    (4, b"ftypmif1", "heif"),
)


def _opener(source: Source) -> Opener:
    kind = _kind(source)
    if kind in NO_PIXELS:
        raise NoPixels(NO_PIXELS[kind])
    if kind not in OPENERS:
        raise Unsupported(f"is {kind}, which is not decoded here")
    return OPENERS[kind]


def _kind(source: Source) -> str:
    head = source.peek(0, 16)
    for at, signature, kind in FIRST_BYTES:
        if head.startswith(signature, at):
            return kind
    from credits import containers  # noqa: PLC0415  (XML and all; JPEGs need none of it)

    return containers.container_of(source).NAME


# ── to a picture of one kind ────────────────────────────────────────────────────────────────────


def _flat(picture: Image.Image, mode: str) -> Image.Image:
    """Give grey or RGB pixels, whatever the file has."""
    if picture.mode == mode:
        picture.load()
        return picture
    if picture.mode.startswith(("I", "F")):
        return _eight_bits(picture).convert(mode)
    if picture.has_transparency_data:
        over = Image.new("RGBA", picture.size, "white")
        over.alpha_composite(picture.convert("RGBA"))
        return over.convert(mode)
    if picture.mode == "LAB":  # CIE: the first band is lightness; colour needs a profile
        return picture.getchannel(0).convert(mode)
    if picture.mode in {"L", "RGB", "1"}:
        return picture.convert(mode)
    return picture.convert("RGB").convert(mode)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Bring 16 and 32 bits a pixel, whole or real numbers, to eight."""
    values = np.asarray(picture)
    if values.dtype.kind == "u" and values.dtype.itemsize == 2:
        return Image.fromarray((values >> 8).astype(np.uint8))
    low, high = float(values.min()), float(values.max())
    if low < 0 or high > 255 or values.dtype.kind == "f":
        values = (values - low) * (255 / (high - low or 1))
    return Image.fromarray(values.astype(np.uint8))


def _of_array(values: Any) -> Image.Image:
    if values.dtype != np.uint8:
        scale = 255 if values.dtype.kind == "f" else 255 / np.iinfo(values.dtype).max
        values = np.clip(values * scale, 0, 255).astype(np.uint8)
    return Image.fromarray(np.squeeze(values))


def _upright(picture: Image.Image, flat: Image.Image) -> Image.Image:
    if "exif" not in picture.info and ORIENTATION not in getattr(picture, "tag_v2", ()):
        return flat
    turn = UPRIGHT.get(_orientation(picture))
    return flat if turn is None else flat.transpose(turn)


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001  (a broken EXIF block says nothing, and hides no picture)
        return 1
