"""Images: filled from their files, carried into renditions, guarded while live pages show them."""

from __future__ import annotations

import io
import json
import subprocess
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.core.management import CommandError, call_command
from django.template import Context, Template
from django.test import override_settings
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.images.tests.utils import get_test_image_file_svg

import credits
from credits.integrations.wagtail import checks
from credits.integrations.wagtail.models import CreditedImage, CreditedRendition, CreditOverride
from credits.integrations.wagtail.renditions import credited
from tests.integrations.newsroom.models import ArticlePage, HomePage
from tests.integrations.photos import CREDIT, photo, upload
from tests.integrations.wagtail.stories import article, image, lost

FORM = {"title": "Vigil", "collection": "", "tags": "", "description": ""}


def form_of(stored, **changes) -> dict[str, str]:
    names = ("title", "description", "caption", "creators", "credit_line", "source",
             "copyright_notice", "usage_terms", "web_statement", "digital_source_type")  # fmt: skip
    return {name: getattr(stored, name) for name in names} | {"tags": ""} | changes


# ── upload ──────────────────────────────────────────────────────────────────────────────────────


def test_an_upload_fills_the_fields(admin):
    answer = admin.post(reverse("wagtailimages:add_multiple"),
                        {"title": "Vigil", "files[]": upload()},
                        headers={"x-requested-with": "XMLHttpRequest"})  # fmt: skip
    assert answer.json()["success"]
    assert "Ann Lee; Jonas Brandt" in answer.json()["form"]
    stored = CreditedImage.objects.get()
    assert stored.creators == "Ann Lee; Jonas Brandt"
    assert stored.caption == CREDIT["caption"]
    assert stored.credit_line == CREDIT["credit_line"]
    assert stored.description == CREDIT["alt_text"]


def test_what_is_typed_stays(admin):
    data = FORM | {"file": upload(), "creators": "Zoë Müller"}
    assert admin.post(reverse("wagtailimages:add"), data).status_code == 302
    stored = CreditedImage.objects.get()
    assert stored.creators == "Zoë Müller"
    assert stored.credit_line == CREDIT["credit_line"]


def test_a_drawing_is_an_image_too(site, settings_with_svg):
    drawing = CreditedImage(title="Map", file=get_test_image_file_svg())
    drawing._set_image_file_metadata()
    drawing.save()
    assert drawing.get_rendition("width-100").file.name.endswith(".svg")


@pytest.fixture
def settings_with_svg():
    with override_settings(WAGTAILIMAGES_EXTENSIONS=["jpg", "png", "svg"]):
        yield


# ── renditions ──────────────────────────────────────────────────────────────────────────────────


def told(rendition) -> dict[str, object]:
    command = ["exiftool", "-j", "-G1", "-a", rendition.file.path]
    done = subprocess.run(command, capture_output=True, check=True)
    return json.loads(done.stdout)[0]


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "avif"])
def test_renditions_say_who_and_not_where(site, form):
    stored = image()
    stored.creators = "Zoë Müller"
    stored.save()
    rendition = stored.get_rendition(f"width-300|format-{form}")
    said = told(rendition)
    assert said["XMP-dc:Creator"] == "Zoë Müller"
    assert said["XMP-photoshop:Credit"] == "Lindhaven Courier"
    assert not [name for name in said if "GPS" in name]
    assert rendition.width == 300


def test_what_was_emptied_is_in_no_rendition(site):
    stored = image()
    stored.credit_line = ""
    stored.save()
    record = credits.read(stored.get_rendition("width-300").file.path).record
    assert record.credit_line is None
    assert record.creators == ("Ann Lee", "Jonas Brandt")


def test_renditions_are_made_anew_when_the_credit_changes(site):
    stored = image()
    first = stored.get_rendition("width-300")
    stored.title = "Another"
    stored.save()
    assert CreditedRendition.objects.filter(pk=first.pk).exists()
    stored.creators = "Zoë Müller"
    stored.save()
    assert not CreditedRendition.objects.exists()
    record = credits.read(stored.get_rendition("width-300").file.path).record
    assert record.creators == ("Zoë Müller",)


def test_several_renditions_are_made_at_once(site):
    made = image().get_renditions("width-300", "width-200")
    assert {credits.read(one.file.path).record.credit_line for one in made.values()} == {
        CREDIT["credit_line"]
    }
    assert threading.active_count() < 10


