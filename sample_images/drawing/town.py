"""Houses, and the people in front of them."""

# strokes take their coordinates by place
# ruff: noqa: PLR0917

from __future__ import annotations

from collections.abc import Sequence

from drawing.canvas import Colour, Pen, Rng, shaded

NIGHT: Colour = (0.03, 0.04, 0.07)

CLOTHES = (
    (0.20, 0.22, 0.28),
    (0.48, 0.45, 0.40),
    (0.72, 0.70, 0.66),
    (0.36, 0.24, 0.20),
    (0.24, 0.32, 0.42),
    (0.50, 0.20, 0.18),
    (0.30, 0.34, 0.24),
    (0.80, 0.76, 0.68),
)

SKIN = ((0.78, 0.58, 0.44), (0.66, 0.47, 0.35), (0.86, 0.67, 0.54))

HAIR = ((0.09, 0.07, 0.06), (0.16, 0.11, 0.08), (0.24, 0.17, 0.11), (0.34, 0.31, 0.29))

FLAGS = ((0.60, 0.18, 0.15), (0.16, 0.40, 0.38), (0.80, 0.56, 0.18), (0.30, 0.26, 0.44))


def coats(rng: Rng, palette: Sequence[Colour], gloom: float = 1) -> Colour:
    """Pick a coat, no two quite alike."""
    return shaded(palette[int(rng.integers(len(palette)))], gloom * rng.uniform(0.75, 1.2))


def windows(
    pen: Pen,
    rng: Rng,
    box: tuple[float, float, float, float],
    grid: tuple[int, int],
    dark: Colour,
    lit: Colour,
    share: float,
) -> None:
    """Put rows of windows into a wall; *share* of them are lit."""
    left, top, right, bottom = box
    wide, tall = (right - left) / grid[0], (bottom - top) / grid[1]
    for column in range(grid[0]):
        for row in range(grid[1]):
            glass = (
                shaded(lit, rng.uniform(0.6, 1.1))
                if rng.random() < share
                else shaded(dark, rng.uniform(0.7, 1.3))
            )
            x, y = left + (column + 0.25) * wide, top + (row + 0.22) * tall
            pen.box(x, y, x + wide * 0.5, y + tall * 0.58, glass)


def arch(pen: Pen, x: float, top: float, half: float, tall: float, colour: Colour) -> None:
    """Draw a pointed window; *top* is where the curve begins."""
    pen.box(x - half, top, x + half, top + tall, colour)
    pen.polygon(
        [
            (x - half, top),
            (x - half * 0.5, top - half * 1.1),
            (x, top - half * 1.7),
            (x + half * 0.5, top - half * 1.1),
            (x + half, top),
        ],
        colour,
    )


def figure(pen: Pen, rng: Rng, x: float, y: float, tall: float, coat: Colour, skin: Colour) -> None:
    """Draw someone who stands or walks away, feet at (x, y)."""
    stride, lean = tall * rng.uniform(0.02, 0.11), tall * rng.uniform(-0.02, 0.02)
    trousers = shaded(coat, rng.uniform(0.4, 0.8))
    hip, neck = (x, y - tall * 0.47), (x + lean, y - tall * 0.83)
    for side in (-1, 1):
        foot = (x + side * stride, y - tall * 0.01 * (side + 1))
        pen.line([hip, (x + side * stride * 0.6, y - tall * 0.25), foot], tall * 0.085, trousers)
        hand = (neck[0] + side * tall * rng.uniform(0.1, 0.17), y - tall * 0.46)
        pen.line(
            [(neck[0] + side * tall * 0.08, neck[1] + tall * 0.05), hand],
            tall * 0.06,
            shaded(coat, 0.85),
        )
    broad = tall * rng.uniform(0.095, 0.125)
    pen.polygon(
        [
            (neck[0] - broad, neck[1] + tall * 0.03),
            (neck[0] + broad, neck[1] + tall * 0.03),
            (x + broad * 0.95, hip[1] + tall * 0.06),
            (x - broad * 0.95, hip[1] + tall * 0.06),
        ],
        coat,
    )
    pen.oval(neck[0], neck[1] + tall * 0.035, broad, tall * 0.04, coat)
    pen.oval(neck[0], neck[1] - tall * 0.055, tall * 0.048, tall * 0.06, skin)
    pen.oval(
        neck[0],
        neck[1] - tall * 0.088,
        tall * 0.055,
        tall * 0.062,
        shaded(skin, rng.uniform(0.25, 0.6)),
    )


def bust(
    pen: Pen,
    x: float,
    y: float,
    wide: float,
    coat: Colour,
    hair: Colour,
    skin: Colour,
    rim: float = 1.4,
) -> None:
    """Draw someone from behind: (x, y) is the nape, *wide* a head; *rim* is light from above."""
    pen.oval(x - wide * 0.47, y - wide * 0.36, wide * 0.1, wide * 0.17, shaded(skin, 0.8))
    pen.oval(x + wide * 0.47, y - wide * 0.36, wide * 0.1, wide * 0.17, skin)
    pen.box(x - wide * 0.25, y - wide * 0.2, x + wide * 0.25, y + wide * 0.5, shaded(skin, 0.7))
    pen.oval(x, y - wide * 0.46, wide * 0.5, wide * 0.64, shaded(hair, rim))
    pen.oval(x - wide * 0.04, y - wide * 0.39, wide * 0.45, wide * 0.58, hair)
    half = ((0.2, 0.3), (0.5, 0.42), (0.95, 0.56), (1.2, 0.76), (1.34, 1.15), (1.42, 5.0))
    for push, cloth in ((0.0, shaded(coat, rim)), (0.09, coat), (0.9, shaded(coat, 0.85))):
        edge = [(across * (1 - push * 0.25), down + push) for across, down in half]
        right = [(x + across * wide, y + down * wide) for across, down in edge]
        pen.polygon([(2 * x - px, py) for px, py in reversed(right)] + right, cloth)
