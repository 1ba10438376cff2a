"""The gate: publish, hold or block, and never publish by accident."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import credits
from credits.checker import check, fingerprinted, judge, subject_of, subjects, walk
from credits.errors import Blocked, PolicyError
from credits.finding import Severity
from credits.policy import Policy
from credits.verdict import Decision, decide, gate, require
from tests.pictures import VALUES, picture

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
BIG = (200, 150)


def bare() -> bytes:
    return picture("jpeg", BIG)


def credited() -> bytes:
    return credits.embed(bare(), **VALUES, date_created="2026-06-01")


def nameless() -> bytes:
    """Credit an agency and no photographer."""
    values = {"caption": "Rain, June 1, 2026", "copyright_notice": "© 2026 TASS"}
    return credits.embed(bare(), credit_line="TASS", **values)


@pytest.mark.parametrize(
    ("data", "codes", "decision"),
    [
        (credited(), [], Decision.PUBLISH),
        (bare(), ["CRD101", "CAP301"], Decision.BLOCK),
        (picture("png", (64, 64)), [], Decision.PUBLISH),
        (nameless(), ["CRD102"], Decision.PUBLISH),
        (credited()[:3000], ["FIL951"], Decision.HOLD),
        (POINTER, ["FIL953"], Decision.HOLD),
        (b"", ["FIL951"], Decision.HOLD),
        (b"text", ["FIL951"], Decision.HOLD),
    ],
)
def test_decisions(data: bytes, codes: list[str], decision: Decision) -> None:
    policy = Policy()
    verdict = gate(subjects([data], policy), policy)
    assert [finding.code for finding in verdict.findings] == codes
    assert verdict.decision is decision
    assert verdict.photos == 1


def test_a_damaged_photo_without_credit_is_blocked_for_both() -> None:
    verdict = gate(subjects([bare()[:1500]], Policy()), Policy())
    assert {f.code for f in verdict.findings} == {"CRD101", "CAP301", "FIL951"}
    assert verdict.decision is Decision.BLOCK


def test_warnings_block_where_the_policy_says_so() -> None:
    data = nameless()
    strict = Policy.model_validate({"fail-on": "warning"})
    assert gate(subjects([data], strict), strict).decision is Decision.BLOCK


def test_nothing_found_publishes() -> None:
    assert decide([], Policy()) is Decision.PUBLISH


def test_require_lets_pass_or_raises_with_the_verdict(tmp_path: Path) -> None:
    assert require(credited()).decision is Decision.PUBLISH
    path = tmp_path / "a.jpg"
    path.write_bytes(bare())
    with pytest.raises(Blocked, match=r"a\.jpg: CRD101 no credit found") as caught:
        require(path)
    assert caught.value.verdict.count(Severity.ERROR) == 1
    with pytest.raises(Blocked):
        require(POINTER)


def test_check_walks_folders(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(bare())
    (tmp_path / "no-ending").write_bytes(bare())
    (tmp_path / "notes.txt").write_text("no photo")
    (tmp_path / "broken.png").write_text("no photo either")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "b.jpg").write_bytes(bare())
    outside = tmp_path.parent / "outside.jpg"
    outside.write_bytes(bare())
    (tmp_path / "link.jpg").symlink_to(outside)
    found = [Path(path).name for path in walk([str(tmp_path)], Policy())]
    assert found == ["a.jpg", "broken.png", "link.jpg", "no-ending"]
    seen: list[str] = []
    findings = check([tmp_path], Policy(), on_subject=lambda s: seen.append(Path(s.path).name))
    assert seen == found
    codes = ["CRD101", "CAP301", "FIL951", "FIL951", "CRD101", "CAP301"]
    assert [f.code for f in findings] == codes


def test_path_that_is_not_there() -> None:
    with pytest.raises(PolicyError, match="no such file"):
        check(["nowhere"])


def test_one_image_is_as_good_as_a_list(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(bare())
    assert check(str(path)) == check([str(path)]) == check(path)
    with path.open("rb") as stream:
        assert [f.code for f in check(stream)] == ["CRD101", "CAP301"]


def test_fingerprint_survives_renaming_and_metadata(tmp_path: Path) -> None:
    def prints(data: bytes, name: str) -> set[str | None]:
        (tmp_path / name).write_bytes(data)
        subject = subject_of(str(tmp_path / name), Policy())
        return {fingerprinted(f, subject).fingerprint for f in judge(subject, Policy(), NOW)}

    once = prints(bare(), "a.jpg")
    assert prints(credits.embed(bare(), headline="h"), "b.jpg") == once
    assert prints(picture("jpeg", (201, 150)), "c.jpg").isdisjoint(once)


def test_house_terms_reach_the_rules() -> None:
    policy = Policy.model_validate(
        {"house": {"placeholders": ["фото з мережі"]}, "credit": {"all-of": ["creators"]}}
    )
    data = credits.embed(bare(), credit_line="Фото з мережі", caption="Rain, June 1, 2026")
    assert [f.code for f in check([data], policy)] == ["CRD101", "CRD201"]
