"""A lake in the mountains: snow behind, a boat on it, flowers in front."""

from __future__ import annotations

import numpy as np
from PIL import Image

from drawing.canvas import (
    Canvas,
    Colour,
    Pen,
    Rng,
    Size,
    expose,
    mix,
    noise,
    paint,
    profile,
    ramp,
    sample,
    shaded,
    step,
    tile,
)
from drawing.nature import clouds, hills, wake, water
from drawing.town import coats

# strokes read best as they were drawn, their points side by side
# fmt: off


def draw(size: Size = (1020, 680)) -> Image.Image:
    """Draw the scene."""
    rng, canvas = np.random.default_rng(1340), Canvas(size)
    level = 0.60
    canvas.pixels = ramp(canvas, [(0, (0.16, 0.38, 0.70)), (0.4, (0.55, 0.73, 0.89)),
                                  (0.6, (0.84, 0.90, 0.92))])
    clouds(canvas, rng, horizon=level, cover=(0.54, 0.7), lit=(1, 1, 1), shade=(0.68, 0.74, 0.82),
           sun=(0.2, 0.1))
    for base, rise, rock in ((0.56, 0.40, (0.36, 0.42, 0.54)), (0.60, 0.30, (0.26, 0.30, 0.37))):
        _alps(canvas, rng, base, rise, rock)
    for base, rise, wood in ((0.59, 0.13, (0.20, 0.32, 0.30)), (0.605, 0.075, (0.10, 0.21, 0.15))):
        hills(canvas, rng, base=base, rise=rise, colour=wood, light=shaded(wood, 1.7), wave=0.35,
              trees=0.02)
    canvas.lay(np.exp(-((canvas.y - level) ** 2) / 0.0009) * 0.35, (0.86, 0.92, 0.96))
    water(canvas, rng, level=level, tint=(0.06, 0.27, 0.36), depth=0.28, swell=0.45)
    boat = canvas.draw(_rowing, 0.98, 0.735)
    wake(canvas, rng, boat, 0.98, 0.738, 0.11)
    canvas.draw(_pines, rng, weave=0.6 + 0.8 * noise(canvas, rng, 0.2, 2.1))
    canvas.draw(_meadow, rng, canvas.wide, weave=0.75 + 0.5 * noise(canvas, rng, 0.3, 2.0))
    return expose(canvas, rng, bloom=0.1, contrast=0.3, grain=0.006)


def _alps(canvas: Canvas, rng: Rng, base: float, rise: float, rock: Colour) -> None:
    """Draw peaks: sharp folds of stone, the snow lying where it is high and not too steep."""
    edge = base - rise * (0.55 + 0.8 * profile(rng, canvas.x[0], 0.48, 0.34))
    cover = step(0, 1.5 / canvas.size[1], canvas.y - edge)
    down = (canvas.y - edge) / rise
    bend = noise(canvas, rng, 0.9, 1.1) - 0.5
    folds = -np.abs(sample(tile(rng, 1.15), canvas.x / 0.9 + bend * 0.4 + down * 0.12,
                           canvas.y / 1.4) - 0.5)
    slope = np.clip(0.48 + (folds - np.roll(folds, (1, 4), (0, 1))) * 13, 0, 1)
    snow = step(0.75, 0.3, down + 2.2 * bend + 0.5 * (0.5 - slope))
    white = mix(paint((0.46, 0.57, 0.78)), paint((1.0, 0.99, 0.96)), slope[..., None])
    stone = paint(rock) * (0.5 + 0.95 * slope)[..., None]
    tone = mix(stone, white, snow[..., None])
    canvas.lay(cover, mix(tone, paint((0.70, 0.79, 0.88)), step(0.2, 1.1, down)[..., None] / 2))


def _rowing(pen: Pen, x: float, y: float) -> None:
    pen.polygon([(x - 0.055, y - 0.017), (x + 0.06, y - 0.019), (x + 0.042, y), (x - 0.042, y)],
                (0.52, 0.24, 0.14))
    pen.line([(x - 0.055, y - 0.017), (x + 0.06, y - 0.019)], 0.004, (0.82, 0.62, 0.42))
    pen.line([(x - 0.005, y - 0.028), (x - 0.05, y + 0.004)], 0.0025, (0.80, 0.66, 0.46))
    pen.box(x - 0.009, y - 0.045, x + 0.009, y - 0.017, (0.84, 0.30, 0.20))
    pen.oval(x, y - 0.053, 0.008, 0.009, (0.42, 0.28, 0.2))


def _pines(pen: Pen, rng: Rng) -> None:
    for x, foot, tall in ((0.03, 0.92, 0.62), (0.16, 0.94, 0.5), (0.27, 0.95, 0.36),
                          (1.44, 0.95, 0.56), (1.33, 0.96, 0.38)):
        pen.line([(x, foot), (x, foot - tall)], tall * 0.02, (0.16, 0.11, 0.08))
        for layer in np.linspace(0, 1, 22):
            y, half = foot - tall * (0.06 + 0.94 * layer), tall * 0.19 * (1.03 - layer)
            for side in (-1, 1):
                tip = (x + side * half * rng.uniform(0.75, 1.1), y + tall * rng.uniform(0.02, 0.05))
                sunny = rng.uniform(0.6, 1.2) * (1.5 if side < 0 else 0.9)
                green = shaded((0.07, 0.19, 0.12), sunny)
                pen.polygon([(x, y - tall * 0.05), tip, (x + side * half * 0.45, y + tall * 0.018),
                             (x, y + tall * 0.02)], green)


def _meadow(pen: Pen, rng: Rng, wide: float) -> None:
    xs = np.linspace(0, wide, 60)
    edge = 0.90 + 0.03 * np.sin(xs * 5) - 0.03 * np.cos(xs * 2.3)
    pen.polygon([*zip(xs, edge, strict=True), (wide, 1), (0, 1)], (0.22, 0.38, 0.14))
    for _ in range(2600):
        x = rng.uniform(0, wide)
        foot = np.interp(x, xs, edge) + rng.random() * 0.13
        tall = 0.012 + (foot - 0.86) * rng.uniform(0.1, 0.45)
        pen.line([(x, foot), (x + tall * rng.uniform(-0.4, 0.4), foot - tall)], 0.0018,
                 shaded((0.34, 0.52, 0.18), rng.uniform(0.5, 1.3)))
    petals = ((0.98, 0.96, 0.92), (0.96, 0.80, 0.22), (0.72, 0.36, 0.66), (0.86, 0.22, 0.20))
    for _ in range(260):
        x, size = rng.uniform(0, wide), rng.uniform(0.002, 0.0055)
        y = np.interp(x, xs, edge) + rng.random() * 0.1 - 0.012
        pen.oval(x, y, size, size * 0.8, coats(rng, petals))
