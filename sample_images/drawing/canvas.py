"""Canvas, pen, noise and camera: what every scene is drawn with.

Lengths are in heights of the picture: x runs from 0 to the aspect ratio, y from 0 at the top to 1.
Colours are triples from 0 to 1. All chance comes from a generator that the scene seeds, so a scene
of a given size is always the same picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Plane = NDArray[Any]
Colour = tuple[float, float, float]
Point = tuple[float, float]
Rng = np.random.Generator
Size = tuple[int, int]

# shapes are drawn this much larger, then reduced: smooth edges
FINE: Final = 2
TILE: Final = 512


class Pen:
    """Draw shapes in units of the picture's height, on a layer that is `FINE` times larger."""

    def __init__(self, size: tuple[int, int]) -> None:
        """Take a clear layer for a picture of *size* pixels."""
        self.unit = size[1] * FINE
        self.layer = Image.new("RGBA", (size[0] * FINE, size[1] * FINE))
        self._draw = ImageDraw.Draw(self.layer)

    def polygon(self, points: Iterable[Point], colour: Colour, alpha: float = 1) -> None:
        """Fill a polygon."""
        self._draw.polygon([self._at(point) for point in points], fill=_rgba(colour, alpha))

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Fill an upright rectangle."""
        self._draw.rectangle((*self._at((left, top)), *self._at((right, bottom))), _rgba(colour))

    def oval(self, x: float, y: float, across: float, down: float, colour: Colour) -> None:
        """Fill an ellipse by its centre and its half axes."""
        corners = (*self._at((x - across, y - down)), *self._at((x + across, y + down)))
        self._draw.ellipse(corners, fill=_rgba(colour))

    def dome(self, x: float, y: float, across: float, down: float, colour: Colour) -> None:
        """Fill the upper half of an ellipse."""
        corners = (*self._at((x - across, y - down)), *self._at((x + across, y + down)))
        self._draw.pieslice(corners, 180, 360, fill=_rgba(colour))

    def line(self, points: Iterable[Point], width: float, colour: Colour) -> None:
        """Draw a line; *width* is in heights as well, one fine pixel at least."""
        thick = max(1, round(width * self.unit))
        self._draw.line([self._at(point) for point in points], _rgba(colour), thick, joint="curve")

    def _at(self, point: Point) -> Point:
        return (point[0] * self.unit, point[1] * self.unit)


def _rgba(colour: Colour, alpha: float = 1) -> tuple[int, ...]:
    return tuple(round(255 * min(1.0, max(0.0, part))) for part in (*colour, alpha))


class Canvas:
    """The picture in the making: *pixels* are (height, width, 3), 0 to 1."""

    def __init__(self, size: tuple[int, int]) -> None:
        """Take a black canvas of *size* pixels, width first."""
        self.size = size
        self.pixels: Plane = np.zeros((size[1], size[0], 3), np.float32)
        down, across = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
        self.x: Plane = (across + 0.5) / size[1]
        self.y: Plane = (down + 0.5) / size[1]
        self.wide = size[0] / size[1]

    def lay(self, cover: Plane, colour: Colour | Plane) -> None:
        """Cover the picture with a colour, as far as *cover* (0 to 1) says."""
        self.pixels = mix(self.pixels, np.asarray(colour, np.float32), cover[..., None])

    def light(self, strength: Plane, colour: Colour) -> None:
        """Add light, which never gets brighter than white."""
        ray = np.clip(strength[..., None] * np.asarray(colour, np.float32), 0, 1)
        self.pixels = 1 - (1 - self.pixels) * (1 - ray)

    def glow(self, x: float, y: float, radius: float, colour: Colour, power: float = 1) -> None:
        """Let a lamp shine: bright in the middle, a halo around."""
        height, reach = self.size[1], 2.3 * radius
        rows = slice(max(0, int((y - reach) * height)), max(0, int((y + reach) * height) + 1))
        columns = slice(max(0, int((x - reach) * height)), max(0, int((x + reach) * height) + 1))
        away = np.hypot(self.x[rows, columns] - x, self.y[rows, columns] - y) / radius
        ray = power * (np.exp(-3 * away) - 0.001) * step(2.3, 1.5, away)
        light = np.clip(ray[..., None] * np.asarray(colour, np.float32), 0, 1)
        self.pixels[rows, columns] = 1 - (1 - self.pixels[rows, columns]) * (1 - light)

    def draw(
        self,
        strokes: Callable[..., object],
        *given: Any,
        blur: float = 0,
        weave: Plane | None = None,
        alpha: float = 1,
    ) -> Plane:
        """Paint shapes: call *strokes* with a pen and what is *given*; give back what is covered.

        *weave* roughens them, *blur* is in heights.
        """
        pen = Pen(self.size)
        strokes(pen, *given)
        layer = pen.layer.resize(self.size, Image.Resampling.BOX)
        if blur:
            # premultiplied: a clear pixel has no colour to bleed
            layer = _blurred(layer, blur * self.size[1])
        flat = np.asarray(layer, np.float32) / 255
        colour = flat[..., :3] if weave is None else flat[..., :3] * weave[..., None]
        self.lay(flat[..., 3] * alpha, colour)
        return flat[..., 3]

    def draw_each(
        self, strokes: Callable[..., object], rows: Iterable[Sequence[Any]], *given: Any,
        blur: float = 0, alpha: float = 1,
    ) -> Plane:  # fmt: skip
        """Paint the same shapes at many places: call *strokes* with every row, after *given*."""

        def each(pen: Pen) -> None:
            for row in rows:
                strokes(pen, *given, *row)

        return self.draw(each, blur=blur, alpha=alpha)


def _blurred(layer: Image.Image, radius: float) -> Image.Image:
    return layer.convert("RGBa").filter(ImageFilter.GaussianBlur(radius)).convert("RGBA")


def mix(first: Any, second: Any, share: Any) -> Any:
    """Blend: all of the first at share 0, all of the second at 1."""
    return first + (second - first) * share


def step(low: Any, high: Any, plane: Any) -> Any:
    """Rise smoothly from 0 at *low* to 1 at *high*."""
    rise = np.clip((plane - low) / (high - low), 0, 1)
    return rise * rise * (3 - 2 * rise)


def tile(rng: Rng, roughness: float = 1.0, side: int = TILE) -> Plane:
    """Make a seamless square of octave noise, 0 to 1; the higher *roughness*, the finer.

    Done in the frequency domain, where every octave is there at once: 1 gives clouds, 2 gravel.
    """
    across = np.fft.rfftfreq(side)[None, :]
    down = np.fft.fftfreq(side)[:, None]
    frequency = np.maximum(np.hypot(across, down), 1.5 / side)
    angle = rng.random((side, side // 2 + 1)) * 2 * np.pi
    spectrum = np.exp(1j * angle) * frequency ** (roughness - 3)
    raw: Plane = np.fft.irfft2(spectrum, s=(side, side))
    field: Plane = (raw - raw.mean()) / raw.std()
    square: Plane = np.clip(0.5 + field / 5, 0, 1)
    return square.astype(np.float32)


def sample(square: Plane, u: Plane, v: Plane) -> Plane:
    """Look up a seamless square at (u, v), whole numbers being its edges."""
    side = square.shape[0]
    across, down = u * side, v * side
    left, top = np.floor(across), np.floor(down)
    fx, fy = across - left, down - top
    x0, y0 = left.astype(np.int64) % side, top.astype(np.int64) % side
    x1, y1 = (x0 + 1) % side, (y0 + 1) % side
    above = mix(square[y0, x0], square[y0, x1], fx)
    below = mix(square[y1, x0], square[y1, x1], fx)
    found: Plane = mix(above, below, fy)
    return found.astype(np.float32)


def noise(
    canvas: Canvas, rng: Rng, scale: float = 1, roughness: float = 1, flat: float = 1
) -> Plane:
    """Cover the canvas with noise, 0 to 1; it repeats every *scale* heights, *flat* times wider."""
    square = tile(rng, roughness)
    return sample(square, canvas.x / (scale * flat), canvas.y / scale)


def ramp(canvas: Canvas, stops: Sequence[tuple[float, Colour]]) -> Plane:
    """Blend colours from top to bottom, by the heights in *stops*."""
    heights = [height for height, _ in stops]
    parts = [np.interp(canvas.y, heights, [c[part] for _, c in stops]) for part in range(3)]
    return np.stack(parts, axis=-1).astype(np.float32)


def profile(rng: Rng, xs: Plane, roughness: float = 0.5, wave: float = 0.5) -> Plane:
    """Give a mountain's outline over *xs*, -1 to 1, by seven octaves; the first is *wave* long."""
    total = np.zeros_like(xs, dtype=np.float64)
    for octave in range(7):
        knots = rng.uniform(-1, 1, 64)
        place = xs / wave * 2**octave + rng.uniform(0, 8)
        total += roughness**octave * np.interp(place % 63, np.arange(64), knots)
    return total * (1 - roughness)


