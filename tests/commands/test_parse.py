"""``credits parse``: streams, forms, styles, the trace, and the words of the house."""

from __future__ import annotations

import io
import json
import sys

import pytest

from credits.credit_line import KEYS

LINE = "A dam. (AP Photo/Jo Li, File)"


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def test_json_lines_from_stdin(run, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, "Foto: Jo Li/dpa\r\n\nФото: ТАСС\nBild: \xff\n".encode("latin-1", "replace"))
    code, out, _ = run("parse", "--format", "jsonl")
    rows = [json.loads(row) for row in out.splitlines()]
    assert code == 0
    assert len(rows) == 3
    assert rows[0]["creators"] == ["Jo Li"]
    assert all(tuple(row) == ("schema", *KEYS) for row in rows)
    assert {row["schema"] for row in rows} == {"credits/parse/1"}


def test_empty_stdin_prints_nothing(run, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"")
    assert run("parse", "--format", "jsonl")[:2] == (0, "")


def test_the_trace_in_text_and_json(run) -> None:
    _, text, _ = run("parse", "--explain", LINE)
    assert "classify" in text
    assert "bracket" in text
    _, out, _ = run("parse", "--explain", "--format", "json", LINE)
    decisions = json.loads(out)["lines"][0]["decisions"]
    assert {"step", "field", "value", "evidence"} == set(decisions[0])
    assert ("segment", "A dam.") in {(one["step"], one["value"]) for one in decisions}


def test_a_style_prints_the_credit_anew(run) -> None:
    assert run("parse", "--style", "guardian", LINE)[1].strip() == "Photograph: Jo Li/AP"
    code, _, err = run("parse", "--style", "nosuch", LINE)
    assert code == 2
    assert "guardian" in err


def test_the_language_said_wins(run) -> None:
    _, out, _ = run("parse", "--format", "jsonl", "--lang", "fr", LINE)
    assert json.loads(out)["lang"] == "fr"


def test_the_words_of_the_house_are_heard(run, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "credits.toml").write_text(
        '[house]\nstaff = ["Madonna"]\norganisations = { "Plain Tribune Co-op" = { aliases = ["ToP"] } }\n',
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    _, out, _ = run("parse", "--format", "jsonl", "Photo: Madonna/ToP")
    row = json.loads(out)
    assert row["creators"] == ["Madonna"]
    assert row["organisations"] == ["ToP"]


def test_control_characters_never_reach_the_terminal(run) -> None:
    _, out, _ = run("parse", "--explain", "Photo: Jo\x1b[31m Li/AFP")
    assert "\x1b[31m" not in out
