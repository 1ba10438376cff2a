"""Hills on fire behind a village, at night."""

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
from drawing.nature import hills, tree
from drawing.town import figure, windows

# strokes read best as they were drawn, their points side by side; they take them by place
# fmt: off
# ruff: noqa: PLR0917


def draw(size: Size = (1200, 800)) -> Image.Image:
    """Draw the scene."""
    rng, canvas = np.random.default_rng(2210), Canvas(size)
    canvas.pixels = ramp(canvas, [(0, (0.09, 0.09, 0.15)), (0.3, (0.28, 0.18, 0.20)),
                                  (0.5, (0.66, 0.30, 0.16)), (0.62, (0.96, 0.56, 0.20))])
    rising = canvas.x + (0.6 - canvas.y) * 0.55
    smoke = sample(tile(rng, 1.12), rising / 1.1, canvas.y / 0.8)
    lit = np.clip((smoke - np.roll(smoke, (-5, 3), (0, 1))) * 7 + step(0.1, 0.62, canvas.y) * 0.9,
                  0, 1)
    plume = step(0.34, 0.62, smoke + 0.25 * step(0.75, 0.1, np.abs(rising - 0.95)) - 0.1)
    glow = mix(paint((0.10, 0.09, 0.10)), paint((0.86, 0.36, 0.14)), lit[..., None])
    canvas.lay((plume * 0.85).astype(np.float32), glow)
    for base, rise, tone, fires in ((0.60, 0.18, (0.30, 0.13, 0.10), 0.3),
                                    (0.70, 0.17, (0.14, 0.07, 0.07), 0.55)):
        _burning(canvas, rng, base, rise, tone, fires)
    hills(canvas, rng, base=0.87, rise=0.12, colour=(0.05, 0.04, 0.05), light=(0.16, 0.08, 0.06),
          wave=0.6, trees=0.016)
    canvas.draw(_hamlet, rng, 0.86)
    canvas.draw(_brigade, rng, weave=0.8 + 0.4 * noise(canvas, rng, 0.2, 1.9))
    for x in (0.455, 0.47):
        canvas.glow(x, 0.83, 0.1, (0.25, 0.45, 1.0), 0.9)
    canvas.draw(_sparks, rng, blur=0.0012)
    return expose(canvas, rng, bloom=0.5, grain=0.014, contrast=0.4, vignette=0.35)


def _burning(canvas: Canvas, rng: Rng, base: float, rise: float, tone: Colour,
             fires: float) -> None:
    hills(canvas, rng, base=base, rise=rise, colour=tone, light=shaded(tone, 1.8), wave=0.45,
          trees=0.014)
    front = base - rise * 0.35 + 0.09 * (profile(rng, canvas.x[0], 0.5, 0.5))[None, :]
    height = 0.012 + 0.1 * fires * np.clip(profile(rng, canvas.x[0], 0.75, 0.05), 0, 1)
    up = (front - canvas.y) / height[None, :]
    tongue = noise(canvas, rng, 0.12, 1.6, 0.6)
    burning = step(0.3, 0.6, noise(canvas, rng, 1.4, 0.8))
    flame = step(1.0, 0.1, up + (tongue - 0.5) * 2.4) * step(-0.8, 0.1, up) * burning
    canvas.light((np.exp(-np.abs(canvas.y - front) * 14) * burning * 0.5).astype(np.float32),
                 (1.0, 0.38, 0.08))
    canvas.light((flame * 0.95).astype(np.float32), (1.0, 0.52, 0.12))
    canvas.light((flame**3 * step(0.6, 0.0, np.abs(up))).astype(np.float32), (1.0, 0.9, 0.5))


def _hamlet(pen: Pen, rng: Rng, foot: float) -> None:
    for x in (0.08, 0.19, 0.3, 0.78, 0.9, 1.03, 1.2, 1.34):
        wide, tall = rng.uniform(0.07, 0.1), rng.uniform(0.04, 0.06)
        low = foot + rng.uniform(-0.02, 0.02)
        pen.box(x, low - tall, x + wide, low, (0.05, 0.04, 0.05))
        pen.polygon([(x - 0.006, low - tall), (x + wide * 0.5, low - tall * 1.8),
                     (x + wide + 0.006, low - tall)], (0.09, 0.05, 0.05))
        windows(pen, rng, (x, low - tall, x + wide, low - 0.005), (4, 1), (0.02, 0.02, 0.02),
                (1.0, 0.76, 0.36), 0.4)
    for x in (0.02, 0.41, 0.66, 0.73, 1.15, 1.47):
        tree(pen, rng, x, foot + 0.03, rng.uniform(0.12, 0.2), (0.06, 0.05, 0.05))


def _brigade(pen: Pen, rng: Rng) -> None:
    pen.polygon([(0, 0.9), (0.5, 0.885), (1.5, 0.9), (1.5, 1), (0, 1)], (0.06, 0.05, 0.05))
    pen.box(0.34, 0.845, 0.58, 0.925, (0.46, 0.08, 0.06))
    pen.box(0.34, 0.875, 0.58, 0.883, (0.85, 0.78, 0.6))
    pen.box(0.49, 0.852, 0.57, 0.875, (0.35, 0.22, 0.16))
    pen.box(0.447, 0.834, 0.478, 0.845, (0.55, 0.72, 1.0))
    for wheel in (0.385, 0.53):
        pen.oval(wheel, 0.925, 0.022, 0.022, (0.02, 0.02, 0.02))
        pen.oval(wheel, 0.925, 0.009, 0.009, (0.3, 0.28, 0.27))
    for x, tall in ((0.68, 0.15), (0.76, 0.14), (0.84, 0.16), (0.25, 0.15), (1.1, 0.13)):
        figure(pen, rng, x, 0.965, tall, (0.24, 0.17, 0.07), (0.5, 0.4, 0.12))
        pen.line([(x - tall * 0.1, 0.965 - tall * 0.55), (x + tall * 0.1, 0.965 - tall * 0.55)],
                 0.004, (0.95, 0.85, 0.3))
    along = np.linspace(0, 1, 30)
    pen.line(list(zip(0.56 + 0.3 * along, 0.955 + 0.02 * np.sin(along * 9), strict=True)), 0.006,
             (0.4, 0.34, 0.24))


def _sparks(pen: Pen, rng: Rng) -> None:
    for _ in range(240):
        x, y = rng.uniform(0, 1.5), 0.72 - rng.random() ** 1.6 * 0.6
        size = rng.uniform(0.0008, 0.0024)
        pen.oval(x, y, size, size * 1.6, (1.0, rng.uniform(0.4, 0.8), 0.2))
