"""What docs/django.md shows, done in a project as `django-admin startproject` makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

import credits
from tests.integrations.photos import photo
from tests.integrations.projects import NO_MIGRATIONS, Project, blocks

MODELS, SORL, IMAGEKIT, STORAGES, FILER, GUARD = blocks("django.md")
(TEMPLATE,) = blocks("django.md", "django")
MEDIA = """
INSTALLED_APPS = [..., "credits.integrations.django", "news"]
MEDIA_ROOT, MEDIA_URL = BASE_DIR / "media", "/media/"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "paper", "-m", "django", "startproject", "paper", ".")
    made.manage("startapp", "news")
    for kind in ("credited", "uncredited"):
        (made.folder / f"{kind}.jpg").write_bytes(photo(kind))
    made.set(MEDIA)
    return made


def test_uploads_templates_and_checks(project: Project) -> None:
    (project.folder / "news" / "models.py").write_text(MODELS)
    project.set(STORAGES)
    project.set(NO_MIGRATIONS)
    assert "no issues" in project.manage("check")
    project.manage("migrate", "-v0", "--run-syncdb")
    said = project.script(f"""
        import pathlib
        from django.core.files.base import ContentFile
        from django.forms import modelform_factory
        from django.template import Context, Template
        from news.models import Picture

        Form = modelform_factory(Picture, fields="__all__")

        def filled(kind, **typed):
            return Form(typed, {{"photo": ContentFile(pathlib.Path(f"{{kind}}.jpg").read_bytes(), name="march.jpg")}})

        good = filled("credited", published="on")
        assert good.is_valid(), good.errors
        picture = good.save()
        assert picture.creators == "Ann Lee; Jonas Brandt", picture.creators
        bad = filled("uncredited", published="on")
        print(bad.errors["photo"][0])
        draft = filled("uncredited")
        assert draft.is_valid()
        draft = draft.save()

        storage = picture.photo.storage
        small = storage.save("pictures/march-300x200.jpg", ContentFile(pathlib.Path("uncredited.jpg").read_bytes()))
        print(small)

        class article: photo = picture.photo
        class thumbnail: url = "/media/small.jpg"
        print(Template({TEMPLATE!r}).render(Context({{"article": article, "thumbnail": thumbnail}})))
        print("draft:", Template({TEMPLATE!r}).render(Context({{"article": draft}})))
    """)
    assert "CRD101: No credit found. Fill in creators or credit line" in said
    assert '<img src="/media/small.jpg"' in said
    assert "Ann Lee, Jonas Brandt/Lindhaven Courier" in said
    assert "/media/" not in said.partition("draft:")[2]
    small = project.folder / "media" / "pictures" / "march-300x200.jpg"
    assert credits.read(small).record.creators == ("Ann Lee", "Jonas Brandt")
    assert "error CRD101" in project.manage("credits_check", code=1)
    assert "1 photo checked" in project.manage("credits_check", "news.Picture", "--live")
    project.manage("credits_check", "--live", "--fail-level", "warning", code=1)
    (project.folder / "credits.toml").write_text('profile = "loud"\n')
    assert "credits.E001" in project.manage("check", code=1)


def test_thumbnailers_and_rest(project: Project) -> None:
    project.set(
        'INSTALLED_APPS = [..., "easy_thumbnails", "sorl.thumbnail", "imagekit", "rest_framework"]'
    )
    project.set(SORL)
    project.write("news/specs.py", IMAGEKIT)
    project.manage("migrate", "-v0")
    (project.folder / "media").mkdir()
    (project.folder / "media" / "march.jpg").write_bytes(photo())
    said = project.script("""
        import pathlib
        import credits
        from django.core.files.base import ContentFile
        from easy_thumbnails.files import get_thumbnailer
        from news.specs import Thumbnail
        from rest_framework import serializers
        from sorl.thumbnail import get_thumbnail
        from django.core.files.storage import default_storage
        from credits.integrations.django import CreditValidator

        def told(data):
            found = credits.read(data)
            print(found.width, found.record.credit_line, found.record.gps)

        small = get_thumbnailer("march.jpg").get_thumbnail({"size": (300, 200)})
        told(default_storage.open(small.name).read())
        told(get_thumbnail("march.jpg", "300x200").read())
        told(Thumbnail(default_storage.open("march.jpg")).generate().read())

        class Upload(serializers.Serializer):
            photo = serializers.ImageField(validators=[CreditValidator()])

        for kind in ("credited", "uncredited"):
            file = ContentFile(pathlib.Path(f"{kind}.jpg").read_bytes(), name="march.jpg")
            upload = Upload(data={"photo": file})
            print(upload.is_valid(), dict(upload.errors))
    """)
    assert said.count("300 Lindhaven Courier None") == 3
    assert "True {}" in said
    assert (
        "False {'photo': [ErrorDetail(string='CRD101: No credit found', code='uncredited')]}"
        in said
    )


