"""Market day: apples and bread before the town hall, in the sun."""

from __future__ import annotations

import numpy as np
from PIL import Image

from drawing.canvas import (
    Canvas,
    Colour,
    Pen,
    Rng,
    Size,
    bars,
    expose,
    noise,
    paint,
    ramp,
    sample,
    shaded,
    step,
    tile,
)
from drawing.nature import clouds
from drawing.town import CLOTHES, FLAGS, SKIN, arch, coats, figure, windows

# strokes read best as they were drawn, their points side by side; they take them by place
# fmt: off
# ruff: noqa: PLR0917


def draw(size: Size = (1200, 800)) -> Image.Image:
    """Draw the scene."""
    rng, canvas = np.random.default_rng(1010), Canvas(size)
    canvas.pixels = ramp(canvas, [(0, (0.20, 0.44, 0.76)), (0.4, (0.56, 0.74, 0.90)),
                                  (0.6, (0.80, 0.88, 0.92))])
    clouds(canvas, rng, horizon=0.64, cover=(0.52, 0.68), lit=(1, 1, 1), shade=(0.66, 0.72, 0.80),
           sun=(0.1, 0.0))
    plaster = 0.8 + 0.4 * noise(canvas, rng, 0.45, 1.9)
    canvas.draw(_gables, rng, 0.66, weave=plaster)
    canvas.draw(_town_hall, 0.74, 0.66, weave=plaster)
    _cobbles(canvas, rng, 0.655)
    canvas.draw(_awning_shade, blur=0.004, alpha=0.45)
    for row in (0, 1, 2):
        canvas.draw(_shadows, row, blur=0.003, alpha=0.4)
        canvas.draw(_stalls, rng, row, weave=0.88 + 0.24 * noise(canvas, rng, 0.3, 1.8))
    canvas.draw(_pigeons, rng)
    return expose(canvas, rng, bloom=0.12, contrast=0.3, vignette=0.2, warmth=0.02)


def _gables(pen: Pen, rng: Rng, foot: float) -> None:
    tones = ((0.80, 0.55, 0.38), (0.85, 0.75, 0.52), (0.62, 0.70, 0.66), (0.76, 0.44, 0.36),
             (0.86, 0.82, 0.74))
    for number, x in enumerate(np.arange(-0.04, 1.5, 0.128)):
        tall, wall = rng.uniform(0.22, 0.29), shaded(tones[number % 5], rng.uniform(0.88, 1.04))
        right, top = x + 0.125, foot - tall
        pen.box(x, top, right, foot, wall)
        stairs = [(x, top)]
        for stair in range(5):
            left, up = x + 0.0125 * stair, top - 0.022 * (stair + 1)
            stairs += [(left, up), (left + 0.0125, up)]
        pen.polygon(stairs + [(2 * x + 0.125 - px, py) for px, py in reversed(stairs)], wall)
        pen.oval(x + 0.0625, top - 0.045, 0.012, 0.017, shaded(wall, 0.4))
        windows(pen, rng, (x + 0.004, top, right - 0.004, foot - 0.06), (3, 3), (0.22, 0.27, 0.34),
                (0.85, 0.92, 1.0), 0.25)
        for row in (1, 2):
            pen.box(x, top + (tall - 0.06) * row / 3 - 0.004, right, top + (tall - 0.06) * row / 3,
                    shaded(wall, 0.8))
        pen.box(x + 0.008, foot - 0.055, right - 0.008, foot, shaded(wall, 0.45))
        pen.polygon([(x + 0.004, foot - 0.058), (right - 0.004, foot - 0.058),
                     (right + 0.004, foot - 0.036), (x - 0.004, foot - 0.036)],
                    shaded(tones[(number * 2 + 3) % 5], 0.75))


def _town_hall(pen: Pen, x: float, foot: float) -> None:
    brick, sand, slate = (0.66, 0.36, 0.28), (0.86, 0.78, 0.64), (0.30, 0.36, 0.38)
    pen.polygon([(x - 0.31, foot - 0.33), (x - 0.25, foot - 0.45), (x + 0.25, foot - 0.45),
                 (x + 0.31, foot - 0.33)], slate)
    pen.box(x - 0.3, foot - 0.33, x + 0.3, foot, brick)
    for down in (0.33, 0.215, 0.105):
        pen.box(x - 0.305, foot - down, x + 0.305, foot - down + 0.011, sand)
    for column in np.linspace(-0.265, 0.265, 10):
        for down in (0.285, 0.17):
            arch(pen, x + column, foot - down, 0.019, 0.05, sand)
            arch(pen, x + column, foot - down + 0.004, 0.013, 0.045, (0.20, 0.25, 0.32))
            pen.box(x + column - 0.001, foot - down, x + column + 0.001, foot - down + 0.05, sand)
        arch(pen, x + column, foot - 0.055, 0.022, 0.055, shaded(sand, 0.9))
        arch(pen, x + column, foot - 0.05, 0.017, 0.05, (0.14, 0.12, 0.13))
    for dormer in (-0.23, -0.13, 0.13, 0.23):
        pen.polygon([(x + dormer - 0.022, foot - 0.385), (x + dormer, foot - 0.43),
                     (x + dormer + 0.022, foot - 0.385)], sand)
        pen.box(x + dormer - 0.014, foot - 0.385, x + dormer + 0.014, foot - 0.352,
                shaded(sand, 0.5))
    _clock_tower(pen, x, foot, brick, sand, slate)


