"""A village under water, as a reader's phone saw it: a family in a boat, rain."""

from __future__ import annotations

import numpy as np
from PIL import Image

from drawing.canvas import Canvas, Pen, Point, Rng, Size, expose, mix, noise, ramp, shaded
from drawing.nature import clouds, hills, tree, wake, water
from drawing.town import NIGHT, coats, figure, windows

# strokes read best as they were drawn, their points side by side; they take them by place
# fmt: off
# ruff: noqa: PLR0917


def draw(size: Size = (810, 1080)) -> Image.Image:
    """Draw the scene."""
    rng, canvas = np.random.default_rng(715), Canvas(size)
    level = 0.47
    canvas.pixels = ramp(canvas, [(0, (0.40, 0.44, 0.48)), (0.3, (0.66, 0.69, 0.70)),
                                  (0.5, (0.80, 0.80, 0.77))])
    clouds(canvas, rng, horizon=level, cover=(0.28, 0.7), lit=(0.80, 0.82, 0.83),
           shade=(0.34, 0.38, 0.43), size=0.8)
    for base, tone in ((0.43, (0.50, 0.56, 0.58)), (0.46, (0.33, 0.40, 0.38))):
        hills(canvas, rng, base=base, rise=0.09, colour=tone, light=shaded(tone, 1.3), wave=0.4,
              trees=0.012)
    canvas.draw(_village, rng, level, weave=0.75 + 0.5 * noise(canvas, rng, 0.3, 1.8))
    water(canvas, rng, level=level, tint=(0.36, 0.30, 0.22), depth=0.42, swell=0.8)
    canvas.draw(_drift, rng, level, weave=0.7 + 0.6 * noise(canvas, rng, 0.4, 2.0))
    raft = canvas.draw(_raft, rng, 0.42, 0.76)
    wake(canvas, rng, raft, 0.42, 0.765, 0.3)
    canvas.draw(_rain, rng, 900, blur=0.0008, alpha=0.3)
    return expose(canvas, rng, bloom=0.1, grain=0.014, contrast=0.3, vignette=0.15)


def _village(pen: Pen, rng: Rng, level: float) -> None:
    for _ in range(16):
        tree(pen, rng, rng.uniform(0, 0.75), level + 0.02, rng.uniform(0.08, 0.17),
             (0.2, 0.27, 0.17))
    for x, wide, tall in ((0.30, 0.09, 0.045), (0.42, 0.10, 0.055), (0.20, 0.13, 0.07),
                          (0.55, 0.15, 0.085),
                          (-0.03, 0.21, 0.14), (0.66, 0.2, 0.15)):
        _house(pen, rng, x, level + tall * 0.16, wide, tall)
    for x, tall in ((0.47, 0.15), (0.37, 0.24), (0.17, 0.4)):
        pen.line([(x, level + 0.03), (x + tall * 0.02, level - tall)], tall * 0.025,
                 (0.22, 0.18, 0.15))
        pen.line([(x - tall * 0.13, level - tall * 0.88), (x + tall * 0.17, level - tall * 0.92)],
                 tall * 0.02, (0.2, 0.17, 0.15))
    for side in (-0.13, 0.17):
        _cable(pen, (0.17 + side * 0.4, level - 0.36), (0.37 + side * 0.24, level - 0.215), 0.05)
        _cable(pen, (0.37 + side * 0.24, level - 0.215), (0.47 + side * 0.15, level - 0.135), 0.03)
        _cable(pen, (0.17 + side * 0.4, level - 0.36), (-0.1, level - 0.6), 0.06)


def _cable(pen: Pen, start: Point, end: Point, sag: float) -> None:
    along = np.linspace(0, 1, 20)
    heights = mix(start[1], end[1], along) + 4 * sag * along * (1 - along)
    pen.line(list(zip(mix(start[0], end[0], along), heights, strict=True)), 0.0012, NIGHT)


