"""A match under floodlights, the stands full."""

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
    expose,
    mix,
    noise,
    paint,
    ramp,
    sample,
    shaded,
    step,
    tile,
)
from drawing.nature import clouds
from drawing.town import HAIR, NIGHT, SKIN, coats

# strokes read best as they were drawn, their points side by side; they take them by place
# fmt: off
# ruff: noqa: PLR0917

Player = tuple[float, float, float, Colour]


def draw(size: Size = (1200, 800)) -> Image.Image:
    """Draw the scene."""
    rng, canvas = np.random.default_rng(2045), Canvas(size)
    canvas.pixels = ramp(canvas, [(0, (0.02, 0.03, 0.09)), (0.3, (0.08, 0.11, 0.24)),
                                  (0.42, (0.20, 0.22, 0.36))])
    clouds(canvas, rng, horizon=0.5, cover=(0.5, 0.85), lit=(0.30, 0.32, 0.44),
           shade=(0.08, 0.09, 0.18))
    canvas.draw(_stand, rng, weave=0.85 + 0.3 * noise(canvas, rng, 0.15, 2.0))
    _pitch(canvas, rng, 0.555)
    canvas.draw(_hoardings, rng, 0.555)
    players = _teams(rng)
    for way in (-1.1, 0.9):
        canvas.draw(_long_shadows, players, way, blur=0.003, alpha=0.3)
    canvas.draw(_lines, alpha=0.75)
    canvas.draw_each(_player, players, rng)
    canvas.draw(_ball, 0.70, 0.9)
    for x, tall in ((0.07, 0.42), (0.5, 0.36), (1.0, 0.36), (1.43, 0.42)):
        canvas.draw(_mast, x, tall)
        _floodlight(canvas, x, 0.47 - tall)
    return expose(canvas, rng, bloom=0.3, contrast=0.35, vignette=0.25)


def _stand(pen: Pen, rng: Rng) -> None:
    pen.polygon([(0, 0.30), (0.18, 0.335), (1.32, 0.335), (1.5, 0.30), (1.5, 0.58), (0, 0.58)],
                (0.08, 0.09, 0.13))
    fans = ((0.72, 0.16, 0.16), (0.86, 0.84, 0.82), (0.18, 0.20, 0.28), (0.44, 0.40, 0.38),
            (0.80, 0.62, 0.48))
    for row in np.linspace(0, 1, 34):
        y, dot = 0.352 + 0.185 * row, 0.0026 + 0.0014 * row
        dip = 0.03 * (1 - row)
        for x in np.arange(0, 1.5, dot * 2.6):
            edge = max(0.0, abs(x - 0.75) - 0.57) / 0.18
            if rng.random() < 0.92 and round(x * 100) % 17:
                pick = coats(rng, fans, 0.35 + 0.45 * row)
                pen.oval(x + rng.normal(0, 0.0008), y - dip * edge, dot * 1.1, dot * 1.3,
                         shaded(pick, 0.8))
                pen.oval(x, y - dip * edge - dot * 1.6, dot * 0.7, dot * 0.8,
                         coats(rng, SKIN, 0.35 + 0.4 * row))
    for tier, tone in ((0.425, (0.05, 0.05, 0.08)), (0.432, (0.34, 0.36, 0.44))):
        pen.line([(0, tier - 0.016), (0.18, tier), (1.32, tier), (1.5, tier - 0.016)], 0.007, tone)
    pen.polygon([(0, 0.235), (0.2, 0.292), (1.3, 0.292), (1.5, 0.235), (1.5, 0.315), (1.3, 0.34),
                 (0.2, 0.34), (0, 0.315)], (0.05, 0.06, 0.09))
    for x in np.linspace(0.02, 1.48, 40):
        edge = max(0.0, abs(x - 0.75) - 0.55) / 0.2
        pen.line([(x, 0.292 - 0.055 * edge), (x, 0.338 - 0.024 * edge)], 0.0015, (0.14, 0.15, 0.2))
        pen.oval(x, 0.342 - 0.024 * edge, 0.0045, 0.0025, (0.95, 0.96, 0.9))