def at_pixel(plane: Plane, rows: Plane, columns: Plane) -> Plane:
    """Look up a plane by pixel, the edges going on for ever."""
    y = np.clip(rows, 0, plane.shape[0] - 1).astype(np.int64)
    return plane[y, np.clip(columns, 0, plane.shape[1] - 1).astype(np.int64)]


def bars(place: Plane, thick: float) -> Plane:
    """Mark a bar around each whole number, soft where bars get too close to tell apart."""
    blur = np.maximum(np.abs(np.gradient(place, axis=0)), np.abs(np.gradient(place, axis=1)))
    blur = np.minimum(blur, 1)
    off = np.abs(place - np.round(place))
    sharp = step(thick + blur, thick * 0.6, off)
    marked: Plane = mix(sharp, thick * 2, step(0.3, 0.8, blur))
    return marked.astype(np.float32)


def paint(colour: Colour) -> Plane:
    """Make a colour ready for blending with planes."""
    return np.asarray(colour, np.float32)


def shaded(colour: Colour, factor: float) -> Colour:
    """Make a colour brighter or darker."""
    red, green, blue = (min(1.0, part * factor) for part in colour)
    return (red, green, blue)


def between(first: Colour, second: Colour, share: float) -> Colour:
    """Blend two colours."""
    red, green, blue = (mix(one, other, share) for one, other in zip(first, second, strict=True))
    return (red, green, blue)


