"""Skies, hills, water and trees."""

# strokes take their coordinates by place
# ruff: noqa: PLR0917

from __future__ import annotations

from typing import Final

import numpy as np

from drawing.canvas import (
    Canvas,
    Colour,
    Pen,
    Plane,
    Point,
    Rng,
    at_pixel,
    mix,
    noise,
    paint,
    profile,
    sample,
    shaded,
    step,
    tile,
)


def clouds(
    canvas: Canvas,
    rng: Rng,
    *,
    horizon: float,
    cover: tuple[float, float],
    lit: Colour,
    shade: Colour,
    sun: Point = (0.75, 0.3),
    size: float = 1,
) -> None:
    """Draw a ceiling of clouds that recedes to the horizon; *cover* is where noise turns cloud."""
    square = tile(rng, 1.1)
    near = np.maximum(horizon - canvas.y, 0) + 0.09
    u, v = (canvas.x - canvas.wide / 2) / near * 0.12 / size, 0.16 / near / size
    thick = sample(square, u, v)
    lean = (canvas.x - sun[0]) * 0.02, (canvas.y - sun[1]) * 0.02
    bright = np.clip(0.5 + (thick - sample(square, u - lean[0], v + lean[1] + 0.012)) * 3.5, 0, 1)
    dense = step(*cover, thick) * (canvas.y < horizon)
    haze = step(0.0, 0.3, horizon - canvas.y)
    colour = mix(paint(shade), paint(lit), (bright * (1.15 - 0.5 * dense))[..., None])
    canvas.lay((dense * (0.25 + 0.75 * haze)).astype(np.float32), np.clip(colour, 0, 1))


def hills(
    canvas: Canvas,
    rng: Rng,
    *,
    base: float,
    rise: float,
    colour: Colour,
    light: Colour,
    wave: float = 0.6,
    roughness: float = 0.45,
    trees: float = 0.0,
) -> Plane:
    """Draw a range of hills with slopes in light and shade; give back what it covers."""
    xs = canvas.x[0]
    edge = base - rise * (0.5 + 0.5 * profile(rng, xs, roughness, wave))
    if trees:
        edge -= trees * np.abs(profile(rng, xs, 0.8, 0.012))
    cover: Plane = step(0, 1.5 / canvas.size[1], canvas.y - edge[None, :])
    relief = noise(canvas, rng, 0.7, 1.15, 1.6)
    slope = np.clip(0.5 + (relief - np.roll(relief, (3, 4), (0, 1))) * 9, 0, 1)
    deep = np.clip((canvas.y - edge[None, :]) / max(rise, 0.02), 0, 1)
    tone = mix(paint(colour), paint(light), (slope * (0.9 - 0.4 * deep))[..., None])
    canvas.lay(cover, tone)
    return cover


def water(
    canvas: Canvas,
    rng: Rng,
    *,
    level: float,
    tint: Colour,
    depth: float = 0.35,
    swell: float = 1.0,
    below: Plane | None = None,
) -> None:
    """Mirror what stands above *level* in moving water; *depth* is how much of the tint shows."""
    away = np.maximum(canvas.y - level, 1e-4)
    square = tile(rng, 1.35)
    u, v = (canvas.x - canvas.wide / 2) / (away + 0.06) * 0.16, 0.14 / (away + 0.025)
    wave = sample(square, u, v * 1.6) - 0.5
    height = canvas.size[1]
    rows = (2 * level - canvas.y - wave * swell * (0.04 + 0.7 * away)) * height
    columns = canvas.x * height + wave * swell * (6 + 60 * away) * height / 800
    smear = (0.004 + 0.05 * away) * height
    mirror = sum(_lookup(canvas.pixels, rows + push * smear, columns, level) for push in _SMEAR) / 5
    sheen = np.clip(depth + wave[..., None] * 1.1, 0, 1)
    wet = step(0, 1.5 / height, canvas.y - level) if below is None else below
    canvas.lay(wet, mix(mirror, paint(tint), sheen))


_SMEAR: Final = (-1.0, -0.5, 0.0, 0.5, 1.0)


def _lookup(pixels: Plane, rows: Plane, columns: Plane, level: float) -> Plane:
    height, width = pixels.shape[:2]
    y = np.clip(rows, 0, level * height - 1)
    x = np.clip(columns, 0, width - 1)
    low = np.floor(y).astype(np.int64)
    high, left = np.minimum(low + 1, height - 1), x.astype(np.int64)
    share = (y - low)[..., None]
    found: Plane = mix(pixels[low, left], pixels[high, left], share)
    return found.astype(np.float32)


def wake(canvas: Canvas, rng: Rng, boat: Plane, x: float, y: float, long: float) -> None:
    """Mirror a boat in the water under it, broken by ripples, and draw the foam behind."""
    height = canvas.size[1]
    ripple = noise(canvas, rng, 0.5, 1.9, 5) - 0.5
    mirror = np.zeros_like(boat)
    for push in (-8, -4, 0, 4, 8):
        rows = (2 * y - canvas.y) * height + (ripple * 60 + push) * height / 800
        shift = canvas.x * height + (ripple * 50 + push) * height / 800
        mirror += at_pixel(boat, rows, shift) / 5
    mirror *= (canvas.y > y) * step(long * 0.9, 0, canvas.y - y)
    canvas.lay((mirror * 0.62).astype(np.float32), (0.09, 0.09, 0.13))
    away = (x - canvas.x) / long
    spread = np.abs(canvas.y - y - 0.004) / (0.012 + 0.05 * np.clip(away, 0, 9) * long)
    foam = (
        step(1, 0, spread)
        * step(-0.4, -0.3, away)
        * step(2.2, 0.2, away)
        * step(0.45, 0.62, ripple + 0.5)
    )
    canvas.light((foam * 0.5).astype(np.float32), (1.0, 0.8, 0.65))


def tree(pen: Pen, rng: Rng, x: float, y: float, tall: float, colour: Colour) -> None:
    """Draw a leafy tree with its foot at (x, y)."""
    pen.line([(x, y), (x, y - tall * 0.5)], tall * 0.06, shaded(colour, 0.5))
    for _ in range(70):
        angle, far = rng.uniform(0, 2 * np.pi), rng.random() ** 0.6
        cx, cy = (
            x + np.cos(angle) * far * tall * 0.3,
            y - tall * 0.65 + np.sin(angle) * far * tall * 0.33,
        )
        sunny = 0.7 + 0.6 * (0.5 - (cy - y + tall * 0.65) / tall) * rng.uniform(0.7, 1.2)
        size = tall * rng.uniform(0.035, 0.09)
        pen.oval(cx, cy, size, size * 0.8, shaded(colour, sunny))
