"""The 35 edits a newsroom's copy of a photo has been through; each gives the bytes of a new file."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

Edit = Callable[[Image.Image], bytes]
TEXT = "Rescuers carry a child out of a flooded house, June 7, 2026. Photo: O. Parafeniuk/TASS"


def encoded(image: Image.Image, form: str = "JPEG", quality: int = 85) -> bytes:
    out = io.BytesIO()
    image.save(out, form, quality=quality)
    return out.getvalue()


def scaled(image: Image.Image, factor: float) -> Image.Image:
    width, height = image.size
    return image.resize(
        (max(1, round(width * factor)), max(1, round(height * factor))), Image.Resampling.BICUBIC
    )


def centre_crop(image: Image.Image, share: float) -> Image.Image:
    """Cut *share* of each side's length, half of it at either end."""
    width, height = image.size
    x, y = width * share / 2, height * share / 2
    return image.crop((round(x), round(y), round(width - x), round(height - y)))


def corner_crop(image: Image.Image, share: float) -> Image.Image:
    """Cut *share* of each side's length, all of it at the left and the top."""
    width, height = image.size
    return image.crop((round(width * share), round(height * share), width, height))


def gamma(image: Image.Image, power: float) -> Image.Image:
    return image.point([round(255 * (level / 255) ** power) for level in range(256)] * 3)


def border(image: Image.Image) -> Image.Image:
    return ImageOps.expand(image, round(min(image.size) * 0.05), "white")


def letterbox(image: Image.Image) -> Image.Image:
    """Put the picture into a black frame of another shape, as players of video do."""
    width, height = image.size
    wide = width / height < 16 / 9
    frame = (round(height * 16 / 9), height) if wide else (width, round(width * 9 / 16 * 1.2))
    return ImageOps.pad(image, frame, color="black")


def font(height: float) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(max(8, round(height)))


def watermark(image: Image.Image) -> Image.Image:
    layer = Image.new("RGBA", image.size)
    draw = ImageDraw.Draw(layer)
    width, height = image.size
    draw.text(
        (width / 2, height / 2), "SAMPLE AGENCY", (255, 255, 255, 128), font(width / 9), anchor="mm"
    )
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def tiled(image: Image.Image) -> Image.Image:
    layer = Image.new("RGBA", image.size)
    draw = ImageDraw.Draw(layer)
    width, height = image.size
    for row in range(6):
        for column in range(4):
            place = (width * (column + 0.5 * (row % 2)) / 4, height * row / 6)
            draw.text(place, "PREVIEW", (255, 255, 255, 90), font(width / 22))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def logo(image: Image.Image) -> Image.Image:
    new = image.copy()
    width, height = image.size
    box = (width * 0.78, height * 0.04, width * 0.96, height * 0.16)
    ImageDraw.Draw(new).rounded_rectangle(box, 6, fill="#c8102e")
    ImageDraw.Draw(new).text(
        (width * 0.87, height * 0.10), "NEWS", "white", font(height * 0.08), anchor="mm"
    )
    return new


def captioned(image: Image.Image, share: float) -> Image.Image:
    """Add a bar below with the caption in it, as many lines as it holds."""
    width, height = image.size
    bar = round(height * share)
    new = Image.new("RGB", (width, height + bar), "white")
    new.paste(image)
    size = max(8, round(height * 0.033))
    lines = max(1, int(bar / (size * 1.3)))
    top = height + (bar - lines * size * 1.3) / 2
    for line in range(lines):
        ImageDraw.Draw(new).text(
            (width * 0.02, top + line * size * 1.3), TEXT[line * 9 :], "black", font(size)
        )
    return new


