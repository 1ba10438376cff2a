"""Settings of the site; ``NEWSROOM_FILES`` is a folder of its own for each run."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

BASE_DIR = Path(os.environ.get("NEWSROOM_FILES") or tempfile.mkdtemp(prefix="newsroom-"))
SECRET_KEY = "for tests"
DEBUG = bool(os.environ.get("NEWSROOM_DEBUG"))
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.integrations.newsroom.urls"
INSTALLED_APPS = [
    "credits.integrations.wagtail",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v3",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "easy_thumbnails",
    "sorl.thumbnail",
    "imagekit",
    "filer",
    "credits.integrations.django",
    "tests.integrations.newsroom",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "credits.integrations.wagtail.middleware.RefusalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("NEWSROOM_DATABASE", ":memory:"),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"
MEDIA_ROOT = str(BASE_DIR / "media")
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
THUMBNAIL_BACKEND = "credits.integrations.django.thumbnailers.sorl.Backend"
THUMBNAIL_ALTERNATIVE_RESOLUTIONS = [2]
WAGTAIL_SITE_NAME = "Lindhaven Courier"
WAGTAILADMIN_BASE_URL = "http://localhost"
WAGTAILIMAGES_IMAGE_MODEL = "credits_wagtail.CreditedImage"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
SILENCED_SYSTEM_CHECKS = ["security.W001"]