def _field(x: float, z: float) -> Point:
    """Project the pitch: x -1 to 1 along the touchline, z 0 (far) to 1 (near)."""
    near = 1 / (1 - 0.62 * z)
    return (0.75 + x * 0.64 * near, 0.54 + 0.035 * near + 0.115 * (near - 1) * 2)


def _pitch(canvas: Canvas, rng: Rng, level: float) -> None:
    near = (canvas.y - 0.505) / 0.07
    across, deep = (canvas.x - 0.75) / (0.36 + 0.28 * near), 1 / np.maximum(near, 0.3)
    stripe = step(-0.12, 0.12, np.sin(deep * 26)) + step(-0.15, 0.15, np.sin(across * 22))
    blades = noise(canvas, rng, 0.25, 2.4, 2)
    worn = sample(tile(rng, 1.2), across * 0.6, deep * 0.9)
    grass = mix(paint((0.13, 0.36, 0.13)), paint((0.24, 0.53, 0.18)), stripe[..., None] / 2)
    grass = grass * (0.65 + 0.45 * blades + 0.35 * (worn - 0.3))[..., None]
    canvas.lay(step(0, 0.003, canvas.y - level), grass)


def _hoardings(pen: Pen, rng: Rng, level: float) -> None:
    for panel, x in enumerate(np.arange(0, 1.5, 0.15)):
        tone = ((0.86, 0.88, 0.92), (0.10, 0.22, 0.50), (0.75, 0.14, 0.14),
                (0.92, 0.76, 0.2))[panel % 4]
        pen.box(x, level - 0.026, x + 0.147, level + 0.002, tone)
        at = x + 0.02
        while at < x + 0.12:
            wide = rng.uniform(0.004, 0.014)
            pen.box(at, level - 0.019, at + wide, level - 0.006,
                    shaded((0.95, 0.95, 0.95), 0.2 if panel % 4 in (0, 3) else 1))
            at += wide + 0.005


def _lines(pen: Pen) -> None:
    chalk = (0.90, 0.95, 0.88)
    for z in (0.03, 0.86):
        pen.line([_field(-1.6, z), _field(1.6, z)], 0.003 + 0.004 * z, chalk)
    pen.line([_field(0, z) for z in np.linspace(0.03, 0.86, 9)], 0.004, chalk)
    turn = np.linspace(0, 2 * np.pi, 60)
    ring = [_field(0.24 * np.cos(t), 0.5 + 0.19 * np.sin(t)) for t in turn]
    pen.line(ring, 0.0045, chalk)
    for side in (-1, 1):
        box = [(side, 0.22), (side * 0.72, 0.22), (side * 0.72, 0.72), (side, 0.72)]
        pen.line([_field(*corner) for corner in box], 0.004, chalk)
        pen.line([_field(side, z) for z in np.linspace(0.03, 0.86, 9)], 0.004, chalk)


def _teams(rng: Rng) -> list[Player]:
    players = []
    for number in range(17):
        shirt = ((0.85, 0.12, 0.14), (0.94, 0.95, 0.96))[number % 2] if number else (0.1, 0.1, 0.1)
        x, z = rng.uniform(-0.75, 0.75), rng.uniform(0.06, 0.7)
        players.append((*_field(x, z), 0.075 / (1 - 0.62 * z) * 0.8, shirt))
    # two fight for the ball in front
    players += [(0.56, 0.90, 0.27, (0.85, 0.12, 0.14)), (0.80, 0.925, 0.28, (0.94, 0.95, 0.96))]
    return sorted(players, key=lambda who: who[1])


def _long_shadows(pen: Pen, players: list[Player], way: float) -> None:
    for x, y, tall, _ in players:
        low, shift = y + tall * 0.2, x + tall * way
        pen.polygon([(x - tall * 0.06, y), (x + tall * 0.06, y), (shift + tall * 0.08, low),
                     (shift - tall * 0.08, low)], (0.02, 0.06, 0.02))


