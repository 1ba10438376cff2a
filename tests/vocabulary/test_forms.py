"""The files that are read say what the files say that people edit."""

from __future__ import annotations

import json
import tomllib

from credits.vocabulary.__main__ import FOLDER, forms
from credits.vocabulary._spelling import load


def test_every_file_is_current() -> None:
    made = dict(forms())
    assert len(made) == 19
    assert set(made) == set(FOLDER.glob("*.json"))
    for path, text in made.items():
        current = path.read_text(encoding="utf-8") == text
        assert current, f"{path.name} is older than its TOML; run python -m credits.vocabulary"


def test_nothing_is_lost_on_the_way() -> None:
    for path in FOLDER.glob("*.toml"):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        assert load(path.stem) == table
        assert json.dumps(load(path.stem)) == json.dumps(table)  # in the same order, too
