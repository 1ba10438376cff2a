"""How fast and how rightly credit lines are read, beside a parser of regular expressions.

Speed is measured on one core, after start-up, over lines that are all different: names and the
first long word of each caption are made anew for every line, and what the parser remembers of
pieces is forgotten before each round; "repeated" are 500 lines over and over, as an archive
prints its credits. Rightness is scored by the scorer that lies beside the
labelled lines; without them only speed is measured, over the lines of the tests.

    python bench/credit_lines.py [--lines 20000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from credits.credit_line import forget, parse
from credits.vocabulary import Vocabulary, default

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
LABELLED = DATA / "creditlines.dev.jsonl"
SCORER = DATA / "score_creditlines.py"
OWN = ROOT / "tests" / "credit_lines.jsonl"
SYLLABLES = [
    "ba",
    "de",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
    "za",
    "cha",
    "fre",
    "gli",
    "sta",
    "tri",
]

LABEL = re.compile(
    r"\s*[(\[|/—-]?\s*(?:(?P<role>photo(?:graph)?|foto|фото)|image|bild|credit|quelle|source|©)"
    r"s?\s*(?:credits?)?\s*(?::|by|von|©)?\s+(?P<rest>.+?)[)\]]?\.?$",
    re.IGNORECASE,
)
BRACKET = re.compile(r"\s*[(\[](?P<rest>[^()\[\]]*/[^()\[\]]*)[)\]]\.?$")
AGENCY = re.compile(
    r"\b(?:AP|AFP|dpa|Reuters|Getty|EPA|TASS|imago|Images|News|Press)\b", re.IGNORECASE
)


def baseline(text: str) -> dict[str, Any]:
    """Read a line as a dozen regular expressions would: a label or a bracket, then slashes."""
    match = LABEL.search(text) or BRACKET.search(text)
    line: dict[str, Any] = {"text": text, "caption": text, "creators": [], "organisations": []}
    if match is None:
        return line
    line["caption"] = text[: match.start()].strip() or None
    line["role"] = "photo" if match.groupdict().get("role") else None
    rest, _, via = match["rest"].partition(" via ")
    line["via"] = via or None
    for party in re.split(r"\s*[/|]\s*|,\s", rest):
        line["organisations" if AGENCY.search(party) else "creators"].append(party)
    return line


def labelled() -> list[dict[str, Any]]:
    """Read the labelled lines, or none where they are not."""
    if not LABELLED.is_file():
        return []
    return [json.loads(row) for row in LABELLED.read_text("utf-8").splitlines() if row.strip()]


def score(gold: list[dict[str, Any]], read: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """Score a parser on the labelled lines, with the scorer that lies beside them."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "read.jsonl"
        rows = (json.dumps(read(row["text"]), ensure_ascii=False) for row in gold)
        said.write_text("\n".join(rows), encoding="utf-8")
        command = [sys.executable, str(SCORER), str(LABELLED), str(said), "--json"]
        done = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8")
    return json.loads(done.stdout.splitlines()[-1])


def with_words(vocabulary: Vocabulary) -> Callable[[str], dict[str, Any]]:
    """Make a parser that knows the words of *vocabulary*."""
    return lambda text: parse(text, vocabulary=vocabulary).as_dict()


def fifths(names: list[str] | None = None) -> list[Vocabulary]:
    """Make five vocabularies, each of which lacks another fifth of the organisations."""
    names = names or sorted({one.name for one in default().organisations.values()})
    return [default().without(names[fifth::5]) for fifth in range(5)]


def fresh_lines(number: int) -> list[str]:
    """Make lines that are all different, in the forms of the labelled (or our own) lines."""
    rng = random.Random(20_000)
    rows = labelled() or [json.loads(row) for row in OWN.read_text("utf-8").splitlines()]
    found: dict[str, None] = {}
    for row in itertools.cycle(rows):
        found[_fresh(row, rng)] = None
        if len(found) == number:
            return list(found)
    return []


def _fresh(row: dict[str, Any], rng: random.Random) -> str:
    text = row["text"]
    for name in row.get("creators", ()):
        text = text.replace(name, f"{_word(rng)} {_word(rng)}")
    return (
        re.sub(r"\b[^\W\d_]{5,}\b", lambda _: _word(rng), text, count=1)
        if row.get("caption")
        else text
    )


def _word(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=3)).capitalize()


def speed(read: Callable[[str], Any], lines: list[str], rounds: int) -> float:
    """Measure lines per second of one core; the best round counts."""
    best = float("inf")
    for _ in range(rounds):
        forget()
        start = time.process_time()
        for line in lines:
            read(line)
        best = min(best, time.process_time() - start)
    return len(lines) / best


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--lines", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    lines = fresh_lines(asked.lines)
    again = (lines[:500] * asked.lines)[: asked.lines]
    parse(lines[0])
    gold = labelled()
    print(
        f"{'parser':24}{'lines/s':>10}{'repeated':>12}{'wholly right':>14}{'macro F1':>10}{'invented':>10}"
    )
    for name, read in (
        ("credits", lambda text: parse(text).as_dict()),
        ("regular expressions", baseline),
    ):
        quick = speed(read, lines, asked.rounds)
        often = speed(read, again, asked.rounds)
        reached = score(gold, read) if gold else None
        print(f"{name:24}{quick:10,.0f}{often:12,.0f}", end="")
        if reached:
            print(
                f"{reached['all_fields_right']:14.1%}{reached['macro_f1']:10.3f}{reached['false_credit_rate']:10.1%}",
                end="",
            )
        print()


if __name__ == "__main__":
    main()
