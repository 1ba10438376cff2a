"""People with candles before a cathedral, the last light behind it."""

from __future__ import annotations

import numpy as np
from PIL import Image

from drawing.canvas import Canvas, Pen, Rng, Size, between, expose, noise, ramp, shaded
from drawing.nature import clouds
from drawing.town import CLOTHES, HAIR, SKIN, arch, bust, coats, windows

# strokes read best as they were drawn, their points side by side
# fmt: off


def draw(size: Size = (1200, 800)) -> Image.Image:
    """Draw the scene."""
    rng, canvas = np.random.default_rng(1930), Canvas(size)
    canvas.pixels = ramp(canvas, [(0, (0.05, 0.07, 0.17)), (0.3, (0.15, 0.17, 0.33)),
                                  (0.5, (0.48, 0.32, 0.38)),
                                  (0.6, (0.72, 0.43, 0.32)), (1, (0.1, 0.07, 0.07))])
    clouds(canvas, rng, horizon=0.6, cover=(0.45, 0.75), lit=(0.62, 0.36, 0.40),
           shade=(0.10, 0.10, 0.20), sun=(0.4, 0.7))
    _stars(canvas, rng)
    stone = 0.7 + 0.6 * noise(canvas, rng, 0.35, 1.8)
    canvas.draw(_roofs, rng, 0.6, weave=stone)
    canvas.draw(_cathedral, 0.98, 0.6, weave=stone)
    for x, y, wide, power in ((0.98, 0.55, 0.3, 0.5), (0.98, 0.38, 0.05, 0.8),
                              (0.86, 0.5, 0.09, 0.4), (1.10, 0.5, 0.09, 0.4)):
        canvas.glow(x, y, wide, (1.0, 0.66, 0.3), power)
    for y, head in ((0.60, 0.010), (0.625, 0.013), (0.655, 0.018), (0.695, 0.024), (0.745, 0.033),
                    (0.82, 0.047), (0.93, 0.068)):
        _mourners(canvas, rng, y, head)
    return expose(canvas, rng, bloom=0.4, grain=0.014, contrast=0.35, vignette=0.4)


def _stars(canvas: Canvas, rng: Rng) -> None:
    for _ in range(60):
        canvas.glow(rng.uniform(0, 1.5), rng.uniform(0, 0.28), 0.004, (0.8, 0.85, 1.0),
                    rng.uniform(0.1, 0.7))


def _roofs(pen: Pen, rng: Rng, foot: float) -> None:
    for x in np.arange(-0.05, 1.55, 0.075):
        tall, tone = rng.uniform(0.07, 0.15), shaded((0.11, 0.09, 0.13), rng.uniform(0.8, 1.5))
        pen.box(x, foot - tall, x + 0.08, foot + 0.02, tone)
        pen.polygon([(x - 0.004, foot - tall), (x + 0.04, foot - tall - 0.045),
                     (x + 0.084, foot - tall)], shaded(tone, 0.7))
        windows(pen, rng, (x, foot - tall + 0.005, x + 0.08, foot), (4, 4), shaded(tone, 0.6),
                (0.95, 0.68, 0.32), 0.3)


def _cathedral(pen: Pen, x: float, foot: float) -> None:
    wall, dark = (0.24, 0.18, 0.20), (0.10, 0.08, 0.12)
    pen.box(x - 0.2, foot - 0.2, x + 0.2, foot + 0.02, shaded(wall, 0.8))
    pen.polygon([(x - 0.21, foot - 0.2), (x, foot - 0.33), (x + 0.21, foot - 0.2)], dark)
    for side in (-1, 1):
        left = x + side * 0.155
        pen.box(left - 0.055, foot - 0.38, left + 0.055, foot + 0.02, wall)
        for rib in (-0.055, -0.018, 0.018, 0.05):
            pen.box(left + rib, foot - 0.38, left + rib + 0.006, foot, shaded(wall, 1.3))
        pen.polygon([(left - 0.06, foot - 0.38), (left, foot - 0.58), (left + 0.06, foot - 0.38)],
                    dark)
        for down in (0.34, 0.22, 0.11):
            arch(pen, left, foot - down, 0.014, 0.05, (0.80, 0.50, 0.22))
    pen.oval(x, foot - 0.215, 0.05, 0.05, shaded(wall, 1.4))
    pen.oval(x, foot - 0.215, 0.043, 0.043, (0.95, 0.62, 0.28))
    for turn in np.linspace(0, np.pi, 7)[:-1]:
        reach = (0.045 * np.cos(turn), 0.045 * np.sin(turn))
        pen.line([(x - reach[0], foot - 0.215 - reach[1]), (x + reach[0], foot - 0.215 + reach[1])],
                 0.004, dark)
    for grow, tone in ((1.0, shaded(wall, 1.5)), (0.8, dark), (0.6, (0.98, 0.70, 0.36))):
        arch(pen, x, foot - 0.06, 0.05 * grow, 0.09, tone)


def _mourners(canvas: Canvas, rng: Rng, y: float, head: float) -> None:
    places = [(x + rng.normal(0, head * 0.4), y + rng.normal(0, head * 0.25))
              for x in np.arange(-0.05, 1.6, head * 2.75)]
    flames = [(x + rng.uniform(-1.2, 1.2) * head, down + rng.uniform(0.1, 0.9) * head)
              for x, down in places if rng.random() < 0.6]
    for x, down in flames:
        canvas.glow(x, down, head * 3.2, (1.0, 0.55, 0.2), 0.5)
    rim, gloom = 2.0 - head * 8, 0.55 - head * 4.5

    def row(pen: Pen) -> None:
        for x, down in places:
            coat = between(coats(rng, CLOTHES, gloom), (0.16, 0.09, 0.07), 0.6)
            bust(pen, x, down, head, coat, coats(rng, HAIR, gloom), coats(rng, SKIN, gloom), rim)

    canvas.draw(row, weave=0.8 + 0.4 * noise(canvas, rng, 0.1, 1.9),
                blur=0.0018 if head > 0.06 else 0)
    seen = [flame for flame in flames if rng.random() < 0.5]
    canvas.draw_each(_candle, seen, head)
    for x, down in seen:
        canvas.glow(x, down - head * 0.75, head * 1.6, (1.0, 0.62, 0.25), 0.9)


def _candle(pen: Pen, head: float, x: float, y: float) -> None:
    pen.box(x - head * 0.1, y - head * 0.5, x + head * 0.1, y + head * 0.5, (0.95, 0.80, 0.58))
    pen.oval(x, y + head * 0.5, head * 0.24, head * 0.22, (0.52, 0.32, 0.22))
    pen.oval(x, y - head * 0.72, head * 0.09, head * 0.22, (1.0, 0.93, 0.70))