def _clock_tower(pen: Pen, x: float, foot: float, brick: Colour, sand: Colour,
                 slate: Colour) -> None:
    pen.box(x - 0.058, foot - 0.475, x + 0.058, foot, shaded(brick, 1.06))
    pen.box(x + 0.03, foot - 0.475, x + 0.058, foot, shaded(brick, 0.8))
    for down in (0.475, 0.366, 0.33):
        pen.box(x - 0.064, foot - down, x + 0.064, foot - down + 0.012, sand)
    pen.polygon([(x - 0.068, foot - 0.475), (x - 0.02, foot - 0.55), (x + 0.02, foot - 0.55),
                 (x + 0.068, foot - 0.475)], slate)
    pen.box(x - 0.018, foot - 0.572, x + 0.018, foot - 0.55, sand)
    pen.polygon([(x - 0.024, foot - 0.572), (x, foot - 0.60), (x + 0.024, foot - 0.572)], slate)
    pen.oval(x, foot - 0.418, 0.041, 0.041, sand)
    pen.oval(x, foot - 0.418, 0.036, 0.036, (0.14, 0.17, 0.24))
    for hour in range(12):
        way = hour * np.pi / 6
        pen.oval(x + 0.029 * np.sin(way), foot - 0.418 - 0.029 * np.cos(way), 0.0024, 0.0024,
                 (0.95, 0.85, 0.5))
    pen.line([(x, foot - 0.418), (x - 0.015, foot - 0.432)], 0.004, (0.95, 0.85, 0.5))
    pen.line([(x, foot - 0.418), (x + 0.013, foot - 0.444)], 0.003, (0.95, 0.85, 0.5))
    for down in (0.37, 0.25, 0.14):
        arch(pen, x, foot - down + 0.03, 0.013, 0.045, (0.18, 0.22, 0.28))
    arch(pen, x, foot - 0.075, 0.03, 0.075, (0.16, 0.11, 0.09))
    pen.line([(x, foot - 0.595), (x, foot - 0.66)], 0.003, (0.25, 0.24, 0.24))
    pen.polygon([(x, foot - 0.66), (x + 0.045, foot - 0.652), (x + 0.04, foot - 0.632),
                 (x, foot - 0.632)], FLAGS[2])


def _cobbles(canvas: Canvas, rng: Rng, level: float) -> None:
    down = np.maximum(canvas.y - level, 1e-3)
    rows = 2.6 / (down + 0.05)
    across = (canvas.x - 0.75) / (down + 0.05) * 5 + 0.5 * (np.floor(rows * 3) % 2)
    joints = np.maximum(bars(across + 0.5, 0.12), bars(rows * 3, 0.12))
    worn = sample(tile(rng, 1.5), (canvas.x - 0.75) / (down + 0.05) * 0.1, rows * 0.1)
    each = sample(tile(rng, 2.6), np.floor(across) * 0.037, np.floor(rows * 3) * 0.053)
    tone = 0.55 + 0.5 * worn + 0.35 * (each - 0.5) - 0.22 * joints
    stone = paint((0.72, 0.66, 0.58)) * tone[..., None]
    canvas.lay(step(0.0, 0.003, canvas.y - level), stone)

STALLS = (
    ((-0.02, 0.74, 0.17, 0), (0.27, 0.73, 0.15, 1), (0.95, 0.73, 0.15, 2), (1.22, 0.745, 0.17, 0)),
    ((0.02, 0.85, 0.26, 2), (1.18, 0.86, 0.28, 1)),
    ((-0.15, 1.04, 0.42, 1), (1.22, 1.06, 0.42, 3)),
)

AWNINGS = ((0.78, 0.20, 0.16), (0.14, 0.42, 0.34), (0.90, 0.66, 0.20), (0.18, 0.34, 0.58))

FRUIT = ((0.80, 0.18, 0.12), (0.55, 0.66, 0.18), (0.93, 0.62, 0.14), (0.78, 0.55, 0.30),
         (0.52, 0.22, 0.36))


