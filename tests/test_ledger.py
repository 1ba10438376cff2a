"""Who answers for what passes: waivers, the baseline, and the rules that watch them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import credits
from credits import baseline
from credits.baseline import Baseline, Entry, made
from credits.checker import Judge, subjects
from credits.errors import Blocked, PolicyError
from credits.finding import Severity
from credits.ledger import settled
from credits.policy import Policy
from credits.verdict import Decision, Verdict, gate, require
from tests.pictures import VALUES, picture

BARE = picture("jpeg", (200, 150))
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WAIVER = {
    "rule": "CRD101", "path": "a.jpg", "reason": "estate unknown", "owner": "photo desk",
    "expires": "2026-06-01",
}  # fmt: skip


# the other rules have their own tests
JUDGED = ("CRD101", "CRD102", "CAP301", "FIL951", "GAT")


def policy_with(*waivers: dict[str, object], **more: object) -> Policy:
    return Policy.model_validate({"waiver": waivers, "root": os.getcwd(), "select": JUDGED, **more})


def judged(policy: Policy, base: Baseline | None = None, now: datetime = NOW) -> Verdict:
    return gate(subjects(["."], policy, hashed=base is not None), policy, now, base)


def codes(verdict: Verdict) -> list[tuple[str, str | None]]:
    return [
        (finding.code, finding.suppression.kind if finding.suppression else None)
        for finding in verdict.findings
    ]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(BARE)
    return path


def test_a_waiver_holds_through_its_last_day_and_somebody_answers(bare: Path) -> None:
    verdict = judged(policy_with(WAIVER))
    assert verdict.decision is Decision.PUBLISH
    assert codes(verdict) == [("CRD101", "waiver"), ("CAP301", None)]
    by = verdict.findings[0].suppression
    assert by is not None
    assert (by.reason, by.owner, str(by.expires)) == ("estate unknown", "photo desk", "2026-06-01")
    assert (verdict.suppressed("waiver"), verdict.count(Severity.ERROR)) == (1, 0)


def test_the_day_after_it_blocks_and_says_so(bare: Path) -> None:
    verdict = judged(policy_with(WAIVER | {"expires": "2026-05-31"}))
    assert verdict.decision is Decision.BLOCK
    assert codes(verdict) == [("CRD101", None), ("CAP301", None), ("GAT001", None)]
    assert "expired on 2026-05-31" in verdict.findings[-1].message
    assert verdict.findings[-1].help == "credit the photos, or ask photo desk for a new day"


def test_it_lets_pass_its_own_rule_and_files_only(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "b.jpg").write_bytes(picture("jpeg", (201, 150)))
    verdict = judged(policy_with(WAIVER))
    assert [c for c in codes(verdict) if c[0] == "CRD101"] == [
        ("CRD101", "waiver"),
        ("CRD101", None),
    ]
    assert verdict.decision is Decision.BLOCK


def test_by_name_of_the_rule_and_by_hash(bare: Path) -> None:
    by_hash = {key: value for key, value in WAIVER.items() if key != "path"}
    by_hash |= {"rule": "missing-credit", "sha256": credits.read(bare).sha256}
    assert judged(policy_with(by_hash)).decision is Decision.PUBLISH
    assert judged(policy_with(by_hash | {"sha256": "0" * 64})).decision is Decision.BLOCK
    assert judged(policy_with(by_hash | {"path": "b.jpg"})).decision is Decision.BLOCK


def test_unused_is_told_when_its_files_were_judged(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(credits.embed(BARE, **VALUES))
    assert codes(judged(policy_with(WAIVER))) == [("GAT002", None)]
    assert codes(judged(policy_with(WAIVER | {"path": "b.jpg"}))) == []
    assert codes(judged(policy_with(WAIVER, ignore=["CRD101"]))) == []
    assert codes(judged(policy_with(WAIVER, ignore=["GAT"]))) == []


def test_the_waiver_is_found_in_the_policy_file(bare: Path, tmp_path: Path) -> None:
    text = 'profile = "newsroom"\n\n[[waiver]]\nrule = "CRD102"\npath = "x"\nreason = "r"\nowner = "o"\nexpires = 2027-01-01\n\n[[waiver]]\nrule = "CRD101"\npath = "a.jpg"\nreason = "r"\nowner = "o"\nexpires = 2026-05-31\n'
    (tmp_path / "credits.toml").write_text(text)
    finding = next(f for f in credits.check(["."], now=NOW) if f.code == "GAT001")
    assert (Path(finding.path).name, finding.line) == ("credits.toml", 10)


def test_require_goes_by_waivers_and_the_policys_baseline(bare: Path, tmp_path: Path) -> None:
    assert require(bare, policy_with(WAIVER), NOW).decision is Decision.PUBLISH
    policy = policy_with(baseline="base.json")
    with pytest.raises(PolicyError, match="cannot be opened"):
        require(bare, policy, NOW)
    base = Baseline("base.json", {credits.read(bare).image_data_hash: Entry("a.jpg", ("CRD101",))})
    (tmp_path / "base.json").write_text(baseline.text_of(base))
    assert require(bare, policy, NOW).decision is Decision.PUBLISH
    (tmp_path / "base.json").write_text(baseline.text_of(Baseline("base.json", {})))
    with pytest.raises(Blocked, match="CRD101"):
        require(bare, policy, NOW)


def test_the_gate_looks_nothing_up(bare: Path) -> None:
    policy = policy_with(WAIVER | {"sha256": credits.read(bare).sha256})
    seen = list(subjects(["."], policy, hashed=True))
    bare.unlink()
    first = gate(seen, policy, NOW, Baseline("b", {}))
    assert first == gate(seen, policy, NOW, Baseline("b", {}))
    assert codes(first) == [("CRD101", "waiver"), ("CAP301", None)]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reason": " "}, "at least 1 character"),
        ({"owner": None}, "valid string"),
        ({"expires": "soon"}, "valid date"),
        ({"rule": "CRD999"}, "there is no rule 'CRD999'"),
        ({"rule": "CRD"}, "there is no rule 'CRD'"),
        ({"rule": "GAT001"}, "cannot be waived"),
        ({"path": None}, "needs a path or a sha256"),
        ({"sha256": "abc"}, "match pattern"),
        ({"created": "2026-06-02"}, "before it was created"),
        ({"created": "2026-01-01"}, "it is for 151 days, max-waiver-days is 90"),
        ({"until": "2027-01-01"}, "Unexpected keyword"),
    ],
)
def test_a_waiver_says_all_of_it(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        policy_with(WAIVER | change)
    for key in ("rule", "reason", "owner", "expires"):
        with pytest.raises(ValueError, match="Field required"):
            policy_with({name: value for name, value in WAIVER.items() if name != key})


def test_a_long_waiver_is_named_by_file_line_and_key(tmp_path: Path) -> None:
    text = '[[waiver]]\nrule = "CRD101"\npath = "x"\nreason = "r"\nowner = "o"\ncreated = 2026-01-01\nexpires = 2027-01-01\n'
    (tmp_path / "credits.toml").write_text(text)
    with pytest.raises(
        PolicyError, match=r"credits\.toml: line 7: waiver\.0\.expires: it is for 365"
    ):
        credits.check(["."])


# ── the baseline ────────────────────────────────────────────────────────────────────────────────


def recorded(path: Path, *rules: str) -> Baseline:
    return Baseline("base.json", {credits.read(path).image_data_hash: Entry("a.jpg", rules)})


def test_it_survives_renames_and_metadata(bare: Path, tmp_path: Path) -> None:
    base = recorded(bare, "CRD101")
    credits.embed(bare, headline="h")
    bare.rename(tmp_path / "ü b.jpg")
    verdict = judged(policy_with(), base)
    assert codes(verdict) == [("CRD101", "baseline"), ("CAP301", None)]
    assert (verdict.decision, verdict.suppressed("baseline")) == (Decision.PUBLISH, 1)


def test_another_picture_under_the_old_name_blocks(bare: Path) -> None:
    base = recorded(bare, "CRD101")
    bare.write_bytes(picture("jpeg", (222, 150)))
    assert judged(policy_with(), base).decision is Decision.BLOCK


def test_it_dies_when_the_photo_is_mended(bare: Path) -> None:
    base = recorded(bare, "CRD101", "CAP301")
    credits.embed(bare, **VALUES)
    verdict = judged(policy_with(), base)
    assert codes(verdict) == [("GAT003", None), ("GAT003", None)]
    assert verdict.findings[0].severity is Severity.INFO
    assert (verdict.findings[0].path, verdict.findings[0].line) == ("base.json", 2)


def test_what_cannot_be_judged_never_passes_by_it(tmp_path: Path) -> None:
    damaged = credits.embed(BARE, **VALUES)[:3000]
    (tmp_path / "a.jpg").write_bytes(damaged)
    base = recorded(tmp_path / "a.jpg", "FIL951", "CRD101")
    assert judged(policy_with(), base).decision is Decision.HOLD


def test_waived_and_recorded_is_waived_and_not_left_over(bare: Path) -> None:
    verdict = judged(policy_with(WAIVER), recorded(bare, "CRD101"))
    assert codes(verdict) == [("CRD101", "waiver"), ("CAP301", None)]


def test_rules_that_are_off_leave_nothing_over(bare: Path) -> None:
    assert codes(judged(policy_with(ignore=["CRD101"]), recorded(bare, "CRD101"))) == [
        ("CAP301", None)
    ]


def test_the_ratchet(bare: Path) -> None:
    policy = policy_with(rules={"GAT004": {"at-most": 1}})
    assert judged(policy, recorded(bare, "CRD101")).decision is Decision.PUBLISH
    verdict = judged(policy, recorded(bare, "CRD101", "CAP301"))
    assert verdict.decision is Decision.BLOCK
    assert codes(verdict)[-1] == ("GAT004", None)


HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
RULES = st.sets(st.sampled_from(["CRD101", "CRD102", "CAP301"]), min_size=1)
ENTRIES = st.builds(lambda path, rules: Entry(path, tuple(sorted(rules))), st.text(), RULES)


@given(st.dictionaries(HASHES, ENTRIES))
def test_the_file_reads_back_and_is_sorted(entries: dict[str, Entry]) -> None:
    base = Baseline("x", entries)
    text = baseline.text_of(base)
    Path("x.json").write_text(text, encoding="utf-8")
    assert baseline.load("x.json").entries == entries
    rows = text.rstrip("\n").split("\n")
    assert len(rows) == len(entries) + 3
    assert rows[1:-2] == sorted(rows[1:-2])
    assert all(row.endswith(",") for row in rows[1:-2])
    assert baseline.text_of(Baseline("x", dict(reversed(entries.items())))) == text


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "[" * 100_000, '{"schema": "credits/baseline/2"}', '{"schema": "credits/baseline/1", "ab": {}}',
     json.dumps({"schema": "credits/baseline/1", "0" * 64: {"path": "a", "rules": "CRD101"}})],
)  # fmt: skip
def test_what_is_no_baseline_is_refused(text: str) -> None:
    Path("x.json").write_text(text)
    with pytest.raises(PolicyError, match="is no baseline|is none"):
        baseline.load("x.json")


def test_what_could_not_be_seen_is_not_left_over(bare: Path) -> None:
    """A checkout without the images themselves takes nothing out of the baseline."""
    base = recorded(bare, "CRD101", "CAP301")
    bare.write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    run = settled(
        (Judge(policy_with(), NOW).judgement(one) for one in subjects(["."], policy_with())),
        policy_with(), NOW.date(), base, whole=True,
    )  # fmt: skip
    assert run.leftovers == ()


def test_findings_of_an_article_are_recorded_one_by_one(bare: Path, tmp_path: Path) -> None:
    bare.write_bytes(credits.embed(BARE, **VALUES))
    page = tmp_path / "page.html"
    page.write_text('<img src="a.jpg">')
    policy = policy_with(select=("ART901",))
    judge = Judge(policy, NOW)
    base = made("baseline.json", map(judge.judgement, subjects(["."], policy, hashed=True)))
    assert [entry.rules for entry in base.entries.values()] == [("ART901",)]
    page.write_text('<p>moved</p>\n<img src="a.jpg">')
    assert codes(judged(policy, base)) == [("ART901", "baseline")]
    (tmp_path / "b.jpg").write_bytes(bare.read_bytes())
    page.write_text('<img src="a.jpg">\n<img src="b.jpg">')
    assert codes(judged(policy, base)) == [("ART901", "baseline"), ("ART901", None)]
