"""What has to keep working behind the gate, and what it sees."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, Page
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from credits.integrations.wagtail import usage
from credits.integrations.wagtail.judging import NotCredited, refused_on
from tests.integrations.newsroom.models import ArticlePage, GalleryPhoto
from tests.integrations.wagtail.stories import article, form_of, image, indexed, lost

LATER = timedelta(days=1)


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def fresh(page) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


# ── what keeps working ──────────────────────────────────────────────────────────────────────────


def test_drafts_are_saved(home, admin):
    photo = image("uncredited")
    page = article(home)
    answer = admin.post(edit_url(page), form_of(photo))
    assert answer.status_code == 302
    assert fresh(page).get_latest_revision_as_object().photo == photo
    assert not fresh(page).live


def test_drafts_of_live_pages_are_saved_and_the_page_stays_as_it_is(home, admin):
    good, bad = image(), image("uncredited", "Rally")
    page = article(home, good, live=True)
    assert admin.post(edit_url(page), form_of(bad)).status_code == 302
    assert fresh(page).live
    assert fresh(page).photo == good
    assert fresh(page).get_latest_revision_as_object().photo == bad


def test_what_lost_its_credit_is_unpublished(home, admin):
    photo = image()
    page = article(home, photo, live=True)
    lost(photo)
    admin.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {})
    assert not fresh(page).live


def test_what_lost_its_credit_is_locked_moved_and_expires(home, admin):
    photo = image()
    page = article(home, photo, live=True)
    lost(photo)
    admin.post(reverse("wagtailadmin_pages:lock", args=[page.pk]), {})
    assert fresh(page).locked
    other = article(home, title="Other", slug="other")
    fresh(page).move(Page.objects.get(pk=other.pk), pos="last-child")
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - LATER)
    call_command("publish_scheduled")
    assert not fresh(page).live


def test_pages_without_photos_and_without_a_gate_go_out(home):
    assert article(home, live=True).live
    home.title = "Courier"
    home.save_revision().publish()


def test_a_field_error_stands_beside_the_photo(home, admin):
    photo = image("uncredited")
    answer = admin.post(edit_url(article(home)), form_of(photo) | {"action-publish": "1"})
    (message,) = answer.context["form"].errors["photo"]
    assert message.startswith("Photo “Vigil”: No credit found (CRD101). <a href=")
    assert "let it pass for a reason" in message


def test_code_that_saves_a_live_page_anew_is_refused_after_the_credit_was_lost(home):
    photo = image()
    page = article(home, photo, live=True)
    lost(photo)
    with pytest.raises(ValidationError, match="CRD101"):
        fresh(page).save()


def test_a_refusal_leaves_what_is_scheduled_as_it_was(home):
    page = article(home, image())
    scheduled = page.save_revision(approved_go_live_at=timezone.now() + LATER)
    page.photo = image("uncredited", "Rally")
    with pytest.raises(NotCredited):
        page.save_revision().publish()
    scheduled.refresh_from_db()
    assert scheduled.approved_go_live_at
    page.go_live_at = timezone.now() + LATER
    with pytest.raises(NotCredited):
        page.save_revision().publish()


@pytest.mark.parametrize("kind", ["uncredited", "placeholder"])
def test_filling_in_an_agency_mends_a_file_that_names_nobody(home, kind):
    photo = image(kind)
    photo.creators, photo.credit_line = "Ann Lee", "AFP"
    photo.save()
    assert article(home, photo, live=True).live


def test_an_agency_that_the_file_does_not_name_is_refused(home):
    photo = image()
    photo.creators, photo.credit_line = "Joe Doe", "AFP"
    photo.save()
    with pytest.raises(NotCredited, match="SYN504"):
        article(home, photo, live=True)


# ── cron ────────────────────────────────────────────────────────────────────────────────────────


def due(home, photo, slug):
    page = article(home, photo, title=slug, slug=slug)
    revision = page.save_revision()
    revision.approved_go_live_at = timezone.now() - LATER
    revision.save()
    return page


def test_one_photo_never_stops_the_queue_and_goes_out_once_it_is_credited(home):
    photo = image("uncredited")
    bad, good = due(home, photo, "bad"), due(home, image(title="Good"), "good")
    said = io.StringIO()
    with pytest.raises(CommandError, match="1 page is due and may not be published"):
        call_command("publish_scheduled", stderr=said)
    assert "bad: Photo “Vigil”: No credit found (CRD101)" in said.getvalue()
    assert (fresh(bad).live, fresh(good).live) == (False, True)
    photo.creators = "Ann Lee"
    photo.save()
    call_command("publish_scheduled")
    assert fresh(bad).live


def test_a_dry_run_changes_nothing(home):
    page = due(home, image(), "good")
    call_command("publish_scheduled", dryrun=True, stdout=io.StringIO())
    assert not fresh(page).live


# ── copies ──────────────────────────────────────────────────────────────────────────────────────


def test_credited_pages_are_copied_live(home):
    page = article(home, image(), live=True)
    copy = page.copy(update_attrs={"slug": "copy"})
    alias = page.create_alias(update_slug="alias")
    assert copy.live
    assert alias.live


@pytest.mark.parametrize("kind", ["uncredited", "placeholder"])
def test_what_may_not_go_out_again_is_copied_as_a_draft(home, kind):
    photo = image()
    page = article(home, photo, live=True)
    type(photo).objects.filter(pk=photo.pk).update(
        creators="Photo: Internet" if kind == "placeholder" else "", credit_line=""
    )
    copy = fresh(page).copy(update_attrs={"slug": "copy"})
    assert not copy.live
    with pytest.raises(NotCredited):
        fresh(page).create_alias(update_slug="alias")
    assert ArticlePage.objects.count() == 2


def test_a_tree_is_copied_as_drafts_if_one_page_in_it_may_not_go_out(home):
    photo = image()
    above = article(home, title="Above", slug="above", live=True)
    article(above, photo, title="Below", slug="below", live=True)
    lost(photo)
    copy = fresh(above).copy(recursive=True, update_attrs={"slug": "copy"})
    assert [page.live for page in copy.get_descendants(inclusive=True)] == [False, False]


@pytest.mark.parametrize("wish", ["publish_copies", "alias"])
def test_the_copy_form_says_why_not(home, admin, wish):
    photo = image()
    page = article(home, photo, live=True)
    lost(photo)
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": home.pk}
    answer = admin.post(url, data | {wish: "on"}, follow=True)
    assert "CRD101" in answer.content.decode()
    assert ArticlePage.objects.count() == 1
    admin.post(url, data)
    assert not ArticlePage.objects.get(slug="copy").live


@pytest.mark.parametrize("action", ["copy", "create_alias"])
def test_the_api_says_why_not(home, admin, editor, action):
    photo = image()
    page = article(home, photo, live=True)
    lost(photo)
    _, key = APIToken.create_token(user=editor, name="desk")
    answer = admin.post(
        f"/api/v3/pages/{page.pk}/actions/{action}/", {"slug": "again"},
        content_type="application/json", headers={"authorization": f"Bearer {key}"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "CRD101" in answer.content.decode()
    assert ArticlePage.objects.count() == 1


def test_aliases_follow_what_was_published(home):
    page = article(home, image(), live=True)
    alias = page.create_alias(update_slug="alias")
    page.photo = image("uncredited", "Rally")
    with pytest.raises(NotCredited):
        page.save_revision().publish()
    assert fresh(alias).photo.title == "Vigil"


# ── wherever photos stand ───────────────────────────────────────────────────────────────────────


def embedded(photo) -> str:
    return f'<p>Words.</p><embed embedtype="image" id="{photo.pk}" format="left" alt="A rally"/>'


PLACES = {
    "a rich text": lambda photo: {"lead": embedded(photo)},
    "a block": lambda photo: {"body": [("photo", photo)]},
    "a described block": lambda photo: {"body": [("described", photo)]},
    "a list in a struct": lambda photo: {"body": [("series", {"photos": [photo, photo]})]},
    "a rich text block": lambda photo: {"body": [("text", RichText(embedded(photo)))]},
}


@pytest.mark.parametrize("place", PLACES)
def test_a_photo_is_seen_in(home, place):
    photo = image("uncredited", "Rally")
    with pytest.raises(NotCredited) as caught:
        article(home, image(), live=True, **PLACES[place](photo))
    assert [one.image for one in caught.value.refused] == [photo]
    assert article(home, live=True, **PLACES[place](image(title="Other"))).live


def test_a_photo_is_seen_in_an_inline_panel(home):
    page = article(home)
    page.gallery.add(GalleryPhoto(photo=image("uncredited")))
    with pytest.raises(NotCredited):
        page.save_revision().publish()
    assert not fresh(page).live


@pytest.mark.parametrize(
    "fields",
    [
        lambda photo: {"body": streamfield([("photo", photo.pk)])},
        lambda photo: {"gallery": inline_formset([{"photo": photo.pk}])},
        lambda photo: {"lead": rich_text(embedded(photo))},
    ],
)
def test_forms_see_what_is_not_stored_yet(home, admin, fields):
    photo = image("uncredited", "Rally")
    answer = admin.post(edit_url(article(home)), form_of(**fields(photo)) | {"action-publish": "1"})
    assert answer.status_code == 200
    assert "Photo “Rally”: No credit found (CRD101)" in answer.content.decode()


def test_forms_do_not_see_what_was_taken_out(home, admin):
    page = article(home)
    page.gallery.add(GalleryPhoto(photo=image("uncredited")))
    page.save()
    kept = page.gallery.get()
    row = {"id": kept.pk, "photo": kept.photo.pk, "DELETE": "on"}
    data = form_of(gallery=inline_formset([row], initial=1)) | {"action-publish": "1"}
    assert admin.post(edit_url(page), data).status_code == 302
    assert fresh(page).live


def test_what_a_block_says_of_its_photo_counts_as_alt_text(home, tmp_path):
    policy = tmp_path / "credits.toml"
    policy.write_text('select = ["ALT401"]\nseverity = { ALT401 = "error" }\n')
    photo = image("uncredited")
    page = article(home, body=[("described", photo)])
    with override_settings(CREDITS_POLICY=policy):
        assert [one.findings[0].code for one in refused_on(page)] == ["ALT401"]
        page.body[0].value.contextual_alt_text = "A crowd with flags"
        assert usage.alts_of(page) == {photo.pk: "A crowd with flags"}
        assert refused_on(page) == []


def test_a_photo_whose_file_is_gone_is_held(home, site):
    photo = image()
    (site / photo.file.name).unlink()
    with pytest.raises(NotCredited, match="FIL951"):
        article(home, type(photo).objects.get(pk=photo.pk), live=True)


def test_a_photo_that_is_gone_is_no_photo(home):
    photo = image("uncredited")
    page = article(home, lead=embedded(photo))
    photo.delete()
    page.save_revision().publish()
    with indexed():
        assert fresh(page).live
