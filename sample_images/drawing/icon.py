"""The little camera that marks the photo desk's pages."""

from __future__ import annotations

from PIL import Image

from drawing.canvas import Pen, Size, shaded


def draw(size: Size = (64, 64)) -> Image.Image:
    """Draw the scene."""
    pen = Pen(size)
    ink, glass = (0.16, 0.20, 0.28), (0.36, 0.66, 0.86)
    pen.polygon([(0.34, 0.27), (0.40, 0.17), (0.62, 0.17), (0.68, 0.27)], ink)
    for corner in (0.16, 0.84):
        pen.oval(corner, 0.36, 0.09, 0.09, ink)
        pen.oval(corner, 0.73, 0.09, 0.09, ink)
    pen.box(0.07, 0.36, 0.93, 0.73, ink)
    pen.box(0.16, 0.27, 0.84, 0.82, ink)
    for radius, tone in (
        (0.21, (0.94, 0.95, 0.97)),
        (0.175, ink),
        (0.135, glass),
        (0.07, shaded(glass, 0.6)),
    ):
        pen.oval(0.5, 0.54, radius, radius, tone)
    pen.oval(0.455, 0.49, 0.035, 0.035, (1, 1, 1))
    pen.oval(0.8, 0.37, 0.04, 0.04, (0.90, 0.32, 0.24))
    return pen.layer.resize(size, Image.Resampling.BOX)