def test_a_damaged_original_leaves_no_place_in_its_renditions(site, caplog):
    stored = image()
    with open(stored.file.path, "wb") as file:
        file.write(b"no photo")
    stored = CreditedImage.objects.get(pk=stored.pk)
    made = credited(ImageFile(io.BytesIO(photo()), name="vigil.width-300.jpg"), stored)
    assert made.name == "vigil.width-300.jpg"
    assert credits.read(made.read()).record.gps is None
    assert "vigil.width-300.jpg: no credits were carried on" in caplog.text


# ── in use ──────────────────────────────────────────────────────────────────────────────────────


def test_emptying_a_credit_that_a_live_page_stands_on_is_refused(home, admin):
    stored = image()
    url = reverse("wagtailimages:edit", args=[stored.pk])
    emptied = form_of(stored, creators="", credit_line="")
    article(home, stored, live=True)
    answer = admin.post(url, emptied)
    assert answer.status_code == 200
    assert "Live pages show this photo: “Vigil for the flood”." in answer.content.decode()
    stored.refresh_from_db()
    assert stored.creators
    assert admin.post(url, form_of(stored, creators="Zoë Müller")).status_code == 302


def test_emptying_the_credit_of_a_photo_that_only_drafts_show_is_let_pass(home, admin):
    stored = image()
    article(home, stored)
    url = reverse("wagtailimages:edit", args=[stored.pk])
    assert admin.post(url, form_of(stored, creators="", credit_line="")).status_code == 302


def test_a_photo_that_is_wrong_already_can_be_edited(home, admin):
    stored = image()
    article(home, stored, live=True)
    lost(stored)
    stored.refresh_from_db()
    url = reverse("wagtailimages:edit", args=[stored.pk])
    assert admin.post(url, form_of(stored, caption="Better")).status_code == 302


def test_code_that_validates_is_refused_too(home):
    stored = image()
    article(home, stored, live=True)
    stored.creators = stored.credit_line = ""
    with pytest.raises(ValidationError, match="Live pages show this photo"):
        stored.full_clean()


def test_the_nightly_check_finds_what_went_round_the_form(home):
    stored, unused = image(), image("uncredited", "Unused")
    article(home, stored, live=True)
    out = io.StringIO()
    call_command("credits_check", live=True, stdout=out)
    assert "1 photo checked" in out.getvalue()
    lost(stored)
    with pytest.raises(CommandError):
        call_command("credits_check", live=True, stdout=out)
    assert f"{stored.file.name}: error CRD101" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("credits_check", stdout=out)
    assert f"{unused.file.name}: error CRD101" in out.getvalue()


# ── report ──────────────────────────────────────────────────────────────────────────────────────


def test_the_report_lists_what_live_pages_show_and_may_not(home, admin):
    stored, fine, unused = image(), image(title="Fine"), image("uncredited", "Unused")
    article(home, stored, live=True, title="Flood")
    article(home, fine, live=True, title="Fire")
    article(home, unused, title="Draft")
    url = reverse("credits_uncredited")
    assert "Every photo on a live page may be shown." in admin.get(url).content.decode()
    lost(stored)
    page = admin.get(url).content.decode()
    assert "No credit found (CRD101)" in page
    assert reverse("wagtailimages:edit", args=[stored.pk]) in page
    assert "Flood" in page
    assert "Unused" not in page
    rows = admin.get(url + "?export=csv").getvalue().decode().splitlines()
    assert rows[0] == "Photo,File,What is wrong,Shown on"
    assert rows[1:] == [f"Vigil,{stored.file.name},No credit found (CRD101),Flood"]
    assert admin.get(url + "?export=xlsx").status_code == 200
    assert admin.get(reverse("credits_uncredited_results")).status_code == 200
    assert "Uncredited photos in use" in admin.get("/admin/").content.decode()


# ── overrides ───────────────────────────────────────────────────────────────────────────────────


def override(admin, stored, days=7, reason="Estate unknown; cleared by the desk"):
    day = localdate() + timedelta(days=days)
    return admin.post(reverse("credits_override", args=[stored.pk]),
                      {"reason": reason, "expires": day.isoformat()}, follow=True)  # fmt: skip


def test_an_override_lets_a_photo_pass_and_is_logged(home, admin):
    stored = image("uncredited")
    assert (
        "No credit found"
        in admin.get(reverse("credits_override", args=[stored.pk])).content.decode()
    )
    override(admin, stored)
    page = article(home, stored, live=True)
    assert page.live
    history = admin.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "Estate unknown; cleared by the desk" in history
    assert "(CRD101)" in history
    assert str(CreditOverride.objects.get()).startswith("chief, until ")