def _ball(pen: Pen, x: float, y: float) -> None:
    pen.oval(x, y, 0.017, 0.017, (0.97, 0.97, 0.94))
    pen.oval(x, y + 0.003, 0.007, 0.007, NIGHT)


def _player(pen: Pen, rng: Rng, x: float, y: float, tall: float, shirt: Colour) -> None:
    skin, lean = coats(rng, SKIN, 0.95), tall * rng.uniform(-0.09, 0.09)
    shorts = shaded(shirt, 0.3) if shirt[1] > 0.5 else (0.92, 0.92, 0.92)
    hip, neck = (x, y - tall * 0.5), (x + lean, y - tall * 0.84)
    for side in (-1, 1):
        knee = (x + side * tall * 0.09 - lean, y - tall * 0.28)
        foot = (knee[0] - lean * 1.4 + side * tall * 0.03, y - tall * (0.02 if side > 0 else 0.09))
        pen.line([hip, knee], tall * 0.085, skin)
        pen.line([knee, foot], tall * 0.07, shirt)
        pen.line([foot, (foot[0] + tall * 0.05, foot[1])], tall * 0.04, (0.08, 0.08, 0.08))
        elbow = (neck[0] + side * tall * 0.17, neck[1] + tall * 0.17)
        pen.line([(neck[0] + side * tall * 0.08, neck[1] + tall * 0.05), elbow], tall * 0.065,
                 shirt)
        pen.line([elbow, (elbow[0] + tall * 0.06 * side, elbow[1] + tall * 0.11)], tall * 0.05,
                 skin)
    pen.polygon([(hip[0] - tall * 0.1, hip[1] - tall * 0.04),
                 (hip[0] + tall * 0.1, hip[1] - tall * 0.04),
                 (hip[0] + tall * 0.13, hip[1] + tall * 0.13),
                 (hip[0] - tall * 0.13, hip[1] + tall * 0.13)], shorts)
    pen.polygon([(neck[0] - tall * 0.11, neck[1] + tall * 0.02),
                 (neck[0] + tall * 0.11, neck[1] + tall * 0.02),
                 (hip[0] + tall * 0.09, hip[1]), (hip[0] - tall * 0.09, hip[1])], shirt)
    pen.polygon([(neck[0], neck[1] + tall * 0.02), (neck[0] + tall * 0.11, neck[1] + tall * 0.02),
                 (hip[0] + tall * 0.09, hip[1]), (hip[0], hip[1])],
                shaded(shirt, 0.84))
    pen.oval(neck[0], neck[1] - tall * 0.06, tall * 0.05, tall * 0.065, skin)
    pen.dome(neck[0], neck[1] - tall * 0.065, tall * 0.054, tall * 0.068, coats(rng, HAIR))


def _mast(pen: Pen, x: float, tall: float) -> None:
    foot, top = 0.47, 0.47 - tall
    for side in (-1, 1):
        pen.line([(x + side * 0.014, foot), (x + side * 0.006, top)], 0.0032, (0.22, 0.24, 0.30))
    for rung in np.linspace(0, 0.95, 10):
        pen.line([(x - 0.012, foot - tall * rung), (x + 0.01, foot - tall * (rung + 0.05))], 0.002,
                 (0.22, 0.24, 0.30))
    pen.box(x - 0.05, top - 0.03, x + 0.05, top + 0.03, (0.14, 0.15, 0.19))
    for column in range(6):
        for row in range(4):
            pen.oval(x - 0.041 + column * 0.0165, top - 0.022 + row * 0.0148, 0.006, 0.006,
                     (1, 1, 0.96))


def _floodlight(canvas: Canvas, x: float, y: float) -> None:
    canvas.glow(x, y, 0.55, (0.62, 0.70, 0.90), 0.5)
    canvas.glow(x, y, 0.16, (0.90, 0.94, 1.0), 1.0)
    spoke = np.exp(-np.abs(canvas.y - y) * 420) + np.exp(-np.abs(canvas.x - x) * 420)
    canvas.light((spoke * np.exp(-np.hypot(canvas.x - x,
                                           canvas.y - y) * 16) * 0.8).astype(np.float32),
                                           (0.9, 0.95, 1))