def _house(pen: Pen, rng: Rng, x: float, foot: float, wide: float, tall: float) -> None:
    walls = ((0.72, 0.66, 0.54), (0.62, 0.60, 0.58), (0.70, 0.55, 0.45), (0.56, 0.62, 0.62))
    roofs = ((0.45, 0.2, 0.15), (0.36, 0.22, 0.2), (0.3, 0.28, 0.28))
    wall, roof = coats(rng, walls, 0.9), coats(rng, roofs)
    top, gable = foot - tall, x + wide * 0.36
    pen.box(x, top, x + wide, foot, wall)
    pen.polygon([(x, top), (x + wide * 0.18, top - tall * 0.62), (gable, top)], shaded(wall, 0.86))
    pen.box(x, top, gable, foot, shaded(wall, 0.84))
    pen.polygon([(x + wide * 0.18, top - tall * 0.66), (x + wide * 0.86, top - tall * 0.66),
                 (x + wide * 1.05, top + tall * 0.03), (gable, top + tall * 0.03)], roof)
    for row in np.linspace(0.06, 0.94, 9):
        pen.line([(x + wide * (0.18 + 0.18 * row), top - tall * (0.66 - 0.68 * row)),
                  (x + wide * (0.86 + 0.19 * row),
                   top - tall * (0.66 - 0.68 * row))], tall * 0.014, shaded(roof, 0.72))
    pen.line([(x - wide * 0.03, top + tall * 0.06), (x + wide * 0.18, top - tall * 0.66)],
             tall * 0.04, shaded(roof, 0.6))
    pen.box(x + wide * 0.62, top - tall * 0.86, x + wide * 0.72, top - tall * 0.45,
            shaded(roof, 0.75))
    windows(pen, rng, (x + wide * 0.4, top + tall * 0.1, x + wide, foot - tall * 0.2), (3, 1),
            (0.14, 0.17, 0.2), (0.8, 0.7, 0.5), 0.1)
    windows(pen, rng, (x + wide * 0.03, top - tall * 0.3, x + wide * 0.33, top + tall * 0.5),
            (1, 1), (0.12, 0.15, 0.18), (0, 0, 0), 0)
    pen.box(x, foot - tall * 0.34, x + wide, foot - tall * 0.3, shaded(wall, 0.7))


def _drift(pen: Pen, rng: Rng, level: float) -> None:
    for _ in range(90):
        near, x = rng.random() ** 1.5, rng.uniform(0, 0.75)
        y, long = level + 0.02 + 0.5 * near, (0.004 + 0.03 * near) * rng.uniform(0.3, 1.3)
        tilt = rng.uniform(-0.2, 0.2) * long
        pen.line([(x, y), (x + long, y + tilt)], 0.001 + 0.004 * near,
                 shaded((0.3, 0.24, 0.17), rng.uniform(0.6, 1.6)))
    for x, y, side in ((0.12, 0.64, 0.05), (0.61, 0.6, 0.035)):
        pen.box(x, y - side * 0.5, x + side * 1.5, y, (0.5, 0.42, 0.3))
        pen.polygon([(x, y - side * 0.5), (x + side * 0.4, y - side * 0.75),
                     (x + side * 1.8, y - side * 0.75),
                     (x + side * 1.5, y - side * 0.5)], (0.62, 0.54, 0.4))


def _rain(pen: Pen, rng: Rng, drops: int) -> None:
    for _ in range(drops):
        x, y, long = rng.uniform(-0.05, 0.8), rng.uniform(-0.05, 1), rng.uniform(0.01, 0.045)
        pen.line([(x, y), (x - long * 0.16, y + long)], 0.0008, (0.88, 0.92, 0.95))


def _raft(pen: Pen, rng: Rng, x: float, y: float) -> None:
    skin = (0.72, 0.54, 0.44)
    for at, tall, coat in ((-0.09, 0.19, (0.75, 0.3, 0.12)), (-0.02, 0.14, (0.24, 0.32, 0.5)),
                           (0.05, 0.18, (0.5, 0.2, 0.28)), (0.105, 0.12, (0.72, 0.62, 0.2))):
        figure(pen, rng, x + at, y + tall * 0.08, tall, coat, skin)
    pen.line([(x - 0.1, y - 0.07), (x - 0.2, y + 0.03)], 0.006, (0.45, 0.36, 0.2))
    for drop, tone in ((0.0, (0.16, 0.19, 0.21)), (-0.008, (0.34, 0.38, 0.40)),
                       (-0.016, (0.22, 0.25, 0.27))):
        pen.polygon([(x - 0.19, y - 0.028 + drop), (x + 0.16, y - 0.028 + drop),
                     (x + 0.21, y - 0.045 + drop),
                     (x + 0.175, y + 0.008 + drop), (x - 0.165, y + 0.008 + drop)], tone)
