"""Tomorrow's weather, a graphic: coast and relief, isobars, suns and showers."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from drawing.canvas import Canvas, Pen, Plane, Size, mix, noise, paint, step

# strokes read best as they were drawn, their points side by side
# fmt: off


def draw(size: Size = (720, 540)) -> Image.Image:
    """Draw the scene."""
    rng, canvas = np.random.default_rng(1200), Canvas(size)
    land = noise(canvas, rng, 1.9, 1.25) + 0.26 * (canvas.x / canvas.wide) - 0.12 * canvas.y - 0.52
    sea = mix(paint((0.36, 0.58, 0.76)), paint((0.66, 0.82, 0.90)),
              step(-0.16, 0, land)[..., None])
    soil = mix(paint((0.62, 0.74, 0.46)), paint((0.86, 0.78, 0.58)),
               step(0.02, 0.2, land)[..., None])
    sunny = np.clip(1 + (land - np.roll(land, (2, 2), (0, 1))) * 14, 0.75, 1.2)[..., None]
    canvas.pixels = np.where(land[..., None] > 0, soil * sunny, sea)
    canvas.lay(step(0.004, 0.0, np.abs(land)), (0.25, 0.33, 0.38))
    rain = step(0.42, 0.7, noise(canvas, rng, 1.2, 1.0)) * step(0.9, 0.2, canvas.x + 0.4 * canvas.y)
    canvas.lay(rain * 0.5, (0.16, 0.28, 0.60))
    pressure = 7 * noise(canvas, rng, 2.4, 0.0) + 3 * np.hypot(canvas.x - 0.95, canvas.y - 0.45)
    canvas.lay(_contours(pressure) * 0.85, (0.98, 0.98, 0.98))
    canvas.draw_each(_sign, SIGNS)
    canvas.draw_each(Pen.box, [(0, 0.9, canvas.wide, 1, (0.12, 0.16, 0.24))])
    image = Image.fromarray((np.clip(canvas.pixels, 0, 1) * 255).astype(np.uint8))
    _words(image)
    return image.quantize(112, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)

SIGNS = (
    (0.92, 0.20, "sun", 24), (1.12, 0.42, "sun", 26), (0.98, 0.64, "half", 22),
    (0.62, 0.47, "half", 19), (0.30, 0.26, "rain", 14), (0.58, 0.16, "rain", 15),
    (0.34, 0.66, "half", 17),
)


def _contours(plane: Plane) -> Plane:
    """Draw a line of even width wherever the plane is a whole number or a half."""
    slope = np.hypot(np.gradient(plane, axis=0), np.gradient(plane, axis=1)) * 2 + 1e-6
    line: Plane = step(1.6, 0.5, np.abs(plane * 2 - np.round(plane * 2)) / slope)
    return line


def _sign(pen: Pen, x: float, y: float, kind: str, _: int) -> None:
    if kind != "rain":
        shift = 0.0 if kind == "sun" else 0.022
        for ray in np.arange(0, 2 * np.pi, np.pi / 6):
            reach = (np.cos(ray) * 0.052, np.sin(ray) * 0.052)
            pen.line([(x - shift, y - shift), (x - shift + reach[0], y - shift + reach[1])], 0.006,
                     (0.98, 0.74, 0.16))
        pen.oval(x - shift, y - shift, 0.034, 0.034, (1.0, 0.84, 0.26))
    if kind != "sun":
        grey = (0.97, 0.97, 0.98) if kind == "half" else (0.80, 0.83, 0.88)
        for across, down, size in ((-0.03, 0.012, 0.024), (0.0, -0.006, 0.031),
                                   (0.034, 0.008, 0.026), (0.0, 0.018, 0.022)):
            pen.oval(x + across, y + down, size, size, grey)
    for drop in (-0.03, 0.0, 0.03) if kind == "rain" else ():
        pen.line([(x + drop, y + 0.045), (x + drop - 0.01, y + 0.075)], 0.007, (0.14, 0.36, 0.80))


def _words(image: Image.Image) -> None:
    pen, unit = ImageDraw.Draw(image), image.height
    for x, y, _, degrees in SIGNS:
        font = ImageFont.load_default(0.055 * unit)
        pen.text(((x + 0.07) * unit, (y - 0.03) * unit), f"{degrees}°", (20, 24, 34), font)
    font = ImageFont.load_default(0.042 * unit)
    pen.text((0.03 * unit, 0.925 * unit), "TOMORROW, NOON", (245, 245, 245), font)
    pen.text((0.78 * unit, 0.925 * unit), "Showers in the west", (170, 190, 220), font)
