"""A dusty square full of men and flags, seen over the heads of the last rows."""

from __future__ import annotations

import numpy as np
from PIL import Image

from drawing.canvas import (
    Canvas,
    Colour,
    Pen,
    Rng,
    Size,
    between,
    expose,
    noise,
    ramp,
    shaded,
    step,
)
from drawing.nature import clouds, hills
from drawing.town import CLOTHES, FLAGS, HAIR, SKIN, bust, coats, windows

# strokes read best as they were drawn, their points side by side; they take them by place
# fmt: off
# ruff: noqa: PLR0917


def draw(size: Size = (1200, 800)) -> Image.Image:
    """Draw the scene."""
    rng, canvas = np.random.default_rng(1105), Canvas(size)
    canvas.pixels = ramp(canvas, [(0, (0.36, 0.55, 0.76)), (0.35, (0.70, 0.76, 0.78)),
                                  (0.5, (0.89, 0.83, 0.70)), (1, (0.7, 0.6, 0.45))])
    clouds(canvas, rng, horizon=0.5, cover=(0.5, 0.8), lit=(1, 0.98, 0.94),
           shade=(0.74, 0.74, 0.74), sun=(1.3, 0.1))
    hills(canvas, rng, base=0.5, rise=0.13, colour=(0.60, 0.55, 0.50), light=(0.82, 0.74, 0.62),
          wave=0.6)
    plaster = 0.82 + 0.36 * noise(canvas, rng, 0.5, 1.7)
    canvas.draw(_blocks, rng, 0.55, weave=plaster)
    canvas.lay(step(0.4, 0.56, canvas.y) * 0.4 * noise(canvas, rng, 0.6, 1.1, 2),
               (0.93, 0.85, 0.70))
    canvas.draw(_far_crowd, rng, weave=0.9 + 0.2 * noise(canvas, rng, 0.2, 1.9))
    dust = 0.5 * noise(canvas, rng, 0.5, 1.2, 2)
    canvas.lay(step(0.48, 0.6, canvas.y) * step(0.85, 0.6, canvas.y) * dust, (0.92, 0.84, 0.69))
    canvas.draw(_near_crowd, rng, weave=0.85 + 0.3 * noise(canvas, rng, 0.12, 1.8))
    return expose(canvas, rng, bloom=0.12, contrast=0.45, warmth=0.03)


def _blocks(pen: Pen, rng: Rng, foot: float) -> None:
    stone = ((0.80, 0.70, 0.55), (0.72, 0.64, 0.53), (0.84, 0.78, 0.66))
    for depth in (0.45, 1.0):
        x = -0.05
        while x < 1.55:
            wide = rng.uniform(0.1, 0.24) * (0.5 + depth / 2)
            tall = rng.uniform(0.12, 0.3) * depth ** 0.6
            if depth == 1.0 and 0.52 < x + wide / 2 < 0.98:
                x += wide
                continue
            wall = between((0.84, 0.79, 0.70), coats(rng, stone), 0.35 + 0.5 * depth)
            pen.box(x, foot - tall, x + wide, foot, wall)
            pen.box(x + wide * 0.86, foot - tall, x + wide, foot, shaded(wall, 0.72))
            pen.box(x - 0.004, foot - tall - 0.008, x + wide + 0.004, foot - tall,
                    shaded(wall, 0.85))
            cells = (max(2, round(wide / 0.032)), max(2, round(tall / 0.04)))
            windows(pen, rng, (x, foot - tall + 0.01, x + wide * 0.86, foot - 0.02), cells,
                    shaded(wall, 0.42), shaded(wall, 1.15), 0.15)
            x += wide + rng.uniform(-0.005, 0.02)
    pen.box(0.665, 0.17, 0.69, foot, (0.78, 0.70, 0.58))
    pen.dome(0.6775, 0.172, 0.02, 0.03, (0.36, 0.48, 0.46))
    pen.box(0.655, 0.27, 0.70, 0.282, (0.66, 0.58, 0.48))
    pen.dome(0.80, 0.47, 0.085, 0.11, (0.40, 0.52, 0.5))
    pen.box(0.71, 0.46, 0.89, foot, (0.76, 0.69, 0.58))