def expose(
    canvas: Canvas,
    rng: Rng,
    *,
    bloom: float = 0.25,
    grain: float = 0.008,
    contrast: float = 0.35,
    vignette: float = 0.25,
    warmth: float = 0.0,
) -> Image.Image:
    """Take the photograph: lens flare and falloff, film curve, grain."""
    height = canvas.size[1]
    glare = _soft(np.clip(canvas.pixels - 0.6, 0, 1), 0.02 * height)
    canvas.pixels = 1 - (1 - canvas.pixels) * (1 - np.clip(glare * bloom * 2, 0, 1))
    off = ((canvas.x - canvas.wide / 2) ** 2 + (canvas.y - 0.5) ** 2) / (canvas.wide**2 / 4 + 0.25)
    shot = canvas.pixels * (1 - vignette * off[..., None] ** 1.5)
    shot = mix(shot, shot * shot * (3 - 2 * shot), contrast)
    shot = shot * paint((1 + warmth, 1, 1 - warmth))
    light = rng.normal(0, grain, shot.shape[:2]).astype(np.float32)[..., None]
    return Image.fromarray((np.clip(shot + light, 0, 1) * 255 + 0.5).astype(np.uint8))


def _soft(pixels: Plane, radius: float) -> Plane:
    image = Image.fromarray((np.clip(pixels, 0, 1) * 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float32) / 255
