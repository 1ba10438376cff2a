"""Three blocks, one record: who is believed, and what is reported."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.fields import FIELDS, claims
from credits.reconcile import Precedence, conflicts, project, reconcile


def settled(field: str, *, stale: bool = False, precedence: Precedence = "default", **values: Any):
    return reconcile({field: values}, digest_stale=stale, precedence=precedence)[field]


LONG = "Oksana Parafeniuk/Anadolu Agency via Getty Images"


@pytest.mark.parametrize(
    ("field", "values", "verdict", "value"),
    [
        ("credit_line", {"xmp": "TASS"}, "only-one", "TASS"),
        ("credit_line", {"xmp": "TASS", "iim": "TASS"}, "agree", "TASS"),
        ("credit_line", {"xmp": LONG, "iim": LONG[:32]}, "agree-truncated", LONG),
        ("credit_line", {"xmp": "TASS", "iim": "AP"}, "conflict", "TASS"),
        ("credit_line", {"xmp": "TASS", "iim": "TA"}, "conflict", "TASS"),
        ("creators", {"xmp": ["Zoë"], "iim": ["Zoe\u0308"]}, "agree", ["Zoë"]),
        ("creators", {"xmp": ["Zoë"], "iim": ["ZoÃ«"]}, "agree-charset", ["Zoë"]),
        ("creators", {"xmp": ["A", "B"], "iim": ["A"]}, "agree-truncated", ["A", "B"]),
        ("creators", {"xmp": ["A", "B"], "exif": ["B", "A"]}, "agree", ["A", "B"]),
        ("creators", {"xmp": ["A", "B"], "iim": ["A", "C"]}, "conflict", ["A", "B"]),
        ("creators", {"exif": ["A"], "iim": ["B"]}, "conflict", ["B"]),
        ("caption", {"xmp": "One  two\n", "exif": "One two"}, "agree", "One  two\n"),
        ("caption", {"exif": "OLYMPUS DIGITAL CAMERA"}, "camera-default-ignored", None),
        ("caption", {"exif": "OLYMPUS DIGITAL CAMERA", "iim": "x"}, "camera-default-ignored", "x"),
        ("date_created", {"xmp": "2026-11-23T18:05:00Z", "iim": "2026-11-23"}, "agree", "2026-11-23T18:05:00Z"),
        ("date_created", {"xmp": "2026-11-23T18:05:00Z", "exif": "2026-11-23T18:05:00"}, "agree", "2026-11-23T18:05:00Z"),
        ("date_created", {"xmp": "2026-11-23T18:05:00Z", "iim": "2026-11-23T18:05:00+00:00"}, "agree", "2026-11-23T18:05:00Z"),
        ("date_created", {"xmp": "2026-11-23", "exif": "2026-11-22"}, "conflict", "2026-11-23"),
    ],
)  # fmt: skip
def test_verdicts(field: str, values: dict[str, Any], verdict: str, value: Any) -> None:
    found = settled(field, **values)
    assert (found.verdict, found.value) == (verdict, value)


def test_digest_tells_that_iim_was_edited_last() -> None:
    found = settled("credit_line", stale=True, xmp="TASS", iim="AP")
    assert (found.value, found.chosen, found.verdict) == ("AP", "iim", "iim-newer")


def test_what_iim_only_cut_short_is_not_newer() -> None:
    found = settled("credit_line", stale=True, xmp=LONG, iim=LONG[:32])
    assert (found.value, found.verdict) == (LONG, "agree-truncated")


@pytest.mark.parametrize(
    ("precedence", "value"), [("mwg", "E"), ("iim", "I"), ("xmp", "X"), ("default", "X")]
)
def test_precedence(precedence: Precedence, value: str) -> None:
    found = settled("copyright_notice", precedence=precedence, xmp="X", iim="I", exif="E")
    assert found.value == value


def test_conflicts_come_in_the_order_of_the_table_and_leave_agreement_out() -> None:
    said = {
        "credit_line": {"xmp": "TASS", "iim": "AP"},
        "caption": {"xmp": "a", "iim": "b"},
        "source": {"xmp": "s", "iim": "s"},
    }
    found = conflicts(reconcile(said), said)
    assert [conflict.field for conflict in found] == ["caption", "credit_line"]
    assert found[1].values == {"xmp": "TASS", "iim": "AP"}
    assert found[1].chosen == "xmp"


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1
)
TEXTUAL = [
    f for f in FIELDS if f.name in ("caption", "creators", "credit_line", "copyright_notice")
]


@given(st.fixed_dictionaries({}, optional={
    field.name: st.lists(WORDS, min_size=1, max_size=3) if field.is_list else WORDS
    for field in TEXTUAL
}))  # fmt: skip
def test_project_then_reconcile_is_idempotent(values: dict[str, Any]) -> None:
    """What was projected into all blocks is read as one, without a conflict."""
    stored = {
        block: {k: v for k, v in rows.items() if v}
        for block, rows in project(values, frozenset({"xmp", "iim", "exif"})).items()
    }
    said = claims(stored)
    found = reconcile(said)
    assert {name: row.value for name, row in found.items()} == values
    assert not conflicts(found, said)
