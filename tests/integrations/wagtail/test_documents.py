"""What docs/wagtail.md shows, done in a project as `wagtail start` makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

import credits
from tests.integrations.photos import photo
from tests.integrations.projects import NO_MIGRATIONS, Project, blocks

SETTINGS, IMAGES, PAGES = blocks("wagtail.md")
(TEMPLATE,) = blocks("wagtail.md", "django")
EVENING = """
    from pathlib import Path
    from django.contrib.auth import get_user_model
    from django.core.management import CommandError, call_command
    from django.test import Client
    from wagtail.images import get_image_model
    from wagtail.models import Collection, Locale, Page, Site
    from home.models import ArticlePage, HomePage
    from credits.integrations.wagtail.judging import NotCredited

    # what Wagtail's migrations make, which tests/integrations/wagtail/test_browser.py runs
    Locale.objects.create(language_code="en")
    root = Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title="Paper", slug="home"))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    Collection.add_root(name="Root")

    chief = get_user_model().objects.create_superuser("chief", "c@example.org", "secret")
    desk = Client(headers={"host": "localhost"})
    desk.force_login(chief)
    for kind in ("credited", "uncredited"):
        with open(f"{kind}.jpg", "rb") as file:
            answer = desk.post("/admin/images/multiple/add/", {"title": kind, "files[]": file},
                               headers={"x-requested-with": "XMLHttpRequest"})
        assert answer.json()["success"], answer.content
        picture = get_image_model().objects.get(title=kind)
        print(kind, "prefilled:", picture.creators, "|", picture.caption)
        page = ArticlePage(title=kind, photo=picture, live=False)
        home.add_child(instance=page)
        try:
            page.save_revision(user=chief).publish(user=chief)
        except NotCredited as error:
            print(kind, "refused:", *error.messages)
        print(kind, "live:", ArticlePage.objects.get(pk=page.pk).live)
    print(desk.get("/credited/").content.decode())
    assert desk.get("/admin/reports/uncredited-photos/").status_code == 200
    for command, options in (("check", {}), ("credits_check", {"live": True}), ("publish_scheduled", {}),
                             ("wagtail_update_image_renditions", {})):
        call_command(command, **options)
    try:
        call_command("credits_check")
    except CommandError as error:
        print("exit code", error.returncode)
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "paper", "-c", "from wagtail.bin.wagtail import main; main()",
                   "start", "paper", ".")  # fmt: skip
    for kind in ("credited", "uncredited"):
        (made.folder / f"{kind}.jpg").write_bytes(photo(kind))
    made.set(SETTINGS)
    made.write("home/templates/home/article_page.html", TEMPLATE)
    return made


@pytest.mark.parametrize("model", ["credits_wagtail.CreditedImage", "home.PressImage"])
def test_an_evening_in_a_new_project(project: Project, model: str) -> None:
    if model == "home.PressImage":
        project.set(f"WAGTAILIMAGES_IMAGE_MODEL = {model!r}")
        project.write("home/models.py", IMAGES)
    project.write("home/models.py", PAGES)
    project.set(NO_MIGRATIONS)
    project.manage("migrate", "-v0", "--run-syncdb")
    said = project.script(EVENING)
    assert "credited prefilled: Ann Lee; Jonas Brandt | People of Lindhaven" in said
    assert "\ncredited live: True" in said
    assert (
        "uncredited refused: Photo “uncredited”: No credit found (CRD101). Fill it in at /admin/images/"
        in said
    )
    assert "\nuncredited live: False" in said
    assert "Ann Lee, Jonas Brandt/Lindhaven Courier" in said
    (shown,) = (project.folder / "media" / "images").glob("*.width-800.jpg")
    record = credits.read(shown).record
    assert (record.creators, record.gps) == (("Ann Lee", "Jonas Brandt"), None)
    assert "no issues" in said
    assert "1 photo checked" in said
    assert "error CRD101" in said
    assert "exit code 1" in said
