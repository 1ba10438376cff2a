"""A real photo to be edited."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.conftest import CORPUS, absent


@pytest.fixture(scope="session")
def photo() -> Image.Image:
    paths = sorted((CORPUS / "photos").glob("EliSchwartz-*.jpg"))
    if not paths:
        absent("the photos")
    return Image.open(paths[3]).convert("RGB")
