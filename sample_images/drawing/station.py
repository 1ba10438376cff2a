"""A station hall of iron and glass: light falls on people who leave with a night train."""

from __future__ import annotations

import numpy as np
from PIL import Image

from drawing.canvas import (
    Canvas,
    Colour,
    Pen,
    Point,
    Rng,
    Size,
    at_pixel,
    bars,
    between,
    expose,
    mix,
    noise,
    paint,
    profile,
    sample,
    shaded,
    step,
    tile,
)
from drawing.town import CLOTHES, coats, figure

# strokes read best as they were drawn, their points side by side; they take them by place
# fmt: off
# ruff: noqa: PLR0917


def draw(size: Size = (1200, 800)) -> Image.Image:
    """Draw the scene."""
    rng, canvas = np.random.default_rng(820), Canvas(size)
    eye = (0.86, 0.60)
    _vault(canvas, rng, eye)
    _platform(canvas, rng, eye)
    canvas.glow(*eye, 0.5, (1.0, 0.86, 0.62), 0.8)
    canvas.draw(_train, eye, weave=0.85 + 0.3 * noise(canvas, rng, 0.4, 1.6))
    people = _passengers(rng)
    canvas.draw_each(_shadow, people, eye, blur=0.004, alpha=0.5)
    canvas.draw_each(_passenger, people, rng, eye)
    _shafts(canvas, rng, eye)
    return expose(canvas, rng, bloom=0.35, contrast=0.5, warmth=0.04)


def _vault(canvas: Canvas, rng: Rng, eye: Point) -> None:
    across, up = (canvas.x - eye[0]) / 1.25, eye[1] - canvas.y
    away = np.hypot(across, up) + 1e-3
    depth, angle = 0.55 / away, np.arctan2(up, across) / np.pi
    dirt = sample(tile(rng, 1.6), angle * 2, depth * 0.35)
    sky = sample(tile(rng, 1.0), angle * 0.7, depth * 0.12)
    glass = mix(paint((0.50, 0.58, 0.66)), paint((1.0, 0.95, 0.84)),
                np.clip(sky * 1.3 - 0.1, 0, 1)[..., None])
    glass *= (0.55 + 0.6 * dirt)[..., None]
    open_roof = step(0.17, 0.24, angle) * step(0.83, 0.76, angle)
    canvas.lay(np.ones_like(away), (0.20, 0.16, 0.14))
    canvas.lay(np.ones_like(away) * 0.5 * dirt, (0.42, 0.32, 0.25))
    canvas.lay(open_roof.astype(np.float32), glass)
    iron = np.maximum(bars(angle * 34, 0.10), bars(depth * 9, 0.08)) * open_roof
    iron = np.maximum(iron, bars(depth * 1.5, 0.10))
    canvas.lay((iron * 0.9).astype(np.float32), (0.10, 0.10, 0.12))
    canvas.lay(step(0.34, 0.02, away) * 0.9, (1.0, 0.92, 0.76))


def _platform(canvas: Canvas, rng: Rng, eye: Point) -> None:
    down = np.maximum(canvas.y - eye[1], 1e-3)
    depth, across = 0.2 / down, (canvas.x - eye[0]) / down
    slabs = np.maximum(bars(across * 1.6, 0.03), bars(depth * 7, 0.05))
    worn = sample(tile(rng, 1.7), across * 0.25, depth * 0.8)
    stone = paint((0.34, 0.30, 0.27)) * (0.6 + 0.8 * worn - 0.3 * slabs)[..., None]
    canvas.lay(step(0.0, 0.004, canvas.y - eye[1]), stone)
    mirror = at_pixel(canvas.pixels, (2 * eye[1] - canvas.y) * canvas.size[1],
                      canvas.x * canvas.size[1] + (worn - 0.5) * 50)
    shine = step(0.38, 0.75, worn) * step(0.5, 0.0, down) * (canvas.y > eye[1])
    canvas.lay((0.15 * (canvas.y > eye[1]) + shine * 0.5).astype(np.float32), mirror)
    canvas.lay(step(0.12, 0.0, down) * (canvas.y > eye[1]) * 0.8, (1.0, 0.9, 0.72))