def _awning_shade(pen: Pen) -> None:
    for row in STALLS:
        for x, foot, wide, _ in row:
            pen.polygon([(x + wide * 0.1, foot), (x + wide, foot),
                         (x + wide * 1.45, foot + wide * 0.22),
                         (x + wide * 0.4, foot + wide * 0.24)],
                        (0.16, 0.13, 0.14))


def _shadows(pen: Pen, row: int) -> None:
    """Draw the shadows of the shoppers of a row; `_stalls` draws the same ones, in the sun."""
    for x, foot, tall, _ in _crowd(row):
        pen.polygon([(x - tall * 0.08, foot), (x + tall * 0.08, foot),
                     (x + tall * 0.85, foot + tall * 0.3),
                     (x + tall * 0.66, foot + tall * 0.34)], (0.12, 0.10, 0.12))


# where the rows of shoppers stand, how tall they are, how far apart, and between which stalls
CROWDS = (
    (0.74, 0.1, 0.042, ((0.02, 1.48),)),
    (0.845, 0.17, 0.119, ((0.3, 1.14),)),
    (0.985, 0.29, 0.232, ((0.36, 0.5), (0.82, 1.1))),
)


def _crowd(row: int) -> list[tuple[float, float, float, Colour]]:
    rng, people = np.random.default_rng(row), []
    foot, tall, apart, gaps = CROWDS[row]
    for left, right in gaps:
        for x in np.arange(left, right, apart):
            at, low = x + rng.normal(0, tall * 0.14), foot + rng.uniform(-0.3, 0.16) * tall
            people.append((at, low, tall * rng.uniform(0.85, 1.05),
                           coats(rng, (*CLOTHES, *FLAGS, *AWNINGS))))
    return sorted(people, key=lambda who: who[1])


def _stalls(pen: Pen, rng: Rng, row: int) -> None:
    for stall in STALLS[row]:
        _stall(pen, rng, *stall)
    for x, foot, tall, coat in _crowd(row):
        figure(pen, rng, x, foot, tall, coat, coats(rng, SKIN))


def _stall(pen: Pen, rng: Rng, x: float, foot: float, wide: float, paint: int) -> None:
    table, roof = foot - wide * 0.3, foot - wide * 0.92
    for post in (0.04, 0.96):
        pen.line([(x + wide * post, foot), (x + wide * post, roof)], wide * 0.022,
                 (0.42, 0.32, 0.22))
    pen.box(x + wide * 0.05, roof, x + wide * 0.95, table, (0.30, 0.24, 0.22))
    figure(pen, rng, x + wide * 0.55, foot, wide * 0.72, coats(rng, CLOTHES), SKIN[1])
    pen.box(x, table, x + wide, foot - wide * 0.04, (0.52, 0.38, 0.25))
    for crate in range(6):
        left, fruit = x + wide * (0.01 + crate * 0.165), FRUIT[(crate + paint) % 5]
        pen.box(left, table - wide * 0.02, left + wide * 0.15, table + wide * 0.1,
                (0.66, 0.50, 0.32))
        for _ in range(26):
            size = wide * 0.019
            pen.oval(left + rng.uniform(0.012, 0.138) * wide, table - rng.uniform(0, 0.055) * wide,
                     size, size, shaded(fruit, rng.uniform(0.7, 1.25)))
    for stripe in range(10):
        tone = AWNINGS[paint] if stripe % 2 else (0.95, 0.92, 0.86)
        low, high = x + wide * (-0.08 + stripe * 0.116), x + wide * (0.04 + stripe * 0.092)
        pen.polygon([(high, roof - wide * 0.2), (high + wide * 0.092, roof - wide * 0.2),
                     (low + wide * 0.116, roof), (low, roof)], tone)
        pen.oval(low + wide * 0.058, roof + wide * 0.012, wide * 0.058, wide * 0.045,
                 shaded(tone, 0.78))


def _pigeons(pen: Pen, rng: Rng) -> None:
    for x in rng.uniform(0.56, 0.8, 11):
        y, size = rng.uniform(0.88, 0.97), 0.007
        pen.oval(x + size, y + size * 0.9, size * 1.5, size * 0.35, (0.36, 0.32, 0.31))
        pen.oval(x, y, size * 1.5, size * 0.8, (0.44, 0.46, 0.52))
        pen.oval(x - size * 1.3, y - size * 0.8, size * 0.5, size * 0.5, (0.32, 0.36, 0.42))
        pen.line([(x + size, y), (x + size * 2.4, y + size * 0.4)], size * 0.5, (0.26, 0.27, 0.32))