def headline(image: Image.Image) -> Image.Image:
    """Darken the lowest third and write over it, as cards for social media have it."""
    width, height = image.size
    box = (0, height * 2 // 3, width, height)
    new = image.copy()
    new.paste(ImageEnhance.Brightness(image.crop(box)).enhance(0.35), box)
    for line, words in enumerate(("FLOOD IN KHERSON:", "HUNDREDS RESCUED")):
        ImageDraw.Draw(new).text(
            (width * 0.05, height * (0.70 + 0.13 * line)), words, "white", font(width / 12)
        )
    return new


def turned(image: Image.Image, degrees: float) -> Image.Image:
    """Straighten a horizon: turn a little, fill the corners with black."""
    return image.rotate(degrees, Image.Resampling.BICUBIC)


def social(image: Image.Image) -> bytes:
    cut = ImageEnhance.Contrast(centre_crop(image, 0.04)).enhance(1.15)
    return encoded(scaled(cut, 0.5), quality=55)


def jpeg(change: Callable[[Image.Image], Image.Image]) -> Edit:
    return lambda image: encoded(change(image))


EDITS: dict[str, Edit] = {
    "q60": lambda image: encoded(image, quality=60),
    "q30": lambda image: encoded(image, quality=30),
    "q10": lambda image: encoded(image, quality=10),
    "png": lambda image: encoded(image, "PNG"),
    "webp q50": lambda image: encoded(image, "WEBP", 50),
    "half size": jpeg(lambda image: scaled(image, 0.5)),
    "quarter size": jpeg(lambda image: scaled(image, 0.25)),
    "grey": jpeg(lambda image: image.convert("L")),
    "blur 2 px": jpeg(lambda image: image.filter(ImageFilter.GaussianBlur(2))),
    "sharpen": jpeg(lambda image: image.filter(ImageFilter.UnsharpMask(2, 150))),
    "brighter 1.3": jpeg(lambda image: ImageEnhance.Brightness(image).enhance(1.3)),
    "darker 0.7": jpeg(lambda image: ImageEnhance.Brightness(image).enhance(0.7)),
    "contrast 1.4": jpeg(lambda image: ImageEnhance.Contrast(image).enhance(1.4)),
    "gamma 0.6": jpeg(lambda image: gamma(image, 0.6)),
    "gamma 1.7": jpeg(lambda image: gamma(image, 1.7)),
    "crop 2 % corner": jpeg(lambda image: corner_crop(image, 0.02)),
    "crop 5 % centre": jpeg(lambda image: centre_crop(image, 0.05)),
    "crop 5 % corner": jpeg(lambda image: corner_crop(image, 0.05)),
    "crop 10 % centre": jpeg(lambda image: centre_crop(image, 0.10)),
    "crop 10 % corner": jpeg(lambda image: corner_crop(image, 0.10)),
    "crop 20 % centre": jpeg(lambda image: centre_crop(image, 0.20)),
    "border 5 %": jpeg(border),
    "letterbox": jpeg(letterbox),
    "watermark": jpeg(watermark),
    "tiled watermark": jpeg(tiled),
    "logo": jpeg(logo),
    "caption bar 8 %": jpeg(lambda image: captioned(image, 0.08)),
    "caption bar 15 %": jpeg(lambda image: captioned(image, 0.15)),
    "headline": jpeg(headline),
    "rotate 1 deg": jpeg(lambda image: turned(image, 1)),
    "rotate 3 deg": jpeg(lambda image: turned(image, 3)),
    "social": social,
    "mirror": jpeg(ImageOps.mirror),
    "quarter turn": jpeg(lambda image: image.transpose(Image.Transpose.ROTATE_90)),
    "half turn": jpeg(lambda image: image.transpose(Image.Transpose.ROTATE_180)),
}
# what no variant was made for
MORE: dict[str, Edit] = {
    "crop 7 % corner": jpeg(lambda image: corner_crop(image, 0.07)),
    "crop 12 % centre": jpeg(lambda image: centre_crop(image, 0.12)),
    "crop 15 % corner": jpeg(lambda image: corner_crop(image, 0.15)),
    "caption bar 11 %": jpeg(lambda image: captioned(image, 0.11)),
    "border and mirror": jpeg(lambda image: border(ImageOps.mirror(image))),
    "crop 4 % and turn": jpeg(
        lambda image: centre_crop(image, 0.04).transpose(Image.Transpose.ROTATE_90)
    ),
    "squeezed 10 %": jpeg(lambda image: image.resize((image.width * 9 // 10, image.height))),
}
