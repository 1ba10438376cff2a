"""Conventions of newsrooms in thirty languages, held by lines of our own.

`credit_lines.jsonl` holds one line each: every name is invented, every form is one that papers and
agencies print. Keys left out are absent; a `caption` is checked where the row names it.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from credits.credit_line import parse

ROWS = [
    json.loads(row)
    for row in Path(__file__).with_name("credit_lines.jsonl").read_text("utf-8").splitlines()
]
CREDIT = (
    "creators", "organisations", "via", "source", "source_url", "licence", "year", "role",
)  # fmt: skip


def expected(row: dict) -> dict:
    absent = {"creators": [], "organisations": []}
    want = {key: row.get(key, absent.get(key)) for key in CREDIT}
    want["is_placeholder"] = row.get("is_placeholder", False)
    return want | {key: row[key] for key in ("copyright_holder",) if key in row}


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_convention(row: dict) -> None:
    line = parse(row["text"])
    found = line.as_dict()
    want = expected(row)
    assert {key: found[key] for key in want} == want
    if "caption" in row:
        assert (line.caption or "") == row["caption"]
    if row["group"] == "captions":
        assert line.caption


def test_there_are_lines_of_every_kind() -> None:
    groups = Counter(row["group"] for row in ROWS)
    assert len(ROWS) >= 490
    assert set(groups) >= {"english", "german", "romance", "north", "slavic", "asian"}
    assert groups["captions"] >= 70
    assert groups["placeholders"] >= 40


CYRILLIC = [
    ("Фото: Іван Петренко", "uk"),
    ("Міст у Києві. Фото: Укрінформ", "uk"),
    ("Скриншот з відео Миколаївської міської ради", "uk"),
    ("Фото: Јован Петровић", "sr"),
    ("Фото: Иван Петров", "ru"),
    ("Площадь в Чугуеве, фото: Сергей Козлов", "ru"),
    ("Съёмка РИА Новости, Євген Петров", "ru"),
]


@pytest.mark.parametrize(("text", "lang"), CYRILLIC, ids=[text for text, _ in CYRILLIC])
def test_letters_tell_the_languages_of_one_alphabet_apart(text: str, lang: str) -> None:
    assert parse(text).lang == lang