def test_an_override_ends(home, admin):
    stored = image("uncredited")
    override(admin, stored)
    CreditOverride.objects.update(expires=localdate() - timedelta(days=1))
    with pytest.raises(ValidationError, match="CRD101"):
        article(home, stored, live=True)


def test_an_override_is_for_what_was_wrong_then(home, admin):
    stored = image("placeholder")
    override(admin, stored)
    assert CreditOverride.objects.get().rules == ["CRD201"]
    lost(stored)
    stored.refresh_from_db()
    with pytest.raises(ValidationError, match="CRD101"):
        article(home, stored, live=True)


@pytest.mark.parametrize(
    ("days", "reason", "said"),
    [(-1, "x", "This day is over"), (91, "x", "90 days at most"), (5, " ", "required")],
)
def test_an_override_needs_a_reason_and_an_end(admin, days, reason, said):
    assert said in override(admin, image("uncredited"), days, reason).content.decode()
    assert not CreditOverride.objects.exists()


def test_an_override_of_nothing_is_none(admin):
    assert "Nothing is wrong" in override(admin, image()).content.decode()
    assert not CreditOverride.objects.exists()


def test_only_who_has_the_permission_lets_pass(home, client_of_an_editor):
    stored = image("uncredited")
    assert override(client_of_an_editor, stored).redirect_chain
    assert not CreditOverride.objects.exists()
    url = reverse("wagtailadmin_pages:add", args=["newsroom", "articlepage", home.pk])
    from tests.integrations.wagtail.stories import form_of as story

    page = client_of_an_editor.post(url, story(stored) | {"action-publish": "1"}).content.decode()
    assert "Fill in its credit" in page
    assert "let it pass" not in page


@pytest.fixture
def client_of_an_editor(home):
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group, Permission
    from django.test import Client
    from wagtail.models import GroupPagePermission

    group = Group.objects.create(name="Editors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for name in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(codename=name)
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)
    user = get_user_model().objects.create_user("ann", "ann@example.org", "secret")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


# ── templates, checks, migrations ───────────────────────────────────────────────────────────────


def printed(source: str, **context) -> str:
    return Template("{% load credits_wagtail %}" + source).render(Context(context))


def test_the_tag_prints_a_rendition_with_its_credit(site):
    stored = image()
    page = printed('{% credited_image photo "width-300" %}', photo=stored)
    assert 'src="/media/images/vigil' in page
    assert 'width="300" height="200"' in page
    assert "Ann Lee, Jonas Brandt" in page
    assert '"@type": "ImageObject"' in page
    assert f'alt="{CREDIT["alt_text"]}"' in page
    stored.decorative = True
    assert 'alt=""' in printed('{% credited_image photo "width-300" %}', photo=stored)
    stored.decorative, stored.contextual_alt_text = False, "Candles"
    assert 'alt="Candles"' in printed('{% credited_image photo "width-300" %}', photo=stored)


def test_the_tag_shows_no_photo_of_nobody(site):
    source = '{% credited_image photo "width-300" %}'
    assert "/media/" not in printed(source, photo=image("uncredited"))
    assert printed(source) == ""


def test_the_checks_tell_what_leaves_the_gate_open(site):
    assert checks.apps_are_in_order(None) == []
    assert checks.image_model_is_credited(None) == []
    assert checks.pages_are_gated(None) == []
    with override_settings(MIDDLEWARE=[], WAGTAILIMAGES_IMAGE_MODEL="wagtailimages.Image"):
        assert [one.id for one in checks.apps_are_in_order(None)] == ["credits.W014"]
        assert [one.id for one in checks.image_model_is_credited(None)] == ["credits.W011"]
    assert list(checks._of(HomePage)) == []
    assert list(checks._of(ArticlePage)) == []


def test_the_checks_tell_of_pages_without_a_gate(site, monkeypatch):
    from wagtail.admin.forms import WagtailAdminPageForm

    monkeypatch.setattr(ArticlePage, "base_form_class", WagtailAdminPageForm)
    assert [one.id for one in checks._of(ArticlePage)] == ["credits.W013"]
    monkeypatch.setattr(checks, "CreditedPageMixin", type("Other", (), {}))
    assert [one.id for one in checks._of(ArticlePage)] == ["credits.W012"]


def test_the_migrations_make_the_models(site):
    call_command(
        "makemigrations", "credits_wagtail", check=True, dry_run=True, stdout=io.StringIO()
    )
