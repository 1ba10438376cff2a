"""From the archive, a scan of a black-and-white print: a tram in the rain, 1963."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from drawing.canvas import Canvas, Pen, Point, Rng, Size, expose, mix, noise, ramp, step
from drawing.nature import clouds, water
from drawing.town import figure

# strokes read best as they were drawn, their points side by side; they take them by place
# fmt: off
# ruff: noqa: PLR0917


def draw(size: Size = (456, 304)) -> Image.Image:
    """Draw the scene."""
    rng, canvas = np.random.default_rng(1963), Canvas(size)
    eye = (0.62, 0.50)
    canvas.pixels = ramp(canvas, [(0, (0.42, 0.42, 0.42)), (0.5, (0.86, 0.86, 0.86))])
    clouds(canvas, rng, horizon=0.52, cover=(0.3, 0.7), lit=(0.82, 0.82, 0.82),
           shade=(0.34, 0.34, 0.34))
    canvas.draw(_street, rng, eye, weave=0.75 + 0.5 * noise(canvas, rng, 0.3, 1.8))
    canvas.glow(*eye, 0.35, (0.9, 0.9, 0.9), 0.7)
    canvas.draw(_tramcar, 0.80, 0.74, 0.30)
    water(canvas, rng, level=0.745, tint=(0.24, 0.24, 0.24), depth=0.5, swell=0.5,
          below=step(0.742, 0.80, canvas.y))
    canvas.draw(_rails, alpha=0.6)
    canvas.draw_each(_walker, WALKERS, rng)
    canvas.draw_each(_umbrella, WALKERS)
    for x, y in ((0.22, 0.24), (0.43, 0.36), (1.22, 0.28)):
        canvas.glow(x, y, 0.16, (1, 1, 1), 1.1)
    grey = expose(canvas, rng, bloom=0.3, grain=0.035, contrast=0.5, vignette=0.5).convert("L")
    return _scratched(grey, rng)

WALKERS = ((0.30, 0.84, 0.24), (0.42, 0.80, 0.19), (1.30, 0.93, 0.36), (0.52, 0.765, 0.13))


def _street(pen: Pen, rng: Rng, eye: Point) -> None:
    pen.box(0, 0.52, 1.5, 1, (0.46, 0.46, 0.46))
    for side, far in ((-1, 0.9), (1, 1.25)):
        for depth in np.geomspace(6, 0.7, 7):
            near = depth * 0.72
            left, right = eye[0] + side * far * 0.55 / depth, eye[0] + side * far * 0.55 / near
            roof, foot = 0.52 * rng.uniform(0.85, 1.25), 0.17
            tone = min(0.8, 0.20 + 0.11 * depth * rng.uniform(0.8, 1.2))
            wall = (tone, tone, tone)
            pen.polygon([(left, eye[1] - roof / depth), (right, eye[1] - roof / near),
                         (right, eye[1] + foot / near),
                         (left, eye[1] + foot / depth)], wall)
            for floor in np.linspace(0.0, 0.8, 5):
                for bay in (0.15, 0.45, 0.75):
                    _pane(pen, rng, (left, right), (depth, near), (eye[1], roof, floor, bay), tone)


def _pane(pen: Pen, rng: Rng, ends: Point, depths: Point,
          place: tuple[float, float, float, float], tone: float) -> None:
    horizon, roof, floor, bay = place
    glass = 0.95 if rng.random() < 0.18 else tone * 0.45
    corners = []
    for along, up in ((bay, floor + 0.11), (bay + 0.17, floor + 0.11), (bay + 0.17, floor),
                      (bay, floor)):
        depth = 1 / mix(1 / depths[0], 1 / depths[1], along)
        corners.append((mix(*ends, along), horizon + (0.12 - up * (roof + 0.1)) / depth))
    pen.polygon(corners, (glass, glass, glass))


def _tramcar(pen: Pen, x: float, foot: float, tall: float) -> None:
    dark, pale, top = (0.14,) * 3, (0.80,) * 3, foot - tall
    half = tall * 0.36
    pen.line([(x, top), (x - 0.02, top - tall * 0.3), (x + 0.03, top - tall * 0.42)], 0.006, dark)
    pen.line([(0.66, 0.47), (0.835, 0.31), (1.16, 0)], 0.0025, dark)
    pen.polygon([(x + half, top + tall * 0.06), (x + half * 2.2, top + tall * 0.18),
                 (x + half * 2.2, foot - tall * 0.12), (x + half, foot - tall * 0.06)], (0.3,) * 3)
    for pane in (1.12, 1.48, 1.84):
        pen.polygon([(x + half * pane, top + tall * (0.06 + 0.1 * pane)),
                     (x + half * (pane + 0.26), top + tall * (0.085 + 0.1 * pane)),
                     (x + half * (pane + 0.26), foot - tall * 0.47),
                     (x + half * pane, foot - tall * 0.46)], pale)
    pen.oval(x, top + tall * 0.06, half, tall * 0.07, (0.5,) * 3)
    pen.box(x - half, top + tall * 0.06, x + half, foot - tall * 0.45, (0.88,) * 3)
    pen.box(x - half, foot - tall * 0.47, x + half, foot - tall * 0.06, (0.22,) * 3)
    pen.box(x - half * 1.04, foot - tall * 0.12, x + half * 1.04, foot - tall * 0.02, dark)
    for left in (-0.88, -0.26, 0.36):
        pen.box(x + half * left, top + tall * 0.17, x + half * (left + 0.52), foot - tall * 0.5,
                (0.26,) * 3)
    pen.box(x - half * 0.5, top + tall * 0.075, x + half * 0.5, top + tall * 0.145, (0.97,) * 3)
    for stroke in (-0.12, 0.06):
        pen.box(x + half * stroke, top + tall * 0.085, x + half * (stroke + 0.07),
                top + tall * 0.135, dark)
    for lamp in (-0.6, 0.6):
        pen.oval(x + half * lamp, foot - tall * 0.26, tall * 0.055, tall * 0.055, (1,) * 3)
    pen.box(x - half * 0.06, foot - tall * 0.4, x + half * 0.06, foot - tall * 0.3, pale)


def _rails(pen: Pen) -> None:
    for near, far in ((0.52, 0.72), (0.96, 0.88), (1.34, 1.02), (1.78, 1.16)):
        pen.polygon([(far, 0.748), (far + 0.003, 0.748), (near + 0.012, 1), (near, 1)], (0.85,) * 3)


def _walker(pen: Pen, rng: Rng, x: float, y: float, tall: float) -> None:
    figure(pen, rng, x, y, tall, (0.1, 0.1, 0.1), (0.4, 0.4, 0.4))


def _umbrella(pen: Pen, x: float, foot: float, tall: float) -> None:
    y, half = foot - tall * 0.98, tall * 0.3
    pen.line([(x, y - half * 0.4), (x + half * 0.15, y + half * 1.4)], half * 0.06, (0.05,) * 3)
    pen.dome(x, y, half, half * 0.75, (0.07,) * 3)
    for rib in (-0.5, 0.0, 0.5):
        pen.line([(x, y - half * 0.74), (x + half * rib, y)], half * 0.03, (0.3,) * 3)


def _scratched(print_: Image.Image, rng: Rng) -> Image.Image:
    pen, (wide, tall) = ImageDraw.Draw(print_), print_.size
    for _ in range(9):
        x, y = rng.uniform(0, wide), rng.uniform(0, tall)
        pen.line([(x, y), (x + rng.normal(0, 3), y + rng.uniform(4, 46))],
                 int(rng.integers(170, 235)))
    pen.rectangle((0, 0, wide - 1, tall - 1), outline=232, width=max(1, tall // 42))
    return print_
