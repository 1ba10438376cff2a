"""The queue of a review: who is in it, what is written, and when nothing is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import credits
from credits import journal
from credits.errors import ChangedMeanwhile, InvalidValue
from credits.journal import Journal
from credits.likeness import facts_of
from credits.policy import Policy
from credits.review import Review, key_of
from credits.rules._model import EXAMPLE_DAY
from tests.conftest import ROOT
from tests.pictures import picture

BIG = (200, 150)
CREDITED = Policy(select=("CRD101",))


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    path = tmp_path / "a é.jpg"
    path.write_bytes(credits.embed(picture("jpeg", BIG), caption="A \u202e vigil.\nAt night."))
    return path


def texts(one) -> dict[str, str]:
    return {field.name: field.text.replace("\n", "\r\n") for field in one.fields}


def test_what_is_saved_is_written_and_leaves_the_queue(bare: Path) -> None:
    before, run = bare.read_bytes(), Journal("credits review")
    review = Review([str(bare)], CREDITED, EXAMPLE_DAY, journal=run)
    (one,) = review.queue()
    assert [finding.code for finding in one.findings] == ["CRD101"]
    assert texts(one)["caption"] == "A \\u202e vigil.\r\nAt night."
    form = texts(one) | {"creators": "Ann Lee\r\n\r\n Jonas Brandt \r\n", "credit_line": "TASS"}
    assert review.save(one.key, one.state, form) == ("creators", "credit_line")
    record = credits.read(bare).record
    assert (record.creators, record.credit_line) == (("Ann Lee", "Jonas Brandt"), "TASS")
    assert record.caption == "A \u202e vigil.\nAt night."
    assert review.queue() == []
    assert review.verdict.decision == "publish"
    assert [done.error for done in journal.undo(journal.find(run.id))] == [None]
    assert bare.read_bytes() == before


def test_a_field_is_emptied_and_what_stays_is_not_written(bare: Path) -> None:
    review = Review([str(bare)], CREDITED, EXAMPLE_DAY)
    before = bare.read_bytes()
    (one,) = review.queue()
    assert review.save(one.key, one.state, texts(one)) == ()
    assert bare.read_bytes() == before
    assert review.save(one.key, one.state, {"caption": " \r\n"}) == ("caption",)
    assert credits.read(bare).record.caption is None


def test_a_photo_that_changed_is_shown_again(bare: Path) -> None:
    review = Review([str(bare)], CREDITED, EXAMPLE_DAY)
    (one,) = review.queue()
    credits.embed(bare, creators=["Kim Poe"])
    data = bare.read_bytes()
    for act in (
        lambda: review.save(one.key, one.state, {"creators": "Ann Lee"}),
        lambda: review.take(one.key, one.state, "CRD101"),
    ):
        with pytest.raises(ChangedMeanwhile):
            act()
    assert bare.read_bytes() == data
    assert review.queue() == []
    for key in ("", "x", key_of("/etc/passwd")):
        with pytest.raises(InvalidValue, match="no photo of this run"):
            review.save(key, one.state, {})
        with pytest.raises(InvalidValue):
            review.put_off(key)


def test_suggestions_are_taken_only_for_the_picture_that_was_compared(tmp_path: Path) -> None:
    photos = Path(shutil.copytree(ROOT / "sample_images", tmp_path / "s"))
    names = [str(photos / name) for name in ("stadium-small.jpg", "stadium.jpg")]
    policy = Policy(select=("SYN505",))
    review = Review(names, policy, EXAMPLE_DAY, known=facts_of(names))
    (one,) = review.queue()
    (offer,) = one.offers
    assert offer.code == "SYN505"
    with pytest.raises(InvalidValue, match="offers nothing"):
        review.take(one.key, one.state, "CRD101")
    whole = (photos / "stadium-small.jpg").read_bytes()
    (photos / "stadium-small.jpg").write_bytes(picture("jpeg", BIG))
    again = Review(names, policy, EXAMPLE_DAY, known=review.known)
    (other,) = again.queue()
    with pytest.raises(ChangedMeanwhile, match="another picture"):
        again.take(other.key, other.state, "SYN505")
    (photos / "stadium-small.jpg").write_bytes(whole)
    (one,) = Review(names, policy, EXAMPLE_DAY, known=review.known).queue()
    assert "credit_line" in review.take(one.key, one.state, "SYN505")
    assert credits.read(names[0]).record.creators == ("Solomiia Verbytska",)
    assert review.queue() == []


def test_what_is_put_off_comes_last_and_the_unreadable_has_no_form(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(picture("jpeg", BIG))
    (tmp_path / "c.jpg").write_bytes(b"no picture")
    paths = [str(tmp_path / name) for name in ("a.jpg", "b.jpg", "c.jpg")]
    review = Review(paths, Policy(), EXAMPLE_DAY)
    assert [one.path for one in review.queue()] == paths
    review.put_off(key_of(paths[0]))
    queue = review.queue()
    assert [one.path for one in queue] == [paths[1], paths[2], paths[0]]
    assert queue[1].fields == ()
    (tmp_path / "b.jpg").unlink()
    with pytest.raises(ChangedMeanwhile):
        review.save(key_of(paths[1]), queue[0].state, {"creators": "Ann Lee"})