def _far_crowd(pen: Pen, rng: Rng) -> None:
    pen.polygon([(0, 0.56), (1.5, 0.56), (1.5, 1), (0, 1)], (0.40, 0.35, 0.28))
    for row in np.linspace(0, 1, 22):
        y, head = 0.545 + 0.27 * row ** 1.5, 0.0035 + 0.017 * row ** 1.5
        dust = 0.55 * (1 - row)
        for x in np.arange(-0.02, 1.52, head * 2.5):
            at = x + rng.normal(0, head * 0.5)
            coat = between(coats(rng, CLOTHES), (0.86, 0.78, 0.64), dust)
            face = between(coats(rng, SKIN), (0.86, 0.78, 0.64), dust)
            down = y + rng.normal(0, head * 0.5)
            pen.oval(at, down + head * 2.0, head * 1.35, head * 1.5, coat)
            pen.oval(at, down, head * 0.55, head * 0.75, face)
            pen.dome(at, down - head * 0.1, head * 0.58, head * 0.7, shaded(face, 0.35))
        for _ in range(2):
            _flag(pen, rng, rng.uniform(0.05, 1.4), y, head * rng.uniform(11, 15), dust)
    _banner(pen, 0.57, 0.6, 0.36, 0.055)


def _flag(pen: Pen, rng: Rng, x: float, foot: float, tall: float, dust: float = 0) -> None:
    """Fly a flag of no country: one colour, with a pale stripe at the pole."""
    top, long, deep = foot - tall, tall * 0.42, tall * 0.24
    pen.line([(x, foot), (x + tall * 0.04, top)], tall * 0.012, (0.3, 0.26, 0.22))
    phase, cloth = rng.uniform(0, 6), FLAGS[rng.integers(len(FLAGS))]
    along = np.linspace(0, 1, 25)
    wave = tall * 0.03 * np.sin(phase + 7 * along) * along + tall * 0.05 * along**2
    xs, ys = x + tall * 0.04 + long * along, top + wave
    light = 0.9 + 0.35 * np.cos(phase + 7 * along)
    for left in range(24):
        base = (0.92, 0.88, 0.78) if 3 <= left < 7 else cloth
        tone = between(shaded(base, light[left]), (0.88, 0.80, 0.66), dust)
        pen.polygon([(xs[left], ys[left]), (xs[left + 1], ys[left + 1]),
                     (xs[left + 1], ys[left + 1] + deep),
                     (xs[left], ys[left] + deep)], tone)


def _banner(pen: Pen, x: float, y: float, wide: float, tall: float) -> None:
    pen.polygon([(x, y), (x + wide, y - 0.012), (x + wide, y + tall - 0.01), (x, y + tall)],
                (0.93, 0.91, 0.86))
    at = x + 0.02
    for letter in (2, 1, 3, 1, 1, 2, 0, 3, 1, 2, 1, 0, 1, 3, 2, 1):
        if letter:
            pen.box(at, y + 0.008, at + 0.006 * letter, y + tall - 0.018, (0.62, 0.14, 0.12))
        at += 0.009 + 0.006 * letter
    for pole in (x, x + wide):
        pen.line([(pole, y - 0.02), (pole, y + 0.14)], 0.004, (0.35, 0.28, 0.2))


def _near_crowd(pen: Pen, rng: Rng) -> None:
    for row, (y, head) in enumerate(((0.80, 0.040), (0.88, 0.052), (0.99, 0.070))):
        for x in np.arange(-0.05, 1.6, head * 2.7):
            at, down = x + rng.normal(0, head * 0.35), y + rng.normal(0, head * 0.28)
            coat = coats(rng, CLOTHES, 0.75 - 0.1 * row)
            if rng.random() < 0.22:
                _raised(pen, at + head * 1.1, down, head, coat, coats(rng, SKIN, 0.9))
            bust(pen, at, down, head, coat, coats(rng, HAIR), coats(rng, SKIN, 0.8), 1.35)
        _flag(pen, rng, 0.14 + row * 0.55, y + 0.1, 0.5, 0)


def _raised(pen: Pen, x: float, y: float, head: float, coat: Colour, skin: Colour) -> None:
    pen.line([(x, y + head * 1.4), (x + head * 0.2, y - head * 1.1)], head * 0.42, coat)
    pen.line([(x + head * 0.2, y - head * 0.9), (x + head * 0.1, y - head * 2.0)], head * 0.34,
             skin)
    pen.oval(x + head * 0.1, y - head * 2.2, head * 0.24, head * 0.3, skin)