CMS = """
INSTALLED_APPS = [
    ..., "django.contrib.sites", "cms", "menus", "treebeard", "sekizai", "djangocms_versioning",
    "filer", "easy_thumbnails",
]
SITE_ID, LANGUAGE_CODE, LANGUAGES = 1, "en", [("en", "English")]
CMS_CONFIRM_VERSION4 = True
CMS_TEMPLATES = [("page.html", "Page")]
TEMPLATES[0]["DIRS"] = [BASE_DIR / "templates"]
TEMPLATES[0]["OPTIONS"]["context_processors"] += [
    "sekizai.context_processors.sekizai", "cms.context_processors.cms_settings"]
MIDDLEWARE = [..., "django.middleware.locale.LocaleMiddleware", "cms.middleware.user.CurrentUserMiddleware",
    "cms.middleware.page.CurrentPageMiddleware", "cms.middleware.toolbar.ToolbarMiddleware",
    "cms.middleware.language.LanguageCookieMiddleware"]
X_FRAME_OPTIONS = "SAMEORIGIN"
"""
PLUGIN = """
from cms.models import CMSPlugin
from django.db import models
from filer.fields.image import FilerImageField


class Photo(CMSPlugin):
    picture = FilerImageField(on_delete=models.CASCADE, related_name="+")
"""


def test_filer_and_versions(project: Project) -> None:
    project.set(CMS)
    project.set(NO_MIGRATIONS)
    project.set(FILER)
    (project.folder / "news" / "apps.py").write_text(GUARD)
    (project.folder / "news" / "models.py").write_text(PLUGIN)
    project.write("news/cms_plugins.py", """
from cms.plugin_base import CMSPluginBase
from cms.plugin_pool import plugin_pool
from news.models import Photo


@plugin_pool.register_plugin
class PhotoPlugin(CMSPluginBase):
    model = Photo
    render_template = "page.html"
""")  # fmt: skip
    (project.folder / "templates").mkdir()
    project.write("templates/page.html", '{% load cms_tags %}{% placeholder "content" %}')
    project.manage("migrate", "-v0", "--run-syncdb")
    said = project.script("""
        import pathlib
        from cms.api import add_plugin, create_page
        from cms.models import PageContent
        from django.contrib.auth import get_user_model
        from django.contrib.sites.models import Site
        from django.core.files.base import ContentFile
        from djangocms_versioning.exceptions import ConditionFailed
        from djangocms_versioning.models import Version
        from filer.models import Image
        from filer.validation import FileValidationError, validate_upload

        Site.objects.get_or_create(pk=1, defaults={"domain": "example.org", "name": "paper"})
        chief = get_user_model().objects.create_superuser("chief", "c@example.org", "secret")

        def stored(kind):
            data = ContentFile(pathlib.Path(f"{kind}.jpg").read_bytes(), name=f"{kind}.jpg")
            return Image.objects.create(file=data, original_filename=f"{kind}.jpg")

        for kind in ("credited", "uncredited"):
            file = ContentFile(pathlib.Path(f"{kind}.jpg").read_bytes(), name=f"{kind}.jpg")
            try:
                validate_upload(f"{kind}.jpg", file, chief, "image/jpeg")
                print(kind, "taken")
            except FileValidationError as error:
                print(kind, "refused:", error)

        for kind in ("credited", "uncredited"):
            page = create_page(kind, "page.html", "en", created_by=chief)
            content = PageContent.admin_manager.get(page=page)
            place, = content.get_placeholders() or [content.placeholders.create(slot="content")]
            picture = stored(kind)
            add_plugin(place, "PhotoPlugin", "en", picture=picture)
            version = Version.objects.get_for_content(content)
            print(kind, "button:", bool(version.check_publish.as_bool(chief)))
            try:
                version.publish(chief)
                print(kind, version.state)
            except ConditionFailed as error:
                print(kind, Version.objects.get(pk=version.pk).state, error)
        picture.author = "Ann Lee"
        picture.save()
        version.publish(chief)
        print("mended", version.state)
    """)
    assert "credited taken" in said
    assert "uncredited refused: " in said
    assert "\ncredited button: True\ncredited published\n" in said
    assert "\nuncredited button: False\n" in said
    assert "\nuncredited draft uncredited" in said
    assert "CRD101: No credit found" in said
    assert "mended published" in said
