"""Packages that not everyone needs: opened when they are used, or named with their extra."""

from __future__ import annotations

import importlib
from types import ModuleType

from credits.errors import Unsupported


def need(package: str, extra: str) -> ModuleType:
    """Import *package*, which *extra* of this distribution installs.

    Raises:
        Unsupported: it is not installed.
    """
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package.partition(".")[0]:
            raise  # it is there, and something it stands on is not
        raise Unsupported(
            f"needs the package {package}", help=f"pip install 'photo-credits[{extra}]'"
        ) from error
