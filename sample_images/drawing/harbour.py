"""Harbour at dawn: fishing boats go out past the cranes, the sun is just up."""

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
from drawing.nature import clouds, hills, wake, water
from drawing.town import windows

# strokes read best as they were drawn, their points side by side
# fmt: off


def draw(size: Size = (1200, 800)) -> Image.Image:
    """Draw the scene."""
    rng, canvas = np.random.default_rng(540), Canvas(size)
    level, sun = 0.56, (1.02, 0.5)
    canvas.pixels = ramp(canvas, [(0, (0.20, 0.30, 0.50)), (0.25, (0.52, 0.52, 0.66)),
                                  (0.42, (0.93, 0.68, 0.56)), (0.56, (1.0, 0.80, 0.52))])
    clouds(canvas, rng, horizon=level, cover=(0.46, 0.72), lit=(1.0, 0.72, 0.55),
           shade=(0.42, 0.36, 0.48), sun=sun)
    canvas.glow(*sun, 0.75, (1.0, 0.62, 0.3), 0.55)
    canvas.glow(*sun, 0.09, (1.0, 0.95, 0.8), 2.2)
    for depth, base in enumerate((0.545, 0.565)):
        far = (0.62 - depth * 0.22, 0.5 - depth * 0.17, 0.54 - depth * 0.12)
        hills(canvas, rng, base=base, rise=0.11 - depth * 0.03, colour=far,
              light=shaded(far, 1.2), wave=0.5 - depth * 0.2)
    canvas.draw(_quay, rng, level)
    canvas.glow(*sun, 0.3, (1.0, 0.6, 0.25), 0.35)
    water(canvas, rng, level=level, tint=(0.10, 0.17, 0.25), depth=0.3)
    canvas.light(step(0.16, 0.0, np.abs(canvas.x - sun[0]) / (0.35 + canvas.y)) * (canvas.y > level)
                 * step(0.5, 0.75, noise(canvas, rng, 0.3, 2.2, 5)), (0.9, 0.6, 0.32))
    for x, y, length in ((0.28, 0.72, 0.30), (0.72, 0.615, 0.12), (1.22, 0.66, 0.17)):
        boat = canvas.draw(_boat, x, y, length)
        wake(canvas, rng, boat, x, y, length)
    canvas.draw(_gulls, rng, 16)
    return expose(canvas, rng, bloom=0.3)


def _quay(pen: Pen, rng: Rng, level: float) -> None:
    dusk = (0.20, 0.17, 0.24)
    for x in np.arange(-0.02, 0.62, 0.034):
        wall = between(dusk, (0.5, 0.38, 0.40), rng.uniform(0, 0.5))
        top = level - rng.uniform(0.035, 0.075)
        pen.box(x, top, x + 0.031, level, wall)
        pen.polygon([(x - 0.003, top), (x + 0.0155, top - 0.022), (x + 0.034, top)],
                    shaded(wall, 0.7))
        windows(pen, rng, (x, top + 0.004, x + 0.031, level - 0.006), (3, 2), shaded(dusk, 0.5),
                (1, 0.8, 0.4), 0.35)
    pen.box(0.16, level - 0.15, 0.176, level, dusk)
    pen.polygon([(0.153, level - 0.15), (0.168, level - 0.2), (0.183, level - 0.15)], dusk)
    for x, tall in ((0.66, 0.24), (0.78, 0.2), (1.28, 0.22), (1.38, 0.27)):
        _crane(pen, x, level, tall, dusk)
    pen.box(0.6, level - 0.013, 0.9, level, dusk)
    pen.box(1.2, level - 0.015, 1.5, level, dusk)


def _crane(pen: Pen, x: float, foot: float, tall: float, colour: Colour) -> None:
    thin, top = tall * 0.018, foot - tall
    for side in (-0.06, 0.06):
        pen.line([(x + side * tall * 1.4, foot), (x + side * tall * 0.4, top)], thin, colour)
    for rung in np.linspace(0.1, 0.9, 6):
        pen.line([(x - 0.1 * tall * (1 - rung * 0.7), foot - tall * rung),
                  (x + 0.1 * tall * (1 - rung * 0.7),
                   foot - tall * (rung + 0.1))], thin * 0.7, colour)
    pen.line([(x - tall * 0.35, top + tall * 0.02), (x + tall * 0.7, top - tall * 0.16)],
             thin * 1.6, colour)
    pen.line([(x, top), (x + tall * 0.08, top - tall * 0.24), (x + tall * 0.7, top - tall * 0.16)],
             thin * 0.6, colour)
    pen.line([(x + tall * 0.6, top - tall * 0.14), (x + tall * 0.6, top + tall * 0.3)], thin * 0.5,
             colour)
    pen.box(x - tall * 0.4, top - tall * 0.01, x - tall * 0.25, top + tall * 0.08, colour)


def _boat(pen: Pen, x: float, y: float, long: float) -> None:
    hull, deck = (0.13, 0.12, 0.17), (0.50, 0.26, 0.2)
    pen.polygon([(x - long * 0.5, y - long * 0.15), (x + long * 0.36, y - long * 0.12),
                 (x + long * 0.54, y - long * 0.22), (x + long * 0.42, y),
                 (x - long * 0.44, y)], hull)
    pen.line([(x - long * 0.5, y - long * 0.13), (x + long * 0.36, y - long * 0.1),
              (x + long * 0.53, y - long * 0.2)], long * 0.02, (0.62, 0.34, 0.24))
    pen.box(x - long * 0.34, y - long * 0.34, x - long * 0.08, y - long * 0.14, deck)
    pen.box(x - long * 0.36, y - long * 0.37, x - long * 0.05, y - long * 0.335, shaded(deck, 0.55))
    for column in range(3):
        left = x - long * (0.31 - column * 0.075)
        pen.box(left, y - long * 0.30, left + long * 0.05, y - long * 0.23, (1.0, 0.82, 0.5))
    for mast, tall in ((-0.2, 0.78), (0.2, 0.62)):
        pen.line([(x + long * mast, y - long * 0.12), (x + long * mast, y - long * tall)],
                 long * 0.016, hull)
        pen.line([(x + long * mast, y - long * 0.3),
                  (x + long * (mast + 0.24), y - long * tall * 0.9)], long * 0.012, hull)
        pen.line([(x + long * mast, y - long * tall), (x + long * 0.52, y - long * 0.2)],
                 long * 0.005, hull)
        pen.line([(x + long * mast, y - long * tall), (x - long * 0.48, y - long * 0.15)],
                 long * 0.005, hull)
    for nets in range(7):
        pen.oval(x + long * (0.02 + nets * 0.035), y - long * 0.14, long * 0.03, long * 0.03,
                 shaded((0.2, 0.42, 0.4), 0.5 + nets % 3 * 0.3))
    pen.oval(x + long * 0.33, y - long * 0.2, long * 0.02, long * 0.027, hull)
    pen.box(x + long * 0.3, y - long * 0.18, x + long * 0.36, y - long * 0.1, (0.7, 0.5, 0.15))


def _gulls(pen: Pen, rng: Rng, many: int) -> None:
    for _ in range(many):
        x, y, span = rng.uniform(0.1, 0.75), rng.uniform(0.25, 0.6), rng.uniform(0.006, 0.017)
        lift = span * rng.uniform(0.2, 0.7)
        pen.line([(x - span, y - lift), (x - span * 0.4, y - lift * 1.1), (x, y),
                  (x + span * 0.4, y - lift * 1.2),
                  (x + span, y - lift * 0.7)], 0.0022, (0.16, 0.15, 0.2))
