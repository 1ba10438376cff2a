"""Writes every file of words again in the form it is read in: ``python -m credits.vocabulary``.

People edit the TOML; programs read the JSON beside it, which takes a tenth of the time. One word
stands on a line, so that changes of two people meet in one file as they do in the other.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent


def forms() -> Iterator[tuple[Path, str]]:
    """Give each file that is read, and what has to stand in it."""
    for source in sorted(FOLDER.glob("*.toml")):
        table = tomllib.loads(source.read_text(encoding="utf-8"))
        yield source.with_suffix(".json"), json.dumps(table, ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    for path, text in forms():
        path.write_text(text, encoding="utf-8", newline="\n")