def _train(pen: Pen, eye: Point) -> None:
    def at(depth: float, height: float) -> Point:
        return (eye[0] - 0.62 / depth, eye[1] + (0.28 - height) / depth)

    near, far = 0.4, 9.0
    for low, high, tone in ((-0.06, 0.02, (0.07, 0.06, 0.06)), (0.02, 0.56, (0.16, 0.24, 0.30)),
                            (0.10, 0.13, (0.78, 0.66, 0.4)), (0.54, 0.62, (0.30, 0.30, 0.31))):
        pen.polygon([at(near, low), at(near, high), at(far, high), at(far, low)], tone)
    for depth in np.geomspace(0.62, 8, 34):
        wide = 0.92 if round(np.log(depth / 0.62) * 12.9) % 6 else 0.96
        tone = (1.0, 0.84, 0.55) if wide == 0.92 else (0.10, 0.15, 0.19)
        low = 0.26 if wide == 0.92 else 0.03
        pen.polygon([at(depth * wide, low), at(depth * wide, 0.47), at(depth, 0.47),
                     at(depth, low)], tone)


def _passengers(rng: Rng) -> list[tuple[float, float, Colour]]:
    people = []
    for depth in sorted(rng.uniform(0.62, 5.5, 70), reverse=True):
        place = rng.uniform(-0.36, 0.95)
        people.append((depth, place, coats(rng, CLOTHES, 0.35 + 0.12 * depth)))
    return [*people, (0.5, -0.16, (0.10, 0.10, 0.13)), (0.46, 0.18, (0.16, 0.09, 0.08))]


def _spot(eye: Point, depth: float, place: float) -> Point:
    return (eye[0] + place / depth * 0.8, eye[1] + 0.185 / depth)


def _shadow(pen: Pen, eye: Point, depth: float, place: float, _: Colour) -> None:
    x, y = _spot(eye, depth, place)
    tall = 0.2 / depth
    lean = (x - eye[0]) * 0.75
    pen.polygon([(x - tall * 0.09, y), (x + tall * 0.09, y),
                 (x + lean + tall * 0.2, y + tall * 0.9),
                 (x + lean - tall * 0.2, y + tall * 0.9)], (0.04, 0.03, 0.03))


def _passenger(pen: Pen, rng: Rng, eye: Point, depth: float, place: float, coat: Colour) -> None:
    x, y = _spot(eye, depth, place)
    tall, haze = 0.2 / depth * rng.uniform(0.92, 1.06), min(0.75, 0.05 + depth * 0.12)
    shade = between(shaded(coat, 0.55), (1.0, 0.88, 0.68), haze)
    figure(pen, rng, x, y, tall, shade, between((0.30, 0.20, 0.15), (1.0, 0.88, 0.68), haze))
    if rng.random() < 0.45:
        bag = x + tall * rng.choice((-0.2, 0.2))
        pen.box(bag - tall * 0.08, y - tall * 0.27, bag + tall * 0.08, y - tall * 0.02,
                shaded(shade, 0.7))
        pen.line([(bag, y - tall * 0.27), (x, y - tall * 0.45)], tall * 0.03, shaded(shade, 0.7))


def _shafts(canvas: Canvas, rng: Rng, eye: Point) -> None:
    slant = (canvas.x - eye[0]) + (canvas.y - 0.1) * 0.55
    band = profile(rng, np.linspace(-2, 2, 800), 0.6, 0.35)
    light = np.interp(slant, np.linspace(-2, 2, 800), band)
    canvas.light((step(0.0, 0.5, light) * step(0.95, 0.25, canvas.y) * 0.3).astype(np.float32),
                 (1.0, 0.85, 0.6))
