from __future__ import annotations

import io
import json
import re

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import models
from django.template import Context, Template
from django.test import override_settings
from django.test.utils import isolate_apps

import credits
from credits.integrations.django import CreditedImageField, checks
from credits.integrations.django.judging import judged, subject
from tests.integrations.newsroom.models import Picture, Story
from tests.integrations.photos import photo, upload


def ran(*args, **options) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("credits_check", *args, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


def printed(source: str, **context) -> str:
    return Template("{% load credits %}" + source).render(Context(context))


def test_the_command_judges_every_photo(site):
    Picture(photo=upload()).save()
    said, code = ran("newsroom.Picture")
    assert said.startswith(
        "pictures/vigil.jpg: warning CRD103 missing-copyright-notice: No copyright"
    )
    assert said.endswith("publish\n")
    assert code == 0


@pytest.mark.parametrize(
    ("level", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_the_fail_level(site, level, code):
    Story(photo=upload("uncredited")).save()
    said, found = ran("newsroom.Story", fail_level=level)
    assert "error CRD101 missing-credit: No credit found" in said
    assert said.endswith("block\n")
    assert found == code


def test_warnings_count_only_where_asked(site):
    Picture(photo=upload()).save()
    assert ran(fail_level="error")[1] == 0
    assert ran(fail_level="warning")[1] == 1


def test_drafts_are_left_out_with_live(site):
    Story(photo=upload("uncredited")).save()
    assert ran("newsroom.Story", live=True) == ("0 photos checked, 0 findings: publish\n", 0)


def test_a_photo_that_is_gone_is_held(site):
    story = Story(photo=upload())
    story.save()
    (site / story.photo.name).unlink()
    said, code = ran("newsroom.Story")
    assert "hold FIL951" in said
    assert code == 1


def test_a_model_that_is_not_there(site):
    with pytest.raises(CommandError, match="no such model"):
        call_command("credits_check", "newsroom.Nothing")


def test_the_tag_prints_caption_credit_and_linked_data(site):
    picture = Picture(photo=upload(), credit_line='TASS "<b>"')
    picture.save()
    page = printed("{% credited_image picture.photo %}", picture=picture)
    assert '<img src="/media/pictures/vigil.jpg"' in page
    assert "<b>" not in page
    assert "Ann Lee" in page
    data = json.loads(re.search(r"ld\+json\">\s*(.*?)\s*</script>", page, re.DOTALL)[1])
    assert data["@type"] == "ImageObject"


def test_the_tag_shows_no_photo_of_nobody(site):
    picture = Picture(photo=upload("uncredited"))
    picture.save()
    assert "/media/" not in printed("{% credited_image picture.photo %}", picture=picture)
    said = printed('{% credited_image picture.photo missing="omit" %}', picture=picture)
    assert said == ""
    with pytest.raises(credits.CreditsError):
        printed('{% credited_image picture.photo missing="error" %}', picture=picture)
    assert printed("{% credited_image nothing %}") == ""


def test_the_policy_of_the_site_counts(site, tmp_path):
    policy = tmp_path / "house.toml"
    policy.write_text('ignore = ["CRD101"]\n')
    with override_settings(CREDITS_POLICY=policy):
        assert judged([subject(photo("uncredited"), "x.jpg")]).decision == "publish"
    assert judged([subject(photo("uncredited"), "x.jpg")]).decision == "block"


def test_the_baseline_of_the_site_counts(site, tmp_path):
    (tmp_path / "credits.toml").write_text('baseline = "old.toml"\n')
    with override_settings(CREDITS_POLICY=tmp_path / "credits.toml"):
        (message,) = checks.policy_is_right(None)
        assert message.id == "credits.E001"


def test_a_wrong_policy_is_told_by_the_checks(site, tmp_path):
    policy = tmp_path / "credits.toml"
    policy.write_text('profile = "loud"\n')
    with override_settings(CREDITS_POLICY=policy):
        (message,) = [one for one in run_checks(tags=["credits"]) if one.id == "credits.E001"]
    assert "loud" in message.msg
    assert run_checks(tags=["credits"]) == []


@isolate_apps("tests.integrations.newsroom")
def test_fields_without_neighbours_are_told_by_the_checks():
    class Lonely(models.Model):
        photo = CreditedImageField()

        class Meta:
            app_label = "newsroom"

    class Lost(models.Model):
        photo = CreditedImageField(properties={"creators": "nobody", "colour": "id"}, live="when")

        class Meta:
            app_label = "newsroom"

    found = [one.id for model in (Lonely, Lost) for field in [model._meta.get_field("photo")]
             for one in checks._of(field, model)]  # fmt: skip
    assert found == ["credits.W001", "credits.E002", "credits.E002", "credits.E002"]
