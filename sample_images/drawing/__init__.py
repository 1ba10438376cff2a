"""The scenes of one day, by name: each a function of the picture's size.

Drawn from noise, perspective and a few hundred small shapes, so that they have the texture and the
depth by which pictures are told apart. The seed is part of the scene: a scene of a given size is
always the same picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PIL import Image

from drawing import (
    flood,
    harbour,
    icon,
    lake,
    market,
    rally,
    stadium,
    station,
    tram,
    vigil,
    weather_map,
    wildfire,
)

SCENES: Final[dict[str, Callable[..., Image.Image]]] = {
    "harbour": harbour.draw,
    "flood": flood.draw,
    "station": station.draw,
    "market": market.draw,
    "rally": rally.draw,
    "weather_map": weather_map.draw,
    "lake": lake.draw,
    "tram": tram.draw,
    "vigil": vigil.draw,
    "stadium": stadium.draw,
    "wildfire": wildfire.draw,
    "icon": icon.draw,
}
